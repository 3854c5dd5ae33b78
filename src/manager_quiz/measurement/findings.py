"""What an assessment finds, as plain values: readable without anything to compute them with."""

from dataclasses import dataclass

from manager_quiz.catalog.model import Reliability


@dataclass(frozen=True)
class ScaleScore:
    """A person's standing on one scale.

    `score` is 0-100, None where too little was answered. `true_score` is the estimate of the
    true score with its `standard_error`; `answered` of `items` were answered.
    """

    id: str
    kind: str
    score: float | None
    true_score: float
    standard_error: float
    answered: int
    items: int


@dataclass(frozen=True)
class Contribution:
    """A scale's part in a role's distance, and what it is on average in the population."""

    scale: str
    distance: float
    expected: float


@dataclass(frozen=True)
class Match:
    """A role's place in the ranking; roles with the same `rank` can't be told apart.

    `fit` is 0-100, `p_best` and `p_top3` are probabilities.
    """

    rank: int
    role: str
    fit: float
    distance: float
    p_best: float
    p_top3: float
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True)
class Change:
    """An answer that would have to be another one."""

    item: str
    given: int | str
    instead: int | str


@dataclass(frozen=True)
class Upset:
    """Changes of answers that would put `role` first."""

    role: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Assessment:
    """What the answers say.

    `best_set` are the roles that hold the best one with 90 %. `clear_lead` is false where the
    first role is the best one in less than half of the draws. `closeness` (0-1) is the share of
    people whose closest role is further from them than this person's. `flags` name signs that
    the answers may not mean much: `same-answer`, `contradiction`, `hasty`; `not-matched` says
    that there is no ranking, since matching is by correlation and the profile is flat.
    """

    scales: tuple[ScaleScore, ...]
    ranking: tuple[Match, ...]
    best_set: tuple[str, ...]
    clear_lead: bool
    closeness: float
    typical_best_fit: float
    upset: Upset | None
    flags: tuple[str, ...]
    reliability: Reliability
