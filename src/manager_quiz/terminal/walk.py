"""A walk through a result, in a window of its own: the roles, why, side by side, page by page.

The pages are those that every other way to see them shows. When the window is left, what stood
on the terminal before stands there still.
"""

import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from prompt_toolkit.formatted_text import ANSI, split_lines, to_formatted_text
from prompt_toolkit.utils import get_cwidth

from manager_quiz.catalog.model import Catalog
from manager_quiz.errors import N_
from manager_quiz.records.results import Result
from manager_quiz.reports.page import Page, Point, Points, section
from manager_quiz.reports.result import FULL, details, first_page, why_page
from manager_quiz.reports.roles import comparison_page, role_page
from manager_quiz.terminal.page import bar, drawn
from manager_quiz.terminal.screen import READABLE_WIDTH, Screen, open_console
from manager_quiz.terminal.window import GAP, Line, Sheet, fill_window, moved, steps
from manager_quiz.wording.result import ResultWords
from manager_quiz.wording.words import Words, of_hundred, place, typed_words

BAR = 10
"""Columns of a bar; where it doesn't fit beside a name and its figure there is none."""
KEPT_IN_SIGHT = 3
"""Lines of a page that stay in the window when it moves on by one."""


@dataclass
class Stop:
    """Where one stands: a list of roles to point at, or a page to read.

    A row of a list is the id of a role, or None for the whole result. `role` is the one that a
    page, or the list of those to compare it with, is about.
    """

    page: Page | None = None
    rows: tuple[str | None, ...] = ()
    role: str | None = None
    pointer: int = 0
    scroll: int = 0
    drawn: dict[int, list[Line]] = field(default_factory=dict)

    @property
    def on(self) -> str | None:
        """The role that is pointed at or read about."""
        return self.rows[self.pointer] if self.rows else self.role


