"""The pages about roles: one role, one topic, the list of roles, and roles side by side."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from manager_quiz.catalog.model import KINDS, Catalog, Citation, Form, Role, Scale, Topic
from manager_quiz.catalog.naming import Entry, NotTheRole
from manager_quiz.reports.page import (
    Bar,
    Cell,
    Column,
    Page,
    Points,
    Section,
    Table,
    Text,
    columns,
    points,
    section,
    sections,
    titled,
)
from manager_quiz.wording.words import Words, day, form_size

STRONGEST = 3
ASKING = 5
"""Roles named that ask most for a scale."""


def strongest_scales(catalog: Catalog, role: Role) -> tuple[Scale, ...]:
    """The scales on which the role asks most above the average person, highest first."""
    ordered = sorted(
        catalog.scales, key=lambda scale: -scale.standing(role.profile[scale.id].level)
    )
    return tuple(ordered[:STRONGEST])


def by_difference(catalog: Catalog, roles: Sequence[Role]) -> tuple[Scale, ...]:
    """The scales, those first on which the roles differ most for their spread among people."""

    def spread(scale: Scale) -> float:
        standings = [scale.standing(role.profile[scale.id].level) for role in roles]
        return max(standings) - min(standings)

    return tuple(sorted(catalog.scales, key=lambda scale: -spread(scale)))


def role_page(words: Words, catalog: Catalog, role: Role) -> Page:
    """Everything that is known about a role."""
    levels = ", ".join(level.name for level in role.levels)
    names = words("Also called: {names}", names=", ".join(role.aliases))
    return Page(
        role.name,
        lead=(
            *((Text(words("Level: {levels}", levels=levels), "quiet"),) if levels else ()),
            Text(role.summary),
            *((Text(names, "quiet"),) if role.aliases else ()),
        ),
        sections=(*_parts(words, catalog, role), *sections(_sources(words, role.sources))),
    )


def _plain_take(form: str) -> str:
    return f"manager-quiz take --form {form}"


def card(
    words: Words, catalog: Catalog, entry: Entry, take: Callable[[str], str] = _plain_take
) -> Page:
    """What fits a sheet of paper: of a role the most telling, of anything else its page."""
    if not isinstance(entry, Role):
        return described(words, catalog, entry, take)
    notices = (each.source.attribution for each in entry.sources)
    return Page(
        entry.name,
        facts=(", ".join(level.name for level in entry.levels),) if entry.levels else (),
        lead=(Text(entry.summary),),
        sections=_parts(words, catalog, entry, card=True),
        notices=tuple(filter(None, dict.fromkeys(notices))),
    )


def _parts(
    words: Words, catalog: Catalog, role: Role, *, card: bool = False
) -> tuple[Section, ...]:
    """What is told of a role, part by part; on a card only as much of each as has room there."""
    _ = words

    def listed(title: str, texts: Sequence[str], column: int, on_card: int = 0) -> Section:
        return section(title, points(texts[:on_card] if card else texts), column=column)

    related = ", ".join(_names(catalog, () if card else role.related))
    return sections(
        listed(_("What they do"), role.duties, 1, 4),
        listed(_("What they decide"), role.decides, 1, 2),
        listed(_("What they answer for"), role.answers_for, 1),
        listed(_("How success is seen"), role.measured_by, 1, 2),
        _profile(words, catalog, role),
        listed(_("What they are like"), role.qualities, 2, 3),
        listed(_("What they know"), role.knows, 2),
        listed(_("Whom they work with"), role.works_with, 2),
        section(_("A day in brief"), Text(role.day)),
        listed(_("How to become one"), role.becoming, 1, 2),
        listed(_("Where to study"), role.study, 2 if card else 1, 2),
        listed(_("Where to go from here"), role.onward, 2),
        listed(_("Good to know"), role.cautions, 0 if card else 2, 1),
        section(_("Often confused with"), differences(role, 1 if card else None)),
        section(_("Related roles"), Text(related)),
        section(_("Try next week"), Text(role.try_next)),
    )


def _profile(words: Words, catalog: Catalog, role: Role) -> Section:
    rows = tuple((scale.name, _level(role, scale)) for scale in catalog.scales)
    legend = Text(words("0 to 100"), "quiet")
    return section(words("Profile"), Table(columns("", ""), rows), legend, column=2)


def _level(role: Role, scale: Scale) -> Cell:
    level = role.profile[scale.id].level
    return Cell(f"{level:.0f}", Bar(level / 100))


def differences(role: Role, most: int | None = None) -> Points:
    """What the role is confused with, so many at most, and how it differs."""
    return titled((each.what, each.difference) for each in role.confused_with[:most])


def _names(catalog: Catalog, roles: Sequence[str]) -> list[str]:
    return [f"{catalog.role_by_id[id].name} ({id})" for id in roles]


def _sources(words: Words, citations: tuple[Citation, ...]) -> Section:
    titles = [
        f"{each.source.title}: {each.note}" if each.note else each.source.title
        for each in citations
    ]
    notices = [each.source.attribution for each in citations if each.source.attribution]
    return section(words("Sources"), points(titles), *(Text(each, "quiet") for each in notices))


def described(
    words: Words, catalog: Catalog, entry: Entry, take: Callable[[str], str] = _plain_take
) -> Page:
    """All about whatever was found by its name; `take` gives the command to answer a form."""
    if isinstance(entry, Role):
        return role_page(words, catalog, entry)
    if isinstance(entry, Topic):
        return topic_page(words, catalog, entry)
    if isinstance(entry, Scale):
        return scale_page(words, catalog, entry)
    if isinstance(entry, NotTheRole):
        return _confusion_page(words, entry)
    return _form_page(words, entry, take)


def scale_page(words: Words, catalog: Catalog, scale: Scale) -> Page:
    """What a scale is about, what its scores mean, and the roles that ask most for it."""
    _ = words
    asking = sorted(catalog.roles, key=lambda role: -role.profile[scale.id].level)[:ASKING]
    meanings = {_("Low"): scale.low, _("Middle"): scale.middle, _("High"): scale.high}
    names = _names(catalog, [role.id for role in asking])
    return Page(
        scale.name,
        lead=(Text(_(KINDS[scale.kind].words), "quiet"), Text(scale.description)),
        sections=sections(
            section(_("What scores mean"), titled(each for each in meanings.items() if each[1])),
            section(_("What is usual"), Text(_usual(words, scale))),
            section(_("To have more of it"), Text(scale.develop)),
            section(_("Roles that ask most for it"), points(names)),
        ),
    )


def _usual(words: Words, scale: Scale) -> str:
    """The scale's norms in a sentence, and whether, on whom and when they were measured."""
    usual = words(
        "The average is {mean} of 100; two people in three are between {low} and {high}.",
        mean=f"{scale.mean:.0f}",
        low=f"{max(scale.mean - scale.sd, 0):.0f}",
        high=f"{min(scale.mean + scale.sd, 100):.0f}",
    )
    n, date = scale.norm_people, scale.norm_date
    if n is None:
        return usual + " " + words("This is assumed so far, not measured.")
    measured = words.counted("Measured on {n} person.", "Measured on {n} people.", n)
    if not date:
        return f"{usual} {measured}"
    with suppress(ValueError):  # what isn't a day stays as its author wrote it
        date = day(words, datetime.fromisoformat(date))
    return " ".join((usual, measured, words("Date: {date}.", date=date)))


