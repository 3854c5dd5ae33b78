"""The page about a group, and its figures for others: they rest on nothing but its picture.

With `Private` it has every person by code, for the counselor's own eyes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from manager_quiz.catalog.model import KINDS, Catalog
from manager_quiz.measurement.group import (
    COUNTED_AT,
    SHOWN_AT,
    STEP,
    Figure,
    Group,
    Picture,
    Spread,
    brought,
    mean_step,
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

SCHEMA = "manager-quiz/group@2"
NAMED = 3
"""How many scales or roles a sentence names at most."""
FEW, MANY = 0.25, 0.5
"""Shares of the group from which on a sentence says so."""


class Stand(NamedTuple):
    """How a workshop stands: how many have finished, are at it and have left; the picture."""

    closed: bool
    done: int
    under_way: int
    left: int
    picture: Picture | None


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


def standing(words: Words, stand: Stand) -> str:
    """Of whom the picture is; or why there is none, by the one rule that there is."""
    _ = words.gettext
    if stand.picture is not None:
        n = stand.picture.people
        return words.ngettext("The picture: {n} person.", "The picture: {n} people.", n).format(n=n)
    more = SHOWN_AT - stand.done
    if more > 0:
        told = words.ngettext(
            "The picture of the group is made from {least} people on, when the workshop is "
            "closed; {n} more is needed.",
            "The picture of the group is made from {least} people on, when the workshop is "
            "closed; {n} more are needed.",
            more,
        )
        return told.format(least=SHOWN_AT, n=more)
    if not stand.closed:
        return _("The picture of the group is made when the workshop is closed.")
    return _("There is no picture of these people; closing the workshop again may make one.")


def _remarks(words: Words, flags: Sequence[str]) -> str:
    """Signs that somebody's answers may not mean much, in a few words each."""
    told = flag_names(words)
    return ", ".join(told[flag] for flag in flags if flag in told)


def _most(catalog: Catalog, picture: Picture) -> list[str]:
    """The names of roles, or families where roles aren't told, most likely ones first."""
    if picture.roles:
        return [catalog.role_by_id[role].name for role in _ordered(picture.roles)]
    return [_families(catalog)[family] for family in _ordered(picture.families)]


def _families(catalog: Catalog) -> dict[str, str]:
    return {family.id: family.name for family in catalog.families}


def _ordered(shares: Mapping[str, Figure]) -> list[str]:
    """Those with the largest shares first; equals in the catalog's order."""
    return sorted(shares, key=lambda each: -shares[each].value)


def _likely(words: Words, catalog: Catalog, picture: Picture) -> str:
    """Where the best roles of most people are likely to be."""
    names = _most(catalog, picture)
    leading = names[: NAMED if picture.roles else 1]
    told = words.gettext("Most likely in this group: {roles}.")
    return told.format(roles=", ".join(leading)) if leading else ""


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
    names = _most(catalog, picture)
    rare = names[-(NAMED if picture.roles else 1) :]
    if len(names) > len(rare):
        said.append(_("Least likely in this group: {roles}.").format(roles=", ".join(rare)))
    return said or [_("Nothing that could be shown is plainly missing.")]


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


def _reading(words: Words, catalog: Catalog, picture: Picture) -> list[str]:
    """How the picture came about, and how exact it is."""
    _ = words.gettext
    counted = bool(picture.roles)
    steps = sorted({mean_step(scale.sd, counted) for scale in catalog.scales})
    said = [
        _(
            "So that the picture says little about any one person, its figures are rounded up or "
            "down by chance: means in steps of {steps} points from the norm, the shares of "
            "families to {share} %. With < or > the figure only says that it lies beyond."
        ).format(steps=_(" or ").join(map(str, steps)), share=STEP),
        _(
            "Share: if there were a hundred people like these, so many of them would have their "
            "best role there."
        ),
    ]
    if counted:
        told = _(
            "Low, middle and high are as in people's own reports: beyond half a standard "
            "deviation from the norm, which is assumed. People are counted in fives, rounded "
            "likewise. Who isn't scored on a scale is in the middle."
        )
        said.append(told)
    elif picture.people < COUNTED_AT:
        told = _("From {n} people on low, middle and high are counted too, and roles shown.")
        said.append(told.format(n=COUNTED_AT))
    else:
        said.append(_("Another picture of the same workshop is as rough as that of a small group."))
    return said


def _scales(catalog: Catalog, picture: Picture, band: int) -> str:
    """Scales that half of the group, or its mean beyond doubt, stands on this end of."""
    side = band - 1

    def far(spread: Spread) -> float:
        scale = catalog.scale_by_id[spread.scale]
        return side * (spread.mean.value - scale.mean) / scale.sd

    def most(spread: Spread) -> bool:
        counted = spread.counts and spread.counts[band].value >= MANY * picture.people
        return bool(counted) or spread.mean.sign == "<>"[side > 0]

    ends = sorted(filter(most, picture.spreads), key=far, reverse=True)
    return _listed(catalog, ends[:NAMED])


