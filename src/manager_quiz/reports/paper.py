"""The questionnaire on paper, as data: sheets to fill in with a pen and to type in afterwards.

What is said on every sheet stands in `paper.html`.
"""

from collections.abc import Sequence
from typing import NamedTuple

from manager_quiz.catalog.model import Catalog, Choice, Form, Item
from manager_quiz.errors import InputError
from manager_quiz.wording.keys import DIGITS, LETTERS, keys
from manager_quiz.wording.words import Words, minutes_about

BLOCK = 5
"""So many questions stand together, and are typed together."""


class Option(NamedTuple):
    """A circle to mark: the key that is typed for it, and what it means."""

    key: str
    text: str


class Question(NamedTuple):
    """A question with its number. `options` are empty where the sheet's scale answers it."""

    number: int
    text: str
    options: tuple[Option, ...] = ()


class Copy(NamedTuple):
    """One person's copy: code, how it is read, and PIN; empty where nobody needs any.

    `picture` is the code as a square of dark (True) and light dots, empty where it can't be drawn.
    """

    code: str = ""
    reading: str = ""
    pin: str = ""
    picture: tuple[tuple[bool, ...], ...] = ()


class Questionnaire(NamedTuple):
    """What every copy says.

    `scale` is what the circles of statements mean, `roles` are those that one could choose;
    `notices` stand at the end.
    """

    title: str
    facts: str
    prompt: str
    scale: tuple[Option, ...]
    blocks: tuple[tuple[Question, ...], ...]
    roles: tuple[Option, ...]
    notices: tuple[str, ...]


def questionnaire(
    words: Words,
    catalog: Catalog,
    form: Form,
    title: str,
    notices: Sequence[str] = (),
    *,
    aspirations: bool,
) -> Questionnaire:
    """The sheet for a form; with `aspirations` it asks which roles one would choose.

    Raises InputError for a question with more answers than there are keys.
    """
    items = catalog.form_items(form)
    for item in items:
        if len(keys(words, item)) < len(item.choices):
            told = words("The question {item} has too many answers for a sheet of paper.")
            raise InputError(told.format(item=item.id))
    scale = next((item.choices for item in items if item.kind.graded), ())
    asked = [_question(words, item, n, scale) for n, item in enumerate(items, 1)]
    roles = map(Option, words(LETTERS), (role.name for role in catalog.roles))
    minutes = minutes_about(words, form.minutes)
    return Questionnaire(
        title,
        words("{form}, {minutes}", form=form.name, minutes=minutes),
        catalog.prompt,
        tuple(map(Option, DIGITS, (choice.text for choice in scale))),
        tuple(tuple(asked[n : n + BLOCK]) for n in range(0, len(asked), BLOCK)),
        tuple(roles) if aspirations else (),
        tuple(notices),
    )


def _question(words: Words, item: Item, number: int, scale: Sequence[Choice]) -> Question:
    """With options of its own unless it has the same answers as the other graded ones."""
    if item.kind.graded and [each.text for each in item.choices] == [each.text for each in scale]:
        return Question(number, item.text)
    options = map(Option, keys(words, item), (choice.text for choice in item.choices))
    return Question(number, item.text, tuple(options))
