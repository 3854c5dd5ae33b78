"""The interview as one page that fills the window, driven key by key."""

from collections.abc import Callable, Sequence
from functools import partial

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Layout, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.output import create_output

from manager_quiz.catalog.model import Form
from manager_quiz.terminal.interview.escape import began_sequence
from manager_quiz.terminal.interview.front import Front
from manager_quiz.terminal.interview.pages import Sight
from manager_quiz.terminal.interview.session import Session
from manager_quiz.terminal.screen import Screen, can_show

SKIP = (" ", "s", "S", "ы", "Ы")
HELP = ("?", ",", "f1")
"""The comma is what the question mark's key gives on a Russian keyboard."""


def ask(screen: Screen, session: Session, form: Form, prompt: str, said: Sequence[str]) -> None:
    """Asks until the interview is finished; `said` goes with the first question.

    Raises KeyboardInterrupt where it is stopped.
    """
    front = Front(session)
    fancy = can_show("━─›↑↓")
    first = session.state

    def draw() -> StyleAndTextTuples:
        size = application.output.get_size()
        now = said if session.state is first else ()
        sight = Sight(screen.words, form, prompt, now, size.columns, size.rows, fancy)
        return list(front.draw(sight))

    application: Application[None] = Application(
        layout=Layout(Window(FormattedTextControl(draw), always_hide_cursor=True)),
        key_bindings=_bindings(front),
        output=create_output(always_prefer_tty=True),
        full_screen=True,
    )
    # Escape is a key of its own here: nobody should wait for it.
    application.ttimeoutlen = 0.05
    application.run()


def _bindings(front: Front) -> KeyBindings:
    bindings = KeyBindings()

    def bind(action: Callable[[], None], *keys: str, scrolls: bool = False) -> None:
        def press(event: KeyPressEvent) -> None:
            if event.key_sequence[0].key == Keys.Escape and began_sequence(event):
                return
            if front.helping and not scrolls:
                front.explain()
            else:
                action()
            if front.session.state.finished:
                event.app.exit()

        for key in keys:
            bindings.add(key)(press)

    def stop(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    for number in range(1, 10):
        bind(partial(front.digit, number), str(number))
    bind(front.enter, "enter")
    bind(front.back, "left", "backspace", "escape")
    bind(front.keep, "right")
    bind(front.skip, *SKIP)
    bind(front.explain, *HELP)
    bind(partial(front.move, -1), "up", scrolls=True)
    bind(partial(front.move, 1), "down", scrolls=True)
    bind(partial(front.leap, -1), "pageup", scrolls=True)
    bind(partial(front.leap, 1), "pagedown", scrolls=True)
    bind(lambda: None, Keys.Any)
    for key in ("c-c", "c-d", "<sigint>"):
        bindings.add(key)(stop)
    return bindings
