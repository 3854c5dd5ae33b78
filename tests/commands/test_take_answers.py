"""`take --answers`: the result of answers from a file, without a terminal."""

import json
import os
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from program import SMALL, Outcome, Run

ANSWERS: dict[str, Any] = {
    **{"depth-1": 5, "depth-2": 1, "talk-1": 3, "talk-2": 4, "talk-3": "b"},
    **{"product-1": 2, "product-2": 2},
}
QUICK = {id: ANSWERS[id] for id in ("depth-1", "talk-1", "product-1", "talk-2")}


def take(run: Run, text: str, *options: object, **more: Any) -> Outcome:
    """The outcome for a sheet given on standard input."""
    command = ("take", "--data", SMALL, "--answers", "-", *options)
    outcome = run(*command, stdin=text.encode(), **more)
    assert isinstance(outcome, Outcome)
    return outcome


def result(outcome: Outcome) -> dict[str, Any]:
    """A result without what differs every time."""
    assert outcome.code == 0, outcome.err
    document: dict[str, Any] = json.loads(outcome.out)
    del document["id"], document["taken_at"]
    return document


def as_yaml(answers: dict[str, Any]) -> str:
    return "".join(f"{id}: {'' if answer is None else answer}\n" for id, answer in answers.items())


@pytest.mark.parametrize(
    "text",
    [
        as_yaml(ANSWERS),
        "# a comment\nanswers:\n" + "".join(f"  {line}\n" for line in as_yaml(ANSWERS).split("\n")),
        json.dumps(ANSWERS),
        json.dumps({"answers": ANSWERS}, indent=2),
        json.dumps({"answers": ANSWERS}, indent="\t"),
        "\ufeff" + as_yaml(ANSWERS).replace("\n", "\r\n"),
        as_yaml(ANSWERS).upper().replace("PRODUCT-1", "Product-1"),
    ],
    ids=["YAML", "YAML under answers", "JSON", "JSON under answers", "tabs", "Windows", "capitals"],
)
def test_all_ways_to_write_a_sheet_give_the_same_result(run: Run, text: str) -> None:
    assert result(take(run, text, "--json")) == result(take(run, as_yaml(ANSWERS), "--json"))


@pytest.mark.parametrize(
    ("sheet", "roles"),
    [
        ("aspirations: [hr-manager, CIO]\n", ["hr-manager", "it-manager"]),
        ("aspirations: HR-менеджер\n", ["hr-manager"]),
        ("aspirations: []\n", []),
        ("aspirations:\n", []),
        ("", []),
    ],
)
@pytest.mark.parametrize("under", [True, False])
def test_a_sheet_may_say_which_roles_one_would_choose(
    run: Run, sheet: str, roles: list[str], under: bool
) -> None:
    answers = as_yaml(ANSWERS)
    if under:
        answers = "answers:\n" + "".join(f"  {line}\n" for line in answers.splitlines())
    for text in (sheet + answers, answers + sheet):
        assert result(take(run, text, "--json"))["aspirations"] == roles
    assert result(take(run, text, "--json", "--no-aspirations"))["aspirations"] == []


def test_a_saved_result_is_a_sheet_with_its_aspirations(run: Run, tmp_path: Path) -> None:
    saved = tmp_path / "mine.json"
    take(run, "aspirations: [hr-manager]\n" + as_yaml(ANSWERS), "-o", saved)
    again = run("take", "--data", SMALL, "--answers", saved, "--json")
    assert result(again)["aspirations"] == ["hr-manager"]


def test_roles_that_there_are_not_are_told_with_their_line(run: Run) -> None:
    outcome = take(run, as_yaml(ANSWERS) + "aspirations: [it-manger, qwxz]\n")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.splitlines() == [
        "answers:8: there is no role it-manger, perhaps: IT manager",
        "answers:8: there is no role qwxz, perhaps: -",
    ]


def test_four_aspirations_are_too_many(run: Run) -> None:
    roles = "[it-manager, hr-manager, sales-manager, top-manager]"
    outcome = run("take", "--answers", "-", stdin=f"aspirations: {roles}\n".encode())
    assert outcome.code == 2
    assert "at most 3 roles, but here are 4" in outcome.err


