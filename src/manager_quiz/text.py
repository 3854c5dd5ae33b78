"""Text out of files on its way to a terminal or a spreadsheet: all but what would command it.

The names of languages are here as well, since every floor has to tell which one is meant.

Patterns are compiled when they are first needed, which many a start does without.
"""

import re
from collections.abc import Sequence
from typing import Any

COMMAND = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but for the tab and the line end
    "\u2028\u2029\u202a-\u202e\u2066-\u206f\ufff9-\ufffb"  # that turn or break lines
    "\ud800-\udfff]"  # halves of characters, as in file names that aren't UTF-8
)
"""What could command a terminal, or make it show another text than there is.

Joiners, soft hyphens, marks of direction and combining marks are part of what people write.
"""
FORMULA = r"[ \n\u00a0]*[=+\-@\t\r]"
"""How a text begins that a spreadsheet takes for a formula (OWASP, "CSV injection")."""
NUMBER = r" *[+-]?[0-9.,]+(?:[eE][+-]?[0-9]+)? *"
"""The whole of a number, with which somebody wants to go on reckoning.

Both patterns are the same to Python and to Polars.
"""


def printable(text: str) -> str:
    """The text with U+FFFD in the place of what could command a terminal."""
    return text if text.isprintable() else re.sub(COMMAND, "\ufffd", text)


def in_one_line(text: str) -> str:
    """The same without line ends, which a name can have too."""
    return printable(" ".join(text.splitlines()))


def escaped(json: str) -> str:
    """JSON in which such characters are written as escapes, and which says the same."""
    return re.sub(COMMAND, lambda found: f"\\u{ord(found[0]):04x}", json)


def harmless(cell: Any) -> Any:
    """The cell; a text that a spreadsheet would reckon out, with an apostrophe before it."""
    if isinstance(cell, str) and re.match(FORMULA, cell) and not re.fullmatch(NUMBER, cell):
        return f"'{cell}"
    return cell


def language_code(name: str) -> str:
    """`pt-br` from `pt_BR.UTF-8`, `PT-br` or `pt_BR@euro`."""
    return re.split("[.@]", name.strip())[0].replace("_", "-").lower()


def language_in(known: Sequence[str], named: str) -> str | None:
    """Which of these languages is meant, in whatever form it is named: `pt_BR` is `pt-br`.

    Where there is none of that region it is the language without one (as RFC 4647 looks up),
    and a name without a region means the first that there is of any; None where there is none.
    """
    codes = {language_code(each): each for each in reversed(known)}
    wanted = language_code(named)
    parts = wanted.split("-")
    shorter = ("-".join(parts[:end]) for end in range(len(parts), 0, -1))
    regional = (code for code in reversed(codes) if code.startswith(f"{wanted}-"))
    return next((codes[code] for code in (*shorter, *regional) if code in codes), None)
