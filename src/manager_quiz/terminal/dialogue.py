"""What is said and heard where no page fills the window: lines, and one choice out of a few."""

import shutil
import sys
import textwrap
from collections.abc import Sequence

from manager_quiz.errors import N_
from manager_quiz.terminal.screen import READABLE_WIDTH, Screen, can_show, tell
from manager_quiz.terminal.signals import run
from manager_quiz.wording.words import typed_words

QUIT = N_("quit exit")
Entries = Sequence[tuple[str, str]]
"""A digit and what it stands for."""


def is_plain(screen: Screen) -> bool:
    """Whether to ask line by line: when that is wanted, or no terminal is there to draw on."""
    shown = sys.stdout.isatty() or sys.stderr.isatty()
    return screen.plain or not (sys.stdin.isatty() and shown)


def fold(screen: Screen, text: str) -> str:
    """The text in lines that fit the terminal; in plain mode as it is.

    No word is broken: the terminal does that, and knows when it is copied that it is one.
    """
    if is_plain(screen):
        return text
    width = min(shutil.get_terminal_size().columns, READABLE_WIDTH) - 2
    return "\n".join(
        textwrap.fill(line, max(width, 10), break_on_hyphens=False, break_long_words=False)
        for line in text.split("\n")
    )


def say(screen: Screen, *texts: str) -> None:
    """Says texts in lines that fit the terminal."""
    tell(*(fold(screen, text) for text in texts))


def hear(screen: Screen, prompt: str) -> str:
    """One typed line, without spaces round it.

    Raises EOFError at the end of the input, as after Ctrl-D.
    """
    return _typed(fold(screen, prompt))


def ask_line(prompt: str) -> str:
    """The same in plain mode; raises KeyboardInterrupt where what is typed asks to leave."""
    typed = _typed(prompt)
    if typed.casefold() in typed_words(QUIT):
        raise KeyboardInterrupt
    return typed


def _typed(prompt: str) -> str:
    # input() would prompt on standard output.
    tell(prompt, end=" ")
    try:
        typed = input()
    except (EOFError, KeyboardInterrupt):
        tell("")
        raise
    if not sys.stdin.isatty():
        tell("")
    return typed.replace("\ufeff", "").strip()  # which Windows puts before what is piped in


def choose(screen: Screen, message: str, entries: Entries, *, escape: str | None = None) -> str:
    """The digit of the entry that was chosen; `escape` is the one that the Esc key stands for.

    Raises KeyboardInterrupt or EOFError where nothing was chosen.
    """
    if is_plain(screen):
        return _choose_by_line(screen, message, entries)
    return _choose_by_key(fold(screen, message), entries, escape)


def numbered(labels: Sequence[str]) -> Entries:
    """The labels with digits from 1."""
    return [(str(number), label) for number, label in enumerate(labels, 1)]


def _choose_by_line(screen: Screen, message: str, entries: Entries) -> str:
    choices = [f"{key}. {label}" for key, label in entries]
    tell(message, *choices)
    while True:
        typed = ask_line(screen.words("Type a number and press Enter:"))
        if typed in dict(entries):
            return typed
        keys = ", ".join(key for key, label in entries)
        tell(screen.words("This is none of the numbers: {numbers}.", numbers=keys), *choices)


def _choose_by_key(message: str, entries: Entries, escape: str | None) -> str:
    import questionary
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
    from prompt_toolkit.output import create_output

    from manager_quiz.terminal.window import began_sequence

    output, bindings = create_output(always_prefer_tty=True), KeyBindings()
    choices = [questionary.Choice(label, value=key) for key, label in entries]
    application = questionary.select(
        message,
        choices,
        qmark="",
        pointer="›" if can_show("›") else ">",
        instruction=" ",
        use_jk_keys=False,
        use_emacs_keys=False,
        style=questionary.Style([("question", "bold"), ("highlighted", "reverse")]),
        output=output,
        erase_when_done=True,
    ).application

    def fold_choices(_application: object) -> None:
        """What is wider than the window would be cut off."""
        width = max(output.get_size().columns - 4, 10)
        for choice, (key, label) in zip(choices, entries, strict=True):
            choice.title = textwrap.fill(f"{key}  {label}", width, subsequent_indent=" " * 6)

    def press(event: KeyPressEvent) -> None:
        event.app.exit(result=event.data)

    def leave(event: KeyPressEvent) -> None:
        if not began_sequence(event) and escape is not None:
            event.app.exit(result=escape)

    def stop(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    actions = {**{key: press for key, _label in entries}, "escape": leave}
    for key, action in {**actions, "c-d": stop, "<sigint>": stop}.items():
        bindings.add(key, eager=True)(action)
    earlier = application.key_bindings or KeyBindings()
    application.key_bindings = merge_key_bindings([earlier, bindings])
    application.before_render += fold_choices  # since the window may change
    return str(run(application))
