"""Answers assessed: scores, roles in order, how sure that is, and why. One person is one row."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.errors import TooFewAnswersError
from manager_quiz.measurement import findings
from manager_quiz.measurement.distributions import chi_square_quantile, normal_share
from manager_quiz.measurement.findings import VERDICTS, Assessment
from manager_quiz.measurement.key import (
    Choices,
    Floats,
    Key,
    Targets,
    choices_of,
    role_targets,
    scoring_key,
)
from manager_quiz.measurement.resemblance import (
    TIED,
    WishToManage,
    best_set_size,
    contributions,
    departure,
    in_order,
    listed,
    managing,
    places,
    resemblance,
)
from manager_quiz.measurement.scoring import READING_TIME, alike, quality, score, signs

TOP = 3
UNREMARKABLE = 0.10
"""The share of people in general whose profile is too near to the norms to call it a pattern."""
BLOCK_NUMBERS = 100_000
"""Resemblances that are worked on at a time: few enough for a processor's cache."""
AHEAD = 2 * 10.0**-TIED
"""So much ahead a role comes first, whatever rounding makes of it."""


@dataclass(frozen=True)
class Assessments:
    """What the answers of many people say, one row a person.

    `score`, its `error` of measurement and `answered` are `[person, scale]`. The first roles of the
    list are `[person, place]`: the indices of the `roles`, their `resemblance`, `fit` (0-100),
    `chance`, and the `first` and `last` place that they may have. Of the whole list, `[person]`,
    are `best_set_size`, `p_top3` and `verdict`, an index of VERDICTS. Without any score figures are
    NaN, and the list is as in the catalog. `flags` tell for each sign who shows it.
    """

    score: Floats
    error: Floats
    answered: NDArray[np.int64]
    roles: NDArray[np.intp]
    resemblance: Floats
    fit: Floats
    chance: Floats
    first: NDArray[np.intp]
    last: NDArray[np.intp]
    best_set_size: NDArray[np.intp]
    p_top3: Floats
    verdict: NDArray[np.intp]
    managing: WishToManage
    flags: Mapping[str, NDArray[np.bool_]]

    @cached_property
    def scored(self) -> NDArray[np.bool_]:
        """Who has a score on any scale."""
        return ~np.isnan(self.resemblance[:, 0])

    @property
    def standard_error(self) -> Floats:
        """Standard errors of measurement of the scores, NaN where there is none."""
        return np.where(np.isnan(self.score), np.nan, self.error)


