"""What all tests stand on: surroundings of their own, a small questionnaire, and the program."""

import io
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from manager_quiz.catalog.load import load_catalog
from manager_quiz.catalog.model import Catalog
from manager_quiz.commands.app import app

SMALL = Path(__file__).parent / "content" / "small"
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


class Outcome(NamedTuple):
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


class _Terminal(io.TextIOWrapper):
    """Standard output as the program meets it: bytes behind an encoding."""

    def __init__(self, encoding: str, *, tty: bool) -> None:
        super().__init__(io.BytesIO(), encoding=encoding, write_through=True, newline="")
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty

    def written(self) -> str:
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode(self.encoding)


Run = Callable[..., Outcome]


def run_program(
    *args: object,
    width: int = 100,
    stdin: bytes = b"",
    encoding: str = "utf-8",
    tty: bool = False,
    **environment: str,
) -> Outcome:
    """Runs a command line in this process, with standard streams and variables of its own."""
    out, err = _Terminal(encoding, tty=tty), _Terminal(encoding, tty=tty)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"COLUMNS": str(width), **environment}.items():
            patch.setenv(name, value)
        patch.setitem(os.environ, "LANGUAGE", "en")
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        with pytest.raises(SystemExit) as ended:
            app([str(arg) for arg in args], prog_name="manager-quiz")
    code = ended.value.code
    return Outcome(code if isinstance(code, int) else 0, out.written(), err.written())


@pytest.fixture
def run() -> Run:
    """The program, run in this process."""
    return run_program


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small questionnaire, to break."""
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


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
