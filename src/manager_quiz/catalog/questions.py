"""What `questions.yaml` may say: scales, questions of every kind, and forms.

A new kind of question is an entry of `ITEM_KINDS`: nothing else asks which kinds there are.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from manager_quiz.catalog.model import (
    KINDS,
    Choice,
    Correlation,
    Form,
    Item,
    ItemKind,
    Reliability,
    Scale,
)
from manager_quiz.catalog.record import (
    PEOPLE,
    TEXT,
    WORD,
    YES_NO,
    Field,
    Key,
    Record,
    Type,
    by_id,
    id_in,
    list_of,
    number,
    one_of,
    plain,
)
from manager_quiz.catalog.scored_table import ID, is_reserved
from manager_quiz.errors import N_

ASSUMED_R = 0.30
"""Mean inter-item correlation where the author states none."""
ASSUMED_RHO = 0.25
"""Correlation of two scales' true scores where the author states none."""
SECONDS = 7
"""That a question takes: a usual pace for short statements."""
SINGULAR = 1e-6
"""A scale with less variance of its own is all but the sum of others."""
_RESERVED = N_("{name}: a column of the table of scored sheets is called {id}; choose another id")
_TOO_FEW = N_("{name}: a question needs at least two answers")


def read_questions(field: Field) -> dict[str, Any]:
    """The questionnaire's parts of a catalog, by name; problems go to the field's report."""
    parts: dict[str, Any] = QUESTIONS.read(field)
    del parts["schema"], parts["languages"]
    labels, scales, forms = parts.pop("answers"), parts["scales"], parts["forms"]
    items = list(parts["items"])
    for index, item in enumerate(items):
        if item.kind.graded and not item.choices:
            if not labels:
                template = N_("{name}: there are no answers, neither here nor for all questions")
                field.part("items", index).problem(template)
            items[index] = item._replace(choices=_grades(item, labels))
    asked = {id for form in forms for id in form.items}
    telling = {
        scale
        for item in items
        if item.id in asked
        for scale in {scale for choice in item.choices for scale in choice.points}
        if len({choice.points.get(scale, 0) for choice in item.choices}) > 1
    }
    scale_ids = [scale.id for scale in scales]
    for index, id in enumerate(scale_ids):
        if is_reserved(id, scale_ids):
            field.part("scales", index).problem(_RESERVED, id=id)
        if asked and id not in telling:
            template = N_("{name}: no form has an item that tells people apart on {scale}")
            field.part("scales", index).problem(template, scale=id)
    for index, item in enumerate(items):
        if item.id == ID:
            field.part("items", index).problem(_RESERVED, id=ID)
        if asked and item.id and item.id not in asked:
            template = N_("{name}: no form asks the question {id}; add it to one, or take it out")
            field.part("items", index).problem(template, id=item.id)
    return {**parts, "items": tuple(items)}


# ----------------------------------------------------------------------- how it is made


def _scale(_field: Field, norm: Mapping[str, Any], **texts: str) -> Scale:
    return Scale(
        **texts,
        mean=norm["mean"],
        sd=norm["sd"],
        norm_people=norm["people"],
        norm_date=norm["date"],
    )


def _item(field: Field) -> Item:
    """A question of whatever kind: the one whose key it has."""
    keys = field.value if isinstance(field.value, dict) else ()
    kind = next((each for each in ITEM_KINDS if each.key in keys), list(ITEM_KINDS)[-1])
    item: Item = ITEM_KINDS[kind].read(field)
    return item._replace(kind=kind)


def _statement(_field: Field, answers: Sequence[str], **keys: Any) -> Item:
    """A statement; without answers of its own it has no choices yet."""
    item = Item(**keys, choices=(), kind=STATEMENT)
    return item._replace(choices=_grades(item, answers))


def _grades(item: Item, labels: Sequence[str]) -> tuple[Choice, ...]:
    last = max(len(labels) - 1, 1)
    return tuple(
        Choice(step + 1, label, {item.scale: (last - step if item.reverse else step) / last})
        for step, label in enumerate(labels)
    )


