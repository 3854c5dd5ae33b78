"""Holds an interview with a person at a terminal, or line by line without one.

Nothing heavy is imported before it is needed: plain mode and `--help` never see prompt_toolkit.
"""

from manager_quiz.terminal.interview.choose import choose_next
from manager_quiz.terminal.interview.hold import (
    Completed,
    Outcome,
    Stopped,
    ThrownAway,
    hold_interview,
)

__all__ = ["Completed", "Outcome", "Stopped", "ThrownAway", "choose_next", "hold_interview"]
