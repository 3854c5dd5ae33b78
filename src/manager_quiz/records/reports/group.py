"""What stands in a group's report, worked out once for every format and screen."""

from collections.abc import Mapping
from typing import NamedTuple

from manager_quiz.catalog.model import Catalog
from manager_quiz.measurement.group import Group, Picture, pairs
from manager_quiz.measurement.key import Key
from manager_quiz.wording import group as wording
from manager_quiz.wording.words import Words

HELD_BACK = "·"


class Cell(NamedTuple):
    """A count of people and its share (0-1) of the group; `share` is None where held back."""

    told: str
    share: float | None


class ScaleRow(NamedTuple):
    """How the group stands on a scale: low, middle, high, and the mean."""

    id: str
    name: str
    skill: bool
    cells: tuple[Cell, ...]
    mean: int


class PartRow(NamedTuple):
    """A role or family, and in how many people's sets it is."""

    id: str
    name: str
    cell: Cell


class PersonRow(NamedTuple):
    """One person, for the counselor's own eyes."""

    code: str
    roles: str
    strongest: str
    flags: str


class GroupReport(NamedTuple):
    """A group's report, all texts in one language. `people` and `pairs` are private."""

    language: str
    title: str
    label: Mapping[str, str]
    took_part: str
    made_from: str
    notes: tuple[str, ...]
    scales: tuple[ScaleRow, ...]
    parts_title: str
    parts: tuple[PartRow, ...]
    sentences: tuple[str, ...]
    lacks: tuple[str, ...]
    talk: tuple[str, ...]
    reading: tuple[str, ...]
    people: tuple[PersonRow, ...]
    pairs: tuple[str, ...]
    picture: Picture


class Private(NamedTuple):
    """What only the counselor sees: each person's set of roles and flags by code."""

    key: Key
    group: Group
    sets: Mapping[str, tuple[str, ...]]
    flags: Mapping[str, tuple[str, ...]]


def group_report(
    words: Words,
    catalog: Catalog,
    title: str,
    took_part: str,
    picture: Picture,
    private: Private | None = None,
) -> GroupReport:
    """The report of a picture; with `private` every person by code, too."""
    said = (wording.at_home(words, catalog, picture), wording.strengths(words, catalog, picture))
    note = wording.too_few(words, picture.people)
    enough = bool(picture.spreads)
    return GroupReport(
        language=catalog.language,
        title=title,
        label=_labels(words, picture),
        took_part=took_part,
        made_from=wording.made_from(words, picture.people),
        notes=(note,) if note else (),
        scales=_scale_rows(catalog, picture),
        parts_title=wording.shares_title(words, picture),
        parts=_part_rows(catalog, picture),
        sentences=tuple(each for each in said if each),
        lacks=tuple(wording.lacks(words, catalog, picture)) if enough else (),
        talk=tuple(wording.talking_points(words, catalog, picture)) if enough else (),
        reading=tuple(wording.reading(words, picture)),
        people=_people(words, catalog, private) if private else (),
        pairs=_pairs(words, catalog, private) if private else (),
        picture=picture,
    )


def _labels(words: Words, picture: Picture) -> Mapping[str, str]:
    _ = words.gettext
    return {
        "scales": _("Skills and interests of the group"),
        "scale": _("Scale"),
        "low": _("Low"),
        "middle": _("Middle"),
        "high": _("High"),
        "mean": _("Mean"),
        "people": _("People"),
        "part": _("Role") if picture.by == "roles" else _("Family"),
        "lacks": _("What the group has little of"),
        "talk": _("To talk about"),
        "reading": _("How to read this"),
        "private": _("For the counselor's own eyes"),
        "code": _("Code"),
        "roles": _("Roles that may be the best one"),
        "strongest": _("Strongest skill"),
        "flags": _("Remarks"),
        "pairs": _("Pairs that complement each other"),
        "program": _("Which kind of manager could you be?"),
    }


def _cell(count: int | None, people: int) -> Cell:
    return Cell(HELD_BACK, None) if count is None else Cell(str(count), count / people)


def _scale_rows(catalog: Catalog, picture: Picture) -> tuple[ScaleRow, ...]:
    return tuple(
        ScaleRow(
            id=spread.scale,
            name=catalog.scale_by_id[spread.scale].name,
            skill=catalog.scale_by_id[spread.scale].kind == "skill",
            cells=tuple(_cell(count, picture.people) for count in spread.counts),
            mean=spread.mean,
        )
        for spread in picture.spreads
    )


def _part_rows(catalog: Catalog, picture: Picture) -> tuple[PartRow, ...]:
    """Most frequent first; those held back last, in the catalog's order."""
    names = wording.part_names(catalog)
    shares = sorted(picture.shares.items(), key=lambda each: -(each[1] or 0))
    return tuple(PartRow(id, names[id], _cell(count, picture.people)) for id, count in shares)


def _people(words: Words, catalog: Catalog, private: Private) -> tuple[PersonRow, ...]:
    skills = _skills(catalog)
    rows = []
    for row, code in enumerate(private.group.people):
        best = max(skills, key=lambda index: float(private.group.standings[row, index]))
        rows.append(
            PersonRow(
                code=code,
                roles=", ".join(catalog.role_by_id[id].name for id in private.sets[code]),
                strongest=catalog.scales[best].name,
                flags=wording.remarks(words, private.flags[code]),
            )
        )
    return tuple(sorted(rows))


def _pairs(words: Words, catalog: Catalog, private: Private) -> tuple[str, ...]:
    skills = _skills(catalog)
    told = []
    for first, second in pairs(private.group, skills):
        gaps = {
            index: float(
                private.group.standings[first, index] - private.group.standings[second, index]
            )
            for index in skills
        }
        ahead, behind = max(skills, key=gaps.__getitem__), min(skills, key=gaps.__getitem__)
        template = words.gettext("{first} ({strength}) + {second} ({other})")
        told.append(
            template.format(
                first=private.group.people[first],
                strength=catalog.scales[ahead].name,
                second=private.group.people[second],
                other=catalog.scales[behind].name,
            )
        )
    return tuple(told)


def _skills(catalog: Catalog) -> list[int]:
    return [index for index, scale in enumerate(catalog.scales) if scale.kind == "skill"]
