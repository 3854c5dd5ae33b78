"""`workshop`: a group takes the quiz, offline and without names, and sees a picture of itself."""

from collections.abc import Callable

from manager_quiz.commands.workshop.erase import erase
from manager_quiz.commands.workshop.hand import collect, export, handouts
from manager_quiz.commands.workshop.join import join
from manager_quiz.commands.workshop.opening import open_new
from manager_quiz.commands.workshop.show import board, report

COMMANDS: dict[str, Callable[..., None]] = {
    "open": open_new,
    "join": join,
    "collect": collect,
    "board": board,
    "report": report,
    "handouts": handouts,
    "export": export,
    "erase": erase,
}


def workshop() -> None:
    """Hold the quiz with a group: no names, no network, one folder."""
