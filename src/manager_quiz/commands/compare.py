"""`compare`: roles side by side, and a person's own result beside them."""

from typing import Annotated

import typer

from manager_quiz.commands.describe import role_names, unknown_role
from manager_quiz.commands.options import Data, Json, Language, Plain, open_all, print_json
from manager_quiz.commands.saving import saved_result, tell_of_earlier
from manager_quiz.errors import InputError


def compare(
    roles: Annotated[
        list[str],
        typer.Argument(
            metavar="ROLE ROLE...",
            help="Two or more roles by any usual name.",
            autocompletion=role_names,
        ),
    ],
    result: Annotated[
        str | None,
        typer.Option(metavar="ID|FILE", help="A saved result to show beside the roles."),
    ] = None,
    json: Json = False,
    plain: Plain = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Put roles side by side, what differs most first."""
    from manager_quiz.catalog.model import Role
    from manager_quiz.catalog.naming import find

    screen, catalog = open_all(lang, data, plain=plain)
    chosen: list[Role] = []
    for name in roles:
        entry = find(catalog, name)
        if not isinstance(entry, Role):
            raise unknown_role(catalog, name, screen.words)
        if entry not in chosen:
            chosen.append(entry)
    if len(chosen) < 2:
        raise InputError(screen.words.gettext("Name at least two different roles to compare."))
    own = None
    if result is not None:
        from manager_quiz.records.results import scale_scores

        saved = saved_result(result, catalog, screen.words)
        tell_of_earlier(screen.words, saved.id, saved.retired)
        own = scale_scores(saved.document)

    from manager_quiz.reports.roles import by_difference, comparison_page
    from manager_quiz.terminal.page import show_page

    if not json:
        show_page(screen, comparison_page(screen.words, catalog, chosen, own))
        return
    print_json(
        {
            "schema": "manager-quiz/comparison@1",
            "language": catalog.language,
            "roles": [{"id": role.id, "name": role.name} for role in chosen],
            "scales": [
                {
                    "id": scale.id,
                    "levels": {role.id: role.profile[scale.id].level for role in chosen},
                    "own": own.get(scale.id) if own is not None else None,
                }
                for scale in by_difference(catalog, chosen)
            ],
        }
    )
