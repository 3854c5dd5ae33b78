"""Scores a whole file of sheets: reads, assesses and writes portions at the same time."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple, TypeVar

import polars as pl

from manager_quiz.measurement.assessment import Assessor
from manager_quiz.records.sheets.reader import SheetFile
from manager_quiz.records.sheets.sheets import BadRow, Sheets
from manager_quiz.records.sheets.table import Table
from manager_quiz.records.sheets.writer import table_writer

SHOWN = 20
"""Bad rows that are told of."""
_In = TypeVar("_In")
_Out = TypeVar("_Out")


class Tally(NamedTuple):
    """What was read: people whose row could be used, rows that couldn't, the first of them."""

    people: int = 0
    bad: int = 0
    first: tuple[BadRow, ...] = ()

    def and_(self, sheets: Sheets) -> "Tally":
        """With some more sheets."""
        first = (*self.first, *sheets.bad)[:SHOWN]
        return Tally(self.people + len(sheets.choices), self.bad + len(sheets.bad), first)


class BadRowsError(Exception):
    """Rows can't be used, and nobody said to skip them."""

    def __init__(self, tally: Tally) -> None:
        super().__init__(f"{tally.bad} bad rows")
        self.tally = tally


Told = Callable[[Tally, float | None], None]


def score_file(
    sheets_file: SheetFile,
    assessor: Assessor,
    out: Path | None,
    *,
    side: Path | None,
    told: Told,
) -> Tally:
    """Writes one row a person to `out`, or to standard output.

    Bad rows go to the file `side`; without one nothing is written under the name of `out` and
    BadRowsError tells of them. `told` hears how far it has come. Raises OSError.
    """
    tally, table = Tally(), Table(assessor)

    def work(sheets: Sheets) -> tuple[Sheets, pl.DataFrame | None]:
        stopped = tally.bad + len(sheets.bad) and side is None
        return sheets, None if stopped else table.rows(sheets, assessor.assess(sheets.choices))

    with ExitStack() as files:
        write = files.enter_context(table_writer(out))
        aside = files.enter_context(table_writer(side)) if side is not None else None
        # Closed here, so that a Ctrl-C meanwhile isn't lost in a generator's end.
        assessed = files.enter_context(closing(in_order(work, sheets_file.sheets())))
        for sheets, rows in assessed:
            if aside is not None and (sheets.bad or not tally.people):
                aside(_bad_table(sheets.bad))
            tally = tally.and_(sheets)
            if rows is not None and (side is not None or not tally.bad):
                write(rows)
            told(tally, sheets_file.done)
        if tally.bad and side is None:
            raise BadRowsError(tally)
    if side is not None and not tally.bad:
        side.unlink()
    return tally


def in_order(work: Callable[[_In], _Out], items: Iterable[_In]) -> Generator[_Out, None, None]:
    """The results of `work`, which is done in a thread while the next item is fetched."""
    waiting: deque[Future[_Out]] = deque()
    with ThreadPoolExecutor(1) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > 1:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _bad_table(bad: Iterable[BadRow]) -> pl.DataFrame:
    rows = [(row.line, row.template.format(**row.values), row.text) for row in bad]
    schema = {"line": pl.Int64, "problem": pl.String, "row": pl.String}
    clean = [(line, problem, _printable(text)) for line, problem, text in rows]
    return pl.DataFrame(clean, schema=schema, orient="row")


def _printable(text: str) -> str:
    """The text, with U+FFFD for what isn't UTF-8."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
