"""One result to keep, damage and report, and a home of its own for every test."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from manager_quiz import assess, load_catalog
from manager_quiz.records.answers import parse_answers
from manager_quiz.records.results import result_document
from program import run_program

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.chdir(EXAMPLES.parent)
    return tmp_path / "home"


@pytest.fixture(scope="session")
def catalogs():
    return {language: load_catalog(language=language) for language in ("en", "ru")}


@pytest.fixture(scope="session")
def make(catalogs):
    """Makes the document of an example's result."""

    def make(name="dealmaker", language="en", id="blue-otter-42", day=23, without=()):
        catalog = catalogs[language]
        file = EXAMPLES / f"{name}.yaml"
        answers = parse_answers(catalog, file.read_bytes(), file).answers
        kept = {item: given for item, given in answers.items() if not item.startswith(without)}
        form = catalog.form_by_id["full"]
        assessment = assess(catalog, form, kept)
        taken_at = datetime(2026, 11, day, 12, tzinfo=UTC)
        return result_document(catalog, form, kept, assessment, id=id, taken_at=taken_at)

    return make


@pytest.fixture
def run():
    def run(*arguments, stdin=""):
        return run_program(*arguments, stdin=stdin.encode())

    return run
