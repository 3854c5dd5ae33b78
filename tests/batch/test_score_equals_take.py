"""What `score` says of a row is what `take` says of the same answers."""

import json

import numpy as np
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheets_for_tests import answers_of, as_text, scored, sheets

from manager_quiz.catalog.load import load_catalog
from manager_quiz.measurement.assessment import Assessor, assess
from program import run_program

# The table is written with so many decimals.
TENTHS, THOUSANDTHS = 0.05 + 1e-9, 0.0005 + 1e-9


def check_rows(catalog, form, given_rows, told_rows, *, top=3):
    """That each row of the table says what `assess` says of the same answers."""
    for given_row, told in zip(given_rows, told_rows, strict=True):
        assert told["id"] == given_row["id"]
        one = assess(catalog, form, answers_of(catalog, given_row))
        for scale in one.scales:
            score = float(told[scale.id]) if told[scale.id] else None
            assert score == pytest.approx(scale.score, abs=TENTHS)
            assert int(told[f"{scale.id}_answered"]) == scale.answered
        for place, match in enumerate(one.ranking[:top], 1):
            assert told[f"role_{place}"] == match.role
            assert float(told[f"role_{place}_fit"]) == pytest.approx(match.fit, abs=TENTHS)
            assert float(told[f"role_{place}_chance"]) == pytest.approx(
                match.p_best, abs=THOUSANDTHS
            )
            told_range = (told[f"role_{place}_{end}_place"] for end in ("first", "last"))
            assert tuple(map(int, told_range)) == match.rank_range
        assert int(told["best_set_size"]) == len(one.best_set)
        assert float(told["top3_chance"]) == pytest.approx(one.p_top3, abs=THOUSANDTHS)
        assert told["verdict"] == one.verdict
        percentile = float(told["managing_percentile"]) if told["managing_percentile"] else None
        expected = one.managing.percentile if one.managing else None
        assert percentile == pytest.approx(expected, abs=TENTHS)
        assert told["flags"].split("|") == (list(one.flags) or [""])


@pytest.mark.parametrize("skipped", [0, 0.1, 0.3])
def test_all_that_is_said_of_a_row_is_what_take_says(quick, run, write, tmp_path, skipped):
    catalog, form = quick
    rows = sheets(catalog, form, 12, skipped=skipped)
    out = tmp_path / "out.csv"
    assert run("score", write(as_text(rows)), "-o", out).code == 0
    check_rows(catalog, form, rows, scored(out))


@pytest.mark.parametrize("top", [1, 16, 99])
def test_so_it_is_for_as_many_roles_as_are_asked_for(quick, run, write, top):
    catalog, form = quick
    rows = sheets(catalog, form, 5, skipped=0.1)
    told = scored(run("score", write(as_text(rows)), "--top", top).out)
    check_rows(catalog, form, rows, told, top=top)
    last = min(top, len(catalog.roles))
    assert f"role_{last}" in told[0]
    assert f"role_{last + 1}" not in told[0]


@pytest.mark.slow
def test_so_it_is_for_thousands(quick, run, write, tmp_path):
    catalog, form = quick
    rows = sheets(catalog, form, 3000, skipped=0.05)
    out = tmp_path / "out.csv"
    assert run("score", write(as_text(rows)), "-o", out).code == 0
    check_rows(catalog, form, rows, scored(out))


def test_what_take_prints_of_a_sheet_is_what_score_writes(quick, run, write, tmp_path):
    """From outside, file for file: nothing of the program between."""
    catalog, form = quick
    rows = [
        *sheets(catalog, form, 4, skipped=0.2, seed=4),
        {"id": "threes", **{id: "3" for id in form.items if is_statement(catalog, id)}},
        {
            "id": "a few",
            **{id: "5" for id in form.items if catalog.item_by_id[id].scale == "order"},
        },
    ]
    blank = dict.fromkeys(("id", *form.items), "")
    told_rows = scored(run("score", write(as_text([blank | row for row in rows]))).out)
    for row, told in zip(rows, told_rows, strict=True):
        sheet = tmp_path / "sheet.yaml"
        sheet.write_text(yaml.safe_dump(answers_of(catalog, row)), "utf-8")
        shown = run("take", "--answers", sheet, "--form", form.id, "--json")
        assert shown.code == 0, shown.err
        document = json.loads(shown.out)
        managing = document["managing"]
        assert told["verdict"] == document["verdict"]
        assert int(told["best_set_size"]) == len(document["best_set"])
        for place, match in enumerate(document["ranking"][:3], 1):
            said = [told[f"role_{place}{each}"] for each in ("", "_first_place", "_last_place")]
            assert said == [match["role"], *map(str, match["rank_range"])]
            assert float(told[f"role_{place}_fit"]) == pytest.approx(match["fit"], abs=TENTHS)
            assert float(told[f"role_{place}_chance"]) == pytest.approx(
                match["p_best"], abs=THOUSANDTHS
            )
        assert bool(told["managing_percentile"]) == bool(managing)
        if managing:
            assert float(told["managing_percentile"]) == pytest.approx(
                managing["percentile"], abs=TENTHS
            )


def is_statement(catalog, id):
    return catalog.item_by_id[id].kind.graded


def test_a_flat_profile_has_no_pattern_and_its_list_all_the_same(six, run, write, tmp_path):
    catalog = load_catalog(six)
    flat = {"id": "flat", **dict.fromkeys(catalog.forms[0].items, "4")}
    (row,) = scored(run("score", write(as_text([flat])), "--data", six).out)
    assert row["verdict"] == "no-pattern"
    assert row["role_1"]
    assert row["flags"] == "same-answer"
    assert float(row["r"]) == 75

    sheet = tmp_path / "flat.yaml"
    sheet.write_text("\n".join(f"{id}: 4" for id in catalog.forms[0].items))
    for option in ((), ("--plain",), ("--details",)):
        shown = run("take", "--data", six, "--answers", sheet, *option)
        assert shown.code == 0, option
        assert "don't point anywhere" in shown.out


def test_nobody_is_matched_who_has_answered_too_little(quick, run, write):
    _catalog, form = quick
    empty = {"id": "empty", **dict.fromkeys(form.items, "")}
    (row,) = scored(run("score", write(as_text([empty]))).out)
    nothing = [name for name, cell in row.items() if not cell]
    assert {"leadership", "top3_chance", "managing_percentile"} < set(nothing)
    assert {name for name in row if name.startswith("role_")} < set(nothing)
    assert (row["flags"], row["best_set_size"], row["verdict"]) == ("not-scored", "0", "")


def choices_for(key, rng, people):
    widths = [len(points[0][1]) for points in key.points]
    choices = rng.integers(-1, np.array(widths), size=(people, len(widths)))
    return np.asfortranarray(choices.astype(np.int8))


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32 - 1), cut=st.integers(0, 40))
def test_other_people_in_the_file_change_nothing(quick, seed, cut):
    catalog, form = quick
    assessor = Assessor(catalog, form)
    rng = np.random.default_rng(seed)
    choices = choices_for(assessor.key, rng, 40)
    order = rng.permutation(40)
    whole, shuffled = assessor.assess(choices), assessor.assess(choices[order])
    parts = assessor.assess(choices[:cut]), assessor.assess(choices[cut:])
    for name in ("score", "resemblance", "fit", "chance", "roles", "first", "last", "verdict"):
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


def test_the_program_is_the_same_as_its_parts(quick, write):
    """`run` is what people type."""
    catalog, form = quick
    outcome = run_program("score", write(as_text(sheets(catalog, form, 1))))
    assert (outcome.code, outcome.err) == (0, "")
