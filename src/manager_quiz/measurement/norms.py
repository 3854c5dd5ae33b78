"""Reliability and norms as measured, to take the place of assumed ones."""

import math

from manager_quiz.measurement.key import Key, lengths
from manager_quiz.measurement.statistics import FEW, Statistics


class NotMeasurableError(Exception):
    """The answers to a scale say nothing that could serve as its norm."""

    def __init__(self, scale: str) -> None:
        super().__init__(scale)
        self.scale = scale


class TooFewPeopleError(Exception):
    """Too few people answered all questions of a scale for anything to rest on it."""

    def __init__(self, scale: str, people: int) -> None:
        super().__init__(f"{scale}: {people}")
        self.scale, self.people, self.fewest = scale, people, FEW


def measured(
    key: Key, statistics: Statistics
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """The reliability, and the norm of each scale, with the number of people behind them.

    The mean inter-item correlation is the mean over the scales; its people are those of the
    scale that fewest answered completely. A norm describes scores from the form that asks most
    about the scale: others are left as they are. Raises TooFewPeopleError
    (fewer than 30) and NotMeasurableError.
    """
    own = lengths(key.ranges)
    norms: dict[str, dict[str, float]] = {}
    correlations: list[float] = []
    people: list[int] = []
    for scale, length, most in zip(statistics.scales, own, key.norm_lengths, strict=True):
        if not length:
            continue
        if scale.people < FEW:
            raise TooFewPeopleError(scale.id, scale.people)
        if not scale.sd > 0:
            raise NotMeasurableError(scale.id)
        if not math.isnan(scale.mean_inter_item_r):
            correlations.append(scale.mean_inter_item_r)
        people.append(scale.people)
        if length >= most - 1e-9:
            norm = {"mean": round(scale.mean, 2), "sd": round(scale.sd, 2)}
            norms[scale.id] = {**norm, "people": scale.people}
    r = sum(correlations) / len(correlations) if correlations else 0.0
    if not 0 < r <= 0.99:
        lowest = min(statistics.scales, key=lambda scale: scale.mean_inter_item_r)
        raise NotMeasurableError(lowest.id)
    return {"mean_inter_item_r": round(r, 4), "people": min(people)}, norms
