"""Files of sheets by what they are: delimited text, or a table (Parquet, Arrow, a workbook)."""

import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import polars as pl

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.errors import N_, ContentError
from manager_quiz.records.sheets.answers import Spellings, sheets_of_table, usable
from manager_quiz.records.sheets.columns import (
    NO_MAPPING,
    ColumnMapping,
    Columns,
    Headings,
    find_columns,
)
from manager_quiz.records.sheets.delimited import (
    Grammar,
    Part,
    Row,
    blocks_of_records,
    guessed_separator,
    named_separator,
)
from manager_quiz.records.sheets.sheets import SeenIds, Sheets, repeated
from manager_quiz.records.sheets.source import (
    CUT,
    DAMAGED,
    LOCKED,
    Source,
    check_unpacked,
    likely_encoding,
    unreadable,
)

Portion = Callable[[], Sheets]
"""Some of a file's sheets, read when they are asked for, in any thread; ids may repeat."""
KEPT = 16_000_000
"""Bytes; for more glibc asks the system each time (M_MMAP_THRESHOLD in mallopt(3))."""
MOST_COLUMNS = 20_000
"""A spreadsheet has 16,384."""
BATCH = 12_000
"""Rows of a table that are taken at a time."""
_UNKNOWN = N_("it is damaged, or of a kind that isn't known here")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MANIFEST, _ZIP_END = "META-INF/manifest.xml", b"PK\x05\x06"
HEAD = 8
"""Rows that are looked at before the columns are known."""


class Format(Protocol):
    """A file of sheets that is open."""

    @property
    def done(self) -> float | None:
        """The share of the file that is read; None where its length isn't known."""

    def most(self) -> int:
        """Rows there are at most, headings aside; 0 where that can't be told beforehand."""

    def rows(self, most: int) -> list[Row]:
        """The first rows, headings among them."""

    def portions(self, columns: Columns, spellings: Spellings) -> Iterator[Portion]:
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
            raise ContentError.at(source.file, 0, N_("the file is empty"))
        _check_width(source, len(first[0].cells))
        head = "".join(first[0].cells)
        if "\0" in head or any("\ud800" <= each <= "\udfff" for each in head):
            message = N_(
                "the file isn't text in UTF-8; if it is {encoding}, say --encoding {encoding}"
            )
            raise ContentError.at(source.file, 1, message, encoding=likely_encoding(data))

    @property
    def done(self) -> float | None:
        return self._source.done

    def close(self) -> None:
        self._source.close()

    def most(self) -> int:
        if str(self._source.file) == "-":
            return 0
        with closing(Source(self._source.file, self._source.encoding)) as source:
            # The headings end with a line end, the last row perhaps not.
            return sum(block.count(b"\n") for block in source.blocks())

    def rows(self, most: int) -> list[Row]:
        return self._grammar.first(self._head, most, self._start)

    def portions(self, columns: Columns, spellings: Spellings) -> Iterator[Portion]:
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
            yield partial(_of_part, part, columns, spellings)


def _of_part(asked: Callable[[], Part], columns: Columns, spellings: Spellings) -> Sheets:
    part = asked()
    records, places = part.records, columns.places
    carried = {name: records.column(place) for name, place in carried_places(columns).items()}
    choices = spellings.of_records(records, places)
    return usable(
        Sheets(choices, pl.DataFrame(carried), records.lines, records.text, part.bad, part.empty),
        spellings,
        lambda row, index: records.field(row, places[index]).decode("utf-8", "replace"),
        lambda row: not any(records.field(row, place).strip() for place in range(records.width)),
    )


class _Table:
    """A table with columns of any types; `headed` says that the headings are among its rows."""

    def __init__(self, source: Source, table: pl.LazyFrame, *, headed: bool) -> None:
        self._source = source
        self._table, self._headed = table, headed
        with _told(source), _quiet():
            self._names = table.collect_schema().names()
            _check_width(source, len(self._names))
            self._all: int = table.select(pl.len()).collect().item()
        self._read = 0
        if headed and not self._all:
            raise ContentError.at(source.file, 0, N_("the first sheet of the workbook is empty"))

    @property
    def done(self) -> float | None:
        return self._read / self._all if self._all else None

    def close(self) -> None:
        self._source.close()

    def most(self) -> int:
        return self._all - self._headed

    def rows(self, most: int) -> list[Row]:
        with _told(self._source), _quiet():
            head = self._table.head(most).collect()
        cells = [["" if cell is None else str(cell) for cell in row] for row in head.iter_rows()]
        rows = [Row(line, row, 0) for line, row in enumerate(cells, 1)]
        return rows if self._headed else [Row(0, self._names, 0), *rows]

    def portions(self, columns: Columns, spellings: Spellings) -> Iterator[Portion]:
        """Each is asked for by itself: what Polars reads in batches it reads far ahead."""
        first = columns.above + columns.below + self._headed
        carried, places = carried_places(columns), columns.places
        wanted = list(dict.fromkeys([*places, *carried.values()]))

        def portion(start: int) -> Sheets:
            rows = self._table.slice(start, BATCH)
            with _told(self._source):
                batch = rows.select(self._names[place] for place in wanted).collect()

            @cache
            def whole() -> pl.DataFrame:
                with _told(self._source):
                    return rows.collect()

            return sheets_of_table(
                batch,
                spellings,
                [wanted.index(place) for place in places],
                {name: wanted.index(place) for name, place in carried.items()},
                1 + start + np.arange(batch.height),
                whole,
            )

        for start in range(first, max(self._all, first + 1), BATCH):
            self._read = start
            yield partial(portion, start)
        self._read = self._all


