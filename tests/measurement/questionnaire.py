"""Small questionnaires for tests, built without files."""

import random

from manager_quiz.catalog.model import (
    Catalog,
    Choice,
    Form,
    Item,
    Reliability,
    Role,
    Scale,
    Target,
)


def statement(id, scale, *, answers=5, reverse=False, weight=1.0):
    last = answers - 1
    choices = tuple(
        Choice(step + 1, str(step + 1), {scale: (last - step if reverse else step) / last})
        for step in range(answers)
    )
    return Item(id, id, choices, scale, False, reverse, weight)


def situation(id, scale, *options, weight=1.0):
    """Each option is a mapping of scale to points."""
    choices = tuple(Choice("abcdefg"[index], "", points) for index, points in enumerate(options))
    return Item(id, id, choices, scale, True, False, weight)


def scale(id, *, kind="interest", mean=55.0, sd=20.0):
    return Scale(id, kind, id, "", "", "", "", "", mean, sd)


def role(id, levels, importances=None):
    """`levels` maps scale to level."""
    profile = {
        scale: Target(level, (importances or {}).get(scale, 1.0), "")
        for scale, level in levels.items()
    }
    nothing = ()
    return Role(
        id=id, name=id, names=(id,), aliases=nothing, levels=nothing, summary="", duties=nothing,
        decides=nothing, answers_for=nothing, measured_by=nothing, works_with=nothing,
        knows=nothing, qualities=nothing, day="", becoming=nothing, study=nothing, onward=nothing,
        cautions=nothing, confused_with=nothing, related=nothing, try_next="", sources=nothing,
        profile=profile,
    )  # fmt: skip


def catalog(scales, items, roles, forms=None, r=0.3):
    """`forms` maps a form's id to item ids; by default one form asks everything."""
    forms = forms or {"all": [item.id for item in items]}
    return Catalog(
        version="test",
        sha256="0" * 64,
        language="en",
        languages=("en",),
        method="standardized-distance",
        reliability=Reliability(r, None),
        prompt="",
        scales=tuple(scales),
        items=tuple(items),
        forms=tuple(Form(id, id, "", 1.0, tuple(asked)) for id, asked in forms.items()),
        levels=(),
        roles=tuple(roles),
        topics=(),
    )


def small(*, r=0.3, items_a_scale=4, importances=None):
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
            role(id, dict(zip(names, levels, strict=True)), importances)
            for id, levels in {
                "north": (70, 60, 50),
                "south": (50, 50, 65),
                "east": (60, 70, 60),
                "west": (65, 40, 45),
            }.items()
        ],
        r=r,
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
