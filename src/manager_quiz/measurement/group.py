"""What a group may be told about itself: figures too round to say much of one person.

Nothing but `Picture` is ever shown of a group. Its figures are rounded up or down by chance
(random rounding, as in Hundepool et al. 2012, Statistical Disclosure Control), so that not even a
change tells for sure what changed, and one that would speak of nearly everybody says only that it
lies beyond. What somebody who knows these rules, and four of the people, can still learn of
another is measured in the tests.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from manager_quiz.measurement.key import Choices, Floats, Key, Targets
from manager_quiz.measurement.resemblance import Resemblance, resemblance
from manager_quiz.measurement.scoring import Scores, score

SHOWN_AT = 10
"""From so many people on there is a picture: of the means of scales, and of families of roles."""
COUNTED_AT = 20
"""From so many people on the low, middle and high are counted too, and roles told one by one."""
STEP = 5
"""What people, points and hundredths are rounded to; fewer people are never counted."""
WIDE_STEP = 0.85
"""Where nothing is counted, means are rounded to so many standard deviations."""
KNOWN, COLLUDERS = 0.75, 4
"""No more than this share of the people whom so many others don't know are told of as one."""
BAND = 0.5
"""Low and high begin so many standard deviations from the norm."""


@dataclass(frozen=True)
class Group:
    """People's results as arrays with a row for each person.

    `standings`, `[person, scale]`, are scores in standard deviations from the norm, which itself
    stands for a scale that isn't scored.
    """

    people: tuple[str, ...]
    scores: Scores
    standings: Floats
    found: Resemblance


@dataclass(frozen=True)
class Figure:
    """A rounded figure; with the sign `<` or `>` all that is told is that it lies beyond."""

    value: int
    sign: str = ""

    def __str__(self) -> str:
        return f"{self.sign}{self.value}"


@dataclass(frozen=True)
class Spread:
    """How a group stands on a scale: its mean (0-100); how many are low, middle and high.

    There are no counts of a group that is too small for them.
    """

    scale: str
    mean: Figure
    counts: tuple[Figure, ...]


@dataclass(frozen=True)
class Picture:
    """All that is shown of a group of `people`.

    `families` and `roles` say how many hundredths of the chances lie there: of people like these,
    so many have their best role there. Content without families has none, a small group no roles.
    """

    people: int
    spreads: tuple[Spread, ...]
    families: Mapping[str, Figure]
    roles: Mapping[str, Figure]


def group_of(key: Key, targets: Targets, choices: Mapping[str, Choices]) -> Group:
    """The group of people whose choices (one row) are given by code."""
    rows = [np.empty((0, len(key.items)), np.int8), *choices.values()]
    scores = score(key, np.concatenate(rows))
    found = resemblance(key, targets, scores)
    return Group(tuple(choices), scores, found.z, found)


def rounded(number: float, step: int, ends: tuple[int, int], chance: float) -> Figure:
    """One of the two steps round a number: the nearer it is, the likelier.

    `chance`, drawn evenly from 0 to 1, decides. Beyond the ends the figure says no more than that.
    """
    least, most = ends
    value = step * math.floor(number / step + chance)
    if value > most:
        return Figure(most, ">")
    return Figure(value) if value >= least else Figure(least, "<")


def picture(
    key: Key,
    targets: Targets,
    group: Group,
    families: Mapping[str, Sequence[str]],
    rng: np.random.Generator,
    *,
    first: bool = True,
) -> Picture | None:
    """What the group may be told; None for one that is too small.

    `families` maps families to their roles; `rng` decides which way figures are rounded. A picture
    that isn't the `first` of nearly these people is as rough as that of a small group: what
    changes would otherwise speak of the few who came or went.
    """
    people = len(group.people)
    if people < SHOWN_AT:
        return None
    counted = first and people >= COUNTED_AT
    asked = key.ranges.sum(axis=0) > 0
    # Without a score on any scale somebody's chances are even.
    chance = np.nan_to_num(group.found.chance, nan=1 / len(targets.roles)).mean(axis=0)
    at = dict(zip(targets.roles, chance.tolist(), strict=True))
    return Picture(
        people=people,
        spreads=tuple(
            Spread(
                scale,
                _mean(key, index, group.standings[:, index], counted, rng),
                _counts(group.standings[:, index], rng) if counted else (),
            )
            for index, scale in enumerate(key.scales)
            if asked[index]
        ),
        families={
            family: _share(sum(at[role] for role in roles), STEP, rng)
            for family, roles in families.items()
        },
        roles={role: _share(at[role], 1, rng) for role in targets.roles} if counted else {},
    )


def mean_step(sd: float, counted: bool) -> int:
    """What means are rounded to on a scale with this spread, in a picture with counts or not."""
    return STEP if counted else max(STEP, STEP * round(WIDE_STEP * sd / STEP))


def _mean(key: Key, scale: int, z: Floats, counted: bool, rng: np.random.Generator) -> Figure:
    """The mean score of people who stand at `z`, in steps from the norm.

    Far from the norm it would tell of nearly everybody: there it only says that it lies beyond.
    """
    norm, sd = float(key.means[scale]), float(key.sds[scale])
    step = mean_step(sd, counted)
    reach = max(step, int(sd / step) * step) if counted else step
    told = rounded(sd * float(z.mean()), step, (-reach, reach), rng.random())
    return Figure(min(max(round(norm) + told.value, 0), 100), told.sign)


def _counts(z: Floats, rng: np.random.Generator) -> tuple[Figure, ...]:
    """How many are low, middle and high.

    A person who isn't scored on the scale stands at the norm: to count them apart would single
    them out.
    """
    ends = (STEP, STEP * int(KNOWN * (len(z) - COLLUDERS) / STEP))
    low, high = int((z < -BAND).sum()), int((z > BAND).sum())
    counts = (low, len(z) - low - high, high)
    return tuple(rounded(count, STEP, ends, rng.random()) for count in counts)


def _share(chance: float, step: int, rng: np.random.Generator) -> Figure:
    return rounded(100 * chance, step, (step, round(100 * KNOWN)), rng.random())


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
