r"""Records of delimited text: where each field stands, and which lines are no records.

A field that begins with a quotation mark ends with one; within it a quotation mark is doubled,
and separators and line ends count for nothing (RFC 4180). Elsewhere a quotation mark is a
character like others. Line ends are `\n`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from manager_quiz.errors import N_
from manager_quiz.records.sheets.sheets import BadRow
from manager_quiz.records.sheets.source import likely_encoding

LONGEST = 1_000_000
"""A quotation that isn't closed within so many bytes is a stray quotation mark."""
SHORT = 64
"""Fields of at most so many bytes are taken out side by side."""
SEPARATORS = (",", ";", "\t", "|")
_FIELDS = N_("{found} fields instead of {expected}")
_ENCODING = N_("this is not UTF-8; if it is {encoding}, say --encoding {encoding}")
_STRAY = N_("a quotation mark opens a field that doesn't end on this row")
_SWALLOWED = N_("between its quotation marks a field has whole rows: one of the marks is stray")
_SEPARATOR_LINE = re.compile(rb'"?sep=(.)"?[,;\t|]*\n', re.IGNORECASE)
_BREAK, _QUOTE = 10, 34


@dataclass(frozen=True)
class Records:
    """Records with `width` fields each, one behind the other in `data`.

    `breaks` are the places of the line ends behind them, `lines` the lines of the file on which
    they begin. `ends` are the places behind all fields, `[record, field]`; they aren't sought where
    each field but the first is one byte: then `tail` has what stands behind the first field,
    separators and bytes by turns.
    """

    data: bytes
    separator: bytes
    width: int
    lines: NDArray[np.int64]
    breaks: NDArray[np.intp]
    ends: NDArray[np.intp] | None = None
    tail: NDArray[np.uint8] | None = None

    @cached_property
    def codes(self) -> NDArray[np.uint8]:
        """The bytes as numbers."""
        return np.frombuffer(self.data, dtype=np.uint8)

    def end(self, column: int) -> NDArray[np.intp]:
        """The places behind the fields of a column; behind the line before in that of -1."""
        if column < 0:
            return np.concatenate([[-1], self.breaks[:-1]])[: len(self.breaks)]
        if self.ends is None:
            return self.breaks - 2 * (self.width - 1 - column)
        return self.ends[:, column]

    def last_bytes(self) -> NDArray[np.uint8]:
        """The last byte of each field, `[field, record]`; of an empty one what stands before it."""
        if self.ends is not None:
            return np.ascontiguousarray(self.codes[self.ends - 1].T)
        assert self.tail is not None
        first = self.codes[self.end(0) - 1]
        return np.concatenate([first[None], self.tail[:, 1::2].T])

    def longer(self) -> NDArray[np.bool_]:
        """Which fields have more than one byte, `[record, field]`."""
        if self.ends is not None:
            return (np.diff(self.ends.ravel(), prepend=-1) > 2).reshape(self.ends.shape)
        found = np.zeros((len(self.breaks), self.width), dtype=bool)
        found[:, 0] = self.end(0) - self.end(-1) > 2
        return found

    def text(self, row: int) -> str:
        """A record as it stands in the file."""
        return _shown(self.data[self._behind(row, -1) + 1 : self.breaks[row]])

    def field(self, row: int, column: int) -> bytes:
        """One field, unquoted."""
        return unquoted(self.data[self._behind(row, column - 1) + 1 : self._behind(row, column)])

    def _behind(self, row: int, column: int) -> int:
        """As `end` for one record: who asks of each mustn't look at all every time."""
        if column < 0:
            return int(self.breaks[row - 1]) if row else -1
        if self.ends is None:
            return int(self.breaks[row]) - 2 * (self.width - 1 - column)
        return int(self.ends[row, column])

    def column(self, column: int) -> pl.Series:
        """The fields of a column, unquoted; nothing where one is empty."""
        begins, ends = self.end(column - 1) + 1, self.end(column)
        longest = int((ends - begins).max(initial=-1))
        if 0 <= longest <= SHORT and b'"' not in self.data:
            # All of them at once, each with what ends it.
            places = begins[:, None] + np.arange(longest + 1)
            joined = self.codes.take(places, mode="clip")[places <= ends[:, None]].tobytes()
            whole = pl.Series([joined[:-1]], dtype=pl.Binary).cast(pl.String)
            texts = whole.str.split(chr(self.codes[ends[0]])).explode()
        else:
            each = zip(begins.tolist(), ends.tolist(), strict=True)
            cells = [unquoted(self.data[begin:end]) for begin, end in each]
            texts = pl.Series(cells, dtype=pl.Binary).cast(pl.String)
        return texts.set(texts == "", None)


