"""The pages about roles: one role, one topic, the list of roles, and roles side by side."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from manager_quiz.catalog.model import KINDS, Catalog, Citation, Form, Role, Scale, Topic
from manager_quiz.catalog.naming import Entry, NotTheRole
from manager_quiz.reports.page import (
    Bar,
    Cell,
    Column,
    Page,
    Point,
    Points,
    Section,
    Table,
    Text,
    points,
    section,
    sections,
)
from manager_quiz.wording.words import Words, day, form_size

STRONGEST = 3
ASKING = 5
"""Roles named that ask most for a scale."""


def standing(scale: Scale, role: Role) -> float:
    """How far above the reference population's mean a role's level is, in standard deviations."""
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


def role_page(words: Words, catalog: Catalog, role: Role) -> Page:
    """Everything that is known about a role."""
    names = words("Also called: {names}", names=", ".join(role.aliases))
    levels = words("Level: {levels}", levels=", ".join(level.name for level in role.levels))

    def listed(title: str, texts: tuple[str, ...], column: int) -> Section:
        return section(title, points(texts), column=column)

    return Page(
        language=catalog.language,
        title=role.name,
        lead=(
            *((Text(levels, "quiet"),) if role.levels else ()),
            Text(role.summary),
            *((Text(names, "quiet"),) if role.aliases else ()),
        ),
        sections=sections(
            listed(words("What they do"), role.duties, 1),
            listed(words("What they decide"), role.decides, 1),
            listed(words("What they answer for"), role.answers_for, 1),
            listed(words("How success is seen"), role.measured_by, 1),
            _profile(words, catalog, role),
            listed(words("What they are like"), role.qualities, 2),
            listed(words("What they know"), role.knows, 2),
            listed(words("Whom they work with"), role.works_with, 2),
            section(words("A day in brief"), Text(role.day)),
            listed(words("How to become one"), role.becoming, 1),
            listed(words("Where to study"), role.study, 1),
            listed(words("Where to go from here"), role.onward, 2),
            listed(words("Good to know"), role.cautions, 2),
            section(words("Often confused with"), differences(role)),
            section(words("Related roles"), Text(", ".join(_names(catalog, role.related)))),
            section(words("Try next week"), Text(role.try_next)),
            _sources(words, role.sources),
        ),
    )


def _profile(words: Words, catalog: Catalog, role: Role) -> Section:
    rows = (
        (scale.name, Cell(f"{role.profile[scale.id].level:.0f}", _bar(role, scale)))
        for scale in catalog.scales
    )
    table = Table((Column(""), Column("", figures=True)), tuple(rows))
    return section(words("Profile"), table, Text(words("0 to 100"), "quiet"), column=2)


def _bar(role: Role, scale: Scale) -> Bar:
    return Bar(role.profile[scale.id].level / 100)


def differences(role: Role) -> Points:
    """What the role is confused with, and how it differs."""
    return Points(tuple(Point(each.difference, each.what) for each in role.confused_with))


def _names(catalog: Catalog, roles: Sequence[str]) -> list[str]:
    return [f"{catalog.role_by_id[id].name} ({id})" for id in roles]


def _sources(words: Words, citations: tuple[Citation, ...]) -> Section:
    titles = [
        f"{each.source.title}: {each.note}" if each.note else each.source.title
        for each in citations
    ]
    notices = [each.source.attribution for each in citations if each.source.attribution]
    return section(words("Sources"), points(titles), *(Text(each, "quiet") for each in notices))


def described(words: Words, catalog: Catalog, entry: Entry) -> Page:
    """All about whatever was found by its name."""
    if isinstance(entry, Role):
        return role_page(words, catalog, entry)
    if isinstance(entry, Topic):
        return topic_page(words, catalog, entry)
    if isinstance(entry, Scale):
        return scale_page(words, catalog, entry)
    if isinstance(entry, NotTheRole):
        return _confusion_page(words, catalog, entry)
    return _form_page(words, catalog, entry)


def card(words: Words, catalog: Catalog, entry: Entry) -> Page:
    """What fits a sheet of paper: of a role the most telling, of anything else its page."""
    if not isinstance(entry, Role):
        return described(words, catalog, entry)
    role = entry

    def listed(title: str, texts: tuple[str, ...], column: int, most: int) -> Section:
        return section(title, points(texts[:most]), column=column)

    notices = [each.source.attribution for each in role.sources if each.source.attribution]
    return Page(
        language=catalog.language,
        title=role.name,
        facts=(", ".join(level.name for level in role.levels),) if role.levels else (),
        lead=(Text(role.summary),),
        sections=sections(
            listed(words("What they do"), role.duties, 1, 4),
            listed(words("What they decide"), role.decides, 1, 2),
            listed(words("How success is seen"), role.measured_by, 1, 2),
            _profile(words, catalog, role),
            listed(words("What they are like"), role.qualities, 2, 3),
            section(words("A day in brief"), Text(role.day)),
            listed(words("How to become one"), role.becoming, 1, 2),
            listed(words("Where to study"), role.study, 2, 2),
            listed(words("Good to know"), role.cautions, 0, 1),
            section(words("Often confused with"), Points(differences(role).points[:1])),
            section(words("Try next week"), Text(role.try_next)),
        ),
        notices=tuple(dict.fromkeys(notices)),
    )


def scale_page(words: Words, catalog: Catalog, scale: Scale) -> Page:
    """What a scale is about, what its scores mean, and the roles that ask most for it."""
    _ = words
    asking = sorted(catalog.roles, key=lambda role: -role.profile[scale.id].level)[:ASKING]
    meanings = ((_("Low"), scale.low), (_("Middle"), scale.middle), (_("High"), scale.high))
    return Page(
        language=catalog.language,
        title=scale.name,
        lead=(Text(_(KINDS[scale.kind].words), "quiet"), Text(scale.description)),
        sections=sections(
            section(
                _("What scores mean"),
                Points(tuple(Point(text, lead) for lead, text in meanings if text)),
            ),
            section(_("What is usual"), Text(_usual(words, scale))),
            section(_("To have more of it"), Text(scale.develop)),
            section(
                _("Roles that ask most for it"), points(_names(catalog, [r.id for r in asking]))
            ),
        ),
    )


def _usual(words: Words, scale: Scale) -> str:
    """The scale's norms in a sentence, and whether, on whom and when they were measured."""
    low, high = max(scale.mean - scale.sd, 0), min(scale.mean + scale.sd, 100)
    usual = words(
        "The average is {mean} of 100; two people in three are between {low} and {high}.",
        mean=f"{scale.mean:.0f}",
        low=f"{low:.0f}",
        high=f"{high:.0f}",
    )
    if scale.norm_people is None:
        return " ".join((usual, words("This is assumed so far, not measured.")))
    measured = words.counted(
        "Measured on {n} person.", "Measured on {n} people.", scale.norm_people
    )
    when = words("Date: {date}.", date=_written(words, scale.norm_date or ""))
    return " ".join((usual, measured, *((when,) if scale.norm_date else ())))


