"""Whatever is done to the files and options, the program says what is wrong and harms nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

NORMAL, MANY, BLOCK = 100, 10_000, 500
MUTANTS = Path(__file__).with_name("mutants.py")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks, and needs pipes and links")


def tried(numbers: range, folder: Path) -> str:
    """What is wrong with any of these mutants."""
    ran = subprocess.run(
        [sys.executable, MUTANTS, str(numbers.start), str(numbers.stop), folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return ran.stdout.strip()


@pytest.mark.parametrize("first", range(0, NORMAL, NORMAL // 2))
def test_a_hundred_mutants_do_no_harm(tmp_path: Path, first: int) -> None:
    numbers = range(first, first + NORMAL // 2)
    assert tried(numbers, tmp_path) == ""


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, MANY, BLOCK))
def test_ten_thousand_mutants_do_no_harm(tmp_path: Path, first: int) -> None:
    assert tried(range(first, first + BLOCK), tmp_path) == ""


def test_every_command_has_its_mutants() -> None:
    from spoiling import PROGRAM, named
    from world import LINES

    assert {named(each.args) for each in LINES} == set(PROGRAM)
