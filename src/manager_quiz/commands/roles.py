"""`roles`, `describe` and `compare`: what kinds of manager there are, and all about them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from manager_quiz.catalog.model import Catalog, Form, Role, Scale, Topic
from manager_quiz.catalog.naming import find, nearest, nearest_roles
from manager_quiz.commands.options import (
    Data,
    Force,
    Json,
    Language,
    Plain,
    as_mapping,
    command_line,
    open_all,
    put_out,
)
from manager_quiz.errors import InputError
from manager_quiz.reports.roles import (
    by_difference,
    card,
    comparison_page,
    described,
    role_list_page,
    strongest_scales,
)
from manager_quiz.terminal.screen import Screen
from manager_quiz.wording.words import Words, preferred_language


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
        known = ", ".join(levels)
        raise InputError(
            screen.words(
                "There is no level {level}; choose one of: {known}", level=level, known=known
            )
        )
    chosen = [role for role in catalog.roles if level in {None, *(each.id for each in role.levels)}]
    list_roles(screen, catalog, chosen, json=json)


def list_roles(screen: Screen, catalog: Catalog, chosen: Sequence[Role], *, json: bool) -> None:
    """Shows these roles as a table or as JSON."""
    document = {
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
    put_out(screen, role_list_page(screen.words, catalog, chosen), document, json=json)


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
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write a card to print: .html, .md, .txt."
        ),
    ] = None,
    force: Force = False,
    json: Json = False,
    plain: Plain = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Tell all about one kind of manager."""
    screen, catalog = open_all(lang, data, plain=plain)
    if output is not None and (role is None or json):
        raise InputError(screen.words("-o writes the card of one role: name it, without --json."))
    if role is None:
        list_roles(screen, catalog, catalog.roles, json=json)
        return
    entry = find(catalog, role)
    if entry is None:
        raise _unknown(screen.words, role, nearest(catalog, role))

    def take(form: str) -> str:
        return command_line("take", form=form, data=data)

    if output is None:
        schema = f"manager-quiz/{type(entry).__name__.lower()}@1"
        document = {"schema": schema, "language": catalog.language, **as_mapping(entry)}
        put_out(screen, described(screen.words, catalog, entry, take), document, json=json)
        return
    from manager_quiz.commands.saving import check_target
    from manager_quiz.records.files import write_whole
    from manager_quiz.reports.writers import PROSE, as_prose

    check_target(output, (".html", *PROSE), screen.words, force=force)
    page = card(screen.words, catalog, entry, take)
    write_whole(output, as_prose(output.suffix.lower(), page, screen.words).encode())


def _unknown(words: Words, name: str, near: Sequence[Role | Topic | Scale | Form]) -> InputError:
    """What to say when nothing is called so."""
    if not near:
        return InputError(
            words("There is no role {name}. All roles: manager-quiz roles", name=name)
        )
    names = ", ".join(each.name for each in near)
    return InputError(
        words("There is no role {name}. Did you mean: {near}?", name=name, near=names)
    )


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
    screen, catalog = open_all(lang, data, plain=plain)
    chosen: list[Role] = []
    for name in roles:
        entry = find(catalog, name)
        if not isinstance(entry, Role):
            raise _unknown(screen.words, name, nearest_roles(catalog, name))
        if entry not in chosen:
            chosen.append(entry)
    if len(chosen) < 2:
        raise InputError(screen.words("Name at least two different roles to compare."))
    own = None
    if result is not None:
        from manager_quiz.commands.saving import saved_result

        own = saved_result(result, catalog, screen.words).scores

    document = {
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
    put_out(screen, comparison_page(screen.words, catalog, chosen, own), document, json=json)
