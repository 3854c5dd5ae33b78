"""What the documents say of the program is so."""

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
sys.path.insert(0, str(DOCS))

from make_commands import FILES, reference  # noqa: E402


@pytest.mark.parametrize("language", FILES)
def test_the_reference_has_every_command_as_it_is(language, monkeypatch):
    """After any change of an option: python docs/make_commands.py"""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERMINAL_WIDTH", "100")
    assert reference(language) == (DOCS / FILES[language]).read_text(encoding="utf-8")


def test_where_things_are_names_modules_that_are_there():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    page = text.split("## Where things are")[1].split("\n## ")[0]
    named = set(re.findall(r"`([\w/]+\.py)`", page))
    assert len(named) > 20
    assert {name for name in named if not (ROOT / "src/manager_quiz" / name).is_file()} == set()


def test_the_floors_are_said_in_the_order_that_is_held():
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("floors below it:")[1]
    told = re.findall(r"`(\w+)(?:\.py)?`", page.split(".\n\n")[0])
    held = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("layers = [")[1]
    floors = re.findall(r"manager_quiz\.(\w+)", held.split("\n]")[0])
    assert told == floors
