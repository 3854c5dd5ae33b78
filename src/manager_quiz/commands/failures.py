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

from manager_quiz.errors import ProgramError, reason
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
        _complain(*error.told(_words().gettext))
        return error.exit_code
    except NoArgsIsHelpError as error:
        # Who types the bare name wants to know what there is.
        show_lines(error.format_message())
        return DONE
    except ClickException as error:
        # Typer says it in English only.
        words = _words()
        _complain(f"{_wrong_usage(error, words)} " + words.gettext("Try --help."))
        return WRONG_USAGE
    except (KeyboardInterrupt, typer.Abort):
        _complain("")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        _drop_output()
        return FAILED
    except OSError as error:
        _ = _words().gettext
        if error.filename is not None:
            # Nothing of the program's own is at fault; which file is more than nothing.
            _complain(f"{error.filename}: {reason(error, _)}.")
            return FAILED
        if error.errno not in _UNWRITABLE:
            return _unexpected(error)
        with suppress(OSError):  # if it was standard error, on which nothing can be told
            sys.stdout.flush()
        _drop_output()
        _complain(_("The output can't be written: {reason}.").format(reason=reason(error, _)))
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
    _ = _words().gettext
    template = _("This should not have happened: {error}. MANAGER_QUIZ_DEBUG=1 tells more.")
    # What Python and libraries say is English; where it happened is understood everywhere.
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    _complain(template.format(error=f"{type(error).__name__} ({where})"))
    return FAILED


def _drop_output() -> None:
    """What couldn't be written must not be tried again when the program ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(*texts: str) -> None:
    with suppress(OSError):  # that nothing can be told must not hide how it ended
        tell(*texts)


def _wrong_usage(error: ClickException, words: Words) -> str:
    _ = words.gettext
    message = error.format_message()
    if isinstance(error, NoSuchOption):
        told = _("There is no option {name}.").format(name=error.option_name)
        near = ", ".join(sorted(error.possibilities or RENAMED.get(error.option_name) or ()))
        if near:
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
