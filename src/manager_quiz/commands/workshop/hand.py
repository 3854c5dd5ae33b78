"""`workshop collect`, `handouts` and `export`: results brought in and taken out."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from manager_quiz.commands.failure import Failure, InputError
from manager_quiz.commands.options import Language
from manager_quiz.commands.saving import tell_of_earlier
from manager_quiz.commands.workshop.common import (
    Folder,
    check_folder_of,
    gather,
    open_workshop,
    tell_left_out,
    write_file,
)


def collect(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The workshop's folder.")],
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILES...", help="Saved results, or folders with such."),
    ],
    lang: Language = None,
) -> None:
    """Take results into the workshop that people bring as files."""
    from manager_quiz.catalog.problems import ContentError, Problem
    from manager_quiz.records.workshops.collect import collect as take_in
    from manager_quiz.records.workshops.collect import files_in

    screen, workshop, catalog = open_workshop(folder, lang)
    words = screen.words
    left_out: list[Problem] = []
    n = 0
    for file in files_in(files):
        try:
            taken = take_in(workshop, catalog, file)
        except ContentError as error:
            left_out += error.problems
            continue
        except OSError as error:
            message = words.gettext("{file} can't be written: {reason}.")
            raise Failure(message.format(file=error.filename, reason=error.strerror)) from error
        n += 1
        tell_of_earlier(words, taken.id, taken.retired)
        if taken.id != taken.code:
            told = words.gettext("{file}: the code {id} is another person's; it is now {code}.")
            told = told.format(file=file, id=taken.id, code=taken.code)
            screen.console.print(told, soft_wrap=True)
    tell_left_out(words, left_out)
    told = words.ngettext("{n} result taken in.", "{n} results taken in.", n)
    screen.console.print(told.format(n=n))
    if left_out and not n:
        raise typer.Exit(1)


def handouts(folder: Folder = None, lang: Language = None) -> None:
    """Write everybody's report, named by code, and all of them in one file to print."""
    from manager_quiz.catalog.problems import N_, ContentError, Problem
    from manager_quiz.records.results import read_result
    from manager_quiz.records.verification import verify
    from manager_quiz.records.workshops.people import result_file
    from manager_quiz.records.workshops.shared import write_over
    from manager_quiz.reports.result import render_sheets

    screen, workshop, catalog = open_workshop(folder, lang)
    words = screen.words
    results = {}
    for code in sorted(gather(workshop, catalog, words).sheets):
        file = result_file(workshop, code)
        try:
            result = read_result(file, catalog)
            if verify(result, catalog):
                message = N_("the scores aren't those that the answers give")
                raise ContentError((Problem(file, 0, message),))
        except ContentError as error:
            tell_left_out(words, error.problems)
        else:
            results[code] = result
    if not results:
        raise Failure(words.gettext("There is no result yet."))
    every = workshop.handouts / "all.html"
    try:
        workshop.handouts.mkdir(exist_ok=True)
        for code, result in results.items():
            page = render_sheets([result], catalog, words)
            write_over(workshop.handouts / f"{code}.html", page.encode())
        write_over(every, render_sheets(results.values(), catalog, words).encode())
    except OSError as error:
        message = words.gettext("{file} can't be written: {reason}.")
        raise Failure(message.format(file=error.filename, reason=error.strerror)) from error
    told = words.ngettext(
        "{n} report written: {folder}", "{n} reports written: {folder}", len(results)
    )
    screen.console.print(told.format(n=len(results), folder=workshop.handouts), soft_wrap=True)
    screen.console.print(words.gettext("To print all: {file}").format(file=every), soft_wrap=True)


def export(
    folder: Folder = None,
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="FILE", help="Write it to FILE.csv instead of printing it."),
    ] = None,
    lang: Language = None,
) -> None:
    """Print everybody's answers, scores and ranks as one CSV table."""
    from manager_quiz.records.workshops.export import export_columns, export_rows
    from manager_quiz.reports.writers import as_csv

    screen, workshop, catalog = open_workshop(folder, lang)
    _ = screen.words.gettext
    if save is not None:
        if save.suffix.lower() != ".csv":
            raise InputError(_("{file} must end in .csv").format(file=save))
        check_folder_of(save, screen.words)
    gathered = gather(workshop, catalog, screen.words)
    table = as_csv(export_columns(gathered), export_rows(gathered))
    if save is None:
        # Another program reads it: no byte order mark.
        sys.stdout.write(table.removeprefix("\ufeff"))
        return
    write_file(save, table, screen.words)
    screen.console.print(_("Saved as {file}").format(file=save), soft_wrap=True)
