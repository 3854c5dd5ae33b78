"""A report in words alone: Markdown, and plain text."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from manager_quiz.records.reports.content import Reason, Report

WIDTH = 80
_MARKS = re.compile(r"([\\`*_\[\]<>|#~])")


class Section(NamedTuple):
    """A titled part: paragraphs, then points, then a table whose first row is its header."""

    title: str
    paragraphs: Sequence[str] = ()
    points: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


def markdown(report: Report) -> str:
    """The report as Markdown; nothing in its texts is taken for a mark."""
    lines = [f"# {escaped(report.headline)}"]
    for section in _sections(report):
        if section.title:
            lines.append(f"## {escaped(section.title)}")
        lines += map(escaped, section.paragraphs)
        if section.points:
            lines.append("\n".join(f"- {escaped(point)}" for point in section.points))
        if section.rows:
            header, *rows = [[escaped(cell) for cell in row] for row in section.rows]
            ruled = [header, ["---"] * len(header), *rows]
            lines.append("\n".join(f"| {' | '.join(row)} |" for row in ruled))
    return "\n\n".join(lines) + "\n"


def plain_text(report: Report) -> str:
    """The report as text in lines that any window and printer has room for."""
    parts = [_wrapped(report.headline)]
    for section in _sections(report):
        if section.title:
            title = _wrapped(section.title)
            parts.append(f"{title}\n{'-' * max(map(len, title.splitlines()))}")
        parts += map(_wrapped, section.paragraphs)
        if section.points:
            parts.append("\n".join(_wrapped(point, "- ", "  ") for point in section.points))
        if section.rows:
            parts.append(_columns(section.rows))
    return "\n\n".join(parts) + "\n"


def _sections(report: Report) -> Iterator[Section]:
    """The sections in order, without those that the content has nothing for."""
    for section in _everything(report):
        told = section._replace(paragraphs=[each for each in section.paragraphs if each])
        if told.paragraphs or told.points or told.rows:
            yield told


def _everything(report: Report) -> Iterator[Section]:
    say = report.label
    yield Section("", [report.facts, report.verdict, *report.notes])
    header = [say["place"], say["role"], say["match"], say["chance"]]
    rows = [[row.place, row.name, row.match, row.chance] for row in report.everyone]
    yield Section(say["all_roles"], rows=[header, *rows])
    header = [say["scale"], say["you"], report.top.name]
    yield Section(say["profile"], rows=[header, *_profile_rows(report)])
    meanings = [f"{row.name}: {row.meaning}" for row in report.profile if row.meaning]
    yield Section(say["meanings"], points=meanings)
    title = say["why"]
    for name, reasons in (("for", report.speaks_for), ("against", report.against)):
        if reasons:
            yield Section(title, [say[name]], _told(reasons))
            title = ""
    if report.separates:
        title, lines = report.separates
        yield Section(title, points=lines)
    if report.change:
        intro, lines = report.change
        yield Section(say["change"], [intro], lines)
    yield Section(say["next"], points=report.steps)
    yield Section(say["brief"], [report.top.summary], report.duties)
    yield Section(say["day"], [report.top.day] if report.top.day else [])
    yield Section(say["reading"], points=[f"{word}: {means}" for word, means in report.reading])
    yield Section(say["exercise"], points=report.exercise)
    yield Section(
        say["card"], report.card, [f"{name}, {say['because']} …" for name in report.three]
    )
    yield Section(say["sources"], report.small_print)


def _profile_rows(report: Report) -> Iterator[list[str]]:
    for row in report.profile:
        own = report.label["not_scored"] if row.own is None else f"{row.own:.0f} ±{row.error:.0f}"
        yield [row.name, own, f"{row.target:.0f}"]


def _told(reasons: Sequence[Reason]) -> list[str]:
    return [reason.told for reason in reasons]


def escaped(text: str) -> str:
    """The text with marks made harmless."""
    return _MARKS.sub(r"\\\1", text)


def _wrapped(text: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )


def _columns(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
