"""What is said of kept results and of changes between two."""

from collections.abc import Sequence

from manager_quiz.catalog.model import Catalog
from manager_quiz.measurement.change import ScaleChange
from manager_quiz.wording.words import Words

NAMED = 2
"""Roles of a result that a list names at most."""


def leaders(words: Words, catalog: Catalog, roles: Sequence[str]) -> str:
    """The first of these roles by name, and how many more there are."""
    names = [
        catalog.role_by_id[id].name if id in catalog.role_by_id else id for id in roles[:NAMED]
    ]
    named, rest = ", ".join(names), len(roles) - NAMED
    if rest <= 0:
        return named
    return words.ngettext("{roles} and {n} more", "{roles} and {n} more", rest).format(
        roles=named, n=rest
    )


def change_words(words: Words, change: ScaleChange) -> str:
    """What a change amounts to."""
    _ = words.gettext
    if change.index is None:
        return _("not scored both times")
    if not change.real:
        return _("within the error")
    return _("really higher") if change.index > 0 else _("really lower")


def change_notes(
    words: Words,
    forms: tuple[str, str],
    contents: tuple[tuple[str, str], tuple[str, str]],
    catalog: Catalog,
) -> list[str]:
    """How to read the changes, and what else may be behind them.

    `contents` are version and hash of the content of each result.
    """
    _ = words.gettext
    notes = [
        _(
            "A change is real beyond 1.96 times its error (reliable change index); error alone "
            "makes one that large on one scale in twenty."
        )
    ]
    if forms[0] != forms[1]:
        message = _("The forms differ, {first} and {second}; the error of each is allowed for.")
        notes.append(message.format(first=forms[0], second=forms[1]))
    if contents[0] != contents[1]:
        message = _(
            "The content differs, versions {first} and {second}: "
            "a change may come from other questions."
        )
        notes.append(message.format(first=_short(contents[0]), second=_short(contents[1])))
    elif contents[0][1] != catalog.sha256:
        message = _("Both were made with content {version}; the norms are those of {own}.")
        own = _short((catalog.version, catalog.sha256))
        notes.append(message.format(version=_short(contents[0]), own=own))
    return notes


def _short(content: tuple[str, str]) -> str:
    return f"{content[0]} ({content[1][:8]})"
