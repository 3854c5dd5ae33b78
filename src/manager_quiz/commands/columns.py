"""`columns`: what the columns of a file of sheets are, or an empty sheet to fill in."""

from pathlib import Path
from typing import Annotated

import typer

from manager_quiz.catalog.model import Catalog
from manager_quiz.commands.batch import (
    ANSWERS,
    Encoding,
    check_encoding,
    in_all_languages,
    need_polars,
    need_workbooks,
)
from manager_quiz.commands.options import Data, Force, Language, form_meant, open_all
from manager_quiz.commands.saving import check_target
from manager_quiz.errors import InputError
from manager_quiz.terminal.screen import show_data, tell
from manager_quiz.text import in_one_line
from manager_quiz.wording.words import Words

_SAMPLE = 1000
"""Rows that are looked at."""


def columns(
    answers: Annotated[
        Path | None, typer.Argument(metavar="[ANSWERS]", help=ANSWERS, show_default=False)
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|-",
            help="Where to: a .yaml for the columns of ANSWERS, .xlsx or .csv for an empty sheet.",
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option("--form", metavar="FORM", help="By default the one that the columns fit."),
    ] = None,
    encoding: Encoding = None,
    force: Force = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Tell what the columns of a file are, or make an empty sheet."""
    screen, catalog = open_all(lang, data)
    words = screen.words
    form = form_meant(form, catalog, words)
    check_encoding(encoding, words)
    if answers is None and out is None:
        raise InputError(
            words.gettext(
                "Name a file of answers, or with -o an empty sheet to make: a .xlsx or .csv file"
            )
        )
    target = None if out in {None, "-"} else Path(str(out))
    if target is not None:
        endings = (".csv", ".xlsx") if answers is None else (".yaml", ".yml")
        inputs = [answers] if answers else []
        check_target(target, endings, words, force=force, inputs=inputs)
    if answers is None:
        _empty(catalog, form, target, words)
    else:
        _propose(in_all_languages(catalog, data), answers, form, encoding, target, words)


def _empty(catalog: Catalog, form: str | None, out: Path | None, words: Words) -> None:
    """An empty sheet; the headings alone for standard output."""
    from manager_quiz.records.files import write_whole
    from manager_quiz.records.sheets.empty import empty_csv, empty_workbook

    _ = words.gettext
    items = catalog.form_items(catalog.form_by_id[form] if form else catalog.forms[0])
    if out is None:
        show_data(empty_csv(items))
        return
    if out.suffix.lower() == ".csv":
        write_whole(out, empty_csv(items).encode())
        return
    titles = (_("Answers"), _("Questions"), _("Id"), _("Question"), _("What to enter"))
    need_workbooks(words)
    write_whole(out, empty_workbook(items, titles))


def _propose(
    catalogs: list[Catalog],
    answers: Path,
    form: str | None,
    encoding: str | None,
    out: Path | None,
    words: Words,
) -> None:
    need_polars(words)
    from manager_quiz.records.sheets.proposal import as_yaml, propose
    from manager_quiz.records.sheets.reader import open_format

    _ = words.gettext
    opened = open_format(answers, encoding)
    try:
        rows = opened.rows(_SAMPLE)
    finally:
        opened.close()
    proposal = propose(catalogs, answers, rows, catalogs[0].form_by_id[form] if form else None)
    explained = {
        "head": _("What the columns of {file} are. Used by: --columns THIS-FILE").format(
            file=in_one_line(str(answers))
        ),
        "columns": _(
            "The id of a question, id, or null for a column to leave out. ? has to be decided."
        ),
        "answers": _("Answers to statements: 1, 2, 3 ..., or null for no answer."),
        "options": _("Answers to situations: the id of an option, or null for no answer."),
    }
    text = as_yaml(proposal, explained)
    if out is None:
        show_data(text)
    else:
        from manager_quiz.records.files import write_whole

        write_whole(out, text.encode())
    if proposal.open:
        told = words.ngettext(
            "{n} thing is left to decide, marked by ?.",
            "{n} things are left to decide, marked by ?.",
            proposal.open,
        ).format(n=proposal.open)
    else:
        told = _("All columns and answers are recognised.")
    tell(told)
