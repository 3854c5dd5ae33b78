"""`audit`: how well a questionnaire finds people's roles, by simulation."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from manager_quiz.commands.options import (
    Data,
    Force,
    Json,
    Language,
    Plain,
    form_meant,
    json_text,
    open_all,
    print_json,
)
from manager_quiz.commands.saving import check_target
from manager_quiz.errors import InputError
from manager_quiz.terminal.screen import open_console
from manager_quiz.wording.words import Words

if TYPE_CHECKING:
    from manager_quiz.measurement.audit import Progress

SCHEMA = "manager-quiz/audit@2"
ENDINGS = (".html", ".md", ".txt", ".json")
BEGIN = "<!-- figures: written by manager-quiz audit -->"
END = "<!-- end of figures -->"


def audit(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="Folder with roles.yaml and questions.yaml."),
    ] = None,
    people: Annotated[
        int, typer.Option("--people", metavar="N", min=100, max=1_000_000, help="Simulated people.")
    ] = 10_000,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", min=0, help="Other people, same kind.")
    ] = 1,
    form: Annotated[
        str | None, typer.Option("--form", metavar="FORM", help="Only this form.")
    ] = None,
    update: Annotated[
        Path | None,
        typer.Option("--update", metavar="FILE", help="Write the figures into this Markdown file."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write it: .html, .md, .txt, .json."),
    ] = None,
    force: Force = False,
    json: Json = False,
    plain: Plain = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Simulate people and count how often their roles are found."""
    screen, catalog = open_all(lang, folder or data, plain=plain)
    words = screen.words
    form = form_meant(form, catalog, words)
    if output is not None:
        check_target(output, ENDINGS, words, force=force)
    around = _around_figures(update, words) if update is not None else None

    from manager_quiz.measurement import audit as simulation
    from manager_quiz.measurement.verdict import verdict

    forms = (catalog.form_by_id[form],) if form else catalog.forms
    with _progress(words) as progress:
        figures = simulation.audit(catalog, forms, people, seed, progress)

    from manager_quiz.records.files import write_whole
    from manager_quiz.reports.audit import audit_pages
    from manager_quiz.reports.writers import as_html, as_markdown, as_text

    found = verdict(catalog, figures)
    pages = audit_pages(words, catalog, figures, found)
    document = {"schema": SCHEMA, **asdict(figures), "verdict": list(map(asdict, found))}
    if update is not None and around is not None:
        before, after = around
        told = "\n".join(as_markdown(page, 3) for page in pages)
        text = f"{before}{BEGIN}\n\n{told}\n{END}{after}"
        write_whole(update, text.encode())
    if output is not None:
        ending = output.suffix.lower()
        if ending == ".json":
            text = json_text(document)
        elif ending == ".html":
            text = as_html(pages, words, "")
        else:
            text = "\n".join(map(as_markdown if ending == ".md" else as_text, pages))
        write_whole(output, text.encode())
    if json:
        print_json(document)
    elif update is None and output is None:
        from manager_quiz.terminal.page import show_page

        for page in pages:
            show_page(screen, page)


def _around_figures(file: Path, words: Words) -> tuple[str, str]:
    """What stands in the file before and after its figures.

    Raises InputError where the file has no place for them or isn't text.
    """
    from manager_quiz.records.files import read_text

    before, begin, rest = read_text(file).partition(BEGIN)
    _figures, end, after = rest.partition(END)
    if not begin or not end:
        place = {"file": file, "begin": BEGIN, "end": END}
        raise InputError(
            words("{file} has no place for figures: lines {begin} and {end}.", **place)
        )
    return before, after


@contextmanager
def _progress(words: Words) -> "Iterator[Progress]":
    """A progress bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    from rich.progress import Progress

    with Progress(console=open_console(stderr=True), transient=True) as bar:
        task = bar.add_task(words("Simulating people"), total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
