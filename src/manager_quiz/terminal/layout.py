"""Small pieces that the screens are laid out from; plain screens get plain ones."""

from collections.abc import Iterable, Sequence

from rich.box import ROUNDED
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from manager_quiz.terminal.screen import Screen, can_show

WIDE = 90
"""From this width on there is room for two columns of text."""


def section(title: str, *body: RenderableType) -> RenderableType:
    """A titled part of a screen with space under it."""
    return Group(Text(title, style="bold cyan"), Padding(Group(*body), (0, 0, 1, 0)))


def banner(screen: Screen, title: str, text: Text, subtitle: str) -> RenderableType:
    """What a page is about: in a frame, or as lines on a plain screen."""
    if screen.plain:
        return Group(*(Text(line) for line in (title, subtitle) if line), text, "")
    return Panel(
        text,
        title=Text(f" {title} ", style="bold"),
        subtitle=Text(f" {subtitle} ") if subtitle else None,
        title_align="left",
        subtitle_align="left",
        box=ROUNDED,
        padding=(1, 2),
    )


class Bullets:
    """A list whose lines hang under their first word.

    A class since Rich asks it for its lines; a table would do the same many times slower.
    """

    def __init__(self, screen: Screen, texts: Iterable[str | Text]) -> None:
        self.mark = "- " if screen.plain or not can_show("•") else "• "
        self.texts = [Text(text) if isinstance(text, str) else text for text in texts]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines that Rich prints."""
        for text in self.texts:
            lines = text.wrap(console, options.max_width - len(self.mark))
            for number, line in enumerate(lines):
                yield Text.assemble(" " * len(self.mark) if number else self.mark, line)


def bar(screen: Screen, share: float, width: int) -> Text:
    """A bar filled to `share` (0-1), with a space behind it; nothing on a plain screen."""
    if screen.plain:
        return Text()
    full, empty = ("█", "░") if can_show("█░") else ("#", ".")
    filled = round(min(max(share, 0.0), 1.0) * width)
    return Text.assemble((full * filled, "cyan"), (empty * (width - filled), "dim"), " ")


def side_by_side(
    screen: Screen, left: Sequence[RenderableType], right: Sequence[RenderableType]
) -> RenderableType:
    """Two columns where there is room, one below the other where there isn't."""
    width = screen.console.width
    if width < WIDE or screen.plain:
        return Group(*left, *right)
    gap = 3
    # Fixed widths spare Rich from measuring every text.
    grid = Table.grid(padding=(0, gap, 0, 0), pad_edge=False)
    grid.add_column(width=(width - gap) // 2)
    grid.add_column(width=(width - gap) // 2)
    grid.add_row(Group(*left), Group(*right))
    return grid
