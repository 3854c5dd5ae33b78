"""Results brought in and taken out, and what a room has on paper."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from manager_quiz.catalog.model import Catalog
from manager_quiz.commands.options import Force, Language, command_line
from manager_quiz.commands.saving import tell_of_earlier
from manager_quiz.commands.workshop import (
    Folder,
    check_output,
    open_workshop,
    require_closed,
    tell_if_closed,
    tell_left_out,
)
from manager_quiz.errors import (
    N_,
    ContentError,
    Failure,
    NotReadError,
    NotWrittenError,
    Problem,
    naming,
)
from manager_quiz.records.files import SHARED, new_folder, write_whole
from manager_quiz.records.results import read_result, verify
from manager_quiz.records.workshops.folder import Workshop
from manager_quiz.records.workshops.gather import (
    Gathered,
    Gatherer,
    export_columns,
    export_rows,
)
from manager_quiz.records.workshops.people import (
    claim_code,
    files_in,
    is_closed,
    result_file,
    unfinished,
)
from manager_quiz.records.workshops.people import collect as take_in
from manager_quiz.records.workshops.pins import new_pin
from manager_quiz.reports.counselor import codes_page
from manager_quiz.reports.paper import Copy, questionnaire
from manager_quiz.reports.result import render_sheets
from manager_quiz.reports.writers import as_csv, as_paper, as_prose
from manager_quiz.terminal.page import show_page
from manager_quiz.terminal.screen import show_data
from manager_quiz.wording.codes import read_aloud
from manager_quiz.wording.words import Words


def gather(workshop: Workshop, catalog: Catalog, words: Words) -> Gathered:
    """Everybody's results; what had to be left out is told. Raises NotReadError."""
    with naming(NotReadError, workshop.folder):
        gathered = Gatherer(workshop, catalog).gather()
    tell_left_out(words, gathered.left_out)
    return gathered


def collect(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The workshop's folder.")],
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILES...", help="Saved results, or folders with such."),
    ],
    lang: Language = None,
) -> None:
    """Take results into the workshop that people bring as files."""
    screen, workshop, catalog = open_workshop(folder, lang)
    words = screen.words
    found = [files_in(name) for name in files]
    no_result = N_("this is no result")
    left_out = [Problem(file, 0, no_result) for each in found for file in each.others]
    n = 0
    for file in (file for each in found for file in each.files):
        try:
            taken = take_in(workshop, catalog, file)
        except ContentError as error:
            left_out += error.problems
            continue
        n += 1
        tell_of_earlier(words, taken.id, taken.retired)
        if taken.id != taken.code:
            told = words(
                "{file}: the code {id} is another person's; it is now {code}.",
                file=file,
                id=taken.id,
                code=taken.code,
            )
            screen.console.print(told, soft_wrap=True)
    tell_left_out(words, left_out)
    told = words.counted("{n} result taken in.", "{n} results taken in.", n)
    screen.console.print(told)
    unfinished = sum(each.unfinished for each in found)
    if unfinished:
        told = words.counted(
            "{n} unfinished quiz stays where it was begun.",
            "{n} unfinished quizzes stay where they were begun.",
            unfinished,
        )
        screen.console.print(told)
    if n:
        tell_if_closed(screen, workshop)
    if left_out and not n:
        raise typer.Exit(1)


def handouts(folder: Folder = None, lang: Language = None) -> None:
    """Write everybody's report, named by code, and all of them in one file to print."""
    screen, workshop, catalog = open_workshop(folder, lang)
    words = screen.words
    require_closed(words, workshop)
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
        raise Failure(words("There is no result yet."))
    every = workshop.handouts / "all.html"
    pages = {workshop.handouts / f"{code}.html": [result] for code, result in results.items()}
    with naming(NotWrittenError, workshop.handouts):
        new_folder(workshop.handouts, like=workshop.folder)
        for file, shown in {**pages, every: list(results.values())}.items():
            page = render_sheets(shown, catalog, words)
            write_whole(file, page.encode(), own=True, mode=SHARED)
    told = words.counted(
        "{n} report written: {folder}",
        "{n} reports written: {folder}",
        len(results),
        folder=workshop.handouts,
    )
    screen.console.print(told, soft_wrap=True)
    screen.console.print(words("To print all: {file}", file=every), soft_wrap=True)


