"""`workshop join`: one person after another takes the quiz."""

import sys
from typing import Annotated, Any

import typer

from manager_quiz.catalog.model import Catalog
from manager_quiz.commands.options import Language, Plain, command_line
from manager_quiz.commands.sitting import finish, offer, show_result
from manager_quiz.commands.workshop import Folder, open_workshop
from manager_quiz.errors import (
    N_,
    Failure,
    InputError,
    NotReadError,
    NotWrittenError,
    naming,
    reason,
)
from manager_quiz.records.results import Result, read_result
from manager_quiz.records.workshops.folder import Workshop
from manager_quiz.records.workshops.people import (
    can_go_on,
    claim_code,
    is_closed,
    journals,
    keep_result,
    release_code,
    result_file,
)
from manager_quiz.records.workshops.pins import TooSoonError, new_pin, opens
from manager_quiz.terminal.dialogue import hear, say
from manager_quiz.terminal.interview import Completed, hold_interview
from manager_quiz.terminal.screen import Screen, can_clear, clear
from manager_quiz.wording.codes import read_aloud, typed_code
from manager_quiz.wording.words import minutes_about


def join(
    folder: Folder = None,
    once: Annotated[bool, typer.Option("--once", help="End after one person.")] = False,
    plain: Plain = False,
    lang: Language = None,
) -> None:
    """Take part in a workshop; when one person is done, the screen is cleared for the next."""
    screen, workshop, catalog = open_workshop(folder, lang, plain=plain)
    _ = screen.words.gettext
    if not plain and not sys.stdin.isatty():
        raise InputError(_("There is no terminal to ask in; use --plain."))
    if not can_clear():
        told = _(
            "This terminal can't be cleared: whoever comes next can scroll back to the answers and "
            "the result of the one before. Better use another one."
        )
        say(screen, told)
    again = command_line("workshop", "join", workshop.folder, once=once, plain=plain, lang=lang)
    if once:
        raise typer.Exit(0 if _next_person(screen, workshop, catalog, again, last=True) else 130)
    while True:
        try:
            if not _next_person(screen, workshop, catalog, again, last=False):
                break
        finally:
            clear()
    say(screen, _("The workshop is in {folder}.").format(folder=workshop.folder))


def _next_person(
    screen: Screen, workshop: Workshop, catalog: Catalog, again: str, *, last: bool
) -> bool:
    """Lets one person take part; `again` is the command to go on with.

    False where nobody wanted to, or where the last one left.
    """
    form = catalog.form_by_id[workshop.form]
    _refuse_closed(screen, workshop)
    try:
        typed = _ask_consent(screen, workshop.name, form.minutes)
    except (KeyboardInterrupt, EOFError):
        return False
    _refuse_closed(screen, workshop)
    try:
        code, pin = _let_in(screen, workshop, typed) or _welcome(screen, workshop)
        if result_file(workshop, code).exists():
            release_code(workshop, code)  # the journal that a crash may have left
            _show(screen, catalog, read_result(result_file(workshop, code), catalog))
            _say_goodbye(screen, code, pin)
            return True
    except KeyboardInterrupt:
        return not last
    except EOFError:
        return False
    except NotWrittenError:
        if workshop.journals.is_dir():
            raise
        code = ""
    if not (code and journals(workshop, code).is_dir()):
        told = screen.words("This workshop, or your part in it, has just been erased.")
        say(screen, told)
        return not last
    outcome = hold_interview(
        screen,
        catalog,
        form.id,
        journals(workshop, code),
        again,
        aspirations=workshop.aspirations,
    )
    finished = isinstance(outcome, Completed)
    if isinstance(outcome, Completed):
        code = _finish(screen, workshop, catalog, code, outcome)
    elif not can_go_on(workshop, code):
        release_code(workshop, code)
        return not last
    try:
        if not last or not finished:
            _say_goodbye(screen, code, pin)
    except KeyboardInterrupt:
        return not last
    return finished or not last


def _ask_consent(screen: Screen, workshop: str, minutes: float) -> str:
    """Says what will happen with the answers. What was typed: nothing, or a code to go on with.

    Raises KeyboardInterrupt or EOFError where nobody wants to begin.
    """
    _ = screen.words
    promise = _(
        "No names are asked. Your answers are kept in this workshop's folder under a code that you "
        "are given; the counselor can see results by code. They aren't sent anywhere, and are "
        "erased with the workshop or when you ask for it."
    )
    takes = _("It takes {minutes}.", minutes=minutes_about(_, minutes))
    say(screen, workshop, "", promise, takes, "")
    question = _(
        "Press Enter if you agree, to begin; or type your code to go on with your quiz or to see "
        "your result again:"
    )
    return hear(screen, question)


