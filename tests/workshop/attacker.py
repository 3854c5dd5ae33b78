"""Somebody who wants to know what one of the people in a picture is like, and knows all rules.

They know the content, how people answer (as it is simulated), how figures are rounded, and the
answers of whoever tells them. What they believe of the others follows by Bayes' rule: many groups
are drawn, each as likely as it would have given the figures that were shown.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from manager_quiz.catalog.load import load_catalog
from manager_quiz.measurement.group import Figure, Picture, group_of, mean_step, picture
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
Name = tuple[str, str]
COLLUDERS, JOINING = 4, 5
ENOUGH = 200
"""So many draws, weighed, tell a belief to three hundredths."""
SIZES = (12, 20, 30)
STEP = 5


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
    def quantities(self) -> dict[Name, np.ndarray]:
        """By figure of a picture, `[person, ...]`: what it sums up, then what it may give away.

        A scale sums up standings, low and high, and may give away the band; a share sums up
        chances, and may give away who has the largest there.
        """
        z, chance = self.found.z, self.found.chance
        lead = np.array(TARGETS.roles)[in_order(self.found)[:, 0]]
        columns: dict[Name, np.ndarray] = {}
        for index, scale in enumerate(self.key.scales):
            low, high = z[:, index] < -0.5, z[:, index] > 0.5
            columns["scale", scale] = np.stack(
                [z[:, index], low, high, low, high, ~low & ~high], axis=1
            )
        parts = {("family", family): roles for family, roles in FAMILIES.items()}
        parts |= {("role", role): [role] for role in TARGETS.roles}
        for part, roles in parts.items():
            mass = chance[:, [TARGETS.roles.index(role) for role in roles]].sum(axis=1)
            columns[part] = np.stack([mass, np.isin(lead, roles)], axis=1)
        return {name: column.astype(np.float32) for name, column in columns.items()}

    def shown(self, people, rng: np.random.Generator, *, first: bool = True) -> Picture:
        """The program's picture of these of them."""
        rows = {str(number): self.choices[number : number + 1] for number in people}
        told = picture(
            self.key, TARGETS, group_of(self.key, TARGETS, rows), FAMILIES, rng, first=first
        )
        assert told is not None
        return told


def likelihood(figure: Figure, exact, step: int, ends: tuple[int, int]):
    """How likely it is that a quantity is told by this figure."""
    if figure.sign == ">":
        return np.clip((exact - ends[1]) / step, 0, 1)
    if figure.sign == "<":
        return np.clip((ends[0] - exact) / step, 0, 1)
    return np.clip(1 - np.abs(exact - figure.value) / step, 0, 1)


def names(told: Picture) -> list[Name]:
    """All that figures are told of."""
    return [
        *(("scale", spread.scale) for spread in told.spreads),
        *(("family", family) for family in told.families),
        *(("role", role) for role in told.roles),
    ]


def fits(key, told: Picture, name: Name, sums):
    """How likely groups with these sums are to have given all that is told under a name."""
    n, (kind, id) = told.people, name
    if kind != "scale":
        step = 1 if kind == "role" else STEP
        figure = (told.roles if kind == "role" else told.families)[id]
        return likelihood(figure, 100 * sums[..., 0] / n, step, (step, 75))
    index = key.scales.index(id)
    (spread,) = (each for each in told.spreads if each.scale == id)
    norm, sd = round(key.means[index]), key.sds[index]
    step = mean_step(sd, bool(told.roles))
    reach = int(sd / step) * step if told.roles else step
    away = Figure(spread.mean.value - norm, spread.mean.sign)
    weight = likelihood(away, sd * sums[..., 0] / n, step, (-reach, reach))
    if spread.counts:
        ends = (STEP, STEP * int(0.75 * (n - COLLUDERS) / STEP))
        low, high = sums[..., 1], sums[..., 2]
        for count, exact in zip(spread.counts, (low, n - low - high, high), strict=True):
            weight = weight * likelihood(count, exact, STEP, ends)
    return weight


class Attacker:
    """Draws groups of others, and weighs them by what is shown."""

    def __init__(self, form: str, draws: int, rng: np.random.Generator) -> None:
        self.pool = People.drawn(form, 40_000, rng)
        self._draws, self._rng = draws, rng
        self._drawn: dict[tuple[Name, int, int], np.ndarray] = {}

    def beliefs(self, told: Picture, name: Name, known) -> np.ndarray:
        """What is believed of any one of those who aren't known, given what is of the known."""
        people = told.people - len(known)
        others, weight = self._weighed(told, name, people, known)
        return (weight @ others)[_given_away(name)] / weight.sum() / people

    def beliefs_of_joining(self, before: Picture, after: Picture, name: Name, known) -> np.ndarray:
        """What is believed of any one of those who joined between two pictures.

        `known` are those of them who tell the attacker.
        """
        first, weight = self._weighed(before, name, before.people, known[:0])
        likely = self._rng.choice(len(first), 300, p=weight / weight.sum())
        people = after.people - before.people - len(known)
        joining = self._others(name, people, 0)[:1000]
        sums = first[likely][:, None, :] + joining[None] + known.sum(axis=0)
        weight = fits(self.pool.key, after, name, sums).sum(axis=0)
        return (weight @ joining)[_given_away(name)] / weight.sum() / people

    def _weighed(self, told: Picture, name: Name, people: int, known):
        """Draws of so many others, as many as it takes to tell, and how likely each is."""
        drawn, weights, batch = [], [], 0
        while batch == 0 or (sum(each.sum() for each in weights) < ENOUGH and batch < 50):
            drawn.append(self._others(name, people, batch))
            weights.append(fits(self.pool.key, told, name, drawn[-1] + known.sum(axis=0)))
            batch += 1
        return np.concatenate(drawn), np.concatenate(weights)

    def _others(self, name: Name, people: int, batch: int) -> np.ndarray:
        """Sums over so many others, once for each draw."""
        if (name, people, batch) not in self._drawn:
            drawn = self._rng.integers(0, len(self.pool.choices), (people, self._draws))
            column = self.pool.quantities[name]
            sums = np.zeros((self._draws, column.shape[1]), np.float32)
            for row in drawn:
                sums += column[row]
            self._drawn[name, people, batch] = sums
        return self._drawn[name, people, batch]


def _given_away(name: Name) -> slice:
    return slice(3, 6) if name[0] == "scale" else slice(1, 2)