class Assessor:
    """Assesses sheets of one form, `[person, item]` as `Key` has it, as many as one likes."""

    def __init__(self, catalog: Catalog, form: Form, *, top: int = TOP) -> None:
        self.key, self.targets = scoring_key(catalog, form), role_targets(catalog)
        self.top = min(top, len(self.targets.roles))
        self._patterned = np.array(
            [0.0, *(chi_square_quantile(UNREMARKABLE, n + 1) for n in range(len(catalog.scales)))]
        )

    def assess(self, choices: Choices) -> Assessments:
        """Assesses each person, in blocks of some thousand."""
        most = max(128, BLOCK_NUMBERS // len(self.targets.roles))
        # Blocks of one length: a short one at the end costs as many steps as a long one.
        parts = np.array_split(choices, max(1, math.ceil(len(choices) / most)))
        blocks = [self._block(part) for part in parts]
        whole: Assessments = blocks[0] if len(blocks) == 1 else _joined(blocks)
        return whole

    def _block(self, choices: Choices) -> Assessments:
        scores = score(self.key, choices)
        found = resemblance(self.key, self.targets, scores)
        order = in_order(found)
        # Copies: a view of a few places would keep the figures of all roles.
        top = order[:, : self.top].copy(order="F")
        first, last = places(self.key, self.targets, found, top)
        value, chance = listed(found.value, top), listed(found.chance, order)
        size = best_set_size(chance)
        error = self.key.sds * np.sqrt(found.noise)
        shown = signs(self.key, quality(self.key, choices))
        far, scales = departure(found)
        plain = (far < self._patterned[scales]) | alike(self.key, choices) | (scales == 0)
        return Assessments(
            score=scores.score,
            error=np.broadcast_to(error, scores.score.shape),
            answered=scores.answered,
            roles=top,
            resemblance=value,
            fit=100 * normal_share(value),
            chance=chance[:, : self.top].copy(order="F"),
            first=first,
            last=last,
            best_set_size=size,
            p_top3=chance[:, :TOP].sum(axis=1),
            verdict=np.select([plain, size == 1, last[:, 0] == 1], [0, 1, 2], 3),
            managing=managing(self.key, self.targets, found, order[:, 0]),
            flags=shown | {"not-scored": np.isnan(value[:, 0])},
        )


def _joined(blocks: Sequence[Any]) -> Any:
    """Figures of several groups of people as those of one."""
    if isinstance(blocks[0], Mapping):
        return {name: _joined([each[name] for each in blocks]) for name in blocks[0]}
    if is_dataclass(blocks[0]):
        names = (field.name for field in fields(blocks[0]))
        kind: Any = type(blocks[0])
        return kind(*(_joined([getattr(each, name) for each in blocks]) for name in names))
    return np.concatenate(blocks)


def assess(
    catalog: Catalog,
    form: Form,
    answers: Mapping[str, int | str],
    seconds: Sequence[float] = (),
) -> Assessment:
    """Assesses one person's answers (item id to answer; the rest is skipped) to a form.

    `seconds` are the times that answers took, where they are known. The same answers give the
    same assessment. Raises TooFewAnswersError, and ValueError for an answer that doesn't exist.
    """
    assessor = Assessor(catalog, form, top=len(catalog.roles))
    key, targets = assessor.key, assessor.targets
    choices = choices_of(catalog, form, answers)
    person = assessor.assess(choices)
    if not person.scored[0]:
        raise TooFewAnswersError
    found = resemblance(key, targets, score(key, choices))
    (parts,) = contributions(targets, found)
    items = np.bincount(key.asked_for, minlength=len(key.scales))
    order = person.roles[0].tolist()
    value = np.round(person.resemblance[0], TIED)
    flags = [name for name, raised in person.flags.items() if raised[0]]
    if len(seconds) and float(np.median(seconds)) < READING_TIME:
        flags.append(findings.HASTY)
    return Assessment(
        scales=tuple(
            findings.ScaleScore(
                id=scale.id,
                kind=scale.kind,
                score=_number(person.score[0, index]),
                standard_error=_number(person.standard_error[0, index]),
                answered=int(person.answered[0, index]),
                items=int(items[index]),
            )
            for index, scale in enumerate(catalog.scales)
        ),
        ranking=tuple(
            findings.Match(
                rank=1 + int((value > value[place]).sum()),
                role=targets.roles[role],
                fit=float(person.fit[0, place]),
                resemblance=float(person.resemblance[0, place]),
                rank_range=(int(person.first[0, place]), int(person.last[0, place])),
                p_best=float(person.chance[0, place]),
                contributions=tuple(
                    findings.Contribution(scale, float(parts[role, index]))
                    for index, scale in enumerate(key.scales)
                    if found.scored[0, index]
                ),
            )
            for place, role in enumerate(order)
        ),
        best_set=tuple(targets.roles[role] for role in order[: person.best_set_size[0]]),
        p_top3=float(person.p_top3[0]),
        verdict=VERDICTS[person.verdict[0]],
        managing=_managing(person.managing),
        upset=_upset(assessor, catalog, choices, order[0]),
        measured=measured(catalog),
        flags=tuple(flags),
    )


def measured(catalog: Catalog) -> findings.Measured:
    """Which of what the figures rest on was measured, and on how many people."""
    norms = [scale.norm_people for scale in catalog.scales]
    return findings.Measured(
        norms=min((each for each in norms if each), default=None) if all(norms) else None,
        reliability=catalog.reliability.people,
        correlation=catalog.correlation.people,
        levels=tuple(role.id for role in catalog.roles if role.people is not None),
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _managing(found: WishToManage) -> findings.Managing | None:
    one = found.mean, found.standard_error, found.percentile, found.among_own
    return None if np.isnan(found.mean[0]) else findings.Managing(*(float(each[0]) for each in one))


def _upset(
    assessor: Assessor, catalog: Catalog, choices: Choices, first: int
) -> findings.Upset | None:
    changed = smallest_change(assessor.key, assessor.targets, choices, first)
    if changed is None:
        return None
    items = [catalog.item_by_id[id] for id in assessor.key.items]
    return findings.Upset(
        role=assessor.targets.roles[int(assessor.assess(changed).roles[0, 0])],
        changes=tuple(
            findings.Change(
                item=items[index].id,
                given=items[index].choices[choices[0, index]].answer,
                instead=items[index].choices[changed[0, index]].answer,
            )
            for index in np.flatnonzero(choices[0] != changed[0])
        ),
    )


def smallest_change(key: Key, targets: Targets, choices: Choices, first: int) -> Choices | None:
    """One person's answers (one row), changed in the fewest places that put another role on top.

    F is linear in the points that answers give as long as the same items are answered, so what
    each answer can do for one role against the first adds up: for each role those that do most are
    changed until it is ahead of `first`, the last of them by as little as will do. None where no
    changes of answers put another role on top.
    """
    found = resemblance(key, targets, score(key, choices))
    distinct = np.where(found.distinct > 0, found.distinct, np.inf)
    # F as weights of z, so that a change of scores changes F by weights times change.
    weights = found.precision.times((targets.levels / distinct.T)[:, None, :])[:, 0, :]
    gained = _gained(key, choices)
    best: tuple[int, float, Choices] | None = None
    for rival in range(len(targets.roles)):
        behind = float(found.value[0, first] - found.value[0, rival])
        changed = _overtaking(
            [each @ (weights[rival] - weights[first]) for each in gained], behind + AHEAD, choices
        )
        if rival == first or changed is None:
            continue
        candidate = (int((changed != choices).sum()), behind, changed)
        if best is None or candidate[:2] < best[:2]:
            best = candidate
    return None if best is None else best[2]


def _gained(key: Key, choices: Choices) -> list[Floats]:
    """What each choice of each item gives beside the one taken, in z: `[choice, scale]` an item."""
    given = choices[0] >= 0
    possible = given @ key.ranges
    gained = []
    for item, chosen in enumerate(choices[0]):
        width = len(key.points[item][0][1]) if key.points[item] and given[item] else 0
        change = np.zeros((width, len(key.scales)))
        for scale, points in key.points[item] if width else ():
            change[:, scale] = 100 * (points - points[chosen]) / (possible[scale] * key.sds[scale])
        gained.append(change)
    return gained


def _overtaking(effects: list[Floats], needed: float, choices: Choices) -> Choices | None:
    """The choices with the fewest items changed whose effects together are at least `needed`."""
    most = np.array([each.max(initial=0.0) for each in effects])
    order = np.argsort(-most, kind="stable")
    reached = np.cumsum(most[order])
    if not reached.size or reached[-1] < needed:
        return None
    count = int(np.argmax(reached >= needed))
    changed = choices.copy()
    for item in order[:count]:
        changed[0, item] = int(effects[item].argmax())
    last = order[count]
    left = needed - (reached[count] - most[last])
    enough = np.where(effects[last] >= left, effects[last], np.inf)
    changed[0, last] = int(enough.argmin())
    return changed
