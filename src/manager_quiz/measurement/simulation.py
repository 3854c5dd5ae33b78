"""Simulated people: true scores, and the answers that follow from them, to any questionnaire."""

from dataclasses import dataclass

import numpy as np

from manager_quiz.measurement.key import Choices, Floats, Key, Targets

CARELESS_HALF = 0.5
"""The share of questions that a careless person answers at random."""
LEAST_NOISE = 1.0
"""Variance that answers keep where rounding to few categories already takes all of the noise."""


@dataclass(frozen=True)
class AnswerModel:
    """How answers come from true scores.

    `heavy_tails` draws the noise from Student's t with 4 degrees of freedom (as large as the
    normal noise on average). `difficulty` is by how much some statements are easier to agree
    with than others of their scale, `agreement` how much people differ in agreeing to whatever
    is said: standard deviations, in points of 0-100 (a category of five is 25 points).
    `careless` is the share of people who answer half of the questions at random.
    """

    heavy_tails: bool = False
    difficulty: float = 0.0
    agreement: float = 0.0
    careless: float = 0.0


OWN = AnswerModel()
"""The model that the chances in a result are computed from."""
OTHER = AnswerModel(heavy_tails=True, difficulty=10.0, agreement=10.0, careless=0.08)
"""What people may be like instead; nothing is computed from it."""
AGREEING = AnswerModel(agreement=15.0)
"""The own model with agreement bias of 0.6 of a category of five."""


def true_population(key: Key, people: int, rng: np.random.Generator) -> Floats:
    """True scores of the reference population, `[person, scale]`."""
    return key.means + key.sds * _scatter(key, people, rng)


def role_drawn(
    key: Key,
    targets: Targets,
    people: int,
    rng: np.random.Generator,
    *,
    spread: float,
    reach: float,
) -> tuple[Floats, "np.ndarray[tuple[int], np.dtype[np.int64]]"]:
    """True scores `[person, scale]` of people of the roles, and whose role each is.

    They scatter round the roles' levels as people in general do round the norms, `spread` times as
    widely; the levels are `reach` times as far from the norms as stated.
    """
    role = np.arange(people) % len(targets.roles)
    deviates = reach * targets.levels[role] + spread * _scatter(key, people, rng)
    return key.means + key.sds * deviates, role


def _scatter(key: Key, people: int, rng: np.random.Generator) -> Floats:
    """True scores as deviates from the norms: normal, with the correlation of the scales."""
    common = rng.standard_normal((people, len(key.loadings)))
    own = rng.standard_normal((people, len(key.scales)))
    deviates = common @ key.loadings + np.sqrt(key.own) * own
    scatter: Floats = np.sqrt(key.reliability) * deviates
    return scatter


def answers(key: Key, truth: Floats, model: AnswerModel, rng: np.random.Generator) -> Choices:
    """The answers of people with these true scores, `[person, item]`.

    For each scale that an item counts for, a person has a point in mind: the true score plus
    noise. They take the answer that lies nearest, on each scale for what the item counts there;
    for a statement this is the nearest category. Noise and rounding together have the variance
    `key.noise`. The same generator state gives the same noise in every model of one kind.
    """
    noises, habits = rng.spawn(2)
    people, items = len(truth), len(key.items)
    easier = _difficulty(key, model, habits)
    agreeing = model.agreement * habits.standard_normal(people)
    variance = key.sds**2 * key.noise
    chosen = np.zeros((people, items), dtype=np.int8)
    for item, counted in enumerate(key.points):
        far: Floats | float = 0.0
        for scale, points in counted:
            places = 100 * points / points.max()
            spread = np.sqrt(max(variance[scale] - _rounding(places), LEAST_NOISE))
            noise = spread * _deviates(model, people, noises)
            wanted = truth[:, scale] + noise + easier[item] + agreeing * key.keyed[item]
            far = far + points.max() * (wanted[:, None] - places) ** 2
        if counted:
            chosen[:, item] = np.argmin(far, axis=1)
    careless = (habits.random((people, 1)) < model.careless) & (
        habits.random((people, items)) < CARELESS_HALF
    )
    return np.where(careless, random_answers(key, people, habits), chosen)


def random_answers(key: Key, people: int, rng: np.random.Generator) -> Choices:
    """Sheets filled in without reading, `[person, item]`: every answer is equally likely."""
    return rng.integers(0, _widths(key), size=(people, len(key.items)), dtype=np.int8)


def straight_lines(key: Key, people: int, rng: np.random.Generator) -> Choices:
    """Sheets with the same answer throughout (the last one where an item has no such)."""
    column = rng.integers(0, _widths(key).max(), size=(people, 1))
    return np.minimum(column, _widths(key) - 1).astype(np.int8)


def middle_lines(key: Key, people: int, rng: np.random.Generator) -> Choices:
    """Sheets with the middle answer throughout; any where there is none."""
    middles = np.broadcast_to((_widths(key) - 1) // 2, (people, len(key.items)))
    return np.where(key.graded, middles, random_answers(key, people, rng)).astype(np.int8)


def _widths(key: Key) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """How many answers each item has; 1 for one that counts for nothing."""
    return np.array([len(counted[0][1]) if counted else 1 for counted in key.points])


def _deviates(model: AnswerModel, people: int, rng: np.random.Generator) -> Floats:
    if model.heavy_tails:
        return rng.standard_t(4, people) / np.sqrt(2)
    return rng.standard_normal(people)


def _difficulty(key: Key, model: AnswerModel, rng: np.random.Generator) -> Floats:
    """By how much each item is easier than those of its scale are on average."""
    easier = model.difficulty * rng.standard_normal(len(key.items))
    counts = np.maximum(np.bincount(key.asked_for), 1)
    return easier - (np.bincount(key.asked_for, easier) / counts)[key.asked_for]


def _rounding(places: Floats) -> float:
    """The variance that taking the nearest of these places on 0-100 adds on average.

    Each gap g between neighbours adds g^2 / 12 to those whose point falls there.
    """
    gaps = np.diff(np.unique(places))
    return float((gaps**3).sum() / 1200)
