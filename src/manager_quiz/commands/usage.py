"""What Typer says of its own accord, help and wrong usage, in the person's language."""

import re
from typing import Any

import typer
from typer._click.core import Command
from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    ClickException,
    MissingParameter,
    NoSuchOption,
)
from typer._click.formatting import HelpFormatter
from typer.core import TyperGroup

from manager_quiz.catalog.problems import N_
from manager_quiz.terminal.words import Words

_LOOKED_UP_BY_TYPER = (
    N_("Arguments"),
    N_("Commands"),
    N_("Options"),
    N_("required"),
    N_("Missing command."),
    N_("No such command {name!r}."),
)


def translate_help(group: TyperGroup, words: Words) -> None:
    """Turns the help of a program and of its commands into another language."""
    _ = words.gettext
    title = _("Usage: ")

    class Formatter(HelpFormatter):
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix or title)

    class TranslatedContext(typer.Context):
        formatter_class = Formatter

    commands: list[Command] = [group, *group.commands.values()]
    for command in commands:
        command.context_class = TranslatedContext
        command.help = _(command.help) if command.help else command.help
        params: list[Any] = list(command.params)
        # Typer makes this one when help is first asked for, with a text in English.
        context = TranslatedContext(command, **group.context_settings)
        params.append(command.get_help_option(context))
        for param in params:
            text = getattr(param, "help", None)
            if text:
                param.help = _(text)


def wrong_usage(error: ClickException, words: Words) -> str:
    """What is wrong with a command line, in one line."""
    _ = words.gettext
    return f"{_what(error, words)} " + _("Try --help.")


def _what(error: ClickException, words: Words) -> str:
    _ = words.gettext
    message = error.format_message()
    if isinstance(error, NoSuchOption):
        told = _("There is no option {name}.").format(name=error.option_name)
        if error.possibilities:
            near = ", ".join(sorted(error.possibilities))
            told += " " + _("Did you mean: {near}?").format(near=near)
        return told
    if isinstance(error, BadOptionUsage):
        if "does not take" in message:
            return _("The option {name} takes no value.").format(name=error.option_name)
        return _("The option {name} needs a value.").format(name=error.option_name)
    if isinstance(error, BadParameter):
        name = _param_name(error)
        if isinstance(error, MissingParameter):
            return _("{name} is missing.").format(name=name)
        return _("This is no value for {name}: {message}").format(name=name, message=error.message)
    too_many = re.fullmatch(r"Got unexpected extra arguments?\(?s?\)? \((.*)\)\.?", message)
    if too_many:
        return _("This is too much: {words}.").format(words=too_many[1])
    return message.rstrip(".") + "."


def _param_name(error: BadParameter) -> str:
    param = error.param
    if param is None:
        return str(error.param_hint or "-")
    if param.param_type_name == "option":
        return param.opts[0]
    return str(getattr(param, "metavar", None) or (param.name or "-").upper())
