"""Assessed sheets as a table."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from manager_quiz.measurement.assessment import Assessments, Assessor
from manager_quiz.measurement.findings import VERDICTS
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
            prefix = f"role_{place + 1}"
            columns[prefix] = self._roles.gather(_known(assessed.roles[:, place], assessed))
            columns[f"{prefix}_fit"] = _numbers(assessed.fit[:, place])
            columns[f"{prefix}_chance"] = _numbers(assessed.chance[:, place])
            columns[f"{prefix}_first_place"] = _known(assessed.first[:, place], assessed)
            columns[f"{prefix}_last_place"] = _known(assessed.last[:, place], assessed)
        columns["best_set_size"] = pl.Series(assessed.best_set_size)
        columns["top3_chance"] = _numbers(assessed.p_top3)
        columns["verdict"] = _VERDICTS.gather(_known(assessed.verdict, assessed))
        columns["managing_percentile"] = _numbers(assessed.managing.percentile)
        columns["flags"] = _flags(assessed)
        return pl.DataFrame(columns)


_VERDICTS = pl.Series(VERDICTS, dtype=pl.Enum(VERDICTS))


def _known(values: NDArray[np.intp], assessed: Assessments) -> pl.Series:
    """Whole numbers, with nothing for people without a score."""
    return pl.Series(values).set(pl.Series(~assessed.scored), None)


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
