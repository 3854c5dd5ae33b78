"""The whole window as a page driven by keys: its lines made to fit, a list with a cursor on it."""

import re
from collections import deque
from collections.abc import Callable

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPress, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Layout, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.output import create_output
from prompt_toolkit.utils import get_cwidth

from manager_quiz.terminal.screen import can_show
from manager_quiz.terminal.signals import run
from manager_quiz.wording.words import Words

Line = list[tuple[str, str]]
"""Pieces of one line: style and text."""

_SPACES = re.compile("[ \t]+")
"""Where a line may end; not at a space that is there to keep words together."""
WIDEST = 72
HIGHEST = 26
"""Lines longer than this are hard to read, and a page taller than this falls apart."""
GAP = 2
"""Columns at least between what stands at the left and at the right of a line."""
NAMES = {"c-m": "enter", "c-h": "backspace"}
"""What keys are called that have another name in prompt_toolkit."""
FAR = 100_000
"""Further than any page or list is long."""


def moved(pointer: int, step: int, last: int) -> int:
    """Where the cursor of a list is after a step, which ends at its first and last row."""
    return max(min(pointer + step, last), 0)


def steps(page: int = 8) -> dict[str, int]:
    """How many rows or lines each key moves that moves at all, where a `page` has so many."""
    return {"up": -1, "down": 1, "pageup": -page, "pagedown": page, "home": -FAR, "end": FAR}


