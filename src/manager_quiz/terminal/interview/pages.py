"""What the pages of an interview hold: a question, its explanation, the review."""

from collections.abc import Sequence
from dataclasses import dataclass

from manager_quiz.catalog.model import Form, Item
from manager_quiz.terminal.interview.aspirations import Picker, unknown
from manager_quiz.terminal.interview.session import Session
from manager_quiz.terminal.interview.window import (
    HIGHEST,
    Line,
    Page,
    hanging,
    keys,
    paragraph,
    spread,
    text_width,
    wrap,
)
from manager_quiz.wording import interview as wording
from manager_quiz.wording.words import Words

LOW = 20
"""A window with fewer rows gets one line of keys only."""


@dataclass(frozen=True)
class Sight:
    """Everything a page depends on beside the interview: the words, the window, the signs."""

    words: Words
    form: Form
    prompt: str
    introduction: Sequence[str]
    columns: int
    rows: int
    fancy: bool

    @property
    def width(self) -> int:
        """How wide the text may be."""
        return text_width(self.columns)

    @property
    def arrows(self) -> tuple[str, str]:
        """What says that there is more above, and below."""
        return arrows(self.words, fancy=self.fancy)


def arrows(words: Words, *, fancy: bool) -> tuple[str, str]:
    """What says that there is more above, and below."""
    up, down = ("↑", "↓") if fancy else ("^", "v")
    return words("{arrow} more above", arrow=up), words("{arrow} more below", arrow=down)


def question_page(sight: Sight, session: Session, item: Item, pointer: int | None) -> Page:
    """A question with its answers; `pointer` is the answer that Enter would choose."""
    earlier = session.chosen(item)
    body = paragraph(item.text, sight.width, "bold")
    if item.id in session.state.skipped:
        body += [[], *paragraph(sight.words("You skipped this question."), sight.width)]
    body.append([])
    if item.kind.graded and sight.prompt and sight.rows >= LOW:
        body += paragraph(sight.prompt, sight.width)
    focus = range(0)
    for index, choice in enumerate(item.choices):
        style = "reverse" if index == pointer else ""
        sign = _sign(sight) if index == pointer else " "
        text = choice.text
        if index == earlier:
            text = sight.words("{choice} (your answer)", choice=text)
        number = str(index + 1) if index < 9 else " "
        lines = hanging(f"{sign} {number}  ", text, sight.width, style)
        if index == pointer:
            focus = range(len(body), len(body) + len(lines))
        body += lines
    page = Page(_head(sight, session), body, _question_keys(sight, item), focus)
    return _introduced(sight, session, page)


def aspirations_page(sight: Sight, session: Session, picker: Picker) -> Page:
    """Roles to mark; the first row goes on, with those marked or without any."""
    _ = sight.words
    width, roles = sight.width, picker.catalog.roles
    onward = _("Skip this question")
    if picker.marked:
        names = ", ".join(picker.catalog.role_by_id[id].name for id in picker.marked)
        onward = _("Go on with: {roles}", roles=names)
    page = Page(
        paragraph(wording.aspirations_question(sight.words), width, "bold"),
        _notices(sight, session),
    )
    for number in range(len(roles) + 1):
        pointed = number == picker.pointer
        sign = _sign(sight) if pointed else " "
        if number == 0:
            lines = hanging(f"{sign} ", onward, width, "reverse" if pointed else "bold")
        else:
            role = roles[number - 1]
            marked = role.id in picker.marked
            mark = ("●" if sight.fancy else "*") if marked else " "
            style = "reverse" if pointed else "bold" if marked else ""
            lines = hanging(f"{sign} {mark} ", wording.role_line(role), width, style)
        if pointed:
            page.focus = range(len(page.body), len(page.body) + len(lines))
        page.body += lines
    if picker.full:
        page.foot += paragraph(_("Three at most: take one away first."), width, "bold")
    elif picker.nothing_found:
        page.foot += paragraph(unknown(sight.words, picker.catalog, picker.typed), width, "bold")
    elif picker.typed:
        page.foot += paragraph(_("Name: {typed}", typed=picker.typed), width, "bold")
    chunks = [_("Enter choose"), _("Up/Down move"), _("A–Z find by name"), _("Right go on")]
    page.foot += keys([*chunks, _("Ctrl-C stop")], width, 1 if sight.rows < LOW else 2)
    return page


