"""A page as data: what stands on it, in the person's language, and nothing of how it looks.

Builders make pages, one a subject; writers turn them into a format, one a format.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, groupby
from typing import NamedTuple


class Text(NamedTuple):
    """A paragraph. `tone` is `plain`, `strong`, `quiet` (how to read something) or `warning`.

    What is said of so many of 100 `people` has a picture of them on paper: the first number of
    them stand out, those after them up to the second half as much.
    """

    text: str
    tone: str = "plain"
    people: tuple[int, int] | None = None


class Point(NamedTuple):
    """One of several points: words to begin with, the rest, and how strong it is (0-1)."""

    text: str
    lead: str = ""
    strength: float | None = None


class Points(NamedTuple):
    """A list; `tone` is `plain`, `against` for what speaks against something, or `large`.

    Below what is to be answered in writing are so many `lines` on paper.
    """

    points: tuple[Point, ...]
    tone: str = "plain"
    lines: int = 0


class Bar(NamedTuple):
    """A picture of a figure, on 0-1: how full, give or take how much, and what to compare with."""

    share: float
    error: float = 0.0
    mark: float | None = None


class Cell(NamedTuple):
    """A figure with its picture; `heat` (0-1) says how much it stands out among its like."""

    text: str
    bar: Bar | None = None
    heat: float | None = None


class Column(NamedTuple):
    """A column of texts, or of figures, which are never cut; its title may be a `name`."""

    title: str
    figures: bool = False
    name: bool = False


class Table(NamedTuple):
    """Rows of cells or texts, named by their first ones; `strong` rows stand out."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell | str, ...], ...]
    strong: frozenset[int] = frozenset()


Block = Text | Points | Table


class Section(NamedTuple):
    """A titled part. Neighbours in columns 1 and 2 stand side by side where there is room.

    `sheet` begins a new sheet of paper; `framed` is to be cut out.
    """

    title: str
    blocks: tuple[Block, ...]
    column: int = 0
    sheet: bool = False
    framed: bool = False


class Page(NamedTuple):
    """A page: its title, what is said first, and sections.

    `facts` are where it comes from (a day, a form, a code), `notices` small print at the end.
    """

    title: str = ""
    lead: tuple[Text, ...] = ()
    sections: tuple[Section, ...] = ()
    facts: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def plain(cell: Cell | str) -> str:
    """A cell's text."""
    return cell if isinstance(cell, str) else cell.text


def section(title: str, *blocks: Block | None, column: int = 0, **kind: bool) -> Section:
    """A section of the blocks, and columns of tables, that have something in them."""
    there = (_filled(block) if isinstance(block, Table) else block for block in blocks)
    return Section(title, tuple(block for block in there if block and block[0]), column, **kind)


def _filled(table: Table) -> Table | None:
    """A table without the columns that are empty in all rows; none without rows."""
    there = [any(map(plain, cells)) for cells in zip(*table.rows, strict=True)]
    rows = tuple(tuple(compress(row, there)) for row in table.rows)
    return Table(tuple(compress(table.columns, there)), rows, table.strong) if rows else None


def sections(*made: Section) -> tuple[Section, ...]:
    """Those sections that say something."""
    return tuple(each for each in made if each.blocks)


def side_by_side(parts: Iterable[Section]) -> list[tuple[list[Section], list[Section]]]:
    """Groups of sections: a pair of columns each, the second empty for those that stand alone."""
    groups = []
    for column, group in groupby(parts, key=lambda part: part.column > 0):
        held = list(group)
        if column:
            groups.append(
                ([each for each in held if each.column == 1], [e for e in held if e.column == 2])
            )
        else:
            groups += [([each], []) for each in held]
    return groups


def points(texts: Sequence[str], tone: str = "plain", lines: int = 0) -> Points:
    """A list of points that are texts alone."""
    return Points(tuple(map(Point, texts)), tone, lines)


def columns(title: str, *figures: str) -> tuple[Column, ...]:
    """A column of texts, and after it those of figures, by their titles."""
    return (Column(title), *(Column(each, figures=True) for each in figures))


def titled(pairs: Iterable[tuple[str, str]]) -> Points:
    """Points that each begin with what they are about."""
    return Points(tuple(Point(text, lead) for lead, text in pairs))


def lines(page: Page) -> Iterator[str]:
    """The page line by line, for whoever listens: nothing stands beside anything else."""
    yield from filter(None, (page.title, ", ".join(page.facts)))
    yield from (text.text for text in page.lead)
    for part in page.sections:
        if part.title:
            yield part.title + ":"
        for block in part.blocks:
            yield from _block_lines(block)
    yield from page.notices


def _block_lines(block: Block) -> Iterator[str]:
    if isinstance(block, Text):
        yield block.text
    elif isinstance(block, Points):
        yield from (f"- {said(point)}" for point in block.points)
    else:
        yield from (f"- {row_words(block, row)}" for row in block.rows)


def said(point: Point) -> str:
    """A point as one text."""
    return f"{point.lead}: {point.text}" if point.lead else point.text


def _within(column: Column) -> str:
    """A title within a sentence: `Place` is `place`; `SD`, and what is a name, stay."""
    stays = column.name or not column.title[1:2].islower()
    return column.title if stays else column.title[0].lower() + column.title[1:]


def row_words(table: Table, row: Sequence[Cell | str]) -> str:
    """A row as one text: its name, then what is in each column by its title.

    Where a table has lists its columns are told apart: `level: middle, top; strongest: …`.
    """
    lists = any(", " in plain(cell) for each in table.rows for cell in each[1:])
    colon, between = (":", "; ") if lists else ("", ", ")
    name, *rest = (
        f"{_within(column)}{colon} {plain(cell)}" if number and column.title else plain(cell)
        for number, (column, cell) in enumerate(zip(table.columns, row, strict=True))
        if plain(cell)
    )
    return f"{name}: {between.join(rest)}" if rest else name
