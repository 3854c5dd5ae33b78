"""A workshop in a folder of its own, and the program to run it with."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from workshop_people import CATALOG, environment, some_result

from manager_quiz.records.workshops.folder import Workshop, make_workshop
from manager_quiz.records.workshops.people import claim_code, release_code, save_result

sys.path.append(str(Path(__file__).parents[1] / "interview"))  # the virtual terminal

Program = Callable[..., subprocess.CompletedProcess[str]]
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
def program(tmp_path: Path) -> Program:
    """The real command line in a process of its own."""

    def run(*args: object, stdin: str = "", timeout: float = 60) -> Any:
        return subprocess.run(
            [sys.executable, "-m", "manager_quiz", "workshop", *map(str, args)],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            env=environment(tmp_path / "home"),
            timeout=timeout,
            check=False,
        )

    return run