def help_page(sight: Sight, session: Session, item: Item) -> Page:
    """What the question asks for, and what each key does."""
    _ = sight.words
    body = paragraph(wording.explanation(sight.words, item, sight.prompt), sight.width)
    body += [[], *paragraph(wording.on_skipping(sight.words), sight.width), []]
    for key, does in (
        (f"1–{min(len(item.choices), 9)}", _("choose this answer and go on")),
        (_("Up, Down, Enter"), _("point at an answer and choose it")),
        (_("Esc, Left, Backspace"), _("go back; the answer given there is kept")),
        (_("Right, Enter"), _("go on and leave an earlier answer as it is")),
        (_("Space, s"), _("skip the question")),
        (_("Page Up, Page Down"), _("scroll a long question")),
        (_("Ctrl-C, Ctrl-D"), _("stop; you can go on another time")),
    ):
        body += _key_and_sense(key, does, sight.width)
    return Page(_head(sight, session), body, [[("", _("Any other key returns to the question"))]])


def review_page(sight: Sight, session: Session, pointer: int) -> Page:
    """All questions with their answers, those without one first; row 0 shows the result."""
    _ = sight.words
    words, width = sight.words, sight.width
    left: Line = [("bold", _("Look over your answers"))]
    page = Page(
        [*spread(left, wording.answered(words, session.state), width), _bar(sight, session)]
    )
    page.body += _notices(sight, session)
    heading = ""
    for row, index in enumerate(review_rows(session)):
        item = None if index is None else session.items[index]
        chosen = None if item is None else session.chosen(item)
        title = _("Not answered") if chosen is None else _("Answered")
        if item is not None and title != heading:
            page.body += [[], *paragraph(title, width, "underline")]
            heading = title
        lines = _review_lines(sight, index, item, chosen, row == pointer)
        if row == pointer:
            page.focus = range(len(page.body), len(page.body) + len(lines))
        page.body += lines
    chunks = [_("Enter choose"), _("Up/Down move"), _("Esc back"), _("Ctrl-C stop")]
    page.foot = keys(chunks, width, 2)
    return page


def review_rows(session: Session) -> list[int | None]:
    """What the rows of the review stand for: the result (None), or a question by its index."""
    order = sorted(range(len(session.items)), key=lambda index: _has_answer(session, index))
    return [None, *order]


def _has_answer(session: Session, index: int) -> bool:
    return session.items[index].id in session.state.answers


def _review_lines(
    sight: Sight, index: int | None, item: Item | None, chosen: int | None, pointed: bool
) -> list[Line]:
    style = "reverse" if pointed else ""
    sign = _sign(sight) if pointed else " "
    if index is None or item is None:
        return hanging(f"{sign} ", sight.words("Show the result"), sight.width, style or "bold")
    first = f"{sign} {index + 1:>3}  "
    lines: list[Line] = [[(style, first), (style, _short(item.text, sight.width - len(first)))]]
    if chosen is not None:
        answer = _short(item.choices[chosen].text, sight.width - len(first) - 2)
        lines.append([("", " " * (len(first) + 2)), ("italic", answer)])
    return lines


def _short(text: str, width: int) -> str:
    first, *rest = wrap(text, max(width - 3, 8))
    return f"{first}..." if rest else first


def _introduced(sight: Sight, session: Session, page: Page) -> Page:
    """Puts what has to be said on this page above the question; below it where room is short."""
    said = _notices(sight, session)
    for text in sight.introduction:
        said += paragraph(text, sight.width)
    room = min(sight.rows, HIGHEST) - len(page.head) - len(page.foot) - 2
    if not said:
        return page
    if len(said) + 1 + len(page.body) <= room:
        shift = len(said) + 1
        page.body = [*said, [], *page.body]
        page.focus = range(page.focus.start + shift, page.focus.stop + shift)
    else:
        page.body = [*page.body, [], *said]
    return page


def _notices(sight: Sight, session: Session) -> list[Line]:
    return paragraph(session.notice, sight.width, "bold") if session.notice else []


def _head(sight: Sight, session: Session) -> list[Line]:
    left: Line = [("bold", wording.progress(sight.words, session.state))]
    right = wording.time_left(sight.words, session.state, sight.form)
    return [*spread(left, right, sight.width), _bar(sight, session)]


def _bar(sight: Sight, session: Session) -> Line:
    done = sight.width * session.state.position // len(session.items)
    full, rest = ("━", "─") if sight.fancy else ("=", "-")
    return [("ansicyan bold", full * done), ("", rest * (sight.width - done))]


def _sign(sight: Sight) -> str:
    return "›" if sight.fancy else ">"


def _question_keys(sight: Sight, item: Item) -> list[Line]:
    chunks = [
        sight.words("1–{n} answer", n=min(len(item.choices), 9)),
        sight.words("? help"),
        sight.words("Esc back"),
        sight.words("Space skip"),
        sight.words("Ctrl-C stop"),
    ]
    return keys(chunks, sight.width, 1 if sight.rows < LOW else 2)


def _key_and_sense(key: str, does: str, width: int) -> list[Line]:
    if width < 60:
        return [[("bold", key)], *hanging("  ", does, width, "")]
    lines = hanging(" " * 22, does, width, "")
    lines[0][0] = ("bold", f"{key:<22}")
    return lines
