"""The catalog as arrays: what each choice gives on each scale, and where the roles stand.

A person is one row. `choices` arrays hold, for each person and item of a form, the index of
the chosen answer, or -1 where the item was skipped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from manager_quiz.catalog.model import Catalog, Form, Item

Floats = NDArray[np.float64]
Choices = NDArray[np.int8]


class Group(NamedTuple):
    """Statements of one scale that count alike: their answers can be added up first.

    `items` are their places in the form, `last` is the index of the highest answer.
    """

    scale: int
    keyed: int
    weight: float
    last: int
    items: NDArray[np.intp]


@dataclass(frozen=True)
class Key:
    """How the items of one form are scored.

    `points[item]` lists the scales that the item counts for, each with the weighted points
    of every choice, counted from the least that the item can give there. `ranges[item, scale]`
    is the most it can give, so it is also the item's weight on that scale. `asked_for[item]`
    is the scale that the item is asked for; `keyed[item]` is 1 for a direct statement, -1 for a
    reverse-keyed one, 0 for a situation. `groups` hold all statements.

    `means` and `sds` are the norms, which describe scores from `norm_lengths` items: those of
    the form that asks most about the scale. `item_noise` is the error variance of one item, as
    a share of the norms' variance.
    """

    method: str
    scales: tuple[str, ...]
    items: tuple[str, ...]
    groups: tuple[Group, ...]
    points: tuple[tuple[tuple[int, Floats], ...], ...]
    ranges: Floats
    asked_for: NDArray[np.int64]
    keyed: NDArray[np.int64]
    means: Floats
    sds: Floats
    norm_lengths: Floats
    item_noise: Floats
    mean_inter_item_r: float


@dataclass(frozen=True)
class Targets:
    """Levels and importances of the roles, `[role, scale]`, levels in scale scores (0-100)."""

    roles: tuple[str, ...]
    levels: Floats
    importances: Floats


def scoring_key(catalog: Catalog, form: Form) -> Key:
    """The key of a form of the catalog."""
    scales = [scale.id for scale in catalog.scales]
    items = catalog.form_items(form)
    points: list[tuple[tuple[int, Floats], ...]] = []
    for item in items:
        given = {
            scale: item.weight * np.array([choice.points.get(id, 0.0) for choice in item.choices])
            for scale, id in enumerate(scales)
        }
        points.append(
            tuple((scale, each - each.min()) for scale, each in given.items() if np.ptp(each) > 0)
        )
    norm_lengths = np.max([lengths(_ranges(catalog, each)) for each in catalog.forms], axis=0)
    r = catalog.reliability.mean_inter_item_r
    return Key(
        method=catalog.method,
        scales=tuple(scales),
        items=form.items,
        groups=_groups(items, scales),
        points=tuple(points),
        ranges=_ranges(catalog, form),
        asked_for=np.array([scales.index(item.scale) for item in items]),
        keyed=np.array([0 if item.situation else -1 if item.reverse else 1 for item in items]),
        means=np.array([scale.mean for scale in catalog.scales]),
        sds=np.array([scale.sd for scale in catalog.scales]),
        norm_lengths=norm_lengths,
        # (1 - reliability) * length: an item is as noisy in a short form as in a long one.
        item_noise=norm_lengths * (1 - r) / (1 + (norm_lengths - 1) * r),
        mean_inter_item_r=r,
    )


def _groups(items: Sequence[Item], scales: Sequence[str]) -> tuple[Group, ...]:
    def kind(place: int) -> tuple[int, int, float, int]:
        item = items[place]
        keyed = -1 if item.reverse else 1
        return scales.index(item.scale), keyed, item.weight, len(item.choices) - 1

    statements = [place for place, item in enumerate(items) if not item.situation]
    alike = groupby(sorted(statements, key=kind), key=kind)
    return tuple(Group(*each, items=np.array(list(places))) for each, places in alike)


def lengths(ranges: Floats) -> Floats:
    """How many equally weighted items would tell as much on each scale, (sum w)^2 / sum w^2.

    `ranges` are the items' weights, `[item, scale]`; 0 where a scale has no item.
    """
    squares = (ranges**2).sum(axis=0)
    return np.divide(
        ranges.sum(axis=0) ** 2, squares, out=np.zeros(len(squares)), where=squares > 0
    )


def role_targets(catalog: Catalog) -> Targets:
    """The target profiles of the catalog's roles, in the catalog's order."""
    profiles = [[role.profile[scale.id] for scale in catalog.scales] for role in catalog.roles]
    return Targets(
        roles=tuple(role.id for role in catalog.roles),
        levels=np.array([[target.level for target in profile] for profile in profiles]),
        importances=np.array([[target.importance for target in profile] for profile in profiles]),
    )


def choices_of(catalog: Catalog, form: Form, answers: Mapping[str, int | str]) -> Choices:
    """One person's answers (item id to answer) as one row; items not answered are -1.

    Raises ValueError for an answer that its item doesn't have.
    """
    row = []
    for item in catalog.form_items(form):
        index = item.choice(answers[item.id]) if item.id in answers else -1
        if index is None:
            raise ValueError(f"{answers[item.id]!r} is no answer to {item.id}")
        row.append(index)
    return np.array([row], dtype=np.int8)


def _ranges(catalog: Catalog, form: Form) -> Floats:
    return np.array(
        [
            [
                item.weight * np.ptp([choice.points.get(scale.id, 0.0) for choice in item.choices])
                for scale in catalog.scales
            ]
            for item in catalog.form_items(form)
        ]
    )
