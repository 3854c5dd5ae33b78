"""What a result says is true of the figures beside it, and no file can make it say other things."""

import csv
import io
from dataclasses import replace

import pytest

from manager_quiz import load_catalog
from manager_quiz.errors import ContentError
from manager_quiz.records.history import keep
from manager_quiz.records.reports import render
from manager_quiz.records.results import result_of
from manager_quiz.wording.result import headline, verdict
from manager_quiz.wording.words import words_in


@pytest.fixture
def far(make):
    """A result whose first role isn't the closest, and whose closest isn't close."""
    assessment = result_of(make()).assessment
    first, second, *others = assessment.ranking
    swapped = (replace(second, rank=1), replace(first, rank=2), *others)
    best = tuple(match.role for match in swapped[:3])
    return replace(assessment, ranking=swapped, best_set=best, closeness=0.05)


def test_the_closest_role_is_that_with_the_least_distance(far, catalogs):
    closest = min(far.ranking, key=lambda match: match.distance)
    assert closest.role != far.ranking[0].role
    name = catalogs["en"].role_by_id[closest.role].name
    assert name in headline(words_in("en"), catalogs["en"], far)
    assert name in verdict(words_in("en"), catalogs["en"], replace(far, closeness=0.5))


def test_the_headline_tells_how_many_roles_hold_the_best_one(far, catalogs):
    told = headline(words_in("en"), catalogs["en"], replace(far, closeness=0.5))
    assert "with 90 %" in told
    assert "first 3" in told


def test_how_close_roles_are_is_not_said_from_a_few_scales(far, catalogs):
    unscored = tuple(replace(scale, score=None) for scale in far.scales[1:])
    few = replace(far, scales=(far.scales[0], *unscored), closeness=0.99)
    assert "Too few scales" in verdict(words_in("en"), catalogs["en"], few)


def test_no_file_makes_a_date_that_stops_the_history(make, home, run):
    keep(make(id="good-owl-11"))
    (home / "results" / "bad-owl-12.json").write_text(
        (home / "results" / "good-owl-11.json")
        .read_text("utf-8")
        .replace('"taken_at": "', '"taken_at": "0001-01-01T00:00:00", "was": "'),
        "utf-8",
    )
    listed = run("history")
    assert listed.code == 0
    assert "good-owl-11" in listed.out


def test_no_cell_of_a_table_is_a_formula(make, catalogs):
    result = result_of(make() | {"id": "=1+2"})
    text = render(".csv", result, catalogs["en"], words_in("en")).removeprefix("\ufeff")
    assert {row["result"] for row in csv.DictReader(io.StringIO(text))} == {"'=1+2"}


def test_content_with_terminal_escapes_is_refused(run, tmp_path):
    assert run("init", tmp_path / "own").code == 0
    file = tmp_path / "own" / "roles.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("en: IT manager", r'en: "\e[31mIT manager"', 1), "utf-8")
    with pytest.raises(ContentError, match="control characters"):
        load_catalog(tmp_path / "own")


def test_a_language_that_there_is_not_is_refused_wherever_it_is_named(run):
    assert run("--lang", "xx", "roles").code == 2
    assert run("roles", "--lang", "xx").code == 2


def test_an_accessible_terminal_takes_answers_from_a_pipe(run, monkeypatch):
    monkeypatch.setenv("ACCESSIBLE", "1")
    typed = "\n".join(["3"] * 200)
    assert "Your result" in run("take", "--form", "skills", "--no-history", stdin=typed).out
