"""The program: its commands, its languages, and how every failure is told."""

import gettext
import os
import sys
from collections import UserDict
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from manager_quiz import __version__
from manager_quiz.commands.failures import exit_code
from manager_quiz.commands.options import Language
from manager_quiz.errors import N_
from manager_quiz.terminal.screen import make_writable, show_lines
from manager_quiz.terminal.signals import ending_in_order
from manager_quiz.text import language_code, language_in
from manager_quiz.wording.words import LANGUAGES, LOCALE, Words, preferred_language


class _Helping:
    """A command or a group, with help in the person's language."""

    def get_help(self, ctx: Any) -> str:
        """The help page, with the two phrases that Typer leaves in English."""
        text: str = super().get_help(ctx)  # type: ignore[misc]
        for phrase in (N_("Usage:"), N_("Show this message and exit.")):
            text = text.replace(phrase, gettext.gettext(phrase))
        return text


class Command(_Helping, TyperCommand):
    """Typer's command, with such help."""


class Late(NamedTuple):
    """A command that is imported when it is asked for: module and function, and its help.

    `parts` are the commands in it. Without one of them it does something of its own (`alone`),
    or shows its help.
    """

    home: str
    help: str
    parts: Mapping[str, "Late"] = MappingProxyType({})
    alone: bool = False


COMMANDS = {
    "take": Late("take:take", N_("Answer the questions and see which kinds of manager suit you.")),
    "paper": Late("paper:paper", N_("Make a sheet to print and fill in with a pen.")),
    "describe": Late("roles:describe", N_("Tell all about one kind of manager.")),
    "roles": Late("roles:roles", N_("List the kinds of manager.")),
    "compare": Late("roles:compare", N_("Put roles side by side, what differs most first.")),
    "verify": Late("history:verify", N_("Check that a result is what its answers give.")),
    "score": Late("score:score", N_("Score many answer sheets: a table in, a table out.")),
    "stats": Late("stats:stats", N_("Measure how reliable the scales and items are.")),
    "columns": Late(
        "columns:columns", N_("Tell what the columns of a file are, or make an empty sheet.")
    ),
    "check": Late("check:check", N_("Check content: one's own, or that which is shipped.")),
    "audit": Late("audit:audit", N_("Simulate people and count how often their roles are found.")),
    "init": Late("init:init", N_("Copy the shipped roles and questions to edit.")),
    "doctor": Late("doctor:doctor", N_("Show versions, folders and what this terminal can do.")),
    "history": Late(
        "history:history",
        N_("Show your earlier results, compare, delete."),
        {
            "list": Late("history:list_kept", N_("List your earlier results, newest first.")),
            "show": Late("history:show", N_("Show a result again, with its own figures.")),
            "export": Late("history:export", N_("Write a result to a file as a report.")),
            "compare": Late("history:compare", N_("Tell what really changed between two results.")),
            "delete": Late("history:delete", N_("Delete results from this computer.")),
        },
        alone=True,
    ),
    "workshop": Late(
        "workshop:workshop",
        N_("Hold the quiz with a group: no names, no network, one folder."),
        {
            "open": Late(
                "workshop.lifecycle:open_new",
                N_("Make a workshop's folder. Its questions and settings are fixed from then on."),
            ),
            "join": Late(
                "workshop.join:join",
                N_(
                    "Take part in a workshop; when one person is done, the screen is cleared for "
                    "the next."
                ),
            ),
            "serve": Late(
                "workshop.serve:serve",
                N_("Let people take part on their phones, in a browser, over the room's network."),
            ),
            "paper": Late(
                "workshop.results:paper",
                N_("Make sheets to print and fill in with a pen, each with its own code."),
            ),
            "enter": Late(
                "workshop.enter:enter",
                N_("Type in sheets of paper: a code, then one key an answer."),
            ),
            "collect": Late(
                "workshop.results:collect",
                N_("Take results into the workshop that people bring as files."),
            ),
            "board": Late(
                "workshop.picture:board",
                N_("Show on the wall how many take part, and once it is made, the picture."),
            ),
            "close": Late(
                "workshop.picture:close",
                N_("End the taking part, and make the picture of the group."),
            ),
            "codes": Late(
                "workshop.results:codes",
                N_("List codes in large type: who hasn't finished yet, and who works with whom."),
            ),
            "report": Late(
                "workshop.picture:report",
                N_(
                    "Report on the group as a whole: what it is like, what it lacks, what to talk "
                    "about."
                ),
            ),
            "handouts": Late(
                "workshop.results:handouts",
                N_(
                    "Write everybody's report, named by code, and all of them in one file to print."
                ),
            ),
            "export": Late(
                "workshop.results:export",
                N_("Print everybody's answers, scores and ranks as one CSV table."),
            ),
            "erase": Late(
                "workshop.lifecycle:erase",
                N_("Erase a workshop with everything in it, or one person."),
            ),
        },
    ),
}


