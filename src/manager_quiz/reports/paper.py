"""The questionnaire on paper, as data: sheets to fill in with a pen and to type in afterwards."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from manager_quiz.catalog.model import Catalog, Choice, Form, Item
from manager_quiz.errors import InputError
from manager_quiz.wording.codes import read_aloud
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


class Block(NamedTuple):
    """Questions that stand together under a number."""

    number: int
    questions: tuple[Question, ...]


class Strip(NamedTuple):
    """What a person tears off and keeps: the code, how it is read, the PIN in words."""

    code: str
    reading: str
    pin: str
    told: str


class Copy(NamedTuple):
    """One person's copy. `strip` and `code` are empty where nobody needs a code.

    `picture` is the code as a square of dark (True) and light dots, empty where it can't be drawn.
    """

    code: str = ""
    strip: Strip | None = None
    picture: tuple[tuple[bool, ...], ...] = ()


class Questionnaire(NamedTuple):
    """What every copy says.

    `scale` is what the circles of statements mean, `roles` are those that one could choose.
    """

    language: str
    title: str
    facts: str
    told: tuple[str, ...]
    prompt: str
    scale: tuple[Option, ...]
    blocks: tuple[Block, ...]
    roles_title: str
    roles: tuple[Option, ...]
    notices: tuple[str, ...]
    block: str
    tear: str


def questionnaire(
    words: Words,
    catalog: Catalog,
    form: Form,
    title: str,
    told: Sequence[str],
    notices: Sequence[str],
    *,
    aspirations: bool,
) -> Questionnaire:
    """The sheet for a form: `told` is said before the questions, `notices` after them.

    Raises InputError for a question with more answers than there are keys.
    """
    _ = words
    items = catalog.form_items(form)
    for item in items:
        if len(item.choices) > len(DIGITS if item.kind.graded else words(LETTERS)):
            message = _("The question {item} has too many answers for a sheet of paper.")
            raise InputError(message.format(item=item.id))
    scale = next((item.choices for item in items if item.kind.graded), ())
    questions = tuple(_question(words, item, n, scale) for n, item in enumerate(items, 1))
    return Questionnaire(
        language=catalog.language,
        title=title,
        facts=_("{form}, {minutes}", form=form.name, minutes=minutes_about(words, form.minutes)),
        told=tuple(told),
        prompt=catalog.prompt,
        scale=tuple(map(Option, DIGITS, (choice.text for choice in scale))),
        blocks=tuple(_blocks(questions)),
        roles_title=_("Which of these would you choose today? Mark up to three, or none."),
        roles=tuple(map(Option, _(LETTERS), (role.name for role in catalog.roles)))
        if aspirations
        else (),
        notices=tuple(notices),
        block=_("Block {n}"),
        tear=_("Tear off here when you have finished, and keep this strip"),
    )


def promises(words: Words) -> str:
    """What happens with the answers of a workshop that are on paper."""
    return words(
        "No names are asked. Your answers are kept in this workshop's folder under the code "
        "above; the counselor can see results by code. They aren't sent anywhere, and are erased "
        "with the workshop or when you ask for it. By handing in this sheet you agree; to hand in "
        "none is fine too."
    )


def circling(words: Words) -> str:
    """How the sheet is filled in."""
    return words(
        "Circle one answer to each question: as you are, not as you would like to be. No answer "
        "is right or wrong. You can leave a question out."
    )


def _question(words: Words, item: Item, number: int, scale: Sequence[Choice]) -> Question:
    """With options of its own unless it has the same answers as the other graded ones."""
    if item.kind.graded and [each.text for each in item.choices] == [each.text for each in scale]:
        return Question(number, item.text)
    options = map(Option, keys(words, item), (choice.text for choice in item.choices))
    return Question(number, item.text, tuple(options))


def _blocks(questions: Sequence[Question]) -> Iterator[Block]:
    for n, begin in enumerate(range(0, len(questions), BLOCK), 1):
        yield Block(n, tuple(questions[begin : begin + BLOCK]))


def copy_for(
    words: Words, language: str, code: str, pin: str, picture: tuple[tuple[bool, ...], ...]
) -> Copy:
    """One person's copy, with the strip to tear off."""
    told = words(
        "With this code you find your report. With code and PIN you see it again, or go on on a "
        "machine in this room. Nobody else has the PIN."
    )
    secret = words("PIN {pin}", pin=pin)
    return Copy(code, Strip(code, read_aloud(code, language), secret, told), picture)