def _situation(field: Field, situation: str, options: tuple[Choice, ...], **keys: Any) -> Item:
    named = sorted({scale for choice in options for scale in choice.points})
    for index, choice in enumerate(options):
        # An option silent on a scale would give 0 there, and pull everybody's score down.
        if choice.points and sorted(choice.points) != named:
            template = N_("{name}: all options must give points on the same scales: {scales}")
            field.part("options", index).problem(template, scales=", ".join(named))
    return Item(**keys, text=situation, choices=options, reverse=False, kind=SITUATION)


def _form(_field: Field, minutes: float | None, **keys: Any) -> Form:
    pace = len(keys["items"]) * SECONDS / 60
    return Form(**keys, minutes=pace if minutes is None else minutes)


def _correlation(field: Field) -> Correlation:
    if isinstance(field.value, dict):
        return MEASURED.read(field)  # type: ignore[no-any-return]
    return Correlation(_coefficients(field), None)


def _coefficients(field: Field) -> float | tuple[tuple[float, ...], ...]:
    """A number for any two scales, or a matrix."""
    if not isinstance(field.value, list):
        return field.number(0, 0.95)
    cells = [row.sequence() for row in field.sequence()]
    rows = tuple(tuple(each.number(-1, 1) for each in row) for row in cells)
    if any(each.value not in rows[at] for at, row in enumerate(cells) for each in row):
        return rows  # that it is no number from -1 to 1 is told of already
    scales = len(field.reading.known.get("scales", ()))
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
    return rows


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


# ---------------------------------------------------------------------- what it may say

