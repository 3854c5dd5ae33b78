"""Everything that is measured, by two implementations that share no code."""

import random
from dataclasses import replace

import naive
import numpy as np
import pytest
import questionnaire

from manager_quiz.catalog.load import load_catalog, shipped_folder
from manager_quiz.errors import TooFewAnswersError
from manager_quiz.measurement.assessment import Assessor, assess
from manager_quiz.measurement.findings import VERDICTS
from manager_quiz.measurement.key import choices_of


def near(expected):
    return pytest.approx(expected, rel=1e-7, abs=1e-7)


def known(values):
    return {id: value for id, value in values.items() if value is not None}


def compare(found, said):
    """Whether an assessment is what the naive implementation says."""
    scores = {scale.id: scale.score for scale in found.scales}
    errors = {scale.id: scale.standard_error for scale in found.scales}
    assert known(scores) == near(known(said.scores))
    assert known(errors) == near(known(said.standard_errors))
    assert {scale.id: scale.answered for scale in found.scales} == said.answered
    assert {scale.id: scale.items for scale in found.scales} == said.items
    assert [match.role for match in found.ranking] == said.ranking
    assert {match.role: match.rank for match in found.ranking} == said.rank
    assert {match.role: match.rank_range for match in found.ranking} == said.rank_range
    assert {match.role: match.resemblance for match in found.ranking} == near(said.resemblance)
    assert {match.role: match.fit for match in found.ranking} == near(said.fit)
    assert {match.role: match.p_best for match in found.ranking} == near(said.chance)
    for match in found.ranking:
        parts = {part.scale: part.resemblance for part in match.contributions}
        assert parts == near(said.contributions[match.role])
    assert list(found.best_set) == said.best_set
    assert found.p_top3 == near(said.p_top3)
    assert found.verdict == said.verdict
    assert list(found.flags) == said.flags
    assert (found.managing is None) == (said.managing is None)
    if found.managing:
        for name in ("mean", "standard_error", "percentile", "among_own", "rare", "rare_in_role"):
            assert getattr(found.managing, name) == near(getattr(said.managing, name)), name


def compare_row(catalog, found, row, said):
    """Whether one row of a batch is what the naive implementation says."""
    ids = [role.id for role in catalog.roles]
    none = {None: np.nan}
    for name, expected in (("score", said.scores), ("standard_error", said.standard_errors)):
        values = [none.get(each, each) for each in expected.values()]
        assert getattr(found, name)[row] == pytest.approx(values, rel=1e-7, abs=1e-7, nan_ok=True)
    assert found.answered[row].tolist() == list(said.answered.values())
    raised = [name for name, who in found.flags.items() if who[row]]
    if said.ranking is None:
        assert not found.scored[row]
        assert raised == [*said.flags, "not-scored"]
        assert [ids[each] for each in found.roles[row]] == ids[: found.roles.shape[1]]
        assert np.isnan(found.resemblance[row]).all()
        assert np.isnan(found.fit[row]).all()
        assert np.isnan(found.chance[row]).all()
        assert np.isnan([found.p_top3[row], found.managing.mean[row]]).all()
        assert found.best_set_size[row] == 0
        assert VERDICTS[found.verdict[row]] == "no-pattern"
        return
    assert found.scored[row]
    assert raised == said.flags
    top = said.ranking[: found.roles.shape[1]]
    assert [ids[each] for each in found.roles[row]] == top
    assert found.resemblance[row] == near([said.resemblance[role] for role in top])
    assert found.fit[row] == near([said.fit[role] for role in top])
    assert found.chance[row] == near([said.chance[role] for role in top])
    ranges = list(zip(found.first[row].tolist(), found.last[row].tolist(), strict=True))
    assert ranges == [said.rank_range[role] for role in top]
    assert found.best_set_size[row] == len(said.best_set)
    assert found.p_top3[row] == near(said.p_top3)
    assert VERDICTS[found.verdict[row]] == said.verdict
    managing = [
        getattr(found.managing, name)[row]
        for name in ("mean", "standard_error", "percentile", "among_own")
    ]
    if said.managing is None:
        assert np.isnan(managing).all()
    else:
        expected = said.managing
        assert managing == near(
            [expected.mean, expected.standard_error, expected.percentile, expected.among_own]
        )


