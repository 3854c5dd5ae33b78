"""Simulates respondents and counts how well a questionnaire finds their roles."""

from collections.abc import Callable, Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.measurement.assessment import Assessments, Assessor
from manager_quiz.measurement.figures import (
    Audit,
    Drawn,
    Everyone,
    Flagged,
    FormFigures,
    Manner,
    ScaleFigures,
    calibration,
    confusions,
    hits,
    nearest,
    wins,
)
from manager_quiz.measurement.findings import RARE, RARE_IN_ROLE, VERDICTS
from manager_quiz.measurement.key import Choices, Floats, Key, Targets, lengths, scoring_key
from manager_quiz.measurement.resemblance import in_order, resemblance
from manager_quiz.measurement.scoring import UNUSUAL, Scores, long_run, quality, score
from manager_quiz.measurement.simulation import (
    AGREEING,
    OTHER,
    OWN,
    AnswerModel,
    answers,
    middle_lines,
    random_answers,
    role_drawn,
    straight_lines,
    true_population,
)

MODELS = {"own": OWN, "other": OTHER}
SPREADS = (1.0, 0.5)
"""How widely people of a role scatter beside people in general: as real ones do, and half so."""
REACHES = (1.0, 0.67, 0.4)
"""How far their levels are from the norms: as stated, as chances suppose, as real fields are."""
OURS = "resemblance"

Progress = Callable[[int, int], None]
"""Is told how many steps are done, of how many."""

STEPS = len(MODELS) * (len(SPREADS) * len(REACHES) + 1) + 2
"""Steps of the progress that one form takes."""


def audit(
    catalog: Catalog,
    forms: Sequence[Form],
    people: int,
    seed: int,
    progress: Progress = lambda _done, _of: None,
) -> Audit:
    """Figures for these forms from `people` simulated in each population.

    The same arguments give the same figures.
    """
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        progress(done, STEPS * len(forms))

    figures = tuple(_FormAudit(catalog, form, people, seed, step).figures() for form in forms)
    return Audit(catalog.version, catalog.sha256, people, seed, len(catalog.roles), figures)


def rankings(key: Key, targets: Targets, scores: Scores) -> Mapping[str, Floats]:
    """How well roles match by our rule and by its rivals, `[person, role]`: the most comes first.

    The discriminant takes the levels as they are stated; the squared distance was our rule once.
    Every sheet must have the same scales scored.
    """
    found = resemblance(key, targets, scores)
    used = found.scored[0]
    z, t = found.z[:, used], targets.levels[:, used]
    levels = (key.means + key.sds * targets.levels)[:, used]
    pointing = np.nan_to_num(found.value) * found.distinct
    rivals: dict[str, Floats] = {
        OURS: found.value,
        "discriminant": pointing - found.distinct**2 / 2,
        "squared-distance": 2 * z @ t.T - (t**2).sum(axis=1),
    }
    # With two scales every profile correlation is 1 or -1.
    if used.sum() > 2:
        rivals["correlation"] = _cosine(z - z.mean(axis=1)[:, None], t - t.mean(axis=1)[:, None])
    rivals["cosine"] = _cosine(z, t)
    rivals["weighted-sum"] = scores.score[:, used] @ levels.T / levels.sum(axis=1)
    return rivals


def _cosine(z: Floats, t: Floats) -> Floats:
    return z @ t.T / np.maximum(np.linalg.norm(t, axis=1), 1e-9)


