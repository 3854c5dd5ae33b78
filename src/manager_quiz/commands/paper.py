"""`paper`: the questionnaire to print for one person."""

from pathlib import Path
from typing import Annotated

import typer

from manager_quiz.commands.options import (
    Data,
    Force,
    FormOption,
    Language,
    NoAspirations,
    command_line,
    form_meant,
    open_all,
)
from manager_quiz.commands.saving import check_target
from manager_quiz.records.files import write_whole
from manager_quiz.reports.paper import Copy, questionnaire
from manager_quiz.reports.writers import as_paper
from manager_quiz.wording.keys import LETTERS, ROLES
from manager_quiz.wording.words import program_title

USUAL = "quick"

Output = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="What to write, to print it: .html.")
]


def paper(
    output: Output,
    form: FormOption = None,
    no_aspirations: NoAspirations = False,
    force: Force = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Make a sheet to print and fill in with a pen."""
    screen, catalog = open_all(lang, data)
    words = screen.words
    form = form_meant(form, catalog, words)
    check_target(output, (".html",), words, force=force)
    chosen = form or (USUAL if USUAL in catalog.form_by_id else catalog.forms[0].id)
    command = command_line("take", form=chosen, data=data, answers="FILE")
    typing, roles = (
        [
            words(
                "For the result, type your answers in their order into a text file: one character "
                "each, a dot for none."
            )
        ],
        "",
    )
    if not no_aspirations:
        typing.append(words("The letters of your roles come before them, after the sign =."))
        roles = f"{ROLES}{words(LETTERS)[0]}{words(LETTERS)[2]} ".lower()
    typing.append(words("For example: {example}", example=f"{roles}4 3 . …"))
    sheet = questionnaire(
        words,
        catalog,
        catalog.form_by_id[chosen],
        program_title(words),
        (" ".join(typing), words("Then run: {command}", command=command)),
        aspirations=not no_aspirations,
    )
    write_whole(output, as_paper(sheet, [Copy()], words).encode())
    screen.console.print(words("Saved as {file}", file=output), soft_wrap=True)
