"""Simulates respondents and counts how well a questionnaire finds their roles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.measurement.confidence import (
    DRAWS,
    Confidence,
    best_set_size,
    confidence,
    ranking,
)
from manager_quiz.measurement.figures import (
    Audit,
    Flagged,
    FormFigures,
    Hits,
    Manner,
    MethodFigures,
    ModelFigures,
    ScaleFigures,
    calibration,
    confusions,
    hits,
    wins,
)
from manager_quiz.measurement.key import Choices, Floats, role_targets, scoring_key
from manager_quiz.measurement.matching import distances
from manager_quiz.measurement.methods import Method, Roles, by_distance, methods
from manager_quiz.measurement.quality import UNUSUAL, long_run, quality
from manager_quiz.measurement.reference import true_population
from manager_quiz.measurement.scoring import Scores, score
from manager_quiz.measurement.simulation import (
    AGREEING,
    OTHER,
    OWN,
    AnswerModel,
    answers,
    random_answers,
    role_drawn,
    straight_lines,
)

MODELS = {"own": OWN, "other": OTHER}
LISTED = "listed"
"""Our method in the order that people see: by P(best), then by distance."""

Progress = Callable[[int, int], None]
"""Is told how many steps are done, of how many."""


STEPS = 9
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
    return Audit(catalog.version, catalog.sha256, people, DRAWS, seed, len(catalog.roles), figures)


@dataclass(frozen=True)
class _Sheets:
    """Answers of one population, what they score, and how sure the ranking is."""

    choices: Choices
    scores: Scores
    sure: Confidence
    order: NDArray[np.intp]

    @property
    def first(self) -> NDArray[np.intp]:
        return self.order[:, 0]

    @property
    def leader(self) -> Floats:
        return self.sure.p_best.max(axis=1)

    @property
    def set_size(self) -> NDArray[np.intp]:
        return best_set_size(np.take_along_axis(self.sure.p_best, self.order, axis=1))


class _FormAudit:
    """One form and the two populations that fill it in."""

    def __init__(
        self, catalog: Catalog, form: Form, people: int, seed: int, step: Callable[[], None]
    ) -> None:
        self.catalog, self.form, self.people = catalog, form, people
        self.seed, self.step = seed, step
        self.key, self.targets = scoring_key(catalog, form), role_targets(catalog)
        interests = np.array([scale.kind == "interest" for scale in catalog.scales])
        self.roles = Roles(self.key, self.targets, interests)
        self.drawn, self.role = role_drawn(self.key, self.targets, people, self.chance(0))
        self.everyone = true_population(self.key, people, self.chance(1))
        self.right = by_distance(self.roles, self.everyone).argmin(axis=1)

    def chance(self, use: int) -> np.random.Generator:
        """Random numbers for one use, the same for every form."""
        return np.random.default_rng((self.seed, use))

    def sheets(self, choices: Choices) -> _Sheets:
        scores = score(self.key, choices)
        sure = confidence(self.key, self.targets, scores)
        order = ranking(sure.p_best, by_distance(self.roles, scores.score))
        self.step()
        return _Sheets(choices, scores, sure, order)

    def answered(self, model: AnswerModel) -> tuple[_Sheets, _Sheets]:
        """Sheets of people drawn from the roles, and of the reference population."""
        return (
            self.sheets(answers(self.key, self.drawn, model, self.chance(2))),
            self.sheets(answers(self.key, self.everyone, model, self.chance(3))),
        )

    def figures(self) -> FormFigures:
        """All figures of the form."""
        filled = {name: self.answered(model) for name, model in MODELS.items()}
        own_drawn, own = filled["own"]
        by_distance_, listed = self.own_profiles()
        return FormFigures(
            form=self.form.id,
            items=len(self.form.items),
            own_profile_by_distance=by_distance_,
            own_profile_listed=listed,
            models=tuple(self.under(name, *sheets) for name, sheets in filled.items()),
            scales=self.scales(own),
            confused=confusions(self.targets.roles, own_drawn.first, self.role),
            manners=self.manners(own_drawn, own),
        )

    def own_profiles(self) -> tuple[int, int]:
        """How many roles come first at their own profile, by distance and as listed."""
        length = score(self.key, np.zeros((1, len(self.key.items)), dtype=np.int8)).length
        lengths = np.repeat(length, len(self.targets.roles), axis=0)
        levels = np.where(lengths > 0, self.targets.levels, np.nan)
        itself = np.arange(len(levels))
        distance = by_distance(self.roles, levels)
        scores = Scores(levels, lengths, np.zeros(lengths.shape, dtype=np.int64))
        order = ranking(confidence(self.key, self.targets, scores).p_best, distance)
        return int((distance.argmin(axis=1) == itself).sum()), int((order[:, 0] == itself).sum())

    def under(self, name: str, drawn: _Sheets, everyone: _Sheets) -> ModelFigures:
        scored = ~np.isnan(everyone.scores.score[0])
        competing = methods(self.roles, scored)
        ours = self.method(
            LISTED,
            hits(drawn.order, self.role, drawn.set_size),
            hits(everyone.order, self.right, everyone.set_size),
            everyone.first,
            self.right if scored.all() else None,
        )
        return ModelFigures(
            model=name,
            methods=(
                ours,
                *(self.matched(*each, drawn, everyone, scored) for each in competing.items()),
            ),
            calibration_role_drawn=calibration(drawn.leader, drawn.first == self.role),
            calibration_reference=calibration(everyone.leader, everyone.first == self.right),
            halves=self.halves(everyone.choices),
        )

    def matched(
        self,
        name: str,
        method: Method,
        drawn: _Sheets,
        everyone: _Sheets,
        scored: NDArray[np.bool_],
    ) -> MethodFigures:
        order = method(self.roles, everyone.scores.score).argsort(axis=1, kind="stable")
        truth = np.where(scored, self.everyone, np.nan)
        return self.method(
            name,
            hits(method(self.roles, drawn.scores.score).argsort(axis=1, kind="stable"), self.role),
            hits(order, self.right),
            order[:, 0],
            method(self.roles, truth).argmin(axis=1),
        )

    def method(
        self,
        name: str,
        drawn: Hits,
        everyone: Hits,
        first: NDArray[np.intp],
        first_on_truth: NDArray[np.intp] | None,
    ) -> MethodFigures:
        won = wins(self.targets.roles, first)
        return MethodFigures(
            method=name,
            role_drawn=drawn,
            reference=everyone,
            steady=None if first_on_truth is None else float((first == first_on_truth).mean()),
            wins=won,
            never_first=tuple(each.role for each in won if each.share == 0),
        )

    def halves(self, choices: Choices) -> float | None:
        """How often parallel halves agree: the items of a scale and keying in turn."""
        in_turn = np.lexsort((self.key.keyed, self.key.asked_for))
        firsts = []
        for half in (np.sort(in_turn[::2]), np.sort(in_turn[1::2])):
            if not len(half):
                return None
            form = self.form._replace(items=tuple(self.form.items[item] for item in half))
            key = scoring_key(self.catalog, form)
            scores = score(key, choices[:, half]).score
            if np.isnan(scores).all():
                return None
            firsts.append(distances(key, self.targets, scores).argmin(axis=1))
        return float((firsts[0] == firsts[1]).mean())

    def scales(self, everyone: _Sheets) -> tuple[ScaleFigures, ...]:
        scores = everyone.scores.score
        return tuple(
            ScaleFigures(
                scale.id,
                scale.mean,
                scale.sd,
                None if np.isnan(scores[0, index]) else float(scores[:, index].mean()),
                None if np.isnan(scores[0, index]) else float(scores[:, index].std()),
            )
            for index, scale in enumerate(self.catalog.scales)
        )

    def manners(self, careful_drawn: _Sheets, careful: _Sheets) -> tuple[Manner, ...]:
        """Careful answering first, then what disturbs it."""
        agreeing_drawn, agreeing = self.answered(AGREEING)
        filled = {
            "careful": (careful_drawn, careful),
            "agreeing": (agreeing_drawn, agreeing),
            "random": (None, self.sheets(random_answers(self.key, self.people, self.chance(4)))),
            "straight": (None, self.sheets(straight_lines(self.key, self.people, self.chance(5)))),
        }
        self.step()
        return tuple(
            Manner(
                manner=name,
                same_first=float((sheets.first == careful.first).mean()),
                right_first=None if drawn is None else float((drawn.first == self.role).mean()),
                leader=float(sheets.leader.mean()),
                set_size=float(sheets.set_size.mean()),
                most_wins=max(each.share for each in wins(self.targets.roles, sheets.first)),
                flagged=self.flagged(sheets.choices),
            )
            for name, (drawn, sheets) in filled.items()
        )

    def flagged(self, choices: Choices) -> Flagged:
        looked = quality(self.key, choices)
        run = looked.longest_run >= long_run(self.key)
        contradiction = looked.contradiction > UNUSUAL
        both = set(self.key.asked_for[self.key.keyed > 0]) & set(
            self.key.asked_for[self.key.keyed < 0]
        )
        return Flagged(
            float(run.mean()) if (self.key.keyed != 0).sum() >= long_run(self.key) else None,
            float(contradiction.mean()) if both else None,
            float((run | contradiction).mean()),
        )
