"""`workshop join`: one person after another takes the quiz."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from manager_quiz.commands.failure import Failure, InputError
from manager_quiz.commands.options import Language, Plain
from manager_quiz.commands.workshop.common import Folder, cannot_read, open_workshop

if TYPE_CHECKING:
    from manager_quiz.catalog.model import Catalog
    from manager_quiz.records.workshops.folder import Workshop
    from manager_quiz.terminal.interview import Completed
    from manager_quiz.terminal.screen import Screen

COMMAND = "manager-quiz workshop join"


def join(
    folder: Folder = None,
    once: Annotated[bool, typer.Option("--once", help="End after one person.")] = False,
    plain: Plain = False,
    lang: Language = None,
) -> None:
    """Take part in a workshop; when one person is done, the screen is cleared for the next."""
    from manager_quiz.terminal.kiosk import clear

    screen, workshop, catalog = open_workshop(folder, lang, plain=plain)
    _ = screen.words.gettext
    if not plain and not sys.stdin.isatty():
        raise InputError(_("There is no terminal to ask in; use --plain."))
    if once:
        raise typer.Exit(0 if _next_person(screen, workshop, catalog, last=True) else 130)
    while True:
        try:
            if not _next_person(screen, workshop, catalog, last=False):
                break
        finally:
            clear()
    print(_("The workshop is in {folder}.").format(folder=workshop.folder), file=sys.stderr)


def _next_person(screen: "Screen", workshop: "Workshop", catalog: "Catalog", *, last: bool) -> bool:
    """Lets one person take part. False where nobody wanted to, or where the last one left."""
    from manager_quiz.records.workshops.people import claim_code, journals, release_code
    from manager_quiz.terminal.interview import Completed, Stopped, hold_interview
    from manager_quiz.terminal.kiosk import ask_consent, say_goodbye, show_code
    from manager_quiz.wording.codes import reading

    form = catalog.form_by_id[workshop.form]
    try:
        code = _code_to_go_on(screen, workshop, ask_consent(screen, workshop.name, form.minutes))
    except (KeyboardInterrupt, EOFError):
        return False
    try:
        if not code:
            code = claim_code(workshop)
            show_code(screen, code, reading(code, screen.language))
    except OSError as error:
        raise cannot_read(screen.words, error) from error
    except KeyboardInterrupt:
        if code:
            release_code(workshop, code)
        return not last
    command = f"{COMMAND} {workshop.folder}"
    outcome = hold_interview(screen, catalog, form.id, journals(workshop, code), command)
    finished = isinstance(outcome, Completed)
    if isinstance(outcome, Completed):
        code = _finish(screen, workshop, catalog, code, outcome)
    elif not (isinstance(outcome, Stopped) and outcome.kept):
        release_code(workshop, code)
        return not last
    try:
        if not last or not finished:
            say_goodbye(screen, code, reading(code, screen.language))
    except KeyboardInterrupt:
        return not last
    return finished or not last


def _code_to_go_on(screen: "Screen", workshop: "Workshop", typed: str) -> str:
    """The code that was typed where a quiz was left under it; nothing for a new person."""
    from manager_quiz.records.workshops.people import can_go_on
    from manager_quiz.terminal.interview.voice import hear, tell

    _ = screen.words.gettext
    while typed:
        try:
            if can_go_on(workshop, typed):
                return typed
        except OSError as error:
            raise cannot_read(screen.words, error) from error
        tell(_("No quiz was left under this code, or it is being taken just now."))
        typed = hear(_("Press Enter to begin a new one, or type the code again:")).casefold()
    return ""


def _finish(
    screen: "Screen",
    workshop: "Workshop",
    catalog: "Catalog",
    code: str,
    outcome: "Completed",
) -> str:
    """Keeps the result and shows it to its owner. The code that it is kept under."""
    from datetime import UTC, datetime

    from manager_quiz.measurement.assessment import TooFewAnswersError, assess
    from manager_quiz.records.results import result_document
    from manager_quiz.records.workshops.people import release_code
    from manager_quiz.terminal.interview.voice import tell
    from manager_quiz.terminal.result import show_result

    _ = screen.words.gettext
    form = catalog.form_by_id[outcome.form]
    seconds = [] if screen.plain else list(outcome.seconds.values())
    try:
        assessment = assess(catalog, form, outcome.answers, seconds)
    except TooFewAnswersError:
        tell(_("Too few answers: at least half of the questions on one scale are needed."))
        if outcome.answers and outcome.journal is not None:
            outcome.journal.close()  # to go on with under the code
        else:
            _let_go(outcome)
            release_code(workshop, code)
        return code
    now = datetime.now(UTC).astimezone()
    document = result_document(catalog, form, outcome.answers, assessment, id=code, taken_at=now)
    kept_as = _keep(screen, workshop, document)
    _let_go(outcome)
    release_code(workshop, code)
    show_result(screen, catalog, form, assessment, details=False)
    if sys.stdin.isatty() and sys.stdout.isatty():
        from manager_quiz.commands.after_take import go_on

        go_on(screen, catalog, assessment, document, saving=False)
    return kept_as


def _keep(screen: "Screen", workshop: "Workshop", document: dict[str, object]) -> str:
    """Keeps a result, again and again where that fails. Raises Failure where nobody can help."""
    from manager_quiz.records.workshops.people import claim_code, release_code, save_result
    from manager_quiz.terminal.interview.voice import hear

    code = str(document["id"])
    while True:
        try:
            save_result(workshop, {**document, "id": code})
        except FileExistsError:
            # Somebody brought a result with this code in the meantime.
            code = claim_code(workshop)
            release_code(workshop, code)
        except OSError as error:
            _ = screen.words.gettext
            message = _("The result can't be kept: {reason}.").format(reason=error.strerror)
            if not sys.stdin.isatty():
                raise Failure(message) from error
            hear(message + " " + _("Press Enter to try again:"))
        else:
            return code


def _let_go(outcome: "Completed") -> None:
    from contextlib import suppress

    if outcome.journal is not None:
        with suppress(OSError):
            outcome.journal.remove()
