"""The reference population: with whom a person's distances are compared."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from manager_quiz.measurement.key import Floats, Key, Targets
from manager_quiz.measurement.matching import distances

PEOPLE = 10_000
SEED = 1921
CORRELATION = 0.25
"""Between any two scales, for lack of a measured one."""
KEPT_BYTES = 64_000_000
"""Of distances that are remembered between people with equally long scales."""


@dataclass(frozen=True)
class Reference:
    """Distances in the reference population, each column sorted.

    `distance` is `[person, role]`, `closest` the distance of each person's closest role;
    `typical_best_fit` is the median of people's highest fit.
    """

    distance: Floats
    closest: Floats
    typical_best_fit: float


def true_population(key: Key, people: int, rng: np.random.Generator) -> Floats:
    """True scores, normal round the norms' means, scales correlated .25, `[person, scale]`.

    Their spread is what the norms' spread leaves when the error of the norm form is taken out.
    """
    common = rng.standard_normal((people, 1))
    own = rng.standard_normal((people, len(key.scales)))
    spread = key.sds * np.sqrt(1 - key.item_noise / key.norm_lengths)
    return key.means + spread * (np.sqrt(CORRELATION) * common + np.sqrt(1 - CORRELATION) * own)


class Population:
    """The reference population, whose scores are as exact as those of the person beside it.

    Drawn once, seeded: everybody is compared with the same people.
    """

    def __init__(self, key: Key, targets: Targets) -> None:
        rng = np.random.default_rng(SEED)
        self._key, self._targets = key, targets
        self._truth = true_population(key, PEOPLE, rng)
        self._noise = rng.standard_normal(self._truth.shape)
        self._kept: dict[bytes, Floats] = {}

    def distances(self, length: Floats) -> Floats:
        """Its distances when scored on the scales and from as many items as a person has."""
        scored = length > 0
        error = self._key.sds * np.sqrt(self._key.item_noise / np.where(scored, length, 1.0))
        observed = np.clip(self._truth + error * self._noise, 0, 100)
        return distances(self._key, self._targets, np.where(scored, observed, np.nan))

    def fits(self, lengths: Floats, roles: NDArray[np.intp], distance: Floats) -> Floats:
        """The fit of each person with some of the roles, `[person, place]`, as `fit` gives it.

        `roles` are indices, `distance` the person's distances from them (NaN: no fit).
        """
        result = np.full(distance.shape, np.nan)
        patterns, which = _distinct(lengths)
        for index, pattern in enumerate(patterns):
            people = np.flatnonzero(which == index)
            theirs = self._sorted(pattern)
            wanted, far = roles[people], distance[people]
            result[people] = _fits(theirs, wanted.ravel(), far.ravel()).reshape(far.shape)
        return result

    def _sorted(self, length: Floats) -> Floats:
        """Distances, `[role, person]`, each role's sorted; remembered for the next people."""
        name = length.tobytes()
        if name not in self._kept:
            while self._kept and (len(self._kept) + 1) * PEOPLE * len(self._targets.roles) * 8 > (
                KEPT_BYTES
            ):
                del self._kept[next(iter(self._kept))]
            self._kept[name] = np.sort(self.distances(length).T, axis=1)
        else:
            self._kept[name] = self._kept.pop(name)
        return self._kept[name]


def _fits(ordered: Floats, roles: NDArray[np.intp], distance: Floats) -> Floats:
    """The fit for each pair of a role and a distance: those of one role are looked up together."""
    by_role = np.argsort(roles.astype(np.uint16), kind="stable")
    found = np.empty_like(distance)
    start = 0
    for role, count in enumerate(np.bincount(roles, minlength=len(ordered))):
        if count:
            here = by_role[start : start + count]
            found[here] = _share_further(ordered[role], distance[here])
            start += count
    found[np.isnan(distance)] = np.nan
    return found


def _distinct(rows: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """The distinct rows, and which of them each row is; quick where all rows are alike."""
    if len(rows) and (rows == rows[0]).all():
        return rows[:1], np.zeros(len(rows), dtype=np.intp)
    raw = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.itemsize * rows.shape[1])))
    _each, first, which = np.unique(raw.ravel(), return_index=True, return_inverse=True)
    return rows[first], which


def reference_population(key: Key, targets: Targets, length: Floats) -> Reference:
    """The population, scored on the scales and with as many items as a person has, `length`."""
    distance = Population(key, targets).distances(length)
    ordered = np.sort(distance, axis=0)
    fits = np.max(
        [_share_further(*columns) for columns in zip(ordered.T, distance.T, strict=True)], axis=0
    )
    return Reference(
        distance=ordered,
        closest=np.sort(distance.min(axis=1)),
        typical_best_fit=float(np.median(fits)),
    )


def fit(reference: Reference, distance: Floats) -> Floats:
    """Share of the reference population (0-100) that is further from each role, `[role]`."""
    columns = zip(reference.distance.T, distance, strict=True)
    return np.array([_share_further(ordered, each) for ordered, each in columns])


def closeness(reference: Reference, distance: float) -> float:
    """Share of the population (0-1) whose closest role is further away than `distance`."""
    return 1 - float(np.searchsorted(reference.closest, distance, side="right")) / PEOPLE


def _share_further(ordered: Floats, distance: Floats) -> Floats:
    """Share (0-100) of `ordered` distances that are larger."""
    return 100 * (1 - np.searchsorted(ordered, distance, side="right") / PEOPLE)