def _written(words: Words, date: str) -> str:
    """A date of content as people write it; what isn't a day stays as its author wrote it."""
    try:
        return day(words, datetime.fromisoformat(date))
    except ValueError:
        return date


def _form_page(words: Words, catalog: Catalog, form: Form) -> Page:
    start = f"manager-quiz take --form {form.id}"
    return Page(
        language=catalog.language,
        title=form.name,
        facts=(form_size(words, len(form.items), form.minutes),),
        lead=tuple(Text(each) for each in (form.description, start) if each),
    )


def _confusion_page(words: Words, catalog: Catalog, found: NotTheRole) -> Page:
    told = words("Often confused with: {role}", role=found.role.name)
    return Page(
        language=catalog.language,
        title=found.confusion.what,
        lead=(Text(told, "quiet"), Text(found.confusion.difference)),
        notices=(words("More about one: manager-quiz describe NAME"),),
    )


def topic_page(words: Words, catalog: Catalog, topic: Topic) -> Page:
    """A topic, and where to go on."""
    return Page(
        language=catalog.language,
        title=topic.name,
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
        language=catalog.language,
        title="",
        sections=(section("", Table(tuple(map(Column, titles)), tuple(rows))),),
        notices=(words("More about one: manager-quiz describe NAME"),),
    )


def comparison_page(
    words: Words, catalog: Catalog, roles: Sequence[Role], own: Mapping[str, float] | None
) -> Page:
    """Roles side by side, what differs most first; `own` are a person's scores by scale."""
    you = (Column(words("You"), figures=True),) if own is not None else ()
    rows = []
    for scale in by_difference(catalog, roles):
        levels = [Cell(f"{role.profile[scale.id].level:.0f}", _bar(role, scale)) for role in roles]
        score = own.get(scale.id) if own is not None else None
        yours = ("–" if score is None else f"{score:.0f}",) if own is not None else ()
        rows.append((scale.name, *levels, *yours))
    columns = (Column(words("Scale")), *(Column(role.name, figures=True) for role in roles), *you)
    legend = Text(words("Levels from 0 to 100; what differs most comes first."), "quiet")
    return Page(
        language=catalog.language,
        title="",
        sections=(
            section("", Table(columns, tuple(rows)), legend),
            *(section(role.name, Text(role.summary)) for role in roles),
            *sections(
                *(
                    section(f"{role.name}: {words('Often confused with')}", differences(role))
                    for role in roles
                )
            ),
        ),
    )
