"""Finds roles and topics by any of their names, and near names for a slip of the keyboard."""

from unicodedata import normalize as normalize_unicode

from manager_quiz.catalog.model import Catalog, Role, Topic


def normalize(name: str) -> str:
    """A name as it is compared: without case, hyphens, spaces or the dots of ё."""
    # Composed first: file names and some keyboards give й and ё as two characters each.
    folded = normalize_unicode("NFKC", name).casefold().replace("ё", "е")
    return "".join(character for character in folded if character.isalnum())


def find(catalog: Catalog, name: str) -> Role | Topic | None:
    """The role or topic with this id, name or alias in any language."""
    wanted = normalize(name)
    entries: tuple[Role | Topic, ...] = (*catalog.roles, *catalog.topics)
    for entry in entries:
        if any(wanted == normalize(known) for known in (entry.id, *entry.names)):
            return entry
    return None


def nearest_roles(catalog: Catalog, name: str, most: int = 3) -> tuple[Role, ...]:
    """Up to `most` roles that have a name spelt much like this one, the most alike first."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(b=normalize(name))

    def likeness(known: str) -> float:
        matcher.set_seq1(normalize(known))
        return matcher.ratio()

    scored = [
        (max(likeness(known) for known in (role.id, *role.names)), role) for role in catalog.roles
    ]
    # All roles are called something with "manager": only those nearly as alike as the best count.
    least = max(0.6, max((alike for alike, _role in scored), default=0.0) - 0.15)
    close = sorted((pair for pair in scored if pair[0] >= least), key=lambda pair: -pair[0])
    return tuple(role for _, role in close[:most])
