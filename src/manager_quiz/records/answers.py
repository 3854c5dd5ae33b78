"""Reads answers from a file: a mapping of item id to answer, in YAML or JSON."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from manager_quiz.catalog.model import Catalog
from manager_quiz.catalog.yaml_file import parse_yaml
from manager_quiz.errors import N_, ContentError, Problem

Answers = Mapping[str, int | str]


def parse_answers(catalog: Catalog, data: bytes, file: Path) -> Answers:
    """The answers in `data`, at the top level or under `answers:`; skipped ones are left out.

    A saved result is such a file too. `file` is named in problems.
    Raises ContentError with every unknown item and every answer that its item doesn't have.
    """
    value, lines = parse_yaml(data, file)
    under: tuple[str, ...] = ()
    if isinstance(value, dict) and "answers" in value:
        value, under = value["answers"], ("answers",)
    if not isinstance(value, dict):
        message = N_("expected answers as item: answer, one a line")
        raise ContentError((Problem(file, lines.get(under, 1), message),))

    answers: dict[str, int | str] = {}
    problems: list[Problem] = []
    for id, given in value.items():
        line = lines.get((*under, id), 0)
        item = catalog.item_by_id.get(id)
        if item is None:
            near = ", ".join(get_close_matches(id, catalog.item_by_id, n=3)) or "-"
            message = N_("there is no question {item}, perhaps: {near}")
            problems.append(Problem(file, line, message, {"item": id, "near": near}))
        elif given is not None:
            index = item.choice(given)
            if index is None:
                allowed = ", ".join(str(choice.answer) for choice in item.choices)
                message = N_("{given} is no answer to {item}, expected one of: {allowed}")
                values = {"given": repr(given), "item": id, "allowed": allowed}
                problems.append(Problem(file, line, message, values))
            else:
                answers[id] = item.choices[index].answer
    if problems:
        raise ContentError(tuple(problems))
    return answers
