"""How much people resemble the roles, and what follows from it, for many people at once.

z are scores in standard deviations from the norm. Among people in general they are normal with
the covariance that `precision` inverts. A person resembles a role as far as their z departs from
people in general in the direction in which the people of that role do: the role's linear
discriminant (Fisher 1936; Rao 1948). docs/measurement.md derives all of it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from manager_quiz.catalog.model import Catalog
from manager_quiz.measurement.key import Floats, Key, Targets, role_targets, scoring_key
from manager_quiz.measurement.scoring import Scores

TIED = 9
"""Resemblances that agree to so many decimals are equal."""
SURE_ENOUGH = NormalDist().inv_cdf(0.80)
"""One role is ahead of another where its true resemblance is the larger in 80 % of cases."""
HELD = 0.90
"""The chance with which the best set holds the right role."""
FEW_ROLES = 100
"""So many that all pairs of them are no matter."""
DISTINCT_ENOUGH = 0.5
"""Below so much hardly anything sets a role apart, and rounding of the answers would decide;
`check` warns of it."""


@dataclass(frozen=True)
class Precision:
    """An inverse covariance of scales for each person: a diagonal less some outer products.

    `diagonal` is `[person, scale]`, 0 where a scale isn't scored, and so is each of the `factors`.
    One row stands for all people who have the same scales scored from as many items.
    """

    diagonal: Floats
    factors: tuple[Floats, ...] = ()

    def times(self, profiles: Floats) -> Floats:
        """Its product with a profile of each person (or one for all), `[person, scale]`."""
        product: Floats = self.diagonal * profiles
        for factor in self.factors:
            inner = np.einsum("...s,...s->...", factor, profiles)
            product = product - factor * inner[..., None]
        return product

    def lengths(self, profiles: Floats) -> Floats:
        """Square roots of t' P t for profiles t `[role, scale]`, `[person, role]`."""
        squares = self.diagonal @ (profiles**2).T
        for factor in self.factors:
            squares -= (factor @ profiles.T) ** 2
        # Rounding must not leave something of nothing, in the direction of which all would lie.
        squares[squares < 1e-12] = 0.0
        return np.sqrt(squares)


def precision(key: Key, scored: NDArray[np.bool_], noise: Floats | float) -> Precision:
    """Of z for people who have these scales scored, `[person, scale]`, with so much error variance.

    Without error it is that of the true scores. Each factor that scales have in common is taken
    in by the formula of Sherman & Morrison 1950.
    """
    found = Precision(np.where(scored, 1 / (noise + key.own * key.reliability), 0.0))
    for loading in key.loadings:
        factor = np.sqrt(key.reliability) * loading
        product = found.times(factor)
        product /= np.sqrt(1 + (product * factor).sum(axis=-1, keepdims=True))
        found = Precision(found.diagonal, (*found.factors, product))
    return found


@dataclass(frozen=True)
class Resemblance:
    """How people compare with people in general and with the roles.

    `z` and the person's own profile `freed` (P z: freed from what all their scores have in
    common) are `[person, scale]`, 0 where not scored. `value` is F, `[person, role]`: normal with
    variance 1 among people, NaN for a person without any score. `distinct` is how far the role
    departs from people in general on the scored scales, sqrt(t' P t), and `chance` that it is
    the right one of these roles, both `[person, role]`.
    """

    z: Floats
    scored: NDArray[np.bool_]
    noise: Floats
    precision: Precision
    freed: Floats
    value: Floats
    distinct: Floats
    chance: Floats


