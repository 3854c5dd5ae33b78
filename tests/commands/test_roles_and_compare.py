"""`roles` and `compare`: many roles at once."""

import json
from pathlib import Path

import pytest

from program import SMALL, Run


def test_roles_shows_every_role_with_its_name_to_type(run: Run) -> None:
    shown = run("roles", "--data", SMALL).out
    for words in ("IT manager", "it-manager", "first line, middle", "HR manager", "Technical dep"):
        assert words in shown


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_the_name_to_type_is_never_broken(run: Run, width: int) -> None:
    for id in [role["id"] for role in json.loads(run("roles", "--json").out)["roles"]]:
        assert id in run("roles", width=width).out


def test_roles_as_json(run: Run) -> None:
    shown = json.loads(run("roles", "--json", "--data", SMALL).out)
    assert shown["schema"] == "manager-quiz/role-list@1"
    assert shown["language"] == "en"
    assert shown["roles"][1] == {
        "id": "product-manager",
        "name": "Product manager",
        "levels": ["middle"],
        "summary": "Decides what is made.",
        "strongest": ["product", "talk", "depth"],
    }


def test_roles_of_one_level(run: Run) -> None:
    shown = json.loads(run("roles", "--level", "middle", "--json", "--data", SMALL).out)
    assert [role["id"] for role in shown["roles"]] == ["it-manager", "product-manager"]


def test_an_unknown_level_is_told_with_those_there_are(run: Run) -> None:
    outcome = run("roles", "--level", "upper", "--data", SMALL)
    assert outcome == (2, "", "There is no level upper; choose one of: first-line, middle\n")


def test_compare_puts_what_differs_most_for_its_spread_first(run: Run) -> None:
    shown = json.loads(
        run("compare", "it-manager", "product-manager", "--json", "--data", SMALL).out
    )
    assert shown["schema"] == "manager-quiz/comparison@1"
    # 35 of 20, 25 of 15 and 10 of 15
    assert [scale["id"] for scale in shown["scales"]] == ["product", "depth", "talk"]
    assert shown["scales"][0] == {
        "id": "product",
        "levels": {"it-manager": 50, "product-manager": 85},
        "own": None,
    }


def test_compare_takes_any_name_and_more_than_two(run: Run) -> None:
    outcome = run("compare", "CIO", "продакт менеджер", "hr-manager", "--data", SMALL, "--json")
    roles = json.loads(outcome.out)["roles"]
    assert [role["id"] for role in roles] == ["it-manager", "product-manager", "hr-manager"]


@pytest.mark.parametrize("names", [["it-manager"], ["it-manager", "CIO"]])
def test_one_role_cannot_be_compared(run: Run, names: list[str]) -> None:
    outcome = run("compare", *names, "--data", SMALL)
    assert outcome == (2, "", "Name at least two different roles to compare.\n")


@pytest.mark.parametrize("name", ["it-manger", "file-manager", "qwxz"])
def test_compare_tells_of_a_name_that_is_no_role(run: Run, name: str) -> None:
    outcome = run("compare", "hr-manager", name, "--data", SMALL)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"There is no role {name}. ")
    assert outcome.err.count("\n") == 1


@pytest.fixture
def result(tmp_path: Path, run: Run) -> Path:
    """A saved result in which only one scale was answered."""
    file = tmp_path / "mine.json"
    sheet = b"depth-1: 5\ndepth-2: 1\n"
    outcome = run("take", "--data", SMALL, "--answers", "-", "-o", file, stdin=sheet)
    assert outcome.code == 0
    return file


def test_an_own_result_stands_beside_the_roles(run: Run, result: Path) -> None:
    command = ("compare", "it-manager", "hr-manager", "--data", SMALL, "--result", result)
    own = {scale["id"]: scale["own"] for scale in json.loads(run(*command, "--json").out)["scales"]}
    shown = {scale["id"]: scale for scale in json.loads(result.read_bytes())["scales"]}
    assert own == {"depth": shown["depth"]["score"], "talk": None, "product": None}
    assert "You" in run(*command).out
    assert f"you {own['depth']:.0f}" in run(*command, "--plain").out


def test_an_own_result_is_found_by_its_id_among_those_kept(
    run: Run, result: Path, tmp_path: Path
) -> None:
    (tmp_path / "home" / "results").mkdir(parents=True)
    result.rename(tmp_path / "home" / "results" / "abc123.json")
    outcome = run("compare", "it-manager", "hr-manager", "--data", SMALL, "--result", "abc123")
    assert outcome.code == 0
    assert "You" in outcome.out


DAMAGED = {
    "no JSON": "{",
    "another JSON": "[]",
    "another schema": '{"schema": "manager-quiz/roles@1"}',
    "no scales": '{"schema": "manager-quiz/result@1"}',
    "scales of a wrong type": '{"schema": "manager-quiz/result@1", "scales": {"depth": 5}}',
    "a scale without id": '{"schema": "manager-quiz/result@1", "scales": [{"score": 5}]}',
    "a score that is a word": (
        '{"schema": "manager-quiz/result@1", "scales": [{"id": "depth", "score": "high"}]}'
    ),
    "endless nesting": "[" * 100_000,
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_result_is_one_clear_line(run: Run, tmp_path: Path, text: str) -> None:
    file = tmp_path / "damaged.json"
    file.write_text(text, "utf-8")
    outcome = run("compare", "it-manager", "hr-manager", "--data", SMALL, "--result", file)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"{file} is no saved result that can be read (")
    assert outcome.err.count("\n") == 1


def test_a_missing_result_is_one_clear_line(run: Run) -> None:
    outcome = run("compare", "it-manager", "hr-manager", "--result", "nowhere.json")
    assert outcome == (
        2,
        "",
        "nowhere.json is no saved result that can be read "
        "(there is neither a file of that name nor a kept result).\n",
    )
