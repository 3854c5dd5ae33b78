from pathlib import Path

import pytest
from sample import CONTENT

from manager_quiz.catalog.load import load_catalog
from manager_quiz.catalog.model import Catalog


@pytest.fixture
def catalog() -> Catalog:
    """The sample questionnaire in English."""
    return load_catalog(CONTENT, "en")


@pytest.fixture
def journals(tmp_path: Path) -> Path:
    """A folder for journals that isn't there yet."""
    return tmp_path / "state" / "journals"
