"""Quantiles of distributions; to load SciPy for them alone would be heavy."""

from functools import cache
from math import erfc, exp, lgamma, log, log1p, pi, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_STEPS = 256
"""Steps for one standard deviation in the table of the normal distribution."""
_END = 9
"""Beyond so many standard deviations there is nobody."""


def normal_share(deviates: Floats) -> Floats:
    """The share (0-1) of a normal population below each deviate, to about 15 decimals.

    By Taylor's series from the nearest place of a table: erfc of one number after the other takes
    ten times as long.
    """
    shares, densities = _normal_table()
    inside = np.fmax(np.fmin(deviates, _END), -_END)
    steps = np.rint(inside * _STEPS)
    x = steps / _STEPS
    h = inside - x
    place = (steps + _END * _STEPS).astype(np.intp)
    series = h * (1 - h / 2 * (x - h / 3 * (x * x - 1 - h / 4 * x * (x * x - 3))))
    share = shares.take(place) + densities.take(place) * series
    return np.where(np.isnan(deviates), np.nan, share)


@cache
def _normal_table() -> tuple[Floats, Floats]:
    """The share below and the density at each step from -END to END."""
    steps = np.arange(-_END * _STEPS, _END * _STEPS + 1) / _STEPS
    shares = np.array([erfc(-step * sqrt(0.5)) / 2 for step in steps.tolist()])
    return shares, np.exp(-steps * steps / 2) / sqrt(2 * pi)


def f_quantile(p: float, d1: float, d2: float) -> float:
    """The value below which F with `d1` and `d2` degrees of freedom falls with probability p.

    From the quantile x of the beta distribution (d1/2, d2/2): F = d2 x / (d1 (1 - x)).
    """
    if d1 > d2:
        # The other way round: x would be so near 1 that 1 - x lost its digits.
        return 1 / f_quantile(1 - p, d2, d1)
    x = _beta_quantile(p, d1 / 2, d2 / 2)
    return d2 * x / (d1 * (1 - x))


def chi_square_quantile(p: float, degrees: int) -> float:
    """The value below which chi-square with so many degrees of freedom falls with probability p.

    By bisection, to about 15 digits.
    """
    low, high = 0.0, 20.0 * degrees + 40.0
    for _step in range(80):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if incomplete_gamma(degrees / 2, middle / 2) < p else (low, middle)
        )
    return (low + high) / 2


def incomplete_gamma(a: float, x: float) -> float:
    """The regularized lower incomplete gamma function P(a, x), by the series of DLMF 8.11.4."""
    if x <= 0:
        return 0.0
    term = total = exp(a * log(x) - x - lgamma(a + 1))
    n = 0
    while term > 1e-17 * total:
        n += 1
        term *= x / (a + n)
        total += term
    return total


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularized incomplete beta function I_x(a, b).

    By the continued fraction of DLMF 8.17.22 (https://dlmf.nist.gov/8.17.E22), evaluated as
    Lentz (1976) does; on the side where it converges quickly.
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(1 - x, b, a)
    return exp(a * log(x) + b * log1p(-x) - _log_beta(a, b)) / a * _fraction(x, a, b)


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _fraction(x: float, a: float, b: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d or tiny)
    value, m = d, 0
    while True:
        m += 1
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / (1 + step * d or tiny)
            c = 1 + step / c or tiny
            value *= c * d
        if abs(c * d - 1) < 1e-16 or m > 100_000:
            return value


def _beta_quantile(p: float, a: float, b: float) -> float:
    """By Newton's method within a bracket that shrinks, from a normal approximation."""
    low, high = 0.0, 1.0
    mean, spread = a / (a + b), sqrt(a * b / (a + b + 1)) / (a + b)
    x = mean + spread * NormalDist().inv_cdf(p)
    for _step in range(200):
        if not low < x < high:
            x = (low + high) / 2
        error = incomplete_beta(x, a, b) - p
        low, high = (x, high) if error < 0 else (low, x)
        density = exp((a - 1) * log(x) + (b - 1) * log1p(-x) - _log_beta(a, b))
        following = x - error / density if density > 0 else (low + high) / 2
        if abs(following - x) <= 1e-16 + 1e-15 * x:
            return following
        x = following
    return x
