"""`columns`: what the columns of a file of sheets are, or an empty sheet to fill in."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from manager_quiz.catalog.model import Catalog
from manager_quiz.commands.batch import (
    ANSWERS,
    Encoding,
    check_apart,
    check_encoding,
    in_all_languages,
    need_polars,
)
from manager_quiz.commands.options import Data, Language, check_form, open_all
from manager_quiz.errors import Failure, InputError
from manager_quiz.wording.words import Words

_SAMPLE = 1000
"""Rows that are looked at."""


def columns(
    answers: Annotated[
        Path | None, typer.Argument(metavar="[ANSWERS]", help=ANSWERS, show_default=False)
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where to: a .yaml for the columns of ANSWERS, .xlsx or .csv for an empty sheet.",
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option("--form", metavar="FORM", help="By default the one that the columns fit."),
    ] = None,
    encoding: Encoding = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Tell what the columns of a file are, or make an empty sheet."""
    screen, catalog = open_all(lang, data)
    words = screen.words
    check_form(form, catalog, words)
    check_encoding(encoding, words)
    check_apart(out, [answers] if answers else [], words)
    if out is not None and out.exists() and not force:
        raise InputError(
            words.gettext("{file} is there already; --force replaces it").format(file=out)
        )
    if answers is None:
        _empty(catalog, form, out, words)
    else:
        _propose(in_all_languages(catalog, data), answers, form, encoding, out, words)


def _empty(catalog: Catalog, form: str | None, out: Path | None, words: Words) -> None:
    from manager_quiz.records.files import write_whole
    from manager_quiz.records.sheets.empty import empty_csv, empty_workbook

    _ = words.gettext
    items = catalog.form_items(catalog.form_by_id[form] if form else catalog.forms[0])
    ending = out.suffix.lower() if out is not None else ""
    if out is None or ending not in {".xlsx", ".csv"}:
        raise InputError(
            _("Name a file of answers, or with -o an empty sheet to make: a .xlsx or .csv file")
        )
    if ending == ".csv":
        write_whole(out, empty_csv(items))
        return
    titles = (_("Answers"), _("Questions"), _("Id"), _("Question"), _("What to enter"))
    try:
        made = empty_workbook(items, titles)
    except ImportError as error:
        raise Failure(
            _('Workbooks need more: pip install "manager-quiz[batch]". Or name a .csv file.')
        ) from error
    write_whole(out, made)


def _propose(
    catalogs: list[Catalog],
    answers: Path,
    form: str | None,
    encoding: str | None,
    out: Path | None,
    words: Words,
) -> None:
    need_polars(words)
    from manager_quiz.records.sheets.formats import open_format
    from manager_quiz.records.sheets.proposal import as_yaml, propose

    _ = words.gettext
    opened = open_format(answers, encoding)
    try:
        rows = [row.cells for row in opened.rows(_SAMPLE)]
    finally:
        opened.close()
    proposal = propose(catalogs, rows, catalogs[0].form_by_id[form] if form else None)
    explained = {
        "head": _("What the columns of {file} are. Used by: --columns THIS-FILE").format(
            file=answers
        ),
        "columns": _(
            "The id of a question, id, or null for a column to leave out. ? has to be decided."
        ),
        "answers": _("Answers to statements: 1, 2, 3 ..., or null for no answer."),
        "options": _("Answers to situations: the id of an option, or null for no answer."),
    }
    text = as_yaml(proposal, explained)
    if out is None:
        sys.stdout.write(text)
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
    typer.echo(told, err=True)
