"""A mapping file: what the columns and answers of somebody's file are."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from manager_quiz.catalog.model import Catalog
from manager_quiz.catalog.scored_table import ID
from manager_quiz.catalog.yaml_file import Lines, parse_yaml, read_bytes
from manager_quiz.errors import N_, ContentError, Problem
from manager_quiz.records.files import LARGEST
from manager_quiz.records.sheets.answers import Answer, OwnAnswers
from manager_quiz.records.sheets.columns import LEFT_OUT, ColumnMapping, one_line

OPEN = "?"
"""Stands in a proposed mapping for what its author has to say."""
_KEYS = ("columns", "answers", "options")


def read_mapping(file: Path, catalog: Catalog) -> ColumnMapping:
    """The mapping in a YAML file. Raises ContentError with every problem at its line.

    `columns` maps headings to the id of a question, to `id`, or to null for those to leave out;
    `answers` maps what stands in the cells of graded questions to 1, 2, 3 …, and `options`, by
    question, to its options; null stands for no answer.
    """
    content, lines = parse_yaml(read_bytes(file, most=LARGEST), file)
    problems: list[Problem] = []

    def problem(place: tuple[Any, ...], template: str, **values: object) -> None:
        problems.append(Problem(file, _line(lines, place), template, values))

    parts: dict[str, dict[str, Any]] = {}
    content = content if isinstance(content, dict) else {}
    for name in content:
        if name not in _KEYS:
            problem(
                (name,),
                N_("unknown key {key}; known are: {known}"),
                key=name,
                known=", ".join(_KEYS),
            )
    for name in _KEYS:
        part = content.get(name) or {}
        if not isinstance(part, dict):
            problem((name,), N_("{name}: expected names, each with what it stands for"), name=name)
            part = {}
        parts[name] = part
    columns: dict[str, str] = {}
    for heading, target in parts["columns"].items():
        if target is None:
            columns[one_line(heading)] = LEFT_OUT
        elif isinstance(target, str) and (target == ID or target in catalog.item_by_id):
            columns[one_line(heading)] = str(target)
        else:
            _undecided(problem, ("columns", heading), target, f"id, {catalog.items[0].id} …, null")
    scales = {
        str(choice.answer) for item in catalog.items if item.kind.graded for choice in item.choices
    }
    answers = _answers(problem, ("answers",), parts["answers"], scales)
    options: dict[str, Mapping[str, Answer]] = {}
    for id, named in parts["options"].items():
        item = catalog.item_by_id.get(id)
        if item is None or not isinstance(named, dict):
            problem(("options", id), N_("there is no question {id}"), id=id)
            continue
        known = {str(choice.answer) for choice in item.choices}
        options[id] = _answers(problem, ("options", id), named, known)
    if problems:
        raise ContentError(tuple(sorted(problems, key=lambda each: each.line)))
    named = {one_line(heading): heading for heading in parts["columns"]}
    places = {text: _line(lines, ("columns", heading)) for text, heading in named.items()}
    return ColumnMapping(file, columns, OwnAnswers(answers, options), places)


def _answers(
    problem: Any, place: tuple[Any, ...], named: Mapping[Any, Any], known: set[str]
) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for text, answer in named.items():
        if answer is None or str(answer) in known:
            found[str(text)] = answer
        else:
            _undecided(problem, (*place, text), answer, ", ".join([*sorted(known), "null"]))
    return found


def _undecided(problem: Any, place: tuple[Any, ...], given: object, known: str) -> None:
    if given == OPEN:
        template = N_("{name}: say what it is instead of ?, one of: {known}")
    else:
        template = N_("{name}: {given} is unknown; one of: {known}")
    problem(place, template, name=place[-1], given=given, known=known)


def _line(lines: Lines, place: tuple[Any, ...]) -> int:
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 0)
