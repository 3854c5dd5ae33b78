"""`init`: content to edit, a copy of what is shipped or a small beginning."""

from pathlib import Path
from typing import Annotated

import typer

from manager_quiz.catalog.load import FILES, shipped_folder
from manager_quiz.commands.options import Language, check_language, command_line
from manager_quiz.errors import InputError, NotWrittenError, naming
from manager_quiz.records.files import write_whole
from manager_quiz.terminal.screen import open_screen
from manager_quiz.text import language_in
from manager_quiz.wording.words import preferred_language

SMALL = "small"
"""The folder of the shipped content that holds the small beginning, in a folder a language."""


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make or to fill.")],
    small: Annotated[
        bool,
        typer.Option(
            "--small", help="Begin with three roles and twelve questions, in your language alone."
        ),
    ] = False,
    lang: Language = None,
) -> None:
    """Copy the shipped roles and questions to edit."""
    language = check_language(lang) or preferred_language()
    screen = open_screen(language)
    content = shipped_folder()
    if small:
        # Whoever writes content of their own writes it in one language first.
        begun = sorted(each.name for each in (content / SMALL).iterdir())
        content = content / SMALL / (language_in(begun, language) or "en")
    for file in (folder / name for name in FILES):
        if file.exists():
            told = screen.words(
                "{file} is there already; name another folder or move it away.", file=file
            )
            raise InputError(told)
    with naming(NotWrittenError, folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            write_whole(folder / name, (content / name).read_bytes())
    screen.console.print(
        screen.words("The content is in {folder}. Edit it, then:", folder=folder),
        command_line("check", folder),
        command_line("take", data=folder),
        sep="\n",
        soft_wrap=True,  # to be copied and pasted
    )
