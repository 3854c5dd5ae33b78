"""One person's answers assessed: scores, ranking, how sure it is, and why."""

from collections.abc import Mapping, Sequence

import numpy as np

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.measurement.confidence import (
    DRAWS,
    best_set_size,
    drawn_distances,
    ranking,
    shares,
    true_scores,
)
from manager_quiz.measurement.findings import (
    Assessment,
    Change,
    Contribution,
    Match,
    ScaleScore,
    Upset,
)
from manager_quiz.measurement.flips import find_flip
from manager_quiz.measurement.key import (
    Choices,
    Key,
    Targets,
    choices_of,
    role_targets,
    scoring_key,
)
from manager_quiz.measurement.matching import contributions, distances, expected_contributions
from manager_quiz.measurement.quality import HASTY, signs
from manager_quiz.measurement.rankings import ranks
from manager_quiz.measurement.reference import closeness, fit, reference_population
from manager_quiz.measurement.scoring import score

CLEAR = 0.5
"""A leader whose P(best) is below this leads no more clearly than not."""


class TooFewAnswersError(Exception):
    """No scale has enough answers to be scored."""


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
    key, targets = scoring_key(catalog, form), role_targets(catalog)
    choices = choices_of(catalog, form, answers)
    scores = score(key, choices)
    scored = ~np.isnan(scores.score[0])
    if not scored.any():
        raise TooFewAnswersError
    truth = true_scores(key, scores)
    distance = distances(key, targets, scores.score)
    matched = not np.isnan(distance[0]).any()
    (drawn,) = drawn_distances(key, targets, truth, DRAWS)
    p_best, p_top3 = shares(drawn)
    order = ranking(p_best, distance)[0]
    size = int(best_set_size(p_best[:, order])[0])
    reference = reference_population(key, targets, scores.length[0])
    fits = fit(reference, distance[0])
    parts = contributions(key, targets, scores.score)[0]
    expected = expected_contributions(key, targets, scored.astype(float))
    (places,) = ranks(drawn[:, order])
    items_asked = np.bincount(key.asked_for, minlength=len(key.scales))
    return Assessment(
        scales=tuple(
            ScaleScore(
                id=scale.id,
                kind=scale.kind,
                score=float(scores.score[0, index]) if scored[index] else None,
                true_score=float(truth.mean[0, index]),
                standard_error=float(truth.standard_error[0, index]),
                answered=int(scores.answered[0, index]),
                items=int(items_asked[index]),
            )
            for index, scale in enumerate(catalog.scales)
        ),
        ranking=tuple(
            Match(
                rank=int(rank),
                role=targets.roles[role],
                fit=float(fits[role]),
                distance=float(distance[0, role]),
                p_best=float(p_best[0, role]),
                p_top3=float(p_top3[0, role]),
                contributions=tuple(
                    Contribution(scale, float(parts[role, index]), float(expected[role, index]))
                    for index, scale in enumerate(key.scales)
                    if scored[index]
                ),
            )
            for rank, role in zip(places, order if matched else (), strict=matched)
        ),
        best_set=tuple(targets.roles[role] for role in order[:size]) if matched else (),
        clear_lead=matched and bool(p_best[0, order[0]] >= CLEAR),
        closeness=closeness(reference, float(distance[0].min())) if matched else 0.0,
        typical_best_fit=reference.typical_best_fit,
        upset=_upset(catalog, form, key, targets, choices, int(order[0])) if matched else None,
        flags=_flags(key, choices, seconds, matched),
        reliability=catalog.reliability,
    )


def _upset(
    catalog: Catalog, form: Form, key: Key, targets: Targets, choices: Choices, leader: int
) -> Upset | None:
    flip = find_flip(key, targets, choices, leader)
    if flip is None:
        return None
    items = catalog.form_items(form)
    changed = np.flatnonzero(choices[0] != flip.choices[0])
    return Upset(
        role=targets.roles[flip.role],
        changes=tuple(
            Change(
                item=items[index].id,
                given=items[index].choices[choices[0, index]].answer,
                instead=items[index].choices[flip.choices[0, index]].answer,
            )
            for index in changed
        ),
    )


def _flags(key: Key, choices: Choices, seconds: Sequence[float], matched: bool) -> tuple[str, ...]:
    seen = {name: bool(raised[0]) for name, raised in signs(key, choices).items()}
    seen["hasty"] = len(seconds) > 0 and float(np.median(seconds)) < HASTY
    seen["not-matched"] = not matched
    return tuple(name for name, raised in seen.items() if raised)
