"""Reads `questions.yaml`: scales, items and forms."""

from collections.abc import Collection
from typing import NamedTuple

from manager_quiz.catalog.field import Field, Fields, check_ids
from manager_quiz.catalog.items import read_item, read_labels
from manager_quiz.catalog.model import KINDS, Correlation, Form, Item, Reliability, Scale, Shared
from manager_quiz.catalog.scored_table import ID, is_reserved
from manager_quiz.errors import N_

SCHEMA = "manager-quiz/questions@1"
ASSUMED_R = 0.30
"""Mean inter-item correlation where the author states none."""
ASSUMED_RHO = 0.25
"""Correlation of two scales' true scores where the author states none."""
_RESERVED = N_("{name}: a column of the table of scored sheets is called {id}; choose another id")
SINGULAR = 1e-6
"""A scale with less variance of its own is all but the sum of others."""


class Questions(NamedTuple):
    """What `questions.yaml` says."""

    version: str
    reliability: Reliability
    correlation: Correlation
    managing: tuple[str, ...]
    prompt: str
    scales: tuple[Scale, ...]
    items: tuple[Item, ...]
    forms: tuple[Form, ...]


def read_questions(field: Field) -> Questions:
    """The questionnaire; problems go to the field's report."""
    parts = field.mapping(
        required=("version", "languages", "scales", "items", "forms"),
        optional=(
            *("schema", "reliability", "correlation", "managing", "prompt", "answers"),
            "method",
        ),
    )
    parts["schema"].reference((SCHEMA,))
    _check_languages(parts["languages"])
    labels = read_labels(parts["answers"]) if "answers" in parts else ()
    scale_fields = parts["scales"].sequence()
    scales = tuple(_scale(each) for each in scale_fields)
    check_ids(scale_fields, [scale.id for scale in scales])
    scale_ids = tuple(scale.id for scale in scales)
    for each, id in zip(scale_fields, scale_ids, strict=True):
        if is_reserved(id, scale_ids):
            each.problem(_RESERVED, id=id)
    item_fields = parts["items"].sequence()
    items = tuple(read_item(each, Shared(scale_ids, labels)) for each in item_fields)
    check_ids(item_fields, [item.id for item in items])
    item_ids = {item.id for item in items}
    for each, item in zip(item_fields, items, strict=True):
        if item.id == ID:
            each.problem(_RESERVED, id=ID)
    form_fields = parts["forms"].sequence()
    forms = tuple(_form(each, item_ids) for each in form_fields)
    check_ids(form_fields, [form.id for form in forms])
    if not scales and isinstance(parts["scales"].value, list):
        parts["scales"].problem(N_("{name}: at least one scale is needed"))
    if "method" in parts:
        parts["method"].problem(N_("{name}: there is one way of matching now; delete this key"))
    if not forms and isinstance(parts["forms"].value, list):
        parts["forms"].problem(N_("{name}: at least one form is needed"))
    _check_reachable(scale_fields, scales, items, forms)
    asked = {id for form in forms for id in form.items}
    for each, item in zip(item_fields, items, strict=True):
        if asked and item.id and item.id not in asked:
            template = N_("{name}: no form asks the question {id}; add it to one, or take it out")
            each.problem(template, id=item.id)
    return Questions(
        version=parts["version"].string(),
        reliability=_reliability(parts),
        correlation=_correlation(parts, len(scales)),
        managing=tuple(each.reference(scale_ids) for each in parts["managing"].sequence()),
        prompt=parts["prompt"].text(),
        scales=scales,
        items=items,
        forms=forms,
    )


def _check_languages(field: Field) -> None:
    fields = field.sequence()
    check_ids(fields, [each.string() for each in fields])
    if not fields and isinstance(field.value, list):
        field.problem(N_("{name}: at least one language is needed"))


def _scale(field: Field) -> Scale:
    parts = field.mapping(
        required=("id", "kind", "name", "norm"),
        optional=("description", "low", "middle", "high", "develop"),
    )
    norm = parts["norm"].mapping(required=("mean", "sd"), optional=("people", "date"))
    return Scale(
        id=parts["id"].string(),
        kind=parts["kind"].reference(KINDS),
        name=parts["name"].text(),
        description=parts["description"].text(),
        low=parts["low"].text(),
        middle=parts["middle"].text(),
        high=parts["high"].text(),
        develop=parts["develop"].text(),
        mean=norm["mean"].number(0, 100),
        sd=norm["sd"].number(0, 100, open_below=True),
        norm_people=int(norm["people"].number(2, 1e9)) if "people" in norm else None,
        norm_date=norm["date"].string() if "date" in norm else None,
    )


