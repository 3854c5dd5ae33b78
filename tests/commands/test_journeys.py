"""One journey through every command with what is rare: each step has a result, or one message.

Sheets without a pattern, with one scale or none; roles that are people in general, twins, alone.
"""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from program import Outcome, Run

SCALES = ("heat", "dough", "guests")
ITEMS = tuple(f"{scale}-{number}" for scale in SCALES for number in (1, 2, 3))
ENDINGS = ("html", "md", "txt", "csv", "json")

Levels = Mapping[str, Sequence[int]]
USUAL: Levels = {"baker": (70, 80, 40), "waiter": (40, 40, 85), "owner": (60, 50, 70)}
CONTENTS: dict[str, Levels] = {
    "usual": USUAL,
    "with a role that is people in general": {**USUAL, "anybody": (50, 50, 50)},
    "with two roles alike": {"baker": (70, 80, 40), "confectioner": (70, 80, 40)},
    "with a role twice as far out": {"baker": (55, 60, 45), "master": (60, 70, 40)},
    "with one role": {"baker": (70, 80, 40)},
    "with nothing but people in general": {"anybody": (50, 50, 50)},
}
SHEETS: dict[str, dict[str, int]] = {
    "marked": dict(zip(ITEMS, (5, 4, 4, 5, 5, 4, 1, 2, 1), strict=True)),
    "all threes": dict.fromkeys(ITEMS, 3),
    "one scale": {"dough-1": 5, "dough-2": 4},
}
TOO_LITTLE = {"heat-1": 4}
TOO_FEW = "Too few answers: at least half of the questions on one scale are needed.\n"


def make_content(folder: Path, levels: Levels) -> Path:
    """Writes a questionnaire of three scales, nine statements and these roles."""
    folder.mkdir()
    questions = {
        "version": "1",
        "languages": ["en", "ru"],
        "managing": ["guests"],
        "answers": [{"en": f"{step}", "ru": f"{step}"} for step in range(1, 6)],
        "scales": [
            {
                "id": scale,
                "kind": "skill" if scale == "heat" else "interest",
                "name": {"en": scale.title(), "ru": scale.title()},
                "norm": {"mean": 50, "sd": 20},
            }
            for scale in SCALES
        ],
        "items": [
            {"id": id, "scale": id.split("-")[0], "text": {"en": f"I: {id}.", "ru": f"Я: {id}."}}
            for id in ITEMS
        ],
        "forms": [{"id": "full", "name": {"en": "Full", "ru": "Полная"}, "items": list(ITEMS)}],
    }
    roles = [
        {
            "id": id,
            "name": {"en": id.title(), "ru": id.title()},
            "profile": {scale: {"level": at} for scale, at in zip(SCALES, each, strict=True)},
        }
        for id, each in levels.items()
    ]
    for name, tree in (("questions", questions), ("roles", {"roles": roles})):
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(tree, allow_unicode=True), "utf-8")
    return folder


def typed(sheet: Mapping[str, int]) -> bytes:
    """What somebody types to name no role, give these answers, skip the rest and end."""
    lines = [str(sheet[id]) if id in sheet else "skip" for id in ITEMS]
    return "\n".join(["", *lines, "", ""]).encode() + b"\n"


def fine(outcome: Outcome) -> Outcome:
    """It ended well and nothing of the program's inside came out."""
    assert outcome.code == 0, outcome.err
    assert "Traceback" not in outcome.out + outcome.err
    assert not any(word in outcome.out for word in ("nan", "None", "inf of"))
    return outcome


def one_message(outcome: Outcome, code: int = 2) -> Outcome:
    """It was refused, in one line that says why."""
    assert outcome.code == code, outcome
    assert outcome.err.count("\n") == 1, outcome.err
    assert "Traceback" not in outcome.err
    return outcome


@pytest.fixture(params=CONTENTS.values(), ids=CONTENTS.keys())
def levels(request: pytest.FixtureRequest) -> Levels:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def content(tmp_path: Path, levels: Levels) -> Path:
    return make_content(tmp_path / "content", levels)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def check_document(document: Mapping[str, Any], levels: Levels, sheet: Mapping[str, int]) -> None:
    """That every figure of a result is there, in its range, and goes with the others."""
    assert document["schema"] == "manager-quiz/result@2"
    assert {match["role"] for match in document["ranking"]} == set(levels)
    assert [match["resemblance"] for match in document["ranking"]] == sorted(
        (match["resemblance"] for match in document["ranking"]), reverse=True
    )
    assert sum(match["p_best"] for match in document["ranking"]) == pytest.approx(1)
    scored = [scale["id"] for scale in document["scales"] if scale["score"] is not None]
    assert scored == [scale for scale in SCALES if any(id.startswith(scale) for id in sheet)]
    for match in document["ranking"]:
        first, last = match["rank_range"]
        assert 1 <= first <= match["rank"] <= last <= len(levels)
        assert [part["scale"] for part in match["contributions"]] == scored
        assert 0 <= match["fit"] <= 100
    assert (document["managing"] is not None) == ("guests" in scored)
    in_set = len(document["best_set"])
    assert document["best_set"] == [match["role"] for match in document["ranking"][:in_set]]
    if set(sheet.values()) == {3}:
        assert document["verdict"] == "no-pattern"
    by_role = {match["role"]: match for match in document["ranking"]}
    if "anybody" in by_role:
        assert (by_role["anybody"]["resemblance"], by_role["anybody"]["fit"]) == (0, 50)
    if "confectioner" in by_role:
        assert [match["rank"] for match in document["ranking"]] == [1, 1]
        assert {match["p_best"] for match in document["ranking"]} == {0.5}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS.keys())
