"""Simulated people are what they are said to be."""

from dataclasses import replace

import numpy as np
import pytest
import questionnaire

from manager_quiz.measurement.key import role_targets, scoring_key
from manager_quiz.measurement.resemblance import resemblance
from manager_quiz.measurement.scoring import score
from manager_quiz.measurement.simulation import (
    AGREEING,
    OTHER,
    OWN,
    answers,
    middle_lines,
    random_answers,
    role_drawn,
    straight_lines,
    true_population,
)

MATRIX = ((1.0, 0.6, 0.1), (0.6, 1.0, -0.3), (0.1, -0.3, 1.0))


def chance(seed=1):
    return np.random.default_rng(seed)


@pytest.fixture(scope="module")
def key(small):
    return scoring_key(small, small.forms[0])


def with_correlation(catalog, value):
    return replace(catalog, correlation=catalog.correlation._replace(value=value))


@pytest.mark.parametrize(("spread", "reach"), [(1.0, 1.0), (0.5, 0.67), (1.0, 0.4)])
def test_people_of_a_role_scatter_round_its_levels_as_said(small, key, spread, reach):
    targets = role_targets(small)
    truth, role = role_drawn(key, targets, 8000, chance(), spread=spread, reach=reach)
    assert np.bincount(role).tolist() == [2000] * 4
    people_in_general = key.sds * np.sqrt(key.reliability)
    for index, levels in enumerate(targets.levels):
        people = truth[role == index]
        expected = key.means + reach * key.sds * levels
        assert people.mean(axis=0) == pytest.approx(expected, abs=1.2)
        assert people.std(axis=0) == pytest.approx(spread * people_in_general, rel=0.06)


@pytest.mark.parametrize("value", [0, 0.25, 0.7, MATRIX])
def test_true_scores_correlate_as_said(small, value):
    catalog = with_correlation(small, value)
    key = scoring_key(catalog, catalog.forms[0])
    truth = true_population(key, 20_000, chance())
    expected = (
        np.array(value) if value is MATRIX else np.full((3, 3), value) + (1 - value) * np.eye(3)
    )
    assert np.corrcoef(truth.T) == pytest.approx(expected, abs=0.03)
    assert truth.mean(axis=0) == pytest.approx(key.means, abs=0.5)
    assert truth.std(axis=0) == pytest.approx(key.sds * np.sqrt(key.reliability), rel=0.03)


def test_scores_of_the_reference_population_have_the_norms():
    catalog = questionnaire.small(items_a_scale=8)
    key = scoring_key(catalog, catalog.forms[0])
    truth = true_population(key, 20_000, chance())
    scores = score(key, answers(key, truth, OWN, chance(2))).score
    assert scores.mean(axis=0) == pytest.approx(key.means, abs=1.5)
    assert scores.std(axis=0) == pytest.approx(key.sds, rel=0.12)


def test_answers_of_a_scale_correlate_as_assumed():
    catalog = questionnaire.small(items_a_scale=8)
    key = scoring_key(catalog, catalog.forms[0])
    truth = true_population(key, 20_000, chance())
    chosen = answers(key, truth, OWN, chance(2))
    of_a = [item for item in range(len(key.items)) if key.asked_for[item] == 0]
    turned = [chosen[:, item] * key.keyed[item] for item in of_a]
    r = np.corrcoef(turned)
    assert (r.sum() - len(r)) / (len(r) * (len(r) - 1)) == pytest.approx(0.3, abs=0.03)


def test_a_situation_is_answered_by_the_option_nearest_on_all_its_scales():
    options = ({"a": 0, "b": 1}, {"a": 1}, {"a": 0.5, "b": 0.5})
    catalog = replace(
        questionnaire.small(),
        items=(questionnaire.situation("s", "a", *options),),
        forms=(questionnaire.small().forms[0]._replace(items=("s",)),),
    )
    key = scoring_key(catalog, catalog.forms[0])
    certain = replace(key, noise=np.zeros(3))
    truth = np.array([[0, 100, 0], [100, 0, 0], [50, 50, 0]], dtype=float)
    assert answers(certain, truth, OWN, chance())[:, 0].tolist() == [0, 1, 2]


def test_agreeing_moves_direct_and_reverse_keyed_statements_alike(key):
    truth = np.full((4000, 3), 50.0)
    careful = answers(key, truth, OWN, chance()).astype(int)
    moved = answers(key, truth, AGREEING, chance()).astype(int) - careful
    direct, reverse = (moved[:, key.keyed == keyed].mean(axis=1) for keyed in (1, -1))
    assert np.corrcoef(direct, reverse)[0, 1] > 0.5
    # Answers are a category apart.
    assert moved.mean(axis=1).std() == pytest.approx(0.6, abs=0.1)


def test_the_other_model_has_careless_people(key):
    truth = np.tile([100.0, 100.0, 100.0], (4000, 1))
    sure = replace(OTHER, difficulty=0.0, agreement=0.0)
    few = score(key, answers(key, truth, replace(sure, careless=0.0), chance())).score
    many = score(key, answers(key, truth, replace(sure, careless=1.0), chance())).score
    assert many.mean() < few.mean() - 10


def test_random_answers_use_every_answer_alike(foreign):
    key = scoring_key(foreign, foreign.forms[0])
    chosen = random_answers(key, 7000, chance())
    for item, counted in enumerate(key.points):
        width = len(counted[0][1])
        assert np.bincount(chosen[:, item]) / 7000 == pytest.approx([1 / width] * width, abs=0.03)


def test_straight_lines_are_straight(foreign):
    key = scoring_key(foreign, foreign.forms[0])
    widths = np.array([len(counted[0][1]) for counted in key.points])
    chosen = straight_lines(key, 100, chance())
    most = chosen.max(axis=1, keepdims=True)
    assert (chosen == np.minimum(most, widths - 1)).all()


def test_middle_lines_keep_to_the_middle_of_statements(shipped):
    key = scoring_key(shipped, shipped.form_by_id["full"])
    chosen = middle_lines(key, 200, chance())
    assert (chosen[:, key.graded] == 2).all()
    assert np.ptp(chosen[:, ~key.graded], axis=0).min() > 0


@pytest.mark.parametrize("value", [0.25, MATRIX])
def test_resemblances_of_the_reference_population_are_as_wide_as_they_should_be(value):
    catalog = with_correlation(questionnaire.small(items_a_scale=12), value)
    key, targets = scoring_key(catalog, catalog.forms[0]), role_targets(catalog)
    truth = true_population(key, 4000, chance(11))
    found = resemblance(key, targets, score(key, answers(key, truth, OWN, chance(12))))
    assert found.value.mean(axis=0) == pytest.approx(np.zeros(4), abs=0.1)
    # Answers can't go beyond the ends, which takes up to a tenth.
    assert found.value.std(axis=0) == pytest.approx(np.ones(4), abs=0.13)
