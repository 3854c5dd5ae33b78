"""What people's answers are called, and which choice each cell of a file is."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from manager_quiz.catalog.model import Catalog, Item
from manager_quiz.catalog.scored_table import ID
from manager_quiz.errors import N_
from manager_quiz.records.sheets.delimited import Records, unquoted
from manager_quiz.records.sheets.sheets import BadRow, Choices, Sheets

SKIPPED, UNKNOWN = -1, -2
"""Stand for no answer, and for what is no answer of the item."""
_NO_NUMBER = 255
"""Stands for what isn't a smaller whole number."""
_CHARACTERS = tuple(map(chr, range(128)))
_SMALL_NUMBERS = tuple(map(str, range(_NO_NUMBER)))
REMEMBERED = 10_000
"""Different cells of an item whose meaning is remembered."""
_NO_ANSWER = N_("{column}: {found} is no answer, expected one of: {allowed}")
_MISSING = N_("{column}: {found} is no answer; if it stands for none, say --missing {code}")
_USUAL_CODES = {"na", "n/a", "#n/a", "nan", "none", "null", ".", "-", "0", "-1", "-9", "99", "999"}
_WHOLE = re.compile(r"([+-]?\d{1,20})(?:[.,]0*)?")
"""Of thousands of digits Python makes no number, and nobody an answer."""
_CODE = re.compile(r"ao?0*([1-9]\d?)", re.IGNORECASE)
Answer = int | str | None


class OwnAnswers(NamedTuple):
    """Answers as somebody's mapping names them: of all graded items, and of single items.

    None stands for no answer.
    """

    graded: Mapping[str, Answer]
    items: Mapping[str, Mapping[str, Answer]]


NO_OWN = OwnAnswers({}, {})


def plain(text: str) -> str:
    """A text as it is compared: letters and digits alone, capitals or not."""
    return "".join(each for each in text.casefold() if each.isalnum())


