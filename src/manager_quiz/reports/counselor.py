"""What only the counselor sees of a group: everybody by code, who sits with whom."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from manager_quiz.catalog.model import KINDS, Catalog
from manager_quiz.measurement.group import Group, brought, pairs, strongest
from manager_quiz.reports.page import Column, Page, Section, Table, points, section, sections
from manager_quiz.wording.codes import read_aloud
from manager_quiz.wording.result import FLAGS
from manager_quiz.wording.words import Words


class Private(NamedTuple):
    """What only the counselor sees: each person's set of roles and flags by code."""

    group: Group
    sets: Mapping[str, tuple[str, ...]]
    flags: Mapping[str, tuple[str, ...]]


class PersonRow(NamedTuple):
    """One person, for the counselor's own eyes."""

    code: str
    roles: str
    strongest: str
    flags: str


def private_sections(words: Words, catalog: Catalog, private: Private) -> tuple[Section, ...]:
    """Everybody by code, and pairs of them."""
    titles = (
        words("Code"),
        words("Roles that may be the best one"),
        words("Strongest skill"),
        words("Remarks"),
    )
    rows = tuple(row[:] for row in people_of(words, catalog, private))
    people = Table(tuple(map(Column, titles)), rows)
    complement = points(pairs_of(words, catalog, private))
    return (
        section(words("For the counselor's own eyes"), people, sheet=True),
        section(words("Pairs that complement each other"), complement),
    )


def codes_page(
    words: Words,
    catalog: Catalog,
    title: str,
    at_it: Sequence[str],
    left: Sequence[str],
    group: Group | None,
) -> Page:
    """Codes to hang up: who hasn't finished, and who of a group sits with whom; nothing else."""

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
            section(words("Answering just now"), points([*map(shown, at_it)], "large")),
            section(
                words("Not finished: go on with this code and its PIN"),
                points([*map(shown, left)], "large"),
            ),
            section(words("Who sits with whom"), points(teams, "large"), sheet=bool(at_it or left)),
        ),
    )


def people_of(words: Words, catalog: Catalog, private: Private) -> list[PersonRow]:
    """Everybody, in the order of their codes."""
    skills = _skills(catalog)
    rows = []
    for row, code in enumerate(private.group.people):
        best = strongest(private.group, row, skills)
        rows.append(
            PersonRow(
                code=code,
                roles=", ".join(catalog.role_by_id[id].name for id in private.sets[code]),
                strongest="–" if best is None else catalog.scales[best].name,
                flags=", ".join(
                    words(FLAGS[each]) for each in private.flags[code] if each in FLAGS
                ),
            )
        )
    return sorted(rows)


def pairs_of(words: Words, catalog: Catalog, private: Private) -> list[str]:
    """Each pair, or three, with what everyone brings."""
    skills = _skills(catalog)
    told = []
    for team in pairs(private.group, skills):
        parts = []
        for person, scales in zip(team, brought(private.group, team, skills), strict=True):
            named = ", ".join(catalog.scales[each].name for each in scales) or "–"
            code = private.group.people[person]
            parts.append(words("{code} ({skills})", code=code, skills=named))
        told.append(" + ".join(parts))
    return told


def _skills(catalog: Catalog) -> list[int]:
    return [index for index, scale in enumerate(catalog.scales) if KINDS[scale.kind].learned]
