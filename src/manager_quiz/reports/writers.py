"""Pages as files: text, Markdown, HTML; and tables for other programs as CSV."""

import csv
import io
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from manager_quiz.reports.page import (
    Page,
    Section,
    Table,
    Text,
    plain,
    row_words,
    said,
    side_by_side,
)
from manager_quiz.reports.paper import Copy, Questionnaire
from manager_quiz.text import harmless
from manager_quiz.wording.words import Words, program_title

if TYPE_CHECKING:
    from jinja2 import Environment

WIDTH = 80
_MARKS = re.compile(r"([\\`*_\[\]<>|#~]|&(?=#?\w+;))")
_FIRST = re.compile(r"^[ \t]*(\d{0,9})([-+=.)])(?=[-=\s]|$)", re.MULTILINE)
"""What makes a list, a rule or a heading of a line that begins with it."""
WIDE, EDGE = 200, 6
"""How wide a picture is, in units of its own; 0-1 fills it but for an edge."""


def as_text(page: Page) -> str:
    """Lines that any window and any printer has room for."""

    def heading(title: str) -> str:
        title = _wrapped(title)
        return f"{title}\n{'-' * max(map(len, title.splitlines()))}"

    parts = [_wrapped(page.title), _wrapped(" · ".join(page.facts))]
    parts += [_wrapped(each.text) for each in page.lead]
    for part in page.sections:
        parts.append(heading(part.title) if part.title else "")
        for block in part.blocks:
            if isinstance(block, Text):
                parts.append(_wrapped(block.text))
            elif isinstance(block, Table):
                parts.append(_columns(block))
            else:
                parts.append("\n".join(_wrapped(said(each), "- ", "  ") for each in block.points))
    parts += map(_wrapped, page.notices)
    return "\n\n".join(filter(None, parts)) + "\n"


def _wrapped(text: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )


def _columns(table: Table) -> str:
    """Columns; a list where they are wider than a page."""
    titles = [column.title for column in table.columns]
    rows = [*([titles] if any(titles) else ()), *(list(map(plain, row)) for row in table.rows)]
    rows = [[" ".join(cell.splitlines()) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if sum(widths) + 2 * (len(widths) - 1) > WIDTH:
        return "\n".join(_wrapped(row_words(table, row), "- ", "  ") for row in table.rows)
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column.figures else cell.ljust(width)
            for cell, width, column in zip(row, widths, table.columns, strict=True)
        ).rstrip()
        for row in rows
    )


def as_markdown(page: Page, level: int = 1) -> str:
    """Markdown, whose headings begin at a level; nothing in a text is taken for a mark."""
    mark = "#" * level
    parts = [f"{mark} {_in_line(page.title)}"] if page.title else []
    parts += map(
        escaped, filter(None, (" · ".join(page.facts), *(each.text for each in page.lead)))
    )
    for part in page.sections:
        if part.title:
            parts.append(f"{mark}# {_in_line(part.title)}")
        for block in part.blocks:
            if isinstance(block, Text):
                parts.append(escaped(block.text))
            elif isinstance(block, Table):
                ruled = [[_in_line(column.title) for column in block.columns]]
                ruled += [["---:" if column.figures else "---" for column in block.columns]]
                ruled += [[_in_line(plain(cell)) for cell in row] for row in block.rows]
                parts.append("\n".join(f"| {' | '.join(row)} |" for row in ruled))
            else:
                parts.append("\n".join(f"- {escaped(said(each))}" for each in block.points))
    return "\n\n".join((*parts, *map(escaped, page.notices))) + "\n"


def escaped(text: str) -> str:
    """The text with marks made harmless."""
    return _FIRST.sub(r"\1\\\2", _MARKS.sub(r"\\\1", text))


def _in_line(text: str) -> str:
    """The text within a heading or a row of a table, which end with their line."""
    return " ".join(_MARKS.sub(r"\\\1", text).splitlines())


def as_html(pages: Sequence[Page], words: Words, masthead: str | None = None) -> str:
    """One document that needs nothing else: no network, no scripts, no fonts.

    Each page begins on a sheet of its own, with the program's name on top or another masthead.
    """
    head = program_title(words) if masthead is None else masthead
    return rendered(templates(), "page.html", words, pages=pages, program=head)


def as_paper(sheet: Questionnaire, copies: Sequence[Copy], words: Words) -> str:
    """The questionnaire to print, as often as there are copies: each begins on an odd page."""
    return rendered(templates(), "paper.html", words, sheet=sheet, copies=copies)


def rendered(environment: "Environment", template: str, words: Words, **values: Any) -> str:
    """A template with values, in the language of the words."""
    about = {"_": words, "language": words.language}
    return environment.get_template(template).render(about | values)


def templates(*packages: str) -> "Environment":
    """The templates of pages here, and those in `packages`, which may build on them."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    homes = (("manager_quiz.reports", ""), *((package, "templates") for package in packages))
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package, folder) for package, folder in homes]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(along=_along, width=_width, kind=lambda block: type(block).__name__)
    environment.globals.update(
        dots=_dots, sheets=_sheets, groups=side_by_side, plain=plain, wide=WIDE
    )
    return environment


def _sheets(page: Page) -> list[list[Section]]:
    """The sections by the sheet of paper that they stand on."""
    sheets: list[list[Section]] = [[]]
    for part in page.sections:
        if part.sheet:
            sheets.append([])
        sheets[-1].append(part)
    return sheets


def _width(share: float) -> str:
    """How long a bar for a share (0-1) is; none is longer than the whole."""
    return f"{(WIDE - 2 * EDGE) * min(max(share, 0.0), 1.0):.1f}"


def _along(share: float) -> str:
    """Where a share (0-1) lies in a picture; nothing lies outside."""
    return f"{EDGE + float(_width(share)):.1f}"


def _dots(first: int, last: int) -> str:
    """The path of dots for the people from `first` on up to `last` of 100, row by row."""
    a_row, apart = 25, 8
    return "".join(
        f"M{n % a_row * apart + apart / 2:.0f} {n // a_row * apart + apart / 2:.0f}h0"
        for n in range(first, last)
    )


def as_csv(header: Sequence[str], rows: Iterable[Mapping[str, Any] | Sequence[Any]]) -> str:
    """A table for spreadsheets and programs; what a row lacks stays empty.

    Begins with a byte order mark, without which Excel takes Cyrillic for something else. No text
    is taken for a formula.
    """
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\r\n")
    write.writerow(map(harmless, header))
    for row in rows:
        cells = [row.get(name, "") for name in header] if isinstance(row, Mapping) else row
        write.writerow(["" if cell is None else harmless(cell) for cell in cells])
    return "\ufeff" + text.getvalue()


PROSE: Mapping[str, Callable[[Page], str]] = {".md": as_markdown, ".txt": as_text}


def as_prose(ending: str, page: Page, words: Words, masthead: str | None = None) -> str:
    """A page as a file with this ending has it, in HTML below a masthead."""
    return as_html([page], words, masthead) if ending == ".html" else PROSE[ending](page)
