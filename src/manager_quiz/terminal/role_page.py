"""Shows one role, or one topic, as a page to read."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from manager_quiz.catalog.model import Catalog, Citation, Role, Topic
from manager_quiz.terminal.layout import Bullets, banner, bar, section, side_by_side
from manager_quiz.terminal.screen import Screen


def show_role(screen: Screen, catalog: Catalog, role: Role) -> None:
    """Prints everything that is known about a role."""
    _ = screen.words.gettext
    show = screen.console.print

    def lists(*titled: tuple[str, tuple[str, ...]]) -> list[RenderableType]:
        return [section(title, Bullets(screen, texts)) for title, texts in titled if texts]

    about = Text(role.summary)
    if role.aliases:
        about.append("\n" + _("Also called: {names}").format(names=", ".join(role.aliases)), "dim")
    levels = ", ".join(level.name for level in role.levels)
    show(
        banner(
            screen, role.name, about, _("Level: {levels}").format(levels=levels) if levels else ""
        )
    )
    left = lists(
        (_("What they do"), role.duties),
        (_("What they decide"), role.decides),
        (_("What they answer for"), role.answers_for),
        (_("How success is seen"), role.measured_by),
    )
    right = lists(
        (_("What they are like"), role.qualities),
        (_("What they know"), role.knows),
        (_("Whom they work with"), role.works_with),
    )
    show(
        side_by_side(screen, left, [section(_("Profile"), _profile(screen, catalog, role)), *right])
    )
    if role.day:
        show(section(_("A day in brief"), Text(role.day)))
    left = lists((_("How to become one"), role.becoming), (_("Where to study"), role.study))
    right = lists((_("Where to go from here"), role.onward), (_("Good to know"), role.cautions))
    show(side_by_side(screen, left, right))
    if role.confused_with:
        show(section(_("Often confused with"), Bullets(screen, differences(role))))
    if role.related:
        show(section(_("Related roles"), Text(", ".join(_names(catalog, role.related)))))
    if role.try_next:
        show(section(_("Try next week"), Text(role.try_next)))
    _show_sources(screen, role.sources)


def show_topic(screen: Screen, catalog: Catalog, topic: Topic, perhaps: tuple[Role, ...]) -> None:
    """Prints a topic, the roles that were perhaps meant, and where to go on."""
    _ = screen.words.gettext
    show = screen.console.print
    show(banner(screen, topic.name, Text(topic.summary), ""))
    for paragraph in topic.text:
        show(Text(paragraph + "\n"))
    meant = [role.id for role in perhaps]
    for title, ids in (
        (_("Perhaps you meant"), meant),
        (_("Roles to look at next"), [id for id in topic.see if id not in meant]),
    ):
        if ids:
            show(section(title, Bullets(screen, _names(catalog, ids))))
    _show_sources(screen, topic.sources)


def differences(role: Role) -> list[Text]:
    """What the role is confused with, and how it differs."""
    return [
        Text.assemble((f"{each.what}. ", "bold"), each.difference) for each in role.confused_with
    ]


def _profile(screen: Screen, catalog: Catalog, role: Role) -> RenderableType:
    """The target profile, a line a scale."""
    _ = screen.words.gettext
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(overflow="fold", max_width=24)
    grid.add_column(no_wrap=True)
    for scale in catalog.scales:
        level = role.profile[scale.id].level
        grid.add_row(scale.name, Text.assemble(bar(screen, level / 100, 12), f"{level:.0f}"))
    return Group(grid, Text(_("0 to 100"), style="dim"))


def _names(catalog: Catalog, roles: "tuple[str, ...] | list[str]") -> list[str]:
    return [f"{catalog.role_by_id[id].name} ({id})" for id in roles]


def _show_sources(screen: Screen, citations: tuple[Citation, ...]) -> None:
    _ = screen.words.gettext
    if not citations:
        return
    titles = [
        f"{each.source.title}: {each.note}" if each.note else each.source.title
        for each in citations
    ]
    notices = [Text(each.source.attribution) for each in citations if each.source.attribution]
    screen.console.print(section(_("Sources"), Bullets(screen, titles), *notices), style="dim")
