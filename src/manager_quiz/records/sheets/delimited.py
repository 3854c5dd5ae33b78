"""Reads sheets from delimited text: all at once where a portion is clean, else row by row."""

import csv
from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from manager_quiz.errors import N_
from manager_quiz.records.sheets.columns import Columns
from manager_quiz.records.sheets.lines import Portion, cut
from manager_quiz.records.sheets.sheets import BadRow, Sheets, carried_columns, judge

SMALL = 60_000
"""Bytes that are looked through row by row; more with something wrong in them are halved."""
_FIELDS = N_("{found} fields instead of {expected}")
_ENCODING = N_("this is not UTF-8")
_BROKEN = N_("this can't be read: {reason}")


class DelimitedReader:
    """Reads portions of one file, whose fields are separated by `separator`."""

    def __init__(self, columns: Columns, separator: str, missing: Sequence[str]) -> None:
        self._columns = columns
        self._separator = separator
        self._missing = missing
        self._carried = carried_columns(columns)
        self._items = [item.id for item in columns.items]
        self._numbers: type[pl.DataType] = pl.Int16
        self._last = columns.names[-1]
        self._limits = [len(item.choices) for item in columns.items if not item.situation]
        self._statements = [item.id for item in columns.items if not item.situation]

    def read(self, portion: Portion) -> Iterator[Sheets]:
        """The sheets in a portion; what is wrong is found by halving."""
        sheets = self._clean(portion)
        if sheets is None and self._numbers is pl.Int16:
            # Some programs write 4 as 4.0 where a column has gaps.
            self._numbers = pl.Float64
            sheets = self._clean(portion)
            if sheets is None:
                self._numbers = pl.Int16
        if sheets is not None:
            yield sheets
            return
        line, data = portion
        middle = cut(data, len(data) // 2) if len(data) > SMALL else 0
        if not middle:
            yield self._row_by_row(portion)
            return
        yield from self.read(Portion(line, data[:middle]))
        yield from self.read(Portion(line + data.count(b"\n", 0, middle), data[middle:]))

    def _clean(self, portion: Portion) -> Sheets | None:
        """The sheets, if all of them are in order; None where there is something to look for."""
        data = portion.data
        try:
            frame = self._frame(data, self._missing)
            carried = (
                self._frame(data, ()).select(self._carried)
                if self._missing and self._carried
                else frame.select(self._carried)
            )
        except pl.exceptions.PolarsError:
            return None
        rows = data.count(b"\n") + (not data.endswith(b"\n"))
        if frame.height != rows or not self._all_full(frame, data):
            return None
        choices = self._choices(frame)
        if choices is None:
            return None
        return Sheets(choices, carried, portion.line + np.arange(rows), [])

    def _frame(self, data: bytes, missing: Sequence[str]) -> pl.DataFrame:
        schema: dict[str, pl.DataType | type[pl.DataType]] = dict.fromkeys(
            self._columns.names, pl.String
        )
        if missing or not self._missing:
            for item in self._columns.items:
                answers = [str(choice.answer) for choice in item.choices]
                schema[item.id] = pl.Enum(answers) if item.situation else self._numbers
        wanted = [*self._items, *self._carried, self._last]
        places = {name: place for place, name in enumerate(self._columns.names)}
        return pl.read_csv(
            data,
            has_header=False,
            schema=schema,
            columns=sorted(places[name] for name in dict.fromkeys(wanted)),
            separator=self._separator,
            null_values=list(missing),
            glob=False,
        )

    def _all_full(self, frame: pl.DataFrame, data: bytes) -> bool:
        """Whether no row has too few fields: those that it lacks would be read as empty."""
        if not frame[self._last].null_count():
            return True
        if b'"' in data:
            return False
        separators = frame.height * (len(self._columns.names) - 1)
        return data.count(self._separator.encode()) == separators

    def _choices(
        self, frame: pl.DataFrame
    ) -> "np.ndarray[tuple[int, ...], np.dtype[np.int8]] | None":
        if self._statements:
            given = pl.col(self._statements)
            if self._numbers is pl.Float64:
                wholes = frame.select((given.is_null() | (given == given.round())).all())
                if not all(wholes.row(0)):
                    return None
            least, most = frame.select(given.min()).row(0), frame.select(given.max()).row(0)
            for low, high, limit in zip(least, most, self._limits, strict=True):
                if low is not None and (low < 1 or high > limit):
                    return None
        filled = frame.select(
            (
                pl.col(item.id).to_physical().cast(pl.Int8).fill_null(-1)
                if item.situation
                else pl.col(item.id).fill_null(0).cast(pl.Int8) - 1
            )
            for item in self._columns.items
        )
        return filled.to_numpy(order="fortran")

    def _row_by_row(self, portion: Portion) -> Sheets:
        """The sheets, each looked at by itself."""
        width = len(self._columns.names)
        rows: list[list[str]] = []
        lines: list[int] = []
        texts: list[str] = []
        bad: list[BadRow] = []
        for line, text, fields, broken in _records(portion, self._separator):
            if broken is not None:
                bad.append(BadRow(line, _BROKEN, {"reason": broken}, text))
            elif not text.isascii() and not _is_unicode(text):
                bad.append(BadRow(line, _ENCODING, {}, text))
            elif fields and len(fields) != width:
                counts = {"found": len(fields), "expected": width}
                bad.append(BadRow(line, _FIELDS, counts, text))
            elif fields:
                rows.append(fields)
                lines.append(line)
                texts.append(text)
        frame = pl.DataFrame(
            rows, schema=dict.fromkeys(self._columns.names, pl.String), orient="row"
        )
        frame = (
            frame.with_columns(pl.col(self._carried).replace("", None)) if self._carried else frame
        )
        sheets = judge(self._columns, self._missing, frame, np.array(lines, dtype=np.int64), texts)
        every = sorted([*bad, *sheets.bad], key=lambda row: row.line)
        return sheets._replace(bad=every)


def _records(portion: Portion, separator: str) -> Iterator[tuple[int, str, list[str], str | None]]:
    """Each record: its line, its text, its fields, and why it can't be read if it can't."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for each in portion.data.decode("utf-8", "surrogateescape").split("\n"):
            taken.append(each)
            yield each + "\n"

    line = portion.line
    reader = csv.reader(lines(), delimiter=separator)
    while True:
        try:
            fields, broken = next(reader), None
        except StopIteration:
            return
        except csv.Error as error:
            fields, broken = [], str(error)
        yield line, "\n".join(taken).rstrip("\r"), fields, broken
        line += len(taken)
        taken.clear()


def _is_unicode(text: str) -> bool:
    """Whether all bytes that `text` was made from were UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
