"""The figures that an audit is made of, and how each is counted. Shares are 0-1."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from manager_quiz.measurement.confidence import TOP
from manager_quiz.measurement.key import Floats

Roles = NDArray[np.intp]
"""Indices of roles, `[person]`."""
BINS = 10


@dataclass(frozen=True)
class Hits:
    """How often the right role is found: first, in the top 3, and in the set that holds the
    best one with 90 %; `set_size` is the mean size of that set. None for methods without one.
    """

    first: float
    top3: float
    in_set: float | None
    set_size: float | None


def hits(order: NDArray[np.intp], right: Roles, size: NDArray[np.intp] | None = None) -> Hits:
    """Counts hits in rankings `[person, place]` with best sets of these sizes, `[person]`."""
    place = (order == right[:, None]).argmax(axis=1)
    return Hits(
        first=float((place == 0).mean()),
        top3=float((place < TOP).mean()),
        in_set=None if size is None else float((place < size).mean()),
        set_size=None if size is None else float(size.mean()),
    )


@dataclass(frozen=True)
class Bin:
    """People whose leader's P(best) is between `low` and `low` + 0.1.

    `p_best` is its mean, `right` how often the leader was right; None where there is nobody.
    """

    low: float
    people: int
    p_best: float | None
    right: float | None


@dataclass(frozen=True)
class Calibration:
    """Whether leaders are right as often as their P(best) says.

    `error` is the mean difference over the bins, weighted by people.
    """

    bins: tuple[Bin, ...]
    error: float


def calibration(p_best: Floats, right: NDArray[np.bool_]) -> Calibration:
    """Calibration of leaders' `p_best`, `[person]`, that were `right` or not."""
    inside = np.minimum((p_best * BINS).astype(int), BINS - 1)
    bins, error = [], 0.0
    for index in range(BINS):
        people = int((inside == index).sum())
        p = float(p_best[inside == index].mean()) if people else None
        share = float(right[inside == index].mean()) if people else None
        bins.append(Bin(index / BINS, people, p, share))
        if p is not None and share is not None:
            error += people * abs(p - share) / len(p_best)
    return Calibration(tuple(bins), error)


@dataclass(frozen=True)
class Wins:
    """A role's share of first places."""

    role: str
    share: float


def wins(roles: Sequence[str], first: Roles) -> tuple[Wins, ...]:
    """Every role's share of first places."""
    shares = np.bincount(first, minlength=len(roles)) / len(first)
    return tuple(Wins(*pair) for pair in zip(roles, shares.tolist(), strict=True))


@dataclass(frozen=True)
class Confusion:
    """Of the people who belong to either role, the share for whom the other comes first."""

    roles: tuple[str, str]
    share: float


def confusions(
    roles: Sequence[str], first: Roles, right: Roles, most: int = 10
) -> tuple[Confusion, ...]:
    """The pairs of roles confused most often, worst first."""
    count = len(roles)
    table = np.bincount(right * count + first, minlength=count**2).reshape(count, count)
    belong = table.sum(axis=1)
    people = np.maximum(belong[:, None] + belong, 1)
    one, other = np.triu_indices(count, 1)
    share = ((table + table.T) / people)[one, other]
    worst = [pair for pair in np.argsort(-share, kind="stable")[:most] if share[pair] > 0]
    return tuple(
        Confusion((roles[one[pair]], roles[other[pair]]), float(share[pair])) for pair in worst
    )
