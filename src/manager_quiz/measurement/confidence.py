"""How sure a ranking is: true scores drawn again and again, and matched each time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from manager_quiz.measurement.key import Floats, Key, Targets
from manager_quiz.measurement.matching import distances
from manager_quiz.measurement.scoring import Scores

DRAWS = 2000
SEED = 1905
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


def drawn_distances(key: Key, targets: Targets, mean: Floats, error: Floats, draws: int) -> Floats:
    """One person's distances from the roles in each of `draws` draws, `[draw, role]`.

    Everybody gets the same random numbers, so that equal answers have equal results.
    """
    deviations = np.random.default_rng(SEED).standard_normal((draws, len(key.scales)))
    return distances(key, targets, mean + error * deviations)


@dataclass(frozen=True)
class Confidence:
    """Shares of the draws, `[person, role]`."""

    p_best: Floats
    p_top3: Floats


def confidence(key: Key, targets: Targets, scores: Scores, draws: int = DRAWS) -> Confidence:
    """How often each role comes first and among the first three."""
    truth = true_scores(key, scores)
    roles = len(targets.roles)
    top = min(TOP, roles)
    best = np.empty((len(scores.score), roles))
    among = np.empty_like(best)
    for person, (mean, error) in enumerate(zip(truth.mean, truth.standard_error, strict=True)):
        drawn = drawn_distances(key, targets, mean, error, draws)
        nearest = np.argpartition(drawn, top - 1, axis=1)[:, :top]
        among[person] = np.bincount(nearest.ravel(), minlength=roles) / draws
        best[person] = np.bincount(drawn.argmin(axis=1), minlength=roles) / draws
    return Confidence(best, among)


def ranking(p_best: Floats, distance: Floats) -> NDArray[np.intp]:
    """Indices of the roles by P(best), then by distance, `[person, place]`."""
    return np.lexsort((distance, -p_best), axis=1)


def best_set_size(p_best_in_order: Floats) -> NDArray[np.intp]:
    """How many roles from the top of the ranking hold the best one with 90 %, `[person]`."""
    # A hair less, so that a sum that is 0.9 but for rounding is enough.
    return (p_best_in_order.cumsum(axis=1) < HELD - 1e-9).sum(axis=1) + 1