class Part(NamedTuple):
    """What a block of text holds: records, rows that can't be used, and rows without anything.

    `rest` are bytes of a record that isn't whole yet; it begins on line `line`.
    """

    records: Records
    bad: Sequence[BadRow]
    empty: int
    rest: bytes
    line: int


class Row(NamedTuple):
    """A record as texts: its line, its fields, and the place behind it.

    Where a quotation mark is `stray` it is a line, taken apart as if there were none.
    """

    line: int
    cells: list[str]
    end: int
    stray: bool = False


class Grammar:
    """How records with fields between `separator` are read."""

    def __init__(self, separator: str) -> None:
        self.separator = separator.encode()
        inner = re.escape(self.separator)
        field = rb'(?:"(?:[^"]++|"")*+"|[^"\n%s][^\n%s]*+|)' % (inner, inner)
        self._field = re.compile(rb"(%s)(?:%s|\n|\Z)" % (field, inner))
        self._record = re.compile(rb"%s(?:%s%s)*+\n" % (field, inner, field))
        self._cut = re.compile(rb'(?:%s%s)*+(?:%s|"(?:[^"]++|"")*+)\Z' % (field, inner, field))

    def first(self, data: bytes, most: int, place: int = 0) -> list[Row]:
        """The first records from a place on, and lines that are none: for headings and samples."""
        found: list[Row] = []
        line = 1 + data.count(b"\n", 0, place)
        while place < len(data) and len(found) < most:
            match = self._record.match(data, place)
            stray = not match or self._runs_on(data, match)
            end = match.end() if match and not stray else data.find(b"\n", place) + 1 or len(data)
            text = data[place:end]
            if text.strip():
                cells = self._split(text.replace(b'"', b"") if stray else text)
                found.append(Row(line, [_text(each) for each in cells], end, stray))
            line += text.count(b"\n")
            place = end
        return found

    def part(self, data: bytes, line: int, width: int, *, last: bool) -> Part:
        """The records of a block that begins on `line`; `last` says that nothing follows it."""
        if last and data and not data.endswith(b"\n"):
            data += b"\n"
        end = data.rfind(b"\n") + 1
        records = self._plain(data[:end], line, width)
        if records is not None:
            return Part(records, (), 0, data[end:], line + len(records.lines))
        return self._sifted(data, line, width, last=last)

    def _plain(self, data: bytes, line: int, width: int) -> Records | None:
        """The records, if each line is one; None where there is something to look for."""
        codes = np.frombuffer(data, dtype=np.uint8)
        breaks = np.flatnonzero(codes == _BREAK)
        marks = codes == self.separator[0]
        lines = line + np.arange(len(breaks))
        quoted = b'"' in data
        if quoted:
            quotes = codes == _QUOTE
            inside = np.logical_xor.accumulate(quotes)
            if not self._balanced(codes, quotes) or inside[breaks].any():
                return None
            marks &= ~inside
        if not data.isascii() and not _is_utf8(data):
            return None
        if np.count_nonzero(marks) != len(breaks) * (width - 1):
            return None
        # Behind the first field one of the rest takes two places, its separator and a byte.
        rest = 2 * (width - 1)
        if len(breaks) and rest and not quoted and (np.diff(breaks, prepend=-1) > rest).all():
            tail = sliding_window_view(codes, rest)[breaks - rest]
            if (tail[:, ::2] == self.separator[0]).all():
                return Records(data, self.separator, width, lines, breaks, tail=tail)
        marks[breaks] = True
        ends = np.flatnonzero(marks).reshape(-1, width)
        if (ends[:, -1] != breaks).any():
            return None
        return Records(data, self.separator, width, lines, breaks, ends)

    def _balanced(self, codes: NDArray[np.uint8], quotes: NDArray[np.bool_]) -> bool:
        """Whether quotation marks stand in pairs round whole fields, or doubled within them."""
        places = np.flatnonzero(quotes)
        if len(places) % 2:
            return False
        opening, closing = places[::2], places[1::2]
        before, behind = codes[np.maximum(opening - 1, 0)], codes[closing + 1]
        before = np.where(opening == 0, _BREAK, before)
        allowed = np.array([self.separator[0], _BREAK, _QUOTE], dtype=np.uint8)
        return bool(np.isin(before, allowed).all() and np.isin(behind, allowed).all())

    def _sifted(self, data: bytes, line: int, width: int, *, last: bool) -> Part:
        """The records, each looked at by itself."""
        good: list[bytes] = []
        lines: list[int] = []
        bad: list[BadRow] = []
        empty = place = 0
        while place < len(data):
            match = self._record.match(data, place)
            end = match.end() if match else data.find(b"\n", place) + 1
            unfinished = not match and (not end or self._cut.match(data, place))
            if unfinished and not last and len(data) - place <= LONGEST:
                break
            text = data[place : end or len(data)]
            split = self._split(text) if match else []
            fields = list(split)
            while len(fields) > width and not fields[-1].strip():
                fields.pop()
            fault: BadRow | None = None
            if not match or text.count(b"\n") > 1:
                # The lines that a stray mark would swallow are looked at again, each by itself.
                sound = bool(match) and len(text) <= LONGEST and len(fields) == width
                swallows = self._swallows(text, split, width)
                told = _STRAY if not sound else _SWALLOWED if swallows else None
                if told:
                    end = data.find(b"\n", place) + 1
                    text = data[place : end or len(data)]
                    fault = BadRow(line, told, {}, _shown(text))
            if fault is None and not any(unquoted(each).strip() for each in fields):
                empty += any(fields) or len(text) > 1
            elif fault is None and len(fields) != width:
                counts = {"found": len(fields), "expected": width}
                fault = BadRow(line, _FIELDS, counts, _shown(text))
            elif fault is None and not _is_utf8(text):
                named = {"encoding": likely_encoding(text)}
                fault = BadRow(line, _ENCODING, named, _shown(text))
            elif fault is None:
                good.append(self.separator.join(map(_quoted, fields)) + b"\n")
                lines.append(line)
            if fault is not None:
                bad.append(fault)
            line += text.count(b"\n")
            place = end or len(data)
        joined = b"".join(good)
        codes = np.frombuffer(joined, dtype=np.uint8)
        marks = (codes == self.separator[0]) | (codes == _BREAK)
        marks &= ~np.logical_xor.accumulate(codes == _QUOTE)
        ends = np.flatnonzero(marks).reshape(-1, width)
        begun = np.array(lines, dtype=np.int64)
        records = Records(joined, self.separator, width, begun, ends[:, -1], ends)
        return Part(records, bad, empty, data[place:], line)

    def _runs_on(self, data: bytes, match: re.Match[bytes]) -> bool:
        """Whether a record of several lines holds rows: it has other fields than what follows."""
        text, after = match[0], self._record.match(data, match.end())
        if text.count(b"\n") < 2 or not after:
            return False
        fields, width = self._split(text), len(self._split(after[0]))
        return len(fields) != width and self._swallows(text, fields, width)

    def _split(self, record: bytes) -> list[bytes]:
        """The fields of a record, as they stand."""
        record = record.removesuffix(b"\n")
        if b'"' not in record:
            return record.split(self.separator)
        fields = []
        place = 0
        while place <= len(record):
            match = self._field.match(record, place)
            assert match is not None
            fields.append(match[1])
            place += len(match[1]) + 1
        return fields

    def _swallows(self, record: bytes, fields: Sequence[bytes], width: int) -> bool:
        """Whether a field of several lines holds what looks like rows.

        Two stray quotation marks make one field of all that is between them: the rows between
        have as many separators as a row has, and so have what is left of the first and the last.
        Or there are too many fields, and each line has enough by itself.
        """
        lines = record.removesuffix(b"\n").split(b"\n")
        if len(fields) > width and all(line.count(self.separator) >= width - 1 for line in lines):
            return True
        for field in fields:
            counts = [piece.count(self.separator) for piece in field.split(b"\n")]
            if len(counts) > 1 and width - 1 in {*counts[1:-1], counts[0] + counts[-1]}:
                return True
        return False


