"""The page about a group, and its figures for others: they rest on nothing but its picture.

With `Private` it has every person by code, for the counselor's own eyes.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from manager_quiz.catalog.model import KINDS, Catalog
from manager_quiz.measurement.group import (
    ROLES_AT,
    SHOWN_AT,
    Error,
    Group,
    Picture,
    Spread,
    brought,
    error,
    pairs,
    shares,
    spread,
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
from manager_quiz.wording.result import FLAGS
from manager_quiz.wording.words import Words

SCHEMA = "manager-quiz/group@3"
NAMED = 3
"""How many scales or roles a sentence names at most."""
FEW, MANY = 0.25, 0.5
"""Shares of the group from which on a sentence says so, if it is sure."""


class Stand(NamedTuple):
    """How a workshop stands: how many have finished, are at it and have left; the picture.

    `waiting` have finished and gone into no picture yet.
    """

    closed: bool
    done: int
    under_way: int
    left: int
    picture: Picture | None
    waiting: int


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
    more = SHOWN_AT - stand.waiting
    if stand.picture is not None:
        n = stand.picture.people
        told = words.ngettext("The picture: {n} person.", "The picture: {n} people.", n).format(n=n)
        if stand.waiting and more > 0:
            later = _("Who finished later isn't in it: others are added when they are {least}.")
            told += " " + later.format(least=SHOWN_AT)
        return told
    if more > 0:
        told = words.ngettext(
            "The picture of the group is made from {least} people on, when the workshop is "
            "closed; {n} more is needed.",
            "The picture of the group is made from {least} people on, when the workshop is "
            "closed; {n} more are needed.",
            more,
        )
        told = told.format(least=SHOWN_AT, n=more)
        if stand.waiting < stand.done:
            told += " " + _("Who was in one that was deleted goes into no other.")
        return told
    if not stand.closed:
        return _("The picture of the group is made when the workshop is closed.")
    return _("The picture of the group is made when the workshop is closed again.")


def _remarks(words: Words, flags: Sequence[str]) -> str:
    """Signs that somebody's answers may not mean much, in a few words each."""
    return ", ".join(words(FLAGS[flag]) for flag in flags if flag in FLAGS)


def _told(catalog: Catalog, picture: Picture) -> tuple[dict[str, int], dict[str, str], int]:
    """Shares of roles, or of families where roles aren't told; names; how far off they may be."""
    off = error(picture, 0)
    if picture.roles:
        names = {role.id: role.name for role in catalog.roles}
        return shares(picture, picture.roles), names, off.role
    return shares(picture, picture.families), _families(catalog), off.family


def _families(catalog: Catalog) -> dict[str, str]:
    return {family.id: family.name for family in catalog.families}


def _ordered(shares: Mapping[str, int]) -> list[str]:
    """Those with the largest shares first; equals in the catalog's order."""
    return sorted(shares, key=lambda each: -shares[each])


def _apart(catalog: Catalog, picture: Picture, side: int) -> str:
    """The names of those with plainly more (1) or less (-1) than an even share, most so first."""
    told, names, off = _told(catalog, picture)
    far = [each for each in _ordered(told) if side * (told[each] - 100 / len(told)) > off]
    return ", ".join(names[each] for each in far[::side][:NAMED])


def _plain(words: Words, catalog: Catalog, picture: Picture) -> Iterator[str]:
    """What most people like these are best at, and what many are high in, where that is sure."""
    _ = words.gettext
    if likely := _apart(catalog, picture, 1):
        yield _("Most likely in this group: {roles}.").format(roles=likely)
    if high := _scales(catalog, picture, 1):
        yield _("Many are high in: {scales}.").format(scales=high)


def _lacks(words: Words, catalog: Catalog, picture: Picture) -> list[str]:
    """What the group has little of, as far as it can be said."""
    _ = words.gettext
    said = []
    if low := _scales(catalog, picture, -1):
        said.append(_("Many are low in: {scales}.").format(scales=low))
    if rare := _apart(catalog, picture, -1):
        said.append(_("Least likely in this group: {roles}.").format(roles=rare))
    return said or [_("Nothing that could be shown is plainly missing.")]


def _talking_points(words: Words, catalog: Catalog, picture: Picture) -> list[str]:
    """Questions for the group to talk about."""
    _ = words.gettext
    points = []
    high, low = _scales(catalog, picture, 1), _scales(catalog, picture, -1)
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
    """How the picture came about, and how exact it is."""
    _ = words.gettext
    said = [
        _(
            "So that the picture says little about any one person, something has been added to its "
            "figures or taken from them by chance; shares needn't add up to 100 %."
        ),
        _(
            "Low, middle and high are as in people's own reports: beyond half a standard "
            "deviation from the norm, which is assumed. Who isn't scored on a scale is in the "
            "middle. The mean is worked out from the three."
        ),
        _(
            "Share: if there were a hundred people like these, so many of them would have their "
            "best role there."
        ),
    ]
    if not picture.roles:
        told = _("From {n} people on each role has its share, too.")
        said.append(told.format(n=ROLES_AT))
    return said


