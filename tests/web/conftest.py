"""A workshop that phones take part in."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "workshop"))  # its people

from workshop_people import CATALOG

from manager_quiz.records.workshops.folder import Workshop, make_workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return make_workshop(tmp_path / "day", "Career day", "quick", None, CATALOG, None)
