"""`workshop erase`: a workshop, or one person who asks for it, is gone."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from manager_quiz.commands.failure import Failure, InputError
from manager_quiz.commands.options import Language
from manager_quiz.commands.workshop.common import find_here

if TYPE_CHECKING:
    from manager_quiz.terminal.screen import Screen

LISTED = 12


def erase(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="FOLDER", help="The workshop's folder; by default the one found here."
        ),
    ] = None,
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="Erase only this person.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask first.")] = False,
    lang: Language = None,
) -> None:
    """Erase a workshop with everything in it, or one person."""
    from manager_quiz.records.workshops.erase import removal_of, remove, whole_removal
    from manager_quiz.records.workshops.folder import read_workshop
    from manager_quiz.records.workshops.gather import CODE
    from manager_quiz.terminal.screen import open_screen
    from manager_quiz.wording.words import preferred_language

    if folder is not None and code is None and CODE.fullmatch(str(folder)) and not folder.exists():
        folder, code = None, str(folder)  # `erase CODE`, in the workshop's folder or beside it
    workshop = read_workshop(folder or find_here(lang))
    screen = open_screen(lang or preferred_language())
    _ = screen.words.gettext
    if code is not None and not CODE.fullmatch(code):
        raise InputError(_("{code} is no code.").format(code=code))
    removal = removal_of(workshop, code) if code else whole_removal(workshop)
    if not removal.files:
        raise InputError(_("There is nothing of {code} here.").format(code=code))
    _list(screen, removal.files)
    if removal.names_codes and not code:
        screen.console.print(_("Among them files in the folder that name people's codes:"))
        _list(screen, removal.names_codes)
    if not yes:
        _make_sure(screen)
    try:
        remove(workshop, removal)
    except OSError as error:
        message = _("{file} can't be deleted: {reason}.")
        raise Failure(message.format(file=error.filename, reason=error.strerror)) from error
    gone = screen.words.ngettext("{n} file deleted.", "{n} files deleted.", len(removal.files))
    screen.console.print(gone.format(n=len(removal.files)))
    if removal.names_codes and code:
        screen.console.print(
            _("These name {code} too; make them again or delete them:").format(code=code)
        )
        _list(screen, removal.names_codes)
    if removal.stays:
        screen.console.print(_("Left in the folder, as they are not the workshop's:"))
        _list(screen, removal.stays)


def _list(screen: "Screen", files: Sequence[Path]) -> None:
    from manager_quiz.wording.words import printable

    for file in files[:LISTED]:
        screen.console.print(f"  {printable(str(file))}", soft_wrap=True)
    if len(files) > LISTED:
        rest = len(files) - LISTED
        told = screen.words.ngettext("and {n} more file", "and {n} more files", rest)
        screen.console.print("  " + told.format(n=rest))


def _make_sure(screen: "Screen") -> None:
    """Asks on the terminal. Raises Failure where the answer isn't yes."""
    _ = screen.words.gettext
    if not sys.stdin.isatty():
        raise InputError(_("There is no terminal to ask in; say --yes to delete without."))
    print(_("Delete them for good? (yes/no)"), end=" ", file=sys.stderr, flush=True)
    answer = sys.stdin.readline().strip().casefold()
    if not answer or answer not in {"y", "yes", _("y"), _("yes")}:
        raise Failure(_("Nothing is deleted."))
