"""Where the verdicts of `stats` begin and end, its spreads by hand, and which norms it writes."""

import json
import statistics
from dataclasses import replace

import pytest
import yaml
from sheets_for_tests import as_text, questionnaire, scored

from manager_quiz.measurement.statistics import (
    ItemStatistics,
    ScaleStatistics,
    item_verdict,
    scale_verdict,
)

ITEM = ItemStatistics(
    id="w1",
    people=200,
    mean=3.0,
    sd=1.0,
    shares=(0.2, 0.2, 0.2, 0.2, 0.2),
    item_rest=0.5,
    alpha_dropped=0.7,
    loading=0.6,
)
SCALE = ScaleStatistics(
    id="warmth",
    people=200,
    mean=50.0,
    sd=20.0,
    floor=0.0,
    ceiling=0.0,
    alpha=0.8,
    alpha_low=0.75,
    alpha_high=0.84,
    lambda6=0.8,
    mean_inter_item_r=0.5,
    sem=8.9,
    items=(ITEM, ITEM, ITEM, ITEM),
)
NAN = float("nan")


@pytest.mark.parametrize(
    ("verdict", "changes"),
    [
        ("good", {}),
        ("few", {"people": 29}),
        ("good", {"people": 30}),
        ("few", {"alpha_low": 0.635, "alpha_high": 0.84}),
        ("good", {"alpha_low": 0.645, "alpha_high": 0.84}),
        ("low", {"alpha": 0.599}),
        ("modest", {"alpha": 0.601}),
        ("modest", {"alpha": 0.699}),
        ("good", {"alpha": 0.701}),
        ("good", {"alpha": 0.949}),
        ("narrow", {"alpha": 0.951}),
        ("split", {"alpha": -0.01, "alpha_low": -0.4}),
        ("split", {"items": (ITEM, replace(ITEM, loading=-0.31))}),
        ("good", {"items": (ITEM, replace(ITEM, loading=-0.29))}),
        ("split", {"alpha": NAN}),
        ("flat", {"alpha": NAN, "items": (replace(ITEM, item_rest=NAN),) * 4}),
        ("single", {"alpha": NAN, "items": (replace(ITEM, item_rest=NAN),)}),
        ("few", {"alpha": NAN, "people": 29}),
    ],
)
def test_verdict_on_a_scale(verdict: str, changes: dict) -> None:
    assert scale_verdict(replace(SCALE, **changes)) == verdict


@pytest.mark.parametrize(
    ("verdict", "changes", "of_scale"),
    [
        ("fine", {"item_rest": 0.201}, {}),
        ("weak", {"item_rest": 0.199}, {}),
        ("few", {}, {"people": 29}),
        ("fine", {}, {"people": 30}),
        ("alone", {"item_rest": NAN}, {}),
        ("level", {"item_rest": NAN, "sd": 0.0}, {}),
        ("same", {"item_rest": NAN, "shares": (0, 0, 1.0, 0, 0)}, {}),
        ("few", {"item_rest": NAN, "shares": (0, 0, 1.0, 0, 0), "people": 29}, {}),
        ("same", {"shares": (0, 0, 0.9, 0.1, 0)}, {}),
        ("fine", {"shares": (0, 0, 0.899, 0.101, 0)}, {}),
        # tanh(1.96 / sqrt(103 - 3)) = .1935; tanh(1.96 / sqrt(403 - 3)) = .0977
        ("weak", {"item_rest": -0.193}, {"people": 103}),
        ("reversed", {"item_rest": -0.194}, {"people": 103}),
        ("weak", {"item_rest": -0.097}, {"people": 403}),
        ("reversed", {"item_rest": -0.098}, {"people": 403}),
        ("weak", {"item_rest": 0.1, "loading": -0.299}, {}),
        ("reversed", {"item_rest": 0.1, "loading": -0.301}, {}),
        ("either", {"loading": 0.301}, {"alpha": -0.1}),
        ("fine", {"loading": 0.299}, {"alpha": -0.1}),
    ],
)
def test_verdict_on_an_item(verdict: str, changes: dict, of_scale: dict) -> None:
    assert item_verdict(replace(ITEM, **changes), replace(SCALE, **of_scale)) == verdict


