"""The reference of commands is what the program says of itself."""

import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
sys.path.insert(0, str(DOCS))

from make_commands import FILES, reference  # noqa: E402


@pytest.mark.parametrize("language", FILES)
def test_the_reference_has_every_command_as_it_is(language, monkeypatch):
    """After any change of an option: python docs/make_commands.py"""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERMINAL_WIDTH", "100")
    assert reference(language) == (DOCS / FILES[language]).read_text(encoding="utf-8")