class Spellings:
    """Which choice of an item a text names, and nothing that is in doubt.

    In this order: nothing, or a code for missing; what somebody's mapping says; the answer as
    `take --answers` has it, a number also as 4.0 or 4,0; the answer's words in any of the
    languages; LimeSurvey's codes A1, A2 … or AO01, AO02 … by their place. `by_words` tells
    whether one of the last two was met, `unmet` which entries of a mapping weren't.
    """

    def __init__(
        self,
        items: Sequence[Item],
        catalogs: Sequence[Catalog],
        missing: Sequence[str] = (),
        own: OwnAnswers = NO_OWN,
    ) -> None:
        self.items = items
        self.by_words = False
        self._missing = {"", *map(_number, missing)}
        self._answers = [
            {str(choice.answer): place for place, choice in enumerate(item.choices)}
            for item in items
        ]
        self._own: list[dict[str, int]] = []
        self._entries: list[dict[str, str]] = []  # what an entry of the mapping is called
        for item, answers in zip(items, self._answers, strict=True):
            graded, of_item = own.graded if item.kind.graded else {}, own.items.get(item.id, {})
            named = {**graded, **of_item}.items()
            given = {text: SKIPPED if to is None else answers[str(to)] for text, to in named}
            self._own.append({_number(text): place for text, place in given.items()})
            called = {**{text: text for text in graded}, **{t: f"{item.id}: {t}" for t in of_item}}
            self._entries.append({_number(text): name for text, name in called.items()})
        self._unmet = dict.fromkeys(
            name
            for each in self._entries
            for text, name in each.items()
            if text not in self._missing
        )
        self._words = [_words(item, catalogs) for item in items]
        self._found: list[dict[bytes, int]] = [{} for _item in items]
        self._tables: dict[bytes, NDArray[np.int8]] = {}

    @property
    def unmet(self) -> list[str]:
        """The entries of somebody's mapping that no cell fitted so far."""
        return list(self._unmet)

    def place(self, index: int, text: str) -> int:
        """The choice of the item with this index that a cell names, SKIPPED or UNKNOWN."""
        found = self._place(index, text)
        text = _number(text)
        if text in self._entries[index]:
            self._unmet.pop(self._entries[index][text], None)
        elif text not in self._answers[index] and found >= 0:
            self.by_words |= len(text) > 1
        return found

    def _look_for_own(self, index: int, codes: NDArray[np.uint8], texts: Sequence[str]) -> None:
        """Notes which entries of a mapping stand in a column looked up as `codes` of `texts`."""
        for text, entry in self._entries[index].items():
            if entry in self._unmet and text in texts and (codes == texts.index(text)).any():
                self.place(index, text)

    def _place(self, index: int, text: str) -> int:
        text = _number(text)
        if text in self._missing:
            return SKIPPED
        for known in (self._own[index], self._answers[index]):
            if text in known:
                return known[text]
        found = self._words[index].get(plain(text), UNKNOWN)
        code = _CODE.fullmatch(text)
        if found == UNKNOWN and code and int(code[1]) <= len(self._answers[index]):
            found = int(code[1]) - 1
        return found

    def of_records(self, records: Records, columns: Sequence[int]) -> Choices:
        """The choices in delimited text, `[record, item]`; `columns` are the items' places."""
        choices = np.empty((len(records.lines), len(columns)), dtype=np.int8, order="F")
        tables = self._of_one_byte(records.separator)
        # Most fields are one byte. Before an empty one stands what ends the one before.
        last, longer = records.last_bytes(), records.longer()
        for index, column in enumerate(columns):
            np.take(tables[index], last[column], out=choices[:, index], mode="clip")
            if self._unmet:
                self._look_for_own(index, last[column], _CHARACTERS)
        for index in np.flatnonzero(longer[:, list(columns)].any(axis=0)).tolist():
            rows = np.flatnonzero(longer[:, columns[index]])
            begins = records.end(columns[index] - 1)[rows] + 1
            ends = records.end(columns[index])[rows]
            choices[rows, index] = [
                self._of_bytes(index, records.data[begin:end])
                for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)
            ]
        return choices

    def of_column(self, index: int, given: pl.Series) -> Choices:
        """The choices in a column of a table of whatever type; NaN is no answer, as in pandas."""
        given = given.fill_nan(None) if given.dtype.is_float() else given
        given = given if given.dtype.is_numeric() else given.cast(pl.String)
        # Most cells are small whole numbers, as such or as text.
        exact = given.dtype == pl.String or given.dtype.is_integer()
        small = (given if exact else given.clear(len(given))).cast(pl.UInt8, strict=False)
        choices: Choices = self._of_small_numbers[index].take(
            small.fill_null(_NO_NUMBER).to_numpy()
        )
        if self._unmet:
            self._look_for_own(index, small.fill_null(_NO_NUMBER).to_numpy(), _SMALL_NUMBERS)
        rest = (small.is_null() | (small == _NO_NUMBER)) & given.is_not_null()
        others = given.filter(rest)
        spelled = others.unique()
        if len(spelled):
            places = [self.place(index, str(each)) for each in spelled]
            choices[rest.to_numpy()] = others.replace_strict(spelled, places).to_numpy()
        return choices

    def fault(self, index: int, found: str, line: int, text: str) -> BadRow:
        """A row with a cell that is no answer to an item."""
        item = self.items[index]
        told = _MISSING if found.strip().casefold() in _USUAL_CODES else _NO_ANSWER
        allowed = ", ".join(self._answers[index])
        values = {"column": item.id, "found": repr(found), "allowed": allowed, "code": found}
        return BadRow(line, told, values, text)

    def _of_bytes(self, index: int, cell: bytes) -> int:
        """What a field as it stands in a file says."""
        found = self._found[index].get(cell)
        if found is None:
            found = self.place(index, unquoted(cell).decode("utf-8", "replace"))
            if len(self._found[index]) < REMEMBERED:
                self._found[index][cell] = found
        return found

    def _of_one_byte(self, separator: bytes) -> NDArray[np.int8]:
        """What each byte says as an answer, `[item, byte]`; separators: nothing."""
        if separator not in self._tables:
            table = self._meanings(_CHARACTERS)
            table[:, [separator[0], ord("\n")]] = SKIPPED
            self._tables[separator] = table
        return self._tables[separator]

    @cached_property
    def _of_small_numbers(self) -> NDArray[np.int8]:
        """What each number says as an answer, `[item, number]`; the last stands for none."""
        table = self._meanings(_SMALL_NUMBERS)
        table[:, _NO_NUMBER] = SKIPPED
        return table

    def _meanings(self, texts: Sequence[str]) -> NDArray[np.int8]:
        """What each text says as an answer, `[item, text]`; up to 256, UNKNOWN behind the last."""
        table = np.full((len(self.items), 256), UNKNOWN, dtype=np.int8)
        alike: dict[object, int] = {}
        for index in range(len(self.items)):
            # Statements have the same answers, as a rule.
            known = (self._own[index], self._answers[index], self._words[index])
            first = alike.setdefault(tuple(frozenset(each.items()) for each in known), index)
            table[index, : len(texts)] = (
                [self._place(index, text) for text in texts]
                if first == index
                else table[first, : len(texts)]
            )
        return table


