"""Shows many roles at once: the list of roles, and roles side by side."""

from collections.abc import Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from manager_quiz.catalog.model import Catalog, Role, Scale
from manager_quiz.terminal.layout import Bullets, bar, section
from manager_quiz.terminal.role_page import differences
from manager_quiz.terminal.screen import Screen

STRONGEST = 3
ROOMY = 72
"""Below this width tables give way to lists."""
COLUMN = 18
"""Each role needs this much room in a table."""


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
            template = _("{name} ({id}). Level: {levels}. Strongest: {scales}.")
            if not levels:
                template = _("{name} ({id}). Strongest: {scales}.")
            told = template.format(name=name, id=id, levels=levels, scales=strongest)
            screen.console.print(told)
        return
    if screen.console.width < ROOMY:
        for name, id, levels, strongest in rows:
            screen.console.print(Text.assemble((name, "bold"), "\n", (id, "cyan")))
            screen.console.print(
                Padding("\n".join(filter(None, (levels, strongest))), (0, 0, 1, 2))
            )
    else:
        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        longest = max(len(word) for name, *_rest in rows for word in name.split())
        table.add_column(_("Role"), style="bold", overflow="fold", min_width=longest)
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
    if screen.plain:
        for scale in scales:
            levels = [f"{role.name} {role.profile[scale.id].level:.0f}" for role in roles]
            if own is not None:
                levels.append(_("you") + " " + _score(own.get(scale.id)))
            screen.console.print(f"{scale.name}: {', '.join(levels)}.")
    else:
        wide = screen.console.width >= max(ROOMY, COLUMN * (len(roles) + (own is not None) + 1))
        show = _comparison_table if wide else _comparison_list
        screen.console.print(show(screen, scales, roles, own))
        legend = _("Levels from 0 to 100; what differs most comes first.")
        screen.console.print(Text(legend + "\n", style="dim"))
    for role in roles:
        body: list[RenderableType] = [Text(role.summary)]
        if role.confused_with:
            body += [Text(_("Often confused with") + ":"), Bullets(screen, differences(role))]
        screen.console.print(section(role.name, *body))


def _comparison_table(
    screen: Screen,
    scales: Sequence[Scale],
    roles: Sequence[Role],
    own: Mapping[str, float] | None,
) -> RenderableType:
    _ = screen.words.gettext
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(_("Scale"), overflow="fold")
    for role in roles:
        table.add_column(role.name, overflow="fold")
    if own is not None:
        table.add_column(_("You"), style="bold")
    for scale in scales:
        cells = [_cell(screen, role, scale) for role in roles]
        if own is not None:
            cells.append(Text(_score(own.get(scale.id))))
        table.add_row(scale.name, *cells)
    return table


def _comparison_list(
    screen: Screen,
    scales: Sequence[Scale],
    roles: Sequence[Role],
    own: Mapping[str, float] | None,
) -> RenderableType:
    """The same where there is no room for columns."""
    _ = screen.words.gettext
    lines = []
    for scale in scales:
        lines.append(Text(scale.name, style="bold"))
        lines.extend(
            Text.assemble("  ", _cell(screen, role, scale), " ", role.name) for role in roles
        )
        if own is not None:
            lines.append(Text(f"  {_score(own.get(scale.id))} " + _("you")))
    return Group(*lines)


def _cell(screen: Screen, role: Role, scale: Scale) -> Text:
    level = role.profile[scale.id].level
    return Text.assemble(bar(screen, level / 100, 8), f"{level:3.0f}")


def _score(score: float | None) -> str:
    return "-" if score is None else f"{score:.0f}"
