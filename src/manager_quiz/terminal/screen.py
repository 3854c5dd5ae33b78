"""Where a command shows its results: streams that never fail, and one console with its words."""

import codecs
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from manager_quiz.wording.words import Words, words_in

if TYPE_CHECKING:
    from rich.console import Console

READABLE_WIDTH = 100
"""Lines longer than this are hard to read, however wide the window is."""

NARROWEST = 20
"""Narrower than this nothing can be laid out; the terminal has to break the lines."""


@dataclass(frozen=True)
class Screen:
    """Standard output, in one language.

    `plain` asks for sentences and lists without colour, cursor movement or box characters.
    """

    console: "Console"
    words: Words
    language: str
    plain: bool


def open_screen(language: str, *, plain: bool = False) -> Screen:
    """The screen for this process's standard output."""
    from rich.console import Console, ConsoleDimensions

    dumb = os.environ.get("TERM") == "dumb"
    plain = plain or bool(os.environ.get("ACCESSIBLE")) or dumb
    console = Console(markup=False, emoji=False, highlight=False)
    if plain or os.environ.get("NO_COLOR"):
        # Rich's own way leaves escapes for bold and dim.
        console = Console(markup=False, emoji=False, highlight=False, color_system=None)
    width = console.width
    if dumb and os.environ.get("COLUMNS", "").isdigit():
        width = int(os.environ["COLUMNS"])  # which Rich forgets for such a terminal
    console.size = ConsoleDimensions(
        min(max(width, NARROWEST), READABLE_WIDTH), console.size.height
    )
    return Screen(console, words_in(language), language, plain)


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

    An encoding with Cyrillic letters (cp866, cp1251, KOI8-R) is kept, since somebody chose it or
    a console needs it; where it lacks a character, one from a typewriter stands in. An encoding
    without Cyrillic would leave nothing but question marks, so that there UTF-8 is written.
    """
    _fill_closed()
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
