"""A real pseudo-terminal with the interview in it, and the screen that a person would see."""

import os
import sys
import time
from pathlib import Path

import pexpect
import pyte

HERE = Path(__file__).parent
COMMAND = "manager_quiz"
"""The real program, instead of the one that only holds an interview."""
PATIENCE = 20.0

UP, DOWN, LEFT, RIGHT = "\x1b[A", "\x1b[B", "\x1b[D", "\x1b[C"
ESCAPE, ENTER, BACKSPACE, CTRL_C, CTRL_D = "\x1b", "\r", "\x7f", "\x03", "\x04"


def environment(**extra: str) -> dict[str, str]:
    """What the program finds round it, the same on every machine."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "SYSTEMROOT") if key in os.environ}
    base = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "PROMPT_TOOLKIT_NO_CPR": "1"}
    return {**kept, **base, **extra}


class Terminal:
    def __init__(
        self,
        *args: object,
        program: Path | str = HERE / "runner.py",
        columns: int = 80,
        rows: int = 24,
        **extra: str,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.process = pexpect.spawn(
            sys.executable,
            [*(["-m"] if program == COMMAND else []), *(str(part) for part in (program, *args))],
            dimensions=(rows, columns),
            env=environment(**extra),
            timeout=PATIENCE,
        )
        self.process.delaybeforesend = None

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    @property
    def words(self) -> str:
        """The screen's text without its line breaks."""
        return " ".join(self.text.split())

    def press(self, *keys: str) -> None:
        for key in keys:
            self.process.send(key)

    def wait(self, *texts: str) -> None:
        """Until all of these can be read."""
        end = time.monotonic() + PATIENCE
        while not all(text in self.words for text in texts):
            alive = self.process.isalive()
            going_on = self._read() or (alive and time.monotonic() < end)
            assert going_on, f"no {texts} in:\n{self.text}"

    def settle(self, seconds: float = 0.25) -> None:
        """Until nothing has been drawn for a while."""
        while self._read(seconds):
            pass

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self.screen.reset()
        self.process.setwinsize(rows, columns)

    def end(self) -> int:
        """The exit code, once the program has ended by itself."""
        end = time.monotonic() + PATIENCE
        while self._read() or self.process.isalive():
            assert time.monotonic() < end, f"still running:\n{self.text}"
        self.process.close()
        return int(self.process.exitstatus if self.process.exitstatus is not None else -1)

    def kill(self) -> None:
        self.process.kill(9)
        self.process.wait()
        self.process.close()

    def _read(self, seconds: float = 0.05) -> bool:
        try:
            data = self.process.read_nonblocking(65536, seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self.raw += data
        self._stream.feed(data)
        return True