def test_answers_in_a_file_have_a_result_in_every_shape(
    run: Run, content: Path, levels: Levels, sheet: dict[str, int], tmp_path: Path
) -> None:
    answers = tmp_path / "sheet.yaml"
    answers.write_text(yaml.safe_dump(sheet), "utf-8")
    take = ("take", "--data", content, "--answers", answers)
    for language in ("en", "ru"):
        for option in ((), ("--plain",), ("--details",), ("--plain", "--details")):
            fine(run(*take, *option, "--lang", language))
        for ending in ENDINGS:
            file = tmp_path / f"{language}.{ending}"
            fine(run(*take, "-o", file, "--lang", language))
            text = file.read_text("utf-8")
            assert not any(word in text for word in (">nan<", "None", " nan "))
    document = json.loads(fine(run(*take, "--json")).out)
    check_document(document, levels, sheet)

    verified = run("verify", tmp_path / "en.json", "--data", content)
    assert "is what its answers give" in fine(verified).out
    roles = list(levels)[:2]
    beside = run("compare", *roles, "--result", tmp_path / "en.json", "--data", content)
    if len(roles) > 1:
        assert "You" in fine(beside).out
    else:
        one_message(beside)


def test_a_sheet_without_any_score_is_one_message_and_writes_nothing(
    run: Run, content: Path, tmp_path: Path
) -> None:
    answers = tmp_path / "sheet.yaml"
    answers.write_text(yaml.safe_dump(TOO_LITTLE), "utf-8")
    for option in ((), ("--plain",), ("--json",), ("-o", tmp_path / "result.html")):
        outcome = run("take", "--data", content, "--answers", answers, *option)
        assert (outcome.code, outcome.out, outcome.err) == (2, "", TOO_FEW)
    assert not (tmp_path / "result.html").exists()


def test_no_title_stands_over_nothing(run: Run, tmp_path: Path) -> None:
    """Content that says nothing of its roles and scales leaves no empty sections behind."""
    content = make_content(tmp_path / "content", {"anybody": (50, 50, 50)})
    answers = tmp_path / "sheet.yaml"
    answers.write_text(yaml.safe_dump(SHEETS["marked"]), "utf-8")
    take = ("take", "--data", content, "--answers", answers)
    reports = [fine(run(*take, "--details", *option)).out for option in ((), ("--plain",))]
    for ending in ("html", "md", "txt"):
        file = tmp_path / f"report.{ending}"
        fine(run(*take, "-o", file))
        reports.append(file.read_text("utf-8").partition("<body>")[2] or file.read_text("utf-8"))
    empty = ("Why Anybody", "Speaks for it", "What separates", "in brief")
    for report in reports:
        assert "Anybody" in report
        assert not [title for title in empty if title in report]


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS.keys())
def test_an_interview_is_kept_shown_exported_compared_and_verified(
    run: Run, content: Path, levels: Levels, sheet: dict[str, int], home: Path, tmp_path: Path
) -> None:
    for _time in range(2):
        shown = fine(run("take", "--plain", "--data", content, stdin=typed(sheet)))
        assert "Your result" in shown.out
    assert list((home / "journals").glob("*")) == []

    kept = json.loads(fine(run("history", "--json", "--data", content)).out)["results"]
    first, second = (each["id"] for each in kept)
    assert first in fine(run("history", "--data", content)).out
    for option in ((), ("--plain",), ("--details",), ("--plain", "--details")):
        fine(run("history", "show", first, "--data", content, *option))
    document = json.loads(fine(run("history", "show", first, "--json", "--data", content)).out)
    check_document(document, levels, sheet)
    for ending in ENDINGS:
        file = tmp_path / f"report.{ending}"
        fine(run("history", "export", first, "-o", file, "--data", content))
        assert file.stat().st_size > 100
    fine(run("history", "compare", first, second, "--plain", "--data", content))
    changes = json.loads(
        fine(run("history", "compare", first, second, "--json", "--data", content)).out
    )
    assert not any(change["real"] for change in changes["scales"])
    fine(run("verify", first, "--data", content))


