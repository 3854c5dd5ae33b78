"""`workshop open`: the folder, and what to tell the room."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from manager_quiz.commands.failure import Failure, InputError
from manager_quiz.commands.options import Data, Language, check_form, open_all

if TYPE_CHECKING:
    from manager_quiz.catalog.model import Catalog
    from manager_quiz.records.workshops.folder import Workshop
    from manager_quiz.terminal.screen import Screen

USUAL = "full"
LONGEST = 80


def open_new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the workshop is called.")],
    form: Annotated[
        str | None, typer.Option("--form", metavar="FORM", help="full, quick or skills.")
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option("--dir", metavar="DIR", help="The folder to make; by default after the name."),
    ] = None,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Make a workshop's folder. Its questions and settings are fixed from then on."""
    from manager_quiz.records.workshops.folder import make_workshop
    from manager_quiz.wording.words import printable

    screen, catalog = open_all(lang, data)
    _ = screen.words.gettext
    chosen = form or (USUAL if USUAL in catalog.form_by_id else catalog.forms[0].id)
    check_form(chosen, catalog, screen.words)
    title = printable(name).strip()[:LONGEST]
    folder = folder or Path(_folder_name(title))
    try:
        workshop = make_workshop(folder, title, chosen, lang, catalog, data)
    except FileExistsError as error:
        message = _("{file} is there already; name another folder or move it away.")
        raise InputError(message.format(file=folder)) from error
    except OSError as error:
        message = _("{file} can't be written: {reason}.")
        raise Failure(message.format(file=folder, reason=error.strerror)) from error
    _tell(screen, catalog, workshop)


def _folder_name(title: str) -> str:
    """The name in lower case with hyphens: safe on every stick and in every shell."""
    letters = "".join(each if each.isalnum() else " " for each in title.casefold())
    return "-".join(letters.split()) or "workshop"


def _tell(screen: "Screen", catalog: "Catalog", workshop: "Workshop") -> None:
    from manager_quiz.records.workshops.folder import readers

    _ = screen.words.gettext
    form = catalog.form_by_id[workshop.form]
    folder = workshop.folder
    who = {
        "nobody": _("Only you can read the results. Sharing the folder lets others take part."),
        "group": _("You and your group on this computer can read the results."),
        "all": _("Everybody who uses this computer can read the results."),
        "share": _("Whoever the folder is shared with can read the results."),
    }
    write = screen.console.print
    write(_("The workshop is in {folder}.").format(folder=folder))
    told = _("Form: {form}, {n} questions, about {minutes} minutes.")
    write(told.format(form=form.name, n=len(form.items), minutes=round(form.minutes)))
    write(who[readers(folder)])
    write("")
    lines = (
        (_("Taking part, one after another, or from many machines at once:"), f"join {folder}"),
        (_("For the projector:"), f"board {folder}"),
        (_("Results that people bring as files:"), f"collect {folder} FILES"),
        (_("At the end:"), f"report {folder} --save group.html"),
        ("", f"handouts {folder}"),
        ("", f"erase {folder}"),
    )
    for said, command in lines:
        if said:
            write(said)
        write(f"  manager-quiz workshop {command}", soft_wrap=True)
