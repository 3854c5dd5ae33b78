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

import pytest

pytest.importorskip("pexpect")
if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from virtual_terminal import CTRL_C, Terminal

from manager_quiz.records.journal import unfinished_journals

CHILD = "set -m; {program}; echo LEFT $?; read -r line; fg; echo LEFT $?; read -r line"
ALTERNATE = re.compile(rb"\x1b\[\?1049([hl])")
CURSOR = re.compile(rb"\x1b\[\?(?:12;)?25([hl])")
Part = tuple[str, tuple[str, ...]]


@pytest.fixture
def part(request: pytest.FixtureRequest, tmp_path: Path) -> Part:
    """What is run, and what can be read once it is on."""
    name = request.param
    quiz = f"{sys.executable} -m manager_quiz"
    if name == "board":
        workshop = f"{quiz} workshop open Friday --form quick --dir {tmp_path / 'friday'}"
        assert os.system(f"LANG=C {workshop} >/dev/null") == 0
        return f"{quiz} workshop board {tmp_path / 'friday'}", ("Friday",)
    return {
        "question": (f"{quiz} take --form quick --no-aspirations", ("Question 1 of",)),
        "choice": (f"{quiz} take", ("Which form would you like?",)),
    }[name]


ALL = pytest.mark.parametrize("part", ["question", "choice", "board"], indirect=True)


def start(command: str, home: Path) -> Terminal:
    name, shell = "bash", CHILD.format(program=command)
    code = f"import os; os.execvp({name!r}, {[name, '-c', shell]!r})"
    return Terminal(code, program="-c", MANAGER_QUIZ_HOME=str(home))


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
    command, texts = part
    terminal = start(command, tmp_path / "home")
    terminal.wait(*texts)
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
    command, texts = part
    terminal = start(command, tmp_path / "home")
    terminal.wait(*texts)
    os.kill(program_of(terminal), signal.SIGTSTP)
    terminal.wait("LEFT 148")
    assert as_it_was(terminal)

    terminal.screen.reset()
    terminal.press("\n")
    terminal.wait(*texts)
    assert not as_it_was(terminal)
    terminal.press(CTRL_C)
    terminal.wait("LEFT")
    assert as_it_was(terminal)
    terminal.kill()


def test_one_that_is_stopped_can_be_ended(tmp_path: Path) -> None:
    command = f"{sys.executable} -m manager_quiz take --form quick --no-aspirations"
    terminal = start(command, tmp_path / "home")
    terminal.wait("Question 1 of")
    program = program_of(terminal)
    os.kill(program, signal.SIGTSTP)
    terminal.wait("LEFT 148")
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
