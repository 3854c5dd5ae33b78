"""The program as tests run it: in this process, with standard streams of its own."""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from manager_quiz.commands.app import app

SMALL = Path(__file__).parent / "content" / "small"
"""A questionnaire of seven questions and three roles."""


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
        patch.setitem(os.environ, "LANGUAGE", environment.get("LANGUAGE", "en"))
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        with pytest.raises(SystemExit) as ended:
            app([str(arg) for arg in args], prog_name="manager-quiz")
    code = ended.value.code
    return Outcome(code if isinstance(code, int) else 0, out.written(), err.written())