FIVE = [
    {"id": "a", "w1": "1", "w2": "2", "w3": "1", "w4": "1"},
    {"id": "b", "w1": "2", "w2": "5", "w3": "3", "w4": "2"},
    {"id": "c", "w1": "4", "w2": "4", "w3": "4", "w4": "5"},
    {"id": "d", "w1": "5", "w2": "1", "w3": "4", "w4": "4"},
    {"id": "e", "w1": "3", "w2": "3", "w3": "5", "w4": "5"},
]
"""So few that a spread over n and one over n - 1 can't be taken for each other."""


def test_every_spread_divides_by_one_less_than_there_are_people(tmp_path, run, write):
    folder = questionnaire(tmp_path / "one", {"warmth": ["w1", "w2", "w3", "w4"]})
    sheets = write(as_text(FIVE))
    told = json.loads(run("stats", sheets, "--data", folder, "--json").out)
    (scale,) = told["scales"]
    rows = [[int(row[id]) for id in ("w1", "w2", "w3", "w4")] for row in FIVE]
    for item, given in zip(scale["items"], zip(*rows, strict=True), strict=True):
        assert item["mean"] == pytest.approx(statistics.mean(given))
        assert item["sd"] == pytest.approx(statistics.stdev(given))
    # 25 points for each of the steps 1 to 5, averaged over the items.
    scores = [25 * (statistics.mean(row) - 1) for row in rows]
    assert scale["mean"] == pytest.approx(statistics.mean(scores))
    assert scale["sd"] == pytest.approx(statistics.stdev(scores))
    assert scale["sem"] == pytest.approx(scale["sd"] * (1 - scale["alpha"]) ** 0.5)
    within = sorted(map(statistics.stdev, rows))
    assert told["people"]["irv"] == pytest.approx([within[0], within[2], within[4]], abs=0.003)
    # And the scores are those that people get.
    done = run("score", sheets, "--data", folder)
    by_name = {row["id"]: row for row in scored(done.out)}
    column = next(name for name in by_name["a"] if "warmth" in name and "error" not in name)
    assert [float(by_name[row["id"]][column]) for row in FIVE] == pytest.approx(scores, abs=0.05)


def test_only_the_least_and_the_most_there_is_are_at_an_end(tmp_path, run, write):
    folder = questionnaire(tmp_path / "ends", {"warmth": ["w1", "w2", "w3", "w4"]})
    names = ("w1", "w2", "w3", "w4")
    ends = ["1111", "1112", "5555", "5555", "5554"]
    people = [{"id": f"{n}", **dict(zip(names, row, strict=True))} for n, row in enumerate(ends)]
    sheets = write(as_text([*FIVE, *people]))
    (scale,) = json.loads(run("stats", sheets, "--data", folder, "--json").out)["scales"]
    assert (scale["floor"], scale["ceiling"]) == (pytest.approx(0.1), pytest.approx(0.2))


def test_a_norm_is_written_only_from_the_form_that_asks_most_about_its_scale(tmp_path, run, write):
    scales = {"warmth": ["w1", "w2", "w3", "w4"], "order": ["o1", "o2"]}
    folder = questionnaire(tmp_path / "forms", scales)
    file = folder / "questions.yaml"
    questions = yaml.safe_load(file.read_text("utf-8"))
    short = ["w1", "w2", "o1", "o2"]
    questions["forms"].append({"id": "short", "name": {"en": "Short"}, "items": short})
    file.write_text(yaml.safe_dump(questions, sort_keys=False), "utf-8")
    # The second question of a scale is a step off the first for every third person.
    rows = [
        {
            "id": str(n),
            **{
                scale + number: str((n * step % 5 + (number == "2" and n % 3 == 0)) % 5 + 1)
                for scale, step in (("w", 1), ("o", 2))
                for number in "12"
            },
        }
        for n in range(40)
    ]
    done = run("stats", write(as_text(rows)), "--form", "short", "--update", folder)
    assert done.code == 0, done.err
    warmth, order = yaml.safe_load(file.read_text("utf-8"))["scales"]
    # Two of the four questions would spread people wider than all four do.
    assert warmth["norm"] == {"mean": 50, "sd": 20}
    assert order["norm"]["people"] == 40
    assert order["norm"] != {"mean": 50, "sd": 20}