def test_a_file_gives_the_same_as_standard_input(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(as_yaml(ANSWERS), "utf-8")
    outcome = run("take", "--data", SMALL, "--answers", file, "--json")
    assert result(outcome) == result(take(run, as_yaml(ANSWERS), "--json"))


def test_null_and_absent_are_skipped(run: Run) -> None:
    some = {**ANSWERS, "talk-1": None}
    absent = {id: answer for id, answer in some.items() if answer is not None}
    document = result(take(run, as_yaml(some), "--json"))
    assert document == result(take(run, as_yaml(absent), "--json"))
    assert "talk-1" not in document["answers"]
    assert [scale["answered"] for scale in document["scales"]] == [2, 2, 2]


def test_a_saved_result_is_a_sheet_too(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "saved.json"
    first = result(take(run, as_yaml(ANSWERS), "--json", "-o", file))
    again = run("take", "--data", SMALL, "--answers", file, "--json")
    assert result(again) == first


def test_save_writes_the_whole_result_for_its_owner_alone(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "saved.json"
    outcome = take(run, as_yaml(ANSWERS), "--json", "-o", file)
    assert json.loads(file.read_bytes()) == json.loads(outcome.out)
    assert [each.name for each in tmp_path.iterdir()] == ["saved.json"]
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_result_has_the_documented_shape(run: Run) -> None:
    document = json.loads(take(run, as_yaml(ANSWERS), "--json").out)
    assert document["schema"] == "manager-quiz/result@2"
    assert isinstance(document["id"], str)
    assert document["id"]
    assert datetime.fromisoformat(document["taken_at"]).tzinfo is not None
    assert document["language"] == "en"
    assert document["form"] == "full"
    assert document["catalog"]["version"] == "1"
    assert len(document["catalog"]["sha256"]) == 64
    assert document["answers"] == ANSWERS
    scale = document["scales"][0]
    assert (scale["id"], scale["kind"], scale["answered"], scale["items"]) == (
        "depth",
        "skill",
        2,
        2,
    )
    assert scale["score"] == 100
    assert scale["standard_error"] > 0
    first = document["ranking"][0]
    assert first["rank"] == 1
    assert first["role"] in {"it-manager", "product-manager", "hr-manager"}
    assert 0 <= first["fit"] <= 100
    assert 0 <= first["p_best"] <= document["p_top3"] <= 1
    assert first["rank_range"][0] == 1
    total = sum(each["resemblance"] for each in first["contributions"])
    assert total == pytest.approx(first["resemblance"])
    assert {each["scale"] for each in first["contributions"]} == {"depth", "talk", "product"}
    assert len(document["ranking"]) == 3
    assert document["best_set"][0] == first["role"]
    assert document["verdict"] in {"no-pattern", "one", "lead", "no-lead"}
    assert document["managing"] is None
    assumed = {"norms": None, "reliability": None, "correlation": None, "levels": []}
    assert document["measured"] == assumed
    assert isinstance(document["flags"], list)


def test_every_result_has_an_id_of_its_own(run: Run) -> None:
    outcomes = [take(run, as_yaml(ANSWERS), "--json") for _ in range(2)]
    assert len({json.loads(each.out)["id"] for each in outcomes}) == 2


def test_the_smallest_form_that_has_all_the_answers_is_taken(run: Run) -> None:
    assert result(take(run, as_yaml(QUICK), "--json"))["form"] == "quick"
    assert result(take(run, as_yaml({**QUICK, "talk-3": "a"}), "--json"))["form"] == "full"


def test_a_form_can_be_named(run: Run) -> None:
    assert result(take(run, as_yaml(QUICK), "--form", "full", "--json"))["form"] == "full"
    quick = result(take(run, as_yaml(ANSWERS), "--form", "quick", "--json"))
    assert quick["answers"] == QUICK


@pytest.mark.parametrize("form", ["QUICK", "Quick", "быстрая"])
def test_a_form_is_taken_by_id_or_name_in_any_case(run: Run, form: str) -> None:
    more = ["--lang", "ru", "--json"]
    named = result(take(run, as_yaml(QUICK), *more, "--form", form))
    assert named == result(take(run, as_yaml(QUICK), *more, "--form", "quick"))


def test_one_question_under_two_spellings_is_not_answered_twice(run: Run) -> None:
    outcome = take(run, "depth-1: 5\nDepth-1: 2\n")
    assert outcome.code == 2
    assert "there is no question Depth-1, perhaps: depth-1" in outcome.err


def test_an_unknown_form_is_told_with_those_there_are(run: Run) -> None:
    outcome = take(run, as_yaml(ANSWERS), "--form", "long")
    assert outcome == (2, "", "There is no form long; choose one of: full, quick\n")


def test_all_that_is_wrong_with_a_sheet_is_told_at_once_by_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "answers:\n"
        "  depth-1: 6\n"
        "  depth-9: 3\n"
        "  talk-1: true\n"
        "  talk-2: '4'\n"
        "  talk-3: d\n"
        "  product-1: 4.0\n"
        "  product-2: [1]\n"
        "  nonsense: 1\n",
        "utf-8",
    )
    outcome = run("take", "--data", SMALL, "--answers", file)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.replace(f"{file}:", "").splitlines() == [
        "2: 6 is no answer to depth-1, expected one of: 1, 2, 3, 4, 5",
        "3: there is no question depth-9, perhaps: depth-2, depth-1",
        "4: true is no answer to talk-1, expected one of: 1, 2, 3, 4, 5",
        "5: '4' is no answer to talk-2, expected one of: 1, 2, 3, 4, 5",
        "6: 'd' is no answer to talk-3, expected one of: a, b, c",
        "7: 4.0 is no answer to product-1, expected one of: 1, 2, 3, 4, 5",
        "8: [1] is no answer to product-2, expected one of: 1, 2",
        "9: there is no question nonsense, perhaps: -",
    ]


@pytest.mark.parametrize("answer", [0, 6, -1, 10**30])
def test_an_answer_out_of_range_is_refused(run: Run, answer: int) -> None:
    assert take(run, f"depth-1: {answer}\n").code == 2


@pytest.mark.parametrize("text", ["", "just words", "[1, 2]", "answers: 5", "answers:"])
def test_a_sheet_that_is_no_mapping_is_one_clear_line(run: Run, text: str) -> None:
    outcome = take(run, text)
    assert outcome == (2, "", "answers:1: expected answers as item: answer, one a line\n")


@pytest.mark.parametrize(
    "text", ["depth-1: 1\ndepth-1: 2", "a: [", "a: !!python/name:os.system x", "a: &x 1\nb: *x"]
)
def test_a_sheet_is_read_as_carefully_as_content(run: Run, text: str) -> None:
    outcome = take(run, text)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("answers:")
    assert outcome.err.count("\n") == 1


def test_a_missing_sheet_is_one_clear_line(run: Run, tmp_path: Path) -> None:
    outcome = run("take", "--answers", tmp_path / "none.yaml")
    assert outcome == (2, "", f"{tmp_path / 'none.yaml'}: there is no such file\n")


def test_endless_input_is_refused(run: Run) -> None:
    outcome = take(run, "#" * 5_000_001)
    assert outcome == (
        2,
        "",
        "answers: the file is larger than 1 MB, far more than is needed\n",
    )


@pytest.mark.parametrize("text", ["{}", "depth-1:\n", "talk-1: 3\n"])
def test_too_few_answers_are_told_of(run: Run, text: str) -> None:
    outcome = take(run, text, "--form", "full")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("Too few answers: ")
    assert outcome.err.count("\n") == 1


def test_without_terminal_and_answers_one_line_says_what_to_do(run: Run) -> None:
    outcome = run("take", "--data", SMALL)
    assert (outcome.code, outcome.out) == (2, "")
    assert "--answers" in outcome.err
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [("mine.docx", "must end in one of"), ("nowhere/mine.json", "There is no folder")],
)
def test_where_a_result_cannot_be_saved_is_told_before_anything_else(
    run: Run, tmp_path: Path, name: str, said: str
) -> None:
    outcome = take(run, "no: answers", "-o", tmp_path / name)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert outcome.err.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_result_that_could_not_be_saved_fails_and_leaves_nothing(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "taken.json").symlink_to("/dev/full")
    outcome = take(run, as_yaml(ANSWERS), "-o", tmp_path / "taken.json")
    assert outcome.code == 1
    assert "Your profile" in outcome.out, "the result on the screen is not lost with the file"
    assert outcome.err.startswith(f"{tmp_path / 'taken.json'} can't be written: ")
    assert [each.name for each in tmp_path.iterdir()] == ["taken.json"]


def test_the_result_in_russian_says_the_same_as_in_english(run: Run) -> None:
    english, russian = (
        result(take(run, as_yaml(ANSWERS), "--json", "--lang", language))
        for language in ("en", "ru")
    )
    assert {**russian, "language": "en"} == english


def test_details_add_reasons_next_steps_and_all_roles(run: Run) -> None:
    short = take(run, as_yaml(ANSWERS)).out
    long = take(run, as_yaml(ANSWERS), "--details").out
    for title in ("Speaks for it", "What next: ", "What your scores mean", "All roles"):
        assert title in long
        assert title not in short
