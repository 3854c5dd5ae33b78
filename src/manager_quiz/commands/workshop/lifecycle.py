"""`workshop open` and `workshop erase`: how a workshop begins and how nothing is left of it."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from manager_quiz.catalog.model import Catalog
from manager_quiz.commands.options import (
    Data,
    FormOption,
    Language,
    Yes,
    check_language,
    command_line,
    did_you_mean,
    form_meant,
    make_sure,
    open_all,
)
from manager_quiz.commands.workshop import Folder, find_here
from manager_quiz.errors import InputError, NotWrittenError, SeveralError, naming
from manager_quiz.records.workshops.folder import (
    Workshop,
    codes,
    make_workshop,
    outputs,
    read_workshop,
    readers,
    removal_of,
    remove,
    whole_removal,
)
from manager_quiz.records.workshops.people import unfinished
from manager_quiz.terminal.screen import Screen, open_screen
from manager_quiz.text import in_one_line
from manager_quiz.wording.codes import typed_code
from manager_quiz.wording.words import LANGUAGES, Words, form_size, preferred_language

USUAL = "full"
LONGEST = 80
LISTED = 12


def open_new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the workshop is called.")],
    form: FormOption = None,
    folder: Annotated[
        Path | None,
        typer.Option("--dir", metavar="DIR", help="The folder to make; by default after the name."),
    ] = None,
    no_aspirations: Annotated[
        bool,
        typer.Option("--no-aspirations", help="Don't ask people which roles they would choose."),
    ] = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Make a workshop's folder. Its questions and settings are fixed from then on."""
    screen, catalog = open_all(lang, data)
    lang = lang and screen.words.language
    words = screen.words
    meant = form_meant(form, catalog, screen.words)
    chosen = meant or (USUAL if USUAL in catalog.form_by_id else catalog.forms[0].id)
    title = in_one_line(name).strip()[:LONGEST]
    if not title:
        raise InputError(words("A workshop needs a name."))
    folder = folder or Path(_folder_name(title))
    try:
        with naming(NotWrittenError, folder, FileExistsError):
            asks = not no_aspirations
            workshop = make_workshop(folder, title, chosen, lang, catalog, data, aspirations=asks)
    except FileExistsError as error:
        message = words(
            "{file} is there already; name another folder or move it away.", file=folder
        )
        raise InputError(message) from error
    _tell_the_room(screen, catalog, workshop)


def _folder_name(title: str) -> str:
    """The name in lower case with hyphens: safe on every stick and in every shell."""
    letters = "".join(each if each.isalnum() else " " for each in title.casefold())
    return "-".join(letters.split()) or "workshop"


def _tell_the_room(screen: Screen, catalog: Catalog, workshop: Workshop) -> None:
    words = screen.words
    form = catalog.form_by_id[workshop.form]
    folder = workshop.folder
    who = {
        "nobody": words("Only you can read the results. Sharing the folder lets others take part."),
        "group": words("You and your group on this computer can read the results."),
        "all": words("Everybody who uses this computer can read the results."),
        "share": words("Whoever the folder is shared with can read the results."),
    }
    write = screen.console.print
    write(words("The workshop is in {folder}.", folder=folder))
    size = form_size(screen.words, len(form.items), form.minutes)
    write(words("Form: {form}, {size}.", form=form.name, size=size))
    write(who[readers(folder)])
    write("")
    lines = (
        (words("Taking part on phones, all at once:"), ("serve", folder)),
        (words("Taking part, one after another, or from many machines at once:"), ("join", folder)),
        (words("For the projector:"), ("board", folder)),
        (words("Results that people bring as files:"), ("collect", folder)),
        (words("When everybody is done:"), ("close", folder)),
        ("", ("report", folder, "-o", "group.html")),
        ("", ("handouts", folder)),
        ("", ("erase", folder)),
    )
    for said, command in lines:
        if said:
            write(said)
        more = " " + words("FILES...") if command[0] == "collect" else ""
        write(f"  {command_line('workshop', *command)}{more}", soft_wrap=True)


def erase(
    folder: Folder = None,
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="Erase only this person.")
    ] = None,
    yes: Yes = False,
    lang: Language = None,
) -> None:
    """Erase a workshop with everything in it, or one person."""
    check_language(lang)
    if folder is not None and code is None and typed_code(str(folder)) and not folder.exists():
        folder, code = None, str(folder)  # `erase CODE`, in the workshop's folder or beside it
    workshop = read_workshop(folder or find_here(lang))
    own = workshop.language if workshop.language in LANGUAGES else None
    screen = open_screen(lang or own or preferred_language())
    # Failures too are told in the workshop's language.
    os.environ["LANGUAGE"] = screen.words.language
    words = screen.words
    if code is not None:
        code = _meant(code, screen.words)
    elsewhere = outputs(workshop)
    removal = removal_of(workshop, code, elsewhere) if code else whole_removal(workshop)
    if not (removal.files or removal.folders or removal.closed):
        told = words("There is nothing of {code} here.", code=code)
        raise InputError(told + did_you_mean(screen.words, code or "", sorted(codes(workshop))))
    _list(screen, "", removal.files)
    if not code:
        told = words("Among them files in the folder that name people's codes:")
        _list(screen, told, removal.names_codes)
    done = {file.stem for file in workshop.results.glob("*.json")}
    answering = [each for each in unfinished(workshop, done)[0] if code in (None, each)]
    if answering:
        told = words(
            "Answering just now, or not long ago: {codes}. These answers would be lost.",
            codes=", ".join(answering),
        )
        screen.console.print(told)
    left = None
    if code:
        from manager_quiz.records.workshops import closing

        left = closing.without(workshop, code)
    if left is not None:
        screen.console.print(
            words("The picture of the group goes too; the others in it won't be in another one.")
        )
    if not yes:
        make_sure(words("Delete them for good? (yes/no)"), screen.words)
    if left is not None:
        closing.keep(workshop, left)
    failed = remove(workshop, removal)
    n = sum(not os.path.lexists(file) for file in removal.files)
    gone = screen.words.counted("{n} file deleted.", "{n} files deleted.", n)
    screen.console.print(gone)
    _list(screen, words("Left in the folder, as they are not the workshop's:"), removal.stays)
    if code:
        told = words("These name {code} too; make them again or delete them:", code=code)
        _list(screen, told, removal.names_codes)
    else:
        told = words("Made from it, outside its folder; delete them too if need be:")
        _list(screen, told, elsewhere)
    if failed:
        raise SeveralError(failed)


def _meant(typed: str, words: Words) -> str:
    """The code that was typed. Raises InputError where it is none."""
    code = typed_code(typed)
    if not code:
        raise InputError(words("{code} is no code.", code=typed))
    return code


def _list(screen: Screen, told: str, files: Sequence[Path]) -> None:
    """Names files, the first ones, below what is told of them; nothing where there are none."""
    if files and told:
        screen.console.print(told)
    for file in files[:LISTED]:
        screen.console.print(f"  {in_one_line(str(file))}", soft_wrap=True)
    if len(files) > LISTED:
        rest = len(files) - LISTED
        told = screen.words.counted("and {n} more file", "and {n} more files", rest)
        screen.console.print("  " + told)