def resemblance(key: Key, targets: Targets, scores: Scores) -> Resemblance:
    """How much each person resembles each role: F = t' P z / sqrt(t' P t).

    A role that is like people in general on all scored scales has F = 0. The chance of a role is
    in proportion to exp(s d F - (s d)^2 / 2) with its sharpness s and distinctness d: the odds
    of a sheet like this among people who stand s t from the norms, against people in general.
    """
    scored = ~np.isnan(scores.score)
    z = np.where(scored, (scores.score - key.means) / key.sds, 0.0)
    lengths = scores.length
    if len(lengths) and (lengths == lengths[0]).all():
        lengths = lengths[:1]
    known = lengths > 0
    noise = np.divide(key.noise, lengths, out=np.zeros(lengths.shape), where=known)
    inverse = precision(key, known, noise)
    freed = inverse.times(z)
    distinct = inverse.lengths(targets.levels)
    pointing = freed @ targets.levels.T
    value = np.divide(pointing, distinct, out=np.zeros(pointing.shape), where=distinct > 0)
    odds = targets.sharpness * pointing - (targets.sharpness * distinct) ** 2 / 2
    chance = np.exp(odds - odds.max(axis=1, keepdims=True))
    chance /= chance.sum(axis=1, keepdims=True)
    nobody = ~scored.any(axis=1)
    value[nobody], chance[nobody] = np.nan, np.nan
    return Resemblance(z, known, noise, inverse, freed, value, distinct, chance)


def contributions(targets: Targets, found: Resemblance) -> Floats:
    """Each scale's part in F, `[person, role, scale]`; the parts add up to it."""
    parts = targets.levels * found.freed[:, None, :]
    distinct = np.broadcast_to(found.distinct, found.value.shape)[:, :, None]
    return np.divide(parts, distinct, out=np.zeros(parts.shape), where=distinct > 0)


def in_order(found: Resemblance) -> NDArray[np.intp]:
    """Indices of roles by F, equals by their chance, then as in the catalog, `[person, role]`."""
    # Without a score all roles are equal; NaNs would be in any order.
    rounded = np.round(np.nan_to_num(found.value), TIED)
    order = np.argsort(-rounded, axis=1)
    ordered = np.take_along_axis(rounded, order, axis=1)
    tied = np.flatnonzero((ordered[:, 1:] == ordered[:, :-1]).any(axis=1))
    order[tied] = np.lexsort((-np.round(found.chance[tied], TIED), -rounded[tied]), axis=1)
    return order


def best_set_size(found: Resemblance, order: NDArray[np.intp]) -> NDArray[np.intp]:
    """How many roles from the head of the list hold the right one with 90 %; 0 without a score."""
    so_far = np.take_along_axis(found.chance, order, axis=1).cumsum(axis=1)
    # A hair less, so that a sum that is .9 but for rounding is enough.
    size = (so_far < HELD - 1e-9).sum(axis=1) + 1
    return np.where(np.isnan(so_far[:, 0]), 0, size)