def _off(words: Words, catalog: Catalog, picture: Picture) -> str:
    """How exact the figures are."""
    _ = words.gettext
    off = _error(catalog, picture)
    told = [
        _("low and high by {ends}, middle by {middle}, means by {mean}").format(**off._asdict())
    ]
    if picture.families:
        told.append(_("families by {n} %").format(n=off.family))
    if picture.roles:
        told.append(_("roles by {n} %").format(n=off.role))
    return _("Nine in ten figures are off by no more than this: {figures}.").format(
        figures=", ".join(told)
    )


def _error(catalog: Catalog, picture: Picture) -> Error:
    """How far off the picture's figures are; means on the scale where they are most so."""
    return error(picture, max(scale.sd for scale in catalog.scales))


def _spread(catalog: Catalog, picture: Picture) -> dict[str, Spread]:
    """How the group stands on each scale, in the catalog's order."""
    return {
        scale.id: spread(picture, scale.id, scale.mean, scale.sd)
        for scale in catalog.scales
        if scale.id in picture.bands
    }


def _scales(catalog: Catalog, picture: Picture, side: int) -> str:
    """Scales that surely half of the group is high (1) or low (-1) on, most people first."""
    counts = {
        scale: each.high if side > 0 else each.low
        for scale, each in _spread(catalog, picture).items()
    }
    sure = MANY * picture.people + error(picture, 0).ends
    many = [scale for scale in _ordered(counts) if counts[scale] >= sure]
    return _listed(catalog, many)


def _mixed(catalog: Catalog, picture: Picture) -> str:
    """Scales with surely a good part of the group at both ends."""
    sure = FEW * picture.people + error(picture, 0).ends
    spreads = _spread(catalog, picture).items()
    return _listed(catalog, [id for id, each in spreads if min(each.low, each.high) >= sure])


def _listed(catalog: Catalog, scales: Sequence[str]) -> str:
    return ", ".join(catalog.scale_by_id[scale].name for scale in scales[:NAMED])


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
    yield section("", *map(Text, _plain(words, catalog, picture)))
    names = {role.id: role.name for role in catalog.roles}
    of_roles = shares(picture, picture.roles)
    yield section(_("Roles of the group"), _shares(words, _("Role"), of_roles, names))
    yield section(_("What the group has little of"), points(_lacks(words, catalog, picture)))
    yield section(_("To talk about"), points(_talking_points(words, catalog, picture)))
    yield section(_("How to read this"), points(_reading(words, picture)))


def board_page(words: Words, catalog: Catalog, title: str, stand: Stand) -> Page:
    """What fits a screen on the wall: how many take part, and then scales and families."""
    _ = words.gettext
    picture = stand.picture
    told = took_part(words, stand.done, stand.under_way, stand.left)
    lead = [told + ".", standing(words, stand)]
    if picture is not None:
        lead.append(_off(words, catalog, picture))
    return Page(
        title=title,
        lead=tuple(map(Text, lead)),
        sections=sections(
            section(
                _("Skills and interests of the group"), _spreads(words, catalog, picture), column=1
            ),
            section(
                _("Where its best roles are likely to be"),
                _shares(words, _("Family"), shares(picture, picture.families), _families(catalog)),
                column=2,
            ),
        )
        if picture is not None
        else (),
    )


def _spreads(words: Words, catalog: Catalog, picture: Picture) -> Table:
    _ = words.gettext
    titles = (_("Low"), _("Middle"), _("High"), _("Mean"))
    rows: tuple[tuple[Cell | str, ...], ...] = tuple(
        (
            catalog.scale_by_id[scale].name,
            *(Cell(str(count), heat=count / picture.people) for count in each[:3]),
            str(each.mean),
        )
        for scale, each in _spread(catalog, picture).items()
    )
    return Table((Column(_("Scale")), *(Column(title, figures=True) for title in titles)), rows)


def _shares(words: Words, part: str, shares: Mapping[str, int], names: Mapping[str, str]) -> Table:
    """The largest first, with bars that the largest of all would fill."""
    longest = max(shares.values(), default=0) or 1
    rows = tuple(
        (names[id], Cell(f"{shares[id]} %", Bar(shares[id] / longest))) for id in _ordered(shares)
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
        for scale, each in _spread(catalog, stand.picture).items():
            yield "scale", scale, catalog.scale_by_id[scale].name, "", *each
        roles = {role.id: role.name for role in catalog.roles}
        for kind, sums, names in (
            ("family", stand.picture.families, _families(catalog)),
            ("role", stand.picture.roles, roles),
        ):
            told = shares(stand.picture, sums)
            for id in _ordered(told):
                yield kind, id, names[id], *[""] * 5, told[id]
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
        "waiting": stand.waiting,
        "picture": stand.picture and _figures(catalog, stand.picture),
    }
    if private:
        document["private"] = {
            "people": [row._asdict() for row in _people(words, catalog, private)],
            "pairs": list(_pairs(words, catalog, private)),
        }
    return document


def _figures(catalog: Catalog, picture: Picture) -> dict[str, Any]:
    spreads = _spread(catalog, picture)
    return {
        "people": picture.people,
        "spreads": [{"scale": scale, **each._asdict()} for scale, each in spreads.items()],
        "families": shares(picture, picture.families),
        "roles": shares(picture, picture.roles),
        "off_by": _error(catalog, picture)._asdict(),
    }
