"""Finds what is described by any of its names, and near names for a slip of the keyboard."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar
from unicodedata import normalize as normalize_unicode

from manager_quiz.catalog.model import Catalog, Confusion, Form, Role, Scale, Topic

SMALL_WORDS = {"по", "и", "в", "of", "the", "for", "a"}
ENDING = (
    "(ами|ями|ого|его|ому|ему|ыми|ими|ах|ях|ов|ев|ей|ой|ый|ий|ая|яя|ое|ее|ые|ие|ом|ем|ам|ям|ую|юю"
    "|ия|ии|ию|а|я|о|е|у|ю|ы|и|ь|й|s)$"
)
SHORTEST_STEM = 3


class NotTheRole(NamedTuple):
    """Something else than a role, which that role is often confused with."""

    role: Role
    confusion: Confusion


T = TypeVar("T")
Entry = Role | Topic | Scale | Form | NotTheRole


def normalize(name: str) -> str:
    """A name as it is compared: without case, hyphens, spaces or the dots of ё."""
    return "".join(_words(name))


def _words(name: str) -> list[str]:
    # Composed first: file names and some keyboards give й and ё as two characters each.
    folded = normalize_unicode("NFKC", name).casefold().replace("ё", "е")
    return "".join(each if each.isalnum() else " " for each in folded).split()


def _stems(name: str) -> tuple[str, ...]:
    """The words of a name without small words and endings: the same in every case and number."""
    told = [word for word in _words(name) if word not in SMALL_WORDS]
    return tuple(
        stem if len(stem := re.sub(ENDING, "", word)) >= SHORTEST_STEM else word for word in told
    )


def find(catalog: Catalog, name: str) -> Entry | None:
    """What has this id, name or alias: in any language, a case ending apart.

    A role or topic before something that a role is confused with, a scale or a form.
    """
    for compared in (normalize, _stems):
        wanted = compared(name)
        for entry, names in _named(catalog):
            if wanted and any(wanted == compared(known) for known in names):
                return entry
    return None


def _named(catalog: Catalog) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    entries: tuple[Role | Topic, ...] = (*catalog.roles, *catalog.topics)
    for entry in entries:
        yield entry, (entry.id, *entry.names)
    for role in catalog.roles:
        for confusion in role.confused_with:
            yield NotTheRole(role, confusion), confusion.names
    parts: tuple[Scale | Form, ...] = (*catalog.scales, *catalog.forms)
    for part in parts:
        yield part, (part.id, part.name)


def nearest_roles(catalog: Catalog, name: str, most: int = 3) -> tuple[Role, ...]:
    """Up to `most` roles that have a name spelt much like this one, the most alike first."""
    return _nearest(((role, (role.id, *role.names)) for role in catalog.roles), name, most)


def nearest(catalog: Catalog, name: str, most: int = 3) -> tuple[Role | Topic | Scale | Form, ...]:
    """The same among all that is described."""
    named = ((each, names) for each, names in _named(catalog) if not isinstance(each, NotTheRole))
    return _nearest(named, name, most)


def _nearest(named: Iterable[tuple[T, tuple[str, ...]]], name: str, most: int) -> tuple[T, ...]:
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(b=normalize(name))

    def likeness(known: str) -> float:
        matcher.set_seq1(normalize(known))
        return matcher.ratio()

    scored = [(max(map(likeness, names)), entry) for entry, names in named]
    # All roles are called something with "manager": only those nearly as alike as the best count.
    least = max(0.6, max((alike for alike, _entry in scored), default=0.0) - 0.15)
    close = sorted((pair for pair in scored if pair[0] >= least), key=lambda pair: -pair[0])
    return tuple(entry for _, entry in close[:most])
