"""How much people resemble the roles, and what follows from it, for many people at once.

z are scores in standard deviations from the norm. Among people in general they are normal with
the covariance that `precision` inverts. A person resembles a role as far as their z departs from
people in general in the direction in which the people of that role do: the role's linear
discriminant (Fisher 1936; Rao 1948). docs/measurement.md derives all of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from manager_quiz.catalog.model import Catalog
from manager_quiz.measurement.distributions import normal_share
from manager_quiz.measurement.key import Floats, Key, Targets, role_targets, scoring_key
from manager_quiz.measurement.scoring import Scores, count

_Number = TypeVar("_Number", bound=np.generic)
TIED = 9
"""Resemblances that agree to so many decimals are equal."""
FAR = 1e6
"""No resemblance that means anything is as large."""
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
            product = product - factor * (factor * profiles).sum(axis=-1, keepdims=True)
        return product

    def lengths(self, profiles: Floats) -> Floats:
        """Square roots of t' P t for profiles t `[role, scale]`, `[person, role]`."""
        squares = along(self.diagonal, profiles**2)
        for factor in self.factors:
            squares -= along(factor, profiles) ** 2
        # Rounding must not leave something of nothing, in the direction of which all would lie.
        squares[squares < 1e-12] = 0.0
        return np.sqrt(squares)


def along(people: Floats, profiles: Floats) -> Floats:
    """Products of each person with each profile, `[person, profile]`.

    As all arrays here it lies in memory with the people of one profile side by side: what is done
    to all of them, or over the few profiles, is then done to many numbers in a row.
    """
    products: Floats = (profiles @ people.T).T
    return products


def of_each(figures: NDArray[_Number], roles: NDArray[np.intp]) -> NDArray[_Number]:
    """Of `[person, role]` the figure of one role for each person; of one row, that row's."""
    if len(figures) == 1:
        return figures[0].take(roles)
    return figures.T.ravel().take(roles * len(figures) + np.arange(len(roles)))


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
    the right one of these roles, both `[person, role]`. `rounded` is F in whole numbers of
    10^-TIED, 0 without any score.
    """

    z: Floats
    scored: NDArray[np.bool_]
    noise: Floats
    precision: Precision
    freed: Floats
    value: Floats
    rounded: NDArray[np.int64]
    distinct: Floats
    chance: Floats


def resemblance(key: Key, targets: Targets, scores: Scores) -> Resemblance:
    """How much each person resembles each role: F = t' P z / sqrt(t' P t).

    A role that is like people in general on all scored scales has F = 0. The chance of a role is
    in proportion to exp(s d F - (s d)^2 / 2) with its sharpness s and distinctness d: the odds
    of a sheet like this among people who stand s t from the norms, against people in general.
    """
    lengths = _one_row(scores.length)
    known = lengths > 0
    z = (scores.score - key.means) / key.sds
    if not known.all():
        z = np.where(known, z, 0.0)
    noise = np.divide(key.noise, lengths, out=np.zeros_like(lengths), where=known)
    inverse = precision(key, known, noise)
    freed = inverse.times(z)
    distinct = inverse.lengths(targets.levels)
    value = along(freed, targets.levels)
    chance = value * targets.sharpness
    chance -= (targets.sharpness * distinct) ** 2 / 2
    chance -= chance.max(axis=1, keepdims=True)
    np.exp(chance, out=chance)
    chance /= chance.sum(axis=1, keepdims=True)
    value *= reciprocal(distinct)
    rounded = np.rint(np.clip(value, -FAR, FAR) * 10.0**TIED).astype(np.int64)
    nobody = ~np.broadcast_to(known.any(axis=1), len(value))
    value[nobody], chance[nobody] = np.nan, np.nan
    return Resemblance(z, known, noise, inverse, freed, value, rounded, distinct, chance)


def _one_row(rows: NDArray[_Number]) -> NDArray[_Number]:
    """The first row, where all are the same; it stands for all."""
    return rows[:1] if len(rows) and (rows == rows[0]).all() else rows


def reciprocal(figures: Floats) -> Floats:
    """One divided by figures that aren't negative, 0 where they are 0."""
    return np.divide(1.0, figures, out=np.zeros_like(figures), where=figures > 0)


def contributions(targets: Targets, found: Resemblance) -> Floats:
    """Each scale's part in F, `[person, role, scale]`; the parts add up to it."""
    return targets.levels * found.freed[:, None, :] * reciprocal(found.distinct)[:, :, None]


def in_order(found: Resemblance) -> NDArray[np.intp]:
    """Indices of roles by F, equals by their chance, then as in the catalog, `[person, role]`."""
    roles = found.rounded.shape[1]
    bits = roles.bit_length()
    # F and the role in one number, the greatest F first: to sort numbers is faster than places.
    keys = np.empty(found.rounded.shape, dtype=np.int64)
    np.subtract(np.arange(roles), found.rounded << bits, out=keys)
    keys.sort(axis=1)
    ranked = np.ascontiguousarray(keys.T)
    order = (ranked & ((1 << bits) - 1)).T
    tied = np.flatnonzero((ranked[1:] - ranked[:-1] < roles).any(axis=0))
    order[tied] = np.lexsort((-np.round(found.chance[tied], TIED), -found.rounded[tied]), axis=1)
    return order


