"""How far people's scores are from the roles' target profiles."""

import numpy as np

from manager_quiz.measurement import correlation
from manager_quiz.measurement.key import Floats, Key, Targets


def contributions(key: Key, targets: Targets, scores: Floats) -> Floats:
    """Each scale's part in the distance, `[person, role, scale]`; the parts add up to it.

    Weighted squared distance of standardized scores (Cronbach & Gleser 1953):
    w ((x - t) / sd)^2 / sum(w), over the scales that are scored (not NaN).
    """
    if key.method == correlation.NAME:
        return correlation.contributions(key, targets, scores)
    scored = ~np.isnan(scores)[:, None, :]
    weights = targets.importances * scored
    gaps = np.where(scored, scores[:, None, :] - targets.levels, 0.0) / key.sds
    total = weights.sum(axis=2, keepdims=True)
    nothing: Floats = np.full(gaps.shape, np.nan)
    parts: Floats = np.divide(weights * gaps**2, total, out=nothing, where=total > 0)
    return parts


def distances(key: Key, targets: Targets, scores: Floats) -> Floats:
    """Distance of each person from each role, `[person, role]`.

    NaN where nothing is scored, and by correlation where a profile is flat. The same numbers
    as the sums of `contributions`; the square is multiplied out, so that many people take
    three matrix products.
    """
    if key.method == correlation.NAME:
        return correlation.distances(key, targets, scores)
    known = ~np.isnan(scores)
    z = np.where(known, scores - key.means, 0.0) / key.sds
    t = (targets.levels - key.means) / key.sds
    w = targets.importances
    scored = known.astype(float)
    squares = z**2 @ w.T - 2 * (z @ (w * t).T) + scored @ (w * t**2).T
    total = scored @ w.T
    nothing: Floats = np.full(squares.shape, np.nan)
    return np.divide(np.maximum(squares, 0.0), total, out=nothing, where=total > 0)


def expected_contributions(key: Key, targets: Targets, scored: Floats) -> Floats:
    """What each scale adds to the distance for a person of the reference population on average.

    `[role, scale]`: w (1 + ((mean - t) / sd)^2) / sum(w), over the scales where `scored` is 1.
    """
    if key.method == correlation.NAME:
        return correlation.expected_contributions(key, targets, scored)
    weights = targets.importances * scored
    gaps = (key.means - targets.levels) / key.sds
    return weights * (1 + gaps**2) / weights.sum(axis=1, keepdims=True)
