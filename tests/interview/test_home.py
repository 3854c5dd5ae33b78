"""The bare name in a terminal: what one can do, a key each."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pexpect")
if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

import pexpect
from virtual_terminal import COMMAND, CTRL_C, ENTER, ESCAPE, Terminal

from program import Run

EXAMPLE = Path(__file__).parents[2] / "examples" / "dealmaker.yaml"
PROBE = """
import sys
from manager_quiz.commands.app import app
try:
    app([], prog_name="manager-quiz")
finally:
    print("LOADED", *(name for name in sys.modules if "." not in name))
"""


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    terminals: list[Terminal] = []
    monkeypatch.chdir(tmp_path)

    def open_one(*args: object, **extra: object) -> Terminal:
        own = {"MANAGER_QUIZ_HOME": str(tmp_path / "own"), **extra}
        terminal = Terminal(*args, program=COMMAND, **own)
        terminals.append(terminal)
        return terminal

    yield open_one
    for terminal in terminals:
        terminal.process.close(force=True)


@pytest.mark.parametrize(("key", "code"), [("0", 0), (ESCAPE, 0), (CTRL_C, 130)])
def test_it_offers_what_there_is_and_every_way_out_leads_out(opened, key: str, code: int) -> None:
    terminal = opened()
    terminal.wait(
        *("1 Take the quiz", "2 Earlier results", "3 Read about a role"),
        *("4 Hold a workshop with a group", "0 Leave"),
    )
    terminal.press(key)
    assert terminal.end() == code


def test_it_speaks_russian(opened) -> None:
    terminal = opened("--lang", "ru")
    terminal.wait("1 Ответить на вопросы", "0 Выйти")
    assert not re.search("[A-Za-z]", terminal.text)


def test_a_quiz_is_taken_and_gone_on_with(opened, tmp_path: Path) -> None:
    terminal = opened()
    terminal.wait("1 Take the quiz")
    terminal.press("1")
    terminal.wait("Which form would you like?")
    terminal.press("1")
    terminal.wait("Which of these would you choose today?")
    terminal.press(ENTER)
    terminal.wait("Question 1 of 39")
    terminal.press("4")
    terminal.wait("Question 2 of 39")
    terminal.press(CTRL_C)
    assert terminal.end() == 130

    terminal = opened()
    terminal.wait("1 Go on with your quiz")
    terminal.press("1")
    terminal.wait("1 of 39 answered")


def test_an_earlier_result_is_walked_through(opened, run: Run, tmp_path: Path) -> None:
    saved = tmp_path / "own" / "results" / "blue-otter-42.json"
    saved.parent.mkdir(parents=True)
    assert run("take", "--answers", EXAMPLE, "-o", saved).code == 0
    terminal = opened()
    terminal.wait("2 Earlier results")
    terminal.press("2")
    terminal.wait("Your results, newest first", "Full, Sales manager")
    terminal.press("1")
    terminal.wait("Esc leave")
    terminal.press(ESCAPE)
    terminal.wait("What next?", "0 Leave")


def test_without_results_that_is_said(opened) -> None:
    terminal = opened()
    terminal.wait("2 Earlier results")
    terminal.press("2")
    terminal.wait("No results are kept here yet", "What next?")


@pytest.mark.parametrize(
    ("typed", "told"), [("leadrship", "Did you mean: Leadership?"), ("эйчар", "HR manager")]
)
def test_a_role_is_read_about_by_its_name_and_slips_are_helped(
    opened, typed: str, told: str
) -> None:
    terminal = opened(rows=200)
    terminal.wait("3 Read about a role")
    terminal.press("3")
    terminal.wait("A role by any usual name")
    terminal.press(*typed, ENTER)
    terminal.wait(told, "What next?")


def test_a_workshop_is_opened_and_then_held(opened, tmp_path: Path) -> None:
    terminal = opened()
    terminal.wait("4 Hold a workshop")
    terminal.press("4")
    terminal.wait("What is the workshop called?")
    terminal.press(*"Day one", ENTER)
    terminal.wait("manager-quiz workshop join day-one")
    assert terminal.end() == 0
    terminal = opened()
    terminal.wait("4 Hold a workshop")
    terminal.press("4")
    terminal.wait("1 Day one: people take part", "2 Open a new workshop")
    terminal.press("1")
    terminal.wait("Press Enter if you agree")


def test_line_by_line_it_is_a_numbered_list(opened) -> None:
    terminal = opened(TERM="dumb")
    terminal.wait("4. Hold a workshop with a group", "Type a number and press Enter:")
    terminal.press("0", ENTER)
    assert terminal.end() == 0


def test_it_waits_for_no_more_than_its_prompt_needs() -> None:
    with pexpect.spawn(sys.executable, ["-c", PROBE], timeout=30, encoding="utf-8") as typed:
        typed.expect_exact("Take the quiz")
        typed.send("0")
        typed.expect_exact(pexpect.EOF)
        loaded = set(typed.before.partition("LOADED")[2].split())
    assert "questionary" in loaded
    assert loaded & {"numpy", "jinja2", "polars", "pandas"} == set()
