"""A report as one HTML page that needs nothing else: no network, no scripts, no fonts."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from manager_quiz.records.reports.content import Report

if TYPE_CHECKING:
    from jinja2 import Environment

WIDE = 200
"""How wide a chart's drawing is, in units of its own; 0-100 or 0-1 fill it but for an edge."""
EDGE = 6


def html_page(reports: Sequence[Report]) -> str:
    """The page with these people's reports, two printed sheets each."""
    return environment().get_template("page.html").render(reports=reports, first=reports[0])


@cache
def environment() -> "Environment":
    """Where the templates of all pages are, and what they can use."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("manager_quiz.records.reports", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(along=along, width=width)
    environment.globals["wide"] = WIDE
    return environment


def width(share: float) -> str:
    """How long a bar for a share (0-1) is; none is longer than the whole."""
    return f"{(WIDE - 2 * EDGE) * min(max(share, 0.0), 1.0):.1f}"


def along(share: float) -> str:
    """Where a share (0-1) lies in a drawing; nothing lies outside."""
    return f"{EDGE + float(width(share)):.1f}"
