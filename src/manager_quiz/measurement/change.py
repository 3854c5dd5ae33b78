"""Change between two results, scale by scale: is it more than the error of measurement?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from manager_quiz.catalog.model import Scale
from manager_quiz.measurement.findings import ScaleScore

REAL = 1.96
"""A larger index comes about by error alone in less than one case in twenty."""


@dataclass(frozen=True)
class ScaleChange:
    """How a scale's score changed from `before` to `after`; None where it wasn't scored.

    `index` is the reliable change index; only beyond ±1.96 is the change called `real`.
    """

    scale: str
    before: float | None
    after: float | None
    index: float | None

    @property
    def real(self) -> bool:
        """Whether the change is larger than error alone makes it."""
        return self.index is not None and abs(self.index) > REAL


def reliable_changes(
    scales: Mapping[str, Scale], earlier: Sequence[ScaleScore], later: Sequence[ScaleScore]
) -> tuple[ScaleChange, ...]:
    """The change of every scale that both results have, by the index of Jacobson & Truax 1991.

    The index is the difference of the observed scores over its standard error, the root of the
    sum of both squared errors of measurement: sqrt(2) SEM where both forms are the same.
    `before` and `after` are the estimates that a result shows.
    """
    last = {score.id: score for score in later}
    changes = []
    for first in earlier:
        if first.id not in last or first.id not in scales:
            continue
        second = last[first.id]
        errors = [error_of_measurement(scales[first.id].sd, each) for each in (first, second)]
        index = None
        if first.score is not None and second.score is not None and None not in errors:
            index = (second.score - first.score) / sqrt(sum(each**2 for each in errors if each))
        before, after = (
            None if each.score is None else each.true_score for each in (first, second)
        )
        changes.append(ScaleChange(first.id, before, after, index))
    return tuple(changes)


def error_of_measurement(sd: float, score: ScaleScore) -> float | None:
    """The standard error of an observed score, SEM, from that of the true score's estimate.

    The estimate a x + (1 - a) mean has the error sd sqrt(1 - a), the score x itself
    sd sqrt((1 - a) / a). None where nothing was measured, or the norm isn't that of the result.
    """
    share = 1 - (score.standard_error / sd) ** 2
    return score.standard_error / sqrt(share) if 0 < share < 1 else None
