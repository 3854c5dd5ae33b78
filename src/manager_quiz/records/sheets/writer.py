"""Writes a table in portions: CSV or Parquet, into a file that is there whole or not at all."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from queue import Full, Queue
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, BinaryIO, NamedTuple

import polars as pl
import polars.selectors as cs

from manager_quiz import text
from manager_quiz.errors import N_, ContentError, NotWrittenError, naming
from manager_quiz.records.files import whole_file

Write = Callable[[Any], None]
SHEET_ROWS = 1_048_576
"""Rows of a sheet of a workbook, the headings among them."""
_EXACT = 10**15
"""Spreadsheets know fifteen digits: greater numbers stay texts, and so do those that are none."""
ROW_GROUP = 50_000
"""Rows of a Parquet file that are kept until they are written together."""
_AHEAD = 2
"""Portions that may wait to be written."""


class Writer(NamedTuple):
    """Takes one portion after another, all with the same columns.

    What is to `write` has been `packed`, which can be done in any thread. `figures` are texts of
    0, 1 … 1000 by their decimals (and of none), for formats that are text.
    """

    write: Write
    packed: Callable[[pl.DataFrame], Any] = lambda frame: frame
    figures: Mapping[int, pl.Series] | None = None


@contextmanager
def table_writer(
    file: Path | None, *, excel: bool = False, plain: Sequence[str] = ()
) -> Iterator[Writer]:
    """What writes a table.

    CSV goes to `file`, or to standard output where there is none; Parquet or a workbook where its
    name ends so. CSV for `excel` is that of countries with a decimal comma: with semicolons, and a
    byte order mark, by which spreadsheets know UTF-8; `plain` are columns whose texts need no
    quotation marks. If the block fails, no file is there. Raises
    NotWrittenError, OSError of standard output, and ContentError for what a workbook can't hold.
    """
    if file is None:
        yield _csv(sys.stdout.buffer, excel=excel, plain=plain)
        sys.stdout.buffer.flush()
        return
    with ExitStack() as files:
        with naming(NotWrittenError, file):
            stream = files.enter_context(whole_file(file))
            kinds = {".parquet": _parquet, ".xlsx": _workbook}
            kind = kinds.get(file.suffix.lower())
            if kind is None:
                writer = _csv(stream, excel=excel, plain=plain)
            else:
                writer = Writer(files.enter_context(kind(stream, file)))

        def written(packed: Any) -> None:
            with naming(NotWrittenError, file):
                writer.write(packed)

        yield writer._replace(write=written)
        with naming(NotWrittenError, file):
            files.close()


def too_many_rows(file: Path) -> ContentError:
    """What to raise where a workbook can't take all rows."""
    message = N_("a sheet of a workbook has {most} rows, too few; name a .csv or .parquet file")
    return ContentError.at(file, 0, message, most=f"{SHEET_ROWS:,}".replace(",", " "))


