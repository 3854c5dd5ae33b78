"""Matching by the shape of a profile alone: distance 1 - r, for questionnaires of many scales.

r is Pearson's correlation of the standardized profiles over the scored scales, each scale
weighted by the role's importance. With u and v the centred profiles of unit length,
1 - r = sum((u - v)^2) / 2: so each scale has its part in the distance here too.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from manager_quiz.measurement.key import Floats, Key, Targets

NAME = "correlation"
FEWEST = 3
"""With two scales every correlation is 1 or -1, with one there is none."""
FLAT = 1e-9
"""A profile that varies less than this, in standard deviations, varies by rounding alone."""


def distances(key: Key, targets: Targets, scores: Floats) -> Floats:
    """1 - r for each person and role, `[person, role]`; NaN for a person whose profile is flat.

    A role that is flat over the scored scales has no shape to agree with: r = 0.
    """
    result = np.full((len(scores), len(targets.roles)), np.nan)
    for people, roles, u, v, _weights in _profiles(key, targets, scores):
        far = u @ v.T
        np.subtract(1, far, out=far)
        np.maximum(far, 0.0, out=far)
        if far.shape == result.shape:
            return far
        result[np.ix_(people, roles)] = far
    return result


def contributions(key: Key, targets: Targets, scores: Floats) -> Floats:
    """Each scale's part in 1 - r, `[person, role, scale]`: half the squared difference."""
    result = np.full((len(scores), *targets.levels.shape), np.nan)
    for people, roles, u, v, weights in _profiles(key, targets, scores):
        squares = np.where(v.any(axis=1, keepdims=True), v**2, weights / weights.sum())
        parts = (u[:, None, :] ** 2 + squares) / 2 - u[:, None, :] * v
        result[np.ix_(people, roles)] = np.where(np.isnan(u[:, None, :]), np.nan, parts)
    return result


def expected_contributions(key: Key, targets: Targets, scored: Floats) -> Floats:
    """What each scale adds to 1 - r for a person of the population on average, `[role, scale]`.

    For people whose scales are equally correlated u has no direction in common: what is left is
    (E(u^2) + v^2) / 2, with E(u^2) in proportion to the variance of a weighted, centred scale.
    """
    result = np.zeros(targets.levels.shape)
    for role, (level, importance) in enumerate(
        zip(targets.levels, targets.importances, strict=True)
    ):
        weights = importance * scored
        share = weights / weights.sum()
        spread = share * (1 - 2 * share + (share**2).sum())
        v = _unit((level - key.means) / key.sds, weights)
        squares = v**2 if v.any() else share
        result[role] = (spread / spread.sum() + squares) / 2 if spread.any() else 0.0
    return result


def _profiles(
    key: Key, targets: Targets, scores: Floats
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp], Floats, Floats, Floats]]:
    """People with the same scales scored and roles with the same importances, together.

    Their indices, their profiles centred and of unit length, and the weights.
    """
    z = (scores - key.means) / key.sds
    t = (targets.levels - key.means) / key.sds
    importances, kind = np.unique(targets.importances, axis=0, return_inverse=True)
    for people, scored in _patterns(~np.isnan(scores)):
        if scored.sum() < FEWEST:
            continue
        theirs = np.where(scored, z[people], 0.0)
        for which, importance in enumerate(importances):
            roles = np.flatnonzero(kind.ravel() == which)
            weights = importance * scored
            u = _unit(theirs, weights)
            u[~u.any(axis=1)] = np.nan
            yield people, roles, u, _unit(t[roles], weights), weights


def _patterns(
    scored: NDArray[np.bool_],
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.bool_]]]:
    """Each pattern of scored scales, with the people who have it."""
    if scored.all():
        yield np.arange(len(scored)), np.ones(scored.shape[1], dtype=np.bool_)
        return
    patterns, which = np.unique(scored, axis=0, return_inverse=True)
    for index, pattern in enumerate(patterns):
        yield np.flatnonzero(which.ravel() == index), pattern


def _unit(profiles: Floats, weights: Floats) -> Floats:
    """Profiles centred and scaled to unit length; zeros where a profile is flat."""
    share = weights / weights.sum()
    centred = np.sqrt(weights) * (profiles - (profiles @ share)[..., None])
    length = np.sqrt((centred**2).sum(axis=-1, keepdims=True))
    flat = length <= FLAT * np.sqrt(weights.sum())
    return np.divide(centred, length, out=np.zeros_like(centred), where=~flat)
