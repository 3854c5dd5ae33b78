"""Answers to scale scores."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from manager_quiz.measurement.key import Choices, Floats, Key

ENOUGH = 0.5
"""A scale is scored from this share of its weight answered."""


@dataclass(frozen=True)
class Scores:
    """Scale scores, `[person, scale]`.

    `score` is 0-100, NaN where too little was answered. `length` is the number of equally
    weighted items behind it, 0 where it isn't scored. `answered` counts the answered items
    that were asked for the scale.
    """

    score: Floats
    length: Floats
    answered: NDArray[np.int64]


def score(key: Key, choices: Choices) -> Scores:
    """Scores each person: the points of the answered items as a share of their range."""
    people, scales = len(choices), len(key.scales)
    earned = np.zeros((people, scales))
    for item, counted in enumerate(key.points):
        chosen = choices[:, item]
        for scale, points in counted:
            # A skipped item is index -1, the zero at the end.
            earned[:, scale] += np.append(points, 0.0)[chosen]
    given = (choices >= 0).astype(float)
    possible = given @ key.ranges
    squares = given @ key.ranges**2
    unscored = np.full((people, scales), np.nan)
    # A hair less, so that exactly half is enough in whatever order the weights are added.
    scored = (possible >= (ENOUGH - 1e-9) * key.ranges.sum(axis=0)) & (possible > 0)
    return Scores(
        score=np.divide(100 * earned, possible, out=unscored, where=scored),
        length=np.divide(possible**2, squares, out=np.zeros((people, scales)), where=scored),
        answered=(given @ np.eye(scales)[key.asked_for]).astype(np.int64),
    )


def reliability(mean_inter_item_r: float, length: Floats) -> Floats:
    """Reliability (0-1) of scores from `length` items: k r / (1 + (k - 1) r).

    Spearman 1910, Brown 1910, from the mean correlation r of two items.
    """
    r = mean_inter_item_r
    return np.where(length > 0, length * r / (1 + (length - 1) * r), 0.0)