def unquoted(field: bytes) -> bytes:
    """What a field says."""
    if len(field) > 1 and field[0] == _QUOTE:
        return field[1:-1].replace(b'""', b'"')
    return field


def named_separator(data: bytes) -> tuple[str, bytes] | None:
    """The separator that Excel's first line `sep=;` names, and that line."""
    match = _SEPARATOR_LINE.match(data)
    return (match[1].decode("latin-1"), match[0]) if match else None


def guessed_separator(data: bytes, start: int, sample: int = 50) -> str:
    """The separator by which most of the first records have as many fields as the headings.

    Of several it is the one that makes most fields.
    """

    def fit(separator: str) -> tuple[float, int]:
        widths = [len(row.cells) for row in Grammar(separator).first(data, sample, start)]
        alike = widths.count(widths[0]) / len(widths) if widths else 0.0
        return (alike if widths and widths[0] > 1 else 0.0), max(widths, default=0)

    fits = {separator: fit(separator) for separator in SEPARATORS}
    best = max(alike for alike, _width in fits.values())
    # A comma in one question's text makes few fields; the file's own separator makes many.
    near = [separator for separator in SEPARATORS if fits[separator][0] >= 0.8 * best]
    return max(near, key=lambda separator: fits[separator][1])


def blocks_of_records(
    blocks: Iterator[bytes], grammar: Grammar, width: int, *, rest: bytes = b"", line: int = 1
) -> Iterator[Callable[[], Part]]:
    """The parts of a text, given in blocks cut anywhere; `rest` comes before them.

    Without quotation marks each line is a record: such a part is worked out when it is asked for.
    """
    block = next(blocks, b"")
    while True:
        following = next(blocks, None)
        data, last = rest + block, following is None
        if b'"' in data:
            part = grammar.part(data, line, width, last=last)
            rest, line = part.rest, part.line
            yield lambda part=part: part  # type: ignore[misc]
        else:
            end = len(data) if last else data.rfind(b"\n") + 1
            yield partial(grammar.part, data[:end], line, width, last=last)
            breaks = np.frombuffer(data, dtype=np.uint8, count=end) == _BREAK
            rest, line = data[end:], line + int(np.count_nonzero(breaks))
        if following is None:
            return
        block = following


def _quoted(field: bytes) -> bytes:
    """A field as it stands, quoted where it has a quotation mark that isn't round it."""
    if field[:1] != b'"' and b'"' in field:
        return b'"' + field.replace(b'"', b'""') + b'"'
    return field


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _text(field: bytes) -> str:
    return unquoted(field).decode("utf-8", "surrogateescape").strip()


def _shown(record: bytes) -> str:
    """A record for people, with U+FFFD for what isn't UTF-8."""
    return record.removesuffix(b"\n").decode("utf-8", "replace")