class Sheet:
    """What is to be seen in a window of `columns` and `rows`: head, a body that scrolls, foot.

    It is at most `widest` and `highest`; `width` is how wide its text may be. `focus` are the
    lines of the body that must not scroll out of sight.
    """

    def __init__(
        self,
        words: Words,
        columns: int,
        rows: int,
        widest: int = WIDEST,
        highest: int = HIGHEST,
    ) -> None:
        self.words, self.columns, self.rows = words, columns, rows
        self.width = max(min(columns - (4 if columns >= 60 else 2), widest), 8)
        self.height = min(rows, highest)
        self.fancy = can_show("━─›↑↓●")
        self.head: list[Line] = []
        self.body: list[Line] = []
        self.foot: list[Line] = []
        self.focus = range(0)

    @property
    def room(self) -> int:
        """How many lines of the body can be seen at once."""
        return max(self.height - len(self.head) - len(self.foot) - 2, 1)

    def folded(self, text: str, style: str = "", first: str = "") -> list[Line]:
        """A text in lines that fit; it begins with `first`, and its other lines below the text."""
        indent = " " * get_cwidth(first)
        lines = wrap(text, max(self.width - len(indent), 8))
        return [[(style, indent if n else first), (style, line)] for n, line in enumerate(lines)]

    def spread(self, lines: list[Line], right: str) -> list[Line]:
        """The lines, and at the right end of the last one, or below it, another text."""
        room = self.width - sum(get_cwidth(text) for _style, text in lines[-1])
        if room < get_cwidth(right) + GAP:
            return [*lines, [("", right.rjust(self.width))]]
        return [*lines[:-1], [*lines[-1], ("", " " * (room - get_cwidth(right)) + right)]]

    def say(self, text: str, style: str = "") -> None:
        """A text at the end of the body."""
        self.body += self.folded(text, style)

    def row(
        self,
        first: str,
        text: str,
        style: str = "",
        *,
        on: bool,
        right: str = "",
        below: Line | None = None,
    ) -> None:
        """A row of a list at the end of the body; `on` is whether the cursor is there."""
        sign = ("›" if self.fancy else ">") if on else " "
        lines = self.folded(text, "reverse" if on else style, f"{sign} {first}")
        if right:
            lines = self.spread(lines, right)
        lines += [below] if below else []
        if on:
            self.focus = range(len(self.body), len(self.body) + len(lines))
        self.body += lines

    def keys(self, *chunks: str, most: int = 2) -> None:
        """Keys and what they do, on at most so many lines; the first word of a chunk is the key."""
        lines: list[Line] = [[]]
        for chunk in chunks:
            key, _, does = chunk.partition(" ")
            used = sum(get_cwidth(text) for _style, text in lines[-1])
            if used and used + 3 + get_cwidth(chunk) > self.width:
                if len(lines) == most:
                    break
                lines.append([])
            lines[-1] += [("", "   " if lines[-1] else ""), ("bold", key), ("", f" {does}")]
        self.foot += lines

    def fit(self, scroll: int) -> tuple[Line, int]:
        """The whole window as pieces, and how far the body had to be scrolled for it."""
        up, down = ("↑", "↓") if self.fancy else ("^", "v")
        if self.focus:
            scroll = max(min(scroll, self.focus.start), self.focus.stop - self.room)
        scroll = max(min(scroll, len(self.body) - self.room), 0)
        seen = self.body[scroll : scroll + self.room]
        more = scroll + self.room < len(self.body)
        above = self.words("{arrow} more above", arrow=up) if scroll else ""
        below = self.words("{arrow} more below", arrow=down) if more else ""
        blank: list[Line] = [[]] * (self.room - len(seen))
        # In a tall window the page stands a little above the middle, in a wide one in the middle.
        top: list[Line] = [[]] * ((self.rows - self.height) // 3)
        middle = [[("", above)], *seen, *blank, [("", below)]]
        lines = [*top, *self.head, *middle, *self.foot][: self.rows]
        margin = " " * max((self.columns - self.width) // 2, 0)
        return [
            piece
            for number, line in enumerate(lines)
            for piece in [("", "\n" + margin if number else margin), *line]
        ], scroll


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


def short(text: str, width: int) -> str:
    """As much of the text as one line holds."""
    first, *rest = wrap(text, max(width - 3, 8))
    return f"{first}..." if rest else first


def fill_window(draw: Callable[[int, int], Line], press: Callable[[str, str], bool | None]) -> None:
    """Shows in the whole window what `draw` makes for its columns and rows.

    `press` is given every key by its name, and what it types; the window closes where that says
    True. Raises KeyboardInterrupt at Ctrl-C and Ctrl-D.
    """
    output, bindings = create_output(always_prefer_tty=True), KeyBindings()

    def drawn() -> StyleAndTextTuples:
        size = output.get_size()
        return [*draw(size.columns, size.rows)]

    @bindings.add(Keys.Any)
    def any_key(event: KeyPressEvent) -> None:
        pressed = event.key_sequence[0].key
        name = pressed.value if isinstance(pressed, Keys) else pressed
        key = NAMES.get(name, name)
        if key in {"c-c", "c-d", "<sigint>"}:
            event.app.exit(exception=KeyboardInterrupt)
        elif not (key == "escape" and began_sequence(event)) and press(key, event.data):
            event.app.exit()

    application: Application[None] = Application(
        layout=Layout(Window(FormattedTextControl(drawn), always_hide_cursor=True)),
        key_bindings=bindings,
        output=output,
        full_screen=True,
    )
    run(application)


def began_sequence(event: KeyPressEvent) -> bool:
    """Whether this Escape only began a sequence that prompt_toolkit doesn't know (or Alt + key).

    The rest of it is thrown away: the digits in it answer nothing.
    """
    waiting: deque[KeyPress] = event.app.key_processor.input_queue
    if not waiting or len(waiting[0].data) != 1 or waiting[0].key == Keys.Escape:
        return False
    last = _LAST.get(waiting.popleft().data)
    while last and waiting and len(waiting[0].data) == 1:
        if waiting.popleft().data in last:
            break
    return True


_LAST = {
    "[": {chr(code) for code in range(0x40, 0x7F)},
    "O": {chr(code) for code in range(0x20, 0x7F)},
    **{string: {"\a", "\\"} for string in "]P^_X"},
}
"""What ends a sequence, by the character that begins it (ECMA-48)."""
