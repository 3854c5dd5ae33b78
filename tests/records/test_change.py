"""The reliable change index, by hand."""

from math import sqrt

import pytest

from manager_quiz.measurement.change import reliable_changes
from manager_quiz.measurement.findings import ScaleScore

# Spread 7.5 and reliability .80: the error of measurement is 7.5 sqrt(1 - .80) = 3.354 and that of
# a difference sqrt(2) 3.354 = 4.743.
ERROR = 7.5 * sqrt(0.2)


def scored(score, id="calm", error=ERROR):
    return ScaleScore(id, "skill", score, None if score is None else error, 8, 8)


def change(before, after):
    (found,) = reliable_changes([before], [after])
    return found


def test_the_index_is_the_difference_over_its_error():
    found = change(scored(32.5), scored(47.5))
    assert found.index == pytest.approx(15 / 4.7434, abs=1e-4)
    assert found.real


def test_only_beyond_1_96_is_a_change_real():
    assert not change(scored(40.0), scored(49.2)).real  # 1.940
    assert change(scored(40.0), scored(49.4)).real  # 1.982
    assert change(scored(49.4), scored(40.0)).index == pytest.approx(-1.982, abs=1e-3)
    assert change(scored(40.0), scored(40.0)).index == 0


def test_forms_of_different_length_count_each_with_its_own_error():
    shorter = scored(60.0, error=2 * ERROR)  # as of a quarter of the items: 6.708
    assert change(scored(40.0), shorter).index == pytest.approx(
        20 / sqrt(3.3541**2 + 6.7082**2), abs=1e-3
    )


def test_what_was_not_scored_has_no_index():
    found = change(scored(40.0), scored(None))
    assert (found.after, found.index, found.real) == (None, None, False)


def test_scales_that_only_one_result_has_are_left_out():
    assert reliable_changes([scored(40.0)], [scored(40.0, id="zeal")]) == ()
