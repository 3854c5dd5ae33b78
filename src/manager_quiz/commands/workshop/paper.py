"""`workshop paper` and `workshop codes`: what a room has on paper."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from manager_quiz.commands.options import Force, Language, command_line
from manager_quiz.commands.workshop import Folder, check_output, open_workshop
from manager_quiz.commands.workshop.results import gather
from manager_quiz.errors import NotWrittenError, naming
from manager_quiz.records.files import write_whole
from manager_quiz.records.workshops.people import claim_code, is_closed, unfinished
from manager_quiz.records.workshops.pins import new_pin
from manager_quiz.reports.counselor import codes_page
from manager_quiz.reports.paper import Copy, questionnaire
from manager_quiz.reports.writers import as_paper, as_prose
from manager_quiz.terminal.page import show_page
from manager_quiz.wording.codes import read_aloud

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
    _ = words.gettext
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
    told = words.ngettext("{n} copy to print: {file}", "{n} copies to print: {file}", copies)
    screen.console.print(told.format(n=copies, file=output), soft_wrap=True)
    screen.console.print(
        _("Print on both sides, turned on the long edge. Then delete the file: it has the PINs.")
    )
    command = command_line("workshop", "enter", workshop.folder)
    told = _("To type them in, run: {command}")
    screen.console.print(told.format(command=command), soft_wrap=True)


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
    screen.console.print(words.gettext("Saved as {file}").format(file=output), soft_wrap=True)
