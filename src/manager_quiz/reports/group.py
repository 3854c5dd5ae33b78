"""The page about a group, and its figures for other programs: they rest on nothing but its picture.

With `Private` it has every person by code, for the counselor's own eyes.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from manager_quiz.catalog.model import KINDS, Catalog
from manager_quiz.measurement.group import (
    CELL,
    ROLES_AT,
    WHOLE_AT,
    Group,
    Picture,
    Spread,
    brought,
    pairs,
    strongest,
)
from manager_quiz.measurement.key import Key
from manager_quiz.reports.page import (
    Bar,
    Cell,
    Column,
    Page,
    Section,
    Table,
    Text,
    points,
    section,
    sections,
)
from manager_quiz.wording.codes import read_aloud
from manager_quiz.wording.result import flag_names
from manager_quiz.wording.words import Words

SCHEMA = "manager-quiz/group@1"
HELD_BACK = "·"
NAMED = 3
"""How many scales or roles a sentence names at most."""
FEW, MANY = 0.25, 0.5
"""Shares of the group from which on a sentence says so."""


def took_part(words: Words, done: int, under_way: int, left: int) -> str:
    """How many took part, without a word about their results."""
    parts = [words.ngettext("{n} has finished", "{n} have finished", done).format(n=done)]
    if under_way:
        told = words.ngettext("{n} is in progress", "{n} are in progress", under_way)
        parts.append(told.format(n=under_way))
    if left:
        told = words.ngettext("{n} left in the middle", "{n} left in the middle", left)
        parts.append(told.format(n=left))
    return ", ".join(parts)


def _made_from(words: Words, people: int) -> str:
    """From whom the picture is."""
    told = words.ngettext("The picture: {n} person", "The picture: {n} people", people)
    return told.format(n=people)


def _too_few(words: Words, people: int) -> str:
    """What isn't shown yet, and why; nothing where all is."""
    if people < CELL:
        told = words.gettext("A picture of the group is shown from {n} people on.")
        return told.format(n=CELL)
    if people < WHOLE_AT:
        told = words.gettext("Below {n} people only skills are shown, so that nobody stands out.")
        return told.format(n=WHOLE_AT)
    return ""


def _shares_title(words: Words, picture: Picture) -> str:
    """What the counts of roles or families count."""
    _ = words.gettext
    if picture.by == "families":
        return _("People whose best role may be in this family")
    return _("People whose best role it may be")


def _remarks(words: Words, flags: Sequence[str]) -> str:
    """Signs that somebody's answers may not mean much, in a few words each."""
    told = flag_names(words)
    return ", ".join(told[flag] for flag in flags if flag in told)


def _part_names(catalog: Catalog) -> dict[str, str]:
    """Names of roles and families by id."""
    families = {family.id: family.name for family in catalog.families}
    return {role.id: role.name for role in catalog.roles} | families


def _at_home(words: Words, catalog: Catalog, picture: Picture) -> str:
    """Where most of the group would be at home; nothing where that can't be shown."""
    names = _part_names(catalog)
    told = [(count, id) for id, count in picture.shares.items() if count is not None]
    leading = [names[id] for count, id in sorted(told, key=lambda each: -each[0])[:NAMED]]
    if not leading:
        return ""
    return words.gettext("Likely for most: {roles}.").format(roles=", ".join(leading))


def _strengths(words: Words, catalog: Catalog, picture: Picture) -> str:
    """Scales on which many are high."""
    named = _scales(catalog, picture, 2)
    return words.gettext("Many are high in: {scales}.").format(scales=named) if named else ""


def _lacks(words: Words, catalog: Catalog, picture: Picture) -> list[str]:
    """What the group has little of, as far as it can be said."""
    _ = words.gettext
    said = []
    low = _scales(catalog, picture, 0)
    if low:
        said.append(_("Many are low in: {scales}.").format(scales=low))
    names = _part_names(catalog)
    rare = [
        names[id]
        for id, count in sorted(picture.shares.items(), key=lambda each: each[1] or 0)
        if count is not None and count <= FEW * picture.people
    ]
    if rare:
        said.append(_("Likely for few: {roles}.").format(roles=", ".join(rare[:5])))
    if not said and picture.people >= WHOLE_AT:
        said.append(_("Nothing that could be shown is plainly missing."))
    return said


def _talking_points(words: Words, catalog: Catalog, picture: Picture) -> list[str]:
    """Questions for the group to talk about."""
    _ = words.gettext
    points = []
    high, low = _scales(catalog, picture, 2), _scales(catalog, picture, 0)
    mixed = _mixed(catalog, picture)
    if high:
        told = _("Many of you are high in: {scales}. Where does it show, and what does it cost?")
        points.append(told.format(scales=high))
    if low:
        told = _("Many of you are low in: {scales}. Whom do you ask for it, and who would learn?")
        points.append(told.format(scales=low))
    if mixed:
        told = _("You differ in: {scales}. How do you share out such work?")
        points.append(told.format(scales=mixed))
    return [
        *points,
        _("Which role surprised you, and what would you have to see to believe it?"),
        _("What will you try next week, and whom will you tell about it?"),
    ]


