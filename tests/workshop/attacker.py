"""Somebody who wants to know what one of the people in a picture is like, and knows all rules.

They know the content, how people answer (as it is simulated), how figures come about, and the
answers of whoever tells them. What they believe of the others follows by Bayes' rule from all
figures of the picture together.
"""

from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np

from manager_quiz.catalog.load import load_catalog
from manager_quiz.measurement.group import (
    BAND,
    BAND_SHARE,
    FAMILY_REACH,
    ROLE_REACH,
    WISHED_SHARE,
    Picture,
    decay,
    factor,
    group_of,
    picture,
    share_factor,
)
from manager_quiz.measurement.key import Choices, role_targets, scoring_key
from manager_quiz.measurement.resemblance import in_order, resemblance
from manager_quiz.measurement.scoring import score
from manager_quiz.measurement.simulation import OWN, answers, true_population

CATALOG = load_catalog()
TARGETS = role_targets(CATALOG)
FAMILIES = {
    family.id: [role.id for role in CATALOG.roles if role.family == family.id]
    for family in CATALOG.families
}
COLLUDERS = 4
SIZES = (12, 20, 30)
DECAYS = {
    "band": decay(factor(BAND_SHARE), 2),
    "family": decay(share_factor(len(FAMILIES)), FAMILY_REACH),
    "wish": decay(factor(WISHED_SHARE), 1),
    "role": decay(share_factor(len(TARGETS.roles)), ROLE_REACH),
}
"""By how much the noise of each kind of figure gets rarer with each step."""


@dataclass(frozen=True)
class People:
    """Simulated people: what they answer, where they stand, and what leads for them."""

    form: str
    choices: Choices

    @staticmethod
    def drawn(form: str, people: int, rng: np.random.Generator) -> "People":
        key = scoring_key(CATALOG, CATALOG.form_by_id[form])
        return People(form, answers(key, true_population(key, people, rng), OWN, rng))

    @cached_property
    def key(self):
        return scoring_key(CATALOG, CATALOG.form_by_id[self.form])

    @cached_property
    def found(self):
        return resemblance(self.key, TARGETS, score(self.key, self.choices))

    @cached_property
    def bands(self) -> np.ndarray:
        """Who is low, middle and high where, `[person, scale, band]`."""
        z = self.found.z[:, self.key.ranges.sum(axis=0) > 0]
        low, high = z < -BAND, z > BAND
        return np.stack([low, ~low & ~high, high], axis=-1)

    def told(self, roles: list[str], reach: int) -> np.ndarray:
        """The hundredths that a person adds to what is told of these roles together."""
        at = [TARGETS.roles.index(role) for role in roles]
        return np.minimum(np.rint(100 * self.found.chance[:, at].sum(axis=1)), reach)

    @cached_property
    def figures(self) -> dict[str, np.ndarray]:
        """What each person adds to the figures of a picture, `[person, figure]`, by kind."""
        columns = [self.told(roles, FAMILY_REACH) for roles in FAMILIES.values()]
        return {
            "band": self.bands[:, :, [0, 2]].reshape(len(self.choices), -1).astype(float),
            "family": np.stack(columns, axis=1),
            "role": np.stack([self.told([role], ROLE_REACH) for role in TARGETS.roles], axis=1),
        }

    @cached_property
    def secrets(self) -> dict[str, np.ndarray]:
        """What might be known of a person, `[person, secret]`: their bands, and what leads."""
        lead = np.array(TARGETS.roles)[in_order(self.found)[:, 0]]
        return {
            "band": self.bands.reshape(len(self.choices), -1),
            "family": np.stack([np.isin(lead, roles) for roles in FAMILIES.values()], axis=1),
            "role": np.stack([lead == role for role in TARGETS.roles], axis=1),
        }

    def shown(self, rng: np.random.Generator) -> dict[str, np.ndarray]:
        """The figures of the program's picture of them, by kind; small groups have no roles."""
        rows = {str(number): row[None] for number, row in enumerate(self.choices)}
        made = picture(self.key, TARGETS, group_of(self.key, TARGETS, rows), FAMILIES, [], rng)
        assert made is not None
        return figures_of(made)


def figures_of(made: Picture) -> dict[str, np.ndarray]:
    kinds = {
        "band": np.array(list(made.bands.values()), float).ravel(),
        "family": np.array([made.families[family] for family in FAMILIES], float),
        "role": np.array([made.roles[role] for role in TARGETS.roles if made.roles], float),
    }
    return {kind: figures for kind, figures in kinds.items() if len(figures)}


class Attacker:
    """Believes of a person what all figures of a picture say, by Gibbs sampling.

    The sum over the others who aren't known is taken as normal, which it nearly is. Noise falls
    off exponentially: it is normal with a variance that is itself drawn (Andrews & Mallows 1974;
    Park & Casella 2008). `noise` is a share of it that the attacker believes in.
    """

    def __init__(
        self, form: str, rng: np.random.Generator, pool: int = 2_000, noise: float = 1.0
    ) -> None:
        self._pool, self._rng, self._noise = People.drawn(form, pool, rng), rng, noise
        self.secrets = np.concatenate(list(self._pool.secrets.values()), axis=1).astype(float)

    def beliefs(self, told: dict[str, np.ndarray], known: People, others: int, draws: int):
        """What is believed of any one of so many others and itself, `[secret]`."""
        rng = self._rng
        own = np.concatenate([self._pool.figures[kind] for kind in told], axis=1)
        of_known = np.concatenate([known.figures[kind].sum(axis=0) for kind in told])
        scale = self._noise * np.concatenate(
            [np.full(len(told[kind]), -1 / log(DECAYS[kind])) for kind in told]
        )
        left = np.concatenate(list(told.values())) - of_known - others * own.mean(axis=0)
        covariance = others * np.cov(own.T) + 1e-9 * np.eye(len(left))
        root = np.linalg.cholesky(covariance)
        variance, believed = 2 * scale**2, np.zeros(self.secrets.shape[1])
        for draw in range(-draws // 4, draws):
            inverse = np.linalg.inv(covariance + np.diag(variance))
            whitened = np.linalg.cholesky(inverse)
            weight = -0.5 * (((left - own) @ whitened) ** 2).sum(axis=1)
            weight = np.exp(weight - weight.max())
            weight /= weight.sum()
            if draw >= 0:
                believed += weight @ self.secrets / draws
            # The noise, given who the person is; then how wide it was.
            rest = left - own[rng.choice(len(own), p=weight)]
            noise = rng.standard_normal(len(left)) * np.sqrt(variance)
            sums = root @ rng.standard_normal(len(left))
            noise += variance * (inverse @ (rest - sums - noise))
            noise = np.maximum(np.abs(noise), 1e-6)
            variance = 1 / rng.wald(1 / (scale * noise), 1 / scale**2)
        return believed
