"""What to do with a result that was shown: one key, and every way out leads out."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pexpect")
if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from virtual_terminal import CTRL_C, CTRL_D, DOWN, ENTER, ESCAPE, UP, Terminal

MENU = Path(__file__).parent / "menu_runner.py"


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        (["2"], "2"),
        ([ENTER], "1"),
        ([DOWN, DOWN, ENTER], "3"),
        ([UP, ENTER], "0"),
        (["7", "j", "щ", "\x1b[25;5;2~", "2"], "2"),
        (["0"], "0"),
        ([ESCAPE], "0"),
        ([CTRL_C], ""),
        ([CTRL_D], ""),
    ],
)
def test_a_key_chooses(keys: list[str], chosen: str) -> None:
    terminal = Terminal(program=MENU)
    terminal.wait("What next?", "1 Details", "0 Leave")
    for key in keys:
        terminal.press(key)
        terminal.settle(0.1)

    assert terminal.end() == 0
    assert (f"CHOSEN {chosen}" if chosen else "LEFT") in terminal.words


def test_a_label_that_is_too_wide_is_folded() -> None:
    terminal = Terminal(program=MENU, columns=30, rows=15)

    terminal.wait("2 Read all about the role that fits best, from duties to study")


def test_the_entries_follow_the_window() -> None:
    terminal = Terminal(program=MENU, columns=70, rows=15)
    whole = "2 Read all about the role that fits best, from duties to study"
    terminal.wait(whole)
    for columns in (24, 50):
        terminal.settle()
        terminal.resize(columns, 15)
        terminal.wait(whole)
    terminal.press(DOWN, ENTER)

    assert terminal.end() == 0
    assert "CHOSEN 2" in terminal.words


def test_a_wrong_number_is_answered_with_all_entries() -> None:
    done = subprocess.run(
        [sys.executable, MENU], input=b"7\n2\n", capture_output=True, check=True, timeout=60
    )

    assert done.stderr.count(b"1. Details") == 2


@pytest.mark.parametrize(("typed", "chosen"), [("2\n", "2"), ("x\n\n1\n", "1"), ("", "")])
def test_in_plain_mode_a_number_is_typed(typed: str, chosen: str) -> None:
    done = subprocess.run(
        [sys.executable, MENU], input=typed.encode(), capture_output=True, check=True, timeout=60
    )

    assert (f"CHOSEN {chosen}" if chosen else "LEFT") in done.stdout.decode()
    assert b"1. Details" in done.stderr