def places(
    key: Key, targets: Targets, found: Resemblance, roles: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """First and last place that these roles of each person may have, `[person, place]`.

    Behind as many as are surely ahead, before as many as are surely behind. The true resemblance
    of a role is t' T z* / sqrt(t' T t), z* true scores and T their precision. Given z it is normal
    round t' P z / sqrt(t' T t), and two of them covary as t' (T - P) u / sqrt(t' T t u' T u).
    """
    truth = precision(key, found.scored, 0.0)
    apart = truth.lengths(targets.levels)
    scale = np.divide(1.0, apart, out=np.zeros(apart.shape), where=apart > 0)
    expected = found.value * found.distinct * scale
    # Squares of the difference that is sure enough; a role's own part of them.
    part = SURE_ENOUGH**2 * np.where(apart > 0, 1 - (found.distinct * scale) ** 2, 0.0)
    rounded = np.round(found.value, TIED)

    def own(figures: Floats, role: NDArray[np.intp]) -> Floats:
        return figures[np.arange(len(role)) if len(figures) != 1 else 0, role][:, None]

    def margins(role: NDArray[np.intp]) -> Floats:
        profile = targets.levels[role]
        needed = (truth.times(profile) - found.precision.times(profile)) @ targets.levels.T
        needed *= scale
        needed *= -2 * SURE_ENOUGH**2 * own(scale, role)
        needed += part
        needed += own(part, role)
        return needed

    # The same for all people who have the same scales scored from as many items.
    # Worked out for all pairs of roles unless that is more than the people need.
    few = len(targets.roles) <= max(FEW_ROLES, len(roles))
    table = margins(np.arange(len(targets.roles))) if few and len(found.scored) == 1 else None
    first = np.empty(roles.shape, dtype=np.intp)
    last = np.empty(roles.shape, dtype=np.intp)
    for place, role in enumerate(roles.T):
        needed = margins(role) if table is None else table[role]
        lead = expected - own(expected, role)
        sure = lead * lead >= needed
        # A role is never counted ahead of one that the list puts before it.
        ahead, behind = rounded > own(rounded, role), rounded < own(rounded, role)
        first[:, place] = 1 + np.count_nonzero(sure & ahead & (lead > 0), axis=1)
        last[:, place] = len(targets.roles) - np.count_nonzero(sure & behind & (lead < 0), axis=1)
    return first, last


def departure(found: Resemblance) -> tuple[Floats, NDArray[np.intp]]:
    """How far people are from people in general, z' P z, and in how many scales, `[person]`.

    It is chi-square distributed among people, with as many degrees of freedom.
    """
    scales = np.broadcast_to(found.scored.sum(axis=1), len(found.z))
    return (found.z * found.freed).sum(axis=1), scales


@dataclass(frozen=True)
class Managing:
    """The wish to manage at all, `[person]`; NaN where not all of its scales are scored.

    `mean` is of z over its scales, with its `standard_error` of measurement; `spread` is its
    standard deviation among people in general, `of_role` its mean among those of the first role.
    """

    mean: Floats
    standard_error: Floats
    spread: Floats
    of_role: Floats

    @property
    def percentile(self) -> Floats:
        """The share (0-100) of people in general who have less of it."""
        return 100 * normal_share(self.mean / self.spread)

    @property
    def among_own(self) -> Floats:
        """The share (0-100) of the people of one's first role who have less of it.

        They scatter round its levels as people in general do round the norms.
        """
        return 100 * normal_share((self.mean - self.of_role) / self.spread)


def managing(key: Key, targets: Targets, found: Resemblance, first: NDArray[np.intp]) -> Managing:
    """The wish to manage of people whose first role is given, `[person]`."""
    count = len(key.managing)
    weights = np.zeros((1, len(key.scales)))
    weights[0, key.managing] = 1 / count if count else np.nan
    true_part = weights * np.sqrt(key.reliability)
    correlation = key.own * np.eye(len(key.scales)) + key.loadings.T @ key.loadings
    error = found.noise @ (weights**2).T
    spread = np.sqrt((true_part @ correlation @ true_part.T) + error)
    known = found.scored[:, key.managing].all(axis=1, keepdims=True) & (count > 0)
    mean = np.where(known, found.z @ weights.T, np.nan)[:, 0]
    return Managing(
        mean=mean,
        standard_error=np.where(np.isnan(mean), np.nan, np.sqrt(error)[:, 0]),
        spread=np.broadcast_to(spread[:, 0], mean.shape),
        of_role=(targets.levels @ weights[0])[first],
    )


def normal_share(deviates: Floats) -> Floats:
    """The share (0-1) of a normal population below each deviate."""
    above = np.frompyfunc(math.erfc, 1, 1)(deviates * -math.sqrt(0.5))
    return np.asarray(above, dtype=np.float64) / 2


def distinctness(catalog: Catalog) -> Mapping[str, float]:
    """sqrt(t' P t) of each role with all scales scored from as many items as the norms.

    See `Resemblance`; 0 where the levels are the norms.
    """
    # The norms describe the longest form on each scale, so any form leads to the same figures.
    key, targets = scoring_key(catalog, catalog.forms[0]), role_targets(catalog)
    everything = np.ones((1, len(key.scales)), dtype=np.bool_)
    (found,) = precision(key, everything, key.noise / key.norm_lengths).lengths(targets.levels)
    return dict(zip(targets.roles, found.tolist(), strict=True))
