"""`check`: whether content can be used, and what is wrong with it."""

from pathlib import Path
from typing import Annotated

import typer

from manager_quiz.catalog.model import Catalog
from manager_quiz.commands.options import Data, Json, Language, open_all, print_json
from manager_quiz.errors import ContentError
from manager_quiz.terminal.screen import tell
from manager_quiz.wording.words import Words, preferred_language

SCHEMA = "manager-quiz/check@1"


def check(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="Folder with roles.yaml and questions.yaml."),
    ] = None,
    json: Json = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Check content: one's own, or that which is shipped."""
    try:
        screen, catalog = open_all(lang, folder or data)
    except ContentError as error:
        if json:
            translate = Words(lang or preferred_language()).gettext
            problems = [
                {"file": str(each.file), "line": each.line, "message": each.message(translate)}
                for each in error.problems
            ]
            print_json({"schema": SCHEMA, "problems": problems})
        raise
    _warn_of_roles(catalog, screen.words)
    counts = {
        "roles": len(catalog.roles),
        "scales": len(catalog.scales),
        "items": len(catalog.items),
        "forms": {form.id: len(form.items) for form in catalog.forms},
    }
    if json:
        print_json(
            {
                "schema": SCHEMA,
                "version": catalog.version,
                "sha256": catalog.sha256,
                "languages": list(catalog.languages),
                **counts,
            }
        )
        return
    forms = ", ".join(f"{form.name} ({len(form.items)})" for form in catalog.forms)
    told = screen.words(
        "The content is in order. Roles: {roles}, scales: {scales}, questions: {items}, "
        "forms: {forms}, languages: {languages}.",
        **{**counts, "forms": forms, "languages": ", ".join(catalog.languages)},
    )
    screen.console.print(told)


def _warn_of_roles(catalog: Catalog, words: Words) -> None:
    """Names the roles that are hardly to be told from people in general."""
    from manager_quiz.measurement.resemblance import DISTINCT_ENOUGH, distinctness

    _ = words.gettext
    for role, found in distinctness(catalog).items():
        if found == 0:
            told = _(
                "Warning: the levels of {role} are the norms on every scale, so the answers say "
                "nothing about it. Say where people of this role differ from people in general."
            )
        elif found < DISTINCT_ENOUGH:
            told = _(
                "Warning: hardly anything sets {role} apart from people in general ({found}; at "
                "least {enough} is needed). Set its levels further from the norms."
            )
        else:
            continue
        tell(told.format(role=role, found=f"{found:.2f}", enough=f"{DISTINCT_ENOUGH:.2f}"))
