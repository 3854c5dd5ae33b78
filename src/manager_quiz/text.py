"""Text out of files on its way to a terminal: everything but what would command it."""

import re

COMMAND = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but for the tab and the line end
    "\u2028\u2029\u202a-\u202e\u2066-\u206f\ufff9-\ufffb"  # that turn or break lines
    "\ud800-\udfff]"  # halves of characters, as in file names that aren't UTF-8
)
"""What could command a terminal, or make it show another text than there is.

Joiners, soft hyphens, marks of direction and combining marks are part of what people write.
"""


def printable(text: str) -> str:
    """The text with U+FFFD in the place of what could command a terminal."""
    return COMMAND.sub("\ufffd", text)


def in_one_line(text: str) -> str:
    """The same without line ends, which a name can have too."""
    return printable(" ".join(text.splitlines()))


def escaped(json: str) -> str:
    """JSON in which such characters are written as escapes, and which says the same."""
    return COMMAND.sub(lambda found: f"\\u{ord(found[0]):04x}", json)