def export(
    folder: Folder = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write it to FILE.csv instead of printing it."
        ),
    ] = None,
    force: Force = False,
    lang: Language = None,
) -> None:
    """Print everybody's answers, scores and ranks as one CSV table."""
    screen, workshop, catalog = open_workshop(folder, lang)
    words = screen.words
    if output is not None:
        check_output(output, (".csv",), workshop, screen.words, force=force)
    require_closed(screen.words, workshop)
    gathered = gather(workshop, catalog, screen.words)
    table = as_csv(export_columns(gathered), export_rows(gathered))
    if output is None:
        # Another program reads it: no byte order mark.
        show_data(table.removeprefix("\ufeff"))
        return
    write_whole(output, table.encode())
    screen.console.print(words("Saved as {file}", file=output), soft_wrap=True)


Output = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="What to write, to print it: .html.")
]


def paper(
    output: Output,
    folder: Folder = None,
    copies: Annotated[
        int, typer.Option("--copies", metavar="N", min=1, max=500, help="How many copies.")
    ] = 1,
    force: Force = False,
    lang: Language = None,
) -> None:
    """Make sheets to print and fill in with a pen, each with its own code."""
    screen, workshop, catalog = open_workshop(folder, lang)
    words = screen.words
    check_output(output, (".html",), workshop, words, force=force)
    sheet = questionnaire(
        words,
        catalog,
        catalog.form_by_id[workshop.form],
        workshop.name,
        aspirations=workshop.aspirations,
    )
    with naming(NotWrittenError, workshop.folder):
        codes = [claim_code(workshop) for _copy in range(copies)]
        made = [
            Copy(code, read_aloud(code, words.language), new_pin(workshop, code), picture_of(code))
            for code in codes
        ]
    # Its owner alone: it has everybody's PIN.
    write_whole(output, as_paper(sheet, made, words).encode())
    told = words.counted(
        "{n} copy to print: {file}", "{n} copies to print: {file}", copies, file=output
    )
    screen.console.print(told, soft_wrap=True)
    screen.console.print(
        words(
            "Print on both sides, turned on the long edge. Then delete the file: it has the PINs."
        )
    )
    command = command_line("workshop", "enter", workshop.folder)
    told = words("To type them in, run: {command}", command=command)
    screen.console.print(told, soft_wrap=True)


def picture_of(code: str) -> tuple[tuple[bool, ...], ...]:
    """The code as a QR code, dot by dot; empty without segno (the extra `serve`)."""
    try:
        segno = import_module("segno")
    except ImportError:
        return ()
    # In capitals it takes fewer dots; codes are read in any case.
    return tuple(tuple(map(bool, line)) for line in segno.make(code.upper(), error="m").matrix)


def codes(
    folder: Folder = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write it, to print: .html, .md, .txt."
        ),
    ] = None,
    force: Force = False,
    lang: Language = None,
) -> None:
    """List codes in large type: who hasn't finished yet, and who works with whom."""
    screen, workshop, catalog = open_workshop(folder, lang)
    words = screen.words
    if output is not None:
        check_output(output, (".html", ".md", ".txt"), workshop, words, force=force)
    gathered = gather(workshop, catalog, words)
    at_it, left = unfinished(workshop, gathered.sheets)
    # Who has finished isn't shown by code as long as people take part.
    group = gathered.group() if is_closed(workshop) else None
    page = codes_page(words, catalog, workshop.name, at_it, left, group)
    if output is None:
        show_page(screen, page)
        return
    write_whole(output, as_prose(output.suffix.lower(), page, words, workshop.name).encode())
    screen.console.print(words("Saved as {file}", file=output), soft_wrap=True)
