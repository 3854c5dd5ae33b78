"""What a command shows and says: the one place that writes to standard output and error.

Nothing that goes through here commands the terminal, whichever file it is from, and no stream
fails for want of a character.
"""

import codecs
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from manager_quiz.text import printable
from manager_quiz.wording.words import Words

if TYPE_CHECKING:
    from rich.console import Console

    from manager_quiz.records.sheets.run import Tally

READABLE_WIDTH = 100
"""Lines longer than this are hard to read, however wide the window is."""

_GAP = r"[^\S\u00a0\u202f]"
"""Where a line may be broken: at any space but those that say no."""

CLEAR = "\x1b[2J\x1b[3J\x1b[H"
"""Clears the window and what was scrolled out of it, and goes to the top."""

NARROWEST = 20
"""Narrower than this nothing can be laid out; the terminal has to break the lines."""


class Screen(NamedTuple):
    """Standard output, in one language.

    `plain` asks for sentences and lists without colour, cursor movement or box characters.
    """

    console: "Console"
    words: Words
    plain: bool


def accessible() -> bool:
    """Whether the environment asks for plain sentences, as screen readers need them."""
    asked = os.environ.get("ACCESSIBLE", "").strip().casefold()
    return asked not in {"", "0", "false", "no", "off"}


def open_screen(language: str, *, plain: bool = False) -> Screen:
    """The screen for this process's standard output."""
    from rich.console import ConsoleDimensions

    dumb = os.environ.get("TERM") == "dumb"
    plain = plain or accessible() or dumb
    # Without colours Rich's own way leaves escapes for bold and dim.
    bare = plain or os.environ.get("NO_COLOR")
    console = open_console(color_system=None) if bare else open_console()
    width = console.width
    if dumb and os.environ.get("COLUMNS", "").isdigit():
        width = int(os.environ["COLUMNS"])  # which Rich forgets for such a terminal
    console.size = ConsoleDimensions(
        min(max(width, NARROWEST), READABLE_WIDTH), console.size.height
    )
    return Screen(console, Words(language), plain)


def open_console(**settings: Any) -> "Console":
    """A console that styles texts but for what in them would command the terminal."""
    from rich import _wrap
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

    class _Console(Console):
        def render(
            self, renderable: RenderableType, options: ConsoleOptions | None = None
        ) -> Iterable[Segment]:
            for segment in super().render(renderable, options):
                text, _style, control = segment
                yield segment if control else segment._replace(text=printable(text))

    # What Rich takes for a word ends at a no-break space too.
    _wrap.re_word = re.compile(rf"{_GAP}*(?:(?!{_GAP}).)+{_GAP}*", re.DOTALL)
    return _Console(markup=False, emoji=False, highlight=False, **settings)


def show_lines(*lines: str) -> None:
    """Prints results as they are, not in the window's width."""
    sys.stdout.write(printable("".join(f"{line}\n" for line in lines)))


def tell(*lines: str, end: str = "\n") -> None:
    """Says something that is no result: those alone go to standard output."""
    sys.stderr.write(printable("\n".join(lines)) + end)
    sys.stderr.flush()


def show_data(text: str) -> None:
    """Prints what another program is to read: as it is, unless it goes to a terminal."""
    if sys.stdout.isatty():
        text = printable(text.replace("\r\n", "\n"))
    sys.stdout.write(text)


def can_clear() -> bool:
    """Whether `clear` leaves nothing, or there is nothing that could stay."""
    dumb = os.name != "nt" and os.environ.get("TERM") == "dumb"
    return not (dumb and (sys.stdout.isatty() or sys.stderr.isatty()))


def clear() -> None:
    """Leaves nothing on the screen, nor in what can be scrolled back to."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        if not stream.isatty():
            continue
        if os.name == "nt":
            import subprocess

            subprocess.run(["cmd", "/c", "cls"], check=False)
        elif not can_clear():
            stream.write("\n" * 200)
        else:
            stream.write(CLEAR)
        stream.flush()


@contextmanager
def progress(words: Words) -> Iterator[Callable[["Tally", float | None], None]]:
    """How far long work has come, on standard error where that is a terminal.

    Gives a function that is told which rows are done and which share of the file that is.
    """
    if not sys.stderr.isatty():
        yield lambda _tally, _done: None
        return
    from rich import progress as rich

    from manager_quiz.terminal.signals import giving_back

    text = rich.TextColumn("{task.description}", markup=False)
    columns = (text, rich.BarColumn(), rich.TaskProgressColumn(), rich.TimeRemainingColumn())
    started = time.monotonic()
    with rich.Progress(*columns, console=open_console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def told(tally: "Tally", done: float | None) -> None:
            rows = tally.people + tally.bad
            rate = rows / max(time.monotonic() - started, 0.001)
            said = words("{rows} rows, {rate} a second", rows=f"{rows:,}", rate=f"{rate:,.0f}")
            # Of a pipe nobody knows how much is to come.
            bar.update(task, description=said, total=1 if done else None, completed=done or 0)

        with giving_back(bar.stop, bar.start):
            yield told


def can_show(characters: str) -> bool:
    """Whether standard output's encoding has these characters."""
    try:
        characters.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


_TYPEWRITER = {
    **dict.fromkeys("«»“”„″", '"'),
    **dict.fromkeys("‘’‚′", "'"),
    **dict.fromkeys("–—‑−", "-"),
    **dict.fromkeys("●•", "*"),
    "…": "...",
    "→": "->",
    "±": "+-",
    "ё": "е",
    "Ё": "Е",
    "№": "N",
    "®": "(R)",
    "\u00a0": " ",
    "\u202f": " ",
}


def make_writable() -> None:
    """Lets the output have any text: as it is, with typewriter characters, or in UTF-8.

    And the input any bytes: what isn't text is no answer, but no failure either.
    An encoding with Cyrillic letters (cp866, cp1251, KOI8-R) is kept, since somebody chose it or
    a console needs it; where it lacks a character, one from a typewriter stands in. An encoding
    without Cyrillic would leave nothing but question marks, so that there UTF-8 is written.
    """
    _fill_closed()
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")
    codecs.register_error("manager-quiz-typewriter", _typewriter)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            try:
                "я".encode(stream.encoding)
                stream.reconfigure(errors="manager-quiz-typewriter")
            except UnicodeEncodeError:
                stream.reconfigure(encoding="utf-8", errors="replace")


def _fill_closed() -> None:
    """Opens what whoever started the program had closed, so that no file gets its number.

    What is said on standard error then goes nowhere; using the others fails as it would.
    """
    for name, mode, way in (
        ("stdin", "r", os.O_WRONLY),
        ("stdout", "w", os.O_RDONLY),
        ("stderr", "w", os.O_WRONLY),
    ):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, way), mode, encoding="utf-8"))


def _typewriter(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_TYPEWRITER.get(character, "?") for character in missing), error.end
