"""Which column of a file of sheets is what, as it is seen or as a mapping file says."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from manager_quiz.catalog.model import Catalog, Form, Item
from manager_quiz.catalog.scored_table import (
    ASPIRATION_COLUMNS,
    ID,
    aspiration_columns,
    computed_columns,
)
from manager_quiz.catalog.yaml_file import Lines, parse_yaml, read_bytes
from manager_quiz.errors import N_, ContentError, Problem
from manager_quiz.records.files import LARGEST
from manager_quiz.records.sheets.answers import NO_OWN, Answer, OwnAnswers, plain
from manager_quiz.records.sheets.delimited import Row

OPEN = "?"
"""Stands in a proposed mapping for what its author has to say."""
_KEYS = ("columns", "answers", "options")
LEFT_OUT = ""
"""Stands in a mapping for a column that is neither a question nor the id."""
_NAMED = 10
"""Columns that are named at most."""
_LOOKED_AT = 3
"""The headings are in one of the first rows."""


class Columns(NamedTuple):
    """The columns of a file: `names` are all headings, `items` the form's in its order.

    `places` says where each item's column is, `id` that of the column which names the person.
    `kept` are columns that go along unchanged, as places by name; `ignored` are neither asked for
    nor questions. `recognised` are headings that aren't ids, with the item each was taken for.
    `above` counts the rows above the headings, `below` further rows of headings under them.
    `unused` are headings and questions of somebody's mapping that aren't there.
    """

    names: tuple[str, ...]
    form: Form
    items: tuple[Item, ...]
    places: tuple[int, ...]
    id: int | None
    kept: Mapping[str, int]
    ignored: tuple[str, ...]
    recognised: Mapping[str, str]
    above: int = 0
    below: int = 0
    unused: Sequence[str] = ()


class ColumnMapping(NamedTuple):
    """What headings stand for (an item's id, `id` or LEFT_OUT), and what answers do.

    `file` says so, of each heading on one of its `lines`.
    """

    file: Path
    columns: Mapping[str, str]
    answers: OwnAnswers
    lines: Mapping[str, int]


NO_MAPPING = ColumnMapping(Path(), {}, NO_OWN, {})


def one_line(heading: object) -> str:
    """A heading without line breaks and spaces too many."""
    return " ".join(str(heading).split())


class Headings:
    """What headings stand for: an item's id, the id as other programs rename it, or its text.

    R and SPSS write leadership.1 and leadership_1, LimeSurvey leadership1; Google and LimeSurvey
    put the text of one of several questions into square brackets. `own` is somebody's mapping.
    """

    def __init__(self, catalogs: Sequence[Catalog], own: ColumnMapping = NO_MAPPING) -> None:
        self.own = own
        self._ids = {item.id for item in catalogs[0].items}
        self._renamed: dict[str, str | None] = {}
        self._texts: dict[str, str | None] = {}
        for catalog in catalogs:
            for item in catalog.items:
                for known, word in (
                    (self._renamed, plain(item.id)),
                    (self._texts, plain(item.text)),
                ):
                    # What two items have in common names neither.
                    known[word] = item.id if known.get(word, item.id) == item.id else None

    def meaning(self, heading: str) -> str | None:
        """An item's id, `id`, LEFT_OUT, or None where it can't be told."""
        heading = one_line(heading)
        if heading in self.own.columns:
            return self.own.columns[heading]
        if heading in self._ids or heading == ID:
            return heading
        if heading.casefold() == ID:
            return ID
        inner = heading[heading.rfind("[") + 1 : -1] if heading.endswith("]") else ""
        for each in (heading, inner):
            word = plain(each)
            if word and (found := self._texts.get(word)):
                return found
            if word and " " not in each and (found := self._renamed.get(word)):
                return found
        return None

    def asked(self, row: Sequence[str]) -> int:
        """How many cells of a row name a question."""
        return sum(self.meaning(cell) in self._ids for cell in row)


def heading_rows(headings: Headings, rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Which of the first rows of a file has the headings, and how many under it are such too.

    It is the one that names most questions: above it a survey tool may have put numbers, and
    below it the questions' texts or ids of its own.
    """
    counts = [headings.asked(row) for row in rows[:_LOOKED_AT]]
    above = counts.index(max(counts)) if counts else 0
    below = 0
    for number, row in enumerate(rows[above + 1 :], 1):
        # Qualtrics ends its headings so; what stands before are texts, perhaps somebody's own.
        imported = any(cell.lstrip().startswith('{"ImportId"') for cell in row)
        again = below == number - 1 and counts[above] and 2 * headings.asked(row) > counts[above]
        if imported or again:
            below = number
    return above, below


def readable_headings(file: Path, row: Row) -> tuple[int, list[str]]:
    """The line and the cells of the headings. Raises ContentError for a stray quotation mark."""
    if row.stray:
        message = N_(
            "the headings stand on this line, and one of their quotation marks is stray: take it "
            "away, or put another one behind the heading"
        )
        raise ContentError.at(file, row.line, message)
    return row.line, row.cells


def find_columns(
    catalog: Catalog,
    file: Path,
    rows: Sequence[Row],
    headings: Headings,
    form: Form | None,
    keep: Sequence[str],
    top: int = 0,
) -> Columns:
    """The columns for `form`, or for the smallest form that asks all the questions there are.

    Where a table of scores is made, with `top` roles, aspirations are kept unasked.
    `rows` are the first of the file, with their lines. Raises ContentError where a column is
    missing, there twice, or asked to be kept but not there or named like a column of the table.
    """
    above, below = heading_rows(headings, [row.cells for row in rows])
    line, cells = readable_headings(file, rows[above])
    names = [one_line(cell) for cell in cells]
    aspired = [name for name in ASPIRATION_COLUMNS if top and name in names]
    keep = list(dict.fromkeys((*keep, *aspired)))
    meanings = [headings.meaning(name) if name not in keep else None for name in names]
    problems: list[Problem] = []
    asked: dict[str, int] = {}
    for place, meaning in enumerate(meanings):
        if meaning and meaning in asked:
            message = N_("the column {column} is there twice")
            problems.append(Problem(file, line, message, {"column": meaning}))
        elif meaning:
            asked[meaning] = place
    id = asked.pop(ID, None)
    chosen = form or best_form(catalog, list(asked))
    others = [
        name
        for name, meaning in zip(names, meanings, strict=True)
        if name and name not in keep and not meaning
    ]
    problems += _kept_problems(catalog, file, line, names, others, keep, top)
    missing = [id for id in chosen.items if id not in asked]
    own = headings.own
    unused = [name for name in own.columns if name not in names]
    found = {LEFT_OUT, *asked, *(() if id is None else (ID,))}
    for name in unused:
        # Another file's headings may stand in it too, so long as each question is found.
        if own.columns[name] not in found:
            message = N_("there is no column {column} in {file}; there are: {near}")
            told = {"column": name, "file": file, "near": _near(name, names, others)}
            problems.append(Problem(own.file, own.lines[name], message, told))
    if not asked:
        message = N_(
            "no column is a question; questions are called: {questions}. "
            "manager-quiz columns helps to say which column is which"
        )
        named = ", ".join(chosen.items[:3])
        problems.append(Problem(file, line, message, {"questions": f"{named}…"}))
    elif missing:
        problems.extend(_missing(file, line, chosen, missing, others))
    if problems:
        raise ContentError(tuple(problems))
    others += [names[asked[id]] for id in asked if id not in chosen.items]
    unused += [id for id in own.answers.items if id not in chosen.items]
    return Columns(
        names=tuple(names),
        form=chosen,
        items=catalog.form_items(chosen),
        places=tuple(asked[id] for id in chosen.items),
        id=id,
        kept={name: names.index(name) for name in keep},
        ignored=tuple(others),
        recognised={names[place]: id for id, place in asked.items() if names[place] != id},
        above=above,
        below=below,
        unused=unused,
    )


def _near(name: str, names: Sequence[str], others: Sequence[str]) -> str:
    """The columns that may have been meant: of like names, else those that are no questions."""
    near = get_close_matches(name, names, n=3) or others or [each for each in names if each]
    return ", ".join(near[:_NAMED]) + (" …" if len(near) > _NAMED else "")


def _kept_problems(
    catalog: Catalog,
    file: Path,
    line: int,
    names: Sequence[str],
    others: Sequence[str],
    keep: Sequence[str],
    top: int,
) -> list[Problem]:
    reserved = {
        ID,
        *computed_columns([scale.id for scale in catalog.scales], top),
        *(set(aspiration_columns()) - set(ASPIRATION_COLUMNS)),
    }
    problems = []
    for name in keep:
        if name not in names:
            message = N_("there is no column {column} to keep; there are: {near}")
            told = {"column": name, "near": _near(name, names, others)}
            problems.append(Problem(file, line, message, told))
        elif names.count(name) > 1:
            message = N_("the column {column} is there twice")
            problems.append(Problem(file, line, message, {"column": name}))
        if name in reserved - {ID} or (name == ID and ID in names):
            message = N_(
                "the column {column} can't be kept: the table has one of that name; rename it"
            )
            problems.append(Problem(file, line, message, {"column": name}))
    return problems


def best_form(catalog: Catalog, asked: Sequence[str]) -> Form:
    """The smallest form with all these items; else the one that lacks and has fewest too many."""
    columns = set(asked)
    return min(catalog.forms, key=lambda form: (len(columns - {*form.items}), len(form.items)))


def _missing(
    file: Path, line: int, form: Form, missing: Sequence[str], others: Sequence[str]
) -> list[Problem]:
    """What is said of missing columns: perhaps one that is there was meant."""
    slips = {
        id: [near for near in get_close_matches(id, others, cutoff=0.8) if is_slip(id, near)]
        for id in missing
    }
    problems = [
        Problem(
            file,
            line,
            N_("the column {column} of the form {form} is missing; is it {near}?"),
            {"column": id, "form": form.id, "near": near[0]},
        )
        for id, near in slips.items()
        if near
    ]
    rest = [id for id, near in slips.items() if not near]
    if rest:
        message = N_("columns of the form {form} are missing: {columns}")
        named = ", ".join(rest[:_NAMED]) + ("…" if len(rest) > _NAMED else "")
        problems.append(Problem(file, line, message, {"form": form.id, "columns": named}))
    return problems


def is_slip(id: str, near: str) -> bool:
    """Whether a heading may be a slip for an id: the same with another number is no slip."""
    letters = [[each for each in name if not each.isdigit()] for name in (id, near)]
    return letters[0] != letters[1]


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
