"""The audit counts what it says, for any content."""

import math
import random
import statistics
from dataclasses import fields, is_dataclass, replace

import naive
import numpy as np
import pytest
import questionnaire

from manager_quiz.measurement.audit import (
    MODELS,
    OURS,
    REACHES,
    SPREADS,
    STEPS,
    audit,
    rankings,
)
from manager_quiz.measurement.figures import calibration, confusions, hits, wins
from manager_quiz.measurement.key import choices_of, role_targets, scoring_key
from manager_quiz.measurement.scoring import score

PEOPLE = 300
NO_SHARES = {"items", "own_profile", "spread", "reach", "set_size", "people", "seed", "roles"}


@pytest.fixture(scope="module")
def tiny(small):
    return audit(small, small.forms, PEOPLE, seed=1)


@pytest.fixture(scope="module")
def strange(foreign):
    return audit(foreign, foreign.forms, 50, seed=1)


def shares(figures):
    """Every figure of an audit that is a share."""
    if is_dataclass(figures):
        for field in fields(figures):
            if field.name not in NO_SHARES and field.name != "scales":
                yield from shares(getattr(figures, field.name))
    elif isinstance(figures, dict):
        yield from shares(tuple(figures.values()))
    elif isinstance(figures, tuple):
        for each in figures:
            yield from shares(each)
    elif isinstance(figures, float):
        yield figures


def drawn(form, model="own", spread=1.0, reach=1.0):
    """The figures of people drawn from roles under one condition."""
    wanted = (model, spread, reach)
    (found,) = [each for each in form.drawn if (each.model, each.spread, each.reach) == wanted]
    return found


class TestAnyContent:
    def test_the_same_seed_gives_the_same_figures(self, small, tiny):
        assert audit(small, small.forms, PEOPLE, seed=1) == tiny

    def test_another_seed_gives_other_people(self, small, tiny):
        assert audit(small, small.forms, PEOPLE, seed=2).forms != tiny.forms

    @pytest.mark.parametrize("which", ["tiny", "strange"])
    def test_every_share_is_between_0_and_1(self, which, request):
        found = list(shares(request.getfixturevalue(which)))
        assert len(found) > 100
        assert not any(math.isnan(each) for each in found)
        assert min(found) >= 0
        assert max(found) <= 1

    @pytest.mark.parametrize("which", ["tiny", "strange"])
    def test_wins_and_verdicts_add_up_to_one(self, which, request):
        for form in request.getfixturevalue(which).forms:
            for everyone in form.reference:
                assert sum(share for _role, share in everyone.wins) == pytest.approx(1)
                assert sum(everyone.verdicts.values()) == pytest.approx(1)

    def test_every_condition_is_tried_once(self, tiny):
        (form,) = tiny.forms
        conditions = [(each.spread, each.reach, each.model) for each in form.drawn]
        assert len(conditions) == len(set(conditions))
        assert len(conditions) == len(SPREADS) * len(REACHES) * len(MODELS)
        assert [each.model for each in form.reference] == list(MODELS)

    def test_progress_is_told_from_the_first_step_to_the_last(self, small):
        told = []
        audit(small, small.forms * 2, 50, seed=1, progress=lambda *step: told.append(step))
        assert told == [(step, 2 * STEPS) for step in range(1, 2 * STEPS + 1)]


