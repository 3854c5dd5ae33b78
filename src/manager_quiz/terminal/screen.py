"""Where a command shows its results: one console, the words for it, and what it can do."""

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from manager_quiz.wording.words import Words, words_in

if TYPE_CHECKING:
    from rich.console import Console

READABLE_WIDTH = 100
"""Lines longer than this are hard to read, however wide the window is."""


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
    from rich.console import Console

    plain = plain or bool(os.environ.get("ACCESSIBLE")) or os.environ.get("TERM") == "dumb"
    console = Console(markup=False, emoji=False, highlight=False, no_color=True if plain else None)
    console.width = min(console.width, READABLE_WIDTH)
    return Screen(console, words_in(language), language, plain)


def can_show(characters: str) -> bool:
    """Whether standard output's encoding has these characters."""
    try:
        characters.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