def _mixed(catalog: Catalog, picture: Picture) -> str:
    """Scales with a good part of the group at both ends."""
    both = [
        spread
        for spread in picture.spreads
        if spread.counts
        and all(spread.counts[band].value >= FEW * picture.people for band in (0, 2))
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
    words: Words, catalog: Catalog, title: str, stand: Stand, private: Private | None = None
) -> Page:
    """What a group is like, what it lacks, and what to talk about."""
    _ = words.gettext
    board = board_page(words, catalog, title, stand)
    purpose = _("This is for exploring, not for selecting people. Skills are as you rate them.")
    return board._replace(
        sections=sections(
            *board.sections,
            *(_findings(words, catalog, stand.picture) if stand.picture else ()),
            *(_private_sections(words, catalog, private) if private else ()),
        ),
        notices=(purpose,),
    )


def _findings(words: Words, catalog: Catalog, picture: Picture) -> Iterator[Section]:
    _ = words.gettext
    said = (_likely(words, catalog, picture), _strengths(words, catalog, picture))
    yield section("", *(Text(each) for each in said if each))
    names = {role.id: role.name for role in catalog.roles}
    yield section(_("Roles of the group"), _shares(words, _("Role"), picture.roles, names))
    yield section(_("What the group has little of"), points(_lacks(words, catalog, picture)))
    yield section(_("To talk about"), points(_talking_points(words, catalog, picture)))
    yield section(_("How to read this"), points(_reading(words, catalog, picture)))


def board_page(words: Words, catalog: Catalog, title: str, stand: Stand) -> Page:
    """What fits a screen on the wall: how many take part, and then scales and families."""
    _ = words.gettext
    picture = stand.picture
    told = took_part(words, stand.done, stand.under_way, stand.left)
    return Page(
        title=title,
        lead=(Text(told + "."), Text(standing(words, stand))),
        sections=sections(
            section(
                _("Skills and interests of the group"), _spreads(words, catalog, picture), column=1
            ),
            section(
                _("Where its best roles are likely to be"),
                _shares(words, _("Family"), picture.families, _families(catalog)),
                column=2,
            ),
        )
        if picture is not None
        else (),
    )


def _spreads(words: Words, catalog: Catalog, picture: Picture) -> Table:
    _ = words.gettext
    counted = any(spread.counts for spread in picture.spreads)
    titles = (*((_("Low"), _("Middle"), _("High")) if counted else ()), _("Mean"))
    rows: tuple[tuple[Cell | str, ...], ...] = tuple(
        (
            catalog.scale_by_id[spread.scale].name,
            *(Cell(str(each), heat=each.value / picture.people) for each in spread.counts),
            str(spread.mean),
        )
        for spread in picture.spreads
    )
    return Table((Column(_("Scale")), *(Column(title, figures=True) for title in titles)), rows)


def _shares(
    words: Words, part: str, shares: Mapping[str, Figure], names: Mapping[str, str]
) -> Table:
    """The largest first, with bars that the largest of all would fill."""
    longest = max((each.value for each in shares.values()), default=1)
    rows = tuple(
        (names[id], Cell(f"{shares[id]} %", Bar(shares[id].value / longest)))
        for id in _ordered(shares)
    )
    return Table((Column(part), Column(words.gettext("Share"), figures=True)), rows)


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
    group: Group | None,
) -> Page:
    """Codes to hang up: who hasn't finished, and who of a group sits with whom; nothing else."""
    _ = words.gettext

    def shown(code: str) -> str:
        aloud = read_aloud(code, catalog.language)
        return f"{code} ({aloud})" if aloud else code

    teams = []
    if group is not None:
        skills = _skills(catalog)
        teams = [" + ".join(map(group.people.__getitem__, team)) for team in pairs(group, skills)]
    return Page(
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


GROUP_COLUMNS = ("kind", "id", "name", "people", "low", "middle", "high", "mean", "share")


def group_rows(
    words: Words, catalog: Catalog, title: str, stand: Stand, private: Private | None = None
) -> Iterator[Sequence[Any]]:
    """A table for spreadsheets; figures are as they are shown."""
    yield "group", "", title, stand.done
    if stand.picture is not None:
        yield "picture", "", title, stand.picture.people
        for spread in stand.picture.spreads:
            counts = spread.counts or ("", "", "")
            name = catalog.scale_by_id[spread.scale].name
            yield "scale", spread.scale, name, "", *map(str, counts), str(spread.mean)
        for family in _ordered(stand.picture.families):
            share = str(stand.picture.families[family])
            yield "family", family, _families(catalog)[family], *[""] * 5, share
        for role in _ordered(stand.picture.roles):
            share = str(stand.picture.roles[role])
            yield "role", role, catalog.role_by_id[role].name, *[""] * 5, share
    for person in _people(words, catalog, private) if private else ():
        yield "person", person.code, person.roles


def group_document(
    words: Words, catalog: Catalog, title: str, stand: Stand, private: Private | None = None
) -> dict[str, Any]:
    """How the workshop stands and its picture, as a plain mapping."""
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "workshop": title,
        "closed": stand.closed,
        "done": stand.done,
        "under_way": stand.under_way,
        "left": stand.left,
        "picture": None if stand.picture is None else asdict(stand.picture),
    }
    if private:
        document["private"] = {
            "people": [row._asdict() for row in _people(words, catalog, private)],
            "pairs": list(_pairs(words, catalog, private)),
        }
    return document
