"""`stats`: figures that equal those of other packages, verdicts, and what is written back."""

import json
import math

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets_for_tests import REFERENCE, as_text, questionnaire

from manager_quiz.catalog.load import load_catalog
from manager_quiz.measurement.distributions import f_quantile, incomplete_beta
from manager_quiz.measurement.key import scoring_key
from manager_quiz.measurement.statistics import Collector

# The answers are made up; expected.json was computed from them by R's psych 2.2.9 (see make.R),
# these intervals and alphas once more by pingouin 0.7.0 with SciPy's F distribution.
PINGOUIN = {
    "warmth": (0.7177349130538038, 0.5771142355595087, 0.820077714541717),
    "order": (0.7994449478930676, 0.7034583153009566, 0.8713276384996653),
}


@pytest.fixture
def told(two, run):
    outcome = run("stats", REFERENCE / "answers.csv", "--data", two, "--json")
    assert outcome.code == 0
    return {scale["id"]: scale for scale in json.loads(outcome.out)["scales"]}


@pytest.mark.parametrize("scale", ["warmth", "order"])
def test_figures_are_those_of_psych_and_pingouin(told, scale):
    expected = json.loads((REFERENCE / "expected.json").read_text())[scale]
    for name in ("people", "alpha", "alpha_low", "alpha_high", "lambda6", "mean_inter_item_r"):
        assert told[scale][name] == pytest.approx(expected[name], abs=1e-9), name
    for name in ("alpha_dropped", "item_rest"):
        given = [item[name] for item in told[scale]["items"]]
        assert given == pytest.approx(expected[name], abs=1e-9)
    names = ("alpha", "alpha_low", "alpha_high")
    assert [told[scale][name] for name in names] == pytest.approx(PINGOUIN[scale], abs=1e-9)


def test_quantiles_of_f_are_those_of_printed_tables():
    """Upper 2.5 % and 5 % points (NIST/SEMATECH e-Handbook, 1.3.6.7.3)."""
    assert f_quantile(0.95, 1, 1) == pytest.approx(161.448, abs=5e-4)
    assert f_quantile(0.95, 10, 20) == pytest.approx(2.348, abs=5e-4)
    assert f_quantile(0.99, 3, 100) == pytest.approx(3.984, abs=5e-4)


@given(p=st.floats(0.001, 0.999), d1=st.integers(1, 5000), d2=st.integers(1, 100_000))
@settings(max_examples=60)
def test_quantiles_and_probabilities_undo_each_other(p, d1, d2):
    value = f_quantile(p, d1, d2)
    x = d1 * value / (d1 * value + d2)
    if 1e-12 < x < 1 - 1e-12:
        assert incomplete_beta(x, d1 / 2, d2 / 2) == pytest.approx(p, rel=1e-6, abs=1e-8)
        assert 1 / value == pytest.approx(f_quantile(1 - p, d2, d1), rel=1e-7)


@settings(max_examples=20)
@given(seed=st.integers(0, 2**32 - 1), cut=st.integers(0, 300))
def test_portions_and_order_change_nothing(tmp_path_factory, seed, cut):
    folder = tmp_path_factory.getbasetemp() / "portions"
    scales = {"a": ["a1", "a2", "a3"], "b": ["b1", "b2"]}
    catalog = load_catalog(questionnaire(folder, scales, reversed_items=["a2"]))
    key = scoring_key(catalog, catalog.forms[0])
    rng = np.random.default_rng(seed)
    choices = np.asfortranarray(rng.integers(-1, 5, size=(300, 5)).astype(np.int8))
    whole, parts = Collector(key), Collector(key)
    whole.add(choices)
    shuffled = choices[rng.permutation(300)]
    parts.add(shuffled[:cut])
    parts.add(shuffled[cut:])
    for one, other in zip(whole.result().scales, parts.result().scales, strict=True):
        assert one.people == other.people
        assert one.alpha == pytest.approx(other.alpha, abs=1e-9)
        assert one.sd == pytest.approx(other.sd, abs=1e-9)
        for item, same in zip(one.items, other.items, strict=True):
            assert item.shares == same.shares
            assert item.item_rest == pytest.approx(same.item_rest, abs=1e-9)


