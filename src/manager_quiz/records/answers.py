"""Reads answers from a file: a mapping of item id to answer, in YAML or JSON.

Beside them may stand `aspirations:`, the roles that somebody would choose, by any usual name.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from manager_quiz.catalog.model import MOST_ASPIRATIONS, Catalog, Form, Role
from manager_quiz.catalog.naming import find, nearest_roles
from manager_quiz.catalog.yaml_file import parse_yaml
from manager_quiz.errors import N_, TOLD, ContentError, Problem
from manager_quiz.records.decode import MAX_TEXT
from manager_quiz.wording.keys import ROLES, TypedError, read_row

ASPIRATIONS = "aspirations"


class Responses(NamedTuple):
    """What somebody said: answers by item, and the ids of the roles they would choose."""

    answers: Mapping[str, int | str]
    aspirations: tuple[str, ...] = ()


def parse_answers(catalog: Catalog, data: bytes, file: Path) -> Responses:
    """The sheet in `data`, its answers at the top level or under `answers:`.

    Skipped answers are left out. A saved result is such a file too. `file` is named in problems.
    Raises ContentError with every unknown item and role, and every answer that its item doesn't
    have.
    """
    value, lines = parse_yaml(data, file)
    under: tuple[str, ...] = ()
    problems: list[Problem] = []
    aspirations: tuple[str, ...] = ()
    if isinstance(value, dict) and ASPIRATIONS in value and ASPIRATIONS not in catalog.item_by_id:
        line = lines.get((ASPIRATIONS,), 0)
        aspirations = _roles(catalog, value[ASPIRATIONS], file, line, problems)
        value = {id: given for id, given in value.items() if id != ASPIRATIONS}
    if isinstance(value, dict) and "answers" in value:
        value, under = value["answers"], ("answers",)
    if not isinstance(value, dict):
        message = N_("expected answers as item: answer, one a line")
        raise ContentError((Problem(file, lines.get(under, 1), message),))

    answers: dict[str, int | str] = {}
    for id, given in value.items():
        line = lines.get((*under, id), 0)
        shown = id.strip().casefold()
        # Not where both are there: one of them would be lost.
        meant = id if id in catalog.item_by_id or shown in value else shown
        item = catalog.item_by_id.get(meant)
        if item is None:
            # Looking for what was meant takes a while, and nobody is told of more than the first.
            near = ""
            if len(problems) < TOLD:
                near = ", ".join(get_close_matches(id[:MAX_TEXT], catalog.item_by_id, n=3))
            message = N_("there is no question {item}, perhaps: {near}")
            problems.append(Problem(file, line, message, {"item": id, "near": near or "-"}))
        elif given is not None:
            index = item.choice(given)
            if index is None and isinstance(given, str):
                index = item.choice(given.strip().casefold())
            if index is None:
                allowed = ", ".join(str(choice.answer) for choice in item.choices)
                message = N_("{given} is no answer to {item}, expected one of: {allowed}")
                values = {
                    "given": lines.written.get((*under, id), repr(given)),
                    "item": id,
                    "allowed": allowed,
                }
                problems.append(Problem(file, line, message, values))
            else:
                answers[item.id] = item.choices[index].answer
    if problems:
        raise ContentError(tuple(problems))
    return Responses(answers, aspirations)


def parse_row(catalog: Catalog, form: Form | None, text: str, file: Path) -> tuple[Form, Responses]:
    """The sheet in a row of keys, as they are on paper, and the form that it is of.

    Without one that is said it is that with as many questions. Raises ContentError.
    """
    keys = len(re.sub(rf"{ROLES}\S*|\s", "", text))
    likely = [each for each in catalog.forms if len(each.items) == keys] or catalog.forms
    asked = form or likely[0]
    try:
        row = read_row(catalog, asked, text)
    except TypedError as error:
        raise ContentError((Problem(file, 0, error.template, error.values),)) from error
    return asked, Responses(row.answers(catalog.form_items(asked)), row.roles)


def _roles(
    catalog: Catalog, given: Any, file: Path, line: int, problems: list[Problem]
) -> tuple[str, ...]:
    """The ids of the roles named, each once; what is wrong with them is added to the problems."""
    names = given if isinstance(given, list) else [] if given is None else [given]
    found: dict[str, None] = {}
    for name in names:
        role = find(catalog, str(name))
        if isinstance(role, Role):
            found[role.id] = None
            continue
        near = ", ".join(each.name for each in nearest_roles(catalog, str(name))) or "-"
        message = N_("there is no role {name}, perhaps: {near}")
        problems.append(Problem(file, line, message, {"name": str(name), "near": near}))
    if len(found) > MOST_ASPIRATIONS:
        message = N_("aspirations: at most {most} roles, but here are {n}")
        problems.append(Problem(file, line, message, {"most": MOST_ASPIRATIONS, "n": len(found)}))
    return tuple(found)