def _columnar(source: Source) -> _Table:
    if str(source.file) == "-":
        message = N_("a table can't be read from standard input; name the file")
        raise ContentError.at(source.file, 0, message)
    source.close()
    with _told(source):
        scan = pl.scan_parquet if source.kind == "parquet" else pl.scan_ipc
        return _Table(source, scan(source.file, glob=False), headed=False)


def _workbook(source: Source) -> _Table:
    """The first sheet of a workbook, its cells as text."""
    try:
        import fastexcel
    except ImportError as error:
        message = N_('workbooks need more: pip install "manager-quiz[batch]"; or save as CSV')
        raise ContentError.at(source.file, 0, message) from error
    data = source.everything()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            check_unpacked(source.file, len(data), sum(each.file_size for each in parts.infolist()))
    except zipfile.BadZipFile:
        pass  # one of an older kind, or damaged
    try:
        book = fastexcel.read_excel(data)
        frame = book.load_sheet(0, header_row=None, dtypes="string").to_polars()
    except (fastexcel.FastExcelError, ValueError) as error:
        raise unreadable(source.file, _no_workbook(data)) from error
    return _Table(source, frame.lazy(), headed=True)


def _check_width(source: Source, columns: int) -> None:
    if columns > MOST_COLUMNS:
        message = N_("it has {n} columns, far more than a file of sheets")
        raise ContentError.at(source.file, 1, message, n=columns)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps to itself what Polars says of damage on standard error before it raises it.

    Only at first: later others say something there meanwhile.
    """
    try:
        kept = os.dup(2)
    except OSError:
        yield  # it is closed
        return
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@contextmanager
def _told(source: Source) -> Iterator[None]:
    """Says in words of our own why Polars can't read a table."""
    try:
        yield
    except OSError as error:
        raise unreadable(source.file, error) from error
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        with source.file.open("rb") as stream:
            begins = stream.read(4)
            stream.seek(max(0, source.size - 6))
            ends = stream.read()
        if begins == b"PARE":
            raise unreadable(source.file, LOCKED) from error
        whole = ends.endswith(b"PAR1" if source.kind == "parquet" else b"ARROW1")
        raise unreadable(source.file, _UNKNOWN if whole else CUT) from error


def _no_workbook(data: bytes) -> str:
    """Why there is no workbook in some bytes."""
    if _ENCRYPTED in data:
        return LOCKED
    if not data.startswith(b"PK"):
        return _UNKNOWN
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
            if any(each.flag_bits & 1 for each in packed.infolist()):
                return LOCKED
            if _MANIFEST in names and b"encryption-data" in packed.read(_MANIFEST):
                return LOCKED
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError):
        return DAMAGED if _ZIP_END in data else CUT
    known = any(name.startswith("xl/workbook") or name == "content.xml" for name in names)
    return DAMAGED if known else N_("it is a packed file (zip) without a workbook; unpack it first")


class Reading(NamedTuple):
    """How a file is to be read: which form, what to keep, what stands for no answer.

    `catalogs` are the same catalog in all its languages, the one that is used first. `top` is how
    many roles the table will have, whose columns' names are taken. `mapping` is somebody's, of
    headings and answers.
    """

    catalogs: Sequence[Catalog]
    form: Form | None = None
    keep: Sequence[str] = ()
    missing: Sequence[str] = ()
    encoding: str | None = None
    top: int = 0
    mapping: ColumnMapping = NO_MAPPING


class SheetFile:
    """A file of answer sheets, one row a person; `-` is standard input.

    Opening it finds the columns. Raises ContentError where it can't be read or a column is
    missing.
    """

    def __init__(self, file: Path, reading: Reading) -> None:
        self.file = file
        self._format = open_format(file, reading.encoding)
        try:
            self.columns = find_columns(
                reading.catalogs[0],
                file,
                self._format.rows(HEAD),
                Headings(reading.catalogs, reading.mapping),
                reading.form,
                reading.keep,
                reading.top,
            )
        except BaseException:
            self.close()
            raise
        self.spellings = Spellings(
            self.columns.items, reading.catalogs, reading.missing, reading.mapping.answers
        )

    @property
    def done(self) -> float | None:
        """The share of the file that is read; None where its length isn't known."""
        return self._format.done

    @property
    def most(self) -> int:
        """People there may be at most; 0 where that can't be told beforehand."""
        return self._format.most()

    def close(self) -> None:
        """Closes the file."""
        self._format.close()

    def portions(self) -> Iterator[Portion]:
        """All sheets in the file's order, to be read in any thread; ids may repeat."""
        # What was as large as this and is given back, glibc keeps for what comes: else half of the
        # time would go into memory that the system takes back and hands out anew, full of zeros.
        np.empty(KEPT, dtype=np.uint8)
        return self._format.portions(self.columns, self.spellings)

    def sheets(self, seen: SeenIds) -> Iterator[Sheets]:
        """All sheets in the file's order; an id that was `seen` before makes a row bad."""
        for portion in self.portions():
            sheets = portion()
            refused, bad = repeated(sheets, seen)
            yield sheets.without(refused, bad) if bad else sheets
        seen.files = (*seen.files, self.file)
