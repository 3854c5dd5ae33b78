"""`take`: the questions, and what the answers say."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from manager_quiz.commands.options import (
    Data,
    Details,
    Force,
    FormOption,
    Json,
    Language,
    NoAspirations,
    Plain,
    command_line,
    form_meant,
    open_all,
    print_json,
)
from manager_quiz.commands.saving import check_report_file, save_report
from manager_quiz.errors import FileError, InputError, reason
from manager_quiz.terminal.screen import accessible, tell
from manager_quiz.wording.words import Words


def take(
    form: FormOption = None,
    answers: Annotated[
        str | None,
        typer.Option(
            "--answers", metavar="FILE|-", help="Take the answers from a YAML or JSON file."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Save a report too: .html, .md, .txt, .csv, .json.",
        ),
    ] = None,
    force: Force = False,
    details: Details = False,
    json: Json = False,
    plain: Plain = False,
    no_aspirations: NoAspirations = False,
    no_history: Annotated[
        bool, typer.Option("--no-history", help="Keep nothing on this computer.")
    ] = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Answer the questions and see which kinds of manager suit you."""
    screen, catalog = open_all(lang, data, plain=plain)
    words = screen.words
    form = form_meant(form, catalog, words)
    replacing = output is not None and check_report_file(output, answers, words, force=force)

    from manager_quiz.commands import sitting
    from manager_quiz.records import history
    from manager_quiz.terminal.interview import Completed, hold_interview
    from manager_quiz.wording.codes import new_code

    # Nothing of the personal folder is touched where nothing is to be kept.
    folder, notice = (None, "") if answers is not None or no_history else _own_folder(words)
    if answers is not None:
        completed = sitting.read_answers(catalog, form, answers, words)
        if no_aspirations:
            completed = replace(completed, aspirations=())
    elif not (plain or accessible() or sys.stdin.isatty()):
        raise InputError(words("There is no terminal to ask in; use --answers FILE."))
    else:
        again = command_line(
            "take",
            data=data,
            output=output,
            force=force,
            details=details,
            json=json,
            plain=plain,
            lang=lang,
        )
        journals = folder.with_name("journals") if folder else None
        asked = not no_aspirations
        outcome = hold_interview(
            screen, catalog, form, journals, again, aspirations=asked, notice=notice
        )
        if not isinstance(outcome, Completed):
            raise typer.Exit(130 if outcome.stopped else 0)
        completed = outcome

    def keep(document: dict[str, Any]) -> str | None:
        """A full disk is told, no more."""
        try:
            if folder is not None:
                kept, journal = None, completed.journal
                if journal is not None and journal.gone_on:
                    kept = history.kept_already(document, journal.began, catalog)
                return kept or history.keep(document).stem
        except OSError as error:
            tell(
                words(
                    "The result could not be kept ({reason}); save it before you leave.",
                    reason=reason(error, words),
                )
            )
            return None
        return str(document["id"])

    id = new_code() if folder is None else history.new_id()
    result = sitting.finish(screen, catalog, completed, id, keep)
    if json:
        print_json(result.document)
    else:
        sitting.show_result(screen, catalog, result, details=details)
    if output is not None:
        # Only now, so that a full disk doesn't cost the person the result on the screen.
        save_report(output, result, catalog, words, replacing=replacing)
    if json or (answers is None and not details and sitting.offer(screen, catalog, result)):
        return
    if not details:
        hint = words("With --details: reasons, next steps and all roles. Not for selecting people.")
        screen.console.print(hint, style="dim")


def _own_folder(words: Words) -> tuple[Path | None, str]:
    """Where results are kept; where none can be, what to say of it."""
    from manager_quiz.records.history import make_folder

    try:
        return make_folder(), ""
    except FileError as error:
        goes_on = words(
            "The quiz goes on, but neither your answers nor the result are kept on this "
            "computer: save the result at its end."
        )
        return None, " ".join([*error.told(words), goes_on])
