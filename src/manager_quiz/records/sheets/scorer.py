"""Scores tables of answer sheets: the same function in a notebook, in an engine and in `score`."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from manager_quiz.catalog.model import Catalog, Form, Role
from manager_quiz.catalog.naming import find
from manager_quiz.catalog.scored_table import (
    ASPIRATION_COLUMNS,
    ID,
    OF_AN_ASPIRATION,
    answered,
    role_columns,
)
from manager_quiz.errors import ContentError, Problem
from manager_quiz.measurement.assessment import TOP, Assessments, Assessor
from manager_quiz.measurement.findings import VERDICTS
from manager_quiz.measurement.key import Floats
from manager_quiz.records.sheets.answers import Spellings, sheets_of_table
from manager_quiz.records.sheets.columns import Headings, find_columns
from manager_quiz.records.sheets.delimited import Row
from manager_quiz.records.sheets.sheets import Sheets

BETWEEN = "|"
"""Stands between the names in one field."""
DECIMALS = {"score": 1, "fit": 1, "chance": 3, "percentile": 1}
"""Of the figures in the table: more say nothing that the error of measurement leaves."""
_TABLE = Path("table")
"""Stands for the file in messages."""
_VERDICTS = pl.Series(VERDICTS)


class Scorer:
    """Scores tables of answer sheets of one form, one row a person, one column a question.

    `top` is how many of the first roles are named, `keep` names columns that go along, `missing`
    what stands for no answer besides nothing. Answers may be in the words of the catalog's
    language. A column `id` goes along where there is one, and so do the roles that somebody would
    choose (`aspiration_1` …), with their places and matches. What comes of a row depends on nothing
    but that row, so a table may be cut into parts in any way. A scorer can be pickled.
    """

    def __init__(
        self,
        catalog: Catalog,
        form: Form | str,
        *,
        top: int = TOP,
        keep: Sequence[str] = (),
        missing: Sequence[str] = (),
        bad_rows: Literal["stop", "skip"] = "stop",
    ) -> None:
        """Raises KeyError for a form that the catalog doesn't have."""
        self.catalog = catalog
        self.form = catalog.form_by_id[form] if isinstance(form, str) else form
        self.top = min(top, len(catalog.roles))
        self.keep, self.missing, self.bad_rows = tuple(keep), tuple(missing), bad_rows
        self._assessor = Assessor(catalog, self.form, top=self.top)
        self._spellings = Spellings(catalog.form_items(self.form), [catalog], missing)
        self._roles = pl.Series(self._assessor.targets.roles)

    def __reduce__(self) -> tuple[Any, ...]:
        options = {"top": self.top, "keep": self.keep, "missing": self.missing}
        return _scorer, (self.catalog, self.form, {**options, "bad_rows": self.bad_rows})

    @property
    def schema(self) -> pl.Schema:
        """The columns of a scored table with an id, and their types.

        It can be given to anything that takes an Arrow schema. The id and the kept columns are
        text.
        """
        carried = pl.DataFrame(schema=dict.fromkeys((ID, *self.keep), pl.String))
        nobody = np.empty((0, len(self.form.items)), dtype=np.int8)
        return self.table(Sheets(nobody, carried, np.empty(0, dtype=np.int64))).schema

    def score(self, table: Any) -> pl.DataFrame:
        """The scored table of any table that has the Arrow PyCapsule interface.

        That is one of Polars, pyarrow, pandas, DuckDB and others; the result has the interface
        too. Rows without anything are left out. Raises ContentError where a column is missing and,
        unless bad rows are to be skipped, for the first rows that can't be used.
        """
        frame = table if isinstance(table, pl.DataFrame) else pl.DataFrame(table)
        columns = find_columns(
            self.catalog,
            _TABLE,
            [Row(0, frame.columns, 0)],
            Headings([self.catalog]),
            self.form,
            self.keep,
            self.top,
        )
        carried = {**({} if columns.id is None else {ID: columns.id}), **columns.kept}
        lines = 1 + np.arange(frame.height)
        sheets = sheets_of_table(frame, self._spellings, columns.places, carried, lines)
        if sheets.bad and self.bad_rows == "stop":
            raise ContentError(
                tuple(
                    Problem(_TABLE, row.line, row.template, row.values) for row in sheets.bad[:20]
                )
            )
        return self.table(sheets._replace(carried=sheets.carried.cast(pl.String)))

    def table(self, sheets: Sheets, spelled: Mapping[int, pl.Series] | None = None) -> pl.DataFrame:
        """The scored table of some sheets, one row a person, in order.

        With `spelled` figures are texts: it has those of 0, 1 … 1000 by the decimals among them.
        """

        def figures(values: Floats, kind: str) -> pl.Series:
            if spelled is None:
                return pl.Series(np.round(values, DECIMALS[kind])).fill_nan(None)
            # Nothing where there is no figure: it stands behind the greatest.
            steps = np.fmin(np.rint(values * 10.0 ** DECIMALS[kind]), 1001).astype(np.uint32)
            return spelled[DECIMALS[kind]].gather(pl.Series(steps))

        columns = dict(zip(sheets.carried.columns, sheets.carried, strict=True))
        aspired = {name: columns.pop(name) for name in ASPIRATION_COLUMNS if name in columns}
        # Only who would choose a role wants to know of places beyond the first.
        assessor = self._of_all_roles if aspired else self._assessor
        assessed = assessor.assess(sheets.choices)
        for place, scale in enumerate(self._assessor.key.scales):
            columns[scale] = figures(assessed.score[:, place], "score")
            columns[answered(scale)] = pl.Series(assessed.answered[:, place])
        for place in range(self.top):
            role, fit, chance, first, last = role_columns(place + 1)
            columns[role] = self._roles.gather(_known(assessed.roles[:, place], assessed))
            columns[fit] = figures(assessed.fit[:, place], "fit")
            columns[chance] = figures(assessed.chance[:, place], "chance")
            columns[first] = _known(assessed.first[:, place], assessed)
            columns[last] = _known(assessed.last[:, place], assessed)
        columns["best_set_size"] = pl.Series(assessed.best_set_size)
        columns["top3_chance"] = figures(assessed.p_top3, "chance")
        columns["verdict"] = _VERDICTS.gather(_known(assessed.verdict, assessed))
        columns["managing_percentile"] = figures(assessed.managing.percentile, "percentile")
        columns["flags"] = _flags(assessed)
        for name, roles in aspired.items():
            columns |= self._aspired(name, roles, assessed)
        return pl.DataFrame(columns)

    @cached_property
    def _of_all_roles(self) -> Assessor:
        return Assessor(self.catalog, self.form, top=len(self.catalog.roles))

    def _aspired(
        self, name: str, given: pl.Series, assessed: Assessments
    ) -> Mapping[str, pl.Series]:
        """Ids of roles by any usual name, their matches and places.

        What is no role stays as it is and has none.
        """
        texts = given.cast(pl.String)
        known = [role.id for role in self.catalog.roles]
        found = {text: find(self.catalog, text) for text in texts.unique().drop_nulls()}
        ids = {text: role.id for text, role in found.items() if isinstance(role, Role)}
        wanted = np.array([known.index(ids[t]) if t in ids else -1 for t in texts], dtype=np.intp)
        # Where in each person's list the role stands; that of nobody's role is thrown away.
        places = np.argsort(assessed.roles, axis=1)[np.arange(len(wanted)), wanted]
        nobody = pl.Series((wanted < 0) | ~assessed.scored)
        fit, first, last = (
            pl.Series(each[np.arange(len(wanted)), places]).set(nobody, None)
            for each in (assessed.fit, assessed.first, assessed.last)
        )
        figures = (fit.round(DECIMALS["fit"]), first, last)
        return {
            name: texts.replace(ids),
            **{f"{name}{of}": each for of, each in zip(OF_AN_ASPIRATION, figures, strict=True)},
        }


def _scorer(catalog: Catalog, form: Form, options: dict[str, Any]) -> Scorer:
    """A scorer that was pickled."""
    return Scorer(catalog, form, **options)


def _known(values: NDArray[np.intp], assessed: Assessments) -> pl.Series:
    """Whole numbers, with nothing for people without a score."""
    numbers = pl.Series(values)
    return numbers if assessed.scored.all() else numbers.set(pl.Series(~assessed.scored), None)


def _flags(assessed: Assessments) -> pl.Series:
    """The names of the flags that are raised."""
    names = list(assessed.flags)
    codes = sum(
        raised.astype(np.int64) << bit for bit, raised in enumerate(assessed.flags.values())
    )
    words = [
        BETWEEN.join(name for bit, name in enumerate(names) if code >> bit & 1) or None
        for code in range(2 ** len(names))
    ]
    return pl.Series(words, dtype=pl.String).gather(pl.Series(np.asarray(codes, dtype=np.int64)))