def _reading(words: Words, picture: Picture) -> list[str]:
    """How the picture came about, and why parts of it are held back."""
    _ = words.gettext
    purpose = _("This is for exploring, not for selecting people. Skills are as you rate them.")
    if not picture.spreads:
        return [purpose]
    said = [
        _(
            "Low, middle and high are as in people's own reports: beyond half a standard "
            "deviation from the norm, which is assumed. Who isn't scored on a scale is in the "
            "middle."
        ),
        _(
            "A dot stands for a count that is held back: fewer than {n} people, or one from "
            "which such a count could be worked out."
        ).format(n=CELL),
    ]
    if picture.by == "families" and picture.people >= WHOLE_AT:
        told = _("Below {n} people roles are counted in families.").format(n=ROLES_AT)
        said.append(told)
    return [*said, purpose]


def _scales(catalog: Catalog, picture: Picture, band: int) -> str:
    """Scales that at least half of the group stands on this end of, most first."""

    def count(spread: Spread) -> int:
        return spread.counts[band] or 0

    ends = [spread for spread in picture.spreads if count(spread) >= MANY * picture.people]
    ordered = sorted(ends, key=lambda spread: -count(spread))[:NAMED]
    return _listed(catalog, ordered)


def _mixed(catalog: Catalog, picture: Picture) -> str:
    """Scales with a good part of the group at both ends."""
    both = [
        spread
        for spread in picture.spreads
        if all((spread.counts[band] or 0) >= FEW * picture.people for band in (0, 2))
    ]
    return _listed(catalog, both[:NAMED])


def _listed(catalog: Catalog, spreads: Sequence[Spread]) -> str:
    return ", ".join(catalog.scale_by_id[spread.scale].name for spread in spreads)


class Private(NamedTuple):
    """What only the counselor sees: each person's set of roles and flags by code."""

    key: Key
    group: Group
    sets: Mapping[str, tuple[str, ...]]
    flags: Mapping[str, tuple[str, ...]]


class PersonRow(NamedTuple):
    """One person, for the counselor's own eyes."""

    code: str
    roles: str
    strongest: str
    flags: str


def group_page(
    words: Words,
    catalog: Catalog,
    title: str,
    took_part: str,
    picture: Picture,
    private: Private | None = None,
) -> Page:
    """What a group is like, what it lacks, and what to talk about."""
    _ = words.gettext
    board = board_page(words, catalog, title, took_part, picture)
    enough = bool(picture.spreads)
    said = (_at_home(words, catalog, picture), _strengths(words, catalog, picture))
    return board._replace(
        sections=sections(
            *board.sections,
            section("", *(Text(each) for each in said if enough and each)),
            section(
                _("What the group has little of"),
                points(_lacks(words, catalog, picture) if enough else ()),
            ),
            section(
                _("To talk about"),
                points(_talking_points(words, catalog, picture) if enough else ()),
            ),
            section(_("How to read this"), points(_reading(words, picture))),
            *(_private_sections(words, catalog, private) if private else ()),
        )
    )


def board_page(
    words: Words, catalog: Catalog, title: str, took_part: str, picture: Picture
) -> Page:
    """What fits a screen on the wall: who took part, scales, roles."""
    note = _too_few(words, picture.people)
    told = (took_part + ".", _made_from(words, picture.people) + ".", note)
    return Page(
        language=catalog.language,
        title=title,
        lead=tuple(Text(each) for each in told if each),
        sections=sections(
            _spreads(words, catalog, picture),
            _shares(words, catalog, picture),
        ),
    )


def _spreads(words: Words, catalog: Catalog, picture: Picture) -> Section:
    _ = words.gettext
    titles = (_("Low"), _("Middle"), _("High"), _("Mean"))
    rows: tuple[tuple[Cell | str, ...], ...] = tuple(
        (
            catalog.scale_by_id[spread.scale].name,
            *(_count(count, picture.people) for count in spread.counts),
            str(spread.mean),
        )
        for spread in picture.spreads
    )
    columns = (Column(_("Scale")), *(Column(title, figures=True) for title in titles))
    return section(_("Skills and interests of the group"), Table(columns, rows), column=1)


def _count(count: int | None, people: int) -> Cell:
    return Cell(HELD_BACK) if count is None else Cell(str(count), heat=count / people)


