"""Reads a file of sheets in portions."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.records.sheets.answers import Spellings
from manager_quiz.records.sheets.columns import NO_MAPPING, ColumnMapping, Headings, find_columns
from manager_quiz.records.sheets.formats import HEAD, open_format
from manager_quiz.records.sheets.ids import SeenIds
from manager_quiz.records.sheets.sheets import Sheets


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

    def sheets(self, seen: SeenIds) -> Iterator[Sheets]:
        """All sheets in the file's order; an id that was `seen` before makes a row bad."""
        yield from self._format.sheets(self.columns, self.spellings, seen)
        seen.files = (*seen.files, self.file)
