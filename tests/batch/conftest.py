"""Files of sheets and small questionnaires."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sheets_for_tests import questionnaire

from manager_quiz.catalog.load import load_catalog
from manager_quiz.catalog.model import Catalog, Form


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of sheets."""

    def write(content: str | bytes, name: str = "answers.csv") -> Path:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    return write


@pytest.fixture
def six(tmp_path: Path) -> Path:
    """Six scales of two statements each."""
    scales = {id: [f"{id}1", f"{id}2"] for id in "riasec"}
    return questionnaire(tmp_path / "six", scales)


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """The questionnaire that `reference/answers.csv` answers."""
    scales = {"warmth": ["w1", "w2", "w3", "w4"], "order": ["o1", "o2", "o3", "o4", "o5"]}
    return questionnaire(tmp_path / "two", scales, reversed_items=["w2", "o3", "o5"])


@pytest.fixture(scope="session")
def quick() -> tuple[Catalog, Form]:
    """The shipped questionnaire and its quick form."""
    catalog = load_catalog()
    return catalog, catalog.form_by_id["quick"]
