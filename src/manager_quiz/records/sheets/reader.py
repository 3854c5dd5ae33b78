"""Reads a file of sheets, text or Parquet, in portions."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.errors import N_, ContentError, Problem
from manager_quiz.records.sheets.columns import find_columns
from manager_quiz.records.sheets.delimited import DelimitedReader
from manager_quiz.records.sheets.ids import SeenIds
from manager_quiz.records.sheets.lines import Portion, TextFile, separator
from manager_quiz.records.sheets.sheets import TWICE, BadRow, Sheets, carried_columns, judge

BATCH = 30_000
"""Rows of a Parquet file that are read at a time."""


class SheetFile:
    """A file of answer sheets, one row a person; `-` is standard input.

    Opening it finds the columns. Raises ContentError where it can't be read or a column is
    missing.
    """

    def __init__(
        self,
        catalog: Catalog,
        file: Path,
        *,
        form: Form | None = None,
        keep: Sequence[str] = (),
        missing: Sequence[str] = (),
    ) -> None:
        self._file = file
        self._missing = missing
        self._text = TextFile(file)
        self._rows_done = 0
        self._rows = 0
        self._parquet: pl.LazyFrame | None = None
        try:
            names = self._open_parquet() if self._text.is_parquet else self._open_text()
            self.columns = find_columns(catalog, file, names, form, keep)
        except BaseException:
            self._text.close()
            raise

    @property
    def done(self) -> float | None:
        """The share of the file that is read; None where its length isn't known."""
        if self._parquet is not None:
            return self._rows_done / self._rows if self._rows else None
        return self._text.done

    def close(self) -> None:
        """Closes the file."""
        self._text.close()

    def sheets(self) -> Iterator[Sheets]:
        """All sheets in the file's order; an id that was there before makes a row bad."""
        read = self._from_text() if self._parquet is None else self._from_parquet(self._parquet)
        if self.columns.id is None:
            yield from read
            return
        seen = SeenIds()
        try:
            for sheets in read:
                ids = sheets.carried[self.columns.id]
                again = seen.again(ids)
                rows = np.flatnonzero(again)
                bad = [
                    BadRow(int(sheets.lines[row]), TWICE, {"id": ids[int(row)]}, str(ids[int(row)]))
                    for row in rows
                ]
                yield sheets.without(again, bad) if bad else sheets
        finally:
            seen.close()

    def _open_text(self) -> list[str]:
        self._portions = self._text.portions()
        line, data = next(self._portions, Portion(1, b""))
        end = data.find(b"\n") + 1 or len(data)
        try:
            header = data[:end].decode("utf-8").strip("\r\n")
        except UnicodeDecodeError as error:
            message = N_("the file isn't text in UTF-8; save it as such")
            raise ContentError((Problem(self._file, 1, message),)) from error
        if not header:
            raise ContentError((Problem(self._file, 1, N_("the file has no header line")),))
        self._separator = separator(header)
        self._first = Portion(line + 1, data[end:])
        return [name.strip() for name in next(csv.reader([header], delimiter=self._separator))]

    def _from_text(self) -> Iterator[Sheets]:
        reader = DelimitedReader(self.columns, self._separator, self._missing)
        # A file without a row gives sheets of nobody, so that the table has its columns.
        yield from reader.read(self._first)
        for portion in self._portions:
            yield from reader.read(portion)

    def _open_parquet(self) -> list[str]:
        if str(self._file) == "-":
            message = N_("Parquet can't be read from standard input; name the file")
            raise ContentError((Problem(self._file, 0, message),))
        self._text.close()
        try:
            self._parquet = pl.scan_parquet(self._file, glob=False)
            self._rows = self._parquet.select(pl.len()).collect().item()
            return self._parquet.collect_schema().names()
        except pl.exceptions.PolarsError as error:
            raise self._damaged(error) from error

    def _from_parquet(self, parquet: pl.LazyFrame) -> Iterator[Sheets]:
        wanted = [*(item.id for item in self.columns.items), *carried_columns(self.columns)]
        try:
            for batch in parquet.select(wanted).collect_batches(chunk_size=BATCH):
                lines = 1 + self._rows_done + np.arange(batch.height)
                self._rows_done += batch.height
                yield judge(self.columns, self._missing, batch, lines)
        except pl.exceptions.PolarsError as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> ContentError:
        message = N_("the file can't be read: {reason}")
        reason = str(error).partition("\n")[0]
        return ContentError((Problem(self._file, 0, message, {"reason": reason}),))
