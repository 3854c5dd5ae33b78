"""Answers to scale scores."""

from dataclasses import dataclass
from typing import Any

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
    earned, answered, possible, squares = _counted(key, choices)
    # A hair less, so that exactly half is enough in whatever order the weights are added.
    scored = (possible >= (ENOUGH - 1e-9) * key.ranges.sum(axis=0)) & (possible > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        length = np.where(scored, possible**2 / squares, 0.0)
        points = 100 * earned / np.where(scored, possible, np.nan)
    shape = points.shape
    return Scores(points, np.broadcast_to(length, shape), np.broadcast_to(answered, shape))


def _counted(key: Key, choices: Choices) -> tuple[Floats, NDArray[np.int64], Floats, Floats]:
    """Points earned, how many items were answered, and the sums of their weights and their squares.

    All `[person, scale]`; but for the points one row stands for all where everybody answered
    everything.
    """
    tallies = tally(key, choices)
    complete = _complete(choices)
    shape = (len(key.scales), 1 if complete else len(choices))
    earned = np.zeros((shape[0], len(choices)))
    answered = np.zeros(shape, dtype=np.int64)
    possible, squares = np.zeros(shape), np.zeros(shape)
    for (scale, keyed, weight, last, _items), (chosen, given) in zip(
        key.statements, tallies, strict=True
    ):
        # Counted from the other end where the key is reversed.
        steps = chosen if keyed > 0 else last * given - chosen
        earned[scale] += weight / last * steps
        answered[scale] += given
        possible[scale] += weight * given
        squares[scale] += weight**2 * given
    for item in np.flatnonzero(~key.graded):
        chosen = choices[:, item].astype(np.intp)
        given = (chosen[: shape[1]] >= 0).view(np.int8)
        answered[key.asked_for[item]] += given
        for scale, points in key.points[item]:
            # A skipped item is index -1, the zero at the end.
            earned[scale] += np.append(points, 0.0).take(chosen, mode="wrap")
            possible[scale] += key.ranges[item, scale] * given
            squares[scale] += key.ranges[item, scale] ** 2 * given
    return earned.T, answered.T, possible.T, squares.T


def tally(key: Key, choices: Choices) -> list[tuple[NDArray[Any], NDArray[Any]]]:
    """Sum of the chosen indices and number of answers, `[person]`, of each of `key.statements`.

    Small whole numbers, added up column by column: many times faster than looking up points. Where
    everybody answered everything, the number of answers is one that stands for all.
    """
    complete = _complete(choices)
    found = []
    for _scale, _keyed, _weight, last, items in key.statements:
        kind = np.int8 if last * len(items) <= np.iinfo(np.int8).max else np.int64
        chosen = choices.T[items]
        sums = chosen.sum(axis=0, dtype=kind)
        counts = np.full(1, len(items), dtype=kind)
        if not complete:
            counts = (chosen >= 0).view(np.int8).sum(axis=0, dtype=kind)
            sums += len(items) - counts  # a skipped one was added up as -1
        found.append((sums, counts))
    return found


def _complete(choices: Choices) -> bool:
    """Whether several people answered everything."""
    return len(choices) > 1 and bool(choices.min(initial=0) >= 0)
