"""How answers are written down: a digit or a letter for a choice, a dot for none.

The same on the sheets that are printed and where somebody types them in. A whole sheet is a row:
`=bd 4 3 . a 5 …`, the roles first that the person would choose, all spaces left out or not.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from manager_quiz.catalog.model import MOST_ASPIRATIONS, Catalog, Form, Item
from manager_quiz.errors import N_
from manager_quiz.wording.words import LANGUAGES, Words

NONE, ROLES = ".", "="
DIGITS = "1234567890"
LETTERS = N_("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
"""The letters that options have, in their order."""


class TypedError(Exception):
    """What was typed can't be right: an English message with `{}` fields for `values`."""

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template.format(**values))
        self.template, self.values = template, values


class Row(NamedTuple):
    """A sheet as it was typed: a choice for each question, by its index, and ids of roles."""

    choices: tuple[int | None, ...]
    roles: tuple[str, ...]

    def answers(self, items: Sequence[Item]) -> dict[str, int | str]:
        """The answers by item; those left out aren't there."""
        pairs = zip(items, self.choices, strict=True)
        return {item.id: item.choices[n].answer for item, n in pairs if n is not None}


def keys(words: Words, item: Item) -> str:
    """The key of each choice, in the order shown: graded ones have digits, others letters."""
    return (DIGITS if item.kind.graded else words(LETTERS))[: len(item.choices)]


def choice_of(item: Item, key: str, number: int) -> int | None:
    """The index of the choice that a key stands for, in any language; None for `.`.

    No digit answers a question with letters, and no letter one with digits: so it shows where a
    line was skipped. Raises TypedError, which says the `number` of the question, for a key that
    the item doesn't have.
    """
    if key == NONE:
        return None
    try:
        if item.kind.graded:
            return list(DIGITS[: len(item.choices)]).index(key)
        return letter_index(key, len(item.choices))
    except ValueError as error:
        every = dict.fromkeys(keys(Words(language), item) for language in LANGUAGES)
        known = " / ".join(" ".join(each) for each in every)
        message = N_("{key} can't answer question {number}, only {keys} or a dot")
        raise TypedError(message, key=key, number=number, keys=known) from error


def letter_index(key: str, most: int) -> int:
    """Which letter this is, in any language. Raises ValueError where there are fewer."""
    for language in LANGUAGES:
        index = Words(language).gettext(LETTERS).find(key.upper())
        if len(key) == 1 and 0 <= index < most:
            return index
    raise ValueError(key)


def is_row(text: str) -> bool:
    """Whether this looks like a row, and not like a file of answers."""
    typed = "".join(text.split())
    marks = (NONE, ROLES)
    return any(each in DIGITS or each in marks for each in typed) and all(
        each.isalnum() or each in marks for each in typed
    )


def read_row(catalog: Catalog, form: Form, text: str) -> Row:
    """The sheet in a row. Raises TypedError for the first key that can't be right."""
    words = text.split()
    roles = roles_of(catalog, "".join(each[1:] for each in words if each.startswith(ROLES)))
    typed = "".join(each for each in words if not each.startswith(ROLES))
    items = catalog.form_items(form)
    pairs = enumerate(zip(items, typed, strict=False), 1)
    choices = tuple(choice_of(item, key, number) for number, (item, key) in pairs)
    if len(typed) != len(items):
        message = N_("there are {n} answers, but the sheet has {total} questions")
        raise TypedError(message, n=len(typed), total=len(items))
    return Row(choices, roles)


def roles_of(catalog: Catalog, letters: str) -> tuple[str, ...]:
    """The ids of the roles with these letters. Raises TypedError."""
    chosen: dict[str, None] = {}
    for key in letters:
        try:
            chosen[catalog.roles[letter_index(key, len(catalog.roles))].id] = None
        except ValueError as error:
            raise TypedError(N_("no role has the letter {key}"), key=key) from error
    if len(chosen) > MOST_ASPIRATIONS:
        raise TypedError(N_("at most {n} roles can be chosen"), n=MOST_ASPIRATIONS)
    return tuple(chosen)


def row(words: Words, items: Sequence[Item], answers: Mapping[str, int | str]) -> str:
    """Answers as they are typed."""
    chosen = [(item, item.choice(answers.get(item.id))) for item in items]
    return "".join(NONE if n is None else keys(words, item)[n].lower() for item, n in chosen)