class Imported(UserDict[str, Any]):
    """Commands by name, each imported when it is looked up."""

    def __getitem__(self, name: str) -> Any:
        if isinstance(self.data[name], Late):
            self.data[name] = _build(name, self.data[name])
        return self.data[name]


def _build(name: str, part: Late) -> Any:
    module, _, function = part.home.partition(":")
    command = getattr(import_module(f"manager_quiz.commands.{module}"), function)
    made = typer.Typer(name=name, rich_markup_mode=None, add_completion=False)
    if part.parts:
        group = type("Group", (CommandGroup,), {"parts": part.parts})
        made.callback(cls=group, invoke_without_command=part.alone, no_args_is_help=not part.alone)(
            command
        )
    else:
        made.command(name, cls=Command)(command)
    built: Any = typer.main.get_command(made)
    _translate_help(built, Words(os.environ.get("LANGUAGE", "en")))
    return built


class CommandGroup(_Helping, TyperGroup):
    """Typer's group, with such help and commands that are imported late."""

    parts: Mapping[str, Late] = COMMANDS

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = Imported(self.parts)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - Typer's
        """The list of commands, none of which is imported for it."""
        translate = Words(os.environ.get("LANGUAGE", "en")).gettext
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl([(name, translate(part.help)) for name, part in self.parts.items()])


class Commands(CommandGroup):
    """The program: one place that tells of failures."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """Runs the command line and exits: 0, 1 failed, 2 wrong usage or input, 130 interrupted."""
        args = sys.argv[1:] if args is None else args
        if any(map(str.isdigit, "".join(args))):
            from manager_quiz.wording.codes import with_codes

            args = with_codes(args)
        # What it may come from is taken for Typer below.
        os.environ["MANAGER_QUIZ_LANG"] = preferred_language()
        language = _language_asked(args) or preferred_language()
        words = Words(language)
        make_writable()
        # Threads for matrices as small as ours cost more than they save, NumPy's import most.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        # Typer looks its own words up in the process's language.
        os.environ["LANGUAGE"] = language_in(LANGUAGES, language) or "en"
        gettext.bindtextdomain("messages", str(LOCALE))
        _translate_help(self, words)
        extra["standalone_mode"] = False
        with ending_in_order():
            sys.exit(exit_code(lambda: super(Commands, self).main(args, *rest, **extra)))


def _language_asked(args: Sequence[str]) -> str | None:
    """The value of --lang, the last one, which is needed before anything else is read."""
    asked = None
    for arg, following in zip(args, [*args, None][1:], strict=True):
        if arg.startswith("--lang="):
            asked = arg.removeprefix("--lang=")
        elif arg == "--lang" and following is not None:
            asked = following
    return asked and language_code(asked)


def _translate_help(command: Any, words: Words) -> None:
    """Puts a command's help into the person's language."""
    command.help = words.gettext(command.help) if command.help else command.help
    for param in command.params:
        if getattr(param, "help", None):
            param.help = words.gettext(param.help)
        if param.metavar:
            param.metavar = words.gettext(param.metavar)
    command.options_metavar = words.gettext("[OPTIONS]")
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = words.gettext("COMMAND [ARGS]...")


app = typer.Typer(
    cls=Commands,
    name="manager-quiz",
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


def _show_version(asked: bool) -> None:
    if asked:
        show_lines(f"manager-quiz {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _program(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 - its callback shows it
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
    lang: Language = None,
) -> None:
    """Which kind of manager could you be? An honest questionnaire that works offline."""
    if context.invoked_subcommand is not None:
        return
    if sys.stdin.isatty() and sys.stdout.isatty():
        from manager_quiz.commands.home import home

        home(lang)
    else:
        show_lines(context.get_help())
