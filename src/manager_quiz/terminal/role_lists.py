"""Shows many roles at once: the list of roles, and roles side by side."""

from collections.abc import Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from manager_quiz.catalog.model import Catalog, Role, Scale
from manager_quiz.terminal.layout import bar, section
from manager_quiz.terminal.screen import Screen

STRONGEST = 3
BAR_FROM = 24
"""A column narrower than this has room for the number only."""


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
            screen.console.print(
                _("{name} ({id}). Level: {levels}. Strongest: {scales}.").format(
                    name=name, id=id, levels=levels, scales=strongest
                )
            )
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=False)
    table.add_column(_("Role"), style="bold", overflow="fold")
    table.add_column(_("Name to type"), style="cyan", overflow="fold")
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
    if screen.plain:
        for scale in scales:
            levels = [f"{role.name} {role.profile[scale.id].level:.0f}" for role in roles]
            if own is not None:
                levels.append(_("you") + " " + _score(own.get(scale.id)))
            screen.console.print(f"{scale.name}: {', '.join(levels)}.")
    else:
        screen.console.print(_comparison_table(screen, scales, roles, own))
    for role in roles:
        screen.console.print(section(role.name, Text(role.summary)))
        for each in role.confused_with:
            screen.console.print(Text.assemble((each.what + ". ", "bold"), each.difference, "\n"))


def _comparison_table(
    screen: Screen,
    scales: Sequence[Scale],
    roles: Sequence[Role],
    own: Mapping[str, float] | None,
) -> Table:
    _ = screen.words.gettext
    columns = len(roles) + (own is not None)
    bars = (screen.console.width - BAR_FROM) // columns >= BAR_FROM - 10
    table = Table(
        box=SIMPLE_HEAD,
        pad_edge=False,
        caption=_(
            "Levels from 0 to 100; what differs most comes first; * matters most to the role"
        ),
        caption_justify="left",
    )
    table.add_column(_("Scale"), overflow="fold")
    for role in roles:
        table.add_column(role.name, justify="left", overflow="fold")
    if own is not None:
        table.add_column(_("You"), style="bold")
    for scale in scales:
        cells = [_cell(role, scale, bars=bars) for role in roles]
        if own is not None:
            cells.append(Text(_score(own.get(scale.id))))
        table.add_row(scale.name, *cells)
    return table


def _cell(role: Role, scale: Scale, *, bars: bool) -> Text:
    target = role.profile[scale.id]
    widest = max(each.importance for each in role.profile.values())
    number = f"{target.level:3.0f}" + ("*" if target.importance == widest else " ")
    return Text.assemble(bar(target.level / 100, 8), " ", number) if bars else Text(number)


def _score(score: float | None) -> str:
    return "-" if score is None else f"{score:.0f}"