def test_one_item_without_spread_breaks_nothing(two, run, write):
    answers = dict.fromkeys(("w1", "w2", "w3", "w4"), "3")
    answers |= dict.fromkeys(("o1", "o2", "o3", "o4", "o5"), "")
    rows = [{"id": str(n), **answers} for n in range(40)]
    outcome = run("stats", write(as_text(rows)), "--data", two, "--json")
    assert outcome.code == 0
    warmth, order = json.loads(outcome.out)["scales"]
    assert (warmth["people"], warmth["alpha"], order["people"]) == (40, None, 0)
    assert {item["verdict"] for item in warmth["items"]} == {"same"}
    assert run("stats", write(as_text(rows)), "--data", two).code == 0


# ---------------------------------------------------------------------------- verdicts


def test_an_item_keyed_the_wrong_way_is_named(tmp_path, run):
    """w2 is reversed; this questionnaire forgot to say so."""
    scales = {"warmth": ["w1", "w2", "w3", "w4"], "order": ["o1", "o2", "o3", "o4", "o5"]}
    wrong = questionnaire(tmp_path / "wrong", scales, reversed_items=["o3", "o5"])
    shown = run("stats", REFERENCE / "answers.csv", "--data", wrong)
    line = next(line for line in shown.out.splitlines() if line.startswith("w2"))
    assert "probably keyed the wrong way" in line
    assert shown.out.count("probably keyed the wrong way") == 1


def test_fifteen_people_are_too_few_and_it_says_so(two, run, write):
    lines = (REFERENCE / "answers.csv").read_text().splitlines()[:16]
    shown = run("stats", write("\n".join(lines)), "--data", two).out
    assert shown.count("Too few people to rely on this") == 2
    assert "Answers of 15 people" in shown


def test_russian_has_no_english_left(two, run):
    shown = run("stats", REFERENCE / "answers.csv", "--data", two, "--lang", "ru", "--plain")
    words = {word for word in shown.out.replace(".", " ").split() if word.isascii()}
    assert not {word for word in words if word.isalpha() and len(word) > 5} - {"warmth"}


@pytest.mark.parametrize("ending", ["html", "md", "csv"])
def test_reports_say_the_same(two, run, tmp_path, ending):
    out = tmp_path / f"report.{ending}"
    run("stats", REFERENCE / "answers.csv", "--data", two, "-o", out)
    text = out.read_text("utf-8")
    assert "w2" in text
    assert "0.72" in text or "0.717" in text
    assert "{{" not in text


def test_bad_rows_stop_it_or_are_left_out(two, run, write):
    text = (REFERENCE / "answers.csv").read_text() + "odd,9,1,1,1,1,1,1,1,1\n"
    stopped = run("stats", write(text), "--data", two)
    assert (stopped.code, stopped.out) == (2, "")
    assert ":62: w1: '9' is no answer" in stopped.err
    skipped = run("stats", write(text), "--data", two, "--json", "--bad-rows", "skip")
    told = json.loads(skipped.out)
    assert (told["bad_rows"], told["people"]["people"]) == (1, 60)


# ----------------------------------------------------------------------------- update


def test_update_writes_what_was_measured_and_nothing_else(two, run):
    file = two / "questions.yaml"
    file.write_text(
        "# mine, and it stays mine\n"
        + file.read_text().replace("sd: 20", "sd: 20  # a guess").replace("scales:", "\nscales:")
    )
    before = file.read_text()
    assert run("stats", REFERENCE / "answers.csv", "--update", two).code == 0
    after = file.read_text()
    told = yaml.safe_load(after)
    assert told["reliability"]["people"] == 57
    assert told["reliability"]["mean_inter_item_r"] == pytest.approx(
        (0.3928 + 0.4498) / 2, abs=1e-3
    )
    norm = told["scales"][0]["norm"]
    assert norm["people"] == 58
    assert norm["mean"] != 50
    assert after.count("# a guess") == 2
    kept = [line for line in before.splitlines() if "mean:" not in line and "sd:" not in line]
    assert [line for line in after.splitlines() if line in kept] == kept
    assert run("check", two).code == 0
    # Measured once more: the values are replaced, not added.
    assert run("stats", REFERENCE / "answers.csv", "--update", two).code == 0
    assert file.read_text() == after


