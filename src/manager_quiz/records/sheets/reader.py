"""Reads a file of sheets, text or table, in portions."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.catalog.problems import N_, ContentError, Problem
from manager_quiz.catalog.scored_table import ID
from manager_quiz.records.sheets.answers import (
    NO_OWN,
    OwnAnswers,
    Spellings,
    sheets_of_table,
    usable,
)
from manager_quiz.records.sheets.columns import Headings, find_columns
from manager_quiz.records.sheets.delimited import (
    Grammar,
    Part,
    Row,
    blocks_of_records,
    guessed_separator,
    named_separator,
)
from manager_quiz.records.sheets.ids import SeenIds
from manager_quiz.records.sheets.sheets import BadRow, Sheets
from manager_quiz.records.sheets.source import Source, likely_encoding

BATCH = 30_000
"""Rows of a table that are taken at a time."""
_FIRST = 8
"""Rows in which headings are looked for."""
TWICE = N_("the id {id} stands further up already")


class Reading(NamedTuple):
    """How a file is to be read: which form, what to keep, what stands for no answer.

    `catalogs` are the same catalog in all its languages, the one that is used first. `top` is how
    many roles the table will have, whose columns' names are taken. `names` and `answers` are
    somebody's mapping of headings and answers.
    """

    catalogs: Sequence[Catalog]
    form: Form | None = None
    keep: Sequence[str] = ()
    missing: Sequence[str] = ()
    encoding: str | None = None
    top: int = 0
    names: Mapping[str, str] = {}
    answers: OwnAnswers = NO_OWN


class SheetFile:
    """A file of answer sheets, one row a person; `-` is standard input.

    Opening it finds the columns. Raises ContentError where it can't be read or a column is
    missing.
    """

    def __init__(self, file: Path, reading: Reading) -> None:
        self._file = file
        self._source = Source(file, reading.encoding)
        self._rows_done = self._rows = 0
        try:
            opened = {"text": self._open_text, "workbook": self._open_workbook}
            self._first = opened.get(self._source.kind, self._open_table)()
            self.columns = find_columns(
                reading.catalogs[0],
                file,
                self._first,
                Headings(reading.catalogs, reading.names),
                reading.form,
                reading.keep,
                reading.top,
            )
        except BaseException:
            self._source.close()
            raise
        self.spellings = Spellings(
            self.columns.items, reading.catalogs, reading.missing, reading.answers
        )

    @property
    def done(self) -> float | None:
        """The share of the file that is read; None where its length isn't known."""
        if self._source.kind == "text":
            return self._source.done
        return self._rows_done / self._rows if self._rows else None

    def close(self) -> None:
        """Closes the file."""
        self._source.close()

    def sheets(self) -> Iterator[Sheets]:
        """All sheets in the file's order; an id that was there before makes a row bad."""
        read = self._from_text() if self._source.kind == "text" else self._from_table()
        if self.columns.id is None:
            yield from read
            return
        seen = SeenIds()
        try:
            for sheets in read:
                ids = sheets.carried[ID]
                again = seen.again(ids)
                bad = [
                    BadRow(int(sheets.lines[row]), TWICE, {"id": ids[row]}, str(ids[row]))
                    for row in np.flatnonzero(again).tolist()
                ]
                yield sheets.without(again, bad) if bad else sheets
        finally:
            seen.close()

    # ------------------------------------------------------------------------ text

    def _open_text(self) -> list[Row]:
        self._blocks = self._source.blocks()
        data = next(self._blocks)
        more: bytes | None = b""
        while data.count(b"\n") <= _FIRST and (more := next(self._blocks, None)) is not None:
            data += more
        self._data = data
        text = data[: data.rfind(b"\n") + 1] if more is not None else data + b"\n"
        named = named_separator(text)
        start = len(named[1]) if named else 0
        self._grammar = Grammar(named[0] if named else guessed_separator(text, start))
        first = self._grammar.first(text, _FIRST, start)
        if not first:
            raise self._problem(1, N_("the file has no header line"))
        head = "".join(first[0].cells)
        if "\0" in head or any("\ud800" <= each <= "\udfff" for each in head):
            message = N_(
                "the file isn't text in UTF-8; if it is {encoding}, say --encoding {encoding}"
            )
            raise self._problem(1, message, encoding=likely_encoding(data))
        return first

    def _from_text(self) -> Iterator[Sheets]:
        start = self._first[self.columns.above + self.columns.below].end
        parts = blocks_of_records(
            self._blocks,
            self._grammar,
            len(self.columns.names),
            rest=self._data[start:],
            line=1 + self._data.count(b"\n", 0, start),
        )
        for part in parts:
            yield self._of_part(part)

    def _of_part(self, part: Part) -> Sheets:
        records, places = part.records, self.columns.places
        carried = {name: records.column(place) for name, place in self._carried().items()}
        sheets = Sheets(
            self.spellings.of_records(records, places),
            pl.DataFrame(carried),
            records.lines,
            part.bad,
            part.empty,
        )
        return usable(
            sheets,
            self.spellings,
            lambda row, index: records.field(row, places[index]).decode("utf-8", "replace"),
            lambda row: records.text(row).decode("utf-8", "replace"),
            lambda row: (
                not any(records.field(row, place).strip() for place in range(records.width))
            ),
        )

    def _carried(self) -> dict[str, int]:
        """The places of the id and the kept columns, by their names in the table."""
        id = {} if self.columns.id is None else {ID: self.columns.id}
        return {**id, **self.columns.kept}

    # ---------------------------------------------------------------------- tables

    def _open_table(self) -> list[Row]:
        if str(self._file) == "-":
            raise self._problem(0, N_("a table can't be read from standard input; name the file"))
        self._source.close()
        scan = pl.scan_parquet if self._source.kind == "parquet" else pl.scan_ipc
        try:
            self._table = scan(self._file, glob=False)
            self._rows = self._table.select(pl.len()).collect().item()
            return [Row(0, self._table.collect_schema().names(), 0)]
        except pl.exceptions.PolarsError as error:
            raise self._damaged(error) from error

    def _open_workbook(self) -> list[Row]:
        """The first sheet of a workbook, its cells as text."""
        try:
            import fastexcel
        except ImportError as error:
            message = N_('workbooks need more: pip install "manager-quiz[batch]"; or save as CSV')
            raise self._problem(0, message) from error
        try:
            book = fastexcel.read_excel(self._source.everything())
            frame = book.load_sheet(0, header_row=None, dtypes="string").to_polars()
        except fastexcel.FastExcelError as error:
            raise self._damaged(error) from error
        self._table = frame.lazy()
        self._rows = frame.height
        first = frame.head(_FIRST).fill_null("").iter_rows()
        rows = [Row(line, [str(cell) for cell in cells], 0) for line, cells in enumerate(first, 1)]
        if not rows:
            raise self._problem(1, N_("the file has no header line"))
        return rows

    def _from_table(self) -> Iterator[Sheets]:
        carried, places = self._carried(), self.columns.places
        if self._source.kind == "workbook":
            # All columns, to tell rows that hold nothing.
            wanted = list(range(len(self.columns.names)))
            self._rows_done = self.columns.above + self.columns.below + 1
        else:
            wanted = list(dict.fromkeys([*places, *carried.values()]))
        names = self._table.collect_schema().names()
        table = self._table.slice(self._rows_done).select(names[place] for place in wanted)
        # Without a row there are sheets of nobody, so that the table has its columns.
        nobody = table.head(0)
        try:
            for batch in chain(table.collect_batches(chunk_size=BATCH), [nobody.collect()]):
                lines = 1 + self._rows_done + np.arange(batch.height)
                self._rows_done += batch.height
                yield sheets_of_table(
                    batch,
                    self.spellings,
                    [wanted.index(place) for place in places],
                    {name: wanted.index(place) for name, place in carried.items()},
                    lines,
                )
        except pl.exceptions.PolarsError as error:
            raise self._damaged(error) from error

    # --------------------------------------------------------------------- problems

    def _problem(self, line: int, message: str, **values: object) -> ContentError:
        return ContentError((Problem(self._file, line, message, values),))

    def _damaged(self, error: Exception) -> ContentError:
        reason = str(error).partition("\n")[0]
        return self._problem(0, N_("the file can't be read: {reason}"), reason=reason)
