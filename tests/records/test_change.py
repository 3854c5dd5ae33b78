"""The reliable change index, by hand."""

from math import sqrt

import pytest

from manager_quiz.measurement.findings import ScaleScore, reliable_changes

# Observed spread 7.5 and reliability .80: the error of measurement is 7.5 sqrt(1 - .80) = 3.354
# and that of a difference sqrt(2) 3.354 = 4.743.
ERROR = 7.5 * sqrt(0.2)


def scored(score, id="calm", error=ERROR):
    return ScaleScore(id, "skill", score, None if score is None else error, 8, 8)


def change(before, after):
    (found,) = reliable_changes([before], [after])
    return found


def test_the_index_is_the_difference_over_its_error():
    found = change(scored(32.5), scored(47.5))
    assert found.reliable_change_index == pytest.approx(15 / 4.7434, abs=1e-4)
    assert found.real
    assert (found.before, found.after) == (32.5, 47.5)


def test_only_beyond_1_96_is_a_change_real():
    assert not change(scored(40.0), scored(49.2)).real  # 1.940
    assert change(scored(40.0), scored(49.4)).real  # 1.982
    assert change(scored(49.4), scored(40.0)).reliable_change_index == pytest.approx(
        -1.982, abs=1e-3
    )
    assert change(scored(49.4), scored(40.0)).real
    assert change(scored(40.0), scored(40.0)).reliable_change_index == 0


def test_forms_of_different_length_count_each_with_its_own_error():
    shorter = scored(60.0, error=6.7082)  # reliability .20
    assert change(scored(40.0), shorter).reliable_change_index == pytest.approx(
        20 / sqrt(3.3541**2 + 6.7082**2), abs=1e-3
    )


def test_what_was_not_scored_has_no_index():
    found = change(scored(40.0), scored(None))
    assert (found.before, found.after, found.reliable_change_index, found.real) == (
        40.0,
        None,
        None,
        False,
    )
    assert change(scored(None), scored(40.0)).reliable_change_index is None


def test_scales_that_only_one_result_has_are_left_out():
    assert reliable_changes([scored(40.0)], [scored(40.0, id="zeal")]) == ()


def test_scales_are_found_by_name_whatever_their_order():
    earlier = [scored(40.0), scored(50.0, id="zeal")]
    later = [scored(51.0, id="zeal"), scored(42.0)]
    found = reliable_changes(earlier, later)
    assert [(each.id, each.before, each.after) for each in found] == [
        ("calm", 40.0, 42.0),
        ("zeal", 50.0, 51.0),
    ]
