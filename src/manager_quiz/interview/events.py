"""What can happen in an interview. The list of these is all there is to know about one.

`at` is a time in seconds on a clock that need only be right between a `Started` and the next.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Answer = int | str


@dataclass(frozen=True)
class Started:
    """Somebody sat down: at the beginning, or to go on after a pause of any length."""

    at: float


@dataclass(frozen=True)
class Carried:
    """Answers, and the seconds they took, came over from an earlier version of the questions."""

    answers: Mapping[str, Answer]
    seconds: Mapping[str, float]


@dataclass(frozen=True)
class Answered:
    """The item got this answer."""

    item: str
    answer: Answer
    at: float


@dataclass(frozen=True)
class Skipped:
    """The item was left without an answer, or lost the one it had."""

    item: str
    at: float


@dataclass(frozen=True)
class WentBack:
    """One question back; after a jump, back to where it came from."""

    at: float


@dataclass(frozen=True)
class Jumped:
    """To this item, and after it back to where the jump came from."""

    item: str
    at: float


@dataclass(frozen=True)
class Finished:
    """The review was left for the result."""

    at: float


Event = Started | Carried | Answered | Skipped | WentBack | Jumped | Finished
