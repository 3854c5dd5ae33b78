"""What must hold for any questionnaire and any answers."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
import questionnaire
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from manager_quiz.measurement.confidence import confidence, true_scores
from manager_quiz.measurement.matching import contributions, distances
from manager_quiz.measurement.reference import true_population

from manager_quiz.catalog.load import load_catalog
from manager_quiz.measurement.assessment import TooFewAnswersError, assess
from manager_quiz.measurement.key import choices_of, role_targets, scoring_key
from manager_quiz.measurement.quality import long_run, quality
from manager_quiz.measurement.scoring import score
from manager_quiz.measurement.simulation import (
    OTHER,
    OWN,
    answers,
    random_answers,
    straight_lines,
)
from manager_quiz.records.results import encode, result_document

SMALL = questionnaire.small()
SHIPPED = load_catalog()
A_DRAW_OR_TWO = 2 / 2000
"""P(best) may differ by so much where sums are taken in another order."""


def sheets(catalog, form=0, skipping=True):
    """Answers to a form, some of them skipped."""
    items = catalog.form_items(catalog.forms[form])
    given_answers = st.tuples(
        *(
            st.sampled_from([choice.answer for choice in item.choices] + [None] * skipping)
            for item in items
        )
    )
    return given_answers.map(
        lambda row: {
            item.id: answer for item, answer in zip(items, row, strict=True) if answer is not None
        }
    )


def assessed(catalog, given_answers):
    try:
        return assess(catalog, catalog.forms[0], given_answers)
    except TooFewAnswersError:
        return None


def scored(catalog, given_answers, form=0):
    key = scoring_key(catalog, catalog.forms[form])
    return key, score(key, choices_of(catalog, catalog.forms[form], given_answers))


def same(one, other):
    """Two assessments but for rounding."""
    assert [scale.id for scale in one.scales] == [scale.id for scale in other.scales]
    for mine, theirs in zip(one.scales, other.scales, strict=True):
        assert mine.score == pytest.approx(theirs.score)
        assert mine.standard_error == pytest.approx(theirs.standard_error)
    by_role = {match.role: match for match in other.ranking}
    for match in one.ranking:
        assert match.distance == pytest.approx(by_role[match.role].distance)
        assert match.fit == pytest.approx(by_role[match.role].fit, abs=0.02)
        assert match.p_best == pytest.approx(by_role[match.role].p_best, abs=A_DRAW_OR_TWO)


class TestOrderAndNames:
    @given(sheets(SMALL), st.permutations(SMALL.roles))
    @settings(max_examples=15, deadline=None)
    def test_order_of_roles_changes_nothing(self, given_answers, roles):
        one = assessed(SMALL, given_answers)
        assume(one is not None)
        same(one, assessed(replace(SMALL, roles=tuple(roles)), given_answers))

    @given(sheets(SMALL), st.permutations(SMALL.items), st.permutations(SMALL.forms[0].items))
    @settings(max_examples=15, deadline=None)
    def test_order_of_items_changes_nothing(self, given_answers, items, asked):
        one = assessed(SMALL, given_answers)
        assume(one is not None)
        form = SMALL.forms[0]._replace(items=tuple(asked))
        other = replace(SMALL, items=tuple(items), forms=(form,))
        same(one, assessed(other, given_answers))

    @given(sheets(SMALL), st.permutations([role.id for role in SMALL.roles]))
    @settings(max_examples=15, deadline=None)
    def test_permuting_names_permutes_results(self, given_answers, names):
        one = assessed(SMALL, given_answers)
        assume(one is not None)
        renamed = dict(zip([role.id for role in SMALL.roles], names, strict=True))
        roles = tuple(role._replace(id=renamed[role.id]) for role in SMALL.roles)
        other = assessed(replace(SMALL, roles=roles), given_answers)
        assert [renamed[match.role] for match in one.ranking] == [
            match.role for match in other.ranking
        ]

    def test_roles_alike_in_everything_share_first_place(self):
        twins = [questionnaire.role(id, {"a": 60, "b": 60, "c": 60}) for id in ("one", "two")]
        catalog = replace(SMALL, roles=tuple(twins))
        assessment = assess(catalog, catalog.forms[0], dict.fromkeys(catalog.forms[0].items, 4))
        assert [match.p_best for match in assessment.ranking] == [0.5, 0.5]
        assert [match.rank for match in assessment.ranking] == [1, 1]


class TestReasons:
    @given(sheets(SHIPPED))
    @settings(max_examples=25, deadline=None)
    def test_contributions_add_up_to_the_distance(self, given_answers):
        key, scores = scored(SHIPPED, given_answers)
        assume(not np.isnan(scores.score).all())
        targets = role_targets(SHIPPED)
        parts = contributions(key, targets, scores.score).sum(axis=2)
        assert np.abs(parts - distances(key, targets, scores.score)).max() < 1e-9

    @given(sheets(SMALL))
    @settings(max_examples=20, deadline=None)
    def test_a_stated_upset_puts_the_other_role_first(self, given_answers):
        one = assessed(SMALL, given_answers)
        assume(one is not None and one.upset is not None)
        for change in one.upset.changes:
            assert given_answers[change.item] == change.given
        changed = {change.item: change.instead for change in one.upset.changes}
        other = assessed(SMALL, {**given_answers, **changed})
        assert other.ranking[0].role == one.upset.role != one.ranking[0].role

    @given(st.data())
    @settings(max_examples=50, deadline=None)
    def test_a_roles_own_profile_ranks_it_first(self, data):
        level = st.integers(0, 100)
        profiles = data.draw(st.lists(st.tuples(level, level, level), unique=True, min_size=1))
        roles = tuple(
            questionnaire.role(f"role-{index}", dict(zip("abc", levels, strict=True)))
            for index, levels in enumerate(profiles)
        )
        catalog = replace(SMALL, roles=roles)
        targets = role_targets(catalog)
        distance = distances(scoring_key(catalog, catalog.forms[0]), targets, targets.levels)
        assert distance.argmin(axis=1).tolist() == list(range(len(roles)))
        assert np.diag(distance) == pytest.approx(0, abs=1e-9)

    def test_every_shipped_role_is_first_at_its_own_profile(self):
        targets = role_targets(SHIPPED)
        key = scoring_key(SHIPPED, SHIPPED.form_by_id["full"])
        distance = distances(key, targets, targets.levels)
        assert distance.argmin(axis=1).tolist() == list(range(len(targets.roles)))


class TestUncertainty:
    @given(st.floats(1.1, 10))
    @settings(max_examples=10, deadline=None)
    def test_more_noise_never_makes_p_best_more_certain_on_average(self, factor):
        key = scoring_key(SHIPPED, SHIPPED.form_by_id["full"])
        people = true_population(key, 300, np.random.default_rng(3))
        scores = score(key, answers(key, people, OWN, np.random.default_rng(4)))
        noisier = replace(key, item_noise=key.item_noise * factor)
        targets = role_targets(SHIPPED)
        sure = confidence(key, targets, scores).p_best.max(axis=1).mean()
        less = confidence(noisier, targets, scores).p_best.max(axis=1).mean()
        assert less <= sure

    def test_one_person_and_many_get_the_same_numbers(self):
        key = scoring_key(SHIPPED, SHIPPED.form_by_id["full"])
        choices = random_answers(key, 60, np.random.default_rng(5))
        choices[::3, ::4] = -1
        targets = role_targets(SHIPPED)
        many = confidence(key, targets, score(key, choices))
        for person in range(len(choices)):
            alone = confidence(key, targets, score(key, choices[[person]]))
            assert (alone.p_best[0] == many.p_best[person]).all()
            assert (alone.p_top3[0] == many.p_top3[person]).all()

    def test_chances_add_up(self):
        key = scoring_key(SHIPPED, SHIPPED.form_by_id["full"])
        sure = confidence(
            key,
            role_targets(SHIPPED),
            score(key, random_answers(key, 40, np.random.default_rng(6))),
        )
        assert sure.p_best.sum(axis=1) == pytest.approx(1)
        assert sure.p_top3.sum(axis=1) == pytest.approx(3)
        assert (sure.p_top3 >= sure.p_best).all()


class TestSkipping:
    @given(sheets(SMALL), st.integers(1, 5))
    @settings(max_examples=25, deadline=None)
    def test_a_scale_below_the_share_takes_no_part_and_widens_the_uncertainty(
        self, given_answers, answer
    ):
        others = {id: value for id, value in given_answers.items() if not id.startswith("b")}
        key, without = scored(SMALL, others)
        _key, below = scored(SMALL, {**others, "b-0": answer})
        targets = role_targets(SMALL)
        distance = distances(key, targets, below.score)
        assert np.array_equal(distance, distances(key, targets, without.score), equal_nan=True)
        _key, enough = scored(SMALL, {**others, "b-0": answer, "b-1": answer})
        errors = true_scores(key, below).standard_error, true_scores(key, enough).standard_error
        assert errors[0][0, 1] == key.sds[1] > errors[1][0, 1]

    @given(sheets(SMALL, skipping=False), st.sampled_from(SMALL.forms[0].items))
    @settings(max_examples=25, deadline=None)
    def test_skipping_never_equals_answering_neutral(self, given_answers, item):
        neutral = {**given_answers, item: 3}
        skipped = {id: answer for id, answer in given_answers.items() if id != item}
        key, answered = scored(SMALL, neutral)
        _key, left_out = scored(SMALL, skipped)
        scale = key.scales.index(SMALL.item_by_id[item].scale)
        errors = [true_scores(key, each).standard_error[0, scale] for each in (answered, left_out)]
        assert errors[0] < errors[1]
        if answered.score[0, scale] != pytest.approx(50):
            assert left_out.score[0, scale] != pytest.approx(answered.score[0, scale])

    def test_nothing_answered_is_no_result(self):
        with pytest.raises(TooFewAnswersError):
            assess(SMALL, SMALL.forms[0], {})


@given(sheets(SHIPPED))
@settings(max_examples=3, deadline=None)
def test_the_same_answers_give_the_same_bytes_but_for_id_and_time(given_answers):
    def document():
        form = SHIPPED.forms[0]
        taken_at = datetime(2026, 1, 1, tzinfo=UTC)
        assessment = assess(SHIPPED, form, given_answers)
        return encode(
            result_document(SHIPPED, form, given_answers, assessment, id="x", taken_at=taken_at)
        )

    assume(assessed(SHIPPED, given_answers) is not None)
    assert document() == document()


class TestFlags:
    key = scoring_key(SHIPPED, SHIPPED.form_by_id["full"])

    def test_nobody_is_unusual_for_agreeing_more_than_others_do(self):
        people = true_population(self.key, 2000, np.random.default_rng(7))
        agreeing = replace(OTHER, careless=0.0, agreement=15.0)
        looked = quality(self.key, answers(self.key, people, agreeing, np.random.default_rng(8)))
        assert (looked.contradiction > 1.645).mean() < 0.05

    def test_random_answers_contradict_each_other(self):
        looked = quality(self.key, random_answers(self.key, 2000, np.random.default_rng(9)))
        assert (looked.contradiction > 1.645).mean() > 0.6

    def test_one_answer_throughout_is_a_long_run(self):
        looked = quality(self.key, straight_lines(self.key, 50, np.random.default_rng(10)))
        assert (looked.longest_run == (self.key.keyed != 0).sum()).all()

    @pytest.mark.parametrize(("width", "run"), [(2, 21), (3, 14), (5, 9), (7, 8)])
    def test_fewer_answers_take_a_longer_run(self, width, run):
        items = [questionnaire.statement(f"a-{index}", "a", answers=width) for index in range(4)]
        roles = [questionnaire.role("one", {"a": 50})]
        catalog = questionnaire.catalog([questionnaire.scale("a")], items, roles)
        assert long_run(scoring_key(catalog, catalog.forms[0])) == run
