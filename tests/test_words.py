"""Every word of the interface is there in every language."""

import ast
from pathlib import Path
from string import Formatter

import pytest
import typer.main
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import manager_quiz
from manager_quiz.commands.app import app
from manager_quiz.wording.words import LANGUAGES, LOCALE

SOURCE = Path(manager_quiz.__file__).parent
# Phrases that Typer prints itself and looks up among our messages.
TYPERS = {
    "Arguments",
    "Options",
    "Commands",
    "required",
    "default: {default}",
    "Missing command.",
    "No such command {name!r}.",
}

# What messages are given to.
ONE, COUNTED = {"_", "N_", "gettext", "words"}, {"ngettext", "counted"}


def spoken() -> set[str]:
    """Every message that the program can say, by its English singular."""
    keywords = dict.fromkeys(ONE) | dict.fromkeys(COUNTED, (1, 2))
    found = {
        message if isinstance(message, str) else message[0]
        for _file, _line, message, _comments, _context in extract_from_dir(
            SOURCE, [("**.py", "python"), ("**.html", "jinja2")], keywords=keywords
        )
    }
    commands = [typer.main.get_command(app)]
    for command in commands:
        commands += getattr(command, "commands", {}).values()
        found.add(command.help)
        found |= {param.help for param in command.params if getattr(param, "help", None)}
        found |= {param.metavar for param in command.params if param.metavar}
    return found | TYPERS


def asked_for() -> set[str]:
    """Every message that the code asks a translation of, wherever it does so."""
    calls = [
        node
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
    ]
    named = ONE | COUNTED
    return {
        call.args[0].value
        for call in calls
        if getattr(call.func, "id", getattr(call.func, "attr", "")) in named
    }


def test_no_message_is_asked_for_where_it_cannot_be_collected() -> None:
    """As within an f-string, where nobody would miss its translation."""
    assert asked_for() - spoken() == set()


def translated(language: str) -> dict[str, Message]:
    with (LOCALE / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        messages = read_po(file, locale=language)
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message
        for message in messages
        if message.id
    }


def plural_forms(language: str) -> int:
    with (LOCALE / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language).num_plurals


def fields(template: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(template) if name}


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
class TestEveryLanguage:
    def test_says_everything_that_the_program_says(self, language):
        messages = translated(language)
        assert sorted(spoken() - messages.keys()) == []
        assert sorted(id for id, message in messages.items() if not message.string) == []

    def test_says_nothing_that_the_program_no_longer_says(self, language):
        assert sorted(translated(language).keys() - spoken()) == []

    def test_fills_in_only_what_the_english_message_has(self, language):
        for id, message in translated(language).items():
            english = fields(id)
            forms = [message.string] if isinstance(message.string, str) else message.string
            for form in forms:
                assert fields(form) <= english, id

    def test_has_all_plural_forms(self, language):
        for id, message in translated(language).items():
            if not isinstance(message.id, str):
                assert len(message.string) == plural_forms(language), id
                assert all(message.string), id
