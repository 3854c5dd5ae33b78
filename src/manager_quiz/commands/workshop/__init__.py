"""`workshop`: a group takes the quiz, offline and without names, and sees a picture of itself.

Here is what its commands have in common: finding the workshop, telling what is wrong.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from manager_quiz.catalog.model import Catalog
from manager_quiz.commands.options import Language, check_language, command_line
from manager_quiz.commands.saving import check_target
from manager_quiz.errors import TOLD, Failure, InputError, Problem
from manager_quiz.records.workshops.folder import (
    Workshop,
    find_workshops,
    is_ours,
    load_content,
    note_output,
    read_workshop,
)
from manager_quiz.records.workshops.people import is_closed
from manager_quiz.terminal.screen import Screen, open_screen, tell
from manager_quiz.text import in_one_line, language_in
from manager_quiz.wording.words import LANGUAGES, Words, preferred_language

Folder = Annotated[
    Path | None,
    typer.Argument(metavar="FOLDER", help="The workshop's folder; by default the one found here."),
]


def workshop(lang: Language = None) -> None:
    """Hold the quiz with a group: no names, no network, one folder."""


def open_workshop(
    folder: Path | None, language: str | None, *, plain: bool = False
) -> tuple[Screen, Workshop, Catalog]:
    """The workshop in the folder, or the only one here, with its content in its language.

    Raises InputError where it can't be told which is meant, or where neither the program nor
    the content has that language, and ContentError.
    """
    workshop = read_workshop(folder or find_here(language))
    chosen = language or workshop.language or preferred_language()
    # Failures too are told in the workshop's language.
    os.environ["LANGUAGE"] = language_in(LANGUAGES, chosen) or "en"
    catalog = load_content(workshop, chosen)
    chosen = check_language(language, catalog.languages) or chosen
    return open_screen(chosen, plain=plain), workshop, catalog


def find_here(language: str | None) -> Path:
    """The only workshop here. Raises InputError, told in the language that was asked for."""
    words = Words(language or preferred_language())
    found = find_workshops(Path())
    if not found:
        raise InputError(words("There is no workshop here; name its folder."))
    if len(found) > 1:
        names = ", ".join(map(str, found))
        raise InputError(
            words("There is more than one workshop here; name one of: {names}", names=names)
        )
    return found[0]


def check_output(
    file: Path, endings: Sequence[str], workshop: Workshop, words: Words, *, force: bool
) -> None:
    """`check_target`, and InputError for a file that is, or would be, the workshop's own.

    The workshop remembers the file, for whoever erases it.
    """
    if is_ours(workshop, file):
        message = words("{file} is in the workshop's own folder; give it another name", file=file)
        raise InputError(message)
    check_target(file, endings, words, force=force)
    note_output(workshop, file)


def require_closed(words: Words, workshop: Workshop) -> None:
    """Raises Failure while people take part: whose code comes when tells whose it is."""
    if not is_closed(workshop):
        message = words(
            "Nothing is shown by code while people take part, since whose code comes when tells "
            "whose it is. Close the workshop first: {command}",
            command=command_line("workshop", "close", workshop.folder),
        )
        raise Failure(message)


def tell_if_closed(screen: Screen, workshop: Workshop) -> None:
    """Says to whoever brings results late that the picture knows nothing of them."""
    if is_closed(workshop):
        told = screen.words("The workshop is closed: its picture stays as it is.")
        screen.console.print(told)


def tell_left_out(words: Words, problems: Sequence[Problem]) -> None:
    """Names what doesn't count, one a line, on standard error; of ever so much the first."""
    for problem in problems[:TOLD]:
        line = problem.located(words)
        template = words("Left out: {problem}", problem=line)
        tell(in_one_line(template))
    if len(problems) > TOLD:
        tell(words("and {n} more", n=len(problems) - TOLD))
