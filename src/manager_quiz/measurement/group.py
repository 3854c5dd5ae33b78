"""What a group may be told about itself: counts that give no few people away.

Nothing but `Picture` is ever shown of a group, and a picture holds no count of fewer than
`CELL` people, nor two counts whose difference would be one. A picture shows roles or families,
never both, since the one would narrow down what the other hides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from manager_quiz.catalog.model import KINDS
from manager_quiz.measurement.key import Choices, Floats, Key
from manager_quiz.measurement.scoring import Scores, score

CELL = 5
"""Fewer people than this are never counted where others can see it."""
WHOLE_AT = 10
"""From so many people on interests and families of roles are shown, not skills alone."""
ROLES_AT = 20
"""From so many people on single roles are counted; below, families of them."""
BAND = 0.5
"""Low and high begin so many standard deviations from the norm."""


@dataclass(frozen=True)
class Group:
    """People's results as arrays, `[person, scale]` and `[person, role]`.

    `standings` are scores in standard deviations from the norm, which itself stands for a scale
    that isn't scored. `likely` says whether a role is in a person's best set.
    """

    people: tuple[str, ...]
    scores: Scores
    standings: Floats
    likely: NDArray[np.bool_]


@dataclass(frozen=True)
class Spread:
    """How a group stands on a scale: its mean (0-100), and how many are low, middle and high."""

    scale: str
    mean: int
    counts: tuple[int | None, ...]


@dataclass(frozen=True)
class Picture:
    """All that is shown of a group of `people`. A count that is None is held back.

    `shares` counts, for each family or role (`by` says which), the people whose best role may
    be there.
    """

    people: int
    spreads: tuple[Spread, ...]
    by: str
    shares: Mapping[str, int | None]


def group_of(
    key: Key, roles: Sequence[str], sheets: Mapping[str, tuple[Choices, Sequence[str]]]
) -> Group:
    """The group of people whose choices (one row) and 90 % set of roles are given by code."""
    rows = [choices for choices, _best in sheets.values()]
    scores = score(key, np.concatenate([np.empty((0, len(key.items)), np.int8), *rows]))
    likely = [[role in best for role in roles] for _choices, best in sheets.values()]
    return Group(
        people=tuple(sheets),
        scores=scores,
        standings=np.nan_to_num((scores.score - key.means) / key.sds),
        likely=np.array(likely, dtype=bool).reshape(len(sheets), len(roles)),
    )


def publish(counts: Sequence[int]) -> tuple[int | None, ...]:
    """The counts of a group that add up to a known number, as far as they may be shown.

    Small ones are held back, and as many of the next smallest as it takes for those held back
    to be two or more, and more people together than small counts alone could be.
    """
    held = {index for index, count in enumerate(counts) if count < CELL}
    for most in sorted(counts):
        together = sum(counts[each] for each in held)
        if not held or (len(held) > 1 and together > len(held) * (CELL - 1)):
            break
        # All that are equal: to choose one by its place would tell which.
        held |= {index for index, count in enumerate(counts) if count <= most}
    return tuple(None if index in held else count for index, count in enumerate(counts))


def next_shown(shown: Sequence[str], arrived: Sequence[str]) -> tuple[str, ...]:
    """Whom the next picture on the wall is made from, given whom the last one was made from.

    `arrived` is everybody in the order they came. Pictures step forward by five and always
    leave out the latest five or more, so that neither two of them nor one of them and the
    report, which has everybody, differ by a few people.
    """
    known = set(shown)
    new = [person for person in arrived if person not in known]
    step = len(new) // CELL * CELL - CELL
    if step <= 0:
        return tuple(shown)
    here = set(arrived)
    return (*(person for person in shown if person in here), *new[:step])


def picture(
    key: Key,
    group: Group,
    kinds: Sequence[str],
    roles: Sequence[str],
    families: Mapping[str, Sequence[str]],
    *,
    finest: str = "roles",
) -> Picture:
    """What a group may be told; `kinds` are those of the key's scales.

    `families` maps families to their roles; content without any has its roles counted.
    """
    people = len(group.people)
    whole = people >= WHOLE_AT
    asked = key.ranges.sum(axis=0) > 0
    by = "roles" if not families or (finest == "roles" and people >= ROLES_AT) else "families"
    parts = {role: [role] for role in roles} if by == "roles" else families
    return Picture(
        people=people,
        spreads=tuple(
            Spread(
                scale=scale,
                mean=round(
                    float(key.means[index] + key.sds[index] * group.standings[:, index].mean())
                ),
                counts=publish(_bands(group.standings[:, index])),
            )
            for index, scale in enumerate(key.scales)
            if asked[index] and people >= CELL and (whole or KINDS[kinds[index]].learned)
        ),
        by=by,
        shares=_shares(group, roles, parts) if whole else {},
    )


def _bands(standings: Floats) -> list[int]:
    """How many are low, middle and high.

    A person who isn't scored on the scale stands at the norm: to count them apart would single
    them out.
    """
    low, high = int((standings < -BAND).sum()), int((standings > BAND).sum())
    return [low, len(standings) - low - high, high]


def _shares(
    group: Group, roles: Sequence[str], parts: Mapping[str, Sequence[str]]
) -> dict[str, int | None]:
    """People with any of a part's roles in their set; held back where either side is small."""
    people = len(group.people)
    shares = {}
    for name, members in parts.items():
        inside = int(group.likely[:, [roles.index(role) for role in members]].any(axis=1).sum())
        shares[name] = publish((inside, people - inside))[0]
    return shares


