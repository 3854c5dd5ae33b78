"""What `score`, `stats` and `columns` have in common: options, and opening a file of sheets."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from manager_quiz.commands.options import form_meant
from manager_quiz.errors import Failure, InputError
from manager_quiz.terminal.screen import tell

if TYPE_CHECKING:
    from manager_quiz.catalog.model import Catalog
    from manager_quiz.records.sheets.reader import SheetFile
    from manager_quiz.records.sheets.run import Tally
    from manager_quiz.wording.words import Words

Keep = Annotated[
    str, typer.Option("--keep", metavar="A,B", help="Columns to carry along unchanged.")
]
Missing = Annotated[
    str, typer.Option("--missing", metavar="0,NA", help="What stands for no answer, but empty.")
]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="Of a text that isn't UTF-8: cp1251, say."),
]
Mapping = Annotated[
    Path | None,
    typer.Option(
        "--columns",
        metavar="FILE",
        help="What the columns and answers are, as manager-quiz columns proposes it.",
    ),
]
BadRows = Annotated[
    Literal["stop", "skip"],
    typer.Option("--bad-rows", help="What to do about rows that can't be used."),
]
_NAMED = 10
"""Columns that are named at most."""
ANSWERS = (
    "CSV with any separator, TSV, TXT (also gzipped), Parquet, Arrow, XLSX or ODS, one row a "
    "person; - for standard input."
)


def open_sheets(
    catalog: "Catalog",
    file: Path,
    words: "Words",
    *,
    data: Path | None,
    form: str | None,
    keep: str = "",
    missing: str = "",
    encoding: str | None = None,
    columns: Path | None = None,
    top: int = 0,
) -> "SheetFile":
    """The file of sheets, its columns found. What is recognised or left out is said once."""
    form = form_meant(form, catalog, words)
    check_encoding(encoding, words)
    need_polars(words)
    from manager_quiz.records.sheets.columns import NO_MAPPING, read_mapping
    from manager_quiz.records.sheets.reader import Reading, SheetFile

    opened = SheetFile(
        file,
        Reading(
            catalogs=in_all_languages(catalog, data),
            form=catalog.form_by_id[form] if form else None,
            keep=_listed(keep),
            missing=_listed(missing),
            encoding=encoding,
            top=top,
            mapping=read_mapping(columns, catalog) if columns else NO_MAPPING,
        ),
    )
    _tell_columns(opened, words)
    return opened


def in_all_languages(catalog: "Catalog", data: Path | None) -> "list[Catalog]":
    """The catalog, and the same in its other languages: sheets may use the words of any."""
    from manager_quiz.catalog.load import load_catalog

    others = [each for each in catalog.languages if each != catalog.language]
    return [catalog, *(load_catalog(data, language) for language in others)]


def need_polars(words: "Words") -> None:
    """Raises Failure where the library for tables isn't there."""
    # Many sheets are worked on side by side: threads of NumPy's own would only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        import manager_quiz.records.sheets.reader  # noqa: F401
    except ImportError as error:
        raise Failure(
            words.gettext('This needs the library polars: pip install "manager-quiz[batch]"')
        ) from error


def need_workbooks(words: "Words") -> None:
    """Raises Failure where the library for writing workbooks isn't there."""
    try:
        import xlsxwriter  # noqa: F401
    except ImportError as error:
        raise Failure(
            words.gettext(
                'Workbooks need more: pip install "manager-quiz[batch]". Or name a .csv file.'
            )
        ) from error


def check_encoding(encoding: str | None, words: "Words") -> None:
    """Raises InputError for an encoding that nobody knows."""
    import codecs

    try:
        if encoding is not None and not codecs.lookup(encoding)._is_text_encoding:
            raise LookupError
    except LookupError as error:
        raise InputError(
            words(
                "There is no encoding {encoding}; usual ones: {known}",
                encoding=encoding,
                known="utf-8, utf-16, cp1251, cp1252, koi8-r",
            )
        ) from error


