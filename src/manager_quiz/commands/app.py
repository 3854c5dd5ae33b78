"""The program: its commands, its languages, and how every failure is told."""

import errno
import gettext
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple

import typer
from typer._click.exceptions import ClickException, NoArgsIsHelpError
from typer.core import TyperCommand, TyperGroup

from manager_quiz import __version__
from manager_quiz.catalog.problems import N_, ContentError
from manager_quiz.commands.failure import Failure, InputError
from manager_quiz.commands.options import check_language
from manager_quiz.commands.usage import wrong_usage
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

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """The list of commands, for which none is imported."""
        words = words_in(os.environ.get("LANGUAGE", "en"))
        parts: Mapping[str, Part] = self.commands.parts  # type: ignore[attr-defined]
        with formatter.section(words.gettext("Commands")):
            formatter.write_dl([(name, words.gettext(part.help)) for name, part in parts.items()])


class Part(NamedTuple):
    """A command that is imported when it is asked for: where it is, its first line, its parts."""

    home: str
    help: str
    parts: "Mapping[str, Part]" = MappingProxyType({})


class Parts(dict[str, Any]):
    """Commands by name, each built when it is looked up."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        super().__init__(parts)
        self.parts = parts
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._built:
            self._built[name] = _built(name, self.parts[name])
        return self._built[name]

    def get(self, name: str, default: Any = None) -> Any:
        """The command, or the default where there is none of that name."""
        return self[name] if name in self.parts else default

    def values(self) -> Any:
        """All commands."""
        return [self[name] for name in self]

    def items(self) -> Any:
        """All names with their commands."""
        return [(name, self[name]) for name in self]


def _built(name: str, part: Part) -> Any:
    module, _colon, function = part.home.partition(":")
    called = getattr(import_module(f"manager_quiz.commands.{module}"), function)
    if part.parts:
        # The history lists itself; a workshop has nothing to do without a command.
        alone = name == "history"
        one = typer.Typer(
            cls=CommandGroup,
            rich_markup_mode=None,
            add_completion=False,
            invoke_without_command=alone,
            no_args_is_help=not alone,
        )
        one.callback()(called)
    else:
        one = typer.Typer(rich_markup_mode=None, add_completion=False)
        one.command(name, cls=Command)(called)
    command: Any = typer.main.get_command(one)
    command.name = name
    if part.parts:
        command.commands = Parts(part.parts)
    _translate_help(command, words_in(os.environ.get("LANGUAGE", "en")))
    return command


class Commands(CommandGroup):
    """The program: one place that tells of failures."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = Parts(COMMANDS)

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


_HISTORY = {
    "show": Part("history:show", N_("Show a result again, with its own figures.")),
    "export": Part("history:export", N_("Write a result to a file as a report.")),
    "compare": Part("history:compare", N_("Tell what really changed between two results.")),
    "delete": Part("history:delete", N_("Delete results from this computer.")),
}
_WORKSHOP = {
    "open": Part(
        "workshop.opening:open_new",
        N_("Make a workshop's folder. Its questions and settings are fixed from then on."),
    ),
    "join": Part(
        "workshop.join:join",
        N_("Take part in a workshop; when one person is done, the screen is cleared for the next."),
    ),
    "collect": Part(
        "workshop.hand:collect", N_("Take results into the workshop that people bring as files.")
    ),
    "board": Part(
        "workshop.show:board",
        N_("Show the group on the wall while people take part: never one person."),
    ),
    "report": Part(
        "workshop.show:report",
        N_("Report on the group as a whole: what it is like, what it lacks, what to talk about."),
    ),
    "handouts": Part(
        "workshop.hand:handouts",
        N_("Write everybody's report, named by code, and all of them in one file to print."),
    ),
    "export": Part(
        "workshop.hand:export", N_("Print everybody's answers, scores and ranks as one CSV table.")
    ),
    "erase": Part(
        "workshop.erase:erase", N_("Erase a workshop with everything in it, or one person.")
    ),
}
COMMANDS = {
    "take": Part("take:take", N_("Answer the questions and see which kinds of manager suit you.")),
    "describe": Part("describe:describe", N_("Tell all about one kind of manager.")),
    "roles": Part("roles:roles", N_("List the kinds of manager.")),
    "compare": Part("compare:compare", N_("Put roles side by side, what differs most first.")),
    "verify": Part("verify:verify", N_("Check that a result is what its answers give.")),
    "score": Part("score:score", N_("Score many answer sheets: a table in, a table out.")),
    "stats": Part("stats:stats", N_("Measure how reliable the scales and items are.")),
    "columns": Part(
        "columns:columns", N_("Tell what the columns of a file are, or make an empty sheet.")
    ),
    "check": Part("check:check", N_("Check content: one's own, or that which is shipped.")),
    "audit": Part("audit:audit", N_("Simulate people and count how often their roles are found.")),
    "init": Part("init:init", N_("Copy the shipped roles and questions to edit.")),
    "doctor": Part("doctor:doctor", N_("Show versions, folders and what this terminal can do.")),
    "history": Part("history:history", N_("Show your earlier results, compare, delete."), _HISTORY),
    "workshop": Part(
        "workshop:workshop",
        N_("Hold the quiz with a group: no names, no network, one folder."),
        _WORKSHOP,
    ),
}

app = typer.Typer(
    cls=Commands,
    name="manager-quiz",
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


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
