"""Under --lang ru nothing is left in English but names, options and what a person typed."""

import re

import pytest
import typer.main

from manager_quiz.commands.app import app
from program import SMALL, Run

LATIN = re.compile(r"[A-Za-z]{2,}")
NAMES = re.compile(
    r"manager-quiz|--?[a-z][a-z-]*|\.[a-z]+|[a-z]+\.ya?ml|YAML|JSON|CSV|TSV|TXT|HTML|Parquet|Arrow|XLSX|ODS|cp1251|Excel|Polars"
    r"|sha256|NA|gzip|en\|ru|full|quick|skills|yes|stop|skip|UTF|SD|ID|Enter|Ctrl|Markdown|O\*NET|Wi-Fi"
)


def commands(group: object, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [path]
    for name, command in getattr(group, "commands", {}).items():
        found += commands(command, (*path, name))
    return found


COMMANDS = commands(typer.main.get_command(app))


def left_in_english(text: str, said: tuple[str, ...] = ()) -> list[str]:
    """Latin words that are no name, no option and nothing that was typed."""
    for word in sorted(said, key=len, reverse=True):
        text = text.replace(word, "")
    return LATIN.findall(NAMES.sub("", text))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_is_russian(run: Run, path: tuple[str, ...]) -> None:
    names = tuple(name for each in COMMANDS for name in each)
    told = run(*path, "--help", "--lang", "ru").out
    assert left_in_english(told, names) == []


@pytest.mark.parametrize(
    "typed",
    [
        ("tak",),
        ("take", "--nope"),
        ("take", "--form", "foo"),
        ("take", "--form"),
        ("take", "extra"),
        ("roles", "--level", "foo"),
        ("audit", "--people", "5"),
        ("audit", "--people", "abc"),
        ("history", "delet"),
        ("workshop", "joinn"),
        ("compare", "it-manager"),
        ("score",),
        ("init",),
        ("score", "x.csv", "--bad-rows", "foo"),
        ("score", "x.csv", "--top", "0"),
        ("history", "show", "nope"),
        ("verify", "nope"),
        ("describe", "qwxz"),
        ("check", "nope"),
        ("workshop", "board", "nope"),
        ("workshop", "board"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_in_russian(run: Run, typed: tuple[str, ...], tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    outcome = run("--lang", "ru", *typed) if typed[-1] == "--form" else run(*typed, "--lang", "ru")
    assert outcome.code == 2
    known = ("take", "delete", "join", "first-line", "middle", "top", "roles", "Excel")
    assert left_in_english(outcome.err, (*typed, *known, "workshop.json")) == []
    assert re.search("[а-яё]", outcome.err)


def test_doctor_is_russian_but_for_names_and_values(run: Run) -> None:
    labels = [line.partition(":")[0] for line in run("doctor", "--lang", "ru").out.splitlines()]
    libraries = {"manager-quiz", "python", "typer", "rich", "questionary", "PyYAML", "numpy"}
    assert [each for each in labels if each not in libraries and left_in_english(each)] == []


def test_check_names_forms_as_people_read_them(run: Run) -> None:
    assert "Полная" in run("check", "--lang", "ru").out
    assert run("check", SMALL, "--lang", "ru").code == 0
