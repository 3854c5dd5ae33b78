"""A workshop in a folder of its own, and the program to run it with."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from workshop_people import CATALOG, some_result

from manager_quiz.records.workshops.folder import Workshop, make_workshop
from manager_quiz.records.workshops.people import claim_code, release_code, save_result
from program import run_program

sys.path.append(str(Path(__file__).parents[1] / "interview"))  # the virtual terminal


class Done(NamedTuple):
    """How a command ended and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


Program = Callable[..., Done]
Fill = Callable[[int], list[str]]


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return make_workshop(tmp_path / "day", "Career day", "quick", None, CATALOG, None)


@pytest.fixture
def fill(workshop: Workshop) -> Fill:
    """Lets so many people take part; their codes in the order they came."""

    def filled(people: int) -> list[str]:
        codes = []
        for seed in range(people):
            code = claim_code(workshop)
            save_result(workshop, some_result(seed, code))
            release_code(workshop, code)
            codes.append(code)
        return codes

    return filled


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """The commands of workshops, run in this process."""
    monkeypatch.chdir(tmp_path)

    def run(*args: object, stdin: str = "") -> Done:
        return Done(*run_program("workshop", *args, stdin=stdin.encode(), width=80))

    return run
