"""A small change of answers that would put another role first."""

from dataclasses import dataclass

import numpy as np

from manager_quiz.measurement.confidence import confidence, ranking
from manager_quiz.measurement.key import Choices, Key, Targets
from manager_quiz.measurement.matching import distances
from manager_quiz.measurement.scoring import score

MOST = 12
"""A longer list of changes isn't a small change any more."""


@dataclass(frozen=True)
class Flip:
    """With `choices` instead of the person's own (one row) the role of that index comes first."""

    role: int
    choices: Choices


def find_flip(key: Key, targets: Targets, choices: Choices, leader: int) -> Flip | None:
    """Looks greedily for a change of one person's answers that puts another role first.

    Each step changes one answer by one step (in a situation: to any other option), the one that
    brings the nearest rival closest to overtaking by distance; the ranking is then made anew.
    None where that takes too many steps.
    """
    current = choices.copy()
    for _step in range(MOST):
        candidates = _neighbours(key, current)
        if not len(candidates):
            return None
        distance = distances(key, targets, score(key, candidates).score)
        matched = ~np.isnan(distance[:, leader])
        if not matched.any():
            return None
        candidates, distance = candidates[matched], distance[matched]
        rivals = np.delete(distance, leader, axis=1).min(axis=1, initial=np.inf)
        current = candidates[[int(np.argmin(rivals - distance[:, leader]))]]
        scores = score(key, current)
        sure = confidence(key, targets, scores)
        first = int(ranking(sure.p_best, distances(key, targets, scores.score))[0, 0])
        if first != leader:
            return Flip(first, current)
    return None


def _neighbours(key: Key, choices: Choices) -> Choices:
    """Every sheet that differs from `choices` (one row) in one answer by one step."""
    sheets = []
    for item, chosen in enumerate(choices[0]):
        if chosen < 0:
            continue
        options = len(key.points[item][0][1]) if key.points[item] else 0
        others = range(options) if key.keyed[item] == 0 else (chosen - 1, chosen + 1)
        for other in others:
            if other != chosen and 0 <= other < options:
                sheet = choices[0].copy()
                sheet[item] = other
                sheets.append(sheet)
    return np.array(sheets, dtype=choices.dtype).reshape(len(sheets), choices.shape[1])
