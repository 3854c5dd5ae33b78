"""The reference of all commands, made from their help: docs/commands.md and docs/commands.ru.md.

    python docs/make_commands.py

tests/test_docs.py holds that they are as the program is.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main
from typer.testing import CliRunner

from manager_quiz.commands.app import app

TITLES = {"en": "Every command", "ru": "Все команды"}
FILES = {"en": "commands.md", "ru": "commands.ru.md"}


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words that each command is called by, groups before what is in them."""
    yield path
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*path, name))


def reference(language: str) -> str:
    """The help of every command as one Markdown page."""
    parts = [f"# {TITLES[language]}"]
    for path in commands(typer.main.get_command(app)):
        told = CliRunner().invoke(app, [*path, "--help", "--lang", language])
        parts += [f"## {' '.join(('manager-quiz', *path))}", f"```text\n{told.output.strip()}\n```"]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    os.environ.update(COLUMNS="100", TERMINAL_WIDTH="100")
    for language, name in FILES.items():
        Path(__file__).with_name(name).write_text(reference(language), encoding="utf-8")
