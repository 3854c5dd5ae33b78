"""The interview line by line: for screen readers, simple terminals and answers piped in.

Nothing is drawn, coloured or moved; everything is said in whole lines, one after another.
"""

import re
import sys

from manager_quiz.catalog.model import MOST_ASPIRATIONS, Catalog, Item, Role
from manager_quiz.catalog.naming import find
from manager_quiz.errors import N_
from manager_quiz.terminal.dialogue import ask_line
from manager_quiz.terminal.interview.session import Session
from manager_quiz.terminal.screen import tell
from manager_quiz.wording import interview as wording
from manager_quiz.wording.words import Words, typed_words

BACK, SKIP, HELP, LIST = N_("back"), N_("skip"), N_("help ?"), N_("list")


def ask(session: Session) -> None:
    """Asks until the interview is finished.

    Raises KeyboardInterrupt or EOFError where it is stopped.
    """
    words = session.words
    tell(*session.introduction)
    if session.aspiring:
        _roles(session)
    if session.item is not None:
        explained = wording.explanation(words, session.item, session.catalog.prompt)
        tell(explained, *_commands(words, session.item), "")
    while not session.state.finished:
        if session.notice:
            tell(session.notice, "")
        if session.aspiring:
            _roles(session)
        elif session.item is None:
            _review(session)
        else:
            _question(session, session.item)


def _question(session: Session, item: Item) -> None:
    words = session.words
    left = wording.time_left(words, session.state, session.form)
    tell(f"{wording.progress(words, session.state)}, {left}.", item.text)
    choices = [f"{n}. {choice.text}" for n, choice in enumerate(item.choices, 1)]
    tell(*choices)
    chosen = session.chosen(item)
    if chosen is not None:
        tell(words("Your answer so far: {n}. Press Enter to leave it.", n=chosen + 1))
    elif item.id in session.state.skipped:
        tell(words("You skipped this question. Press Enter to leave it so."))
    state = session.state
    while session.state is state:
        typed = ask_line(words("Your answer:")).casefold()
        if typed in typed_words(BACK):
            session.back()
            if session.state is state:
                tell(words("This is the first question."))
            continue
        if typed in typed_words(SKIP):
            session.answer(item, None)
        elif typed in typed_words(HELP):
            explained = wording.explanation(words, item, session.catalog.prompt)
            tell(explained, wording.on_skipping(words), *_commands(words, item))
            continue
        elif (choice := _number(typed, len(item.choices))) is not None:
            session.answer(item, choice)
        elif not typed:
            session.keep()
        if session.state is state:
            tell(*choices, *_commands(words, item))
    tell("")


def _review(session: Session) -> None:
    words, every = session.words, range(len(session.items))
    answered = wording.answered(words, session.state)
    tell(words("That was the last question. {answered}.", answered=answered))
    missing = [index for index in every if session.chosen(session.items[index]) is None]
    if missing:
        tell(words("Not answered:"), *(_summary(session, index) for index in missing))
    commands = words(
        "Press Enter to see the result. To change an answer, type the number of its question."
        " Type list to hear all answers, back to return to the last question, quit to stop."
    )
    tell(commands)
    state = session.state
    while session.state is state:
        try:
            typed = ask_line(words("Your choice:")).casefold()
        except EOFError:
            if sys.stdin.isatty():
                raise
            typed = ""  # answers that were piped in end where the questions do
        if not typed:
            session.finish()
        elif typed in typed_words(BACK):
            session.back()
        elif (index := _number(typed, len(session.items))) is not None:
            session.jump(index)
        elif typed in typed_words(LIST):
            tell(*(_summary(session, index) for index in every))
        else:
            tell(commands)
    tell("")


def _roles(session: Session) -> None:
    """Which roles the person would choose."""
    words, catalog = session.words, session.catalog
    lines = [f"{number}. {wording.role_line(role)}" for number, role in enumerate(catalog.roles, 1)]
    tell(wording.aspirations_question(words), *lines)
    earlier = session.state.aspirations or ()
    if earlier:
        named = wording.role_names(catalog, earlier)
        tell(words("Your choice so far: {roles}. Press Enter to leave it.", roles=named))
    how = words(
        "Type numbers or names with commas between them; press Enter to skip this question."
    )
    tell(how)
    while session.aspiring:
        typed = ask_line(words("Your choice:"))
        if not typed or typed.casefold() in typed_words(SKIP):
            session.aspire(() if typed else earlier)
            continue
        roles, wrong = _read(words, catalog, typed)
        if wrong:
            tell(wrong, how)
        else:
            session.aspire(roles)
            named = wording.role_names(catalog, roles)
            tell(words("You would choose: {roles}.", roles=named))
    tell("")


def _read(words: Words, catalog: Catalog, typed: str) -> tuple[list[str], str]:
    """The roles that were typed, each once, or what is wrong with them."""
    numbers = re.fullmatch(r"[\d\s,;.]+", typed) is not None
    roles: dict[str, None] = {}
    for part in re.split(r"[\s,;.]+" if numbers else r"[,;]", typed):
        name = part.strip()
        if not name:
            continue
        index = _number(name, len(catalog.roles)) if numbers else None
        role = find(catalog, name) if index is None else catalog.roles[index]
        if not isinstance(role, Role):
            return [], wording.no_role(words, catalog, name)
        roles[role.id] = None
    return list(roles), words("Three at most, please.") if len(roles) > MOST_ASPIRATIONS else ""


def _commands(words: Words, item: Item) -> tuple[str, str]:
    return (
        words("Type a number from 1 to {n} and press Enter.", n=len(item.choices)),
        words("You can also type back, skip, help or quit."),
    )


def _summary(session: Session, index: int) -> str:
    item = session.items[index]
    chosen = session.chosen(item)
    answer = session.words("not answered") if chosen is None else item.choices[chosen].text
    return f"{index + 1}. {item.text} {answer}"


def _number(typed: str, most: int) -> int | None:
    """The index that a typed number from 1 stands for."""
    digits = typed.removesuffix(".")
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 5 else 0
    return number - 1 if 1 <= number <= most else None
