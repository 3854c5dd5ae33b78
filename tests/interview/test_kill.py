"""`kill -9` after any question of the shipped full form loses nothing."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

pytest.importorskip("pexpect")
if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from virtual_terminal import COMMAND, ENTER, RIGHT, Terminal

from manager_quiz.catalog.load import load_catalog
from manager_quiz.measurement.assessment import assess

CATALOG = load_catalog()
ITEMS = CATALOG.form_items(CATALOG.form_by_id["full"])
CHOICES = [number % len(item.choices) for number, item in enumerate(ITEMS)]
STRAIGHT = {
    item.id: item.choices[choice].answer for item, choice in zip(ITEMS, CHOICES, strict=True)
}
RESULT = assess(CATALOG, CATALOG.form_by_id["full"], STRAIGHT)
KEYS = [str(choice + 1) for choice in CHOICES]
SAMPLE = {1, len(ITEMS) // 2, len(ITEMS) - 1, len(ITEMS)}


@pytest.mark.parametrize(
    "killed_after",
    [
        pytest.param(number, marks=[] if number in SAMPLE else [pytest.mark.slow])
        for number in range(1, len(ITEMS) + 1)
    ],
)
def test_nothing_is_lost_when_it_is_killed_after_question(
    tmp_path: Path, killed_after: int
) -> None:
    first = _take(tmp_path)
    first.wait("Which of these would you choose today?")
    first.press(*"hr man", ENTER, RIGHT)
    first.wait(f"Question 1 of {len(ITEMS)}")
    first.press(*KEYS[:killed_after])
    first.wait(_shown_after(killed_after))
    first.kill()

    second = _take(tmp_path)
    second.wait(f"{killed_after} of {len(ITEMS)} answered")
    second.press("1")
    second.wait(_shown_after(killed_after))
    second.press(*KEYS[killed_after:])
    second.wait(_shown_after(len(ITEMS)))
    second.press(ENTER)

    assert second.end() == 0
    (file,) = (tmp_path / "results").iterdir()
    result = json.loads(file.read_bytes())
    assert result["answers"] == STRAIGHT
    assert result["aspirations"] == ["hr-manager"]
    assert result["ranking"] == json.loads(json.dumps(asdict(RESULT)["ranking"]))
    assert list((tmp_path / "journals").iterdir()) == []


def _take(home: Path) -> Terminal:
    arguments = ("take", "--form", "full", "--lang", "en", "--json")
    return Terminal(*arguments, program=COMMAND, MANAGER_QUIZ_HOME=str(home))


def _shown_after(answers: int) -> str:
    if answers == len(ITEMS):
        return "Look over your answers"
    return f"Question {answers + 1} of {len(ITEMS)}"
