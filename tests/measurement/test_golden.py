"""Two hundred sheets, scored by two implementations that share no code."""

import random

import numpy as np
import pytest
from manager_quiz.measurement.confidence import true_scores
from manager_quiz.measurement.matching import contributions, distances
from naive import Questionnaire

from manager_quiz.catalog.load import load_catalog, shipped_folder
from manager_quiz.measurement.assessment import assess
from manager_quiz.measurement.key import choices_of, role_targets, scoring_key
from manager_quiz.measurement.scoring import score

SHEETS = 200


@pytest.fixture(scope="module")
def naive():
    return Questionnaire(shipped_folder())


@pytest.fixture(scope="module")
def sheets(naive):
    """Form and answers; some people skip nothing, some nearly everything."""
    chance = random.Random(1905)
    made = []
    for index in range(SHEETS):
        form = list(naive.forms)[index % len(naive.forms)]
        skipping = chance.choice((0, 0, 0.1, 0.3, 0.5, 0.7))
        made.append(
            (
                form,
                {
                    item: chance.choice(naive.answers(item))
                    for item in naive.forms[form]
                    if chance.random() >= skipping
                },
            )
        )
    return made


@pytest.fixture(scope="module")
def golden(naive, sheets):
    """For each sheet: scores, true scores with their errors, contributions by role and scale."""
    made = []
    for form, answers in sheets:
        scores = naive.scores(form, answers)
        truth = [naive.true_score(form, answers, scale) for scale in naive.scales]
        made.append((scores, truth, {id: naive.contributions(scores, id) for id in naive.roles}))
    return made


@pytest.mark.parametrize("language", ["en", "ru"])
def test_both_implementations_give_equal_numbers(sheets, golden, language):
    catalog = load_catalog(language=language)
    targets = role_targets(catalog)
    for (id, answers), (scores, truth, parts) in zip(sheets, golden, strict=True):
        form = catalog.form_by_id[id]
        key = scoring_key(catalog, form)
        found = score(key, choices_of(catalog, form, answers))
        assert found.score[0] == pytest.approx(
            [np.nan if each is None else each for each in scores.values()], nan_ok=True
        )
        believed = true_scores(key, found)
        assert believed.mean[0] == pytest.approx([mean for mean, _error in truth])
        assert believed.standard_error[0] == pytest.approx([error for _mean, error in truth])
        distance = distances(key, targets, found.score)[0]
        if np.isnan(distance).all():
            assert all(each is None for each in scores.values())
            continue
        expected = np.array(
            [[parts[role].get(scale, 0.0) for scale in key.scales] for role in targets.roles]
        )
        assert np.abs(contributions(key, targets, found.score)[0] - expected).max() < 1e-9
        assert np.abs(distance - expected.sum(axis=1)).max() < 1e-9
        orders = [each.round(9).argsort(kind="stable") for each in (distance, expected.sum(axis=1))]
        assert orders[0].tolist() == orders[1].tolist()


def test_an_assessment_has_the_same_numbers(sheets, golden):
    catalog = load_catalog()
    for (id, answers), (scores, _truth, parts) in list(zip(sheets, golden, strict=True))[:6]:
        assessment = assess(catalog, catalog.form_by_id[id], answers)
        assert [scale.score for scale in assessment.scales] == pytest.approx(list(scores.values()))
        for match in assessment.ranking:
            assert match.distance == pytest.approx(sum(parts[match.role].values()))


def test_sheets_in_both_languages_give_the_same_assessment(sheets):
    english, russian = load_catalog(language="en"), load_catalog(language="ru")
    for id, answers in sheets[:3]:
        assert assess(english, english.form_by_id[id], answers) == assess(
            russian, russian.form_by_id[id], answers
        )
