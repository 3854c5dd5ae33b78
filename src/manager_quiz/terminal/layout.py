"""Small pieces that the screens are laid out from."""

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
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


def bullets(texts: Iterable[str | Text]) -> RenderableType:
    """A list whose lines hang under their first word."""
    mark = "•" if can_show("•") else "-"
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column()
    grid.add_column(overflow="fold")
    for text in texts:
        grid.add_row(mark, text if isinstance(text, Text) else Text(text))
    return grid


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
    grid = Table.grid(padding=(0, 3, 0, 0), expand=True)
    grid.add_column(ratio=1)
    grid.add_column(ratio=1)
    grid.add_row(Group(*left), Group(*right))
    return grid