def test_then_results_say_measured(two, run, tmp_path):
    run("stats", REFERENCE / "answers.csv", "--update", two)
    sheet = tmp_path / "sheet.yaml"
    sheet.write_text("\n".join(f"{id}: 4" for id in ("w1", "w2", "w3", "w4", "o1", "o2", "o3")))
    result = run("take", "--data", two, "--answers", sheet, "--json", "--no-history")
    measured = json.loads(result.out)["measured"]
    assert measured == {"norms": 57, "reliability": 57, "correlation": None, "levels": []}
    shown = run("take", "--data", two, "--answers", sheet, "--details", "--no-history")
    assumed = "not measured: how the scales go together, what each role asks for."
    assert assumed in " ".join(shown.out.split())


def test_the_shipped_file_can_be_updated_too(run, tmp_path, write):
    folder = tmp_path / "own"
    run("init", folder)
    catalog = load_catalog(folder)
    before = (folder / "questions.yaml").read_text("utf-8")
    rng = np.random.default_rng(3)
    rows = []
    for person in range(80):
        lean = rng.normal()
        row = {"id": str(person)}
        for item in catalog.form_items(catalog.form_by_id["full"]):
            direction = -lean if item.reverse else lean
            last = len(item.choices) - 1
            index = int(np.clip(np.rint(last / 2 + direction + rng.normal()), 0, last))
            row[item.id] = str(item.choices[index].answer)
        rows.append(row)
    outcome = run("stats", write(as_text(rows)), "--update", folder)
    assert outcome.code == 0, outcome.err
    after = (folder / "questions.yaml").read_text("utf-8")
    changed = [
        (old, new)
        for old, new in zip(before.splitlines(), after.splitlines(), strict=True)
        if old != new
    ]
    assert len(changed) == 14
    assert all("norm: {mean" in old or "mean_inter_item_r" in old for old, _new in changed)
    assert math.isclose(load_catalog(folder).reliability.people or 0, 80)


def test_answers_that_say_nothing_update_nothing(two, run, write):
    before = (two / "questions.yaml").read_text()
    names = ("w1", "w2", "w3", "w4", "o1", "o2", "o3", "o4", "o5")
    rows = [{"id": str(n), **dict.fromkeys(names, "3")} for n in range(40)]
    outcome = run("stats", write(as_text(rows)), "--update", two)
    assert outcome.code == 1
    assert "nothing was updated" in outcome.err
    assert (two / "questions.yaml").read_text() == before


@pytest.mark.parametrize(("language", "said"), [("en", "29 answered all"), ("ru", "29")])
def test_fewer_than_thirty_measure_nothing(two, run, write, language, said):
    before = (two / "questions.yaml").read_text()
    rows = (REFERENCE / "answers.csv").read_text().splitlines()
    complete = [row for row in rows[1:] if all(row.split(","))]
    for people, code in ((29, 1), (30, 0)):
        sheets = write("\n".join([rows[0], *complete[:people]]) + "\n")
        outcome = run("stats", sheets, "--update", two, "--lang", language)
        assert outcome.code == code, outcome.err
        assert (said in outcome.err, (two / "questions.yaml").read_text() == before) == (
            people < 30,
            people < 30,
        )


def test_a_change_that_says_anything_else_is_not_written(two, run, monkeypatch):
    before = (two / "questions.yaml").read_text()
    monkeypatch.setattr("manager_quiz.records.measured._flow", lambda _values: "people: 1")
    outcome = run("stats", REFERENCE / "answers.csv", "--update", two)
    assert (outcome.code, "can't be changed safely" in outcome.err) == (1, True)
    assert (two / "questions.yaml").read_text() == before
