"""Rankings by how sure they are, with ties, for many people."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from manager_quiz.measurement.confidence import (
    DRAWS,
    TrueScores,
    best_set_size,
    drawn_distances,
    ranking,
    shares,
    true_scores,
)
from manager_quiz.measurement.key import Floats, Key, Targets
from manager_quiz.measurement.matching import distances
from manager_quiz.measurement.scoring import Scores

TOLD_APART = 0.6
"""Two roles are tied where the one is closer in less than this share of the draws."""


def ranks(drawn: NDArray[np.float32]) -> NDArray[np.int64]:
    """Places from 1, tied roles sharing one, `[person, place]`.

    `drawn` distances, `[person, place, draw]`, are in the ranking's order.
    """
    people, roles, _draws = drawn.shape
    result = np.ones((people, roles), dtype=np.int64)
    head = drawn[:, 0].copy()
    for place in range(1, roles):
        apart = (head < drawn[:, place]).mean(axis=1) >= TOLD_APART
        head[apart] = drawn[apart, place]
        result[:, place] = np.where(apart, place + 1, result[:, place - 1])
    return result


@dataclass(frozen=True)
class Rankings:
    """The roles in order by P(best), then by distance, for many people; `[person, place]`.

    `order` are the roles' indices, tied ones have the same of the `ranks`; `p_best` is in the
    ranking's order too. The first `best_set` roles hold the best one with 90 %. Who isn't
    matched has no ranking: -1, 0 and NaN.
    """

    order: NDArray[np.intp]
    ranks: NDArray[np.int64]
    p_best: Floats
    best_set: NDArray[np.intp]

    @classmethod
    def joined(cls, parts: Sequence["Rankings"]) -> "Rankings":
        """One after the other."""
        names = ("order", "ranks", "p_best", "best_set")
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def rankings(
    key: Key,
    targets: Targets,
    scores: Scores,
    matched: NDArray[np.bool_],
    draws: int = DRAWS,
) -> Rankings:
    """The rankings of many people, of whom some may not be matched."""
    shape = (len(scores.score), len(targets.roles))
    result = Rankings(
        order=np.full(shape, -1, dtype=np.intp),
        ranks=np.zeros(shape, dtype=np.int64),
        p_best=np.full(shape, np.nan),
        best_set=np.zeros(len(scores.score), dtype=np.intp),
    )
    people = np.flatnonzero(matched)
    truth = true_scores(key, scores)
    truth = TrueScores(truth.mean[people], truth.standard_error[people])
    distance = distances(key, targets, scores.score[people])
    start = 0
    for drawn in drawn_distances(key, targets, truth, draws):
        end = start + len(drawn)
        best, _among = shares(drawn)
        order = ranking(best, distance[start:end])
        these = people[start:end]
        result.order[these] = order
        result.p_best[these] = np.take_along_axis(best, order, axis=1)
        result.ranks[these] = ranks(np.take_along_axis(drawn, order[:, :, None], axis=1))
        result.best_set[these] = best_set_size(result.p_best[these])
        start = end
    return result
