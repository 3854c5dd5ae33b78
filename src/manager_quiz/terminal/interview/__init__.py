"""Holds an interview with a person at a terminal, or line by line without one.

Nothing heavy is imported before it is needed: plain mode and `--help` never see prompt_toolkit.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from manager_quiz.catalog.model import Catalog
from manager_quiz.interview import Answer
from manager_quiz.records.journal import Journal
from manager_quiz.terminal.interview import plain
from manager_quiz.terminal.interview.dialogue import choose_next, fold, is_plain
from manager_quiz.terminal.interview.session import Session
from manager_quiz.terminal.interview.start import begin
from manager_quiz.terminal.screen import Screen, tell

__all__ = ["Completed", "Outcome", "Stopped", "ThrownAway", "choose_next", "hold_interview"]


@dataclass(frozen=True)
class Completed:
    """The answers, the seconds that each item was on, and the roles one would choose.

    `journal` is to be removed once the result is kept, or needn't be.
    """

    form: str
    answers: Mapping[str, Answer]
    seconds: Mapping[str, float]
    journal: Journal | None
    aspirations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stopped:
    """Somebody left in the middle; `kept` answers can be gone on from."""

    kept: int


@dataclass(frozen=True)
class ThrownAway:
    """What was left unfinished was thrown away, and nothing else was wanted."""


PLACE = "\ue000"
"""Where a command comes to stand, which mustn't be folded: its end would be another command."""
Outcome = Completed | Stopped | ThrownAway


def hold_interview(
    screen: Screen,
    catalog: Catalog,
    form: str | None,
    journals: Path | None,
    command: str = "manager-quiz take",
    *,
    aspirations: bool = False,
    notice: str = "",
) -> Outcome:
    """Asks the questions of `form`, or of the one that the person chooses.

    With `aspirations` it is asked first which roles the person would choose.

    Every answer is kept in the folder `journals` until the interview is done (None: nowhere).
    A person who stops has been told how to go on, by `command`, when this returns. The `notice`
    is said with the first question.
    """
    try:
        beginning = begin(screen, catalog, form, journals, notice, aspirations=aspirations)
    except (KeyboardInterrupt, EOFError):
        return _stopped(screen, None, command)
    if beginning is None:
        return ThrownAway()
    session = beginning.session
    if is_plain(screen):
        ask = plain.ask
    else:
        from manager_quiz.terminal.interview.fullscreen import ask
    try:
        ask(screen, session, beginning.form, catalog, beginning.introduction)
    except (KeyboardInterrupt, EOFError):
        return _stopped(screen, session, command)
    except SystemExit:  # a signal asks the program to end
        _stopped(screen, session, command)
        raise
    state = session.state
    return Completed(
        beginning.form.id,
        state.answers,
        state.seconds,
        session.journal,
        state.aspirations or (),
    )


def _stopped(screen: Screen, session: Session | None, command: str) -> Stopped:
    _ = screen.words
    if session is None:
        tell(_("Stopped."))
        return Stopped(0)
    answers = len(session.state.answers)
    if session.journal is not None:
        with suppress(OSError):
            if answers or session.state.aspirations:
                session.journal.close()
            else:
                session.journal.remove()
    if not answers and session.state.aspirations and session.kept:
        said = _("Stopped. To go on, run: {command}")
    elif answers and session.kept:
        said = _("Stopped. {n} of {total} answers are kept. To go on, run: {command}")
    else:
        said = _("Stopped. The answers are not kept.") if answers else _("Stopped.")
    place = PLACE * len(command)
    told = fold(screen, said.format(n=answers, total=len(session.items), command=place))
    tell(told.replace(place, command))
    return Stopped(answers if session.kept else 0)
