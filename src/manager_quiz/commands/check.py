"""`check`: whether content can be used, and what is wrong with it."""

from pathlib import Path
from typing import Annotated

import typer

from manager_quiz.commands.options import Data, Json, Language, open_all, print_json


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
    screen, catalog = open_all(lang, folder or data)
    counts = {
        "roles": len(catalog.roles),
        "scales": len(catalog.scales),
        "items": len(catalog.items),
        "forms": {form.id: len(form.items) for form in catalog.forms},
    }
    if json:
        print_json(
            {
                "schema": "manager-quiz/check@1",
                "version": catalog.version,
                "sha256": catalog.sha256,
                "languages": list(catalog.languages),
                **counts,
            }
        )
        return
    _ = screen.words.gettext
    forms = ", ".join(f"{form.id} ({len(form.items)})" for form in catalog.forms)
    screen.console.print(
        _(
            "The content is in order. Roles: {roles}, scales: {scales}, questions: {items}, "
            "forms: {forms}, languages: {languages}."
        ).format(**{**counts, "forms": forms, "languages": ", ".join(catalog.languages)})
    )
