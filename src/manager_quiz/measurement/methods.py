"""Ways of matching people with roles: ours, and those that it has to be better than."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from manager_quiz.measurement.key import Floats, Key, Targets
from manager_quiz.measurement.matching import distances

STANDS_OUT = 1.0
"""A role stands out on a scale from so many standard deviations of the roles' levels."""
FEWEST_FOR_A_PROFILE = 3
"""With two scales every profile correlation is 1 or -1."""


@dataclass(frozen=True)
class Roles:
    """What a method matches with: the key, the targets, and which scales are interests."""

    key: Key
    targets: Targets
    interests: NDArray[np.bool_]


Method = Callable[[Roles, Floats], Floats]
"""Scores `[person, scale]` to how far each role is, `[person, role]`: the least comes first.

Every sheet has the same scales unscored (NaN).
"""


def by_distance(roles: Roles, scores: Floats) -> Floats:
    """Ours, before the chances put their order on it."""
    return distances(roles.key, roles.targets, scores)


def equal_importances(roles: Roles, scores: Floats) -> Floats:
    """Ours, with every scale as important as any other."""
    ones = np.ones_like(roles.targets.importances)
    return distances(roles.key, replace(roles.targets, importances=ones), scores)


def distinct_importances(roles: Roles, scores: Floats) -> Floats:
    """Ours, with those scales counted twice on which a role stands out from the others."""
    levels = roles.targets.levels
    z = (levels - levels.mean(axis=0)) / np.maximum(levels.std(axis=0), 1e-9)
    twice = np.where(np.abs(z) >= STANDS_OUT, 2.0, 1.0)
    return distances(roles.key, replace(roles.targets, importances=twice), scores)


def centred_interests(roles: Roles, scores: Floats) -> Floats:
    """Ours, with interests taken from the mean of each person's, and each role's, interests."""
    key, targets = roles.key, roles.targets
    used = roles.interests & ~np.isnan(scores[0])

    def centred(values: Floats) -> Floats:
        z = (values - key.means) / key.sds
        lifted = np.where(used, z[:, used].mean(axis=1, keepdims=True), 0.0)
        return key.means + key.sds * (z - lifted)

    return distances(key, replace(targets, levels=centred(targets.levels)), centred(scores))


def weighted_sum(roles: Roles, scores: Floats) -> Floats:
    """The sum of scores, weighted by what the role asks for: importance times level."""
    scored = ~np.isnan(scores[0])
    weights = (roles.targets.importances * roles.targets.levels)[:, scored]
    total = np.maximum(weights.sum(axis=1), 1e-9)
    return -(scores[:, scored] @ weights.T) / total


def unstandardized(roles: Roles, scores: Floats) -> Floats:
    """Euclidean distance in points, squared, weighted by the importances."""
    plain = replace(roles.key, sds=np.ones_like(roles.key.sds))
    return distances(plain, roles.targets, scores)


def correlation(roles: Roles, scores: Floats) -> Floats:
    """Likeness of shape alone: the correlation of a person's profile with the role's."""
    scored = ~np.isnan(scores[0])

    def shape(profile: Floats) -> Floats:
        gaps = profile[:, scored] - profile[:, scored].mean(axis=1, keepdims=True)
        return gaps / np.maximum(np.linalg.norm(gaps, axis=1, keepdims=True), 1e-9)

    return -(shape(scores) @ shape(roles.targets.levels).T)


def methods(roles: Roles, scored: NDArray[np.bool_]) -> Mapping[str, Method]:
    """The methods that have a meaning for these roles where these scales are `scored`."""
    importances = roles.targets.importances
    meaningful: dict[str, Method] = {"distance": by_distance}
    if np.ptp(importances, axis=1).any():
        meaningful["equal-importances"] = equal_importances
    meaningful["distinct-importances"] = distinct_importances
    if (roles.interests & scored).sum() > 1:
        meaningful["centred-interests"] = centred_interests
    meaningful |= {"weighted-sum": weighted_sum, "unstandardized": unstandardized}
    if scored.sum() >= FEWEST_FOR_A_PROFILE:
        meaningful["correlation"] = correlation
    return meaningful
