"""The interview as one page that fills the window, driven key by key."""

from collections.abc import Callable
from functools import partial

from manager_quiz.catalog.model import MOST_ASPIRATIONS, Catalog, Role
from manager_quiz.catalog.naming import find, normalize
from manager_quiz.errors import N_
from manager_quiz.terminal.interview import pages
from manager_quiz.terminal.interview.session import Session
from manager_quiz.terminal.window import Line, Sheet, fill_window, moved, steps
from manager_quiz.wording.words import typed_words


def ask(session: Session) -> None:
    """Asks until the interview is finished. Raises KeyboardInterrupt where it is stopped."""
    page = PageOn(session)
    fill_window(page.draw, page.press)


class PageOn:
    """The page that is on: where it is scrolled to, and what Enter would choose.

    `pointer` is a choice of the question (None before one was pointed at, so that a stray Enter
    answers nothing), or a row of the review.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.picker = Picker(session.catalog, session.state.aspirations or ())
        self.helping = False
        self.pointer: int | None = None
        self._scroll = 0
        self._following = False
        self._left: tuple[int, int] | None = None
        self._keys: dict[str, Callable[[], None]] = {
            **{str(number): partial(self._answer, number - 1) for number in range(1, 10)},
            "enter": self._enter,
            "right": session.keep,
            **dict.fromkeys(("left", "backspace", "escape"), session.back),
            **dict.fromkeys((" ", *typed_words(N_("s S"))), partial(self._answer, None)),
            **dict.fromkeys(("f1", *typed_words(N_("?"))), self._explain),
        }
        self._turn_page()

    def draw(self, columns: int, rows: int) -> Line:
        """The whole window."""
        session, item = self.session, self.session.item
        sheet = Sheet(session.words, columns, rows)
        if session.aspiring:
            pages.aspirations_page(sheet, session, self.picker)
        elif item is None:
            pages.review_page(sheet, session, self.pointer or 0)
        elif self.helping:
            pages.help_page(sheet, session, item)
        else:
            pages.question_page(sheet, session, item, self.pointer)
        if not self._following:
            sheet.focus = range(0)
        pieces, self._scroll = sheet.fit(self._scroll)
        return pieces

    def press(self, key: str, text: str) -> bool:
        """Does what a key stands for. True where the interview is finished."""
        session, step = self.session, steps().get(key)
        before = session.state
        if session.aspiring:
            self._following = True
            if self.picker.press(key, text):
                session.aspire(self.picker.marked)
        elif step is not None:
            self._move(step)
        elif self.helping:
            self._explain()
        elif key in self._keys:
            self._keys[key]()
        if session.state is not before:
            self._turn_page()
        return session.state.finished

    def _answer(self, choice: int | None) -> None:
        """Answers by the choice with this index; None skips the question."""
        item = self.session.item
        if item is not None and (choice or 0) < len(item.choices):
            self.session.answer(item, choice)

    def _enter(self) -> None:
        """Does what the pointer is on."""
        if self.session.item is not None:
            if self.pointer is not None:
                self._answer(self.pointer)
            return
        row = self.pointer or 0
        index = pages.review_rows(self.session)[row]
        if index is None:
            self.session.finish()
        else:
            self._left = row, index
            self.session.jump(index)

    def _explain(self) -> None:
        """Shows help, or the question again."""
        if self.session.item is not None:
            self.helping = not self.helping
            self._scroll = 0

    def _move(self, step: int) -> None:
        """Points further up or down, from the last answer to none, and round; or scrolls."""
        item = self.session.item
        if item is None:
            self.pointer = moved(self.pointer or 0, step, len(self.session.items))
        elif self.helping or abs(step) > 1:
            self._following = False
            self._scroll += step
        else:
            self._following = True
            ring = len(item.choices) + 1
            place = (0 if self.pointer is None else self.pointer + 1) + step
            self.pointer = place % ring - 1 if place % ring else None
            self._scroll = 0 if self.pointer is None else self._scroll

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
        rows = pages.review_rows(self.session)
        now = rows[row]
        if now is not None and self.session.chosen(self.session.items[now]) is None:
            return row
        return rows.index(index)


class Picker:
    """What is marked and pointed at while roles are picked key by key.

    `pointer` is 0 for going on, else the number of a role; `typed` a name that is being typed;
    `full` whether one more was wanted than may be named.
    """

    def __init__(self, catalog: Catalog, chosen: tuple[str, ...]) -> None:
        self.catalog = catalog
        self.marked = list(chosen)
        self.pointer = 0
        self.typed = ""
        self.full = False

    def press(self, key: str, text: str) -> bool:
        """Does what a key stands for. True where the person goes on."""
        self.full = False
        if key in steps():
            self.pointer = moved(self.pointer, steps()[key], len(self.catalog.roles))
            self.typed = ""
        elif key == "right" or (key in {"enter", " "} and not self.typed and not self.pointer):
            return True
        elif key == "enter" or (key == " " and not self.typed):
            self._toggle()
        elif key in {"backspace", "escape"}:
            self.typed = self.typed[:-1] if key == "backspace" else ""
        elif len(key) == 1 and text.isprintable() and (self.typed or not text.isdigit()):
            self.typed += text
            self.pointer = self._meant() or self.pointer
        return False

    @property
    def nothing_found(self) -> bool:
        """Whether no role has the name that was typed."""
        return bool(self.typed.strip()) and not self._meant()

    def _toggle(self) -> None:
        if self.nothing_found:
            return
        role = self.catalog.roles[self.pointer - 1].id
        if role in self.marked:
            self.marked.remove(role)
        elif len(self.marked) == MOST_ASPIRATIONS:
            self.full = True
        else:
            self.marked.append(role)
            if len(self.marked) == MOST_ASPIRATIONS:
                self.pointer = 0
        self.typed = ""

    def _meant(self) -> int:
        """The number of the role that the typed name is, or begins; 0 where there is none."""
        wanted, roles = normalize(self.typed), self.catalog.roles
        exact = find(self.catalog, self.typed)
        if isinstance(exact, Role):
            return roles.index(exact) + 1
        for fits in (str.startswith, str.__contains__):
            for number, role in enumerate(roles, 1):
                # The name in the language on the screen before all others.
                names = map(normalize, (role.name, *role.names))
                if wanted and any(fits(name, wanted) for name in names):
                    return number
        return 0
