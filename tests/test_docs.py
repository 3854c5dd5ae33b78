"""What the documents say of the program is so."""

import re
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
sys.path.insert(0, str(DOCS))

import make_content  # noqa: E402
from make_commands import FILES, reference  # noqa: E402

from manager_quiz.catalog.load import load_catalog  # noqa: E402


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


def test_the_reference_of_content_has_every_field_as_the_code_reads_it():
    """After any change of a field or of the small beginning: python docs/make_content.py"""
    assert make_content.reference() == make_content.PAGE.read_text(encoding="utf-8")


def test_every_field_of_content_has_an_example_and_all_of_them_pass(tmp_path):
    best = make_content.examples()
    for root in make_content.ROOTS.values():
        for record in make_content.records(root):
            added = yaml.safe_load(make_content.more(record)) or {}
            if record.words in best:
                best[record.words].value.update(added)
            else:
                (key,) = [key for key in root.keys if record in key.type.inside]
                several = key.type.words.startswith("list")
                best[root.words].value[key.name] = [added] if several else added
                best[record.words] = make_content.Example(added, [])
    for root in make_content.ROOTS.values():
        for record in make_content.records(root):
            shown = set(best[record.words].value)
            assert shown >= {key.name for key in record.keys}, record.words
    for name, root in make_content.ROOTS.items():
        text = yaml.safe_dump(best[root.words].value, allow_unicode=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert load_catalog(tmp_path).roles
