"""Signals from outside: whatever they ask for, the terminal is left as it was found.

SIGTERM (`timeout`, a shutdown) and SIGHUP (a logout, a closed window) end the program as an exit
does, so that all that puts the terminal in order comes to its turn. SIGTSTP gives the terminal
back until the program is gone on with.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from prompt_toolkit.application import Application

Result = TypeVar("Result")
_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
_STOPPING = [signal.SIGTSTP] if sys.platform != "win32" else []


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Lets SIGTERM and SIGHUP raise SystemExit inside, with the exit code that shells expect.

    Of what goes wrong on the way out nothing is told, since the terminal may be gone. A signal
    that is ignored (`nohup`) stays so.
    """
    came: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        for each in handled:
            signal.signal(each, signal.SIG_IGN)  # a shell may send its own after the system's
        came.append(number)
        raise SystemExit(128 + number)

    handled = {n: signal.SIG_DFL for n in _ENDING if signal.getsignal(n) == signal.SIG_DFL}
    with _handling(dict.fromkeys(handled, end)):
        try:
            yield
        finally:
            if came:
                _let_go_of_output()
                raise SystemExit(128 + came[0])


def run(application: "Application[Result]") -> Result:
    """Runs what is drawn with prompt_toolkit; a signal waits until nothing is half drawn."""
    from prompt_toolkit.application import run_in_terminal

    earlier = {number: signal.getsignal(number) for number in (*_ENDING, *_STOPPING)}

    def act(number: int) -> None:
        handler = earlier[number]
        if number in _STOPPING:
            run_in_terminal(stop)
        elif callable(handler) and not application.is_done:
            try:
                handler(number, None)
            except SystemExit as error:
                application.exit(exception=error)

    def come(number: int, frame: FrameType | None) -> None:
        handler, loop = earlier[number], application.loop
        if not sys.stdin.isatty():  # the window is gone: nothing is left to be put in order
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        elif loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(act, number)
        elif callable(handler):
            handler(number, frame)

    ours = [n for n in _STOPPING if earlier[n] == signal.SIG_DFL]
    ours += [n for n in _ENDING if callable(earlier[n])]
    # Escape is a key of its own: nobody should wait for it.
    application.ttimeoutlen = 0.05
    with _handling(dict.fromkeys(ours, come)):
        return application.run()


@contextmanager
def giving_back(leave: Callable[[], None], enter: Callable[[], None]) -> Iterator[None]:
    """On SIGTSTP inside, calls `leave`, stops until SIGCONT, and calls `enter`."""

    def come(_number: int, _frame: FrameType | None) -> None:
        leave()
        stop()
        enter()

    with _handling(dict.fromkeys(_STOPPING, come)):
        yield


@contextmanager
def undisturbed() -> Iterator[None]:
    """Lets SIGTSTP wait until what is drawn inside is drawn: half a drawing can't be given back."""
    if _STOPPING:
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        yield
    finally:
        if _STOPPING:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)


def stop() -> None:
    """Stops until SIGCONT, and waits in the background (`bg`) until it is in front again.

    Signals do meanwhile what they do to any program: it draws nothing that would have to be put in
    order, and isn't stopped by the terminal, which would keep a signal from ending it.
    """
    numbers = [n for n in (*_ENDING, *_STOPPING) if callable(signal.getsignal(n))]
    with _handling(dict.fromkeys(numbers, signal.SIG_DFL)):
        signal.raise_signal(signal.SIGTSTP)
        while sys.stdin.isatty() and os.tcgetpgrp(sys.stdin.fileno()) != os.getpgrp():
            time.sleep(0.1)


@contextmanager
def _handling(handlers: dict[int, Any]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield  # Python lets no other one handle signals
        return
    earlier = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


def _let_go_of_output() -> None:
    """What can't be written any more must not be tried again when the program ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
