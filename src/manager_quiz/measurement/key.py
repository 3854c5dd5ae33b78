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


class Statements(NamedTuple):
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
    reverse-keyed one, 0 for what isn't graded. `statements` hold all graded items.

    `means` and `sds` are the norms, which describe scores from the form that asks most about the
    scale: `norm_lengths` items. Where the norm's variance is 1, `noise` is the error variance of
    one item and `reliability` the true variance. `own` is the share of the true variance that a
    scale has in common with no other, `loadings` is what it has on each factor that they have in
    common: the true scores' covariance is D + sum f f' with D = reliability own and
    f = sqrt(reliability) loading.
    `managing` are the scales that make the wish to manage at all.
    """

    scales: tuple[str, ...]
    items: tuple[str, ...]
    statements: tuple[Statements, ...]
    points: tuple[tuple[tuple[int, Floats], ...], ...]
    ranges: Floats
    asked_for: NDArray[np.int64]
    keyed: NDArray[np.int64]
    means: Floats
    sds: Floats
    norm_lengths: Floats
    noise: Floats
    reliability: Floats
    own: float
    loadings: Floats
    managing: NDArray[np.intp]

    @property
    def graded(self) -> NDArray[np.bool_]:
        """Which items are statements: their choices are equal steps up or down their scale."""
        return self.keyed != 0


@dataclass(frozen=True)
class Targets:
    """Where the roles stand, `[role, scale]`: levels as standard deviations from the norm.

    `sharpness` says how far people of a role stand out beside what its levels say, `[role]`.
    """

    roles: tuple[str, ...]
    levels: Floats
    sharpness: Floats


ASSUMED_SHARPNESS = 0.67
"""Levels that are assumed overstate how far the people of a role stand out: real fields of study do
so two thirds as far (docs/measurement.md)."""


def scoring_key(catalog: Catalog, form: Form) -> Key:
    """The key of a form of the catalog."""
    scales = [scale.id for scale in catalog.scales]
    items = catalog.form_items(form)
    gains = {item.id: _gains(item, scales) for item in catalog.items}
    points = [
        tuple((int(scale), gains[id][:, scale]) for scale in np.flatnonzero(gains[id].max(axis=0)))
        for id in form.items
    ]
    asked, *others = (
        np.array([gains[id].max(axis=0) for id in each.items]) for each in (form, *catalog.forms)
    )
    most = np.max([lengths(ranges) for ranges in others], axis=0)
    r = catalog.reliability.mean_inter_item_r
    own, loadings = _factors(catalog)
    return Key(
        scales=tuple(scales),
        items=form.items,
        statements=_statements(items, scales),
        points=tuple(points),
        ranges=asked,
        asked_for=np.array([scales.index(item.scale) for item in items]),
        keyed=np.array([_direction(item) for item in items]),
        means=np.array([scale.mean for scale in catalog.scales]),
        sds=np.array([scale.sd for scale in catalog.scales]),
        norm_lengths=most,
        # Spearman & Brown 1910. An item is as noisy in a short form as in a long one.
        noise=most * (1 - r) / (1 + (most - 1) * r),
        reliability=most * r / (1 + (most - 1) * r),
        own=own,
        loadings=loadings,
        managing=np.array([scales.index(id) for id in catalog.managing], dtype=np.intp),
    )


def _factors(catalog: Catalog) -> tuple[float, Floats]:
    """The scales' correlation as `own` on the diagonal and loadings on factors, `[factor, scale]`.

    A single number is one factor; a matrix has one for each eigenvalue above the least.
    """
    value = catalog.correlation.value
    if not isinstance(value, tuple):
        return 1 - value, np.full((1, len(catalog.scales)), np.sqrt(value))
    values, vectors = np.linalg.eigh(np.array(value))
    return float(values[0]), (vectors * np.sqrt(np.maximum(values - values[0], 0.0))).T[1:]


def _gains(item: Item, scales: Sequence[str]) -> Floats:
    """The weighted points of its choices, from the least on each scale, `[choice, scale]`."""
    given = np.array([[each.points.get(id, 0.0) for id in scales] for each in item.choices])
    gains: Floats = item.weight * (given - given.min(axis=0))
    return gains


def _direction(item: Item) -> int:
    return 0 if not item.kind.graded else -1 if item.reverse else 1


def _statements(items: Sequence[Item], scales: Sequence[str]) -> tuple[Statements, ...]:
    def kind(place: int) -> tuple[int, int, float, int]:
        item = items[place]
        return scales.index(item.scale), _direction(item), item.weight, len(item.choices) - 1

    statements = [place for place, item in enumerate(items) if _direction(item)]
    alike = groupby(sorted(statements, key=kind), key=kind)
    return tuple(Statements(*each, items=np.array(list(places))) for each, places in alike)


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
    scales, roles = catalog.scales, catalog.roles
    levels = [[s.standing(role.profile[s.id].level) for s in scales] for role in roles]
    sharpness = [ASSUMED_SHARPNESS if role.people is None else 1.0 for role in roles]
    return Targets(tuple(role.id for role in roles), np.array(levels), np.array(sharpness))


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
