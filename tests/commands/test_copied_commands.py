"""A command that is printed can be pasted into the shell, whatever its folder is called."""

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from program import SMALL, Run

if sys.platform == "win32":
    pytest.skip("the shell there quotes in another way", allow_module_level=True)

NAMES = ["My folder", "it's", 'a"b', "a$HOME`id`", "-n", "занятие 1", "a;b&c", "~"]
LONG = "a rather long name that no window has room for"
pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def commands(printed: str) -> Iterator[list[str]]:
    for line in printed.splitlines():
        found = re.search(r"manager-quiz ((?:workshop|check|take) .*)", line)
        if found:
            yield shlex.split(found[1])


@pytest.mark.parametrize("name", NAMES)
def test_those_of_init(run: Run, name: str, tmp_path: Path) -> None:
    check, take = commands(run("init", "--", name).out)
    assert run(*check).code == 0
    assert run(*take, "--answers", "-", stdin=b"technology-1: 4\n").code in {0, 2}
    assert (tmp_path / take[2]).resolve() == tmp_path / name


@pytest.mark.parametrize("name", NAMES)
def test_those_of_a_workshop(run: Run, name: str) -> None:
    opened = run("workshop", "open", "T", f"--dir={name}", "--data", SMALL, "--form", "quick")
    assert opened.code == 0, opened.err
    by_name = {words[1]: words for words in commands(opened.out)}
    assert set(by_name) >= {"join", "board", "collect", "close", "report", "handouts", "erase"}
    assert run(*by_name["board"], "--once").code == 0
    told = run(*by_name["handouts"]).err
    (close,) = commands(told)
    assert close == by_name["close"]
    assert run(*close, "--yes").code == 0
    assert run(*by_name["erase"], "--yes").code == 0


@pytest.mark.parametrize("name", NAMES)
def test_the_one_that_goes_on_with_the_quiz(run: Run, name: str) -> None:
    Path(name).mkdir()
    for file in SMALL.glob("*.yaml"):
        Path(name, file.name).write_bytes(file.read_bytes())
    first = run(
        *("take", "--form", "quick", "--plain", f"--data={name}", "--no-aspirations"),
        *("--lang", "RU", "--output", "my report.html"),
        stdin=b"3\nquit\n",
    )
    assert first.code == 130
    (again,) = commands(first.err)
    second = run(*again, stdin=b"1\n3\n3\n3\n\n")
    assert "Вопрос 2 из 4" in second.err
    assert second.code == 0, second.err
    assert Path("my report.html").exists()


def test_it_is_one_line_in_a_narrow_window_too(tmp_path: Path) -> None:
    pytest.importorskip("pexpect")
    sys.path.insert(0, str(Path(__file__).parents[1] / "interview"))
    from virtual_terminal import COMMAND, CTRL_C, Terminal

    terminal = Terminal(
        *("take", "--form", "quick", "--no-aspirations", "--output", f"{tmp_path}/{LONG}.html"),
        program=COMMAND,
        columns=40,
        MANAGER_QUIZ_HOME=str(tmp_path / "home"),
    )
    terminal.wait("Question 1 of")
    terminal.press("3", CTRL_C)

    assert terminal.end() == 130
    (again,) = commands(terminal.raw.decode().replace("\r\n", "\n"))
    assert again == ["take", "--output", f"{tmp_path}/{LONG}.html"]
