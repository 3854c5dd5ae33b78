"""Starting is quick because nothing is imported that a command doesn't need. No clock."""

import os
import subprocess
import sys

import pytest
import typer.main

from manager_quiz.commands.app import app
from program import SMALL

PROBE = """
import sys
from manager_quiz.commands.app import app
try:
    app(sys.argv[1:], prog_name="manager-quiz")
finally:
    sys.stderr.write(" ".join(sys.modules))
"""
HEAVY = {"questionary", "prompt_toolkit", "pydantic", "numpy", "pandas", "jinja2", "asyncio"}


def imported(*args: str, stdin: bytes = b"") -> set[str]:
    """The top-level modules that a command has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *args],
        input=stdin,
        capture_output=True,
        check=True,
        env={**os.environ, "COLUMNS": "100"},
    )
    return {name.partition(".")[0] for name in done.stderr.decode().split()}


@pytest.mark.parametrize(
    "args",
    [
        ("describe", "it-manager"),
        ("describe", "it-manager", "--json"),
        ("roles",),
        ("compare", "it-manager", "hr-manager"),
    ],
    ids=" ".join,
)
def test_what_shows_roles_loads_neither_prompts_nor_numbers(args: tuple[str, ...]) -> None:
    assert imported(*args) & HEAVY == set()


@pytest.mark.parametrize("args", [("--help",), ("--version",), ("take", "--help")], ids=" ".join)
def test_help_loads_neither_rich_nor_yaml_nor_numpy(args: tuple[str, ...]) -> None:
    assert imported(*args) & (HEAVY | {"rich", "yaml", "babel", "platformdirs"}) == set()


def test_a_check_of_content_loads_no_prompts() -> None:
    """It has to know how far roles stand out, so it computes; it asks nothing."""
    assert imported("check", str(SMALL)) & (HEAVY - {"numpy"}) == set()


def test_the_first_question_waits_for_no_numbers(tmp_path, monkeypatch) -> None:
    """Nobody answers here: what is loaded is what the question took."""
    monkeypatch.setenv("MANAGER_QUIZ_HOME", str(tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", PROBE, "take", "--plain"],
        input=b"",
        capture_output=True,
        check=False,
    )
    loaded = {name.partition(".")[0] for name in done.stderr.decode().split()}
    assert "manager_quiz" in loaded
    assert loaded & {"numpy", "jinja2"} == set()


def test_answers_from_a_file_load_no_prompts() -> None:
    sheet = b"depth-1: 5\ndepth-2: 2\ntalk-1: 3\ntalk-2: 4\n"
    loaded = imported("take", "--data", str(SMALL), "--answers", "-", stdin=sheet)
    assert "numpy" in loaded
    assert loaded & (HEAVY - {"numpy"}) == set()


def test_the_list_of_commands_says_what_each_says_of_itself() -> None:
    def parts(group: object) -> list[tuple[str, str]]:
        found = []
        for name, part in group.parts.items():
            command = group.commands[name]
            found.append((part.help, command.help))
            if part.parts:
                found += parts(command)
        return found

    assert [told for told, own in parts(typer.main.get_command(app)) if told != own] == []


def test_help_imports_no_command() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, "--help"], capture_output=True, text=True, check=True
    )
    own = {name for name in done.stderr.split() if name.startswith("manager_quiz.commands.")}
    assert own <= {f"manager_quiz.commands.{name}" for name in ("app", "failures", "options")}
