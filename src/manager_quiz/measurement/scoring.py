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
    earned = _earned(key, choices)
    answered, possible, squares = _asked(key, choices)
    unscored = np.full((people, scales), np.nan)
    # A hair less, so that exactly half is enough in whatever order the weights are added.
    scored = (possible >= (ENOUGH - 1e-9) * key.ranges.sum(axis=0)) & (possible > 0)
    return Scores(
        score=np.divide(100 * earned, possible, out=unscored, where=scored),
        length=np.divide(possible**2, squares, out=np.zeros((people, scales)), where=scored),
        answered=answered,
    )


def _earned(key: Key, choices: Choices) -> Floats:
    """Points earned on each scale, `[person, scale]`."""
    earned = np.zeros((len(key.scales), len(choices)))
    sums, counts = tally(key, choices)
    for group, chosen, given in zip(key.statements, sums, counts, strict=True):
        # Counted from the other end where the key is reversed.
        steps = chosen if group.keyed > 0 else group.last * given - chosen
        earned[group.scale] += group.weight / group.last * steps
    for item in np.flatnonzero(~key.graded):
        chosen = choices[:, item].astype(np.intp)
        for scale, points in key.points[item]:
            # A skipped item is index -1, the zero at the end.
            earned[scale] += np.append(points, 0.0)[chosen]
    return earned.T


def _asked(key: Key, choices: Choices) -> tuple[NDArray[np.int64], Floats, Floats]:
    """How many items were answered, and the sums of their weights and squared weights.

    All `[person, scale]`; worked out only once where everybody answered everything.
    """
    complete = len(choices) > 1 and choices.min(initial=0) >= 0
    given = (choices[:1] >= 0 if complete else choices >= 0).astype(float)
    answered = (given @ np.eye(len(key.scales))[key.asked_for]).astype(np.int64)
    shape = (len(choices), len(key.scales))
    return (
        np.broadcast_to(answered, shape),
        np.broadcast_to(given @ key.ranges, shape),
        np.broadcast_to(given @ key.ranges**2, shape),
    )


def tally(key: Key, choices: Choices) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sum of the chosen indices and number of answers of alike statements, `[statements, person]`.

    Whole numbers, added up column by column: many times faster than looking up points. Where
    everybody answered everything, the numbers of answers have one column that stands for all.
    """
    complete = len(choices) > 1 and choices.min(initial=0) >= 0
    sums = np.zeros((len(key.statements), len(choices)), dtype=np.int64)
    counts = np.zeros((len(sums), 1 if complete else len(choices)), dtype=np.int64)
    for group, (_scale, _keyed, _weight, _last, items) in enumerate(key.statements):
        chosen = choices.T[items]
        if complete:
            sums[group], counts[group] = chosen.sum(axis=0, dtype=np.int16), len(items)
            continue
        given = chosen >= 0
        sums[group] = np.maximum(chosen, 0).sum(axis=0, dtype=np.int16)
        counts[group] = given.sum(axis=0, dtype=np.int16)
    return sums, counts
