"""Cells of text that a spreadsheet would reckon out, the one rule for all tables of the program.

A text is taken for a formula where it begins, after blanks, with = + - @, a tab or a carriage
return (OWASP, "CSV injection"). Numbers are not: somebody wants to go on reckoning with them.
"""

import re
from typing import Any

FORMULA = r"[ \n\u00a0]*[=+\-@\t\r]"
NUMBER = r" *[+-]?[0-9.,]+(?:[eE][+-]?[0-9]+)? *"
"""How a formula begins, and the whole of a number: the same to Python and to Polars."""


def harmless(cell: Any) -> Any:
    """The cell; a text that would be taken for a formula with an apostrophe before it."""
    if isinstance(cell, str) and re.match(FORMULA, cell) and not re.fullmatch(NUMBER, cell):
        return f"'{cell}"
    return cell
