"""Some sheets once they are read, rows that can't be used, and ids that stand twice."""

import mmap
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from manager_quiz.catalog.scored_table import ID
from manager_quiz.errors import N_

_NO_ID = N_("there is no id")
_TWICE = N_("the id {id} stands further up already")
ELSEWHERE = N_("the id {id} stands further up already, or in {files}")
Choices = NDArray[np.int8]


class BadRow(NamedTuple):
    """A row that can't be used: where it starts, what is wrong, and what it says."""

    line: int
    template: str
    values: Mapping[str, object]
    text: str


class Sheets(NamedTuple):
    """Some people's answers: `choices` as the key of the form has them, `[person, item]`.

    `carried` are the id and the kept columns, `lines` where each row starts, `text` gives what one
    of them says. `bad` are the rows that can't be used, `empty` counts those without anything:
    together they are all rows read.
    """

    choices: Choices
    carried: pl.DataFrame
    lines: NDArray[np.int64]
    text: Callable[[int], str] = str
    bad: Sequence[BadRow] = ()
    empty: int = 0

    def without(self, rows: NDArray[np.bool_], bad: Iterable[BadRow]) -> "Sheets":
        """These without some rows, which are bad."""
        keep = np.flatnonzero(~rows)
        return self._replace(
            choices=self.choices.T[:, keep].T,
            carried=self.carried[keep] if self.carried.width else self.carried,
            lines=self.lines[keep],
            text=lambda row: self.text(int(keep[row])),
            bad=sorted([*self.bad, *bad], key=lambda row: row.line),
        )


IN_MEMORY = 2_000_000
"""Ids that are remembered in memory, 8 bytes each; more go to a temporary file."""


class SeenIds:
    """Remembers ids by a number of 64 bits each.

    Among a hundred million different ids the chance that two are taken for one is 1 in 3,700.
    Sorted runs of the numbers are merged when they have become alike in length; a run too long
    for the memory is kept on disk, and looked through there. `files` are those whose ids were
    remembered before this one's. To be closed, or used in a `with`.
    """

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self.files: Sequence[Path] = ()
        self._in_memory = in_memory
        self._runs: list[NDArray[np.uint64]] = []
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._on_disk: list[mmap.mmap] = []

    def again(self, ids: pl.Series) -> NDArray[np.bool_]:
        """Which of these ids were there before, here or in an earlier portion."""
        numbers = ids.cast(pl.String).hash().to_numpy()
        given = ids.is_not_null().to_numpy()
        order = np.argsort(numbers, kind="stable")
        ordered = numbers[order]
        seen = np.zeros(len(ordered), dtype=np.bool_)
        seen[1:] = ordered[1:] == ordered[:-1]
        for run in self._runs:
            seen |= _holds(run, ordered)
        for mapped in self._on_disk:
            seen |= _holds(np.frombuffer(mapped, dtype=np.uint64), ordered)
            if hasattr(mmap, "MADV_DONTNEED"):
                # The system would keep what was looked at in memory until it is short of it.
                mapped.madvise(mmap.MADV_DONTNEED)
        again = np.zeros_like(seen)
        again[order] = seen
        self._remember(ordered[~seen & given[order]])
        again &= given
        return again

    def _remember(self, run: NDArray[np.uint64]) -> None:
        while len(run) and self._runs and len(self._runs[-1]) <= 2 * len(run):
            run = np.sort(np.concatenate([self._runs.pop(), run]))
        if len(run):
            self._runs.append(run)
        if sum(map(len, self._runs)) > self._in_memory:
            self._spill()

    def _spill(self) -> None:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="manager-quiz-")
        file = Path(self._folder.name) / f"{len(self._on_disk)}"
        np.sort(np.concatenate(self._runs)).tofile(file)
        self._runs.clear()
        with file.open("rb") as stream:
            self._on_disk.append(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))

    def __enter__(self) -> "SeenIds":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Removes what is on disk."""
        for mapped in self._on_disk:
            mapped.close()
        self._on_disk.clear()
        if self._folder is not None:
            self._folder.cleanup()


def _holds(run: NDArray[np.uint64], numbers: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which of the numbers are in a sorted run."""
    places = np.searchsorted(run, numbers)
    return np.equal(run[np.minimum(places, len(run) - 1)], numbers)


def repeated(sheets: Sheets, seen: SeenIds) -> tuple[NDArray[np.bool_], list[BadRow]]:
    """Which rows have no id though there are ids, or one that was `seen` before; and as bad rows.

    To be asked of one portion after the other, in the file's order.
    """
    if ID not in sheets.carried.columns:
        return np.zeros(len(sheets.lines), dtype=bool), []
    ids = sheets.carried[ID]
    refused = seen.again(ids) | ids.is_null().to_numpy()
    again = ELSEWHERE if seen.files else _TWICE
    files = ", ".join(map(str, seen.files))
    return refused, [
        BadRow(
            int(sheets.lines[row]),
            _NO_ID if ids[row] is None else again,
            {"id": ids[row], "files": files},
            sheets.text(row),
        )
        for row in np.flatnonzero(refused).tolist()
    ]
