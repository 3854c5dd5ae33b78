"""What `score` and `stats` have in common: options, and opening a file of sheets."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from manager_quiz.commands.options import check_form
from manager_quiz.errors import Failure

if TYPE_CHECKING:
    from manager_quiz.catalog.model import Catalog
    from manager_quiz.records.sheets.reader import SheetFile
    from manager_quiz.records.sheets.run import Tally
    from manager_quiz.wording.words import Words

Sheets = Annotated[
    Path,
    typer.Argument(
        metavar="ANSWERS",
        help="CSV, TSV (also gzipped) or Parquet, one row a person; - for standard input.",
    ),
]
Keep = Annotated[
    str, typer.Option("--keep", metavar="A,B", help="Columns to carry along unchanged.")
]
Missing = Annotated[
    str, typer.Option("--missing", metavar="0,NA", help="What stands for no answer, but empty.")
]
BadRows = Annotated[
    Literal["stop", "skip"],
    typer.Option("--bad-rows", help="What to do about rows that can't be used."),
]


def open_sheets(
    catalog: "Catalog",
    file: Path,
    words: "Words",
    *,
    form: str | None,
    keep: str = "",
    missing: str = "",
) -> "SheetFile":
    """The file of sheets, its columns found. What is ignored is said on standard error."""
    _ = words.gettext
    check_form(form, catalog, words)
    try:
        from manager_quiz.records.sheets.reader import SheetFile
    except ImportError as error:
        raise Failure(
            _('This needs the library polars: pip install "manager-quiz[batch]"')
        ) from error
    opened = SheetFile(
        catalog,
        file,
        form=catalog.form_by_id[form] if form else None,
        keep=_listed(keep),
        missing=_listed(missing),
    )
    ignored = opened.columns.ignored
    if ignored:
        named = ", ".join(ignored[:10]) + ("…" if len(ignored) > 10 else "")
        told = words.ngettext(
            "{n} column is no question and is left out: {columns}",
            "{n} columns are no questions and are left out: {columns}",
            len(ignored),
        )
        typer.echo(told.format(n=len(ignored), columns=named), err=True)
    return opened


def tell_bad_rows(tally: "Tally", file: Path, words: "Words") -> None:
    """The first bad rows, each with its line, and how many there are."""
    for row in tally.first:
        problem = words.gettext(row.template).format(**row.values)
        typer.echo(f"{file}:{row.line}: {problem}", err=True)
    told = words.ngettext(
        "{n} row can't be used, of {all}.", "{n} rows can't be used, of {all}.", tally.bad
    )
    typer.echo(told.format(n=tally.bad, all=tally.bad + tally.people), err=True)


def _listed(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]
