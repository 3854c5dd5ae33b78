"""How far long work has come, on standard error where that is a terminal."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from manager_quiz.wording.words import Words

EVERY = 0.2
"""Seconds between two looks."""


class _Counted(Protocol):
    @property
    def people(self) -> int: ...
    @property
    def bad(self) -> int: ...


@contextmanager
def progress(words: Words) -> Iterator[Callable[[_Counted, float | None], None]]:
    """A function that is told how many rows are done and which share of the file that is."""
    if not sys.stderr.isatty():
        yield lambda _counted, _done: None
        return
    started = shown = time.monotonic()

    def told(counted: _Counted, done: float | None) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - shown >= EVERY:
            shown = now
            rows = counted.people + counted.bad
            sys.stderr.write(f"\r\x1b[K{_line(words, rows, now - started, done)}")
            sys.stderr.flush()

    try:
        yield told
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _line(words: Words, rows: int, seconds: float, done: float | None) -> str:
    _ = words.gettext
    rate = rows / seconds
    if not done:
        return _("{rows} rows, {rate} a second").format(rows=f"{rows:,}", rate=f"{rate:,.0f}")
    left = seconds * (1 - done) / done
    return _("{percent} %, {rows} rows, {rate} a second, {minutes} left").format(
        percent=f"{100 * done:.0f}",
        rows=f"{rows:,}",
        rate=f"{rate:,.0f}",
        minutes=f"{int(left) // 60}:{int(left) % 60:02}",
    )
