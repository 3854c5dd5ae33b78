"""Fits a page into the window, whatever its size: head, a body that scrolls, foot."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from prompt_toolkit.utils import get_cwidth

from manager_quiz.terminal.signals import run

if TYPE_CHECKING:
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding import KeyBindings

Line = list[tuple[str, str]]
"""Pieces of one line: style and text."""

_SPACES = re.compile("[ \t]+")
"""Where a line may end; not at a space that is there to keep words together."""
WIDEST = 72
HIGHEST = 26
"""Lines longer than this are hard to read, and a page taller than this falls apart."""


@dataclass
class Page:
    """What is to be seen. `focus` are the lines of the body that must not scroll out of sight."""

    head: list[Line]
    body: list[Line] = field(default_factory=list)
    foot: list[Line] = field(default_factory=list)
    focus: range = range(0)


def fill_window(draw: Callable[[int, int], Line], key_bindings: "KeyBindings") -> None:
    """Shows in the whole window what `draw` makes for its columns and rows, until a key ends it."""
    from prompt_toolkit.application import Application
    from prompt_toolkit.layout import Layout, Window
    from prompt_toolkit.layout.controls import FormattedTextControl
    from prompt_toolkit.output import create_output

    output = create_output(always_prefer_tty=True)

    def drawn() -> "StyleAndTextTuples":
        size = output.get_size()
        return list(draw(size.columns, size.rows))

    application: Application[None] = Application(
        layout=Layout(Window(FormattedTextControl(drawn), always_hide_cursor=True)),
        key_bindings=key_bindings,
        output=output,
        full_screen=True,
    )
    run(application)


def text_width(columns: int, widest: int = WIDEST) -> int:
    """How wide the text may be in a window of so many columns."""
    return max(min(columns - (4 if columns >= 60 else 2), widest), 8)


def fit(
    page: Page,
    scroll: int,
    columns: int,
    rows: int,
    arrows: tuple[str, str],
    most: tuple[int, int] = (WIDEST, HIGHEST),
) -> tuple[Line, int]:
    """The whole window as pieces, and how far the body had to be scrolled for it.

    `arrows` say that there is more above, and below; `most` is how wide and high a page may be.
    """
    width, height = text_width(columns, most[0]), min(rows, most[1])
    room = max(height - len(page.head) - len(page.foot) - 2, 1)
    if page.focus:
        scroll = min(scroll, page.focus.start)
        scroll = max(scroll, page.focus.stop - room)
    scroll = max(min(scroll, len(page.body) - room), 0)
    seen = page.body[scroll : scroll + room]
    above: Line = [("", arrows[0] if scroll else "")]
    below: Line = [("", arrows[1] if scroll + room < len(page.body) else "")]
    blank: list[Line] = [[]] * (room - len(seen))
    # In a tall window the page stands a little above the middle, in a wide one in the middle.
    top: list[Line] = [[]] * ((rows - height) // 3)
    lines = [*top, *page.head, above, *seen, *blank, below, *page.foot][:rows]
    margin = " " * max((columns - width) // 2, 0)
    pieces: Line = []
    for number, line in enumerate(lines):
        pieces.append(("", "\n" + margin if number else margin))
        pieces.extend(line)
    return pieces, scroll


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns."""
    lines: list[str] = []
    for paragraph in text.strip().split("\n"):
        line = ""
        for word in _SPACES.split(paragraph):
            if line and get_cwidth(line) + 1 + get_cwidth(word) > width:
                lines.append(line)
                line = ""
            line = f"{line} {word}" if line else word
            while get_cwidth(line) > width:
                cut = max(width // 2, 1) if get_cwidth(line[:width]) > width else width
                lines.append(line[:cut])
                line = line[cut:]
        lines.append(line)
    return lines


def paragraph(text: str, width: int, style: str = "") -> list[Line]:
    """A text as lines of one style."""
    return [[(style, line)] for line in wrap(text, width)]


def hanging(first: str, text: str, width: int, style: str) -> list[Line]:
    """A text whose first line begins with `first`, and its others below the text."""
    indent = " " * get_cwidth(first)
    lines = wrap(text, max(width - len(indent), 8))
    return [
        [(style, first if not number else indent), (style, line)]
        for number, line in enumerate(lines)
    ]


def spread(left: Sequence[tuple[str, str]], right: str, width: int) -> list[Line]:
    """Two texts at both ends of a line, or on two lines where they don't fit on one."""
    used = sum(get_cwidth(text) for _, text in left) + get_cwidth(right)
    if used + 2 > width:
        return [list(left), [("", right)]]
    return [[*left, ("", " " * (width - used) + right)]]


def keys(chunks: Iterable[str], width: int, most: int) -> list[Line]:
    """Keys and what they do, on at most so many lines; the first word of a chunk is the key."""
    lines: list[Line] = [[]]
    for chunk in chunks:
        key, _, does = chunk.partition(" ")
        used = sum(get_cwidth(text) for _, text in lines[-1])
        if used and used + 3 + get_cwidth(chunk) > width:
            if len(lines) == most:
                break
            lines.append([])
        if lines[-1]:
            lines[-1].append(("", "   "))
        lines[-1].extend([("bold", key), ("", f" {does}")])
    return lines