def check_apart(output: Path | None, inputs: Sequence[Path], words: "Words") -> None:
    """Raises InputError where what is written would take the place of what is read."""
    for file in inputs:
        if output is not None and _is_same(output, file):
            raise InputError(
                words("{file} is what is read; give the output another name", file=output)
            )


def check_different(inputs: Sequence[Path], words: "Words") -> None:
    """Raises InputError where a file is named twice: its people would count twice."""
    for number, file in enumerate(inputs):
        if any(_is_same(file, earlier) for earlier in inputs[:number]):
            raise InputError(
                words("{file} is what is read already; name each file once", file=file)
            )


def _is_same(file: Path, read: Path) -> bool:
    """Whether it is the file that is read, also by way of a link; never standard input."""
    if str(read) == "-":
        return False
    if file.exists() and read.exists():
        return file.samefile(read)
    return file.resolve() == read.resolve()


def _tell_columns(opened: "SheetFile", words: "Words") -> None:
    columns = opened.columns
    if columns.recognised:
        heading, item = next(iter(columns.recognised.items()))
        told = words.counted(
            "{n} heading that is no id was recognised: “{heading}” is {item}",
            "{n} headings that are no ids were recognised: “{heading}” is {item} …",
            len(columns.recognised),
            heading=heading if len(heading) <= 40 else f"{heading[:39]}…",
            item=item,
        )
        tell(told)
    if rows := columns.above + columns.below:
        told = words.counted(
            "{n} more row of headings is passed over",
            "{n} more rows of headings are passed over",
            rows,
        )
        tell(told)
    if columns.ignored:
        told = words.counted(
            "{n} column is no question and is left out: {columns}",
            "{n} columns are no questions and are left out: {columns}",
            len(columns.ignored),
            columns=_some(columns.ignored),
        )
        tell(told)
    _tell_unused(columns.unused, opened.file, words)


def _tell_unused(names: Sequence[str], file: Path, words: "Words") -> None:
    """Entries of the mapping that fit nothing."""
    if names:
        told = words.counted(
            "{n} entry of the mapping fits nothing in {file}: {names}",
            "{n} entries of the mapping fit nothing in {file}: {names}",
            len(names),
            file=file,
            names=_some(names),
        )
        tell(told)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")


def tell_rows(opened: "SheetFile", tally: "Tally", words: "Words") -> None:
    """What was recognised in the rows, and how many held nothing."""
    if opened.spellings.by_words:
        tell(words("Answers in words or codes were recognised."))
    _tell_unused(opened.spellings.unmet, opened.file, words)
    tell_empty(tally, words)


def tell_empty(tally: "Tally", words: "Words") -> None:
    """How many rows held nothing."""
    if tally.empty:
        told = words.counted(
            "{n} row without anything is passed over",
            "{n} rows without anything are passed over",
            tally.empty,
        )
        tell(told)


def no_people(file: Path, tally: "Tally", words: "Words") -> str:
    """Why a file gives nobody."""
    if tally.bad:
        return words("No row of {file} can be used.", file=file)
    if tally.empty:
        return words("{file} has nothing but empty rows under its headings.", file=file)
    return words("{file} has no rows under its headings.", file=file)


def tell_bad_rows(tally: "Tally", file: Path, words: "Words") -> None:
    """The first bad rows, each with its line, and how many there are."""
    for row in tally.first:
        tell(f"{file}:{row.line}: {words(row.template, **row.values)}")
    n, all = tally.bad, tally.bad + tally.people
    if tally.more:
        told = words(
            "Of the first {all} rows {n} can't be used; the rest isn't read.", n=n, all=all
        )
    else:
        told = words.counted(
            "{n} row can't be used, of {all}.", "{n} rows can't be used, of {all}.", n, all=all
        )
    tell(told)


def _listed(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]
