"""Tells the Esc key from the beginning of a sequence that a terminal sends for another key."""

from collections import deque

from prompt_toolkit.key_binding import KeyPress, KeyPressEvent
from prompt_toolkit.keys import Keys


def began_sequence(event: KeyPressEvent) -> bool:
    """Whether this Escape only began a sequence that prompt_toolkit doesn't know (or Alt + key).

    The rest of it is thrown away: the digits in it answer nothing.
    """
    waiting: deque[KeyPress] = event.app.key_processor.input_queue
    if not waiting or len(waiting[0].data) != 1 or waiting[0].key == Keys.Escape:
        return False
    last = _LAST.get(waiting.popleft().data)
    while last and waiting and len(waiting[0].data) == 1:
        if waiting.popleft().data in last:
            break
    return True


_LAST = {
    "[": {chr(code) for code in range(0x40, 0x7F)},
    "O": {chr(code) for code in range(0x20, 0x7F)},
    **{string: {"\a", "\\"} for string in "]P^_X"},
}
"""What ends a sequence, by the character that begins it (ECMA-48)."""
