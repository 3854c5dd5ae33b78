"""What a portion of sheets is, and which of its rows can't be used."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from manager_quiz.catalog.model import Item
from manager_quiz.errors import N_
from manager_quiz.records.sheets.columns import Columns

if TYPE_CHECKING:
    from collections.abc import Iterable

Choices = NDArray[np.int8]
TWICE = N_("the id {id} stands further up already")
_NO_ANSWER = N_("{column}: {found} is no answer, expected one of: {allowed}")


class BadRow(NamedTuple):
    """A row that can't be used: where it starts, what is wrong, and what it says."""

    line: int
    template: str
    values: Mapping[str, object]
    text: str


class Sheets(NamedTuple):
    """Some people's answers: `choices` as the key of the form has them, `[person, item]`.

    `carried` are the id and the kept columns, `lines` where each row starts.
    """

    choices: Choices
    carried: pl.DataFrame
    lines: NDArray[np.int64]
    bad: Sequence[BadRow]

    def without(self, rows: NDArray[np.bool_], bad: "Iterable[BadRow]") -> "Sheets":
        """These without some rows, which are bad."""
        keep = ~rows
        kept = self.carried.filter(pl.Series(keep)) if self.carried.width else self.carried
        return Sheets(self.choices[keep], kept, self.lines[keep], [*self.bad, *bad])


def carried_columns(columns: Columns) -> list[str]:
    """The id and the kept columns, each once."""
    return list(dict.fromkeys([*([columns.id] if columns.id else []), *columns.kept]))


def judge(
    columns: Columns,
    missing: Sequence[str],
    frame: pl.DataFrame,
    lines: NDArray[np.int64],
    texts: Sequence[str] | None = None,
) -> Sheets:
    """The sheets in a frame of any types; rows with something that is no answer are bad."""
    choices = np.empty((frame.height, len(columns.items)), dtype=np.int8, order="F")
    faults: dict[int, BadRow] = {}
    for place, item in enumerate(columns.items):
        given = frame[item.id]
        choices[:, place], wrong = _indices(item, given, missing)
        for row in np.flatnonzero(wrong):
            if int(row) not in faults:
                allowed = ", ".join(str(choice.answer) for choice in item.choices)
                values = {"column": item.id, "found": repr(given[int(row)]), "allowed": allowed}
                text = (
                    texts[int(row)]
                    if texts is not None
                    else ",".join(map(str, frame.row(int(row))))
                )
                faults[int(row)] = BadRow(int(lines[row]), _NO_ANSWER, values, text)
    sheets = Sheets(choices, frame.select(carried_columns(columns)), lines, [])
    if not faults:
        return sheets
    bad = np.zeros(frame.height, dtype=np.bool_)
    bad[list(faults)] = True
    return sheets.without(bad, [faults[row] for row in sorted(faults)])


def _indices(
    item: Item, given: pl.Series, missing: Sequence[str]
) -> tuple[Choices, NDArray[np.bool_]]:
    """The index of each answer to an item, -1 for none; and which answers it doesn't have."""
    words = given.cast(pl.String)
    words = words.str.strip_chars() if given.dtype == pl.String else words
    empty = words.is_null() | (words == "") | words.is_in(list(missing))
    if item.situation:
        answers = [str(choice.answer) for choice in item.choices]
        index = words.replace_strict(answers, range(len(answers)), default=-1)
    else:
        number = words.cast(pl.Float64, strict=False).fill_nan(None)
        empty |= number.is_in(_numbers(missing)).fill_null(False)
        whole = (number == number.round()) & number.is_between(1, len(item.choices))
        index = pl.select(pl.when(whole).then(number - 1).otherwise(-1)).to_series()
    chosen = index.fill_null(-1).cast(pl.Int8).to_numpy().copy()
    none = empty.fill_null(True).to_numpy()
    chosen[none] = -1
    return chosen, (chosen < 0) & ~none


def _numbers(missing: Sequence[str]) -> list[float]:
    """The codes for missing that are numbers."""
    numbers = pl.Series(missing, dtype=pl.String).cast(pl.Float64, strict=False)
    return numbers.drop_nulls().to_list()
