"""Answers to scale scores, and signs that answers may not mean much.

Signs are flags for a kind word, never a reason to delete.
"""

from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from manager_quiz.measurement.key import Choices, Floats, Key

ENOUGH = 0.5
"""A scale is scored from this share of its weight answered."""
SIGNS = "same-answer", "contradiction"
"""The flags that answers alone can raise."""
LONG_RUN = 9
"""So many statements in a row with the same of five answers are unlikely in mixed, half reversed
items."""
FEWEST_ALIKE = 3
READING_TIME = 2.0
"""Seconds an item, below which few people can read it (Huang et al. 2012)."""
UNUSUAL = 1.645
"""Standard normal deviate of contradiction that 5 % of careful people would pass by chance if all
noise were normal; 2 to 4 % do, as answers at the ends leave less room for it (`audit`)."""
AGREEMENT = 15.0
"""How much careful people differ in agreeing to whatever is said: SD in points, 0.6 of five."""


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


def count(true: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many are true in each row."""
    small = true.shape[1] <= np.iinfo(np.int8).max
    sums = true.view(np.int8).sum(axis=1, dtype=np.int8 if small else np.int64)
    return sums.astype(np.int64)


@dataclass(frozen=True)
class Quality:
    """What was looked at, `[person]`.

    `longest_run` counts statements in a row (in the form's order, skipped ones left out) with
    the same answer. `contradiction` is how far direct and reverse-keyed statements disagree, as
    a standard normal deviate: 0 is what their noise leads one to expect.
    """

    longest_run: NDArray[np.int64]
    contradiction: Floats


def quality(key: Key, choices: Choices) -> Quality:
    """Looks at each person's answers."""
    return Quality(_longest_run(choices[:, key.graded]), _contradiction(key, choices))


def signs(key: Key, looked: Quality) -> dict[str, NDArray[np.bool_]]:
    """Who raises which of `SIGNS`, `[person]` each."""
    raised = looked.longest_run >= long_run(key), looked.contradiction > UNUSUAL
    return dict(zip(SIGNS, raised, strict=True))


def alike(key: Key, choices: Choices) -> NDArray[np.bool_]:
    """Whose answers to statements are all the same, or all in the middle, `[person]`.

    Fewer than `FEWEST_ALIKE` may be so by chance.
    """
    stated = choices.T[key.graded]
    if not stated.size:
        return np.zeros(len(choices), dtype=bool)
    # As numbers without a sign those that were skipped are the greatest.
    most, least = stated.max(axis=0), stated.view(np.uint8).min(axis=0)
    middles = np.array([width // 2 if width % 2 else -2 for width in _widths(key)], dtype=np.int8)
    given, middle = stated >= 0, stated == middles[:, None]
    neutral = (middle | ~given).all(axis=0)
    return ((most == least) | neutral) & (count(given.T) >= FEWEST_ALIKE)


def _widths(key: Key) -> list[int]:
    """How many answers each statement has."""
    pairs = zip(key.points, key.graded, strict=True)
    return [len(counted[0][1]) for counted, graded in pairs if graded]


def long_run(key: Key) -> int:
    """The run of same answers that is as unlikely in this form as `LONG_RUN` of five answers."""
    widths = _widths(key)
    if not widths:
        return LONG_RUN
    return int(np.ceil(LONG_RUN * np.log(5) / np.log(median(widths))))


def _longest_run(choices: Choices) -> NDArray[np.int64]:
    kind = np.int8 if choices.shape[1] <= np.iinfo(np.int8).max else np.int16
    longest = np.zeros(len(choices), dtype=kind)
    run = np.zeros_like(longest)
    last = np.full(len(choices), -1, dtype=np.int8)
    for column in choices.T:
        skipped = column < 0
        if skipped.any():
            column = np.where(skipped, last, column)  # noqa: PLW2901
            run -= skipped.view(np.int8)
        run *= (column == last).view(np.int8)
        run += 1
        last = column
        np.maximum(longest, run, out=longest)
    return longest.astype(np.int64)


def _contradiction(key: Key, choices: Choices) -> Floats:
    """Chi-square of the gaps between the two halves of each scale, as a normal deviate.

    The gap of a scale has the variance that the item noise implies. What all gaps of a person
    have in common is a habit of agreeing, which varies between careful people too: it has the
    variance (2 AGREEMENT)^2. Chi-square is g' V^-1 g with V = diag(noise) + (2 AGREEMENT)^2
    (inverted by Sherman & Morrison 1950); it is turned into a normal deviate by Wilson &
    Hilferty 1931.
    """
    # Scales with one half only have no gap.
    halves = [{group.scale for group in key.statements if group.keyed == way} for way in (1, -1)]
    halved = sorted(halves[0] & halves[1])
    tallies = tally(key, choices)
    sums = np.zeros((2, len(halved), len(choices)))
    counts = np.zeros((2, len(halved), max((len(given) for _sum, given in tallies), default=1)))
    for group, (chosen, given) in zip(key.statements, tallies, strict=True):
        if group.scale in halved:
            half, scale = int(group.keyed < 0), halved.index(group.scale)
            steps = group.last * given - chosen if half else chosen
            sums[half, scale] += 100 / group.last * steps
            counts[half, scale] += given
    both = counts.min(axis=0) > 0
    np.maximum(counts, 1.0, out=counts)
    sums /= counts
    gaps = sums[0] - sums[1]
    noise = (key.sds**2 * key.noise)[halved, None]
    precision = both / (noise * (1 / counts).sum(axis=0))
    common = 1 / (2 * AGREEMENT) ** 2 + precision.sum(axis=0)
    part = gaps * precision
    habit = part.sum(axis=0) ** 2 / common
    squares = np.maximum((gaps * part).sum(axis=0) - habit, 0.0)
    freedom = np.maximum(both.sum(axis=0), 1)
    spread = 2 / (9 * freedom)
    deviate = (np.cbrt(squares / freedom) - (1 - spread)) / np.sqrt(spread)
    return np.where(both.any(axis=0), deviate, 0.0)