def test_an_interview_without_a_result_can_be_gone_on_with(
    run: Run, home: Path, tmp_path: Path
) -> None:
    take = ("take", "--plain", "--data", make_content(tmp_path / "content", USUAL))
    refused = run(*take, stdin=typed(TOO_LITTLE))
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.endswith(TOO_FEW)
    assert len(list((home / "journals").iterdir())) == 1
    # The first choice goes on with it; then a question that was skipped, its answer, the result.
    again = run(*take, stdin=b"1\n2\n5\n\n\n")
    assert "Your result" in fine(again).out, again
    assert list((home / "journals").iterdir()) == []


def test_a_workshop_goes_from_opening_to_handing_out(
    run: Run, content: Path, levels: Levels, tmp_path: Path
) -> None:
    day = tmp_path / "day"
    fine(run("workshop", "open", "Day", "--dir", day, "--data", content))
    for sheet in (*SHEETS.values(), TOO_LITTLE):
        joined = run("workshop", "join", day, "--once", "--plain", stdin=b"\n\n" + typed(sheet))
        assert "Traceback" not in joined.err
        assert ("Your result" in joined.out) == (sheet is not TOO_LITTLE)
        assert ("Too few answers" in joined.out + joined.err) == (sheet is TOO_LITTLE)
    assert len(list((day / "results").iterdir())) == len(SHEETS)
    # What was too little for a result is kept under its code, to go on with.
    (code,) = (folder.name for folder in (day / "journals").iterdir())
    (pin,) = re.findall(r"Your PIN: (\d{4})", joined.err)
    more = f"{code}\n{pin}\n1\n2\n5\n\n\n".encode()
    assert "Your result" in run("workshop", "join", day, "--once", "--plain", stdin=more).out
    assert list((day / "journals").iterdir()) == []
    assert (day / "results" / f"{code}.json").exists()

    fine(run("workshop", "board", day, "--once"))
    fine(run("workshop", "close", day))
    fine(run("workshop", "report", day, "--private"))
    told = json.loads(fine(run("workshop", "report", day, "--json", "--private")).out)
    assert len(told["private"]) >= 1
    fine(run("workshop", "handouts", day))
    assert len(list((day / "handouts").glob("*.html"))) == len(SHEETS) + 2
    table = fine(run("workshop", "export", day)).out
    assert len(list(csv.DictReader(io.StringIO(table.lstrip("\ufeff"))))) == len(SHEETS) + 1


def test_a_workshop_that_nobody_gave_a_result_says_so(run: Run, tmp_path: Path) -> None:
    content, day = make_content(tmp_path / "content", USUAL), tmp_path / "day"
    fine(run("workshop", "open", "Day", "--dir", day, "--data", content))
    fine(run("workshop", "board", day, "--once"))
    fine(run("workshop", "report", day))
    fine(run("workshop", "close", day))
    fine(run("workshop", "export", day))
    assert one_message(run("workshop", "handouts", day), 1).err == "There is no result yet.\n"


def test_a_file_of_sheets_is_scored_and_measured(
    run: Run, content: Path, levels: Levels, tmp_path: Path
) -> None:
    sheets = tmp_path / "sheets.csv"
    everybody = {**SHEETS, "too little": TOO_LITTLE}
    lines = [
        ",".join([name, *(str(sheet.get(id, "")) for id in ITEMS)])
        for name, sheet in everybody.items()
    ]
    sheets.write_text("\n".join([",".join(("id", *ITEMS)), *lines]) + "\n", "utf-8")
    out = fine(run("score", sheets, "--data", content)).out
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(out))}
    assert rows["too little"]["flags"] == "not-scored"
    assert rows["too little"]["role_1"] == rows["too little"]["verdict"] == ""
    for name, sheet in SHEETS.items():
        answers = tmp_path / "sheet.yaml"
        answers.write_text(yaml.safe_dump(sheet), "utf-8")
        taken = run("take", "--data", content, "--answers", answers, "--json")
        first = json.loads(taken.out)["ranking"][0]
        assert rows[name]["role_1"] == first["role"]
        assert float(rows[name]["role_1_fit"]) == pytest.approx(first["fit"], abs=0.05 + 1e-9)
    parquet = tmp_path / "out.parquet"
    fine(run("score", sheets, "--data", content, "-o", parquet))
    for option in ((), ("--plain",), ("--json",), ("-o", tmp_path / "items.html")):
        fine(run("stats", sheets, "--data", content, *option))


def test_roles_are_described_and_checked(run: Run, content: Path, levels: Levels) -> None:
    fine(run("roles", "--data", content))
    for role in levels:
        fine(run("describe", role, "--data", content))
    fine(run("check", content))
