"""The audit counts what it says, for any content."""

from dataclasses import replace

import numpy as np
import pytest
import questionnaire

from manager_quiz.measurement.audit import LISTED, STEPS, audit
from manager_quiz.measurement.figures import calibration, confusions, hits, wins

PEOPLE = 300


@pytest.fixture(scope="module")
def tiny(small):
    return audit(small, small.forms, PEOPLE, seed=1)


@pytest.fixture(scope="module")
def strange(foreign):
    return audit(foreign, foreign.forms, 50, seed=1)


def shares(figures):
    """Every figure of an audit that is a share."""
    for form in figures.forms:
        for model in form.models:
            yield from (model.halves, model.calibration_reference.error)
            for each in (model.calibration_reference, model.calibration_role_drawn):
                yield from (bin.right for bin in each.bins)
            for method in model.methods:
                for found in (method.role_drawn, method.reference):
                    yield from (found.first, found.top3, found.in_set)
                yield method.steady
                yield from (won.share for won in method.wins)
        yield from (pair.share for pair in form.confused)
        for manner in form.manners:
            yield from (manner.same_first, manner.right_first, manner.leader, manner.most_wins)
            flagged = manner.flagged
            yield from (flagged.same_answer, flagged.contradiction, flagged.either)


class TestAnyContent:
    def test_the_same_seed_gives_the_same_figures(self, small, tiny):
        assert audit(small, small.forms, PEOPLE, seed=1) == tiny

    def test_another_seed_gives_other_people(self, small, tiny):
        assert audit(small, small.forms, PEOPLE, seed=2).forms != tiny.forms

    @pytest.mark.parametrize("which", ["tiny", "strange"])
    def test_every_share_is_between_0_and_1(self, which, request):
        found = [each for each in shares(request.getfixturevalue(which)) if each is not None]
        assert found
        assert min(found) >= 0
        assert max(found) <= 1

    @pytest.mark.parametrize("which", ["tiny", "strange"])
    def test_wins_add_up_to_one(self, which, request):
        for form in request.getfixturevalue(which).forms:
            for model in form.models:
                for method in model.methods:
                    assert sum(won.share for won in method.wins) == pytest.approx(1)

    def test_progress_is_told_from_the_first_step_to_the_last(self, small):
        told = []
        audit(small, small.forms, 50, seed=1, progress=lambda *step: told.append(step))
        assert told == [(step, STEPS) for step in range(1, STEPS + 1)]


class TestWhatItFinds:
    def test_every_role_is_first_at_its_own_profile(self, tiny):
        (form,) = tiny.forms
        assert form.own_profile_by_distance == tiny.roles

    def test_a_role_far_from_all_people_is_never_first(self, small):
        # The opposite of what people are like on every scale, next to a role that is less so.
        far = questionnaire.role("far", {"a": 0, "b": 0, "c": 0})
        less = questionnaire.role("less", {"a": 20, "b": 10, "c": 10})
        catalog = replace(small, roles=(*small.roles, less, far))
        (form,) = audit(catalog, small.forms, PEOPLE, seed=1).forms
        for model in form.models:
            assert "far" in model.methods[0].never_first

    def test_a_weighted_sum_forgets_roles_that_distance_finds(self, small):
        (form,) = audit(small, small.forms, 2000, seed=1).forms
        by_name = {method.method: method for method in form.models[0].methods}
        assert by_name["distance"].role_drawn.first > by_name["weighted-sum"].role_drawn.first

    def test_longer_forms_find_more(self):
        found = []
        for length in (2, 12):
            catalog = questionnaire.small(items_a_scale=length)
            (form,) = audit(catalog, catalog.forms, 1000, seed=1).forms
            found.append(form.models[0].methods[0].role_drawn.first)
        assert found[1] > found[0] + 0.1

    def test_scores_stand_near_the_norms_unless_the_items_are_unfair(self, small):
        # Only one of four options speaks for scale b, so most people get nothing there.
        unfair = questionnaire.situation(
            "u", "a", {"a": 0}, {"a": 0.3}, {"a": 0.6}, {"a": 1, "b": 1}
        )
        items = (unfair, *(item for item in small.items if item.scale != "b"))
        form = small.forms[0]._replace(items=tuple(item.id for item in items))
        catalog = replace(small, items=items, forms=(form,))
        (found,) = audit(catalog, catalog.forms, 1000, seed=1).forms
        means = {scale.scale: scale.mean - scale.norm_mean for scale in found.scales}
        assert abs(means["a"]) < 3
        assert means["b"] < -10

    def test_straight_lines_are_always_flagged(self, tiny):
        by_name = {manner.manner: manner.flagged for manner in tiny.forms[0].manners}
        assert by_name["straight"].either == 1
        assert by_name["careful"].either < 0.1


