"""What `score` says of a row is what `take` says of the same answers."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheets_for_tests import answers_of, as_text, questionnaire, scored, sheets

from manager_quiz.catalog.load import load_catalog
from manager_quiz.measurement.assessment import assess
from manager_quiz.measurement.many import Assessor
from program import run_program


def check_rows(catalog, form, given_rows, told_rows, *, top=3, ranked=False):
    for given_row, told in zip(given_rows, told_rows, strict=True):
        assert told["id"] == given_row["id"]
        one = assess(catalog, form, answers_of(catalog, given_row))
        for scale in one.scales:
            score = float(told[scale.id]) if told[scale.id] else None
            assert score == pytest.approx(scale.score, abs=1e-9)
            assert int(told[f"{scale.id}_answered"]) == scale.answered
        place_of = {role.id: place for place, role in enumerate(catalog.roles)}
        nearest = sorted(one.ranking, key=lambda m: (round(m.distance, 9), place_of[m.role]))[:top]
        for place, match in enumerate(nearest, 1):
            assert told[f"nearest_{place}"] == match.role
            assert float(told[f"nearest_{place}_distance"]) == pytest.approx(match.distance)
            assert float(told[f"nearest_{place}_fit"]) == pytest.approx(match.fit)
        assert told["flags"].split("|") == (list(one.flags) or [""])
        if ranked:
            assert told["ranking"].split("|") == [match.role for match in one.ranking]
            assert told["ranks"].split("|") == [str(match.rank) for match in one.ranking]
            assert told["best_set"].split("|") == list(one.best_set)
            assert float(told["ranking_1_p_best"]) == pytest.approx(one.ranking[0].p_best)


@pytest.mark.parametrize("skipped", [0, 0.1, 0.3])
def test_scores_distances_fits_and_flags_are_those_of_take(quick, run, write, tmp_path, skipped):
    catalog, form = quick
    rows = sheets(catalog, form, 12, skipped=skipped)
    out = tmp_path / "out.csv"
    assert run("score", write(as_text(rows)), "-o", out).code == 0
    check_rows(catalog, form, rows, scored(out))


def test_with_confidence_so_is_the_whole_ranking(quick, run, write, tmp_path):
    catalog, form = quick
    rows = sheets(catalog, form, 12, skipped=0.1)
    out = tmp_path / "out.csv"
    assert run("score", write(as_text(rows)), "-o", out, "--confidence").code == 0
    check_rows(catalog, form, rows, scored(out), ranked=True)


@pytest.mark.slow
def test_so_it_is_for_thousands(quick, run, write, tmp_path):
    catalog, form = quick
    rows = sheets(catalog, form, 3000, skipped=0.05)
    out = tmp_path / "out.csv"
    assert run("score", write(as_text(rows)), "-o", out, "--confidence").code == 0
    check_rows(catalog, form, rows, scored(out), ranked=True)


def test_correlation_is_matched_as_take_does(six, run, write, tmp_path):
    catalog = load_catalog(six)
    (form,) = catalog.forms
    everybody = sheets(catalog, form, 60)
    assessed = [assess(catalog, form, answers_of(catalog, row)) for row in everybody]
    rows = [row for row, one in zip(everybody, assessed, strict=True) if one.ranking]
    out = tmp_path / "out.csv"
    outcome = run("score", write(as_text(rows)), "-o", out, "--data", six, "--confidence")
    assert outcome.code == 0
    check_rows(catalog, form, rows, scored(out), ranked=True)


def test_a_flat_profile_is_not_matched_by_correlation(six, run, write, tmp_path):
    catalog = load_catalog(six)
    flat = {"id": "flat", **dict.fromkeys(catalog.forms[0].items, "4")}
    told = run("score", write(as_text([flat])), "--data", six, "--confidence")
    (row,) = scored(told.out)
    assert (row["nearest_1"], row["nearest_1_fit"], row["ranking"], row["best_set"]) == ("",) * 4
    assert "not-matched" in row["flags"].split("|")
    assert float(row["r"]) == 75

    sheet = tmp_path / "flat.yaml"
    sheet.write_text("\n".join(f"{id}: 4" for id in catalog.forms[0].items))
    for option in ((), ("--plain",), ("--details",), ("--json",)):
        shown = run("take", "--data", six, "--answers", sheet, *option)
        assert shown.code == 0, option
        assert "flat" in shown.out or '"ranking": []' in shown.out


def test_nobody_is_matched_who_has_answered_too_little(quick, run, write):
    _catalog, form = quick
    empty = {"id": "empty", **dict.fromkeys(form.items, "")}
    (row,) = scored(run("score", write(as_text([empty]))).out)
    assert row["nearest_1"] == row["leadership"] == ""
    assert row["flags"] == "not-scored"


def choices_for(key, rng, people):
    widths = [len(points[0][1]) for points in key.points]
    choices = rng.integers(-1, np.array(widths), size=(people, len(widths)))
    return np.asfortranarray(choices.astype(np.int8))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32 - 1), cut=st.integers(0, 40))
def test_other_people_in_the_file_change_nothing(quick, seed, cut):
    catalog, form = quick
    assessor = Assessor(catalog, form)
    rng = np.random.default_rng(seed)
    choices = choices_for(assessor.key, rng, 40)
    order = rng.permutation(40)
    whole, shuffled = assessor.assess(choices), assessor.assess(choices[order])
    parts = assessor.assess(choices[:cut]), assessor.assess(choices[cut:])
    for name in ("score", "distance", "fit", "nearest"):
        together = getattr(whole, name)
        np.testing.assert_allclose(getattr(shuffled, name), together[order], rtol=1e-9)
        apart = np.concatenate([getattr(part, name) for part in parts])
        np.testing.assert_allclose(apart, together, rtol=1e-9)


def test_the_order_of_columns_changes_nothing(quick, run, write):
    catalog, form = quick
    rows = sheets(catalog, form, 5)
    backwards = [dict(reversed(row.items())) for row in rows]
    first = run("score", write(as_text(rows))).out
    assert run("score", write(as_text(backwards))).out == first


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    levels=st.lists(st.lists(st.integers(0, 100), min_size=6, max_size=6), min_size=2, max_size=5),
    answers=st.lists(st.integers(1, 5), min_size=12, max_size=12),
)
def test_correlation_is_numpys_and_its_parts_add_up(tmp_path_factory, levels, answers):
    folder: Path = tmp_path_factory.mktemp("q")
    scales = {id: [f"{id}1", f"{id}2"] for id in "riasec"}
    roles = {f"role{number}": level for number, level in enumerate(levels)}
    catalog = load_catalog(questionnaire(folder, scales, roles=roles, method="correlation"))
    (form,) = catalog.forms
    one = assess(catalog, form, dict(zip(form.items, answers, strict=True)))
    scores = [scale.score for scale in one.scales]
    if np.ptp(scores) == 0:
        assert one.ranking == ()
        return
    for match in one.ranking:
        target = levels[int(match.role[4:])]
        if np.ptp(target) == 0:
            assert match.distance == pytest.approx(1)
        else:
            assert match.distance == pytest.approx(1 - np.corrcoef(scores, target)[0, 1], abs=1e-9)
        assert sum(part.distance for part in match.contributions) == pytest.approx(match.distance)


def test_the_program_is_the_same_as_its_parts(quick, write):
    """`run` is what people type."""
    catalog, form = quick
    outcome = run_program("score", write(as_text(sheets(catalog, form, 1))))
    assert (outcome.code, outcome.err) == (0, "")
