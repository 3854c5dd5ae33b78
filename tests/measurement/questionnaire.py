"""Small questionnaires for tests, built without files."""

import random

from manager_quiz.catalog.model import (
    Catalog,
    Choice,
    Correlation,
    Form,
    Item,
    Reliability,
    Role,
    Scale,
    Target,
)
from manager_quiz.catalog.questions import SITUATION, STATEMENT


def statement(id, scale, *, answers=5, reverse=False, weight=1.0):
    last = answers - 1
    choices = tuple(
        Choice(step + 1, str(step + 1), {scale: (last - step if reverse else step) / last})
        for step in range(answers)
    )
    return Item(id, id, choices, scale, STATEMENT, reverse, weight)


def situation(id, scale, *options, weight=1.0):
    """Each option is a mapping of scale to points."""
    choices = tuple(Choice("abcdefg"[index], "", points) for index, points in enumerate(options))
    return Item(id, id, choices, scale, SITUATION, False, weight)


def scale(id, *, kind="interest", mean=55.0, sd=20.0):
    return Scale(id, kind, id, "", "", "", "", "", mean, sd)


def role(id, levels, people=None):
    """`levels` maps scale to level."""
    profile = {scale: Target(level, "") for scale, level in levels.items()}
    nothing = ()
    return Role(
        id=id, name=id, names=(id,), aliases=nothing, levels=nothing, summary="", duties=nothing,
        decides=nothing, answers_for=nothing, measured_by=nothing, works_with=nothing,
        knows=nothing, qualities=nothing, day="", becoming=nothing, study=nothing, onward=nothing,
        cautions=nothing, confused_with=nothing, related=nothing, try_next="", sources=nothing,
        profile=profile, people=people,
    )  # fmt: skip


def catalog(scales, items, roles, forms=None, r=0.3, correlation=0.25, managing=()):
    """`forms` maps a form's id to item ids; by default one form asks everything."""
    forms = forms or {"all": [item.id for item in items]}
    return Catalog(
        version="test",
        sha256="0" * 64,
        language="en",
        languages=("en",),
        reliability=Reliability(r, None),
        correlation=Correlation(correlation, None),
        prompt="",
        scales=tuple(scales),
        items=tuple(items),
        forms=tuple(Form(id, id, "", 1.0, tuple(asked)) for id, asked in forms.items()),
        levels=(),
        roles=tuple(roles),
        topics=(),
        managing=tuple(managing),
    )


def small(*, r=0.3, items_a_scale=4):
    """Three scales of direct and reverse-keyed statements in turn, four roles."""
    names = ("a", "b", "c")
    return catalog(
        [scale("a", kind="skill", mean=60, sd=15), scale("b"), scale("c")],
        [
            statement(f"{name}-{index}", name, reverse=index % 2 == 1)
            for index in range(items_a_scale)
            for name in names
        ],
        [
            role(id, dict(zip(names, levels, strict=True)))
            for id, levels in {
                "north": (70, 60, 50),
                "south": (50, 50, 65),
                "east": (60, 70, 60),
                "west": (65, 40, 45),
            }.items()
        ],
        r=r,
        managing=("a",),
    )


def foreign():
    """Six scales, 200 roles, answers 2 to 7 wide, nothing reversed, a form that lacks scales."""
    names = [f"s{index}" for index in range(6)]
    items = [
        statement(f"{name}-{width}", name, answers=width, weight=1 + width % 3)
        for width in range(2, 8)
        for name in names
    ]
    chance = random.Random(1905)
    roles = [
        role(f"role-{index}", {name: chance.randint(30, 75) for name in names})
        for index in range(200)
    ]
    return catalog(
        [scale(name, mean=50, sd=18) for name in names],
        items,
        roles,
        {
            "all": [item.id for item in items],
            "part": [item.id for item in items if item.scale in names[:2]],
            "single": ["s0-7"],
        },
    )


def any_questionnaire(chance):
    """A questionnaire of any kind, from random numbers (`random.Random`)."""
    names = [f"s{index}" for index in range(chance.randint(1, 6))]
    items = [_any_item(f"{name}-{index}", name, names, chance) for name in names
             for index in range(chance.randint(1, 7))]  # fmt: skip
    chance.shuffle(items)
    asked = [item.id for item in items]
    part = [item.id for item in items if item.scale in names[: len(names) // 2 + 1]]
    scales = [scale(name, mean=chance.uniform(30, 70), sd=chance.uniform(10, 25)) for name in names]
    return catalog(
        scales,
        items,
        _any_roles(scales, chance),
        {"all": asked, "part": part, "few": chance.sample(asked, (len(asked) + 1) // 2)},
        r=chance.uniform(0.1, 0.6),
        correlation=_any_matrix(len(names), chance)
        if chance.random() < 0.5
        else chance.choice((0, chance.uniform(0, 0.9))),
        managing=chance.sample(names, chance.randint(0, min(2, len(names)))),
    )


def _any_item(id, name, names, chance):
    weight = chance.choice((1, 1, chance.uniform(0.2, 3)))
    if chance.random() < 0.7:
        return statement(
            id, name, answers=chance.randint(2, 7), reverse=chance.random() < 0.4, weight=weight
        )
    # Some options say nothing, some speak for other scales too, the least is not always 0.
    options = [
        {each: chance.randint(0, 4) / 4 for each in names if chance.random() < 0.4}
        for _option in range(chance.randint(1, 4))
    ]
    return situation(id, name, {name: 1.0}, *options, {name: 0.25}, weight=weight)


def _any_roles(scales, chance):
    """Some at the norms, some alike, some a multiple of another."""
    levels = []
    for _role in range(chance.randint(1, 8)):
        kind = chance.random()
        if kind < 0.1:
            levels.append([scale.mean for scale in scales])
        elif levels and kind < 0.3:
            times = chance.choice((1, 0.5, 2))
            away = zip(scales, chance.choice(levels), strict=True)
            levels.append([scale.mean + times * (level - scale.mean) for scale, level in away])
        else:
            levels.append([chance.uniform(20, 80) for _scale in scales])
    names = [scale.id for scale in scales]
    return [
        role(f"role-{index}", dict(zip(names, each, strict=True)), chance.choice((None, None, 40)))
        for index, each in enumerate(levels)
    ]


def _any_matrix(size, chance):
    """Correlations of as many sums of common causes and a cause of their own."""
    causes = [[chance.gauss(0, 1) for _cause in range(3)] for _scale in range(size)]
    own = [chance.uniform(0.3, 2) for _scale in range(size)]
    covariance = [
        [
            sum(a * b for a, b in zip(causes[row], causes[column], strict=True))
            + own[row] * (row == column)
            for column in range(size)
        ]
        for row in range(size)
    ]
    spread = [covariance[index][index] ** 0.5 for index in range(size)]
    # Exactly 1 on the diagonal, whatever rounding makes of it.
    return tuple(
        tuple(
            1.0 if row == column else value / (spread[row] * spread[column])
            for column, value in enumerate(values)
        )
        for row, values in enumerate(covariance)
    )


def any_answers(catalog, form, chance):
    """Answers to a form by somebody who skips nothing, or much, or answers all alike."""
    skipping = chance.choice((0, 0, 0.1, 0.3, 0.5, 0.8))
    manner = chance.random()
    found = {}
    for item in catalog.form_items(form):
        answers = [choice.answer for choice in item.choices]
        answer = chance.choice(answers)
        if manner < 0.1:
            answer = answers[0]
        elif manner < 0.2:
            answer = answers[(len(answers) - 1) // 2]
        if chance.random() >= skipping:
            found[item.id] = answer
    return found