def _form(field: Field, items: Collection[str]) -> Form:
    parts = field.mapping(required=("id", "name", "items"), optional=("description", "minutes"))
    fields = parts["items"].sequence()
    asked = tuple(each.reference(items) for each in fields)
    check_ids(fields, list(asked))
    if not asked and isinstance(parts["items"].value, list):
        parts["items"].problem(N_("{name}: the form asks nothing"))
    return Form(
        id=parts["id"].string(),
        name=parts["name"].text(),
        description=parts["description"].text(),
        # Seven seconds an item is a usual pace for short statements.
        minutes=parts["minutes"].number(0, 600) if "minutes" in parts else len(asked) * 7 / 60,
        items=asked,
    )


def _reliability(parts: Fields) -> Reliability:
    if "reliability" not in parts:
        return Reliability(ASSUMED_R, None)
    given = parts["reliability"].mapping(required=("mean_inter_item_r",), optional=("people",))
    people = int(given["people"].number(2, 1e9)) if "people" in given else None
    return Reliability(given["mean_inter_item_r"].number(0, 0.99, open_below=True), people)


def _correlation(parts: Fields, scales: int) -> Correlation:
    """A number for any two scales, or a matrix; `{value: …, people: N}` where it was measured."""
    if "correlation" not in parts:
        return Correlation(ASSUMED_RHO, None)
    field, people = parts["correlation"], None
    if isinstance(field.value, dict):
        given = field.mapping(required=("value", "people"))
        field, people = given["value"], int(given["people"].number(2, 1e9))
    if not isinstance(field.value, list):
        return Correlation(field.number(0, 0.95), people)
    cells = [row.sequence() for row in field.sequence()]
    rows = tuple(tuple(each.number(-1, 1) for each in row) for row in cells)
    if any(each.value not in rows[at] for at, row in enumerate(cells) for each in row):
        return Correlation(rows, people)  # that it is no number from -1 to 1 is told of already
    diagonal = [row[index] for index, row in enumerate(rows) if index < len(row)]
    if [len(row) for row in rows] != [scales] * scales or set(diagonal) != {1}:
        template = N_(
            "{name}: expected the correlations of {scales} scales with each other, a row and a "
            "column for each, 1 on the diagonal"
        )
        field.problem(template, scales=scales)
    elif rows != tuple(zip(*rows, strict=True)):
        template = N_(
            "{name}: two scales have two different correlations: the matrix must be symmetric"
        )
        field.problem(template)
    elif not _is_positive_definite(rows):
        template = N_(
            "{name}: no scores can correlate like that: the matrix must be positive definite"
        )
        field.problem(template)
    return Correlation(rows, people)


def _is_positive_definite(rows: tuple[tuple[float, ...], ...]) -> bool:
    """Whether a symmetric matrix with 1 on its diagonal is so: only then it has a Cholesky root."""
    triangle: list[list[float]] = []
    for index, row in enumerate(rows):
        done: list[float] = []
        for other in range(index):
            known = sum(a * b for a, b in zip(done, triangle[other], strict=False))
            done.append((row[other] - known) / triangle[other][other])
        left = 1 - sum(each**2 for each in done)
        if left < SINGULAR:
            return False
        triangle.append([*done, left**0.5])
    return True


def _check_reachable(
    fields: list[Field], scales: tuple[Scale, ...], items: tuple[Item, ...], forms: tuple[Form, ...]
) -> None:
    """Notes every scale that no item of any form tells people apart on."""
    asked = {id for form in forms for id in form.items}
    if not asked:
        return  # that there are no questions is told of already
    for field, scale in zip(fields, scales, strict=True):
        if not any(
            item.id in asked and len({each.points.get(scale.id, 0) for each in item.choices}) > 1
            for item in items
        ):
            template = N_("{name}: no form has an item that tells people apart on {scale}")
            field.problem(template, scale=scale.id)
