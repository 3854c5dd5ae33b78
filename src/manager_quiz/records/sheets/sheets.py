"""What some sheets are once they are read, and what a row is that can't be used."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

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
