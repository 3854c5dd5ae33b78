"""Reads a file of sheets in portions."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.catalog.scored_table import ID
from manager_quiz.errors import N_
from manager_quiz.records.sheets.answers import NO_OWN, OwnAnswers, Spellings
from manager_quiz.records.sheets.columns import Headings, find_columns
from manager_quiz.records.sheets.formats import HEAD, open_format
from manager_quiz.records.sheets.ids import SeenIds
from manager_quiz.records.sheets.sheets import BadRow, Sheets

NO_ID = N_("there is no id")
TWICE = N_("the id {id} stands further up already")


class Reading(NamedTuple):
    """How a file is to be read: which form, what to keep, what stands for no answer.

    `catalogs` are the same catalog in all its languages, the one that is used first. `top` is how
    many roles the table will have, whose columns' names are taken. `names` and `answers` are
    somebody's mapping of headings and answers.
    """

    catalogs: Sequence[Catalog]
    form: Form | None = None
    keep: Sequence[str] = ()
    missing: Sequence[str] = ()
    encoding: str | None = None
    top: int = 0
    names: Mapping[str, str] = {}
    answers: OwnAnswers = NO_OWN


class SheetFile:
    """A file of answer sheets, one row a person; `-` is standard input.

    Opening it finds the columns. Raises ContentError where it can't be read or a column is
    missing.
    """

    def __init__(self, file: Path, reading: Reading) -> None:
        self._format = open_format(file, reading.encoding)
        try:
            self.columns = find_columns(
                reading.catalogs[0],
                file,
                self._format.rows(HEAD),
                Headings(reading.catalogs, reading.names),
                reading.form,
                reading.keep,
                reading.top,
            )
        except BaseException:
            self.close()
            raise
        self.spellings = Spellings(
            self.columns.items, reading.catalogs, reading.missing, reading.answers
        )

    @property
    def done(self) -> float | None:
        """The share of the file that is read; None where its length isn't known."""
        return self._format.done

    def close(self) -> None:
        """Closes the file."""
        self._format.close()

    def sheets(self) -> Iterator[Sheets]:
        """All sheets in the file's order; an id that was there before makes a row bad."""
        read = self._format.sheets(self.columns, self.spellings)
        if self.columns.id is None:
            yield from read
            return
        seen = SeenIds()
        try:
            for sheets in read:
                ids = sheets.carried[ID]
                again = seen.again(ids) | ids.is_null().to_numpy()
                bad = [
                    BadRow(
                        int(sheets.lines[row]),
                        NO_ID if ids[row] is None else TWICE,
                        {"id": ids[row]},
                        str(ids[row] or ""),
                    )
                    for row in np.flatnonzero(again).tolist()
                ]
                yield sheets.without(again, bad) if bad else sheets
        finally:
            seen.close()