_ID = Key("id", WORD, "What it is called in files and commands.")
POSITIVE = number(0, 100, open_below=True)
NORM = Record(
    "norm",
    lambda _field, **values: values,
    Key("mean", number(0, 100), "Mean of the scores that people in general have on the scale."),
    Key("sd", POSITIVE, "Standard deviation of their scores."),
    Key("people", PEOPLE, "On how many people it was measured; without it, it is assumed.", None),
    Key("date", WORD, "When it was measured, as a text in quotation marks.", None),
)
SCALE = Record(
    "scale",
    _scale,
    Key("id", WORD, "What it is called in files and commands, and in the heads of scored sheets."),
    Key("kind", one_of(*KINDS), "Whether one does it, and can learn it, or would enjoy it."),
    Key("name", TEXT, "What people call it, in one or two words."),
    Key("norm", NORM, "The scores of people in general: what is much and what is little."),
    Key("description", TEXT, "What it is, in a sentence; `describe` shows it.", ""),
    Key("low", TEXT, "What a low score says of somebody, and what is good about it.", ""),
    Key("middle", TEXT, "What a middling score says.", ""),
    Key("high", TEXT, "What a high score says, and what it costs.", ""),
    Key("develop", TEXT, "A small thing to do that makes it grow; said of skills.", ""),
)
ANSWERS = list_of(TEXT, _TOO_FEW, 2)
_OF_ALL_ITEMS = (
    Key("id", WORD, "What it is called in answers and sheets; once published it means the same."),
    Key("scale", id_in("scales"), "The scale that it is asked for."),
    Key("weight", POSITIVE, "How much it counts beside the other questions of its scale.", 1),
)
OPTION = Record(
    "option",
    lambda _field, id, text, points: Choice(id, text, points),
    Key("id", WORD, "What it is called in answers and sheets."),
    Key("text", TEXT, "What one would do, in a sentence."),
    Key(
        "points",
        by_id("scales", number(0, 1)),
        "What choosing it says: 0 is the low end of a scale, 1 the high one. All options of a "
        "question name the same scales; none, and it counts for nothing.",
    ),
)
STATEMENT = ItemKind(
    key="text",
    graded=True,
    explanation=N_(
        "This is a statement about you. Choose the answer that is closest to how you really are,"
        " not to how one should be. There is no right answer; the first thought is usually best."
    ),
)
SITUATION = ItemKind(
    key="situation",
    graded=False,
    explanation=N_(
        "This is a situation. Choose what you would most likely do, even if several answers"
        " are reasonable. There is no right one, and you need not have been in it."
    ),
)
ITEM_KINDS: dict[ItemKind, Record] = {
    SITUATION: Record(
        "situation",
        _situation,
        *_OF_ALL_ITEMS,
        Key("situation", TEXT, "What happens, and what is asked."),
        Key("options", list_of(OPTION, _TOO_FEW, 2, unique=True), "What one may do."),
    ),
    STATEMENT: Record(
        "statement",
        _statement,
        *_OF_ALL_ITEMS,
        Key("text", TEXT, "What one agrees with or not: behaviour, one thing, under 20 words."),
        Key("reverse", YES_NO, "Whether agreeing speaks for the low end of the scale.", False),
        Key("answers", ANSWERS, "Answers of its own, from the low end to the high one.", ()),
    ),
}
"""A question with the key of none is read as the last."""
FORM = Record(
    "form",
    _form,
    Key(
        "id",
        WORD,
        "What it is called in commands: `take --form quick`. Where there are a `quick` and a "
        "`full`, these two are offered; paper takes the one and a workshop the other, if they are "
        "there, or else the first.",
    ),
    Key("name", TEXT, "What people call it, in one word."),
    Key(
        "items",
        list_of(id_in("items"), N_("{name}: the form asks nothing"), unique=True),
        "Its questions, in the order they are asked. Every question stands in some form.",
    ),
    Key("description", TEXT, "Whom it is for, in a sentence.", ""),
    Key("minutes", number(0, 600), f"How long it takes; by default {SECONDS} s a question.", None),
)
CORRELATED = number(0, 0.99, open_below=True)
RELIABILITY = Record(
    "reliability",
    plain(Reliability),
    Key("mean_inter_item_r", CORRELATED, "Mean correlation of two questions of a scale."),
    Key("people", PEOPLE, "On how many people it was measured; without it, it is assumed.", None),
)
_CORRELATION = Type("number from 0 to 0.95, or a matrix with a row for each scale", _coefficients)
MEASURED = Record(
    "correlation",
    plain(Correlation),
    Key("value", _CORRELATION, "Correlation of the true scores of any two scales, or of all."),
    Key("people", PEOPLE, "On how many people it was measured."),
)
QUESTIONS = Record(
    "questions",
    lambda _field, **parts: parts,
    Key("version", WORD, "What you call this state of the content; results keep it."),
    Key(
        "languages",
        list_of(WORD, N_("{name}: at least one language is needed"), unique=True),
        "The codes of the languages that every text of both files is written in: `[en, ru]`.",
    ),
    Key(
        "scales",
        list_of(SCALE, N_("{name}: at least one scale is needed"), unique=True),
        "What answers are scored on.",
    ),
    Key(
        "items",
        list_of(Type("statement or situation", _item, tuple(ITEM_KINDS.values())), unique=True),
        "The questions: each a statement or a situation.",
    ),
    Key(
        "forms",
        list_of(FORM, N_("{name}: at least one form is needed"), unique=True),
        "Selections of questions, of which people choose one.",
    ),
    Key("schema", one_of("manager-quiz/questions@1"), "Which format this file is in.", ""),
    Key(
        "reliability",
        RELIABILITY,
        "How much the questions of a scale have in common; it says how sure scores are.",
        Reliability(ASSUMED_R, None),
    ),
    Key(
        "correlation",
        Type(f"{_CORRELATION.words}, or a mapping: correlation", _correlation, (MEASURED,)),
        "How much the scales have in common.",
        Correlation(ASSUMED_RHO, None),
    ),
    Key("managing", list_of(id_in("scales")), "Those that make the wish to manage at all.", ()),
    Key("prompt", TEXT, "The question that every statement is answered to.", ""),
    Key("answers", ANSWERS, "The answers to statements, from the low end to the high one.", ()),
    retired={"method": N_("{name}: there is one way of matching now; delete this key")},
)
