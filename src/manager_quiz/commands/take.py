"""`take`: the questions, and what the answers say."""

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
from manager_quiz.terminal.screen import tell


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
    from manager_quiz.errors import FileError, reason
    from manager_quiz.records import history
    from manager_quiz.records.results import result_of
    from manager_quiz.wording.codes import new_code

    # Nothing of the personal folder is touched where nothing is to be kept.
    folder, notice = None, ""
    if answers is None and not no_history:
        try:
            folder = history.make_folder()
        except FileError as error:
            goes_on = words(
                "The quiz goes on, but neither your answers nor the result are kept on this "
                "computer: save the result at its end."
            )
            notice = " ".join([*error.told(words), goes_on])
    if answers is not None:
        completed = sitting.read_answers(catalog, form, answers, words)
        if no_aspirations:
            completed = replace(completed, aspirations=())
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
        completed = sitting.ask(
            screen,
            catalog,
            form,
            plain=plain,
            journals=journals,
            again=again,
            aspirations=not no_aspirations,
            notice=notice,
        )

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

    document = sitting.finish(
        screen, catalog, completed, new_code() if folder is None else history.new_id(), keep
    )
    result = result_of(document, catalog)
    if json:
        print_json(document)
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
