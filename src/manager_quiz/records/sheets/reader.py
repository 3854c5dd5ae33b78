"""Reads a file of sheets in portions."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.records.sheets.answers import Spellings, repeated
from manager_quiz.records.sheets.columns import NO_MAPPING, ColumnMapping, Headings, find_columns
from manager_quiz.records.sheets.formats import HEAD, Portion, open_format
from manager_quiz.records.sheets.ids import SeenIds
from manager_quiz.records.sheets.sheets import Sheets

KEPT = 16_000_000
"""Bytes; for more glibc asks the system each time (M_MMAP_THRESHOLD in mallopt(3))."""


class Reading(NamedTuple):
    """How a file is to be read: which form, what to keep, what stands for no answer.

    `catalogs` are the same catalog in all its languages, the one that is used first. `top` is how
    many roles the table will have, whose columns' names are taken. `mapping` is somebody's, of
    headings and answers.
    """

    catalogs: Sequence[Catalog]
    form: Form | None = None
    keep: Sequence[str] = ()
    missing: Sequence[str] = ()
    encoding: str | None = None
    top: int = 0
    mapping: ColumnMapping = NO_MAPPING


class SheetFile:
    """A file of answer sheets, one row a person; `-` is standard input.

    Opening it finds the columns. Raises ContentError where it can't be read or a column is
    missing.
    """

    def __init__(self, file: Path, reading: Reading) -> None:
        self.file = file
        self._format = open_format(file, reading.encoding)
        try:
            self.columns = find_columns(
                reading.catalogs[0],
                file,
                self._format.rows(HEAD),
                Headings(reading.catalogs, reading.mapping),
                reading.form,
                reading.keep,
                reading.top,
            )
        except BaseException:
            self.close()
            raise
        self.spellings = Spellings(
            self.columns.items, reading.catalogs, reading.missing, reading.mapping.answers
        )

    @property
    def done(self) -> float | None:
        """The share of the file that is read; None where its length isn't known."""
        return self._format.done

    @property
    def most(self) -> int:
        """People there may be at most; 0 where that can't be told beforehand."""
        return self._format.most()

    def close(self) -> None:
        """Closes the file."""
        self._format.close()

    def portions(self) -> Iterator[Portion]:
        """All sheets in the file's order, to be read in any thread; ids may repeat."""
        # What was as large as this and is given back, glibc keeps for what comes: else half of the
        # time would go into memory that the system takes back and hands out anew, full of zeros.
        np.empty(KEPT, dtype=np.uint8)
        return self._format.portions(self.columns, self.spellings)

    def sheets(self, seen: SeenIds) -> Iterator[Sheets]:
        """All sheets in the file's order; an id that was `seen` before makes a row bad."""
        for portion in self.portions():
            sheets = portion()
            refused, bad = repeated(sheets, seen)
            yield sheets.without(refused, bad) if bad else sheets
        seen.files = (*seen.files, self.file)