class TestWhatItFinds:
    def test_every_role_is_first_at_its_own_profile(self, tiny):
        assert tiny.forms[0].own_profile == tiny.roles

    def test_a_role_that_is_another_a_little_toned_down_is_not_first_at_its_own(self, small):
        norms = {scale.id: scale.mean for scale in small.scales}
        near = small.roles[0]
        levels = {
            id: norms[id] + 0.9 * (target.level - norms[id]) for id, target in near.profile.items()
        }
        catalog = replace(small, roles=(*small.roles, questionnaire.role("less", levels)))
        (form,) = audit(catalog, small.forms, PEOPLE, seed=1).forms
        assert form.own_profile == len(catalog.roles) - 1

    def test_roles_that_stand_out_more_are_found_more_often(self, tiny):
        (form,) = tiny.forms
        for model in MODELS:
            found = [
                drawn(form, model, reach=reach).methods[OURS].first for reach in sorted(REACHES)
            ]
            assert found == sorted(found)
            wide, narrow = (drawn(form, model, spread).methods[OURS].first for spread in (1.0, 0.5))
            assert narrow > wide

    def test_longer_forms_find_more(self):
        catalog = questionnaire.small(items_a_scale=12)
        (whole,) = catalog.forms
        short = whole._replace(id="short", items=whole.items[:6])
        catalog = replace(catalog, forms=(whole, short))
        found = audit(catalog, catalog.forms, 1000, seed=1).forms
        all_, few = (drawn(form).methods[OURS].first for form in found)
        assert all_ > few + 0.05

    def test_a_weighted_sum_forgets_roles_that_resemblance_finds(self, small):
        (form,) = audit(small, small.forms, 2000, seed=1).forms
        methods = drawn(form).methods
        assert methods[OURS].first > methods["weighted-sum"].first + 0.02

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

    def test_thoughtless_sheets_are_flagged_and_point_nowhere(self, tiny):
        by_name = {manner.manner: manner for manner in tiny.forms[0].manners}
        assert list(by_name) == ["careful", "agreeing", "random", "straight", "middle"]
        for name in ("straight", "middle"):
            assert by_name[name].flagged.either == 1
            assert by_name[name].no_pattern == 1
        assert by_name["careful"].same_first == 1
        assert by_name["careful"].flagged.either < 0.1
        assert by_name["careful"].no_pattern < 0.2

    def test_few_people_in_general_get_no_pattern(self):
        """One in ten, as the threshold says: real answers are a little off the normal curve."""
        catalog = questionnaire.small(items_a_scale=12)
        (form,) = audit(catalog, catalog.forms, 4000, seed=1).forms
        assert form.reference[0].verdicts["no-pattern"] == pytest.approx(0.10, abs=0.03)

    def test_somebody_who_manages_nothing_is_told_so(self, small):
        """Where roles ask for it much, few of their people are; nobody where there is no scale."""
        (form,) = audit(small, small.forms, 3000, seed=1).forms
        assert 0 < drawn(form).not_managing < 0.06
        (form,) = audit(replace(small, managing=()), small.forms, 300, seed=1).forms
        assert all(each.not_managing == 0 for each in (*form.drawn, *form.reference))


def by_hand(plain, form, answers):
    """How well each role matches by each method: the names' order, of all roles."""
    scores = {scale: plain.score(form, answers, scale) for scale in plain.scales}
    z = [(scores[scale] - mean) / sd for scale, (mean, sd) in plain.scales.items()]
    covariance = plain.true_covariance(list(plain.scales))
    for index, scale in enumerate(plain.scales):
        covariance[index][index] += plain.error_variance(form, answers, scale)
    precise = naive.inverse(covariance)
    found = {}
    for role, levels in plain.roles.items():
        t = [(levels[scale] - mean) / sd for scale, (mean, sd) in plain.scales.items()]
        freed = naive.times(precise, t)
        found[role] = {
            OURS: naive.dot(freed, z) / math.sqrt(naive.dot(freed, t)),
            "discriminant": naive.dot(freed, z) - naive.dot(freed, t) / 2,
            "squared-distance": -(math.dist(z, t) ** 2),
            "correlation": statistics.correlation(z, t),
            "cosine": naive.dot(z, t) / math.hypot(*z) / math.hypot(*t),
            "weighted-sum": sum(scores[scale] * level for scale, level in levels.items())
            / sum(levels.values()),
        }
    return found


@pytest.mark.parametrize("which", ["shipped", "foreign"])
def test_rivals_rank_roles_as_their_names_say(which, request):
    catalog = request.getfixturevalue(which)
    form, plain, chance = catalog.forms[0], naive.of_catalog(catalog), random.Random(3)
    key, targets = scoring_key(catalog, form), role_targets(catalog)
    for _sheet in range(8):
        answers = {item.id: chance.choice(item.choices).answer for item in catalog.form_items(form)}
        expected = by_hand(plain, form.id, answers)
        found = rankings(key, targets, score(key, choices_of(catalog, form, answers)))
        assert set(found) == set(next(iter(expected.values())))
        for method, (values,) in found.items():
            by_method = {role: each[method] for role, each in expected.items()}
            order = sorted(by_method, key=lambda role: -by_method[role])
            assert [targets.roles[index] for index in np.argsort(-values)] == order, method


