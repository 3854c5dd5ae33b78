"""How sure a ranking is: true scores drawn again and again, and matched each time."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from manager_quiz.measurement.correlation import NAME as CORRELATION
from manager_quiz.measurement.key import Floats, Key, Targets
from manager_quiz.measurement.matching import distances
from manager_quiz.measurement.scoring import Scores

DRAWS = 2000
SEED = 1905
PORTION = 250_000
"""Numbers that are worked on at a time: few enough for a processor's cache."""
TOP = 3
HELD = 0.90
"""The share of certainty with which the best set holds the best role."""


@dataclass(frozen=True)
class TrueScores:
    """What is believed of each person's true scores: normal, `[person, scale]`."""

    mean: Floats
    standard_error: Floats


def true_scores(key: Key, scores: Scores) -> TrueScores:
    """Estimated true scores (Kelley 1927): a x + (1 - a) mean, standard error sd sqrt(1 - a).

    The prior is the norm N(mean, sd); a = 1 / (1 + noise / length), with the item noise that
    the assumed or measured inter-item correlation implies (see docs/measurement.md for why the
    norm's sd, not the smaller sd of true scores, is the prior's). A scale that isn't scored
    keeps the norm.
    """
    share = np.divide(
        scores.length,
        scores.length + key.item_noise,
        out=np.zeros_like(scores.length),
        where=scores.length > 0,
    )
    known = np.where(share > 0, scores.score, key.means)
    return TrueScores(
        mean=share * known + (1 - share) * key.means,
        standard_error=key.sds * np.sqrt(1 - share),
    )


def drawn_distances(
    key: Key, targets: Targets, truth: TrueScores, draws: int
) -> Iterator[NDArray[np.float32]]:
    """Distances from the roles in each of `draws` draws: `[person, role, draw]`, in portions.

    Everybody gets the same random numbers d, so that equal answers have equal results. With
    z = m + e d (m and e in standard deviations) the distance, sum(w (z - t)^2) / sum(w), is
    linear in d^2 and d: one matrix product a person, the same whoever else is in the portion.
    Correlations are made of each person's draws one by one.
    """
    drawn = _deviations(draws, len(key.scales))
    if key.method == CORRELATION:
        deviations = drawn[len(key.scales) : -1].T
        for mean, error in zip(truth.mean, truth.standard_error, strict=True):
            far = distances(key, targets, mean + error * deviations)
            yield far.T[None].astype(np.float32)
        return
    weights = targets.importances / targets.importances.sum(axis=1, keepdims=True)
    portion = max(1, PORTION // (draws * len(targets.roles)))
    for start in range(0, len(truth.mean), portion):
        these = slice(start, start + portion)
        gaps = (truth.mean[these, None, :] - targets.levels) / key.sds
        errors = truth.standard_error[these, None, :] / key.sds
        factors = [
            weights * errors**2,
            2 * weights * errors * gaps,
            (weights * gaps**2).sum(axis=2, keepdims=True),
        ]
        yield np.concatenate(factors, axis=2).astype(np.float32) @ drawn


@cache
def _deviations(draws: int, scales: int) -> NDArray[np.float32]:
    """Squares of standard normal numbers, the numbers, and ones: `[2 scales + 1, draw]`."""
    deviations = np.random.default_rng(SEED).standard_normal((draws, scales))
    return np.vstack([deviations.T**2, deviations.T, np.ones(draws)]).astype(np.float32)


@dataclass(frozen=True)
class Confidence:
    """Shares of the draws, `[person, role]`; roles that are equally close share first place."""

    p_best: Floats
    p_top3: Floats


def confidence(key: Key, targets: Targets, scores: Scores, draws: int = DRAWS) -> Confidence:
    """How often each role comes first and among the first three."""
    best = np.empty((len(scores.score), len(targets.roles)))
    among = np.empty_like(best)
    person = 0
    for drawn in drawn_distances(key, targets, true_scores(key, scores), draws):
        these = slice(person, person + len(drawn))
        best[these], among[these] = shares(drawn)
        person += len(drawn)
    return Confidence(best, among)


def shares(drawn: NDArray[np.float32]) -> tuple[Floats, Floats]:
    """How often each role comes first and among the first three, `[person, role]`."""
    draws = drawn.shape[2]
    closest = _closest(drawn)
    first = drawn == closest[0][:, None, :]
    shared = first / first.sum(axis=1, keepdims=True, dtype=np.float32)
    among = np.count_nonzero(drawn <= closest[-1][:, None, :], axis=2)
    # Double from here on: the set is added up, and may end at 90 % exactly.
    return (shared.sum(axis=2) / draws).astype(np.float64), among / draws


def _closest(drawn: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """The smallest distances over the roles, up to `TOP` of them, each `[person, draw]`.

    Keeps the best so far and lets every role push the further ones down: all draws at once,
    which is many times faster than sorting the roles of each draw.
    """
    people, roles, draws = drawn.shape
    closest = [np.full((people, draws), np.inf, dtype=np.float32) for _ in range(min(TOP, roles))]
    for role in range(roles):
        candidate = drawn[:, role]
        for place, so_far in enumerate(closest):
            closest[place] = np.minimum(so_far, candidate)
            candidate = np.maximum(so_far, candidate)
    return closest


def ranking(p_best: Floats, distance: Floats) -> NDArray[np.intp]:
    """Indices of the roles by P(best), then by distance, `[person, place]`."""
    # Rounded, so that equals keep the catalog's order whatever rounding made of them.
    return np.lexsort((np.round(distance, 9), -p_best), axis=1)


def best_set_size(p_best_in_order: Floats) -> NDArray[np.intp]:
    """How many roles from the top of the ranking hold the best one with 90 %, `[person]`."""
    # A hair less, so that a sum that is 0.9 but for rounding is enough.
    return (p_best_in_order.cumsum(axis=1) < HELD - 1e-9).sum(axis=1) + 1
