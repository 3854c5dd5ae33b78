"""The commands of `workshop` by name."""

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
