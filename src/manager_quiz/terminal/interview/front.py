"""What the full screen shows, and what a person's wishes do to it."""

from manager_quiz.catalog.model import Item
from manager_quiz.terminal.interview.layout import Line, Page, fit
from manager_quiz.terminal.interview.pages import (
    Sight,
    help_page,
    question_page,
    review_page,
    review_rows,
)
from manager_quiz.terminal.interview.session import Session

LEAP = 8
"""How far Page Up and Page Down go."""


class Front:
    """The page that is on: where it is scrolled to, and what Enter would choose.

    `pointer` is a choice of the question (None before one was pointed at, so that a stray Enter
    answers nothing), or a row of the review.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.helping = False
        self.pointer: int | None = None
        self._scroll = 0
        self._following = False
        self._turn_page()

    def draw(self, sight: Sight) -> Line:
        """The whole window."""
        page = self._page(sight)
        if not self._following:
            page.focus = range(0)
        pieces, self._scroll = fit(page, self._scroll, sight.columns, sight.rows, sight.arrows)
        return pieces

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
            index = review_rows(self.session)[self.pointer or 0]
            if index is None:
                self.session.finish()
            else:
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

    def leap(self, direction: int) -> None:
        """Goes far up or down."""
        if self.session.item is None:
            self._point_at_row(direction * LEAP)
        else:
            self._following = False
            self._scroll += direction * LEAP

    def _point_at_row(self, step: int) -> None:
        last = len(review_rows(self.session)) - 1
        self.pointer = max(min((self.pointer or 0) + step, last), 0)

    def _turn_page(self) -> None:
        self.helping = False
        self._scroll = 0
        item = self.session.item
        # A question is read from its top even where an earlier answer is further down.
        self._following = item is None
        self.pointer = 0 if item is None else self.session.chosen(item)

    def _page(self, sight: Sight) -> Page:
        item: Item | None = self.session.item
        if item is None:
            return review_page(sight, self.session, self.pointer or 0)
        if self.helping:
            return help_page(sight, self.session, item)
        return question_page(sight, self.session, item, self.pointer)
