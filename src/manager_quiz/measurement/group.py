"""What a group may be told about itself: figures with so much chance in them that no one shows.

A picture holds sums over people: how many are low and high on each scale, how many would choose a
role of each family, how much of their chances lies there and, of a larger group, at each role. To
every sum noise is added, a whole number k with a probability proportional to a^|k| (the geometric
mechanism: Ghosh, Roughgarden & Sundararajan 2012). If a person's answers change what is told of one
thing by at most `reach`, then with a = factor^(-1/reach) nothing that may be told of it is more
than `factor` times as likely for one such person as for another (differential privacy: Dwork,
McSherry, Nissim & Smith 2006). By Bayes' rule the odds of what somebody believes of a person grow
by no more than that: even where they know the answers of all others, whatever these are, and
whatever figure comes out. The factors are such that who believed a thing with its share among
people doesn't come to believe it with more than `KNOWN`.

That holds for each scale, family and role by what is told of it. What all figures together say to
somebody who knows four of the people is measured in the tests: they are why the roles of a smaller
group aren't told. Everybody's answers go into one picture, once.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from manager_quiz.measurement.key import Choices, Floats, Key, Targets
from manager_quiz.measurement.resemblance import Resemblance, resemblance
from manager_quiz.measurement.scoring import Scores, score

SHOWN_AT = 10
"""So many people, in no picture yet, make one."""
ROLES_AT = 30
"""From so many people on roles are told one by one, not only families."""
KNOWN = 0.75
"""What a belief that was likely among people in general doesn't come to exceed."""
BAND = 0.5
"""Low and high begin so many standard deviations from the norm."""
BAND_SHARE = 3 / 7
"""No band has more of the people in general; 0.38 are in the middle of a normal scale."""
UNEVEN = 1.5
"""No family or role leads for more people in general than so many times an even share."""
WISHED_SHARE = 0.5
"""No family has roles that more of the people in general would choose."""
FAMILY_REACH, ROLE_REACH = 60, 35
"""Hundredths; who has more of their chances in one place counts with so many."""
OFF = 1.645
"""Nine in ten figures are off by no more than so many standard deviations of their noise."""
APART = 1.141
"""How far those who are high stand from the norm on average among people in general, in standard
deviations: phi(BAND) / (1 - Phi(BAND))."""
WITHIN = 0.197
"""The variance that standings have inside the bands: 1 - APART^2 2 (1 - Phi(BAND))."""
COARSE = 0.1
"""Where a scale has few questions its bands hold more or less than a normal scale's, and the mean
that follows from them is off by about so many standard deviations."""


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
class Picture:
    """All that is told of a group of `people`: sums over them with noise, so also negative ones.

    `bands` says by scale how many are low and high; `families` and `roles` where people's chances
    lie, in hundredths of a person; `wished` how many would choose a role of each family. A small
    group has no roles, and wishes are there only where all were asked. `parts` are as many pictures
    as were added up, of people of whom nobody is in two.
    """

    people: int
    parts: int
    bands: Mapping[str, tuple[int, int]]
    families: Mapping[str, int]
    roles: Mapping[str, int]
    wished: Mapping[str, int]


def group_of(key: Key, targets: Targets, choices: Mapping[str, Choices]) -> Group:
    """The group of people whose choices (one row) are given by code."""
    rows = [np.empty((0, len(key.items)), np.int8), *choices.values()]
    scores = score(key, np.concatenate(rows))
    found = resemblance(key, targets, scores)
    return Group(tuple(choices), scores, found.z, found)


def factor(share: float) -> float:
    """By how much odds may grow so that a belief of this share doesn't exceed `KNOWN`."""
    return KNOWN / (1 - KNOWN) * (1 - share) / share


def share_factor(parts: int) -> float:
    """`factor` for one of so many families or roles."""
    return factor(min(UNEVEN / parts, KNOWN))


def decay(factor: float, reach: int) -> float:
    """By how much noise gets rarer with each step so that odds grow by no more than a factor."""
    return factor ** (-1 / reach)


# Who is high and not low changes both counts.
_BAND_DECAY = decay(factor(BAND_SHARE), 2)
_WISH_DECAY = decay(factor(WISHED_SHARE), 1)


