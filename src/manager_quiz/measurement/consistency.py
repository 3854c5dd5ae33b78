"""Internal consistency of a scale, from the covariances of its items."""

from typing import NamedTuple

import numpy as np

from manager_quiz.measurement.distributions import f_quantile
from manager_quiz.measurement.key import Floats

NAN = float("nan")


class Consistency(NamedTuple):
    """How well the items of a scale hang together; NaN where that can't be computed.

    `low` and `high` are the 95 % interval of `alpha`. The last three have one value an item:
    alpha without it, its correlation with the sum of the others, and with the first principal
    component, whose sign is that of most items.
    """

    alpha: float
    low: float
    high: float
    lambda6: float
    mean_r: float
    alpha_dropped: Floats
    item_rest: Floats
    loading: Floats


def consistency(covariance: Floats, people: int) -> Consistency:
    """From the covariances of the items' points, turned round where they are reversed.

    A multiple of them will do, such as the sums of products of deviations: nothing depends on it.
    """
    items = len(covariance)
    nothing: Floats = np.full(items, np.nan)
    if items < 2 or people < 2:
        return Consistency(NAN, NAN, NAN, NAN, NAN, nothing, nothing, nothing)
    variances = np.diag(covariance)
    alpha = cronbach(covariance)
    low, high = feldt(alpha, people, items)
    total = covariance.sum(axis=1)
    rest_variance = covariance.sum() - 2 * total + variances
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = covariance / np.sqrt(np.outer(variances, variances))
        item_rest = (total - variances) / np.sqrt(variances * rest_variance)
    others = [np.delete(np.delete(covariance, each, 0), each, 1) for each in range(items)]
    varied = bool((variances > 0).all())
    return Consistency(
        alpha,
        low,
        high,
        lambda6=_lambda6(correlation) if varied else NAN,
        mean_r=float((correlation.sum() - items) / (items * (items - 1))) if varied else NAN,
        alpha_dropped=np.array([cronbach(each) for each in others]),
        item_rest=item_rest,
        loading=_loadings(correlation) if varied else nothing,
    )


def cronbach(covariance: Floats) -> float:
    """Cronbach's alpha (1951): k / (k - 1) (1 - sum of variances / variance of the sum)."""
    items, total = len(covariance), covariance.sum()
    if items < 2 or total <= 0:
        return NAN
    return float(items / (items - 1) * (1 - np.trace(covariance) / total))


def feldt(alpha: float, people: int, items: int) -> tuple[float, float]:
    """The 95 % interval of alpha by Feldt (1965): (1 - alpha) / (1 - a) is F distributed."""
    if np.isnan(alpha):
        return NAN, NAN
    freedom = people - 1, (people - 1) * (items - 1)
    low, high = (1 - (1 - alpha) * f_quantile(p, *freedom) for p in (0.975, 0.025))
    return low, high


def _lambda6(correlation: Floats) -> float:
    """Guttman's lambda 6 (1945) of the standardized items.

    1 - sum(1 - R_j^2) / variance of the sum, where R_j^2 is what the other items tell of item
    j: 1 - R_j^2 = 1 / the diagonal of the inverse correlation matrix.
    """
    try:
        with np.errstate(divide="ignore", invalid="ignore"):
            unexplained = 1 / np.diag(np.linalg.inv(correlation))
    except np.linalg.LinAlgError:
        return NAN
    if not ((unexplained > 0) & (unexplained <= 1 + 1e-9)).all():
        return NAN  # one item is told by the others altogether, but for rounding
    return float(1 - unexplained.sum() / correlation.sum())


def _loadings(correlation: Floats) -> Floats:
    """Correlations of the items with their first principal component."""
    values, vectors = np.linalg.eigh(correlation)
    loadings: Floats = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
    return loadings if loadings.sum() >= 0 else -loadings
