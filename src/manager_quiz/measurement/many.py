"""Many people's answers assessed at once, by the same measurement as one person's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.measurement.key import Choices, Floats, role_targets, scoring_key
from manager_quiz.measurement.matching import distances
from manager_quiz.measurement.quality import signs
from manager_quiz.measurement.rankings import Rankings, rankings
from manager_quiz.measurement.reference import Population
from manager_quiz.measurement.scoring import score

BLOCK_NUMBERS = 40_000
"""Distances that are worked on at a time: few enough for a processor's cache."""
SMALLEST_BLOCK = 500


@dataclass(frozen=True)
class Assessments:
    """What the answers of many people say, one row a person.

    `nearest` are indices of roles, nearest first, with their `distance` and `fit`; both are NaN
    where the person can't be matched (nothing is scored, or the profile is flat and matching is
    by correlation). `flags` tell for each sign who shows it. `rankings` are there when asked for.
    """

    score: Floats
    answered: NDArray[np.int64]
    nearest: NDArray[np.intp]
    distance: Floats
    fit: Floats
    flags: Mapping[str, NDArray[np.bool_]]
    rankings: Rankings | None

    @property
    def matched(self) -> NDArray[np.bool_]:
        """Who has a nearest role."""
        return ~np.isnan(self.distance[:, 0])


class Assessor:
    """Assesses sheets of one form, `[person, item]` as `Key` has it, as many as one likes."""

    def __init__(
        self, catalog: Catalog, form: Form, *, top: int = 3, confidence: bool = False
    ) -> None:
        self.key = scoring_key(catalog, form)
        self.targets = role_targets(catalog)
        self.top = min(top, len(self.targets.roles))
        self.confidence = confidence
        self._population = Population(self.key, self.targets)

    def assess(self, choices: Choices) -> Assessments:
        """Assesses each person, in blocks of some thousand."""
        size = max(SMALLEST_BLOCK, BLOCK_NUMBERS // len(self.targets.roles))
        starts = range(0, max(len(choices), 1), size)
        blocks = [self._block(choices[start : start + size]) for start in starts]
        whole = _joined([block for block, _lengths in blocks])
        # Fits of all together: there are as many look-ups as roles, however many people.
        lengths = np.concatenate([each for _block, each in blocks])
        return replace(whole, fit=self._population.fits(lengths, whole.nearest, whole.distance))

    def _block(self, choices: Choices) -> tuple[Assessments, Floats]:
        """Assessments that lack the fit, and the lengths that it depends on."""
        scores = score(self.key, choices)
        nearest, distance = _nearest(distances(self.key, self.targets, scores.score), self.top)
        matched = ~np.isnan(distance[:, 0])
        assessed = Assessments(
            score=scores.score,
            answered=scores.answered,
            nearest=nearest,
            distance=distance,
            fit=distance,
            flags=signs(self.key, choices) | self._unmatched(scores.score, matched),
            rankings=rankings(self.key, self.targets, scores, matched) if self.confidence else None,
        )
        return assessed, scores.length

    def _unmatched(
        self, scores: Floats, matched: NDArray[np.bool_]
    ) -> dict[str, NDArray[np.bool_]]:
        """Why there is no nearest role."""
        nothing: NDArray[np.bool_] = np.asarray(np.isnan(scores).all(axis=1))
        return {"not-scored": nothing, "not-matched": ~matched & ~nothing}


def _nearest(distance: Floats, top: int) -> tuple[NDArray[np.intp], Floats]:
    """The `top` nearest roles and their distances, `[person, place]`; of equals, the first."""
    # Rounded, so that equals are equal whatever rounding made of them.
    left = np.where(np.isnan(distance), np.inf, np.round(distance, 9))
    people = np.arange(len(left))
    nearest = np.empty((len(left), top), dtype=np.intp)
    for place in range(top):
        nearest[:, place] = left.argmin(axis=1)
        left[people, nearest[:, place]] = np.inf
    return nearest, np.take_along_axis(distance, nearest, axis=1)


def _joined(blocks: Sequence[Assessments]) -> Assessments:
    def join(name: str) -> NDArray[np.generic]:
        return np.concatenate([getattr(block, name) for block in blocks])

    first = blocks[0]
    return Assessments(
        **{name: join(name) for name in ("score", "answered", "nearest", "distance", "fit")},  # type: ignore[arg-type]
        flags={name: np.concatenate([each.flags[name] for each in blocks]) for name in first.flags},
        rankings=Rankings.joined([each.rankings for each in blocks if each.rankings is not None])
        if first.rankings is not None
        else None,
    )
