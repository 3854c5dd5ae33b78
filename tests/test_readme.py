"""What the README shows is what the program does."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from manager_quiz.commands.app import app

ROOT = Path(__file__).parents[1]
CHANGES_EACH_TIME = re.compile(r'"(id|taken_at|sha256)": ".*"')


def sessions() -> list[tuple[str, list[str]]]:
    """Every command shown in a console block of the README, with the output below it."""
    shown = []
    for block in re.findall(r"```console\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL):
        command, *output = block.splitlines()
        shown.append((command.removeprefix("$ "), output))
    return shown


def lines_of(text: str) -> list[str]:
    return [CHANGES_EACH_TIME.sub(r'"\1": …', line.rstrip()) for line in text.splitlines()]


@pytest.mark.parametrize(("command", "output"), sessions(), ids=lambda each: str(each)[:60])
def test_every_example_prints_what_the_readme_shows(command, output, monkeypatch):
    """A line `…` stands for any number of lines."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("MANAGER_QUIZ_LANG", "en")
    program, *arguments = shlex.split(command)
    assert program == "manager-quiz"

    result = CliRunner().invoke(app, arguments)

    printed = "\n".join(lines_of(result.output))
    for part in "\n".join(lines_of("\n".join(output))).split("…\n"):
        assert part.strip("…\n") in printed
