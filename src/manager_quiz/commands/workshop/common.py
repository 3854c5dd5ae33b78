"""What the workshop's commands have in common: finding the workshop, telling what is wrong."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from manager_quiz.commands.failure import Failure, InputError
from manager_quiz.wording.words import preferred_language, printable, words_in

if TYPE_CHECKING:
    from manager_quiz.catalog.model import Catalog
    from manager_quiz.catalog.problems import Problem
    from manager_quiz.records.workshops.folder import Workshop
    from manager_quiz.records.workshops.gather import Gathered
    from manager_quiz.terminal.screen import Screen
    from manager_quiz.wording.words import Words

Folder = Annotated[
    Path | None,
    typer.Argument(metavar="FOLDER", help="The workshop's folder; by default the one found here."),
]


def open_workshop(
    folder: Path | None, language: str | None, *, plain: bool = False
) -> "tuple[Screen, Workshop, Catalog]":
    """The workshop in the folder, or the only one here, with its content in its language.

    Raises InputError where it can't be told which is meant, and ContentError.
    """
    from manager_quiz.records.workshops.folder import load_content, read_workshop
    from manager_quiz.terminal.screen import open_screen

    workshop = read_workshop(folder or find_here(language))
    chosen = language or workshop.language or preferred_language()
    catalog = load_content(workshop, chosen)
    return open_screen(chosen, plain=plain), workshop, catalog


def find_here(language: str | None) -> Path:
    """The only workshop here. Raises InputError, told in the language that was asked for."""
    from manager_quiz.records.workshops.folder import find_workshops

    _ = words_in(language or preferred_language()).gettext
    found = find_workshops(Path())
    if not found:
        raise InputError(_("There is no workshop here; name its folder."))
    if len(found) > 1:
        names = ", ".join(printable(str(each)) for each in found)
        raise InputError(
            _("There is more than one workshop here; name one of: {names}").format(names=names)
        )
    return found[0]


def gather(workshop: "Workshop", catalog: "Catalog", words: "Words") -> "Gathered":
    """Everybody's results; what had to be left out is told. Raises Failure."""
    from manager_quiz.records.workshops.gather import Gatherer

    try:
        gathered = Gatherer(workshop, catalog).gather()
    except OSError as error:
        raise cannot_read(words, error) from error
    tell_left_out(words, gathered.left_out)
    return gathered


def cannot_read(words: "Words", error: OSError) -> Failure:
    """The failure to raise where the workshop's folder is gone or closed."""
    message = words.gettext("{file} can't be read: {reason}.")
    return Failure(message.format(file=error.filename, reason=error.strerror))


def tell_left_out(words: "Words", problems: "Iterable[Problem]") -> None:
    """Names files that don't count, one a line, on standard error."""
    for problem in problems:
        line = problem.located(words.gettext(problem.template))
        template = words.gettext("Left out: {problem}")
        print(printable(template.format(problem=line)), file=sys.stderr)


def write_file(file: Path, text: str, words: "Words") -> None:
    """Writes a file, whole or not at all. Raises Failure."""
    from manager_quiz.records.files import write_whole

    try:
        write_whole(file, text.encode())
    except OSError as error:
        message = words.gettext("{file} can't be written: {reason}.")
        raise Failure(message.format(file=file, reason=error.strerror)) from error


def check_folder_of(file: Path, words: "Words") -> None:
    """Raises InputError where there is no folder to write the file in."""
    folder = file.absolute().parent
    if not folder.is_dir():
        raise InputError(words.gettext("There is no folder {folder}").format(folder=folder))
