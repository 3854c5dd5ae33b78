"""The quiz as a pure state machine: which question is next, what was answered, how fast."""

from manager_quiz.interview.events import (
    Answer,
    Answered,
    Carried,
    Event,
    Finished,
    Jumped,
    Skipped,
    Started,
    WentBack,
)
from manager_quiz.interview.state import State, apply, minutes_left, resume

__all__ = [
    "Answer",
    "Answered",
    "Carried",
    "Event",
    "Finished",
    "Jumped",
    "Skipped",
    "Started",
    "State",
    "WentBack",
    "apply",
    "minutes_left",
    "resume",
]