def strongest(group: Group, person: int, columns: Sequence[int]) -> int | None:
    """Which of these scales a person stands highest on; None where none is scored."""
    own = group.standings[person]
    return max(_scored(group, person, columns), key=lambda each: float(own[each]), default=None)


def brought(group: Group, team: Sequence[int], columns: Sequence[int]) -> list[list[int]]:
    """What each of a team of two or three brings: the scale that they stand highest on.

    Where another stands as high on it, also what they have most more of than all others.
    """
    told = []
    for person in team:
        scales = [] if (own := strongest(group, person, columns)) is None else [own]
        rest = group.standings[[each for each in team if each != person]].max(axis=0)
        ahead = group.standings[person] - rest
        more = [each for each in _scored(group, person, columns) if ahead[each] > 0]
        if own is not None and ahead[own] <= 0 and more:
            scales.append(max(more, key=lambda each: float(ahead[each])))
        told.append(scales)
    return told


def _scored(group: Group, person: int, columns: Sequence[int]) -> list[int]:
    return [each for each in columns if not np.isnan(group.scores.score[person, each])]


def pairs(group: Group, columns: Sequence[int]) -> list[tuple[int, ...]]:
    """Two and two who complement each other: together as strong as can be on these scales.

    Those who gain most from each other are put together first. Who is left over joins the two
    that gain most from a third.
    """
    own = group.standings[:, columns]
    rows, others = np.triu_indices(len(own), 1)
    # What the two have more together than the stronger of them alone, scale by scale.
    alone = np.maximum(own[rows].sum(axis=1), own[others].sum(axis=1))
    gain = np.maximum(own[rows], own[others]).sum(axis=1) - alone
    free = set(range(len(own)))
    chosen: list[tuple[int, ...]] = []
    for index in np.argsort(-gain, kind="stable"):
        first, second = int(rows[index]), int(others[index])
        if first in free and second in free:
            free -= {first, second}
            chosen.append((first, second))
    for alone_yet in free if chosen else ():

        def added(pair: Sequence[int], third: int = alone_yet) -> float:
            best = own[list(pair)].max(axis=0)
            return float(np.maximum(own[third] - best, 0).sum())

        joined = max(chosen, key=added)
        chosen[chosen.index(joined)] = (*joined, alone_yet)
    return chosen
