"""What an assessment finds, as plain values: readable without anything to compute them with."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import NamedTuple

HASTY = "hasty"
"""The flag that comes from the times of the answers, which a result doesn't hold."""
VERDICTS = ("no-pattern", "one", "lead", "no-lead")
RARE = 5.0
"""In 100 people in general, so few wish to manage less that it is said."""
RARE_IN_ROLE = 2.0
"""In 100 people of the first role: so many of them are told that managing isn't for them."""


@dataclass(frozen=True)
class ScaleScore:
    """A person's standing on one scale.

    `score` is 0-100, None where too little was answered; `standard_error` is that of measurement,
    in the same points (None too). `answered` of `items` were answered.
    """

    id: str
    kind: str
    score: float | None
    standard_error: float | None
    answered: int
    items: int


@dataclass(frozen=True)
class Contribution:
    """A scale's part in the resemblance to a role: above 0 it speaks for the role."""

    scale: str
    resemblance: float


@dataclass(frozen=True)
class Match:
    """A role's place in the list, which is ordered by `resemblance`.

    Roles of the same `rank` resemble the person equally. `resemblance` is 0 for people in general,
    with a standard deviation of 1; `fit`, the match, is the share (0-100) of people who resemble
    the role less. `rank_range` are the first and last place that it may have, as exact as answers
    are. `p_best` is the chance that it is the right one of these roles. The `contributions` add up
    to the resemblance.
    """

    rank: int
    role: str
    fit: float
    resemblance: float
    rank_range: tuple[int, ...]
    p_best: float
    contributions: tuple[Contribution, ...]

    def strength(self, part: Contribution) -> float:
        """How much a scale speaks for or against the role, 0-1 beside that which does so most."""
        most = max(abs(each.resemblance) for each in self.contributions)
        return abs(part.resemblance) / most if most else 0.0

    def ahead_of(self, other: "Match") -> list[tuple[str, float]]:
        """By how much each scale speaks more for this role than the other one, largest first."""
        theirs = {each.scale: each.resemblance for each in other.contributions}
        gaps = [(each.scale, each.resemblance - theirs[each.scale]) for each in self.contributions]
        return sorted(gaps, key=lambda gap: -abs(gap[1]))


@dataclass(frozen=True)
class Change:
    """An answer that would have to be another one."""

    item: str
    given: int | str
    instead: int | str


@dataclass(frozen=True)
class Upset:
    """The fewest changes of answers that put another role first, which is then `role`."""

    role: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Managing:
    """The wish to manage at all; see `resemblance.WishToManage`.

    `percentile` (0-100) is among people in general, `among_own` among people of the first role.
    """

    mean: float
    standard_error: float
    percentile: float
    among_own: float

    @property
    def rare(self) -> bool:
        """Whether few people in general wish it less."""
        return self.percentile < RARE

    @property
    def rare_in_role(self) -> bool:
        """Whether it is so little even beside the people of the first role."""
        return self.rare and self.among_own < RARE_IN_ROLE


@dataclass(frozen=True)
class Measured:
    """On how many people each assumption was measured; None where it is assumed.

    `norms` is the least over the scales, `levels` are the roles whose levels were measured.
    """

    norms: int | None
    reliability: int | None
    correlation: int | None
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Assessment:
    """What the answers say.

    `best_set` are the roles at the head of the list that hold the right one with 90 %, `p_top3`
    is the chance with which the first three do. `verdict` is `no-pattern` where the answers hardly
    differ from people in general or from each other, else `one` (the set is one role), `lead` (the
    first role is surely ahead of all others) or `no-lead`. `managing` is None where the
    questionnaire has no scales for it, or not all of them are scored. `flags` name signs that the
    answers may not mean much: `same-answer`, `contradiction`, `hasty`.
    """

    scales: tuple[ScaleScore, ...]
    ranking: tuple[Match, ...]
    best_set: tuple[str, ...]
    p_top3: float
    verdict: str
    managing: Managing | None
    upset: Upset | None
    measured: Measured
    flags: tuple[str, ...]


class ScaleChange(NamedTuple):
    """How a scale's score changed from `before` to `after`; None where it wasn't scored.

    Only where the index is beyond ±`REAL` is the change called `real`: larger than error makes it.
    """

    id: str
    before: float | None
    after: float | None
    reliable_change_index: float | None
    real: bool


REAL = 1.96
"""A larger index comes about by error alone in less than one case in twenty."""


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
        second, index = last[first.id], None
        if first.score is not None and second.score is not None:
            error = hypot(first.standard_error or 0.0, second.standard_error or 0.0)
            index = (second.score - first.score) / error if error else None
        real = index is not None and abs(index) > REAL
        changes.append(ScaleChange(first.id, first.score, second.score, index, real))
    return tuple(changes)