class _FormAudit:
    """One form and the populations that fill it in."""

    def __init__(
        self, catalog: Catalog, form: Form, people: int, seed: int, step: Callable[[], None]
    ) -> None:
        self.catalog, self.form, self.people = catalog, form, people
        self.seed, self.step = seed, step
        self.assessor = Assessor(catalog, form, top=len(catalog.roles))
        self.key, self.targets = self.assessor.key, self.assessor.targets

    def chance(self, use: int) -> np.random.Generator:
        """Random numbers for one use, the same for every form and condition."""
        return np.random.default_rng((self.seed, use))

    def figures(self) -> FormFigures:
        """All figures of the form."""
        drawn = [self.drawn(*each) for each in product(SPREADS, REACHES, MODELS)]
        everyone = true_population(self.key, self.people, self.chance(1))
        careful = self.filled(everyone, OWN)
        reference = {"own": careful, "other": self.filled(everyone, OTHER)}
        levels = self.key.means + self.key.sds * self.targets.levels
        roles, first = self.targets.roles, self.order_of(levels)[:, 0]
        beaten = [(role, roles[first[at]]) for at, role in enumerate(roles) if first[at] != at]
        return FormFigures(
            form=self.form.id,
            items=len(self.form.items),
            own_profile=len(roles) - len(beaten),
            beaten=tuple(beaten),
            nearest=self.nearest,
            drawn=tuple(drawn),
            reference=tuple(self.everyone(name, *each) for name, each in reference.items()),
            confused=self.confused,
            manners=self.manners(everyone, careful),
            scales=self.scales(careful[1]),
        )

    def filled(self, truth: Floats, model: AnswerModel) -> tuple[Choices, Assessments]:
        """The sheets of people with these true scores, and what they say."""
        choices = answers(self.key, truth, model, self.chance(2))
        self.step()
        return choices, self.assessor.assess(choices)

    def drawn(self, spread: float, reach: float, model: str) -> Drawn:
        truth, role = role_drawn(
            self.key, self.targets, self.people, self.chance(0), spread=spread, reach=reach
        )
        choices, found = self.filled(truth, MODELS[model])
        orders = rankings(self.key, self.targets, score(self.key, choices))
        if (spread, reach, model) == (1.0, 1.0, "own"):
            self.confused = confusions(self.targets.roles, found.roles[:, 0], role)
            self.nearest = nearest(self.targets.roles, found.roles, role)
        place = (found.roles == role[:, None]).argmax(axis=1)
        headline = self.not_managing(found)
        return Drawn(
            spread=spread,
            reach=reach,
            model=model,
            methods={
                name: hits(np.argsort(-np.round(value, 9), axis=1, kind="stable"), role)
                for name, value in orders.items()
            },
            in_set=float((place < found.best_set_size).mean()),
            set_size=float(found.best_set_size.mean()),
            calibration=calibration(found.chance[:, 0], place == 0),
            no_pattern=float((found.verdict == VERDICTS.index("no-pattern")).mean()),
            not_managing=max(float(headline[role == each].mean()) for each in np.unique(role)),
        )

    def not_managing(self, found: Assessments) -> NDArray[np.bool_]:
        """Who is told first of all that managing isn't for them, `[person]`."""
        return (found.managing.percentile < RARE) & (found.managing.among_own < RARE_IN_ROLE)

    def everyone(self, model: str, choices: Choices, found: Assessments) -> Everyone:
        return Everyone(
            model=model,
            wins=wins(self.targets.roles, found.roles[:, 0]),
            leader=float(found.chance[:, 0].mean()),
            set_size=float(found.best_set_size.mean()),
            verdicts={
                name: float((found.verdict == index).mean()) for index, name in enumerate(VERDICTS)
            },
            not_managing=float(self.not_managing(found).mean()),
            halves=self.halves(choices),
        )

    def order_of(self, scores: Floats) -> NDArray[np.intp]:
        """Roles in order for scores from whole sheets of the form, `[person, place]`."""
        asked = np.broadcast_to(lengths(self.key.ranges), scores.shape)
        known = np.where(asked > 0, scores, np.nan)
        whole = Scores(known, asked, np.zeros(asked.shape, dtype=np.int64))
        return in_order(resemblance(self.key, self.targets, whole))

    def halves(self, choices: Choices) -> float | None:
        """How often parallel halves agree: the items of a scale and keying in turn."""
        in_turn = np.lexsort((self.key.keyed, self.key.asked_for))
        firsts = []
        for half in (np.sort(in_turn[::2]), np.sort(in_turn[1::2])):
            form = self.form._replace(items=tuple(self.form.items[item] for item in half))
            scores = score(scoring_key(self.catalog, form), choices[:, half]) if len(half) else None
            if scores is None or np.isnan(scores.score).all():
                return None
            firsts.append(resemblance(self.key, self.targets, scores).value.argmax(axis=1))
        return float((firsts[0] == firsts[1]).mean())

    def scales(self, found: Assessments) -> tuple[ScaleFigures, ...]:
        r = self.catalog.reliability.mean_inter_item_r
        return tuple(
            ScaleFigures(
                scale.id,
                scale.mean,
                scale.sd,
                None if np.isnan(scores).any() else float(scores.mean()),
                None if np.isnan(scores).any() else float(scores.std()),
                float(questions),
                float(questions * r / (1 + (questions - 1) * r)) if questions else None,
            )
            for scale, scores, questions in zip(
                self.catalog.scales, found.score.T, lengths(self.key.ranges), strict=True
            )
        )

    def manners(self, everyone: Floats, careful: tuple[Choices, Assessments]) -> tuple[Manner, ...]:
        """Careful answering first, then what disturbs it."""

        def of(choices: Choices) -> tuple[Choices, Assessments]:
            return choices, self.assessor.assess(choices)

        filled = {
            "careful": careful,
            "agreeing": self.filled(everyone, AGREEING),
            "random": of(random_answers(self.key, self.people, self.chance(4))),
            "straight": of(straight_lines(self.key, self.people, self.chance(5))),
            "middle": of(middle_lines(self.key, self.people, self.chance(6))),
        }
        self.step()
        return tuple(
            Manner(
                manner=name,
                same_first=float((found.roles[:, 0] == careful[1].roles[:, 0]).mean()),
                leader=float(found.chance[:, 0].mean()),
                most_wins=max(
                    share for _role, share in wins(self.targets.roles, found.roles[:, 0])
                ),
                no_pattern=float((found.verdict == VERDICTS.index("no-pattern")).mean()),
                flagged=self.flagged(choices),
            )
            for name, (choices, found) in filled.items()
        )

    def flagged(self, choices: Choices) -> Flagged:
        looked = quality(self.key, choices)
        run = looked.longest_run >= long_run(self.key)
        contradiction = looked.contradiction > UNUSUAL
        both = set(self.key.asked_for[self.key.keyed > 0]) & set(
            self.key.asked_for[self.key.keyed < 0]
        )
        return Flagged(
            float(run.mean()) if self.key.graded.sum() >= long_run(self.key) else None,
            float(contradiction.mean()) if both else None,
            float((run | contradiction).mean()),
        )
