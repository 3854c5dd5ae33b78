"""How far long work has come, on standard error where that is a terminal."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from manager_quiz.terminal.screen import open_console
from manager_quiz.terminal.signals import giving_back
from manager_quiz.wording.words import Words


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
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    text = TextColumn("{task.description}", markup=False)
    columns = (text, BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    started = time.monotonic()
    with Progress(*columns, console=open_console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def told(counted: _Counted, done: float | None) -> None:
            rows = counted.people + counted.bad
            rate = rows / max(time.monotonic() - started, 0.001)
            said = words("{rows} rows, {rate} a second", rows=f"{rows:,}", rate=f"{rate:,.0f}")
            # Of a pipe nobody knows how much is to come.
            bar.update(task, description=said, total=1 if done else None, completed=done or 0)

        with giving_back(bar.stop, bar.start):
            yield told
