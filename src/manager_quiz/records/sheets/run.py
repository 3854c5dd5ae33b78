"""Scores a whole file of sheets: reads, assesses and writes portions at the same time."""

import os
from collections import deque
from collections.abc import Callable, Container, Generator, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import polars as pl

from manager_quiz.catalog.scored_table import (
    ASPIRATION_COLUMNS,
    ID,
    computed_columns,
    role_columns,
)
from manager_quiz.records.sheets.answers import as_text
from manager_quiz.records.sheets.reader import Portion, SheetFile
from manager_quiz.records.sheets.scorer import BETWEEN, Scorer
from manager_quiz.records.sheets.sheets import BadRow, SeenIds, Sheets, repeated
from manager_quiz.records.sheets.writer import (
    SHEET_ROWS,
    Writer,
    harmless,
    table_writer,
    too_many_rows,
)

SHOWN = 20
"""Bad rows that are told of."""
_In = TypeVar("_In")
_Out = TypeVar("_Out")


class Tally(NamedTuple):
    """What was read: people whose row could be used, rows that couldn't, the first of them.

    `empty` counts rows without anything. Together they are all rows of the file, unless there is
    `more`: reading on was given up.
    """

    people: int = 0
    bad: int = 0
    empty: int = 0
    first: tuple[BadRow, ...] = ()
    more: bool = False

    @property
    def enough(self) -> bool:
        """Whether so many rows are bad that nobody needs to know of more of them."""
        return self.bad >= SHOWN

    def and_(self, sheets: Sheets) -> "Tally":
        """With some more sheets."""
        return Tally(
            self.people + len(sheets.choices),
            self.bad + len(sheets.bad),
            self.empty + sheets.empty,
            (*self.first, *sheets.bad)[:SHOWN],
        )


class Summary(NamedTuple):
    """How the scored people come out: how many each role leads, and how many show each flag.

    `unknown` counts what people would choose that is no role.
    """

    roles: Mapping[str, int]
    flags: Mapping[str, int]
    unknown: Mapping[str, int]


class BadRowsError(Exception):
    """Rows can't be used, and nobody said to skip them."""

    def __init__(self, tally: Tally) -> None:
        super().__init__(f"{tally.bad} bad rows")
        self.tally = tally


class NobodyError(Exception):
    """There is nobody to score: no row, or none that can be used."""

    def __init__(self, tally: Tally) -> None:
        super().__init__("nobody to score")
        self.tally = tally


Told = Callable[[Tally, float | None], None]


def score_file(
    sheets_file: SheetFile,
    scorer: Scorer,
    out: Path | None,
    *,
    side: Path | None,
    excel: bool,
    raw: bool,
    told: Told,
    translate: Callable[[str], str],
) -> tuple[Tally, Summary]:
    """Writes one row a person to `out`, or to standard output; without an id they are numbered.

    Bad rows go to the file `side`, what is wrong said as `translate` does; without one nothing is
    written under the name of `out` and BadRowsError tells of them, as NobodyError does where no row
    is left. `told` hears how far it has come. `excel` is as `table_writer` has it; in CSV texts
    that a spreadsheet would take for formulas are made harmless unless they are to stay `raw`.
    Raises NotWrittenError, OSError of standard output, and ContentError for more rows than a
    workbook has, before any work where that can be told.
    """
    if out is not None and out.suffix.lower() == ".xlsx" and sheets_file.most >= SHEET_ROWS:
        raise too_many_rows(out)
    tally = Tally()
    roles: dict[str, int] = {}
    flags: dict[str, int] = {}
    unknown: dict[str, int] = {}

    plain_text = out is None or out.suffix.lower() == ".csv"

    def work(portion: Portion) -> tuple[Sheets, pl.DataFrame, Any]:
        sheets = portion()
        if not len(sheets.choices) or (side is None and (tally.bad or sheets.bad)):
            return sheets, pl.DataFrame(), None
        carried = sheets.carried
        if ID not in carried.columns:
            carried = pl.DataFrame({ID: sheets.lines}).hstack(carried)
        if plain_text:
            texts = pl.DataFrame([as_text(column) for column in carried])
            carried = texts if raw else harmless(texts)
        rows = scorer.table(sheets._replace(carried=carried), spelled=writer.figures)
        return sheets, rows, writer.packed(rows)

    with ExitStack() as files:
        scales = [scale.id for scale in scorer.catalog.scales]
        plain = computed_columns(scales, scorer.top)
        writer = files.enter_context(table_writer(out, excel=excel, plain=plain))
        aside: Writer | None = None
        seen = files.enter_context(SeenIds())
        # Closed here, so that a Ctrl-C meanwhile isn't lost in a generator's end.
        assessed = files.enter_context(closing(in_order(work, sheets_file.portions())))
        for read, table, made in assessed:
            if side is None and tally.enough:
                raise BadRowsError(tally._replace(more=True))
            sheets, rows, packed = read, table, made
            refused, bad = repeated(sheets, seen)
            if bad:
                sheets = sheets.without(refused, bad)
            if bad and rows.height:
                rows = rows.filter(~refused)
                packed = writer.packed(rows)
            if side is not None and sheets.bad:
                aside = aside or files.enter_context(table_writer(side, excel=excel))
                listed = _bad_table(sheets.bad, translate)
                aside.write(aside.packed(listed if raw else harmless(listed)))
            tally = tally.and_(sheets)
            if rows.height and (side is not None or not tally.bad):
                writer.write(packed)
                _count(rows, scorer.catalog.role_by_id, roles, flags, unknown)
            told(tally, sheets_file.done)
        if tally.bad and side is None:
            raise BadRowsError(tally)
        if not tally.people:
            raise NobodyError(tally)
    return tally, Summary(roles, flags, unknown)


def in_order(work: Callable[[_In], _Out], items: Iterable[_In]) -> Generator[_Out, None, None]:
    """The results of `work`, which is done in threads while the next items are fetched."""
    waiting: deque[Future[_Out]] = deque()
    threads = min(4, os.cpu_count() or 1)
    with ThreadPoolExecutor(threads) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _count(
    rows: pl.DataFrame,
    known: Container[str],
    roles: dict[str, int],
    flags: dict[str, int],
    unknown: dict[str, int],
) -> None:
    first = rows[role_columns(1)[0]].drop_nulls().value_counts()
    for role, count in first.iter_rows():
        roles[role] = roles.get(role, 0) + count
    for names, count in rows["flags"].drop_nulls().value_counts().iter_rows():
        for name in names.split(BETWEEN):
            flags[name] = flags.get(name, 0) + count
    for column in (name for name in ASPIRATION_COLUMNS if name in rows.columns):
        for name, count in rows[column].drop_nulls().value_counts().iter_rows():
            if name.strip() and name not in known:
                unknown[name] = unknown.get(name, 0) + count


def _bad_table(bad: Iterable[BadRow], translate: Callable[[str], str]) -> pl.DataFrame:
    rows = [(row.line, translate(row.template).format(**row.values), row.text) for row in bad]
    schema = {"line": pl.Int64, "problem": pl.String, "row": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