class TestNoMeaning:
    def test_without_reverse_keyed_items_there_is_no_contradiction(self, strange):
        for form in strange.forms:
            assert all(manner.flagged.contradiction is None for manner in form.manners)

    def test_one_question_has_no_halves(self, strange):
        by_name = {form.form: form for form in strange.forms}
        assert by_name["single"].models[0].halves is None
        assert by_name["part"].models[0].halves is not None

    def test_two_scales_have_no_profile_correlation(self, strange):
        by_name = {form.form: form for form in strange.forms}
        assert "correlation" in {each.method for each in by_name["all"].models[0].methods}
        assert "correlation" not in {each.method for each in by_name["part"].models[0].methods}

    def test_only_p_best_has_a_set(self, tiny):
        for method in tiny.forms[0].models[0].methods:
            assert (method.role_drawn.in_set is not None) == (method.method == LISTED)

    def test_importances_are_compared_with_none_where_they_differ(self, small):
        names = {method.method for method in audit_of(small)}
        assert "equal-importances" not in names
        weighted = questionnaire.small(importances={"a": 3.0})
        assert "equal-importances" in {method.method for method in audit_of(weighted)}


def audit_of(catalog):
    (form,) = audit(catalog, catalog.forms, 50, seed=1).forms
    return form.models[0].methods


class TestCounting:
    order = np.array([[0, 1, 2, 3], [1, 0, 2, 3], [2, 3, 1, 0], [0, 1, 2, 3]])
    right = np.array([0, 0, 0, 1])

    def test_hits(self):
        found = hits(self.order, self.right, np.array([1, 1, 4, 1]))
        assert (found.first, found.top3, found.in_set, found.set_size) == (0.25, 0.75, 0.5, 1.75)

    def test_wins(self):
        assert [won.share for won in wins("abcd", self.order[:, 0])] == [0.5, 0.25, 0.25, 0]

    def test_confusions_count_both_ways(self):
        worst = confusions("abcd", self.order[:, 0], self.right)
        # Four people belong to a or b; one of each is taken for the other.
        assert (worst[0].roles, worst[0].share) == (("a", "b"), 0.5)

    def test_calibration(self):
        right = np.array([True, False, True, True])
        found = calibration(np.array([0.55, 0.55, 0.95, 1.0]), right)
        assert (found.bins[5].p_best, found.bins[5].right) == (pytest.approx(0.55), 0.5)
        assert found.bins[9].people == 2
        assert found.error == pytest.approx((2 * 0.05 + 2 * 0.025) / 4)
        assert found.bins[0].p_best is None


@pytest.fixture(scope="module")
def full(shipped):
    return audit(shipped, [shipped.form_by_id["full"]], 10_000, seed=1).forms[0]


@pytest.mark.slow
class TestAims:
    """What the shipped content has to reach, with 10,000 respondents."""

    def test_every_role_can_win(self, full, shipped):
        assert full.own_profile_by_distance == full.own_profile_listed == len(shipped.roles)
        for won in full.models[0].methods[0].wins:
            assert 0.015 <= won.share <= 0.20, won

    def test_the_right_role_is_found(self, full, shipped):
        ours = full.models[0].methods[0].role_drawn
        assert ours.first >= 0.70
        assert ours.top3 >= 0.92
        quick = audit(shipped, [shipped.form_by_id["quick"]], 10_000, seed=1).forms[0]
        assert quick.models[0].methods[0].role_drawn.first >= ours.first - 0.12

    def test_chances_hold(self, full):
        own, other = full.models
        assert own.calibration_reference.error <= 0.03
        assert other.calibration_reference.error <= 0.06
        for model in full.models:
            assert 0.86 <= model.methods[0].reference.in_set <= 0.97

    def test_no_other_method_is_better(self, full):
        for model in full.models:
            ours, others = model.methods[0], model.methods[2:]
            for other in others:
                assert ours.role_drawn.first >= other.role_drawn.first - 0.01, other.method

    def test_the_flags_seldom_raise_a_false_alarm(self, full):
        by_name = {manner.manner: manner.flagged.either for manner in full.manners}
        assert by_name["careful"] <= 0.05
        assert by_name["agreeing"] <= 0.05
        assert by_name["random"] >= 0.5
        assert by_name["straight"] >= 0.99
