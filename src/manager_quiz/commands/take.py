"""`take`: the questions, and what the answers say."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from manager_quiz.commands.failure import InputError
from manager_quiz.commands.options import (
    Data,
    Json,
    Language,
    Plain,
    check_form,
    open_all,
    print_json,
)
from manager_quiz.commands.saving import check_report_file, save_report

if TYPE_CHECKING:
    from manager_quiz.catalog.model import Catalog, Form
    from manager_quiz.records.answers import Answers
    from manager_quiz.records.journal import Journal
    from manager_quiz.terminal.screen import Screen
    from manager_quiz.wording.words import Words


class Sheet(NamedTuple):
    """A form filled in. `journal` holds the answers until the result is kept."""

    form: "Form"
    answers: "Answers"
    seconds: Mapping[str, float] = MappingProxyType({})
    journal: "Journal | None" = None


def take(
    form: Annotated[
        str | None, typer.Option("--form", metavar="FORM", help="full, quick or skills.")
    ] = None,
    answers: Annotated[
        str | None,
        typer.Option(
            "--answers", metavar="FILE|-", help="Take the answers from a YAML or JSON file."
        ),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(
            "--save", metavar="FILE", help="Save a report: .html, .md, .txt, .csv, .json."
        ),
    ] = None,
    details: Annotated[
        bool, typer.Option("--details", help="Show reasons, next steps and all roles too.")
    ] = False,
    json: Json = False,
    plain: Plain = False,
    no_history: Annotated[
        bool, typer.Option("--no-history", help="Keep nothing on this computer.")
    ] = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Answer the questions and see which kinds of manager suit you."""
    screen, catalog = open_all(lang, data, plain=plain)
    _check(catalog, form, save, screen.words)
    if answers is not None:
        sheet = _read(catalog, form, answers, screen.words)
    else:
        from manager_quiz.records.files import home

        again = "manager-quiz take" + (f" --data {data}" if data else "")
        folder = None if no_history else home() / "journals"
        sheet = _ask(screen, catalog, form, plain=plain, journals=folder, again=again)

    from datetime import UTC, datetime

    from manager_quiz.measurement.assessment import TooFewAnswersError, assess
    from manager_quiz.records.history import new_id
    from manager_quiz.records.results import result_document

    try:
        seconds = [] if screen.plain else list(sheet.seconds.values())
        assessment = assess(catalog, sheet.form, sheet.answers, seconds)
    except TooFewAnswersError as error:
        if sheet.journal is not None:
            sheet.journal.close()  # to go on with another time
        _ = screen.words.gettext
        raise InputError(
            _("Too few answers: at least half of the questions on one scale are needed.")
        ) from error
    document = result_document(
        catalog,
        sheet.form,
        sheet.answers,
        assessment,
        id=new_id(),
        taken_at=datetime.now(UTC).astimezone(),
    )
    asked = answers is None
    if asked:
        _keep(screen, sheet, document, history=not no_history)
    if json:
        print_json(document)
    else:
        from manager_quiz.terminal.result import show_result

        show_result(screen, catalog, sheet.form, assessment, details=details)
    if save is not None:
        # Only now, so that a full disk doesn't cost the person the result on the screen.
        from manager_quiz.records.results import result_of

        save_report(save, result_of(document, catalog), catalog, screen.words)
    if json:
        return
    if asked and sys.stdin.isatty() and sys.stdout.isatty():
        from manager_quiz.commands.after_take import go_on

        go_on(screen, catalog, assessment, document)
    elif not details:
        _ = screen.words.gettext
        hint = _("Reasons, next steps and all roles: --details. For exploring, not for selecting.")
        screen.console.print(hint, style="dim")


def _check(catalog: "Catalog", form: str | None, save: Path | None, words: "Words") -> None:
    """What can be known to be wrong before the first question."""
    check_form(form, catalog, words)
    if save is not None:
        check_report_file(save, words)


def _read(catalog: "Catalog", form: str | None, name: str, words: "Words") -> Sheet:
    from manager_quiz.catalog.yaml_file import MAX_BYTES, read_bytes, too_large
    from manager_quiz.records.answers import parse_answers

    if name == "-":
        file, data = Path(words.gettext("answers")), sys.stdin.buffer.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise too_large(file)
    else:
        file, data = Path(name), read_bytes(Path(name))
    answers = parse_answers(catalog, data, file)
    return Sheet(catalog.form_by_id[form] if form else _smallest_form(catalog, answers), answers)


def _smallest_form(catalog: "Catalog", answers: "Answers") -> "Form":
    """The form that a sheet was most likely filled in for: the shortest that has all its items."""
    fitting = [form for form in catalog.forms if answers.keys() <= set(form.items)]
    by_length = sorted(fitting or catalog.forms, key=lambda form: len(form.items))
    return by_length[0] if fitting else by_length[-1]


def _ask(
    screen: "Screen",
    catalog: "Catalog",
    form: str | None,
    *,
    plain: bool,
    journals: Path | None,
    again: str,
) -> Sheet:
    """Holds the interview. Raises Exit where the person leaves before its end."""
    _ = screen.words.gettext
    if not (plain or os.environ.get("ACCESSIBLE") or sys.stdin.isatty()):
        raise InputError(_("There is no terminal to ask in; use --answers FILE."))
    from manager_quiz.terminal.interview import Completed, Stopped, hold_interview

    outcome = hold_interview(screen, catalog, form, journals, again)
    if isinstance(outcome, Completed):
        asked = catalog.form_by_id[outcome.form]
        return Sheet(asked, outcome.answers, outcome.seconds, outcome.journal)
    raise typer.Exit(130 if isinstance(outcome, Stopped) else 0)


def _keep(screen: "Screen", sheet: Sheet, document: dict[str, Any], *, history: bool) -> None:
    """Keeps the result, and only then lets go of the journal. A full disk is told, no more."""
    from manager_quiz.records.history import keep

    try:
        if history:
            keep(document)
        if sheet.journal is not None:
            sheet.journal.remove()
    except OSError as error:
        _ = screen.words.gettext
        message = _("The result could not be kept ({reason}); save it before you leave.")
        print(message.format(reason=error.strerror), file=sys.stderr)