def usable(
    sheets: Sheets,
    spellings: Spellings,
    cell: Callable[[int, int], str],
    empty: Callable[[int], bool],
) -> Sheets:
    """The sheets without rows that hold what is no answer, and without empty ones; ids trimmed.

    `cell` gives what an item's cell says, by row and item.
    """
    carried = sheets.carried
    if carried.schema.get(ID) == pl.String:
        # Who is called " p1" in one place and "p1" in another is one person.
        id = pl.col(ID).str.strip_chars()
        carried = carried.with_columns(pl.when(id != "").then(id).alias(ID))
        sheets = sheets._replace(carried=carried)
    choices = sheets.choices
    gone = choices.min(axis=1, initial=SKIPPED) == UNKNOWN
    bad = []
    for row in np.flatnonzero(gone).tolist():
        index = int(np.argmax(choices[row] == UNKNOWN))
        line = int(sheets.lines[row])
        bad.append(spellings.fault(index, cell(row, index), line, sheets.text(row)))
    blank = 0
    for row in np.flatnonzero(choices.max(axis=1, initial=SKIPPED) == SKIPPED).tolist():
        if not gone[row] and empty(row):
            gone[row] = True
            blank += 1
    return sheets.without(gone, bad)._replace(empty=sheets.empty + blank) if gone.any() else sheets


def sheets_of_table(
    table: pl.DataFrame,
    spellings: Spellings,
    places: Sequence[int],
    carried: Mapping[str, int],
    lines: NDArray[np.int64],
    whole: Callable[[], pl.DataFrame] | None = None,
) -> Sheets:
    """The sheets in a table whose columns may have any types.

    `places` are those of the items' columns, `carried` that of the id and the kept ones. `whole`
    gives the same rows with all columns of the file, for rows without answers or to be told of.
    """
    whole = whole or (lambda: table)
    given = [as_text(table[:, place]) for place in places]
    choices = np.empty((table.height, len(given)), dtype=np.int8, order="F")
    for index, column in enumerate(given):
        choices[:, index] = spellings.of_column(index, column)
    frame = pl.DataFrame({name: table[:, place] for name, place in carried.items()})
    if ID in carried:
        frame = frame.with_columns(as_text(frame[ID]))
    return usable(
        Sheets(choices, frame, lines, lambda row: _as_record(whole().row(row))),
        spellings,
        lambda row, index: str(given[index][row]),
        lambda row: all(cell is None or not str(cell).strip() for cell in whole().row(row)),
    )


def as_text(column: pl.Series) -> pl.Series:
    """A column of what has no text of its own in Polars (lists, bytes) as Python writes it."""
    if not column.dtype.is_nested() and column.dtype not in {pl.Binary, pl.Duration, pl.Object}:
        return column
    cells = [None if cell is None else str(cell) for cell in column.to_list()]
    return pl.Series(column.name, cells, dtype=pl.String)


def _as_record(cells: Sequence[object]) -> str:
    """A row of a table as CSV has it."""
    record = io.StringIO()
    csv.writer(record, lineterminator="").writerow(cells)
    return record.getvalue()


def _words(item: Item, catalogs: Sequence[Catalog]) -> dict[str, int]:
    """The words of an item's choices, without any that two have in common."""
    words: dict[str, int] = {}
    for catalog in catalogs:
        for place, choice in enumerate(catalog.item_by_id[item.id].choices):
            for word in {plain(choice.text), plain(str(choice.answer))} - {""}:
                words[word] = place if words.get(word, place) == place else UNKNOWN
    return words


def _number(text: str) -> str:
    """A whole number as it is usually written; everything else without spaces round it."""
    text = text.strip()
    match = _WHOLE.fullmatch(text)
    return str(int(match[1])) if match else text
