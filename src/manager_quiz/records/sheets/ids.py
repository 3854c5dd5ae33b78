"""Ids that stand twice in what is read, however long it is."""

import mmap
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import numpy as np
import polars as pl
from numpy.typing import NDArray

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
