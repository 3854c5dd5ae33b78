"""The program: its commands, its languages, and how every failure is told."""

import errno
import gettext
import os
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer
from typer._click.exceptions import ClickException, NoArgsIsHelpError
from typer.core import TyperCommand, TyperGroup

from manager_quiz import __version__
from manager_quiz.catalog.problems import N_, ContentError
from manager_quiz.commands.audit import audit
from manager_quiz.commands.check import check
from manager_quiz.commands.columns import columns
from manager_quiz.commands.compare import compare
from manager_quiz.commands.describe import describe
from manager_quiz.commands.doctor import doctor
from manager_quiz.commands.failure import Failure, InputError
from manager_quiz.commands.history import compare as compare_results
from manager_quiz.commands.history import delete, export, history, show
from manager_quiz.commands.init import init
from manager_quiz.commands.options import check_language
from manager_quiz.commands.roles import roles
from manager_quiz.commands.score import score
from manager_quiz.commands.stats import stats
from manager_quiz.commands.take import take
from manager_quiz.commands.usage import wrong_usage
from manager_quiz.commands.verify import verify
from manager_quiz.commands.workshop import workshop
from manager_quiz.terminal.streams import make_writable
from manager_quiz.wording.words import (
    LOCALE,
    Words,
    preferred_language,
    printable,
    words_in,
)

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130


def _help_text(text: str) -> str:
    """Help with the two phrases that Typer leaves in English."""
    for phrase in (N_("Usage:"), N_("Show this message and exit.")):
        text = text.replace(phrase, gettext.gettext(phrase))
    return text


class Command(TyperCommand):
    """Typer's command, with help in the person's language."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return _help_text(super().get_help(ctx))


class CommandGroup(TyperGroup):
    """Typer's group, with help in the person's language."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return _help_text(super().get_help(ctx))


class WorkshopGroup(CommandGroup):
    """The workshop's commands, imported when one of them is asked for: they are many."""

    def __init__(self, **settings: Any) -> None:
        self._loaded: dict[str, Any] | None = None
        super().__init__(**settings)

    @property  # type: ignore[override]
    def commands(self) -> dict[str, Any]:
        """The commands by name."""
        if self._loaded is None:
            from manager_quiz.commands.workshop.all_commands import COMMANDS

            parts = typer.Typer(rich_markup_mode=None)
            for name, part in COMMANDS.items():
                parts.command(name, cls=Command)(part)
            built: Any = typer.main.get_command(parts)
            self._loaded = dict(built.commands)
            for command in self._loaded.values():
                _translate_help(command, words_in(os.environ.get("LANGUAGE", "en")))
        return self._loaded

    @commands.setter
    def commands(self, none_yet: dict[str, Any]) -> None: ...


class Commands(CommandGroup):
    """The program: one place that tells of failures."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """Runs the command line and exits: 0, 1 failed, 2 wrong usage or input, 130 interrupted."""
        args = list(sys.argv[1:] if args is None else args)
        language = _language_asked(args) or preferred_language()
        words = words_in(language)
        make_writable()
        # Threads for matrices as small as ours cost more than they save, NumPy's import most.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        # Typer looks its own words up in the process's language.
        os.environ["LANGUAGE"] = language
        gettext.bindtextdomain("messages", str(LOCALE))
        _translate_help(self, words)
        extra["standalone_mode"] = False
        sys.exit(_exit_code(lambda: super(Commands, self).main(args, *rest, **extra), words))


def _exit_code(command: Callable[[], Any], words: Words) -> int:
    _ = words.gettext
    try:
        code = command()
        sys.stdout.flush()
    except ContentError as error:
        for problem in error.problems:
            _complain(problem.located(_(problem.template)))
        return WRONG_INPUT
    except InputError as error:
        _complain(str(error))
        return WRONG_INPUT
    except NoArgsIsHelpError as error:
        # Who types the bare name wants to know what there is.
        sys.stdout.write(error.format_message() + "\n")
        return DONE
    except ClickException as error:
        _complain(wrong_usage(error, words))
        return WRONG_INPUT
    except Failure as error:
        _complain(str(error))
        return FAILED
    except (KeyboardInterrupt, typer.Abort):
        _complain("")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        _drop_output()
        return FAILED
    except OSError as error:
        if error.errno != errno.ENOSPC:
            return _unexpected(error, words)
        _drop_output()
        _complain(_("The output can't be written: {reason}.").format(reason=error.strerror))
        return FAILED
    except Exception as error:
        return _unexpected(error, words)
    return code if isinstance(code, int) else DONE


def _unexpected(error: Exception, words: Words) -> int:
    if os.environ.get("MANAGER_QUIZ_DEBUG"):
        raise error
    _ = words.gettext
    template = _("This should not have happened: {error}. MANAGER_QUIZ_DEBUG=1 tells more.")
    _complain(template.format(error=f"{type(error).__name__}: {error}"))
    return FAILED


def _drop_output() -> None:
    """What couldn't be written must not be tried again when the program ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(line: str) -> None:
    # A name or a text out of a file must not reach the terminal as a command to it.
    sys.stderr.write("\n".join(map(printable, line.split("\n"))) + "\n")


def _language_asked(args: Sequence[str]) -> str | None:
    """The value of --lang, which is needed before anything else is read."""
    for index, arg in enumerate(args):
        if arg.startswith("--lang="):
            return arg.removeprefix("--lang=")
        if arg == "--lang" and index + 1 < len(args):
            return args[index + 1]
    return None


def _translate_help(command: Any, words: Words) -> None:
    """Puts a command's help, and that of the commands in it, into the person's language."""
    command.help = words.gettext(command.help) if command.help else command.help
    for param in command.params:
        if getattr(param, "help", None):
            param.help = words.gettext(param.help)
        if param.metavar:
            param.metavar = words.gettext(param.metavar)
    command.options_metavar = words.gettext("[OPTIONS]")
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = words.gettext("COMMAND [ARGS]...")
    if isinstance(command, TyperGroup) and not isinstance(command, WorkshopGroup):
        for part in command.commands.values():
            _translate_help(part, words)


app = typer.Typer(
    cls=Commands,
    name="manager-quiz",
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)
_COMMANDS = (
    take,
    describe,
    roles,
    compare,
    verify,
    score,
    stats,
    columns,
    check,
    audit,
    init,
    doctor,
)
for command in _COMMANDS:
    app.command(cls=Command)(command)
_history = typer.Typer(cls=CommandGroup, invoke_without_command=True, rich_markup_mode=None)
_history.callback()(history)
_PARTS: dict[str, Callable[..., None]] = {
    "show": show,
    "export": export,
    "compare": compare_results,
    "delete": delete,
}
for name, part in _PARTS.items():
    _history.command(name, cls=Command)(part)
app.add_typer(_history, name="history")
_workshop = typer.Typer(cls=WorkshopGroup, no_args_is_help=True, rich_markup_mode=None)
_workshop.callback()(workshop)
app.add_typer(_workshop, name="workshop")


def _show_version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"manager-quiz {__version__}\n")
        raise typer.Exit


def _use_language(language: str | None) -> None:
    check_language(language)
    if language:
        os.environ["MANAGER_QUIZ_LANG"] = language


@app.callback()
def _program(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang",
            metavar="en|ru",
            callback=_use_language,
            help="Language; by default that of your system.",
        ),
    ] = None,
) -> None:
    """Which kind of manager could you be? An honest questionnaire that works offline."""
