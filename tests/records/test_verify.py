"""`verify`: a saved result is what its answers give, or isn't, or it can't be said."""

import json

import pytest

from manager_quiz.records.results import encode


@pytest.fixture
def saved(make, tmp_path):
    """Saves the example's result after a change to it."""

    def save(change=lambda document: None, **options):
        document = json.loads(encode(make(**options)))
        change(document)
        file = tmp_path / "result.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        return file

    return save


@pytest.mark.parametrize("name", ["dealmaker", "people-person", "technologist"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_result_as_it_was_saved_is_confirmed(name, language, saved, run):
    done = run("verify", saved(name=name, language=language))
    assert done.code == 0
    assert "is what its answers give" in done.out


def test_rounding_in_the_last_digits_is_no_difference(saved, run):
    def round_all(document):
        for match in document["ranking"]:
            match["resemblance"] = round(match["resemblance"], 7)

    assert run("verify", saved(round_all)).code == 0


def test_more_than_rounding_is_a_difference(saved, run):
    def add_a_little(document):
        document["scales"][0]["score"] += 1e-5

    done = run("verify", saved(add_a_little))
    assert (done.code, "scales[0].score" in done.err) == (1, True)


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (("ranking", 0, "fit"), 99.5, "ranking[0].fit: saved 99.5"),
        (("ranking", 0, "contributions", 0, "resemblance"), 0.5, "ranking[0].contributions[0]"),
        (("scales", 0, "score"), 90.0, "scales[0].score: saved 90.0"),
        (("verdict",), "no-pattern", 'verdict: saved "no-pattern", from the answers "'),
        (("p_top3",), 0.999, "p_top3"),
        (("managing", "percentile"), 1.5, "managing.percentile: saved 1.5"),
        (("ranking", 0, "rank_range"), [1, 16], "ranking[0].rank_range[1]: saved 16"),
        (("flags",), ["contradiction"], "flags"),
        (("upset",), None, "upset"),
        (("answers", "leadership-1"), 1, "scales[0].score"),
        (("answers", "leadership-1"), 9, "answers.leadership-1: saved 9"),
        (("answers", "charisma-1"), 3, "answers.charisma-1: saved 3, from the answers -"),
        (("form",), "skills", "answers"),
        (("form",), "long", "form"),
    ],
)
def test_what_is_not_what_the_answers_give_is_named(place, value, told, saved, run):
    def tamper(document):
        part = document
        for step in place[:-1]:
            part = part[step]
        part[place[-1]] = value

    done = run("verify", saved(tamper))
    assert done.code == 1
    assert told in done.err


def test_hasty_comes_from_times_that_are_not_saved(saved, run):
    assert run("verify", saved(lambda document: document["flags"].append("hasty"))).code == 0


def test_other_content_leaves_it_open_and_is_named(saved, run):
    def make_other(document):
        document["catalog"] = {"version": "1999", "sha256": "abc123" * 10}

    done = run("verify", saved(make_other))
    assert done.code == 1
    assert "content 1999 (sha256 abc123" in done.err
    assert done.err.startswith("It can't be said")
    told = json.loads(run("verify", saved(make_other), "--json").out)
    assert told["verdict"] == "other-content"


def test_what_is_no_result_is_wrong_input(tmp_path, run):
    file = tmp_path / "evil\x1b[31m.json"
    file.write_text('{"schema": "\x1b[2J<script>"}')
    for each in (file, tmp_path, tmp_path / "none.json"):
        done = run("verify", each)
        assert done.code == 2
        assert "\x1b" not in done.err
        assert done.err.count("\n") == 1


def test_a_field_of_deep_or_strange_content_is_told_harmlessly(saved, run):
    def add(document):
        document["ranking"][0]["note\x1b[2J"] = "\x1b]0;owned\x07"
        document["ranking"][0]["deep"] = json.loads("[" * 500 + "]" * 500)

    done = run("verify", saved(add))
    assert done.code == 1
    assert "\x1b" not in done.err
    assert len(done.err) < 500
