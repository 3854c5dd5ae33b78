"""The reference population: with whom a person's distances are compared."""

from dataclasses import dataclass

import numpy as np

from manager_quiz.measurement.key import Floats, Key, Targets
from manager_quiz.measurement.matching import distances

PEOPLE = 10_000
SEED = 1921
CORRELATION = 0.25
"""Between any two scales, for lack of a measured one."""


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


def reference_population(key: Key, targets: Targets, length: Floats) -> Reference:
    """The population, scored on the scales and with as many items as a person has, `length`.

    Made anew for each person, so that skipped questions are allowed for; seeded.
    """
    rng = np.random.default_rng(SEED)
    truth = true_population(key, PEOPLE, rng)
    scored = length > 0
    error = key.sds * np.sqrt(key.item_noise / np.where(scored, length, 1.0))
    observed = np.clip(truth + error * rng.standard_normal(truth.shape), 0, 100)
    distance = distances(key, targets, np.where(scored, observed, np.nan))
    place = distance.argsort(axis=0).argsort(axis=0)
    fits = 100 * (1 - (place + 1) / PEOPLE)
    return Reference(
        distance=np.sort(distance, axis=0),
        closest=np.sort(distance.min(axis=1)),
        typical_best_fit=float(np.median(fits.max(axis=1))),
    )


def fit(reference: Reference, distance: Floats) -> Floats:
    """Share of the reference population (0-100) that is further from each role, `[role]`."""
    closer = [
        np.searchsorted(column, each, side="right")
        for column, each in zip(reference.distance.T, distance, strict=True)
    ]
    return 100 * (1 - np.array(closer) / PEOPLE)


def closeness(reference: Reference, distance: float) -> float:
    """Share of the population (0-1) whose closest role is further away than `distance`."""
    return 1 - float(np.searchsorted(reference.closest, distance, side="right")) / PEOPLE