class Walk:
    """The way one came; the last stop is the one that is on.

    `save` writes the result and says where; `notice` is said until the next key.
    """

    def __init__(
        self, screen: Screen, catalog: Catalog, result: Result, save: Callable[[], str] | None
    ) -> None:
        self.screen, self.catalog, self.result, self.save = screen, catalog, result, save
        self.notice = ""
        self.room = 1
        self.told = ResultWords(screen.words, catalog, result.assessment)
        self._matches = {match.role: match for match in result.assessment.ranking}
        self.way = [Stop(rows=(None, *self._matches), pointer=1)]
        self._keys: dict[str, Callable[[], object]] = {
            **dict.fromkeys(("enter", "right"), self.enter),
            **dict.fromkeys(("escape", "left", "backspace"), self.back),
            **dict.fromkeys(typed_words(N_("c C")), self.compare),
            **dict.fromkeys(typed_words(N_("d D")), self.describe),
            **dict.fromkeys(typed_words(N_("s S")), self.write),
            **dict.fromkeys(("f1", *typed_words(N_("?"))), self.explain),
            **dict.fromkeys(typed_words(N_("q Q")), lambda: False),
        }

    @property
    def stop(self) -> Stop:
        """Where one stands."""
        return self.way[-1]

    def press(self, key: str, _text: str) -> bool:
        """Does what a key stands for. True where that leaves the result."""
        self.notice = ""
        far = steps(max(self.room - KEPT_IN_SIGHT, 1))
        step = far.get("pagedown" if key == " " else key)
        action = self._keys.get(key) if step is None else partial(self.move, step)
        return action is not None and action() is False

    def move(self, step: int) -> None:
        """So many roles, or lines, further."""
        stop = self.stop
        if stop.rows:
            stop.pointer = moved(stop.pointer, step, len(stop.rows) - 1)
        else:
            stop.scroll = max(stop.scroll + step, 0)

    def enter(self) -> None:
        """Opens what is pointed at."""
        stop, named, roles = self.stop, self.result.aspirations, self.catalog.role_by_id
        if not stop.rows:
            return
        if stop.on is None:
            first, more = first_page(self.told), details(self.told, named)
            self._open(first._replace(sections=(*first.sections, *more.sections)), None)
        elif stop.role is None:
            self._open(why_page(self.told, roles[stop.on], named), stop.on)
        else:
            pair, own = [roles[stop.role], roles[stop.on]], self.result.scores
            self._open(comparison_page(self.screen.words, self.catalog, pair, own), stop.role)

    def compare(self) -> None:
        """Offers all other roles to compare the one that is on with."""
        role = self.stop.on
        others = tuple(id for id in self._matches if id != role)
        if role is not None and others and not (self.stop.rows and self.stop.role):
            self.way.append(Stop(rows=others, role=role))

    def describe(self) -> None:
        """Opens the page of the role that is on."""
        role = self.stop.on
        if role is not None:
            page = role_page(self.screen.words, self.catalog, self.catalog.role_by_id[role])
            self._open(page, role)

    def write(self) -> None:
        """Saves the result, and says where."""
        if self.save is not None:
            self.notice = self.save()

    def explain(self) -> None:
        """Says what the keys do."""
        self._open(_keys_page(self.screen.words, saving=self.save is not None), None)

    def back(self) -> bool:
        """Goes back to where one came from. False where there is nowhere to go."""
        if len(self.way) > 1:
            self.way.pop()
            return True
        return False

    def _open(self, page: Page, role: str | None) -> None:
        # The same page isn't opened over itself.
        if page != self.stop.page:
            self.way.append(Stop(page, role=role))

    # ------------------------------------------------------------------ drawing

    def draw(self, columns: int, rows: int) -> Line:
        """The whole window."""
        stop = self.stop
        sheet = Sheet(self.screen.words, columns, rows, READABLE_WIDTH, rows)
        self._foot(sheet)
        if stop.rows:
            self._draw_list(sheet, stop)
        else:
            sheet.body = self._page_lines(stop, sheet.width)
        self.room = sheet.room
        pieces, stop.scroll = sheet.fit(stop.scroll)
        return pieces

    def _draw_list(self, sheet: Sheet, stop: Stop) -> None:
        _ = sheet.words
        if stop.role is None:
            sheet.say(self.told.headline(), "bold")
            sheet.say(self.told.verdict())
            sheet.body.append([])
        else:
            title = _("Compare {role} with:", role=self.catalog.role_by_id[stop.role].name)
            sheet.head = sheet.folded(title, "bold")
        for number, role in enumerate(stop.rows):
            on = number == stop.pointer
            if role is None:
                sheet.row("", _("The whole result: reasons, next steps, all roles"), on=on)
            else:
                self._draw_role(sheet, role, on=on)
            if on and not number:  # what stands above the first row comes into sight too
                sheet.focus = range(sheet.focus.stop)

    def _draw_role(self, sheet: Sheet, role: str, *, on: bool) -> None:
        match, name = self._matches[role], self.catalog.role_by_id[role].name
        if role in self.result.aspirations:
            name = sheet.words("{role} (your choice)", role=name)
        style = "bold" if role in self.result.assessment.best_set else ""
        first = f"{place(match.rank_range):>5}  "
        figure = sheet.words("{n} of 100", n=of_hundred(match.fit))
        if get_cwidth(f"  {first}{name}{figure}") + BAR + 2 * GAP <= sheet.width:
            figure = f"{bar(match.resemblance / FULL, BAR).plain} {figure:>10}"
        sheet.row(first, name, style, on=on, right=figure)

    def _page_lines(self, stop: Stop, width: int) -> list[Line]:
        """The page as the terminal shows it, at this width."""
        if width not in stop.drawn:
            out = io.StringIO()
            console = open_console(
                file=out,
                width=width,
                force_terminal=True,
                color_system=self.screen.console.color_system,
            )
            assert stop.page is not None
            console.print(drawn(self.screen._replace(console=console), stop.page))
            told = to_formatted_text(ANSI(out.getvalue().rstrip()))
            stop.drawn[width] = [[(p[0], p[1]) for p in line] for line in split_lines(told)]
        return stop.drawn[width]

    def _foot(self, sheet: Sheet) -> None:
        _ = sheet.words
        stop = self.stop
        if self.notice:
            sheet.foot = sheet.folded(self.notice, "bold")
        comparing = bool(stop.rows and stop.role)
        chunks = [_("Esc back") if len(self.way) > 1 else _("Esc leave"), _("? keys")]
        if stop.rows:
            chunks[:0] = [_("Enter compare") if comparing else _("Enter open"), _("Up/Down move")]
        if stop.on is not None:
            chunks += [*([] if comparing else [_("c compare")]), _("d describe")]
        if self.save is not None:
            chunks.append(_("s save"))
        sheet.keys(*chunks)


def walk(
    screen: Screen, catalog: Catalog, result: Result, save: Callable[[], str] | None = None
) -> None:
    """Lets somebody go through a result until they leave; `save` as in `Walk`."""
    way = Walk(screen, catalog, result, save)
    with suppress(KeyboardInterrupt):
        fill_window(way.draw, way.press)


def _keys_page(words: Words, *, saving: bool) -> Page:
    """What each key does."""
    _ = words
    told = [
        (_("Up, Down"), _("one role, or one line, further")),
        (_("Page Up, Page Down, Home, End"), _("a window further, to the beginning, to the end")),
        (_("Enter"), _("why this role is where it is, and what next")),
        ("c", _("compare with another role")),
        ("d", _("all about the role")),
        *([("s", _("save a report to print in this folder"))] if saving else []),
        (_("Esc, Left"), _("back; from the list, leave")),
        ("q", _("leave")),
    ]
    points = Points(tuple(Point(text, key) for key, text in told))
    return Page(_("Keys"), sections=(section("", points),))
