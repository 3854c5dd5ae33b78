"""What is wrong with a command line, in the person's language: Typer says it in English only."""

import re

from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    ClickException,
    MissingParameter,
    NoSuchOption,
)

from manager_quiz.wording.words import Words


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
        return _("This is no value for {name}: {message}").format(
            name=name, message=_no_value(error.message, words)
        )
    too_many = re.fullmatch(r"Got unexpected extra arguments?\(?s?\)? \((.*)\)\.?", message)
    if too_many:
        return _("This is too much: {words}.").format(words=too_many[1])
    told, _meant, near = message.partition(" Did you mean ")
    if near:
        names = ", ".join(re.findall(r"'(.*?)'", near))
        return f"{told} " + _("Did you mean: {near}?").format(near=names)
    return message.rstrip(".") + "."


def _no_value(message: str, words: Words) -> str:
    """What a value should have been, where Typer says it in a form that is known."""
    _ = words.gettext
    least = re.fullmatch(r"(.+) is not in the range x>=(\S+)\.", message)
    if least:
        return _("{found} is less than {least}.").format(found=least[1], least=least[2])
    between = re.fullmatch(r"(.+) is not in the range (\S+?)<=x<=(\S+)\.", message)
    if between:
        told = _("{found} isn't between {least} and {most}.")
        return told.format(found=between[1], least=between[2], most=between[3])
    kind = re.fullmatch(r"'(.*)' is not a valid (?:int|integer)(?: range)?\.", message)
    if kind:
        return _("{found} is no whole number.").format(found=kind[1])
    choice = re.fullmatch(r"'(.*)' is not one of (.*)\.", message)
    if choice:
        known = ", ".join(re.findall(r"'(.*?)'", choice[2]))
        return _("{found} isn't one of: {known}.").format(found=choice[1], known=known)
    return message


def _param_name(error: BadParameter) -> str:
    param = error.param
    if param is None:
        return str(error.param_hint or "-")
    if param.param_type_name == "option":
        return param.opts[0]
    return str(getattr(param, "metavar", None) or (param.name or "-").upper())
