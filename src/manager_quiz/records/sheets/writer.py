"""Writes a table in portions: CSV or Parquet, into a file that is there whole or not at all."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import Full, Queue
from threading import Thread
from typing import BinaryIO

import polars as pl
import polars.selectors as cs

from manager_quiz.errors import NotWrittenError, naming
from manager_quiz.records import formulas
from manager_quiz.records.files import whole_file

Write = Callable[[pl.DataFrame], None]
ROW_GROUP = 50_000
"""Rows of a Parquet file that are kept until they are written together."""
_AHEAD = 2
"""Portions that may wait to be written."""


@contextmanager
def table_writer(file: Path | None, *, excel: bool = False) -> Iterator[Write]:
    """A function that writes one portion after another, all with the same columns.

    CSV goes to `file`, or to standard output where there is none; Parquet where its name ends
    so. CSV for `excel` is that of countries with a decimal comma: with semicolons, and a byte
    order mark, by which spreadsheets know UTF-8. If the block fails, no file is there. Raises
    NotWrittenError, and OSError of standard output.
    """
    if file is None:
        yield _csv(sys.stdout.buffer, excel=excel)
        sys.stdout.buffer.flush()
        return
    with ExitStack() as files:
        with naming(NotWrittenError, file):
            stream = files.enter_context(whole_file(file))
            parquet = file.suffix.lower() == ".parquet"
            write = files.enter_context(_parquet(stream)) if parquet else _csv(stream, excel=excel)

        def written(frame: pl.DataFrame) -> None:
            with naming(NotWrittenError, file):
                write(frame)

        yield written
        with naming(NotWrittenError, file):
            files.close()


def _csv(stream: BinaryIO, *, excel: bool) -> Write:
    first = True

    def write(frame: pl.DataFrame) -> None:
        nonlocal first
        # As bytes: a stream of Python's own that fails is reported as what it is.
        text = frame.write_csv(
            include_header=first,
            include_bom=first and excel,
            separator=";" if excel else ",",
            decimal_comma=excel,
        )
        stream.write(text.encode())
        first = False

    return write


def harmless(frame: pl.DataFrame) -> pl.DataFrame:
    """The table with an apostrophe before texts and names that a spreadsheet would reckon out."""
    texts = cs.string()
    danger = texts.str.contains(f"^{formulas.FORMULA}") & ~texts.str.contains(
        f"^{formulas.NUMBER}$"
    )
    frame = frame.with_columns(
        pl.when(danger).then(pl.lit("'") + texts.as_expr()).otherwise(texts.as_expr()).name.keep()
    )
    return frame.rename(formulas.harmless)


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
def _parquet(stream: BinaryIO) -> Iterator[Write]:
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
