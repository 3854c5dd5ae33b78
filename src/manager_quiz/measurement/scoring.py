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

    `score` is 0-100, NaN where too little was answered; `answered` counts the answered
    items that were asked for the scale;
    `reliability` (0-1) is that of the score from just those items, 0 where it is not scored.
    """

    score: Floats
    answered: NDArray[np.int64]
    reliability: Floats


def score(key: Key, choices: Choices) -> Scores:
    """Scores each person: the mean of the answered items' points, as a share of their range."""
    people, scales = len(choices), len(key.scales)
    earned = np.zeros((people, scales))
    for item, counted in enumerate(key.points):
        chosen = choices[:, item]
        for scale, points in counted:
            # A skipped item is index -1, the zero at the end.
            earned[:, scale] += np.append(points, 0.0)[chosen]
    given = (choices >= 0).astype(float)
    possible = given @ key.ranges
    everything = key.ranges.sum(axis=0)
    scored = (possible >= ENOUGH * everything) & (possible > 0)
    return Scores(
        score=np.divide(
            100 * earned, possible, out=np.full((people, scales), np.nan), where=scored
        ),
        answered=(given @ np.eye(scales)[key.asked_for]).astype(np.int64),
        reliability=np.where(scored, reliability(key, given), 0.0),
    )


def reliability(key: Key, given: Floats) -> Floats:
    """Reliability of each scale from the items given, `[person, scale]`, 0 without items.

    Spearman-Brown from the mean inter-item correlation r: k r / (1 + (k - 1) r)
    (Spearman 1910, Brown 1910), where k is the number of equally weighted items that would
    tell as much, (sum w)^2 / sum w^2.
    """
    squares = given @ key.ranges**2
    k = np.divide((given @ key.ranges) ** 2, squares, out=np.zeros_like(squares), where=squares > 0)
    r = key.mean_inter_item_r
    return np.where(k > 0, k * r / (1 + (k - 1) * r), 0.0)
