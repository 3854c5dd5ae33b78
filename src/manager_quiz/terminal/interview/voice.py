"""How an interview speaks where it doesn't fill the window."""

import sys

from manager_quiz.terminal.screen import Screen


def is_plain(screen: Screen) -> bool:
    """Whether to ask line by line: when that is wanted, or no terminal is there to draw on."""
    shown = sys.stdout.isatty() or sys.stderr.isatty()
    return screen.plain or not (sys.stdin.isatty() and shown)


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
