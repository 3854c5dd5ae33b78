"""A walk through a result, in a window of its own: the roles, why, side by side, page by page.

The pages are those that every other way to see them shows. When the window is left, what stood
on the terminal before stands there still.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from prompt_toolkit.formatted_text import ANSI, split_lines, to_formatted_text
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.utils import get_cwidth

from manager_quiz.catalog.model import Catalog
from manager_quiz.errors import N_
from manager_quiz.records.results import Result, scale_scores
from manager_quiz.reports import result as result_pages
from manager_quiz.reports.aspirations import aspirations_section
from manager_quiz.reports.page import Page, Point, Points, Section, section, sections
from manager_quiz.reports.roles import comparison_page, role_page
from manager_quiz.terminal.interview.fullscreen import began_sequence
from manager_quiz.terminal.interview.pages import arrows
from manager_quiz.terminal.interview.window import (
    Line,
    fill_window,
    fit,
    hanging,
    keys,
    paragraph,
    spread,
    text_width,
)
from manager_quiz.terminal.interview.window import Page as Sheet
from manager_quiz.terminal.page import bar, drawn
from manager_quiz.terminal.screen import READABLE_WIDTH, Screen, can_show, open_console
from manager_quiz.wording.result import ResultWords
from manager_quiz.wording.words import Words, of_hundred, place, typed_words

BAR = 10
GAP = 2
"""Columns between a name, its bar and its figure; where they don't fit there is no bar."""
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

    @property
    def stop(self) -> Stop:
        """Where one stands."""
        return self.way[-1]

    def move(self, step: int) -> None:
        """So many roles, or lines, further."""
        stop = self.stop
        if stop.rows:
            stop.pointer = max(min(stop.pointer + step, len(stop.rows) - 1), 0)
        else:
            stop.scroll = max(stop.scroll + step, 0)

    def leap(self, direction: int) -> None:
        """A window further."""
        self.move(direction * max(self.room - KEPT_IN_SIGHT, 1))

    def enter(self) -> None:
        """Opens what is pointed at."""
        stop, words = self.stop, self.screen.words
        if not stop.rows:
            return
        if stop.on is None:
            first = result_pages.first_page(self.told)
            more = result_pages.details(self.told)
            parts = (*first.sections, self._beside(self.result.aspirations), *more.sections)
            self._open(first._replace(sections=sections(*parts)), None)
        elif stop.role is None:
            page = result_pages.why_page(self.told, self.catalog.role_by_id[stop.on])
            named = [stop.on] if stop.on in self.result.aspirations else []
            parts = (self._beside(named), *page.sections)
            self._open(page._replace(sections=sections(*parts)), stop.on)
        else:
            pair = [self.catalog.role_by_id[id] for id in (stop.role, stop.on)]
            own = scale_scores(self.result.document)
            self._open(comparison_page(words, self.catalog, pair, own), stop.role)

    def _beside(self, roles: Sequence[str]) -> Section:
        return aspirations_section(self.told, roles)

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
        width = text_width(columns, READABLE_WIDTH)
        stop = self.stop
        sheet = Sheet([], foot=self._foot(width))
        if stop.rows:
            self._draw_list(sheet, stop, width)
        else:
            sheet.body = self._page_lines(stop, width)
        self.room = max(rows - len(sheet.head) - len(sheet.foot) - 2, 1)
        signs = arrows(self.screen.words, fancy=can_show("↑↓"))
        pieces, stop.scroll = fit(sheet, stop.scroll, columns, rows, signs, (READABLE_WIDTH, rows))
        return pieces

    def _draw_list(self, sheet: Sheet, stop: Stop, width: int) -> None:
        words = self.screen.words
        if stop.role is None:
            sheet.body += paragraph(self.told.headline(), width, "bold")
            sheet.body += paragraph(self.told.verdict(), width)
            sheet.body.append([])
        else:
            title = words("Compare {role} with:", role=self.catalog.role_by_id[stop.role].name)
            sheet.head = paragraph(title, width, "bold")
        for number, role in enumerate(stop.rows):
            pointed = number == stop.pointer
            lines = self._row(role, width, pointed=pointed)
            if pointed:
                # With the first row what stands above it comes into sight too.
                begin = len(sheet.body) if number else 0
                sheet.focus = range(begin, len(sheet.body) + len(lines))
            sheet.body += lines

    def _row(self, role: str | None, width: int, *, pointed: bool) -> list[Line]:
        sign = ("›" if can_show("›") else ">") if pointed else " "
        style = "reverse" if pointed else ""
        if role is None:
            told = self.screen.words("The whole result: reasons, next steps, all roles")
            return hanging(f"{sign} ", told, width, style)
        match = self._matches[role]
        if role in self.result.assessment.best_set:
            style = style or "bold"
        first, name = f"{sign} {place(match.rank_range):>5}  ", self.catalog.role_by_id[role].name
        if role in self.result.aspirations:
            name = self.screen.words("{role} (your choice)", role=name)
        figure = self.screen.words("{n} of 100", n=of_hundred(match.fit))
        room = width - get_cwidth(first + name + figure)
        if room >= BAR + 2 * GAP:
            figure = f"{bar(match.resemblance / result_pages.FULL, BAR).plain} {figure:>10}"
        if room >= GAP:
            return spread([(style, first + name)], figure, width)
        return [*hanging(first, name, width, style), [("", figure.rjust(width))]]

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

    def _foot(self, width: int) -> list[Line]:
        _ = self.screen.words
        stop = self.stop
        said = paragraph(self.notice, width, "bold") if self.notice else []
        chunks = [_("Esc back") if len(self.way) > 1 else _("Esc leave"), _("? keys")]
        if stop.rows:
            enter = _("Enter open") if stop.role is None else _("Enter compare")
            chunks = [enter, _("Up/Down move"), *chunks]
        if stop.on is not None:
            chunks += (
                [_("d describe")] if stop.rows and stop.role else [_("c compare"), _("d describe")]
            )
        if self.save is not None:
            chunks.append(_("s save"))
        return said + keys(chunks, width, 2)


def walk(
    screen: Screen, catalog: Catalog, result: Result, save: Callable[[], str] | None = None
) -> None:
    """Lets somebody go through a result until they leave; `save` as in `Walk`."""
    way = Walk(screen, catalog, result, save)
    fill_window(way.draw, _bindings(way))


def _bindings(way: Walk) -> KeyBindings:
    bindings = KeyBindings()

    def bind(action: Callable[[], object], *pressed: str) -> None:
        def press(event: KeyPressEvent) -> None:
            if event.key_sequence[0].key == Keys.Escape and began_sequence(event):
                return
            way.notice = ""
            if action() is False:
                event.app.exit()

        for key in pressed:
            bindings.add(key)(press)

    bind(partial(way.move, -1), "up")
    bind(partial(way.move, 1), "down")
    bind(partial(way.leap, -1), "pageup")
    bind(partial(way.leap, 1), "pagedown", " ")
    bind(partial(way.move, -FAR), "home")
    bind(partial(way.move, FAR), "end")
    bind(way.enter, "enter", "right")
    bind(way.back, "escape", "left", "backspace")
    bind(way.compare, *typed_words(N_("c C")))
    bind(way.describe, *typed_words(N_("d D")))
    bind(way.write, *typed_words(N_("s S")))
    bind(way.explain, "f1", *typed_words(N_("?")))
    bind(lambda: False, *typed_words(N_("q Q")), "c-c", "c-d", "<sigint>")
    return bindings


FAR = 100_000
"""Further than any page is long."""


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
