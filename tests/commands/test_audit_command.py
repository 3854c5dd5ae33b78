"""The command `audit`."""

import json

import pytest

from manager_quiz.commands.app import app
from manager_quiz.commands.audit import BEGIN, END

FEW = ("--people", "100", "--form", "quick", "--lang", "en")


@pytest.fixture
def run(capsys):
    def call(*args):
        with pytest.raises(SystemExit) as ended:
            app(["audit", *map(str, args)])
        captured = capsys.readouterr()
        return ended.value.code, captured.out, captured.err

    return call


def test_it_prints_tables_and_nothing_on_standard_error(run):
    code, out, err = run(*FEW)
    assert (code, err) == (0, "")
    assert "Where the right role comes" in out
    assert "discrimin" in out


def test_plain_output_has_no_boxes(run):
    _code, out, _err = run(*FEW, "--plain")
    assert "─" not in out
    assert "- weighted sum: first" in out


def test_json_has_every_figure(run):
    code, out, _err = run(*FEW, "--json", "--seed", 7)
    document = json.loads(out)
    assert code == 0
    assert document["schema"] == "manager-quiz/audit@2"
    assert (document["people"], document["seed"]) == (100, 7)
    (form,) = document["forms"]
    assert form["form"] == "quick"
    assert {each["model"] for each in form["drawn"]} == {"own", "other"}
    assert {each["spread"] for each in form["drawn"]} == {1.0, 0.5}
    assert {each["reach"] for each in form["drawn"]} == {1.0, 0.67, 0.4}
    methods = {frozenset(each["methods"]) for each in form["drawn"]}
    rivals = ("discriminant", "squared-distance", "correlation", "cosine", "weighted-sum")
    assert methods == {frozenset(("resemblance", *rivals))}


@pytest.mark.parametrize(
    ("language", "said", "advice"),
    [
        ("en", "Roles that can hardly be told apart", "Change this first."),
        ("ru", "Роли, которые трудно различить", "Начните с этого."),
    ],
)
def test_it_ends_with_a_verdict_in_words(run, small, monkeypatch, language, said, advice):
    """Two roles with the same levels are told of before anything else, and nothing is cut."""
    monkeypatch.setenv("COLUMNS", "80")
    file = small / "roles.yaml"
    text = file.read_text("utf-8")
    for old, new in (
        ("talk: {level: 80}", "talk: {level: 65}"),
        ("depth: {level: 40}", "depth: {level: 55}"),
    ):
        text = text.replace(old, new)
    file.write_text(text.replace("product: {level: 45}", "product: {level: 85}"), "utf-8")
    few = ("--data", small, "--people", "100", "--lang", language)
    code, out, err = run(*few)
    assert (code, err) == (0, "")
    verdict = out.partition(f"1. {said}")[2]
    assert advice in verdict.splitlines()[1]
    assert {"en": "HR manager – Product manager", "ru": "HR-менеджер – Менеджер по"}[
        language
    ] in verdict
    assert max(map(len, out.splitlines())) <= 80
    (first, *_rest) = json.loads(run(*few, "--json")[1])["verdict"]
    assert first == {
        "kind": "not-apart",
        "form": "full",
        "about": ["hr-manager", "product-manager"],
        "figure": first["figure"],
        "needed": None,
    }


def test_the_same_seed_prints_the_same(run):
    assert run(*FEW, "--json") == run(*FEW, "--json")


def test_update_replaces_the_figures_of_a_document(run, tmp_path):
    file = tmp_path / "document.md"
    file.write_text(f"before\n{BEGIN}\nfigures of last year\n{END}\nafter\n")
    assert run(*FEW, "--update", file) == (0, "", "")
    text = file.read_text()
    assert text.startswith(f"before\n{BEGIN}\n")
    assert text.endswith(f"{END}\nafter\n")
    assert "last year" not in text
    assert "| ours, resemblance |" in text
    run(*FEW, "--update", file)
    assert file.read_text() == text


def test_a_document_without_a_place_for_figures_is_left_alone(run, tmp_path):
    file = tmp_path / "document.md"
    file.write_text("nothing")
    code, _out, err = run(*FEW, "--update", file)
    assert code == 2
    assert BEGIN in err
    assert file.read_text() == "nothing"


def test_a_missing_document_is_told(run, tmp_path):
    code, _out, err = run(*FEW, "--update", tmp_path / "none.md")
    assert (code, "none.md" in err) == (2, True)


def test_an_unknown_form_is_told_with_those_that_there_are(run):
    code, _out, err = run("--form", "huge", "--lang", "en")
    assert code == 2
    assert "full, quick, skills" in err
