"""Text out of files on its way to a terminal or a spreadsheet: all but what would command it.

Patterns are compiled when they are first needed, which many a start does without.
"""

import re
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
