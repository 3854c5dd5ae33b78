from pathlib import Path

import pytest

from manager_quiz.catalog.load import load_catalog
from manager_quiz.catalog.model import Catalog

CONTENT = Path(__file__).parent / "content"


@pytest.fixture
def catalog() -> Catalog:
    """A questionnaire of seven items that has nothing to do with managers."""
    return load_catalog(CONTENT, "en")


@pytest.fixture
def journals(tmp_path: Path) -> Path:
    """A folder for journals that isn't there yet."""
    return tmp_path / "state" / "journals"