def _shares(words: Words, catalog: Catalog, picture: Picture) -> Section:
    """Most frequent first; those held back last, in the catalog's order."""
    _ = words.gettext
    names = _part_names(catalog)
    rows = tuple(
        (
            names[id],
            Cell(HELD_BACK if count is None else str(count), _filled(count, picture.people)),
        )
        for id, count in sorted(picture.shares.items(), key=lambda each: -(each[1] or 0))
    )
    part = Column(_("Role") if picture.by == "roles" else _("Family"))
    table = Table((part, Column(_("People"), figures=True)), rows)
    return section(_shares_title(words, picture), table, column=2)


def _filled(count: int | None, people: int) -> Bar | None:
    return None if count is None else Bar(count / people)


def _private_sections(words: Words, catalog: Catalog, private: Private) -> Iterator[Section]:
    _ = words.gettext
    titles = (_("Code"), _("Roles that may be the best one"), _("Strongest skill"), _("Remarks"))
    people = tuple(row[:] for row in _people(words, catalog, private))
    table = Table(tuple(map(Column, titles)), people)
    yield section(_("For the counselor's own eyes"), table, sheet=True)
    yield section(_("Pairs that complement each other"), points(_pairs(words, catalog, private)))


def codes_page(
    words: Words,
    catalog: Catalog,
    title: str,
    at_it: Sequence[str],
    left: Sequence[str],
    group: Group,
) -> Page:
    """Codes to hang up: who hasn't finished, and who sits with whom; nothing about anybody."""
    _ = words.gettext

    def shown(code: str) -> str:
        aloud = read_aloud(code, catalog.language)
        return f"{code} ({aloud})" if aloud else code

    teams = [
        " + ".join(map(group.people.__getitem__, each)) for each in pairs(group, _skills(catalog))
    ]
    return Page(
        language=catalog.language,
        title=title,
        sections=sections(
            section(_("Answering just now"), points([*map(shown, at_it)], "large")),
            section(
                _("Not finished: go on with this code and its PIN"),
                points([*map(shown, left)], "large"),
            ),
            section(_("Who sits with whom"), points(teams, "large"), sheet=bool(at_it or left)),
        ),
    )


def _people(words: Words, catalog: Catalog, private: Private) -> tuple[PersonRow, ...]:
    skills = _skills(catalog)
    rows = []
    for row, code in enumerate(private.group.people):
        best = strongest(private.group, row, skills)
        rows.append(
            PersonRow(
                code=code,
                roles=", ".join(catalog.role_by_id[id].name for id in private.sets[code]),
                strongest="–" if best is None else catalog.scales[best].name,
                flags=_remarks(words, private.flags[code]),
            )
        )
    return tuple(sorted(rows))


def _pairs(words: Words, catalog: Catalog, private: Private) -> tuple[str, ...]:
    """Each pair, or three, with what everyone brings."""
    skills, template = _skills(catalog), words.gettext("{code} ({skills})")
    told = []
    for team in pairs(private.group, skills):
        parts = []
        for person, scales in zip(team, brought(private.group, team, skills), strict=True):
            named = ", ".join(catalog.scales[each].name for each in scales) or "–"
            parts.append(template.format(code=private.group.people[person], skills=named))
        told.append(" + ".join(parts))
    return tuple(told)


def _skills(catalog: Catalog) -> list[int]:
    return [index for index, scale in enumerate(catalog.scales) if KINDS[scale.kind].learned]


GROUP_COLUMNS = ("kind", "id", "name", "people", "low", "middle", "high", "mean")


def group_rows(
    words: Words, catalog: Catalog, title: str, picture: Picture, private: Private | None = None
) -> Iterator[Sequence[Any]]:
    """A table for programs; a count that is held back is empty."""
    yield "group", "", title, picture.people
    for spread in picture.spreads:
        name = catalog.scale_by_id[spread.scale].name
        yield "scale", spread.scale, name, "", *spread.counts, spread.mean
    names = _part_names(catalog)
    kind = "role" if picture.by == "roles" else "family"
    for id, count in sorted(picture.shares.items(), key=lambda each: -(each[1] or 0)):
        yield kind, id, names[id], count
    for person in _people(words, catalog, private) if private else ():
        yield "person", person.code, person.roles


def group_document(
    words: Words, catalog: Catalog, title: str, picture: Picture, private: Private | None = None
) -> dict[str, Any]:
    """The picture as a plain mapping; `null` is a count that is held back."""
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "workshop": title,
        "people": picture.people,
        "scales": [
            {
                "id": spread.scale,
                "mean": spread.mean,
                **dict(zip(("low", "middle", "high"), spread.counts, strict=True)),
            }
            for spread in picture.spreads
        ],
        picture.by: dict(picture.shares),
    }
    if private:
        document["private"] = {
            "people": [row._asdict() for row in _people(words, catalog, private)],
            "pairs": list(_pairs(words, catalog, private)),
        }
    return document
