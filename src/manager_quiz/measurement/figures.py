"""The figures that an audit is made of, and how each is counted. Shares are 0-1."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from manager_quiz.measurement.confidence import TOP
from manager_quiz.measurement.key import Floats

Indices = NDArray[np.intp]
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


def hits(order: NDArray[np.intp], right: Indices, size: NDArray[np.intp] | None = None) -> Hits:
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


def wins(roles: Sequence[str], first: Indices) -> tuple[Wins, ...]:
    """Every role's share of first places."""
    shares = np.bincount(first, minlength=len(roles)) / len(first)
    return tuple(Wins(*pair) for pair in zip(roles, shares.tolist(), strict=True))


@dataclass(frozen=True)
class Confusion:
    """Of the people who belong to either role, the share for whom the other comes first."""

    roles: tuple[str, str]
    share: float


def confusions(
    roles: Sequence[str], first: Indices, right: Indices, most: int = 10
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


# ----------------------------------------------------------- put together by form


@dataclass(frozen=True)
class MethodFigures:
    """How one method does on sheets that all methods get.

    The right role of the reference population is the one that our distance puts first on the
    true scores, which favours our methods; so `steady` is how often a method's first role is the
    one that the same method puts first on the true scores of the form's scales (None for the
    listed order where the form lacks scales: it then never goes by those scores alone). `wins`
    are over the reference population.
    """

    method: str
    role_drawn: Hits
    reference: Hits
    steady: float | None
    wins: tuple[Wins, ...]
    never_first: tuple[str, ...]


@dataclass(frozen=True)
class ModelFigures:
    """One form under one model of answering.

    Calibration is that of the leader's P(best). `halves` is how often two parallel halves of the
    form agree on the first role, by distance, in the reference population; None where the form
    can't be halved.
    """

    model: str
    methods: tuple[MethodFigures, ...]
    calibration_role_drawn: Calibration
    calibration_reference: Calibration
    halves: float | None


@dataclass(frozen=True)
class ScaleFigures:
    """A scale's scores in the reference population (own model), beside the norms.

    Far from them, levels and scores don't mean the same. None where the form doesn't score it.
    """

    scale: str
    norm_mean: float
    norm_sd: float
    mean: float | None
    sd: float | None


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
    `leader` the mean P(best) of the first role, `most_wins` the share of the role that comes
    first most often. `right_first` is for people drawn from the roles, None where the answers
    have nothing to do with them.
    """

    manner: str
    same_first: float
    right_first: float | None
    leader: float
    set_size: float
    most_wins: float
    flagged: Flagged


@dataclass(frozen=True)
class FormFigures:
    """Everything about one form.

    `own_profile_by_distance` and `own_profile_listed` count the roles that come first at their
    own profile; `confused` is from people drawn from the roles.
    """

    form: str
    items: int
    own_profile_by_distance: int
    own_profile_listed: int
    models: tuple[ModelFigures, ...]
    scales: tuple[ScaleFigures, ...]
    confused: tuple[Confusion, ...]
    manners: tuple[Manner, ...]


@dataclass(frozen=True)
class Audit:
    """Figures for content of a version and fingerprint, from simulated people."""

    version: str
    sha256: str
    people: int
    draws: int
    seed: int
    roles: int
    forms: tuple[FormFigures, ...]
