"""Whatever is done to the files and options, the program says what is wrong and harms nothing."""

import os
import sys
from pathlib import Path

import pytest
from mutants import mutant, world

NORMAL, MANY, BLOCK = 100, 10_000, 500
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pipes, links and a clock")


def tried(numbers: range, folder: Path) -> list[str]:
    root = folder / "world"
    files = world(root)
    here = Path.cwd()
    os.chdir(root)
    try:
        return [fault for n in numbers for fault in mutant(n, root, files)]
    finally:
        os.chdir(here)


@pytest.mark.parametrize("first", range(0, NORMAL, NORMAL // 4))
def test_a_hundred_mutants_do_no_harm(tmp_path: Path, first: int) -> None:
    numbers = range(first, first + NORMAL // 4)
    if "MUTANT" in os.environ:  # one that failed, again
        numbers = range(int(os.environ["MUTANT"]), int(os.environ["MUTANT"]) + 1)
    assert tried(numbers, tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, MANY, BLOCK))
def test_ten_thousand_mutants_do_no_harm(tmp_path: Path, first: int) -> None:
    assert tried(range(first, first + BLOCK), tmp_path) == []
