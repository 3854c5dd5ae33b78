"""`workshop enter`: sheets of paper are typed in, and kept like all other results."""

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.commands.options import Language, Plain
from manager_quiz.commands.sitting import finish
from manager_quiz.commands.workshop import Folder, open_workshop, tell_if_closed, tell_left_out
from manager_quiz.commands.workshop.join import keep_patiently
from manager_quiz.errors import N_, InputError, NotWrittenError, Problem, naming
from manager_quiz.records.journal import in_use
from manager_quiz.records.workshops.folder import Workshop
from manager_quiz.records.workshops.people import (
    claim_code,
    journals,
    release_code,
    result_file,
)
from manager_quiz.records.workshops.pins import new_pin
from manager_quiz.terminal.dialogue import QUIT, hear, say
from manager_quiz.terminal.entry import type_in
from manager_quiz.terminal.interview import begin, completed
from manager_quiz.terminal.interview.session import Session
from manager_quiz.terminal.screen import Screen
from manager_quiz.wording.codes import typed_code, with_codes
from manager_quiz.wording.interview import role_names
from manager_quiz.wording.keys import Row, TypedError, choice_of, read_row, row
from manager_quiz.wording.words import typed_words

NEW = N_("new")


class Desk(NamedTuple):
    """What typing in needs: where it is shown and where it is kept."""

    screen: Screen
    workshop: Workshop
    catalog: Catalog
    form: Form


def enter(
    folder: Folder = None,
    twice: Annotated[
        bool, typer.Option("--twice", help="Have every sheet typed twice, and show differences.")
    ] = False,
    plain: Plain = False,
    lang: Language = None,
) -> None:
    """Type in sheets of paper: a code, then one key an answer."""
    screen, workshop, catalog = open_workshop(folder, lang, plain=plain)
    desk = Desk(screen, workshop, catalog, catalog.form_by_id[workshop.form])
    left_out: list[Problem] = []
    if sys.stdin.isatty():
        n = _from_keys(desk, twice)
    else:
        n = _from_lines(desk, twice, left_out)
        tell_left_out(screen.words, sorted(left_out, key=lambda each: each.line))
    screen.console.print(screen.words.counted("{n} sheet is kept.", "{n} sheets are kept.", n))
    if left_out:
        raise typer.Exit(1)
    if n:
        tell_if_closed(screen, workshop)


# ----------------------------------------------------------------------- at a terminal


def _from_keys(desk: Desk, twice: bool) -> int:
    """One sheet after another until none is left; how many were kept."""
    n = 0
    while True:
        try:
            code = _ask_code(desk)
        except (KeyboardInterrupt, EOFError):
            return n
        n += _one_sheet(desk, code, twice)


def _ask_code(desk: Desk) -> str:
    """The code of the next sheet. Raises KeyboardInterrupt where there is none."""
    _ = desk.screen.words.gettext
    unknown = ""
    while True:
        typed = hear(desk.screen, _("Code on the sheet (Enter: a sheet without one, q: end):"))
        if typed.casefold() in {"q", *typed_words(QUIT)}:
            raise KeyboardInterrupt
        if not typed:
            return _new_code(desk)
        code = typed_code(typed)
        wrong = _not_open(desk, code) if code else N_("{code} is no code.")
        if wrong:
            say(desk.screen, _(wrong).format(code=code or typed))
        elif code == unknown or journals(desk.workshop, code).exists():
            return code
        else:
            told = _(
                "No sheet that was printed here has the code {code}. Type it again if it is so."
            )
            say(desk.screen, told.format(code=code))
            unknown = code


def _new_code(desk: Desk) -> str:
    _ = desk.screen.words.gettext
    with naming(NotWrittenError, desk.workshop.folder):
        code = claim_code(desk.workshop)
        pin = new_pin(desk.workshop, code)
    told = _("Write on the sheet and on its strip: {code}, PIN {pin}")
    say(desk.screen, told.format(code=code, pin=pin))
    return code


def _not_open(desk: Desk, code: str) -> str:
    """Why nothing can be typed in under a code; nothing where it can."""
    if result_file(desk.workshop, code).exists():
        return N_("There is a result of {code} already.")
    if any(map(in_use, journals(desk.workshop, code).glob("*.jsonl"))):
        return N_("{code} is being answered just now.")
    return ""


def _one_sheet(desk: Desk, code: str, twice: bool) -> bool:
    """Has a sheet typed in; whether it is kept."""
    session = None
    try:
        session = _begin(desk, code)
        if session is None:
            return False
        type_in(desk.screen, session, code)
        if twice:
            _compare(desk, session, code)
    except (KeyboardInterrupt, EOFError):
        _leave(desk, session, code)
        return False
    return _keep(desk, session, code)


def _compare(desk: Desk, session: Session, code: str) -> None:
    """Has the sheet typed again until both agree; what differs is asked for once more."""
    screen, workshop, catalog, form = desk
    _ = screen.words.gettext
    items = catalog.form_items(form)
    again = Session(screen.words, catalog, form, aspirations=workshop.aspirations, timed=False)
    type_in(screen, again, _("{code}: second time").format(code=code))
    roles, others = (each.state.aspirations or () for each in (session, again))
    if roles != others:
        first, second = (role_names(catalog, each) or "–" for each in (roles, others))
        told = _("Roles: first {first}, then {second}. Enter: the second, 1: the first:")
        if hear(screen, told.format(first=first, second=second)) != "1":
            session.aspire(others)
    for number, item in enumerate(items, 1):
        first, second = (row(screen.words, [item], each.state.answers) for each in (session, again))
        while first != second:
            told = _("Question {n}: first {first}, then {second}. What is on the sheet?")
            typed = hear(screen, told.format(n=number, first=first, second=second))
            with suppress(TypedError):
                session.answer(item, choice_of(item, "".join(typed.split()), number))
                break
    if session.state.current is None:
        session.finish()