def _form_page(words: Words, form: Form, take: Callable[[str], str]) -> Page:
    told = filter(None, (form.description, take(form.id)))
    size = form_size(words, len(form.items), form.minutes)
    return Page(form.name, facts=(size,), lead=tuple(map(Text, told)))


def _confusion_page(words: Words, found: NotTheRole) -> Page:
    told = words("Often confused with: {role}", role=found.role.name)
    return Page(
        found.confusion.what,
        lead=(Text(told, "quiet"), Text(found.confusion.difference)),
        notices=(words("More about one: manager-quiz describe NAME"),),
    )


def topic_page(words: Words, catalog: Catalog, topic: Topic) -> Page:
    """A topic, and where to go on."""
    return Page(
        topic.name,
        lead=(Text(topic.summary),),
        sections=sections(
            *(section("", Text(paragraph)) for paragraph in topic.text),
            section(words("Roles to look at next"), points(_names(catalog, topic.see))),
            _sources(words, topic.sources),
        ),
    )


def role_list_page(words: Words, catalog: Catalog, roles: Sequence[Role]) -> Page:
    """The roles, one a row."""
    rows = (
        (
            role.name,
            role.id,
            ", ".join(level.name for level in role.levels),
            ", ".join(scale.name for scale in strongest_scales(catalog, role)),
        )
        for role in roles
    )
    titles = (words("Role"), words("Name to type"), words("Level"), words("Strongest scales"))
    return Page(
        sections=(section("", Table(tuple(map(Column, titles)), tuple(rows))),),
        notices=(words("More about one: manager-quiz describe NAME"),),
    )


def comparison_page(
    words: Words, catalog: Catalog, roles: Sequence[Role], own: Mapping[str, float] | None
) -> Page:
    """Roles side by side, what differs most first; `own` are a person's scores by scale."""
    rows = []
    for scale in by_difference(catalog, roles):
        score = None if own is None else own.get(scale.id)
        yours = () if own is None else ("–" if score is None else f"{score:.0f}",)
        rows.append((scale.name, *(_level(role, scale) for role in roles), *yours))
    names = (Column(role.name, figures=True, name=True) for role in roles)
    you = () if own is None else (Column(words("You"), figures=True),)
    legend = Text(words("Levels from 0 to 100; what differs most comes first."), "quiet")
    confused = words("Often confused with")
    return Page(
        sections=sections(
            section("", Table((Column(words("Scale")), *names, *you), tuple(rows)), legend),
            *(section(role.name, Text(role.summary)) for role in roles),
            *(section(f"{role.name}: {confused}", differences(role)) for role in roles),
        ),
    )
