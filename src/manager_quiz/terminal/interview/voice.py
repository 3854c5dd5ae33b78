"""How an interview speaks where it doesn't fill the window."""

import shutil
import sys
import textwrap

from manager_quiz.terminal.screen import READABLE_WIDTH, Screen


def is_plain(screen: Screen) -> bool:
    """Whether to ask line by line: when that is wanted, or no terminal is there to draw on."""
    shown = sys.stdout.isatty() or sys.stderr.isatty()
    return screen.plain or not (sys.stdin.isatty() and shown)


def fold(screen: Screen, text: str) -> str:
    """The text in lines that fit the terminal; in plain mode as it is."""
    if is_plain(screen):
        return text
    width = min(shutil.get_terminal_size().columns, READABLE_WIDTH) - 2
    return "\n".join(
        textwrap.fill(line, max(width, 10), break_on_hyphens=False) for line in text.split("\n")
    )


def tell(*lines: str) -> None:
    """Says something that is no result: those alone go to standard output."""
    for line in lines:
        print(line, file=sys.stderr)


def hear(prompt: str) -> str:
    """One typed line, without spaces round it.

    Raises EOFError at the end of the input, as after Ctrl-D.
    """
    # input() would prompt on standard output.
    print(prompt, end=" ", file=sys.stderr, flush=True)
    try:
        typed = input()
    except UnicodeDecodeError:
        return "\N{REPLACEMENT CHARACTER}"
    except (EOFError, KeyboardInterrupt):
        tell("")
        raise
    if not sys.stdin.isatty():
        tell("")
    return typed.strip()


BACK = {"back", "назад"}
SKIP = {"skip", "пропустить", "дальше"}
HELP = {"help", "помощь", "справка", "?"}
QUIT = {"quit", "exit", "выход"}
LIST = {"list", "список"}
"""Words to type, of all languages in each."""