@contextmanager
def _workbook(stream: BinaryIO, file: Path) -> Iterator[Write]:
    """A sheet of a workbook, kept row by row in a temporary file until it is packed.

    Texts are written as such: none becomes a formula, a number or a link.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    with TemporaryDirectory(prefix="manager-quiz-") as folder:
        made = Path(folder, "made.xlsx")
        book = xlsxwriter.Workbook(made, {"constant_memory": True, "tmpdir": folder})
        book.use_zip64()
        page = book.add_worksheet()
        page.freeze_panes(1, 1)
        row = 0

        def write(frame: pl.DataFrame) -> None:
            nonlocal row
            if row == 0:
                for column, name in enumerate(frame.columns):
                    page.write_string(0, column, name, book.add_format({"bold": True}))
            for cells in frame.iter_rows():
                row += 1
                if row >= SHEET_ROWS:
                    raise too_many_rows(file)
                for column, cell in enumerate(cells):
                    if isinstance(cell, bool):
                        page.write_boolean(row, column, cell)
                    elif isinstance(cell, int | float | Decimal) and abs(float(cell)) < _EXACT:
                        page.write_number(row, column, cell)
                    elif cell is not None and page.write_string(row, column, str(cell)):
                        message = N_("the column {column} has a text too long for a workbook")
                        raise ContentError.at(file, 0, message, column=frame.columns[column])

        try:
            yield write
        except BaseException:
            # Nothing is packed; what it had written goes with the folder.
            book.fileclosed = True
            page.row_data_fh.close()
            raise
        try:
            book.close()
        except FileCreateError as error:
            raise error.args[0] from error
        with made.open("rb") as packed:
            copyfileobj(packed, stream)


def _csv(stream: BinaryIO, *, excel: bool, plain: Sequence[str]) -> Writer:
    separator, mark = (";", ",") if excel else (",", ".")
    texts = cs.string() - cs.by_name(*plain, require_all=False)
    doubled = texts.str.replace_all('"', '""', literal=True)
    needing = texts.str.contains(f'[\r\n"{separator}]') | (texts.as_expr() == "")
    quoted = pl.when(needing).then('"' + doubled + '"').otherwise(texts.as_expr()).name.keep()
    first = True

    def packed(frame: pl.DataFrame) -> tuple[pl.DataFrame, bytes]:
        # Polars would look for quotation marks in each figure.
        lines = BytesIO()
        frame.with_columns(quoted).write_csv(
            lines,
            include_header=False,
            separator=separator,
            decimal_comma=excel,
            quote_style="never",
        )
        return frame.clear(), lines.getvalue()

    def write(portion: tuple[pl.DataFrame, bytes]) -> None:
        nonlocal first
        headings, lines = portion
        # As bytes: a stream of Python's own that fails is reported as what it is.
        if first:
            stream.write(headings.write_csv(include_bom=excel, separator=separator).encode())
        stream.write(lines)
        first = False

    figures = {
        decimals: pl.Series(
            [*(str(step / 10**decimals).replace(".", mark) for step in range(1001)), None]
        )
        for decimals in (1, 3)
    }
    return Writer(write, packed, figures)


def harmless(frame: pl.DataFrame) -> pl.DataFrame:
    """The table with an apostrophe before texts and names that a spreadsheet would reckon out."""
    texts = cs.string()
    danger = texts.str.contains(f"^{text.FORMULA}") & ~texts.str.contains(f"^{text.NUMBER}$")
    frame = frame.with_columns(
        pl.when(danger).then(pl.lit("'") + texts.as_expr()).otherwise(texts.as_expr()).name.keep()
    )
    return frame.rename(text.harmless)


class _Watched:
    """A stream that remembers why it couldn't be written: Polars tells of it in its own words."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.failed: OSError | None = None

    def write(self, data: bytes) -> int:
        """Writes some bytes."""
        try:
            return self._stream.write(data)
        except OSError as error:
            self.failed = error
            raise

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


@contextmanager
def _parquet(stream: BinaryIO, _file: Path) -> Iterator[Write]:
    """Polars pulls the portions of a Parquet file: it does so in a thread, from a queue."""
    from polars.io.plugins import register_io_source

    waiting: Queue[pl.DataFrame | None] = Queue(_AHEAD)
    failed: list[BaseException] = []
    thread: Thread | None = None
    watched = _Watched(stream)

    def portions(*_pushed_down: object) -> Iterator[pl.DataFrame]:
        while (frame := waiting.get()) is not None:
            yield frame

    def sink(schema: pl.Schema) -> None:
        try:
            register_io_source(portions, schema=schema).sink_parquet(
                watched, row_group_size=ROW_GROUP
            )  # type: ignore[call-overload]
        except BaseException as error:
            # Ctrl-C too: Polars notices it here and would otherwise keep it to itself.
            failed.append(watched.failed or error)

    def put(frame: pl.DataFrame | None) -> None:
        """Waits for room, but not for a thread that has failed."""
        while not failed:
            try:
                return waiting.put(frame, timeout=0.1)
            except Full:
                continue
        return None

    def write(frame: pl.DataFrame) -> None:
        nonlocal thread
        if failed:
            raise failed[0]
        if thread is None:
            thread = Thread(target=sink, args=[frame.schema], daemon=True)
            thread.start()
        put(frame)

    try:
        yield write
    finally:
        if thread is not None:
            put(None)
            thread.join()
    if failed:
        raise failed[0]
