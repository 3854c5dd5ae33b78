"""A page in the terminal: with colours, bars and columns, or as plain lines."""

from collections.abc import Iterable, Iterator

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table as Grid
from rich.text import Text as RichText

from manager_quiz.reports.page import (
    Block,
    Cell,
    Page,
    Points,
    Section,
    Table,
    Text,
    lines,
    plain,
    said,
    side_by_side,
)
from manager_quiz.terminal.screen import Screen, can_show

BARS = (8, 6, 0)
"""How long bars are: as long as there is room for."""
GAP = 2
NARROWEST_TEXT = 42
"""A column of texts that is narrower is hard to read."""
LONGEST_WORD = 24
STYLES = {"plain": "", "strong": "bold", "quiet": "dim", "warning": "magenta"}


def show_page(screen: Screen, page: Page) -> None:
    """Prints a page."""
    screen.console.print(drawn(screen, page))


def drawn(screen: Screen, page: Page) -> RenderableType:
    """A page as Rich draws it in the screen's width."""
    if screen.plain:
        return Group(*(RichText(line) for line in lines(page)))
    head: list[RenderableType] = [RichText(page.title, style="bold")] if page.title else []
    if page.facts:
        head.append(RichText(" · ".join(page.facts), style="dim"))
    head += [RichText(text.text, style=STYLES[text.tone]) for text in page.lead]
    body = [_group(screen.console.width, *group) for group in side_by_side(page.sections)]
    notices = [RichText(notice, style="dim") for notice in page.notices]
    parts = [Group(*head), *body, Group(*notices)]
    return _apart(part for part in parts if part.renderables)


def _apart(parts: Iterable[RenderableType]) -> Group:
    """The parts with an empty line between any two."""
    lines = [line for part in parts for line in ("", part)]
    return Group(*lines[1:])


def _group(width: int, left: list[Section], right: list[Section]) -> Group:
    """One section, or two columns of them: side by side if both have the room they need."""
    wide = [max(map(_needed, parts), default=0) for parts in (left, right)]
    if right and sum(wide) + GAP <= width:
        spare = width - GAP - sum(wide)
        share = spare // 2
        if not any(map(_has_text, right)):
            share = min(max(map(_unfolded, right)) - wide[1], spare)
        widths = [width - GAP - wide[1] - share, wide[1] + share]
        grid = Grid.grid(padding=(0, GAP, 0, 0), pad_edge=False)
        for each in widths:
            grid.add_column(width=each)
        columns = (
            _apart(_drawn_section(part, each) for part in parts)
            for parts, each in zip((left, right), widths, strict=True)
        )
        grid.add_row(*columns)
        return Group(grid)
    return _apart(_drawn_section(part, width) for part in (*left, *right))


def _has_text(part: Section) -> bool:
    return any(not isinstance(block, Table) for block in part.blocks)


def _needed(part: Section) -> int:
    """The width that a section needs to be read."""
    tables = [_least(block, BARS[1]) for block in part.blocks if isinstance(block, Table)]
    return max((*tables, NARROWEST_TEXT if _has_text(part) and not tables else 0), default=0)


def _unfolded(part: Section) -> int:
    """The width at which no cell of a section's tables is folded."""
    tables = [block for block in part.blocks if isinstance(block, Table)]
    return max(sum(_widths(table, BARS[0], whole=True)) + len(table.columns) for table in tables)


def _drawn_section(part: Section, width: int) -> RenderableType:
    title = [RichText(part.title, style="bold cyan")] if part.title else []
    return Group(*title, *(_drawn_block(block, width) for block in part.blocks))


def _drawn_block(block: Block, width: int) -> RenderableType:
    if isinstance(block, Text):
        return RichText(block.text, style=STYLES[block.tone])
    if isinstance(block, Points):
        return Bullets(_point(point.lead, said(point), point.strength) for point in block.points)
    return _table(block, width)


def _point(lead: str, text: str, strength: float | None) -> RichText:
    told = RichText(text)
    told.stylize("bold", 0, len(lead))
    if strength is None:
        return told
    return RichText.assemble(bar(max(strength, 1 / 6), 6), " ", told)