def compare_all(catalog, plain, form, sheets, alone):
    """Compares sheets as one batch, and the first `alone` of them one by one."""
    choices = np.concatenate([choices_of(catalog, form, answers) for answers in sheets])
    found = Assessor(catalog, form).assess(choices)
    # How many places are asked for changes nothing of what is said of the whole list.
    shorter = Assessor(catalog, form, top=1).assess(choices)
    for row, answers in enumerate(sheets):
        said = plain.assess(form.id, answers)
        compare_row(catalog, found, row, said)
        compare_row(catalog, shorter, row, said)
        if row >= alone:
            continue
        if said.ranking is None:
            with pytest.raises(TooFewAnswersError):
                assess(catalog, form, answers)
        else:
            compare(assess(catalog, form, answers), said)


@pytest.fixture(scope="module")
def shipped_plain():
    return naive.of_folder(shipped_folder())


def some_sheets(catalog, form, count, seed):
    chance = random.Random(seed)
    return [questionnaire.any_answers(catalog, form, chance) for _sheet in range(count)]


class TestSameNumbers:
    @pytest.mark.parametrize("form", ["full", "quick"])
    def test_for_the_shipped_content(self, shipped, shipped_plain, form):
        form = shipped.form_by_id[form]
        compare_all(shipped, shipped_plain, form, some_sheets(shipped, form, 60, 1905), alone=25)

    @pytest.mark.parametrize("seed", range(75))
    def test_for_any_questionnaire(self, seed):
        chance = random.Random(seed)
        catalog = questionnaire.any_questionnaire(chance)
        plain = naive.of_catalog(catalog)
        for form in catalog.forms:
            sheets = [questionnaire.any_answers(catalog, form, chance) for _sheet in range(7)]
            compare_all(catalog, plain, form, [*sheets, {}], alone=3)

    def test_for_two_hundred_roles(self, foreign):
        sheets = some_sheets(foreign, foreign.forms[0], 1, 7)
        compare_all(foreign, naive.of_catalog(foreign), foreign.forms[0], [*sheets, {}], alone=1)


class TestTies:
    """Where the numbers are equal but for rounding, what decides is equal too."""

    @pytest.mark.parametrize("seed", range(10))
    def test_roles_alike_and_multiples_of_each_other(self, small, seed):
        chance = random.Random(seed)
        levels = {"a": 71.0, "b": 48.0, "c": 66.0}
        norms = {scale.id: scale.mean for scale in small.scales}
        times = [0.3, 0.7, 1.0, 1.0, 1.9, 3.1, 0.0, -1.0]
        chance.shuffle(times)
        catalog = replace(
            small,
            roles=tuple(
                questionnaire.role(
                    f"role-{index}",
                    {id: norms[id] + each * (level - norms[id]) for id, level in levels.items()},
                )
                for index, each in enumerate(times)
            ),
        )
        form = catalog.forms[0]
        compare_all(
            catalog, naive.of_catalog(catalog), form, some_sheets(catalog, form, 20, seed), alone=20
        )


def test_times_make_hasty_as_both_say(shipped, shipped_plain):
    (answers,) = some_sheets(shipped, shipped.forms[0], 1, 3)
    for seconds in ([1.9] * 5, [2.0] * 5, [1, 1, 1, 30, 30], [], [1, 3], [1, 2.9]):
        found = assess(shipped, shipped.forms[0], answers, seconds)
        assert list(found.flags) == shipped_plain.flags(shipped.forms[0].id, answers, seconds)


def test_what_was_measured_is_said(small):
    (answers,) = some_sheets(small, small.forms[0], 1, 3)
    assumed = assess(small, small.forms[0], answers).measured
    assert assumed == type(assumed)(None, None, None, ())
    measured = replace(
        small,
        reliability=small.reliability._replace(people=200),
        correlation=small.correlation._replace(people=310),
        scales=tuple(
            scale._replace(norm_people=people)
            for scale, people in zip(small.scales, (90, 70, 80), strict=True)
        ),
        roles=(small.roles[0]._replace(people=40), *small.roles[1:]),
    )
    found = assess(measured, measured.forms[0], answers).measured
    assert found == type(assumed)(70, 200, 310, (small.roles[0].id,))
    # One scale that is assumed, and the norms are.
    scales = (small.scales[0], *measured.scales[1:])
    found = assess(replace(measured, scales=scales), measured.forms[0], answers).measured
    assert found.norms is None


def test_sheets_in_both_languages_give_the_same_assessment():
    english, russian = load_catalog(language="en"), load_catalog(language="ru")
    for form in english.forms:
        for answers in some_sheets(english, form, 2, 1):
            assert assess(english, form, answers) == assess(
                russian, russian.form_by_id[form.id], answers
            )
