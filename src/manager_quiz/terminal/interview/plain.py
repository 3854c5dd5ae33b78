"""The interview line by line: for screen readers, simple terminals and answers piped in.

Nothing is drawn, coloured or moved; everything is said in whole lines, one after another.
"""

import sys
from collections.abc import Sequence

from manager_quiz.catalog.model import Catalog, Form, Item
from manager_quiz.errors import N_
from manager_quiz.terminal.interview.aspirations import ask_by_lines
from manager_quiz.terminal.interview.dialogue import QUIT, hear
from manager_quiz.terminal.interview.session import Session
from manager_quiz.terminal.screen import Screen, tell
from manager_quiz.wording import interview as wording
from manager_quiz.wording.words import Words, typed_words

BACK, SKIP, HELP, LIST = N_("back"), N_("skip"), N_("help ?"), N_("list")


def ask(
    screen: Screen, session: Session, form: Form, catalog: Catalog, said: Sequence[str]
) -> None:
    """Asks until the interview is finished; `said` goes before the first question.

    Raises KeyboardInterrupt or EOFError where it is stopped.
    """
    words, prompt = screen.words, catalog.prompt
    tell(*said)
    if session.aspiring:
        ask_by_lines(words, session, catalog)
    if session.item is not None:
        tell(wording.explanation(words, session.item, prompt), *_commands(words, session.item), "")
    while not session.state.finished:
        if session.notice:
            tell(session.notice, "")
        if session.aspiring:
            ask_by_lines(words, session, catalog)
        elif session.item is None:
            _review(words, session)
        else:
            _question(words, session, form, prompt, session.item)


def _question(words: Words, session: Session, form: Form, prompt: str, item: Item) -> None:
    left = wording.time_left(words, session.state, form)
    tell(f"{wording.progress(words, session.state)}, {left}.", item.text)
    choices = [f"{n}. {_choice(item, n - 1)}" for n in range(1, len(item.choices) + 1)]
    tell(*choices)
    chosen = session.chosen(item)
    if chosen is not None:
        tell(words("Your answer so far: {n}. Press Enter to leave it.", n=chosen + 1))
    elif item.id in session.state.skipped:
        tell(words("You skipped this question. Press Enter to leave it so."))
    state = session.state
    while session.state is state:
        typed = hear(words("Your answer:")).casefold()
        if typed in typed_words(BACK):
            session.back()
            if session.state is state:
                tell(words("This is the first question."))
        elif typed in typed_words(SKIP):
            session.skip(item)
        elif typed in typed_words(HELP):
            tell(wording.explanation(words, item, prompt), wording.on_skipping(words))
            tell(*_commands(words, item))
        elif typed in typed_words(QUIT):
            raise KeyboardInterrupt
        elif (choice := _number(typed, len(item.choices))) is not None:
            session.answer(item, choice)
        elif not typed:
            session.keep(item)
        if session.state is state and typed not in typed_words(BACK) | typed_words(HELP):
            tell(*choices, *_commands(words, item))
    tell("")


def _review(words: Words, session: Session) -> None:
    tell(
        words(
            "That was the last question. {answered}.",
            answered=wording.answered(words, session.state),
        )
    )
    open_ones = [index for index, item in enumerate(session.items) if session.chosen(item) is None]
    if open_ones:
        tell(words("Not answered:"), *(_summary(words, session, index) for index in open_ones))
    commands = words(
        "Press Enter to see the result. To change an answer, type the number of its question."
        " Type list to hear all answers, back to return to the last question, quit to stop."
    )
    tell(commands)
    state = session.state
    while session.state is state:
        try:
            typed = hear(words("Your choice:")).casefold()
        except EOFError:
            if sys.stdin.isatty():
                raise
            typed = ""  # answers that were piped in end where the questions do
        if not typed:
            session.finish()
        elif typed in typed_words(BACK):
            session.back()
        elif typed in typed_words(QUIT):
            raise KeyboardInterrupt
        elif (index := _number(typed, len(session.items))) is not None:
            session.jump(index)
        elif typed in typed_words(LIST):
            tell(*(_summary(words, session, index) for index in range(len(session.items))))
        else:
            tell(commands)
    tell("")


def _commands(words: Words, item: Item) -> tuple[str, str]:
    return (
        words("Type a number from 1 to {n} and press Enter.", n=len(item.choices)),
        words("You can also type back, skip, help or quit."),
    )


def _summary(words: Words, session: Session, index: int) -> str:
    item = session.items[index]
    chosen = session.chosen(item)
    answer = words("not answered") if chosen is None else _choice(item, chosen)
    return f"{index + 1}. {item.text} {answer}"


def _choice(item: Item, index: int) -> str:
    return item.choices[index].text


def _number(typed: str, most: int) -> int | None:
    """The index that a typed number from 1 stands for."""
    digits = typed.removesuffix(".")
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 5 else 0
    return number - 1 if 1 <= number <= most else None
