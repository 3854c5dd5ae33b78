"""Shows a menu and prints what was chosen, for tests that run it in a terminal."""

from manager_quiz.terminal.dialogue import choose
from manager_quiz.terminal.screen import open_screen

ENTRIES = [
    ("1", "Details"),
    ("2", "Read all about the role that fits best, from duties to study"),
    ("3", "Save"),
    ("0", "Leave"),
]
try:
    print("CHOSEN", choose(open_screen("en"), "What next?", ENTRIES, escape="0"))
except (KeyboardInterrupt, EOFError):
    print("LEFT")
