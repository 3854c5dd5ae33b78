"""Assessed sheets as a table."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from manager_quiz.measurement.many import Assessments, Assessor
from manager_quiz.measurement.rankings import Rankings
from manager_quiz.records.sheets.columns import ID
from manager_quiz.records.sheets.sheets import Sheets

BETWEEN = "|"
"""Stands between the names in one field."""


class Table:
    """Makes rows of the table; people without an id get the number of their row."""

    def __init__(self, assessor: Assessor) -> None:
        self._assessor = assessor
        roles = assessor.targets.roles
        self._roles = pl.Series(roles, dtype=pl.Enum(roles))
        self._names = np.array(assessor.targets.roles, dtype=object)

    def rows(self, sheets: Sheets, assessed: Assessments) -> pl.DataFrame:
        """One row a person, in order."""
        columns: dict[str, pl.Series] = {}
        if ID not in sheets.carried.columns:
            columns[ID] = pl.Series(sheets.lines)
        columns |= {name: sheets.carried[name] for name in sheets.carried.columns}
        for place, scale in enumerate(self._assessor.key.scales):
            columns[scale] = _numbers(assessed.score[:, place])
            columns[f"{scale}_answered"] = pl.Series(assessed.answered[:, place])
        for place in range(self._assessor.top):
            prefix = f"nearest_{place + 1}"
            role, matched = assessed.nearest[:, place], ~np.isnan(assessed.distance[:, place])
            columns[prefix] = self._roles.gather(pl.Series(role).set(pl.Series(~matched), None))
            columns[f"{prefix}_distance"] = _numbers(assessed.distance[:, place])
            columns[f"{prefix}_fit"] = _numbers(assessed.fit[:, place])
        if assessed.rankings is not None:
            columns |= self._ranking(assessed.rankings)
        columns["flags"] = _flags(assessed)
        return pl.DataFrame(columns)

    def _ranking(self, ranked: Rankings) -> dict[str, pl.Series]:
        """The whole ranking, the ranks, the chances and the 90 % set."""
        orders = self._names[ranked.order]
        sizes = ranked.best_set
        matched = sizes > 0

        def joined(rows: NDArray[np.object_]) -> pl.Series:
            words = (
                BETWEEN.join(row) if known else None
                for row, known in zip(rows, matched, strict=True)
            )
            return pl.Series(words, dtype=pl.String)

        sets = [row[:size] for row, size in zip(orders, sizes, strict=True)]
        best = np.empty(len(sets), dtype=object)
        best[:] = sets
        return {
            "best_set": joined(best),
            "ranking": joined(orders),
            "ranks": joined(ranked.ranks.astype(str).astype(object)),
            **{
                f"ranking_{place + 1}_p_best": _numbers(ranked.p_best[:, place])
                for place in range(self._assessor.top)
            },
        }


def _numbers(values: NDArray[np.float64]) -> pl.Series:
    """Numbers, with nothing where there is none."""
    return pl.Series(np.ascontiguousarray(values)).fill_nan(None)


def _flags(assessed: Assessments) -> pl.Series:
    """The names of the flags that are raised."""
    names = list(assessed.flags)
    codes = sum(
        raised.astype(np.int64) << bit for bit, raised in enumerate(assessed.flags.values())
    )
    words = [
        BETWEEN.join(name for bit, name in enumerate(names) if code >> bit & 1)
        for code in range(2 ** len(names))
    ]
    return (
        pl.Series(np.asarray(codes))
        .cast(pl.Int64)
        .replace_strict(range(len(words)), words, return_dtype=pl.String)
    )
