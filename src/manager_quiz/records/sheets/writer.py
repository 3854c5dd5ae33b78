"""Writes a table in portions: CSV or Parquet, into a file that is there whole or not at all."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Full, Queue
from threading import Thread
from typing import BinaryIO

import polars as pl

from manager_quiz.records.files import whole_file

Write = Callable[[pl.DataFrame], None]
_AHEAD = 2
"""Portions that may wait to be written."""


@contextmanager
def table_writer(file: Path | None) -> Iterator[Write]:
    """A function that writes one portion after another, all with the same columns.

    CSV goes to `file`, or to standard output where there is none; Parquet where its name ends
    so. If the block fails, no file is there. Raises OSError.
    """
    if file is None:
        yield _csv(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    with whole_file(file) as stream:
        if file.suffix == ".parquet":
            with _parquet(stream) as write:
                yield write
        else:
            yield _csv(stream)


def _csv(stream: BinaryIO) -> Write:
    first = True

    def write(frame: pl.DataFrame) -> None:
        nonlocal first
        # As bytes: a stream of Python's own that fails is reported as what it is.
        stream.write(frame.write_csv(include_header=first).encode())
        first = False

    return write


@contextmanager
def _parquet(stream: BinaryIO) -> Iterator[Write]:
    """Polars pulls the portions of a Parquet file: it does so in a thread, from a queue."""
    from polars.io.plugins import register_io_source

    waiting: Queue[pl.DataFrame | None] = Queue(_AHEAD)
    failed: list[BaseException] = []
    thread: Thread | None = None

    def portions(*_pushed_down: object) -> Iterator[pl.DataFrame]:
        while (frame := waiting.get()) is not None:
            yield frame

    def sink(schema: pl.Schema) -> None:
        try:
            register_io_source(portions, schema=schema).sink_parquet(stream)
        except BaseException as error:
            # Ctrl-C too: Polars notices it here and would otherwise keep it to itself.
            failed.append(error)

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