def _leave(desk: Desk, session: Session | None, code: str) -> None:
    """A sheet that was left in the middle: what is typed stays for another time."""
    if session is not None and session.journal is not None:
        session.leave()
        n = len(session.state.answers)
        if n:
            _ = desk.screen.words.gettext
            told = _("{n} of {total} answers of {code} are kept. To go on, type the code again.")
            say(desk.screen, told.format(n=n, total=len(session.items), code=code))


def _begin(desk: Desk, code: str, *, asking: bool = True) -> Session | None:
    """The sheet as far as it was typed in; None where that was thrown away."""
    screen, workshop, catalog, form = desk
    return begin(
        screen,
        catalog,
        form.id,
        journals(workshop, code),
        aspirations=workshop.aspirations,
        asking=asking,
        timed=False,
    )


def _keep(desk: Desk, session: Session, code: str) -> bool:
    """Keeps a sheet like all results, marked as one on paper; False where there is too little."""
    done = completed(session)

    def keep(document: dict[str, Any]) -> str:
        return keep_patiently(desk.screen, desk.workshop, {**document, "paper": True})

    _ = desk.screen.words.gettext
    if session.journal is not None and session.journal.erased:
        done.let_go()
        say(desk.screen, _("{code} was erased meanwhile and isn't kept.").format(code=code))
        return False
    try:
        result = finish(desk.screen, desk.catalog, done, code, keep)
    except InputError as error:
        say(desk.screen, f"{code}: {error.told(desk.screen.words)[0]}")
        if not done.answers:
            done.let_go()
        return False
    release_code(desk.workshop, code)
    desk.screen.console.print(_("{code} is kept.").format(code=result.id))
    return True


# --------------------------------------------------------------------------- by lines


class Line(NamedTuple):
    """A sheet in a line: `code` is empty for one without."""

    number: int
    code: str
    row: Row


def _from_lines(desk: Desk, twice: bool, left_out: list[Problem]) -> int:
    """A sheet a line: the code or `new`, roles after a `=`, then the answers. How many were kept.

    Those that can't be right are added to `left_out`.
    """
    lines = list(_read(desk, left_out))
    n = 0
    for line in _agreeing(desk, lines, left_out) if twice else lines:
        try:
            _one_line(desk, line)
            n += 1
        except TypedError as error:
            left_out.append(_problem(line.number, error))
    return n


def _problem(number: int, error: TypedError) -> Problem:
    return Problem(Path("-"), number, error.template, error.values)


def _read(desk: Desk, left_out: list[Problem]) -> Iterator[Line]:
    for number, text in enumerate(sys.stdin, 1):
        words = with_codes(text.split())
        if not words:
            continue
        new = words[0].casefold() in typed_words(NEW)
        code = "" if new else typed_code(words[0])
        try:
            if not (new or code):
                raise TypedError(N_("{code} is no code."), code=words[0])
            yield Line(number, code, read_row(desk.catalog, desk.form, " ".join(words[1:])))
        except TypedError as error:
            left_out.append(_problem(number, error))


def _agreeing(desk: Desk, lines: list[Line], left_out: list[Problem]) -> Iterator[Line]:
    """The sheets that were typed twice alike."""
    first: dict[str, Line] = {}

    def leave_out(line: Line, message: str, **values: object) -> None:
        left_out.append(_problem(line.number, TypedError(message, code=line.code, **values)))

    for line in lines:
        earlier = first.pop(line.code, None)
        if not line.code:
            leave_out(line, N_("to be typed twice it needs a code"))
        elif earlier is None:
            first[line.code] = line
        elif line.row == earlier.row:
            yield line
        else:
            both = zip(line.row.choices, earlier.row.choices, strict=True)
            differs = [str(n) for n, (one, other) in enumerate(both, 1) if one != other]
            if line.row.roles != earlier.row.roles:
                differs.insert(0, desk.screen.words.gettext("roles"))
            message = N_("{code} differs from line {first} in: {differs}")
            leave_out(line, message, first=earlier.number, differs=", ".join(differs))
    for line in first.values():
        leave_out(line, N_("{code} was typed only once"))


def _one_line(desk: Desk, line: Line) -> None:
    """Types a line in, through the journal like any sheet. Raises TypedError where it can't."""
    code = line.code
    wrong = _not_open(desk, code) if code else ""
    if wrong:
        raise TypedError(wrong, code=code)
    code = code or _new_code(desk)
    session = _begin(desk, code, asking=False)
    assert session is not None
    items = desk.catalog.form_items(desk.form)
    given = line.row.answers(items)
    if any(given.get(id) != answer for id, answer in session.state.answers.items()):
        session.leave()
        raise TypedError(N_("other answers were begun under {code}"), code=code)
    if line.row.roles or session.aspiring:
        session.aspire(line.row.roles)
    for item, choice in zip(items, line.row.choices, strict=True):
        session.answer(item, choice)
    session.finish()
    if not _keep(desk, session, code):
        raise TypedError(N_("{code} has too few answers"), code=code)
