"""One person after another on one machine: consent, code, and a clean screen for the next."""

import os
import subprocess
import sys

from manager_quiz.terminal.interview.dialogue import fold, hear
from manager_quiz.terminal.screen import Screen, tell
from manager_quiz.wording.codes import read_aloud
from manager_quiz.wording.words import minutes_about

CLEAR = "\x1b[2J\x1b[3J\x1b[H"
"""Clears the window and what was scrolled out of it, and goes to the top."""


def ask_consent(screen: Screen, workshop: str, minutes: float) -> str:
    """Says what will happen with the answers. What was typed: nothing, or a code to go on with.

    Raises KeyboardInterrupt or EOFError where nobody wants to begin.
    """
    _ = screen.words
    tell(
        workshop,
        "",
        fold(
            screen,
            _(
                "No names are asked. Your answers are kept in this workshop's folder under a code "
                "that you are given; the counselor can see results by code. They aren't sent "
                "anywhere, and are erased with the workshop or when you ask for it."
            ),
        ),
        fold(screen, _("It takes {minutes}.", minutes=minutes_about(screen.words, minutes))),
        "",
    )
    question = _(
        "Press Enter if you agree, to begin; or type your code to go on with your quiz or to see "
        "your result again:"
    )
    return hear(fold(screen, question))


def show_code(screen: Screen, code: str, pin: str) -> None:
    """Gives the person the code and the PIN, and waits until they are written down.

    Raises KeyboardInterrupt where the person leaves.
    """
    _remind(screen, code, pin)
    told = screen.words(
        "Write both down. With the code you find your printed report; with the PIN too, which you "
        "keep to yourself, you go on after a break and see your result again."
    )
    tell(fold(screen, told))
    _wait(screen, screen.words("Then press Enter:"))


def say_goodbye(screen: Screen, code: str, pin: str) -> None:
    """Reminds of the code and the PIN before the screen is cleared."""
    _remind(screen, code, pin)
    _wait(screen, screen.words("Thank you. Press Enter to clear the screen for the next person:"))


def _remind(screen: Screen, code: str, pin: str) -> None:
    _ = screen.words
    reading = read_aloud(code, screen.language)
    shown = f"{code} ({reading})" if reading else code
    tell("", _("Your code: {code}", code=shown), _("Your PIN: {pin}", pin=pin))


def _wait(screen: Screen, question: str) -> None:
    try:
        hear(fold(screen, question))
    except EOFError:
        if sys.stdin.isatty():
            raise KeyboardInterrupt from None


def can_clear() -> bool:
    """Whether `clear` leaves nothing, or there is nothing that could stay."""
    dumb = os.name != "nt" and os.environ.get("TERM") == "dumb"
    return not (dumb and (sys.stdout.isatty() or sys.stderr.isatty()))


def clear() -> None:
    """Leaves nothing on the screen, nor in what can be scrolled back to."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        if not stream.isatty():
            continue
        if os.name == "nt":
            subprocess.run(["cmd", "/c", "cls"], check=False)
        elif not can_clear():
            stream.write("\n" * 200)
        else:
            stream.write(CLEAR)
        stream.flush()
