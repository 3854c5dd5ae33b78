"""The kinds of question, and how each is read from `questions.yaml`.

A new kind is an entry of `ITEM_KINDS`: nothing else asks which kinds there are.
"""

from manager_quiz.catalog.field import Field, Fields, check_ids
from manager_quiz.catalog.model import Choice, Item, ItemKind, Shared
from manager_quiz.errors import N_

_TOO_FEW = N_("{name}: a question needs at least two answers")


def read_item(field: Field, shared: Shared) -> Item:
    """A question of whatever kind; problems go to the field's report."""
    keys = field.value if isinstance(field.value, dict) else ()
    kind = next((each for each in ITEM_KINDS if each.key in keys), ITEM_KINDS[-1])
    parts = field.mapping(
        required=("id", "scale", kind.key, *kind.required), optional=(*kind.optional, "weight")
    )
    item = Item(
        id=parts["id"].string(),
        text=parts[kind.key].text(),
        choices=(),
        scale=parts["scale"].reference(shared.scales),
        kind=kind,
        reverse=parts["reverse"].boolean(),
        weight=parts["weight"].number(0, 100, open_below=True) if "weight" in parts else 1,
    )
    return item._replace(choices=kind.choices(item, field, parts, shared))


def read_labels(field: Field) -> tuple[str, ...]:
    """The words of graded answers, from the low end to the high one."""
    labels = field.texts()
    if len(labels) < 2 and isinstance(field.value, list):
        field.problem(_TOO_FEW)
    return labels


def _grades(item: Item, field: Field, parts: Fields, shared: Shared) -> tuple[Choice, ...]:
    labels = read_labels(parts["answers"]) if "answers" in parts else shared.answers
    if not labels:
        field.problem(N_("{name}: there are no answers, neither here nor for all questions"))
    last = max(len(labels) - 1, 1)
    return tuple(
        Choice(step + 1, label, {item.scale: (last - step if item.reverse else step) / last})
        for step, label in enumerate(labels)
    )


def _options(_item: Item, _field: Field, parts: Fields, shared: Shared) -> tuple[Choice, ...]:
    fields = parts["options"].sequence()
    choices = []
    for each in fields:
        option = each.mapping(required=("id", "text", "points"))
        given = option["points"].mapping(required=(), optional=shared.scales)
        points = {scale: part.number(0, 1) for scale, part in given.items()}
        choices.append(Choice(option["id"].string(), option["text"].text(), points))
    named = sorted({scale for choice in choices for scale in choice.points})
    for each, choice in zip(fields, choices, strict=True):
        # An option silent on a scale would give 0 there, and pull everybody's score down.
        if choice.points and sorted(choice.points) != named:
            template = N_("{name}: all options must give points on the same scales: {scales}")
            each.problem(template, scales=", ".join(named))
    check_ids(fields, [str(choice.answer) for choice in choices])
    if len(choices) < 2 and isinstance(parts["options"].value, list):
        parts["options"].problem(_TOO_FEW)
    return tuple(choices)


STATEMENT = ItemKind(
    key="text",
    required=(),
    optional=("reverse", "answers"),
    choices=_grades,
    graded=True,
    explanation=N_(
        "This is a statement about you. Choose the answer that is closest to how you really are,"
        " not to how one should be. There is no right answer; the first thought is usually best."
    ),
)
SITUATION = ItemKind(
    key="situation",
    required=("options",),
    optional=(),
    choices=_options,
    graded=False,
    explanation=N_(
        "This is a situation. Choose what you would most likely do, even if several answers"
        " are reasonable. There is no right one, and you need not have been in it."
    ),
)
ITEM_KINDS: tuple[ItemKind, ...] = (SITUATION, STATEMENT)
"""A question with the key of none is read as the last."""
