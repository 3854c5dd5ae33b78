"""The catalog as arrays: what each choice gives on each scale, and where the roles stand.

A person is one row. `choices` arrays hold, for each person and item of a form, the index of
the chosen answer, or -1 where the item was skipped.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from manager_quiz.catalog.model import Catalog, Form

Floats = NDArray[np.float64]
Choices = NDArray[np.int8]


@dataclass(frozen=True)
class Key:
    """How the items of one form are scored.

    `points[item]` lists the scales that the item counts for, each with the weighted points
    of every choice, counted from the least that the item can give there. `ranges[item, scale]`
    is the most it can give, so it is also the item's weight on that scale. `asked_for[item]`
    is the scale that the item is asked for.
    """

    scales: tuple[str, ...]
    items: tuple[str, ...]
    points: tuple[tuple[tuple[int, Floats], ...], ...]
    ranges: Floats
    asked_for: NDArray[np.int64]
    means: Floats
    sds: Floats
    mean_inter_item_r: float


@dataclass(frozen=True)
class Targets:
    """Levels and importances of the roles, `[role, scale]`, levels in scale scores (0-100)."""

    roles: tuple[str, ...]
    levels: Floats
    importances: Floats


def scoring_key(catalog: Catalog, form: Form) -> Key:
    """The key of a form of the catalog."""
    scales = tuple(scale.id for scale in catalog.scales)
    items = catalog.form_items(form)
    ranges = np.zeros((len(items), len(scales)))
    points: list[tuple[tuple[int, Floats], ...]] = []
    for row, item in enumerate(items):
        counted = []
        for column, scale in enumerate(scales):
            given = item.weight * np.array(
                [choice.points.get(scale, 0.0) for choice in item.choices]
            )
            given -= given.min()
            if given.max() > 0:
                ranges[row, column] = given.max()
                counted.append((column, given))
        points.append(tuple(counted))
    return Key(
        scales=scales,
        items=tuple(item.id for item in items),
        points=tuple(points),
        ranges=ranges,
        asked_for=np.array([scales.index(item.scale) for item in items]),
        means=np.array([scale.mean for scale in catalog.scales]),
        sds=np.array([scale.sd for scale in catalog.scales]),
        mean_inter_item_r=catalog.reliability.mean_inter_item_r,
    )


def role_targets(catalog: Catalog) -> Targets:
    """The target profiles of the catalog's roles, in the catalog's order."""
    scales = [scale.id for scale in catalog.scales]
    return Targets(
        roles=tuple(role.id for role in catalog.roles),
        levels=np.array(
            [[role.profile[scale].level for scale in scales] for role in catalog.roles]
        ),
        importances=np.array(
            [[role.profile[scale].importance for scale in scales] for role in catalog.roles]
        ),
    )


def choices_of(catalog: Catalog, form: Form, answers: Mapping[str, int | str]) -> Choices:
    """One person's answers (item id to answer) as one row; what isn't answered is -1.

    Raises ValueError for an answer that its item does not have.
    """
    row = [
        -1 if item.id not in answers else _index(item.choice(answers[item.id]), item.id)
        for item in catalog.form_items(form)
    ]
    return np.array([row], dtype=np.int8)


def _index(index: int | None, item: str) -> int:
    if index is None:
        raise ValueError(f"no such answer to {item}")
    return index
