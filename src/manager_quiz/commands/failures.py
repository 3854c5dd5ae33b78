"""How every failure is told: one place for exit codes and for what goes to standard error."""

import errno
import os
import re
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import typer

# Typer keeps its exceptions to itself; here alone they are needed.
from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    ClickException,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
)

from manager_quiz.errors import N_, ProgramError, reason
from manager_quiz.terminal.screen import show_lines, tell
from manager_quiz.wording.words import Words

RENAMED = {"--save": ("--output",), "--out": ("--output",)}
"""Options of earlier versions, and what they are called now."""
_UNWRITABLE = {errno.ENOSPC, errno.EBADF, errno.EIO, errno.EFBIG, errno.EDQUOT}
DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def exit_code(command: Callable[[], Any]) -> int:
    """Runs a command; what it ends with: 0, 1 failed, 2 wrong usage or input, 130 interrupted."""
    try:
        code = command()
        sys.stdout.flush()
    except ProgramError as error:
        _complain(*error.told(_words()))
        return error.exit_code
    except NoArgsIsHelpError as error:
        # Who types the bare name wants to know what there is.
        show_lines(error.format_message())
        return DONE
    except ClickException as error:
        # Typer says it in English only.
        words = _words()
        _complain(_wrong_usage(error, words) + " " + words("Try --help."))
        return WRONG_USAGE
    except (KeyboardInterrupt, typer.Abort):
        _complain("")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        _drop_output()
        return FAILED
    except OSError as error:
        words = _words()
        if error.filename is not None:
            # Nothing of the program's own is at fault; which file is more than nothing.
            _complain(f"{error.filename}: {reason(error, words)}.")
            return FAILED
        if error.errno not in _UNWRITABLE:
            return _unexpected(error)
        with suppress(OSError):  # if it was standard error, on which nothing can be told
            sys.stdout.flush()
        _drop_output()
        _complain(words("The output can't be written: {reason}.", reason=reason(error, words)))
        return FAILED
    except Exception as error:
        return _unexpected(error)
    return code if isinstance(code, int) else DONE


def _words() -> Words:
    """Of the language that is spoken by now: a workshop may have one of its own."""
    return Words(os.environ.get("LANGUAGE", "en"))


def _unexpected(error: Exception) -> int:
    if os.environ.get("MANAGER_QUIZ_DEBUG"):
        raise error
    # What Python and libraries say is English; where it happened is understood everywhere.
    place = traceback.extract_tb(error.__traceback__)[-1]
    told = f"{type(error).__name__} ({Path(place.filename).name}:{place.lineno})"
    words = _words()
    _complain(
        words(
            "This should not have happened: {error}. MANAGER_QUIZ_DEBUG=1 tells more.", error=told
        )
    )
    return FAILED


def _drop_output() -> None:
    """What couldn't be written must not be tried again when the program ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(*texts: str) -> None:
    with suppress(OSError):  # that nothing can be told must not hide how it ended
        tell(*texts)


def _wrong_usage(error: ClickException, words: Words) -> str:
    message = error.format_message()
    if isinstance(error, NoSuchOption):
        told = words("There is no option {name}.", name=error.option_name)
        near = ", ".join(sorted(error.possibilities or RENAMED.get(error.option_name) or ()))
        return told + " " + words("Did you mean: {near}?", near=near) if near else told
    if isinstance(error, BadOptionUsage):
        if "does not take" in message:
            return words("The option {name} takes no value.", name=error.option_name)
        return words("The option {name} needs a value.", name=error.option_name)
    if isinstance(error, BadParameter):
        name = _param_name(error)
        if isinstance(error, MissingParameter):
            return words("{name} is missing.", name=name)
        meant = _no_value(error.message, words)
        return words("This is no value for {name}: {message}", name=name, message=meant)
    too_many = re.fullmatch(r"Got unexpected extra arguments?\(?s?\)? \((.*)\)\.?", message)
    if too_many:
        return words("This is too much: {words}.", words=too_many[1])
    told, _meant, near = message.partition(" Did you mean ")
    if near:
        names = ", ".join(re.findall(r"'(.*?)'", near))
        return told + " " + words("Did you mean: {near}?", near=names)
    return message.rstrip(".") + "."


_NO_VALUE = {
    r"(?P<found>.+) is not in the range x>=(?P<least>\S+)\.": N_("{found} is less than {least}."),
    r"(?P<found>.+) is not in the range (?P<least>\S+?)<=x<=(?P<most>\S+)\.": N_(
        "{found} isn't between {least} and {most}."
    ),
    r"'(?P<found>.*)' is not a valid (?:int|integer)(?: range)?\.": N_(
        "{found} is no whole number."
    ),
    r"'(?P<found>.*)' is not one of '(?P<known>.*)'\.": N_("{found} isn't one of: {known}."),
}
"""What a value should have been: how Typer says it, and how we do."""


def _no_value(message: str, words: Words) -> str:
    for theirs, ours in _NO_VALUE.items():
        found = re.fullmatch(theirs, message)
        if found:
            return words(
                ours, **{n: text.replace("', '", ", ") for n, text in found.groupdict().items()}
            )
    return message


def _param_name(error: BadParameter) -> str:
    param = error.param
    if param is None:
        return str(error.param_hint or "-")
    if param.param_type_name == "option":
        return param.opts[0]
    return str(getattr(param, "metavar", None) or (param.name or "-").upper())
