"""The figures that an audit is made of, and how each is counted. Shares are 0-1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from manager_quiz.measurement.key import Floats

Indices = NDArray[np.intp]
"""Indices of roles, `[person]`."""
BINS = 10
TOP = 3


@dataclass(frozen=True)
class Hits:
    """How often the right role comes first, and among the first three."""

    first: float
    top3: float


def hits(order: NDArray[np.intp], right: Indices) -> Hits:
    """Counts hits in rankings `[person, place]`."""
    place = (order == right[:, None]).argmax(axis=1)
    return Hits(first=float((place == 0).mean()), top3=float((place < TOP).mean()))


@dataclass(frozen=True)
class Bin:
    """People whose first role has a chance between `low` and `low` + 0.1.

    `chance` is its mean, `right` how often that role was right; None where there is nobody.
    """

    low: float
    people: int
    chance: float | None
    right: float | None


@dataclass(frozen=True)
class Calibration:
    """Whether first roles are right as often as their chance says.

    `error` is the mean difference over the bins, weighted by people.
    """

    bins: tuple[Bin, ...]
    error: float


def calibration(chance: Floats, right: NDArray[np.bool_]) -> Calibration:
    """Calibration of the `chance` of first roles, `[person]`, that were `right` or not."""
    inside = np.minimum((chance * BINS).astype(int), BINS - 1)
    bins, error = [], 0.0
    for index in range(BINS):
        here = inside == index
        people = int(here.sum())
        if not people:
            bins.append(Bin(index / BINS, 0, None, None))
            continue
        said, share = float(chance[here].mean()), float(right[here].mean())
        bins.append(Bin(index / BINS, people, said, share))
        error += people * abs(said - share) / len(chance)
    return Calibration(tuple(bins), error)


def wins(roles: Sequence[str], first: Indices) -> tuple[tuple[str, float], ...]:
    """Every role's share of first places."""
    shares = np.bincount(first, minlength=len(roles)) / len(first)
    return tuple(zip(roles, shares.tolist(), strict=True))


def confusions(
    roles: Sequence[str], first: Indices, right: Indices, most: int = 10
) -> tuple[tuple[str, str, float], ...]:
    """The pairs of roles confused most often, worst first.

    The share is of the people who belong to either role: those for whom the other comes first.
    """
    count = len(roles)
    table = np.bincount(right * count + first, minlength=count**2).reshape(count, count)
    belong = table.sum(axis=1)
    people = np.maximum(belong[:, None] + belong, 1)
    one, other = np.triu_indices(count, 1)
    share = ((table + table.T) / people)[one, other]
    worst = [pair for pair in np.argsort(-share, kind="stable")[:most] if share[pair] > 0]
    return tuple((roles[one[pair]], roles[other[pair]], float(share[pair])) for pair in worst)


def nearest(
    roles: Sequence[str], order: NDArray[np.intp], right: Indices
) -> tuple[tuple[str, str, float], ...]:
    """For each role the one that it is hardest to tell from, by rankings `[person, place]`.

    The share is of the people of the two, in equal parts: those who have their own role ahead of
    the other; .5 is guessing.
    """
    place = np.argsort(order, axis=1)
    # [a, b]: how often a is ahead of b for people of a, if there are any.
    ahead = np.full((len(roles), len(roles)), np.inf)
    for own in np.unique(right):
        theirs = place[right == own]
        ahead[own] = (theirs[:, own][:, None] < theirs).mean(axis=0)
    share = (ahead + ahead.T) / 2
    np.fill_diagonal(share, np.inf)
    return tuple(
        (roles[own], roles[other], float(share[own, other]))
        for own, other in enumerate(share.argmin(axis=1))
        if share[own, other] <= 1
    )


@dataclass(frozen=True)
class Drawn:
    """People drawn from the roles under one condition; the right role is the one drawn from.

    `methods` has the hits of our rule and of its rivals on the same sheets. The rest is ours:
    how often the set has the right role, its mean size, the calibration of the first role's
    chance, the share told that there is no pattern, and the largest share over the roles told
    first of all that managing isn't for them.
    """

    spread: float
    reach: float
    model: str
    methods: Mapping[str, Hits]
    in_set: float
    set_size: float
    calibration: Calibration
    no_pattern: float
    not_managing: float


@dataclass(frozen=True)
class Everyone:
    """The reference population under one model of answering.

    `leader` is the mean chance of the first role, `verdicts` the share that gets each of them,
    `halves` how often two parallel halves of the form agree on the first role; None where the
    form can't be halved.
    """

    model: str
    wins: tuple[tuple[str, float], ...]
    leader: float
    set_size: float
    verdicts: Mapping[str, float]
    not_managing: float
    halves: float | None


@dataclass(frozen=True)
class ScaleFigures:
    """A scale's scores in the reference population (own model), beside the norms.

    Far from them, levels and scores don't mean the same. None where the form doesn't score it.
    `questions` are those of equal weight that would tell as much, `reliability` is theirs by
    Spearman & Brown 1910.
    """

    scale: str
    norm_mean: float
    norm_sd: float
    mean: float | None
    sd: float | None
    questions: float
    reliability: float | None


@dataclass(frozen=True)
class Flagged:
    """The share of people flagged; None where the form can't show the sign."""

    same_answer: float | None
    contradiction: float | None
    either: float


@dataclass(frozen=True)
class Manner:
    """What a manner of answering does to the results of the reference population.

    `same_first` is how often the first role is that of the same person's careful answers,
    `leader` the mean chance of the first role, `most_wins` the share of the role that comes first
    most often, `no_pattern` the share told that there is none.
    """

    manner: str
    same_first: float
    leader: float
    most_wins: float
    no_pattern: float
    flagged: Flagged


@dataclass(frozen=True)
class FormFigures:
    """Everything about one form.

    `own_profile` counts the roles that come first at their own levels, `beaten` are the others,
    each with the one that does; `nearest` has for each role the one hardest to tell from it.
    """

    form: str
    items: int
    own_profile: int
    beaten: tuple[tuple[str, str], ...]
    nearest: tuple[tuple[str, str, float], ...]
    drawn: tuple[Drawn, ...]
    reference: tuple[Everyone, ...]
    confused: tuple[tuple[str, str, float], ...]
    manners: tuple[Manner, ...]
    scales: tuple[ScaleFigures, ...]


@dataclass(frozen=True)
class Audit:
    """Figures for content of a version and fingerprint, from simulated people."""

    version: str
    sha256: str
    people: int
    seed: int
    roles: int
    forms: tuple[FormFigures, ...]
