"""Shows many roles at once: the list of roles, and roles side by side."""

from collections.abc import Collection, Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from manager_quiz.catalog.model import Catalog, Role, Scale
from manager_quiz.terminal.layout import bar, section
from manager_quiz.terminal.screen import Screen

STRONGEST = 3
TABLE_FROM = 76
"""Below this width a list of roles is easier to read than a table."""
NUMBER = 4
GAP = 3
"""Widths in the table of a level with its mark, and between columns."""
BAR = 8
"""Width of a bar where there is room for bars."""


def standing(scale: Scale, role: Role) -> float:
    """How far above the reference population's mean a role's target is, in standard deviations."""
    return (role.profile[scale.id].level - scale.mean) / scale.sd


def strongest_scales(catalog: Catalog, role: Role) -> tuple[Scale, ...]:
    """The scales on which the role asks most above the average person, highest first."""
    ordered = sorted(catalog.scales, key=lambda scale: -standing(scale, role))
    return tuple(ordered[:STRONGEST])


def by_difference(catalog: Catalog, roles: Sequence[Role]) -> tuple[Scale, ...]:
    """The scales, those first on which the roles differ most for their spread among people."""

    def spread(scale: Scale) -> float:
        standings = [standing(scale, role) for role in roles]
        return max(standings) - min(standings)

    return tuple(sorted(catalog.scales, key=lambda scale: -spread(scale)))


def matters_most(role: Role) -> Collection[str]:
    """The scales that matter more to a role than others do; none where all matter alike."""
    importances = {scale: target.importance for scale, target in role.profile.items()}
    most = max(importances.values())
    if most == min(importances.values()):
        return ()
    return {scale for scale, importance in importances.items() if importance == most}


def show_roles(screen: Screen, catalog: Catalog, roles: Sequence[Role]) -> None:
    """Prints the roles, one a row."""
    _ = screen.words.gettext
    rows = [
        (
            role.name,
            role.id,
            ", ".join(level.name for level in role.levels),
            ", ".join(scale.name for scale in strongest_scales(catalog, role)),
        )
        for role in roles
    ]
    if screen.plain:
        for name, id, levels, strongest in rows:
            template = _("{name} ({id}). Level: {levels}. Strongest: {scales}.")
            if not levels:
                template = _("{name} ({id}). Strongest: {scales}.")
            told = template.format(name=name, id=id, levels=levels, scales=strongest)
            screen.console.print(told)
        return
    if screen.console.width < TABLE_FROM:
        for name, id, levels, strongest in rows:
            screen.console.print(Text.assemble((name, "bold"), " ", (id, "cyan")))
            body = Text("\n").join(Text(words) for words in (levels, strongest) if words)
            screen.console.print(Padding(body, (0, 0, 0, 2)))
        screen.console.print(_("More about one: manager-quiz describe NAME"), style="dim")
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=False)
    table.add_column(_("Role"), style="bold", overflow="fold")
    table.add_column(_("Name to type"), style="cyan", no_wrap=True)
    table.add_column(_("Level"), overflow="fold")
    table.add_column(_("Strongest scales"), overflow="fold")
    for row in rows:
        table.add_row(*row)
    screen.console.print(table)
    screen.console.print(_("More about one: manager-quiz describe NAME"), style="dim")


def show_comparison(
    screen: Screen, catalog: Catalog, roles: Sequence[Role], own: Mapping[str, float] | None
) -> None:
    """Prints roles side by side, what differs most first; `own` are a person's scores by scale."""
    _ = screen.words.gettext
    scales = by_difference(catalog, roles)
    table = None if screen.plain else _comparison_table(screen, scales, roles, own)
    if table is None:
        for scale in scales:
            levels = [f"{role.name} {role.profile[scale.id].level:.0f}" for role in roles]
            if own is not None:
                levels.append(_("you") + " " + _score(own.get(scale.id)))
            screen.console.print(f"{scale.name}: {', '.join(levels)}.")
        screen.console.print()
    else:
        screen.console.print(table)
    for role in roles:
        screen.console.print(section(role.name, Text(role.summary)))
        for each in role.confused_with:
            title = _("Often confused with") + ": "
            words = Text.assemble((title, "dim"), (each.what + ". ", "bold"), each.difference, "\n")
            screen.console.print(words)


def _column_widths(screen: Screen, columns: Sequence[Sequence[str]]) -> list[int] | None:
    """Widths for columns with these names; None where words would have to be broken.

    Rich itself breaks long words in one column while there is room in another.
    """
    least = [
        max(NUMBER, *(len(word) for name in names for word in name.split())) for names in columns
    ]
    best = [max(NUMBER, *map(len, names)) for names in columns]
    spare = screen.console.width - sum(least) - GAP * len(columns)
    if spare < 0:
        return None
    widths = []
    for narrow, wide in zip(least, best, strict=True):
        more = min(spare, wide - narrow)
        widths.append(narrow + more)
        spare -= more
    return widths


def _comparison_table(
    screen: Screen,
    scales: Sequence[Scale],
    roles: Sequence[Role],
    own: Mapping[str, float] | None,
) -> Table | None:
    """Roles side by side; None where there is no room for that."""
    _ = screen.words.gettext
    names = [[scale.name for scale in scales], *([role.name] for role in roles)]
    if own is not None:
        names.append([_("You")])
    widths = _column_widths(screen, names)
    if widths is None:
        return None
    spare = screen.console.width - sum(widths) - GAP * len(widths)
    with_bars = [max(width, BAR + NUMBER + 1) for width in widths[1 : 1 + len(roles)]]
    bars = sum(with_bars) - sum(widths[1 : 1 + len(roles)]) <= spare
    if bars:
        widths[1 : 1 + len(roles)] = with_bars
    caption = _("Levels from 0 to 100; what differs most comes first")
    if any(matters_most(role) for role in roles):
        caption += "; " + _("* matters most to the role")
    table = Table(box=SIMPLE_HEAD, pad_edge=False, caption=caption, caption_justify="left")
    titles = [_("Scale"), *(role.name for role in roles), *([_("You")] if own is not None else [])]
    for title, width in zip(titles, widths, strict=True):
        table.add_column(title, width=width, overflow="fold")
    for scale in scales:
        cells = [_cell(role, scale, bars=bars) for role in roles]
        if own is not None:
            cells.append(Text(_score(own.get(scale.id)), style="bold"))
        table.add_row(scale.name, *cells)
    return table


def _cell(role: Role, scale: Scale, *, bars: bool) -> Text:
    target = role.profile[scale.id]
    number = f"{target.level:3.0f}" + ("*" if scale.id in matters_most(role) else " ")
    return Text.assemble(bar(target.level / 100, BAR), " ", number) if bars else Text(number)


def _score(score: float | None) -> str:
    return "-" if score is None else f"{score:.0f}"
