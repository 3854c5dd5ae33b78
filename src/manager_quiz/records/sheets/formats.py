"""Files of sheets by what they are: delimited text, or a table (Parquet, Arrow, a workbook)."""

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Protocol

import numpy as np
import polars as pl

from manager_quiz.errors import N_, ContentError, Problem
from manager_quiz.records.sheets.answers import Spellings, sheets_of_table, usable
from manager_quiz.records.sheets.columns import Columns
from manager_quiz.records.sheets.delimited import (
    Grammar,
    Part,
    Row,
    blocks_of_records,
    guessed_separator,
    named_separator,
)
from manager_quiz.records.sheets.sheets import Sheets
from manager_quiz.records.sheets.source import Source, likely_encoding

BATCH = 30_000
"""Rows of a table that are taken at a time."""
HEAD = 8
"""Rows that are looked at before the columns are known."""


class Format(Protocol):
    """A file of sheets that is open."""

    @property
    def done(self) -> float | None:
        """The share of the file that is read; None where its length isn't known."""

    def rows(self, most: int) -> list[Row]:
        """The first rows, headings among them."""

    def sheets(self, columns: Columns, spellings: Spellings) -> Iterator[Sheets]:
        """All sheets in the file's order, sheets of nobody at least. Can be asked for once."""

    def close(self) -> None:
        """Closes the file."""


def open_format(file: Path, encoding: str | None = None) -> Format:
    """Opens a file by what it begins with. Raises ContentError where it can't be read."""
    source = Source(file, encoding)
    try:
        if source.kind == "text":
            return _Text(source)
        if source.kind == "workbook":
            return _workbook(source)
        return _columnar(source)
    except BaseException:
        source.close()
        raise


def carried_places(columns: Columns) -> Mapping[str, int]:
    """The places of the id and the kept columns, by their names in the table."""
    id = {} if columns.id is None else {"id": columns.id}
    return {**id, **columns.kept}


class _Text:
    """Delimited text, read in blocks."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._blocks = source.blocks()
        data = next(self._blocks)
        more: bytes | None = b""
        while data.count(b"\n") <= HEAD and (more := next(self._blocks, None)) is not None:
            data += more
        self._data = data
        self._head = data[: data.rfind(b"\n") + 1] if more is not None else data + b"\n"
        named = named_separator(self._head)
        self._start = len(named[1]) if named else 0
        self._grammar = Grammar(named[0] if named else guessed_separator(self._head, self._start))
        first = self.rows(1)
        if not first:
            raise _problem(source.file, 1, N_("the file has no header line"))
        head = "".join(first[0].cells)
        if "\0" in head or any("\ud800" <= each <= "\udfff" for each in head):
            message = N_(
                "the file isn't text in UTF-8; if it is {encoding}, say --encoding {encoding}"
            )
            raise _problem(source.file, 1, message, encoding=likely_encoding(data))

    @property
    def done(self) -> float | None:
        return self._source.done

    def close(self) -> None:
        self._source.close()

    def rows(self, most: int) -> list[Row]:
        return self._grammar.first(self._head, most, self._start)

    def sheets(self, columns: Columns, spellings: Spellings) -> Iterator[Sheets]:
        heads = self.rows(columns.above + columns.below + 1)
        start = heads[-1].end
        parts = blocks_of_records(
            self._blocks,
            self._grammar,
            len(columns.names),
            rest=self._data[start:],
            line=1 + self._data.count(b"\n", 0, start),
        )
        for part in parts:
            yield _of_part(part, columns, spellings)


def _of_part(part: Part, columns: Columns, spellings: Spellings) -> Sheets:
    records, places = part.records, columns.places
    carried = {name: records.column(place) for name, place in carried_places(columns).items()}
    choices = spellings.of_records(records, places)
    return usable(
        Sheets(choices, pl.DataFrame(carried), records.lines, part.bad, part.empty),
        spellings,
        lambda row, index: records.field(row, places[index]).decode("utf-8", "replace"),
        lambda row: records.text(row).decode("utf-8", "replace"),
        lambda row: not any(records.field(row, place).strip() for place in range(records.width)),
    )


class _Table:
    """A table with columns of any types; `headed` says that the headings are among its rows."""

    def __init__(self, source: Source, table: pl.LazyFrame, *, headed: bool) -> None:
        self._source = source
        self._table, self._headed = table, headed
        try:
            self._names = table.collect_schema().names()
            self._all: int = table.select(pl.len()).collect().item()
        except pl.exceptions.PolarsError as error:
            raise _damaged(source.file, error) from error
        self._read = 0
        if headed and not self._all:
            raise _problem(source.file, 1, N_("the file has no header line"))

    @property
    def done(self) -> float | None:
        return self._read / self._all if self._all else None

    def close(self) -> None:
        self._source.close()

    def rows(self, most: int) -> list[Row]:
        head = self._table.head(most).select(pl.all().cast(pl.String)).fill_null("").collect()
        rows = [Row(line, [*cells], 0) for line, cells in enumerate(head.iter_rows(), 1)]
        return rows if self._headed else [Row(0, self._names, 0), *rows]

    def sheets(self, columns: Columns, spellings: Spellings) -> Iterator[Sheets]:
        carried, places = carried_places(columns), columns.places
        self._read = columns.above + columns.below + self._headed
        wanted = list(dict.fromkeys([*places, *carried.values()]))
        if self._headed:
            # All columns, to tell rows that hold nothing.
            wanted = list(range(len(self._names)))
        table = self._table.slice(self._read).select(self._names[place] for place in wanted)
        try:
            batches = table.collect_batches(chunk_size=BATCH, maintain_order=True)
            for batch in chain(batches, [table.head(0).collect()]):
                lines = 1 + self._read + np.arange(batch.height)
                self._read += batch.height
                yield sheets_of_table(
                    batch,
                    spellings,
                    [wanted.index(place) for place in places],
                    {name: wanted.index(place) for name, place in carried.items()},
                    lines,
                )
        except pl.exceptions.PolarsError as error:
            raise _damaged(self._source.file, error) from error


def _columnar(source: Source) -> _Table:
    if str(source.file) == "-":
        message = N_("a table can't be read from standard input; name the file")
        raise _problem(source.file, 0, message)
    source.close()
    try:
        scan = pl.scan_parquet if source.kind == "parquet" else pl.scan_ipc
        return _Table(source, scan(source.file, glob=False), headed=False)
    except pl.exceptions.PolarsError as error:
        raise _damaged(source.file, error) from error


def _workbook(source: Source) -> _Table:
    """The first sheet of a workbook, its cells as text."""
    try:
        import fastexcel
    except ImportError as error:
        message = N_('workbooks need more: pip install "manager-quiz[batch]"; or save as CSV')
        raise _problem(source.file, 0, message) from error
    try:
        book = fastexcel.read_excel(source.everything())
        frame = book.load_sheet(0, header_row=None, dtypes="string").to_polars()
    except fastexcel.FastExcelError as error:
        raise _damaged(source.file, error) from error
    return _Table(source, frame.lazy(), headed=True)


def _problem(file: Path, line: int, message: str, **values: object) -> ContentError:
    return ContentError((Problem(file, line, message, values),))


def _damaged(file: Path, error: Exception) -> ContentError:
    reason = str(error).partition("\n")[0]
    return _problem(file, 0, N_("the file can't be read: {reason}"), reason=reason)