def _show_code(screen: Screen, code: str, pin: str) -> None:
    """Gives the person the code and the PIN, and waits until they are written down.

    Raises KeyboardInterrupt where the person leaves.
    """
    _remind(screen, code, pin)
    told = screen.words(
        "Write both down. With the code you find your printed report; with the PIN too, which you "
        "keep to yourself, you go on after a break and see your result again."
    )
    say(screen, told)
    _wait(screen, screen.words("Then press Enter:"))


def _say_goodbye(screen: Screen, code: str, pin: str) -> None:
    """Reminds of the code and the PIN before the screen is cleared."""
    _remind(screen, code, pin)
    _wait(screen, screen.words("Thank you. Press Enter to clear the screen for the next person:"))


def _remind(screen: Screen, code: str, pin: str) -> None:
    _, reading = screen.words, read_aloud(code, screen.words.language)
    shown = f"{code} ({reading})" if reading else code
    say(screen, "", _("Your code: {code}", code=shown), _("Your PIN: {pin}", pin=pin))


def _wait(screen: Screen, question: str) -> None:
    try:
        hear(screen, question)
    except EOFError:
        if sys.stdin.isatty():
            raise KeyboardInterrupt from None


def _refuse_closed(screen: Screen, workshop: Workshop) -> None:
    """Raises Failure where the workshop is closed, perhaps while somebody was still reading."""
    with naming(NotReadError, workshop.folder):
        closed = is_closed(workshop)
    if closed:
        told = screen.words("This workshop is closed: nobody can take part in it any more.")
        raise Failure(told)


def _welcome(screen: Screen, workshop: Workshop) -> tuple[str, str]:
    """Gives a new person a code and a PIN."""
    with naming(NotReadError, workshop.folder):
        code = claim_code(workshop)
    try:
        pin = new_pin(workshop, code)
        _show_code(screen, code, pin)
    except (KeyboardInterrupt, SystemExit, NotWrittenError):
        release_code(workshop, code)
        raise
    return code, pin


def _let_in(screen: Screen, workshop: Workshop, typed: str) -> tuple[str, str] | None:
    """The code and the PIN that were typed where they open something; None for a new person.

    Whoever guesses is told the same whatever there is.
    """
    _ = screen.words
    refused = _("This code and this PIN open nothing here, or the quiz is being taken just now.")
    while typed:
        code, pin = typed_code(typed), hear(screen, _("Your PIN:"))
        try:
            with naming(NotReadError, workshop.folder):
                if opens(workshop, code, pin) and _something_is_left(workshop, code):
                    return code, pin
            say(screen, refused)
        except TooSoonError as error:
            say(screen, error.told(screen.words))
        typed = hear(screen, _("Press Enter to begin a new one, or type the code again:"))
    return None


def _something_is_left(workshop: Workshop, code: str) -> bool:
    """A result, an unfinished quiz, or a sheet of paper that nothing was typed in from yet."""
    folder = journals(workshop, code)
    printed = folder.is_dir() and not any(folder.iterdir())
    return printed or result_file(workshop, code).exists() or can_go_on(workshop, code)


def _finish(
    screen: Screen, workshop: Workshop, catalog: Catalog, code: str, completed: Completed
) -> str:
    """Keeps the result and shows it to its owner. The code that it is kept under."""
    erased = completed.journal is not None and completed.journal.erased

    def keep(document: dict[str, Any]) -> str | None:
        return None if erased else keep_patiently(screen, workshop, document)

    try:
        result = finish(screen, catalog, completed, code, keep)
    except InputError as error:
        say(screen, *error.told(screen.words))
        if not completed.answers:
            completed.let_go()
            release_code(workshop, code)
        return code
    if erased:
        completed.let_go()
        told = N_("Your answers were erased while you answered, so this result isn't kept.")
        say(screen, screen.words(told), "")
    # Not where keeping failed: the journal is all that is left of the answers then.
    release_code(workshop, code)
    _show(screen, catalog, result)
    return result.id


def _show(screen: Screen, catalog: Catalog, result: Result) -> None:
    show_result(screen, catalog, result, details=False)
    offer(screen, catalog, result, saving=False)


def keep_patiently(screen: Screen, workshop: Workshop, document: dict[str, object]) -> str:
    """Keeps a result, again and again where that fails. Raises Failure where nobody can help."""
    while True:
        try:
            return keep_result(workshop, document)
        except OSError as error:
            _ = screen.words.gettext
            message = _("The result can't be kept: {reason}.").format(reason=reason(error, _))
            if not sys.stdin.isatty():
                raise Failure(message) from error
            hear(screen, message + " " + _("Press Enter to try again:"))