class TestNoMeaning:
    def test_without_reverse_keyed_items_there_is_no_contradiction(self, strange):
        for form in strange.forms:
            assert all(manner.flagged.contradiction is None for manner in form.manners)

    def test_one_question_has_no_halves(self, strange):
        by_name = {form.form: form for form in strange.forms}
        assert by_name["single"].reference[0].halves is None
        assert by_name["part"].reference[0].halves is not None

    def test_two_scales_have_no_profile_correlation(self, strange):
        by_name = {form.form: form for form in strange.forms}
        assert "correlation" in by_name["all"].drawn[0].methods
        assert "correlation" not in by_name["part"].drawn[0].methods

    def test_a_form_says_nothing_of_scales_that_it_does_not_ask_about(self, strange):
        by_name = {form.form: form for form in strange.forms}
        known = [scale.mean is not None for scale in by_name["part"].scales]
        assert known == [True, True, False, False, False, False]
        assert [scale.sd is not None for scale in by_name["part"].scales] == known


class TestCounting:
    order = np.array([[0, 1, 2, 3], [1, 0, 2, 3], [2, 3, 1, 0], [0, 1, 2, 3]])
    right = np.array([0, 0, 0, 1])

    def test_hits(self):
        found = hits(self.order, self.right)
        assert (found.first, found.top3) == (0.25, 0.75)

    def test_wins(self):
        shares = [share for _role, share in wins("abcd", self.order[:, 0])]
        assert shares == [0.5, 0.25, 0.25, 0]

    def test_confusions_count_both_ways(self):
        one, other, share = confusions("abcd", self.order[:, 0], self.right)[0]
        # Four people belong to a or b; one of each is taken for the other.
        assert (one, other, share) == ("a", "b", 0.5)

    def test_calibration(self):
        right = np.array([True, False, True, True])
        found = calibration(np.array([0.55, 0.55, 0.95, 1.0]), right)
        assert (found.bins[5].chance, found.bins[5].right) == (pytest.approx(0.55), 0.5)
        assert found.bins[9].people == 2
        assert found.error == pytest.approx((2 * 0.05 + 2 * 0.025) / 4)
        assert found.bins[0].chance is None


@pytest.fixture(scope="module")
def forms(shipped):
    found = audit(shipped, shipped.forms, 10_000, seed=1).forms
    return {form.form: form for form in found}


@pytest.fixture(scope="module")
def full(forms):
    return forms["full"]


@pytest.mark.slow
class TestAims:
    """What the shipped content has to reach, with 10,000 respondents."""

    def test_the_right_role_is_found(self, forms):
        full, quick = (drawn(forms[name]).methods[OURS] for name in ("full", "quick"))
        assert full.first >= 0.54
        assert full.top3 >= 0.82
        assert quick.first >= 0.48
        assert quick.top3 >= 0.77

    @pytest.mark.parametrize("model", MODELS)
    def test_squared_distance_finds_two_in_a_hundred_fewer(self, full, model):
        methods = drawn(full, model).methods
        assert methods[OURS].first >= methods["squared-distance"].first + 0.02

    def test_chances_hold_where_levels_are_as_far_out_as_they_suppose(self, full):
        assert drawn(full, reach=0.67).calibration.error <= 0.03

    @pytest.mark.parametrize("model", MODELS)
    def test_the_set_has_the_right_role_in_nine_of_ten(self, full, model):
        assert 0.87 <= drawn(full, model, reach=0.67).in_set <= 0.94

    def test_every_role_can_win(self, full, shipped):
        assert full.own_profile == len(shipped.roles)
        for role, share in full.reference[0].wins:
            assert 0.04 <= share <= 0.09, role

    def test_every_role_is_first_at_its_own_levels_in_every_form(self, forms, shipped):
        assert {form.own_profile for form in forms.values()} == {len(shipped.roles)}

    def test_people_of_a_role_are_seldom_told_that_there_is_no_pattern(self, full):
        assert drawn(full).no_pattern <= 0.05

    @pytest.mark.parametrize("model", MODELS)
    def test_people_of_no_role_are_told_that_managing_is_not_for_them(self, full, model):
        assert drawn(full, model).not_managing <= 0.03

    def test_thoughtless_sheets_point_nowhere(self, forms):
        for form in forms.values():
            by_name = {manner.manner: manner.no_pattern for manner in form.manners}
            assert by_name["straight"] == by_name["middle"] == 1

    def test_the_flags_seldom_raise_a_false_alarm(self, full):
        by_name = {manner.manner: manner.flagged.either for manner in full.manners}
        assert by_name["careful"] <= 0.05
        assert by_name["agreeing"] <= 0.05
        assert by_name["random"] >= 0.5
        assert by_name["straight"] >= 0.99
