"""`roles`: all roles in one table."""

from collections.abc import Sequence
from typing import Annotated

import typer

from manager_quiz.catalog.model import Catalog, Role
from manager_quiz.commands.options import Data, Json, Language, Plain, open_all, print_json
from manager_quiz.errors import InputError
from manager_quiz.terminal.screen import Screen


def roles(
    level: Annotated[
        str | None,
        typer.Option("--level", metavar="LEVEL", help="Only roles of this level of management."),
    ] = None,
    json: Json = False,
    plain: Plain = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """List the kinds of manager."""
    screen, catalog = open_all(lang, data, plain=plain)
    levels = [each.id for each in catalog.levels]
    if level is not None and level not in levels:
        _ = screen.words.gettext
        raise InputError(
            _("There is no level {level}; choose one of: {known}").format(
                level=level, known=", ".join(levels)
            )
        )
    chosen = [
        role
        for role in catalog.roles
        if level is None or level in {each.id for each in role.levels}
    ]
    list_roles(screen, catalog, chosen, json=json)


def list_roles(screen: Screen, catalog: Catalog, chosen: Sequence[Role], *, json: bool) -> None:
    """Shows these roles as a table or as JSON."""
    from manager_quiz.reports.roles import role_list_page, strongest_scales
    from manager_quiz.terminal.page import show_page

    if not json:
        show_page(screen, role_list_page(screen.words, catalog, chosen))
        return
    print_json(
        {
            "schema": "manager-quiz/role-list@1",
            "language": catalog.language,
            "roles": [
                {
                    "id": role.id,
                    "name": role.name,
                    "levels": [each.id for each in role.levels],
                    "summary": role.summary,
                    "strongest": [scale.id for scale in strongest_scales(catalog, role)],
                }
                for role in chosen
            ],
        }
    )
