"""A kind of question is one entry: given another one, everything asks, reads and scores it."""

import json
from pathlib import Path

import polars as pl
import pytest

from manager_quiz.catalog import questions
from manager_quiz.catalog.model import Choice, Item, ItemKind
from manager_quiz.catalog.record import TEXT, TEXTS, WORD, Field, Key, Record, id_in
from program import Run

SITUATION = "    situation: {en: \"A neighbour can't pay"
PAIR = """\
    pair: {en: "Which is nearer to you?", ru: "Что вам ближе?"}
    poles:
      - {en: "Few words", ru: "Мало слов"}
      - {en: "Many words", ru: "Много слов"}
"""


KIND = ItemKind(key="pair", graded=False, explanation="These are the two ends of one thing.")


def a_pair(field: Field, pair: str, poles: tuple[str, ...], **keys: str) -> Item:
    """The low end of a scale and its high end, to choose between."""
    if len(poles) != 2:
        field.part("poles").problem("{name}: a pair has two poles")
    choices = tuple(
        Choice(answer, text, {keys["scale"]: points})
        for answer, text, points in zip(("low", "high"), poles, (0, 1), strict=False)
    )
    return Item(**keys, text=pair, choices=choices, kind=KIND, reverse=False, weight=1)


@pytest.fixture
def paired(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small questionnaire with a pair where its situation was."""
    keys = [Key("id", WORD, ""), Key("scale", id_in("scales"), "")]
    record = Record("pair", a_pair, *keys, Key("pair", TEXT, ""), Key("poles", TEXTS, ""))
    monkeypatch.setattr(questions, "ITEM_KINDS", {KIND: record, **questions.ITEM_KINDS})
    file = small / "questions.yaml"
    text = file.read_text("utf-8")
    begin, end = text.index(SITUATION), text.index("  - id: product-1\n")
    file.write_text(text[:begin] + PAIR + text[end:], "utf-8")
    return small


def test_what_is_wrong_with_it_is_told_at_its_line(run: Run, paired: Path) -> None:
    assert run("check", paired).code == 0
    file = paired / "questions.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace('      - {en: "Few words", ru: "Мало слов"}\n', ""), "utf-8")
    line = text[: text.index("    poles:")].count("\n") + 1
    assert (
        f"questions.yaml:{line}: items[4].poles: a pair has two poles" in run("check", paired).err
    )


def test_it_is_asked_with_its_own_choices_and_explanation(run: Run, paired: Path) -> None:
    typed = b"\n\n3\n3\n3\n3\nhelp\n2\n2\n3\n\n"
    outcome = run("take", "--data", paired, "--form", "full", "--plain", stdin=typed)
    asked = outcome.out + outcome.err
    assert outcome.code == 0, asked
    assert "Which is nearer to you?\n1. Few words\n2. Many words" in asked
    helped = next(line for line in asked.splitlines() if "These are the two ends" in line)
    assert "How much is this like you?" not in helped


@pytest.mark.parametrize("cell", ["high", "Many words", "много слов", "A2"])
def test_it_is_scored_and_its_cells_are_read(
    run: Run, paired: Path, tmp_path: Path, cell: str
) -> None:
    answers = b"talk-1: 5\ntalk-2: 1\ntalk-3: high\n"
    taken = run("take", "--data", paired, "--answers", "-", "--json", stdin=answers)
    scores = {each["id"]: each["score"] for each in json.loads(taken.out)["scales"]}
    assert scores["talk"] == 100
    sheets = tmp_path / "sheets.csv"
    sheets.write_text(
        "id,depth-1,talk-1,product-1,depth-2,talk-3,product-2,talk-2\n"
        f"p1,3,5,3,3,{cell},1,1\np2,3,5,3,3,low,1,1\n"
    )
    scored = run("score", sheets, "--data", paired)
    assert scored.code == 0, scored.err
    talk = pl.read_csv(scored.out.encode())["talk"].to_list()
    assert talk == pytest.approx([100, 75])