def picture(
    key: Key,
    targets: Targets,
    group: Group,
    families: Mapping[str, Sequence[str]],
    wishes: Sequence[Collection[str]],
    rng: np.random.Generator,
) -> Picture | None:
    """What the group may be told; None for one that is too small.

    `families` maps families to their roles, `wishes` are the roles that each person would choose,
    none at all where nobody was asked; `rng` draws the noise. Families and roles of which
    there are so few that each is likely for anybody aren't told.
    """
    people = len(group.people)
    if people < SHOWN_AT:
        return None
    asked = [index for index, most in enumerate(key.ranges.sum(axis=0)) if most > 0]
    ends = np.stack([group.standings < -BAND, group.standings > BAND], axis=-1).sum(axis=0)
    told = noisy(ends[asked], _BAND_DECAY, rng).tolist()
    # Without a score on any scale somebody's chances are even.
    chance = np.nan_to_num(group.found.chance, nan=1 / len(targets.roles))
    columns = [[targets.roles.index(role) for role in roles] for roles in families.values()]
    of_families = [chance[:, each].sum(axis=1) for each in columns]
    of_roles = list(chance.T) if people >= ROLES_AT else []
    wished = {
        family: sum(not set(roles).isdisjoint(each) for each in wishes)
        for family, roles in (families.items() if wishes else ())
    }
    return Picture(
        people=people,
        parts=1,
        bands={
            key.scales[scale]: (low, high) for scale, (low, high) in zip(asked, told, strict=True)
        },
        families=_sums(list(families), of_families, FAMILY_REACH, rng),
        roles=_sums(targets.roles, of_roles, ROLE_REACH, rng),
        wished=_noisy(wished, _WISH_DECAY, rng),
    )


def noisy(sums: NDArray[np.int64], decay: float, rng: np.random.Generator) -> NDArray[np.int64]:
    """Whole numbers, each with noise k of a probability proportional to `decay`^|k|."""
    # The difference of two numbers that are distributed geometrically.
    first, second = rng.geometric(1 - decay, (2, *sums.shape))
    return sums + first - second


def _sums(
    ids: Sequence[str], chances: Sequence[Floats], reach: int, rng: np.random.Generator
) -> dict[str, int]:
    """Where people's chances lie, in hundredths of a person, with noise."""
    if not chances or share_factor(len(ids)) <= 1:
        return {}
    hundredths = np.minimum(np.rint(100 * np.array(chances)), reach).astype(np.int64)
    sums = dict(zip(ids, hundredths.sum(axis=1).tolist(), strict=True))
    return _noisy(sums, decay(share_factor(len(ids)), reach), rng)


def _noisy(sums: Mapping[str, int], decay: float, rng: np.random.Generator) -> dict[str, int]:
    told = noisy(np.array([*sums.values()], np.int64), decay, rng)
    return dict(zip(sums, told.tolist(), strict=True))


def together(first: Picture, second: Picture) -> Picture:
    """The picture of the people of two, of whom nobody is in both."""

    def added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
        return {id: value + other[id] for id, value in one.items() if id in other}

    return Picture(
        people=first.people + second.people,
        parts=first.parts + second.parts,
        bands={
            scale: (low + second.bands[scale][0], high + second.bands[scale][1])
            for scale, (low, high) in first.bands.items()
            if scale in second.bands
        },
        families=added(first.families, second.families),
        roles=added(first.roles, second.roles),
        wished=added(first.wished, second.wished),
    )


class Spread(NamedTuple):
    """How a group stands on a scale: how many are low, middle and high; about its mean (0-100)."""

    low: int
    middle: int
    high: int
    mean: int


def spread(picture: Picture, scale: str, norm: float, sd: float) -> Spread:
    """How the group stands on a scale with these norms, as near as the picture tells.

    The mean follows from the counts: it is that of people who, within their bands, stand as people
    in general do.
    """
    n = picture.people
    low, high = picture.bands[scale]
    mean = norm + sd * APART * (high - low) / n
    low, high = (min(max(each, 0), n) for each in (low, high))
    return Spread(low, max(n - low - high, 0), high, round(min(max(mean, 0), 100)))


def shares(picture: Picture, sums: Mapping[str, int]) -> dict[str, int]:
    """How many hundredths of the chances lie where, 0-100."""
    return {id: min(max(round(each / picture.people), 0), 100) for id, each in sums.items()}


def wishes(picture: Picture) -> dict[str, int]:
    """How many people would choose a role of each family."""
    return {id: min(max(each, 0), picture.people) for id, each in picture.wished.items()}


class Error(NamedTuple):
    """By how much nine in ten figures are off at most.

    People who are low or high (`ends`) and in the `middle`; points of the mean; hundredths of
    families' and roles' shares; people with a wish.
    """

    ends: int
    middle: int
    mean: int
    family: int
    role: int
    wished: int


def error(picture: Picture, sd: float) -> Error:
    """How far off the picture's figures are; means on a scale with this standard deviation."""
    n, parts = picture.people, picture.parts
    ends = parts * _variance(_BAND_DECAY)
    mean = sd * math.sqrt(APART**2 * 2 * ends / n**2 + WITHIN / n + COARSE**2)

    def off(sums: Mapping[str, int], reach: int) -> float:
        if not sums:
            return 0.0
        return math.sqrt(parts * _variance(decay(share_factor(len(sums)), reach))) / n

    chances = off(picture.families, FAMILY_REACH), off(picture.roles, ROLE_REACH)
    wished = math.sqrt(parts * _variance(_WISH_DECAY))
    figures = (math.sqrt(ends), math.sqrt(2 * ends), mean, *chances, wished)
    return Error(*(max(round(OFF * each), 1) for each in figures))


def _variance(decay: float) -> float:
    """Of noise that gets rarer so much with each step."""
    return 2 * decay / (1 - decay) ** 2


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
