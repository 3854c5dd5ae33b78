"""`describe`: all about one role, or about one of the topics round management."""

from typing import Annotated

import typer

from manager_quiz.catalog.model import Catalog
from manager_quiz.commands.options import (
    Data,
    Json,
    Language,
    Plain,
    as_mapping,
    open_all,
    print_json,
)
from manager_quiz.errors import InputError
from manager_quiz.wording.words import Words, preferred_language


def role_names(incomplete: str) -> list[tuple[str, str]]:
    """Ids of the shipped roles for the shell to complete, each with its name."""
    from manager_quiz.catalog.load import load_catalog

    return [
        (role.id, role.name)
        for role in load_catalog(language=preferred_language()).roles
        if role.id.startswith(incomplete)
    ]


def describe(
    role: Annotated[
        str | None,
        typer.Argument(
            metavar="[ROLE]",
            help="A role by any usual name, a scale or a form; without it, all roles are listed.",
            autocompletion=role_names,
        ),
    ] = None,
    json: Json = False,
    plain: Plain = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Tell all about one kind of manager."""
    from manager_quiz.catalog.naming import find

    screen, catalog = open_all(lang, data, plain=plain)
    if role is None:
        from manager_quiz.commands.roles import list_roles

        list_roles(screen, catalog, catalog.roles, json=json)
        return
    entry = find(catalog, role)
    if entry is None:
        raise unknown_role(catalog, role, screen.words)
    if json:
        kind = type(entry).__name__.lower()
        about = {"schema": f"manager-quiz/{kind}@1", "language": catalog.language}
        print_json(about | as_mapping(entry))
        return
    from manager_quiz.reports.roles import described
    from manager_quiz.terminal.page import show_page

    show_page(screen, described(screen.words, catalog, entry))


def unknown_role(catalog: Catalog, name: str, words: Words) -> InputError:
    """What to say when no role has that name."""
    from manager_quiz.catalog.naming import nearest_roles

    _ = words.gettext
    near = ", ".join(role.name for role in nearest_roles(catalog, name))
    if near:
        message = _("There is no role {name}. Did you mean: {near}?").format(name=name, near=near)
    else:
        message = _("There is no role {name}. All roles: manager-quiz roles").format(name=name)
    return InputError(message)
