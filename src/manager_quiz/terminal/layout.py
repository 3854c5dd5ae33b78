"""Small pieces that the screens are laid out from."""

from collections.abc import Iterable, Sequence

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from manager_quiz.terminal.screen import can_show

WIDE = 90
"""From this width on there is room for two columns of text."""


def heading(title: str) -> Text:
    """The title of a section."""
    return Text(title, style="bold cyan")


def section(title: str, *body: RenderableType) -> RenderableType:
    """A titled part of a screen with space under it."""
    return Group(heading(title), Padding(Group(*body), (0, 0, 1, 0)))


class Bullets:
    """A list whose lines hang under their first word.

    A class since Rich asks it for its lines; a table would do the same many times slower.
    """

    def __init__(self, texts: Iterable[str | Text]) -> None:
        self.texts = [Text(text) if isinstance(text, str) else text for text in texts]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines that Rich prints."""
        mark = "• " if can_show("•") else "- "
        for text in self.texts:
            for line in text.wrap(console, options.max_width - len(mark)):
                yield Text.assemble(mark, line)
                mark = " " * len(mark)
            mark = "• " if can_show("•") else "- "


def bar(share: float, width: int) -> Text:
    """A bar filled to `share` (0-1)."""
    full, empty = ("█", "░") if can_show("█░") else ("#", ".")
    filled = round(min(max(share, 0.0), 1.0) * width)
    return Text.assemble((full * filled, "cyan"), (empty * (width - filled), "dim"))


def side_by_side(
    left: Sequence[RenderableType], right: Sequence[RenderableType], width: int
) -> RenderableType:
    """Two columns where there is room, one below the other where there isn't."""
    if width < WIDE:
        return Group(*left, *right)
    gap = 3
    # Fixed widths spare Rich from measuring every text.
    grid = Table.grid(padding=(0, gap, 0, 0), pad_edge=False)
    grid.add_column(width=(width - gap) // 2)
    grid.add_column(width=(width - gap) // 2)
    grid.add_row(Group(*left), Group(*right))
    return grid
