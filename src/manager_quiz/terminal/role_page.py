"""Shows one role, or one topic, as a page to read."""

from collections.abc import Sequence

from rich.box import ROUNDED
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from manager_quiz.catalog.model import Catalog, Citation, Role, Topic
from manager_quiz.terminal.layout import Bullets, bar, section, side_by_side
from manager_quiz.terminal.role_lists import matters_most
from manager_quiz.terminal.screen import Screen


def show_role(screen: Screen, catalog: Catalog, role: Role) -> None:
    """Prints everything that is known about a role."""
    if screen.plain:
        _print_plain(screen, catalog, role)
        return
    _ = screen.words.gettext
    width = screen.console.width
    lists = {key: section(title, Bullets(texts)) for key, title, texts in _lists(screen, role)}
    left = [
        lists[key] for key in ("duties", "decides", "answers_for", "measured_by") if key in lists
    ]
    right = [
        section(_("Profile"), profile_bars(screen, catalog, role)),
        *(lists[key] for key in ("qualities", "knows", "works_with") if key in lists),
    ]
    screen.console.print(_banner(screen, role), side_by_side(left, right, width))
    for title, text in ((_("A day in brief"), role.day), (_("Try next week"), role.try_next)):
        if text:
            screen.console.print(section(title, Text(text)))
    screen.console.print(
        side_by_side(
            [lists[key] for key in ("becoming", "study") if key in lists],
            [lists[key] for key in ("onward", "cautions") if key in lists],
            width,
        )
    )
    if role.confused_with:
        differences = [
            Text.assemble((each.what + ". ", "bold"), each.difference)
            for each in role.confused_with
        ]
        screen.console.print(section(_("Often confused with"), Bullets(differences)))
    if role.related:
        names = [f"{catalog.role_by_id[id].name} ({id})" for id in role.related]
        screen.console.print(section(_("Related roles"), Text(", ".join(names))))
    _print_sources(screen, role.sources)


def show_topic(screen: Screen, catalog: Catalog, topic: Topic, perhaps: tuple[Role, ...]) -> None:
    """Prints a topic, the roles that were perhaps meant, and where to go on."""
    _ = screen.words.gettext
    console = screen.console
    console.print(Text(topic.name, style="bold"), Text(topic.summary, style="italic"), "", sep="\n")
    for paragraph in topic.text:
        console.print(Text(paragraph), "", sep="\n")
    if perhaps:
        names = [f"{role.name} ({role.id})" for role in perhaps]
        console.print(section(_("Perhaps you meant"), Bullets(names)))
    others = [catalog.role_by_id[id] for id in topic.see if catalog.role_by_id[id] not in perhaps]
    names = [f"{role.name} ({role.id})" for role in others]
    if names:
        console.print(section(_("Roles to look at next"), Bullets(names)))
    _print_sources(screen, topic.sources)


def profile_bars(screen: Screen, catalog: Catalog, role: Role) -> RenderableType:
    """The target profile: a bar a scale, marked by how much the scale matters to the role."""
    _ = screen.words.gettext
    most = matters_most(role)
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(overflow="fold", max_width=24)
    grid.add_column(no_wrap=True)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(no_wrap=True)
    for scale in catalog.scales:
        target = role.profile[scale.id]
        important = scale.id in most
        grid.add_row(
            Text(scale.name, style="bold" if important else ""),
            bar(target.level / 100, 12),
            f"{target.level:.0f}",
            "*" if important else "",
        )
    note = _("0 to 100; * matters most to this role") if most else _("0 to 100")
    return Group(grid, Text(note, style="dim"))


def _banner(screen: Screen, role: Role) -> RenderableType:
    _ = screen.words.gettext
    lines = Text(role.summary)
    if role.aliases:
        lines.append("\n" + _("Also called: {names}").format(names=", ".join(role.aliases)), "dim")
    levels = ", ".join(level.name for level in role.levels)
    subtitle = _("Level: {levels}").format(levels=levels) if levels else None
    return Panel(
        lines,
        title=Text(f" {role.name} ", style="bold"),
        subtitle=Text(f" {subtitle} ") if subtitle else None,
        title_align="left",
        subtitle_align="left",
        box=ROUNDED,
        padding=(1, 2),
    )


def _lists(screen: Screen, role: Role) -> list[tuple[str, str, tuple[str, ...]]]:
    _ = screen.words.gettext
    lists = (
        ("duties", _("What they do"), role.duties),
        ("decides", _("What they decide"), role.decides),
        ("answers_for", _("What they answer for"), role.answers_for),
        ("measured_by", _("How success is seen"), role.measured_by),
        ("works_with", _("Whom they work with"), role.works_with),
        ("knows", _("What they know"), role.knows),
        ("qualities", _("What they are like"), role.qualities),
        ("becoming", _("How to become one"), role.becoming),
        ("study", _("Where to study"), role.study),
        ("onward", _("Where to go from here"), role.onward),
        ("cautions", _("Good to know"), role.cautions),
    )
    return [each for each in lists if each[2]]


def _print_sources(screen: Screen, citations: tuple[Citation, ...]) -> None:
    _ = screen.words.gettext
    if citations:
        titles, notices = _source_lines(citations)
        body = section(_("Sources"), Bullets(titles), *map(Text, notices))
        screen.console.print(body, style="dim")


def _source_lines(citations: tuple[Citation, ...]) -> tuple[list[str], list[str]]:
    """What was used for what, and the notices that licences ask for, each of them once."""
    titles = [
        f"{each.source.title}: {each.note}" if each.note else each.source.title
        for each in citations
    ]
    notices = [each.source.attribution for each in citations if each.source.attribution]
    return titles, list(dict.fromkeys(notices))


def _print_plain(screen: Screen, catalog: Catalog, role: Role) -> None:
    """The same as sentences and lists, for screen readers."""
    _ = screen.words.gettext
    write = screen.console.print
    write(role.name)
    write(role.summary)
    if role.aliases:
        write(_("Also called: {names}").format(names=", ".join(role.aliases)))
    if role.levels:
        write(_("Level: {levels}").format(levels=", ".join(level.name for level in role.levels)))
    most = matters_most(role)
    levels = [
        f"{scale.name}: {role.profile[scale.id].level:.0f} / 100"
        + (", " + _("matters most") if scale.id in most else "")
        for scale in catalog.scales
    ]
    titles, notices = _source_lines(role.sources)
    related = [f"{catalog.role_by_id[id].name} ({id})" for id in role.related]
    confused = [f"{each.what}. {each.difference}" for each in role.confused_with]
    sections: list[tuple[str, Sequence[str]]] = [
        *((title, texts) for _key, title, texts in _lists(screen, role)),
        (_("Often confused with"), confused),
        (_("A day in brief"), [role.day] if role.day else []),
        (_("Try next week"), [role.try_next] if role.try_next else []),
        (_("Profile"), levels),
        (_("Related roles"), related),
        (_("Sources"), titles),
    ]
    for title, texts in sections:
        if texts:
            write(f"\n{title}:")
        for text in texts:
            write(f"- {text}")
    for notice in notices:
        write(notice)
