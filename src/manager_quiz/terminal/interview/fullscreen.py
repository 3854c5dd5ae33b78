"""The interview as one page that fills the window, driven key by key."""

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial

from prompt_toolkit.key_binding import KeyBindings, KeyPress, KeyPressEvent
from prompt_toolkit.keys import Keys

from manager_quiz.catalog.model import Catalog, Form, Item
from manager_quiz.errors import N_
from manager_quiz.terminal.interview.aspirations import Picker
from manager_quiz.terminal.interview.pages import (
    Sight,
    aspirations_page,
    help_page,
    question_page,
    review_page,
    review_rows,
)
from manager_quiz.terminal.interview.session import Session
from manager_quiz.terminal.interview.window import Line, Page, fill_window, fit
from manager_quiz.terminal.screen import Screen, can_show
from manager_quiz.wording.words import typed_words

LEAP = 8
"""How far Page Up and Page Down go."""
END = 10_000
"""Further than anything goes."""


def ask(
    screen: Screen, session: Session, form: Form, catalog: Catalog, said: Sequence[str]
) -> None:
    """Asks until the interview is finished; `said` goes with the first question.

    Raises KeyboardInterrupt where it is stopped.
    """
    front = PageOn(session, catalog)
    fancy = can_show("━─›↑↓●")

    def draw(columns: int, rows: int) -> Line:
        first = not session.state.answers and not session.state.skipped
        now = said if first and session.state.position == 0 else ()
        sight = Sight(screen.words, form, catalog.prompt, now, columns, rows, fancy)
        return front.draw(sight)

    fill_window(draw, _bindings(front))


def _bindings(front: "PageOn") -> KeyBindings:
    bindings, session = KeyBindings(), front.session

    def bind(action: Callable[[], None], *keys: str, scrolls: bool = False) -> None:
        def press(event: KeyPressEvent) -> None:
            if event.key_sequence[0].key == Keys.Escape and began_sequence(event):
                return
            if session.aspiring:
                key = event.key_sequence[0].key
                front.pick(key.value if isinstance(key, Keys) else key, event.data)
            elif front.helping and not scrolls:
                front.explain()
            else:
                action()
            if session.state.finished:
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
    bind(front.skip, " ", *typed_words(N_("s S")))
    bind(front.explain, "f1", *typed_words(N_("?")))
    bind(partial(front.move, -1), "up", scrolls=True)
    bind(partial(front.move, 1), "down", scrolls=True)
    bind(partial(front.leap, -LEAP), "pageup", scrolls=True)
    bind(partial(front.leap, LEAP), "pagedown", scrolls=True)
    bind(partial(front.leap, -END), "home", scrolls=True)
    bind(partial(front.leap, END), "end", scrolls=True)
    bind(lambda: None, Keys.Any)
    for key in ("c-c", "c-d", "<sigint>"):
        bindings.add(key)(stop)
    return bindings


class PageOn:
    """The page that is on: where it is scrolled to, and what Enter would choose.

    `pointer` is a choice of the question (None before one was pointed at, so that a stray Enter
    answers nothing), or a row of the review.
    """

    def __init__(self, session: Session, catalog: Catalog) -> None:
        self.session = session
        self.picker = Picker(catalog, session.state.aspirations or ())
        self.helping = False
        self.pointer: int | None = None
        self._scroll = 0
        self._following = False
        self._left: tuple[int, int] | None = None
        self._turn_page()

    def draw(self, sight: Sight) -> Line:
        """The whole window."""
        page = self._page(sight)
        if not self._following:
            page.focus = range(0)
        pieces, self._scroll = fit(page, self._scroll, sight.columns, sight.rows, sight.arrows)
        return pieces

    def pick(self, key: str, text: str) -> None:
        """Gives a key to the page on which roles are picked."""
        self._following = True
        if self.picker.press(key, text):
            self.session.aspire(self.picker.marked)
            self._turn_page()

    def digit(self, number: int) -> None:
        """Answers by the choice with this number."""
        item = self.session.item
        if item is not None and 1 <= number <= len(item.choices):
            self.session.answer(item, number - 1)
            self._turn_page()

    def enter(self) -> None:
        """Does what the pointer is on."""
        item = self.session.item
        if item is None:
            row = self.pointer or 0
            index = review_rows(self.session)[row]
            if index is None:
                self.session.finish()
            else:
                self._left = row, index
                self.session.jump(index)
            self._turn_page()
        elif self.pointer is not None:
            self.digit(self.pointer + 1)

    def keep(self) -> None:
        """Goes on without changing anything."""
        item = self.session.item
        if item is not None:
            self.session.keep(item)
            self._turn_page()

    def back(self) -> None:
        """Goes to the question before."""
        self.session.back()
        self._turn_page()

    def skip(self) -> None:
        """Leaves the question without an answer."""
        item = self.session.item
        if item is not None:
            self.session.skip(item)
            self._turn_page()

    def explain(self) -> None:
        """Shows help, or the question again."""
        if self.session.item is not None:
            self.helping = not self.helping
            self._scroll = 0

    def move(self, step: int) -> None:
        """Points one further up or down; from the last answer to none, and round."""
        item = self.session.item
        self._following = not self.helping
        if self.helping:
            self._scroll += step
        elif item is None:
            self._point_at_row(step)
        else:
            ring = len(item.choices) + 1
            place = (0 if self.pointer is None else self.pointer + 1) + step
            self.pointer = place % ring - 1 if place % ring else None
            self._scroll = 0 if self.pointer is None else self._scroll

    def leap(self, lines: int) -> None:
        """Goes far up or down."""
        if self.session.item is None:
            self._point_at_row(lines)
        else:
            self._following = False
            self._scroll += lines

    def _point_at_row(self, step: int) -> None:
        last = len(review_rows(self.session)) - 1
        self.pointer = max(min((self.pointer or 0) + step, last), 0)

    def _turn_page(self) -> None:
        self.helping = False
        self.picker.pointer = 0
        self._scroll = 0
        item = self.session.item
        # A question is read from its top even where an earlier answer is further down.
        self._following = item is None
        self.pointer = self._row() if item is None else self.session.chosen(item)

    def _row(self) -> int:
        """The row of the review to point at: that which was left, or where its question is now.

        So whoever answers what is open goes on with what is still open.
        """
        if self._left is None:
            return 0
        (row, index), self._left = self._left, None
        rows = review_rows(self.session)
        now = rows[row]
        if now is not None and self.session.chosen(self.session.items[now]) is None:
            return row
        return rows.index(index)

    def _page(self, sight: Sight) -> Page:
        if self.session.aspiring:
            return aspirations_page(sight, self.session, self.picker)
        item: Item | None = self.session.item
        if item is None:
            return review_page(sight, self.session, self.pointer or 0)
        if self.helping:
            return help_page(sight, self.session, item)
        return question_page(sight, self.session, item, self.pointer)


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
