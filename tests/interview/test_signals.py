"""A signal from outside leaves the terminal as it was, keeps the answers, and is answered.

The program runs below a shell with job control, as it does for a person.
"""

import os
import re
import signal
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

pytest.importorskip("pexpect")
if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from virtual_terminal import CTRL_C, Terminal

from manager_quiz.catalog.load import load_catalog
from manager_quiz.records.journal import unfinished_journals
from manager_quiz.records.workshops.folder import make_workshop
from program import run_program

CHILD = "set -m; {program}; echo LEFT $?; read -r line; fg; echo LEFT $?; read -r line"
ALTERNATE = re.compile(rb"\x1b\[\?1049([hl])")
CURSOR = re.compile(rb"\x1b\[\?(?:12;)?25([hl])")


class Part(NamedTuple):
    """What is run, what is typed and waited for until it is on, and what can be read then."""

    command: str
    steps: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]


@pytest.fixture
def part(request: pytest.FixtureRequest, tmp_path: Path) -> Part:
    quiz, day, saved = f"{sys.executable} -m manager_quiz", tmp_path / "day", tmp_path / "it.json"
    name = request.param
    if name in {"board", "entry"}:
        make_workshop(day, "Friday", "quick", "en", load_catalog(), None)
    if name == "walk":
        answers = Path(__file__).parents[2] / "examples" / "dealmaker.yaml"
        assert run_program("take", "--answers", answers, "-o", saved).code == 0
    asked = (("Code on the sheet", "\r"),)
    return {
        "question": Part(f"{quiz} take --form quick --no-aspirations", (), ("Question 1 of",)),
        "choice": Part(f"{quiz} take", (), ("Which form would you like?",)),
        "walk": Part(f"{quiz} history show {saved}", (), ("Esc leave",)),
        "entry": Part(f"{quiz} workshop enter {day}", asked, ("Roles marked",)),
        "board": Part(f"{quiz} workshop board {day}", (), ("Friday",)),
    }[name]


ALL = pytest.mark.parametrize(
    "part", ["question", "choice", "walk", "entry", "board"], indirect=True
)


def start(command: str, home: Path) -> Terminal:
    name, shell = "bash", CHILD.format(program=command)
    code = f"import os; os.execvp({name!r}, {[name, '-c', shell]!r})"
    return Terminal(code, program="-c", MANAGER_QUIZ_HOME=str(home))


def on(part: Part, home: Path) -> Terminal:
    terminal = start(part.command, home)
    for text, keys in part.steps:
        terminal.wait(text)
        terminal.press(keys)
    terminal.wait(*part.texts)
    return terminal


def as_it_was(terminal: Terminal) -> bool:
    """Line by line, with echo, on the main screen, with a cursor."""
    modes = termios.tcgetattr(terminal.process.child_fd)
    wanted = termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN
    cooked = modes[3] & wanted == wanted and modes[0] & termios.ICRNL and modes[1] & termios.OPOST
    main = (ALTERNATE.findall(terminal.raw) or [b"l"])[-1] == b"l"
    shown = (CURSOR.findall(terminal.raw) or [b"h"])[-1] == b"h"
    return bool(cooked) and main and shown


def program_of(terminal: Terminal) -> int:
    """The process group that is in front: the program's."""
    group = os.tcgetpgrp(terminal.process.child_fd)
    assert group != terminal.process.pid
    return group


@ALL
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_who_ends_it_from_outside_gets_the_terminal_back(
    part: Part, number: int, code: int, tmp_path: Path
) -> None:
    terminal = on(part, tmp_path / "home")
    os.kill(program_of(terminal), number)
    terminal.wait(f"LEFT {code}")

    assert as_it_was(terminal)
    assert "Traceback" not in terminal.words
    terminal.kill()


def test_the_answers_are_kept_and_that_is_said(tmp_path: Path) -> None:
    command = f"{sys.executable} -m manager_quiz take --form quick --no-aspirations"
    terminal = start(command, tmp_path / "home")
    terminal.wait("Question 1 of")
    terminal.press("3", "2")
    terminal.wait("Question 3 of")
    os.kill(program_of(terminal), signal.SIGTERM)
    terminal.wait("Stopped. 2 of", "answers are kept", "LEFT 143")

    (left,) = unfinished_journals(tmp_path / "home" / "journals")
    assert len(left.events) == 3
    terminal.kill()


@ALL
def test_it_can_be_stopped_and_gone_on_with(part: Part, tmp_path: Path) -> None:
    terminal = on(part, tmp_path / "home")
    os.kill(program_of(terminal), signal.SIGTSTP)
    terminal.wait("LEFT 148")
    assert as_it_was(terminal)

    terminal.screen.reset()
    terminal.press("\n")
    terminal.wait(*part.texts)
    assert not as_it_was(terminal)
    terminal.press(CTRL_C)
    for text, _keys in part.steps:
        terminal.wait(text)
        terminal.press(CTRL_C)
    terminal.wait("LEFT")
    assert as_it_was(terminal)
    terminal.kill()


@pytest.mark.parametrize("background", [False, True], ids=["stopped", "background"])
def test_one_that_is_stopped_can_be_ended(tmp_path: Path, background: bool) -> None:
    command = f"{sys.executable} -m manager_quiz take --form quick --no-aspirations"
    terminal = start(command, tmp_path / "home")
    terminal.wait("Question 1 of")
    program = program_of(terminal)
    os.kill(program, signal.SIGTSTP)
    terminal.wait("LEFT 148")
    if background:  # as after `bg`
        os.kill(program, signal.SIGCONT)
        time.sleep(0.3)
        os.kill(program, signal.SIGTERM)
    else:
        os.kill(program, signal.SIGTERM)
        os.kill(program, signal.SIGCONT)

    soon(lambda: not alive(program))
    assert as_it_was(terminal)
    terminal.kill()


def test_a_window_that_is_closed_ends_it(tmp_path: Path) -> None:
    command = f"{sys.executable} -m manager_quiz take --form quick --no-aspirations"
    terminal = start(command, tmp_path / "home")
    terminal.wait("Question 1 of")
    program = program_of(terminal)
    terminal.process.close(force=False)

    soon(lambda: not alive(program))


def soon(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().split(") ")[1][0] != "Z"
