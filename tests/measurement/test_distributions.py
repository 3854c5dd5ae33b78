"""Quantiles against closed forms and against tables (NIST/SEMATECH e-Handbook, 1.3.6.7)."""

import math

import pytest

from manager_quiz.measurement.distributions import (
    chi_square_quantile,
    f_quantile,
    incomplete_beta,
    incomplete_gamma,
)


class TestChiSquare:
    @pytest.mark.parametrize(
        ("p", "degrees", "value"),
        [
            (0.10, 1, 0.016),
            (0.10, 2, 0.211),
            (0.10, 3, 0.584),
            (0.10, 6, 2.204),
            (0.10, 13, 7.042),
            (0.10, 30, 20.599),
            (0.10, 100, 82.358),
            (0.95, 1, 3.841),
            (0.95, 10, 18.307),
            (0.999, 5, 20.515),
            (0.001, 10, 1.479),
        ],
    )
    def test_tables(self, p, degrees, value):
        assert chi_square_quantile(p, degrees) == pytest.approx(value, abs=5e-4)

    @pytest.mark.parametrize("p", [0.001, 0.1, 0.5, 0.9, 0.999])
    def test_two_degrees_are_exponential(self, p):
        assert chi_square_quantile(p, 2) == pytest.approx(-2 * math.log(1 - p), rel=1e-12)

    @pytest.mark.parametrize("degrees", [1, 2, 5, 13, 40])
    def test_it_is_what_the_distribution_is_the_inverse_of(self, degrees):
        for p in (0.01, 0.1, 0.5, 0.99):
            value = chi_square_quantile(p, degrees)
            assert incomplete_gamma(degrees / 2, value / 2) == pytest.approx(p, rel=1e-10)


class TestIncompleteGamma:
    @pytest.mark.parametrize("x", [0.01, 0.5, 1.0, 3.0, 20.0])
    def test_closed_forms(self, x):
        assert incomplete_gamma(1, x) == pytest.approx(1 - math.exp(-x), rel=1e-12)
        assert incomplete_gamma(0.5, x) == pytest.approx(math.erf(math.sqrt(x)), rel=1e-12)
        # A whole number: what a Poisson process has had by then.
        fewer = sum(x**k / math.factorial(k) for k in range(4))
        expected = 1 - math.exp(-x) * fewer
        assert incomplete_gamma(4, x) == pytest.approx(expected, rel=1e-12, abs=1e-14)

    def test_ends(self):
        assert incomplete_gamma(3, 0) == incomplete_gamma(3, -1) == 0
        assert incomplete_gamma(3, 300) == pytest.approx(1)


class TestF:
    @pytest.mark.parametrize(
        ("p", "d1", "d2", "value"),
        [
            (0.95, 5, 10, 3.326),
            (0.95, 1, 1, 161.448),
            (0.95, 10, 5, 4.735),
            (0.90, 3, 12, 2.606),
            (0.99, 2, 30, 5.390),
        ],
    )
    def test_tables(self, p, d1, d2, value):
        assert f_quantile(p, d1, d2) == pytest.approx(value, abs=5e-4)
        assert f_quantile(1 - p, d2, d1) == pytest.approx(1 / value, rel=5e-4)

    @pytest.mark.parametrize("p", [0.025, 0.5, 0.975])
    def test_two_degrees_have_a_closed_form(self, p):
        assert f_quantile(p, 2, 12) == pytest.approx(6 * ((1 - p) ** (-1 / 6) - 1), rel=1e-9)

    def test_incomplete_beta_of_whole_numbers_is_binomial(self):
        x = 0.3
        expected = sum(math.comb(6, k) * x**k * (1 - x) ** (6 - k) for k in range(3, 7))
        assert incomplete_beta(x, 3, 4) == pytest.approx(expected, rel=1e-12)