class Bullets:
    """A list whose lines hang under their first word.

    A class since Rich asks it for its lines; a table would do the same many times slower.
    """

    def __init__(self, texts: Iterable[str | RichText]) -> None:
        self.mark = "• " if can_show("•") else "- "
        self.texts = [RichText(text) if isinstance(text, str) else text for text in texts]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines that Rich prints."""
        for text in self.texts:
            wrapped = text.wrap(console, options.max_width - len(self.mark))
            for number, line in enumerate(wrapped):
                # As segments: a text would be wrapped once more.
                yield Segment(" " * len(self.mark) if number else self.mark)
                yield from line.render(console, end="\n")


def bar(share: float, width: int) -> RichText:
    """A bar filled to `share` (0-1), in eighths of a character where there are such."""
    full, empty, parts = ("█", "░", " ▏▎▍▌▋▊▉") if can_show("█░▏▎▍▌▋▊▉") else ("#", ".", "")
    if not parts and can_show("█░"):
        full, empty = "█", "░"
    steps = len(parts) or 1
    whole, rest = divmod(round(min(max(share, 0.0), 1.0) * width * steps), steps)
    drawn = full * whole + (parts[rest] if rest else "")
    return RichText.assemble((drawn, "cyan"), (empty * (width - len(drawn)), "dim"))


# ------------------------------------------------------------------------- tables


def _table(table: Table, width: int) -> RenderableType:
    """A table as wide as there is room for; a list where its columns don't fit."""
    long = next((each for each in BARS if _least(table, each) <= width), None)
    if long is None:
        return Group(*_listed(table))
    grid = Grid.grid(padding=(0, 1, 0, 0), pad_edge=False)
    for column, given in zip(table.columns, _given(table, long, width), strict=True):
        justify = "right" if column.figures else "left"
        grid.add_column(justify=justify, overflow="fold", width=given)  # type: ignore[arg-type]
    if any(column.title for column in table.columns):
        grid.add_row(*(RichText(column.title, style="dim") for column in table.columns))
    ends = [max(map(len, map(plain, column))) for column in zip(*table.rows, strict=True)]
    for number, row in enumerate(table.rows):
        cells = [_cell(cell, long, end) for cell, end in zip(row, ends, strict=True)]
        if number in table.strong:
            cells[0].stylize("bold")
        grid.add_row(*cells)
    return grid


def _given(table: Table, long: int, width: int) -> list[int]:
    """How wide each column becomes: what is spare goes where most would be folded.

    Rich itself would cut columns that it finds too wide, whatever their least width is.
    """
    widths, whole = _widths(table, long), _widths(table, long, whole=True)
    for _spare in range(width - _least(table, long)):
        folded = [full / given for full, given in zip(whole, widths, strict=True)]
        if max(folded) <= 1:
            break
        widths[folded.index(max(folded))] += 1
    return widths


def _least(table: Table, long: int) -> int:
    # Rich counts a gap behind the last column too.
    return sum(_widths(table, long)) + len(table.columns)


def _widths(table: Table, long: int, *, whole: bool = False) -> list[int]:
    """The least width of each column: figures whole, with bars; texts by their longest word.

    With `whole` that at which nothing is folded.
    """
    widths = []
    for index, column in enumerate(table.columns):
        cells = [row[index] for row in table.rows]
        drawn = long + 1 if long and any(map(_bar, cells)) else 0
        titles = [column.title] if whole or column.figures else column.title.split()
        texts = [
            part
            for text in map(plain, cells)
            for part in ([text] if whole or column.figures else text.split())
        ]
        title, text = (max(map(len, each), default=0) for each in (titles, texts))
        if not (whole or column.figures):
            title, text = min(title, LONGEST_WORD), min(text, LONGEST_WORD)
        widths.append(max(title, drawn + text, 1))
    return widths


def _bar(cell: Cell | str) -> bool:
    return isinstance(cell, Cell) and cell.bar is not None


def _cell(cell: Cell | str, long: int, end: int = 0) -> RichText:
    if isinstance(cell, str):
        return RichText(cell)
    if cell.bar is not None and long:
        return RichText.assemble(bar(cell.bar.share, long), " ", cell.text.rjust(end))
    heat = cell.heat or 0.0
    return RichText(cell.text, "reverse cyan" if heat >= 0.5 else "cyan" if heat >= 0.25 else "")


def _listed(table: Table) -> Iterator[RenderableType]:
    """A table where there is no room for columns: below each name its figures."""
    for name, *figures in table.rows:
        yield RichText(plain(name), style="bold")
        for column, cell in zip(table.columns[1:], figures, strict=True):
            if plain(cell):
                told = RichText.assemble((f"{column.title} " if column.title else "", "dim"))
                yield Padding(told.append_text(_cell(cell, BARS[1])), (0, 0, 0, 2))
