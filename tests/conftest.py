"""What all tests stand on: surroundings of their own, a small questionnaire, and the program."""

import functools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from browser import started
from manager_quiz.catalog import load
from manager_quiz.catalog.load import load_catalog
from manager_quiz.catalog.model import Catalog
from program import SMALL, Run, run_program

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A law holds on a busy machine as well: no example fails for the time it takes.
settings.register_profile("without a clock", settings(), deadline=None)
settings.load_profile("without a clock")
GOLDEN = Path(__file__).parent / "golden"
SURROUNDINGS = (
    *("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"),
    *("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "TTY_COMPATIBLE"),
    *("ACCESSIBLE", "PYTHONIOENCODING", "MANAGER_QUIZ_DEBUG", "TERMINAL_WIDTH"),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="Write what the screens show now into tests/golden, to be read before committing.",
    )


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The same language, terminal and personal folder for every test, whoever runs it."""
    for name in SURROUNDINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MANAGER_QUIZ_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MANAGER_QUIZ_LANG", "en")
    monkeypatch.setenv("TERM", "xterm")
    # The program sets it for Typer; this way it is gone after the test.
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """Spares hundreds of commands from parsing the same half megabyte of YAML again.

    And thousands of answers from waiting for a disk: no test cuts the power.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "parse_yaml", functools.lru_cache(8)(load.parse_yaml))
        patch.setattr(os, "fsync", lambda _file: None)
        yield


@pytest.fixture
def run() -> Run:
    """The program, run in this process."""
    return run_program


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small questionnaire, to break."""
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """A browser, started once: one for every process that runs tests."""
    yield from started()


@pytest.fixture(scope="session")
def english() -> Catalog:
    """The shipped content in English."""
    return load_catalog(language="en")


@pytest.fixture(scope="session")
def russian() -> Catalog:
    """The shipped content in Russian."""
    return load_catalog(language="ru")


@pytest.fixture(scope="session")
def shipped(english: Catalog, russian: Catalog) -> dict[str, Catalog]:
    """The shipped content by language."""
    return {"en": english, "ru": russian}


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a screen with the one kept under that name, or keeps it (--update-golden)."""

    def compare(name: str, screen: str) -> None:
        # Spaces at the end of a line can't be seen, and editors like to remove them.
        shown = "\n".join(line.rstrip() for line in screen.splitlines()) + "\n"
        file = GOLDEN / f"{name}.txt"
        if request.config.getoption("--update-golden"):
            file.write_text(shown, encoding="utf-8", newline="\n")
        kept = file.read_text(encoding="utf-8") if file.exists() else ""
        assert shown == kept, f"{file.name} differs; if it should, run with --update-golden"

    return compare