def listed(figures: NDArray[_Number], order: NDArray[np.intp]) -> NDArray[_Number]:
    """Figures of roles, `[person, role]`, in the order of each person's list."""
    people = np.arange(len(order))
    return figures.T.ravel().take(order.T * len(order) + people).T


def best_set_size(chance: Floats) -> NDArray[np.int64]:
    """How many roles from the head of the list hold the right one with 90 %; 0 without a score.

    `chance` is in the list's order.
    """
    so_far = chance.copy(order="K")
    for place in range(1, chance.shape[1]):
        so_far[:, place] += so_far[:, place - 1]
    # A hair less, so that a sum that is .9 but for rounding is enough.
    size = count(so_far < HELD - 1e-9) + 1
    return np.where(np.isnan(so_far[:, 0]), 0, size)


def places(
    key: Key, targets: Targets, found: Resemblance, roles: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """First and last place that these roles of each person may have, `[person, place]`.

    Behind as many as are surely ahead, before as many as are surely behind. The true resemblance
    of a role is t' T z* / sqrt(t' T t), z* true scores and T their precision. Given z it is normal
    round t' P z / sqrt(t' T t), and two of them covary as t' (T - P) u / sqrt(t' T t u' T u).
    """
    truth = precision(key, _one_row(found.scored), 0.0)
    apart = truth.lengths(targets.levels)
    scale = reciprocal(apart)
    expected = found.value * (found.distinct * scale)
    # Squares of the difference that is sure enough; a role's own part of them.
    part = SURE_ENOUGH**2 * np.where(apart > 0, 1 - (found.distinct * scale) ** 2, 0.0)

    # Worked out for all pairs of roles unless that is more than the people need.
    few = len(targets.roles) <= max(FEW_ROLES, len(roles))

    def between(inverse: Precision, role: NDArray[np.intp]) -> Floats:
        if len(inverse.diagonal) == 1 and few:
            table = along(inverse.times(targets.levels), targets.levels)
            return table.T.take(role, axis=1).T
        return along(inverse.times(targets.levels.T.take(role, axis=1).T), targets.levels)

    def margins(role: NDArray[np.intp]) -> Floats:
        needed = between(truth, role) - between(found.precision, role)
        needed *= -2 * SURE_ENOUGH**2 * scale
        needed *= of_each(scale, role)[:, None]
        needed += part
        needed += of_each(part, role)[:, None]
        return needed

    # The same for all people who have the same scales scored from as many items.
    table = margins(np.arange(len(targets.roles))) if few and len(found.scored) == 1 else None
    first = np.empty(roles.shape, dtype=np.int64, order="F")
    last = np.empty(roles.shape, dtype=np.int64, order="F")
    for place, role in enumerate(roles.T):
        needed = margins(role) if table is None else table.T.take(role, axis=1).T
        lead = of_each(expected, role)[:, None] - expected
        # A role is never counted ahead of one that the list puts before it.
        rounded = of_each(found.rounded, role)[:, None]
        sure = lead * lead >= needed
        last[:, place] = len(targets.roles) - count(sure & (lead > 0) & (found.rounded < rounded))
        first[:, place] = 1 + count(sure & (lead < 0) & (found.rounded > rounded))
    return first, last


def departure(found: Resemblance) -> tuple[Floats, NDArray[np.intp]]:
    """How far people are from people in general, z' P z, and in how many scales, `[person]`.

    It is chi-square distributed among people, with as many degrees of freedom.
    """
    scales = np.broadcast_to(found.scored.sum(axis=1), len(found.z))
    return (found.z * found.freed).sum(axis=1), scales


@dataclass(frozen=True)
class WishToManage:
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


def managing(
    key: Key, targets: Targets, found: Resemblance, first: NDArray[np.intp]
) -> WishToManage:
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
    return WishToManage(
        mean=mean,
        standard_error=np.where(np.isnan(mean), np.nan, np.sqrt(error)[:, 0]),
        spread=np.broadcast_to(spread[:, 0], mean.shape),
        of_role=(targets.levels @ weights[0])[first],
    )


def distinctness(catalog: Catalog) -> Mapping[str, float]:
    """sqrt(t' P t) of each role with all scales scored from as many items as the norms.

    See `Resemblance`; 0 where the levels are the norms.
    """
    # The norms describe the longest form on each scale, so any form leads to the same figures.
    key, targets = scoring_key(catalog, catalog.forms[0]), role_targets(catalog)
    everything = np.ones((1, len(key.scales)), dtype=np.bool_)
    (found,) = precision(key, everything, key.noise / key.norm_lengths).lengths(targets.levels)
    return dict(zip(targets.roles, found.tolist(), strict=True))
