"""Change between two results, scale by scale: is it more than the error of measurement?"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

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
    earlier: Sequence[ScaleScore], later: Sequence[ScaleScore]
) -> tuple[ScaleChange, ...]:
    """The change of every scale that both results have, by the index of Jacobson & Truax 1991.

    The index is the difference of the scores over its standard error, the root of the sum of both
    squared errors of measurement: sqrt(2) SEM where both forms are the same.
    """
    last = {score.id: score for score in later}
    changes = []
    for first in earlier:
        if first.id not in last:
            continue
        second = last[first.id]
        index = None
        if first.score is not None and second.score is not None:
            error = hypot(first.standard_error or 0.0, second.standard_error or 0.0)
            index = (second.score - first.score) / error if error else None
        changes.append(ScaleChange(first.id, first.score, second.score, index))
    return tuple(changes)
