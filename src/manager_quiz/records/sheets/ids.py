"""Ids that stand in a file twice, however long it is."""

import tempfile
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

IN_MEMORY = 8_000_000
"""Ids that are remembered in memory, 8 bytes each; more go to a temporary file."""


class SeenIds:
    """Remembers ids by a number of 64 bits each.

    Among a hundred million different ids the chance that two are taken for one is 1 in 3,700.
    Sorted runs of the numbers are merged when they have become alike in length; a run too long
    for the memory is kept on disk.
    """

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._in_memory = in_memory
        self._runs: list[NDArray[np.uint64]] = []
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._on_disk: list[NDArray[np.uint64]] = []

    def again(self, ids: pl.Series) -> NDArray[np.bool_]:
        """Which of these ids were there before, here or in an earlier portion."""
        numbers = ids.cast(pl.String).hash().to_numpy()
        given = ids.is_not_null().to_numpy()
        order = np.argsort(numbers, kind="stable")
        ordered = numbers[order]
        seen = np.zeros(len(ordered), dtype=np.bool_)
        seen[1:] = ordered[1:] == ordered[:-1]
        for run in (*self._on_disk, *self._runs):
            places = np.searchsorted(run, ordered)
            seen |= run[np.minimum(places, len(run) - 1)] == ordered
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
        file = Path(self._folder.name) / f"{len(self._on_disk)}.npy"
        np.save(file, np.sort(np.concatenate(self._runs)))
        self._on_disk.append(np.load(file, mmap_mode="r"))
        self._runs.clear()

    def close(self) -> None:
        """Removes what is on disk."""
        self._on_disk.clear()
        if self._folder is not None:
            self._folder.cleanup()
