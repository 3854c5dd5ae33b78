"""Shows a group: the picture on the wall, and the report."""

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from manager_quiz.records.reports.group import Cell, GroupReport
from manager_quiz.terminal.layout import Bullets, bar, section
from manager_quiz.terminal.screen import Screen

ROOMY = 76
"""Below this width roles stand under scales."""
FEW, MANY = 0.25, 0.5


def group_page(screen: Screen, report: GroupReport) -> RenderableType:
    """The whole report."""
    say = report.label
    parts = [
        group_picture(screen, report),
        *map(Text, ("", *report.sentences, "") if report.scales else ()),
        *(
            section(title, Bullets(screen, lines))
            for title, lines in (
                (say["lacks"], report.lacks),
                (say["talk"], report.talk),
                (say["reading"], report.reading),
            )
            if lines
        ),
    ]
    if report.people:
        parts.append(section(say["private"], _people(screen, report)))
    if report.pairs:
        parts.append(section(say["pairs"], Bullets(screen, report.pairs)))
    return Group(*parts)


def group_picture(screen: Screen, report: GroupReport) -> RenderableType:
    """What fits a screen on the wall: who took part, scales, roles."""
    lines = [report.took_part + ".", report.made_from + ".", *report.notes]
    if not report.scales:
        return Group(Text(report.title, style="bold"), *map(Text, lines), Text(""))
    head = Group(Text(report.title, style="bold"), *map(Text, lines), Text(""))
    if screen.plain:
        return Group(head, *map(Text, _plain(report)))
    scales, parts = _scales(report), _parts(screen, report)
    if not report.parts or screen.console.width < ROOMY:
        return Group(head, scales, parts)
    grid = Table.grid(padding=(0, 3, 0, 0))
    grid.add_column(min_width=_width(report))
    grid.add_column(ratio=1)
    grid.add_row(scales, parts)
    return Group(head, grid)


def _plain(report: GroupReport) -> list[str]:
    say = report.label
    lines = []
    for row in report.scales:
        low, middle, high = (cell.told for cell in row.cells)
        counts = f"{say['low']} {low}, {say['middle']} {middle}, {say['high']} {high}"
        lines.append(f"{row.name}: {counts}. {say['mean']} {row.mean}.")
    if report.parts:
        lines.append(report.parts_title + ":")
        lines += [f"{row.name}: {row.cell.told}" for row in report.parts]
    return lines


def _width(report: GroupReport) -> int:
    """How wide the table of scales is: nothing in it is cut off."""
    titles = [report.label[each] for each in ("low", "middle", "high", "mean")]
    names = [row.name for row in report.scales]
    return max(map(len, names)) + sum(max(len(title), 5) + 1 for title in titles)


def _scales(report: GroupReport) -> RenderableType:
    if not report.scales:
        return Text("")
    say = report.label
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    titles = [say[each] for each in ("low", "middle", "high", "mean")]
    for title in titles:
        table.add_column(justify="right", no_wrap=True, min_width=max(len(title), 5))
    table.add_row(say["scale"], *titles, style="dim")
    for row in report.scales:
        table.add_row(row.name, *map(_count, row.cells), str(row.mean))
    return table


def _count(cell: Cell) -> Text:
    if cell.share is None:
        return Text(cell.told + " ", style="dim")
    style = "reverse cyan" if cell.share >= MANY else "cyan" if cell.share >= FEW else ""
    return Text(f" {cell.told} ", style=style)


def _parts(screen: Screen, report: GroupReport) -> RenderableType:
    if not report.parts:
        return Text("")
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    for row in report.parts:
        share = row.cell.share
        drawn = Text() if share is None else bar(screen, share, 8)
        table.add_row(row.name, drawn, row.cell.told)
    return Group(Text(report.parts_title, style="dim"), table)


def _people(screen: Screen, report: GroupReport) -> RenderableType:
    say = report.label
    if screen.plain or screen.console.width < ROOMY:
        rows = ["; ".join(part for part in row if part) for row in report.people]
        return Bullets(screen, rows)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(say["code"], no_wrap=True)
    for name in ("roles", "strongest", "flags"):
        table.add_column(say[name], overflow="fold")
    for row in report.people:
        table.add_row(*_texts(row))
    return table


def _texts(row: Sequence[str]) -> list[Text]:
    return [Text(part) for part in row]
