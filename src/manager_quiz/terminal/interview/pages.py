"""What the pages of an interview hold: a question, its explanation, the review, the roles."""

from typing import TYPE_CHECKING

from manager_quiz.catalog.model import Item
from manager_quiz.terminal.interview.session import Session
from manager_quiz.terminal.window import Line, Sheet, short
from manager_quiz.wording import interview as wording

if TYPE_CHECKING:
    from manager_quiz.terminal.interview.fullscreen import Picker

LOW = 20
"""A window with fewer rows gets one line of keys only."""


def question_page(sheet: Sheet, session: Session, item: Item, pointer: int | None) -> None:
    """A question with its answers; `pointer` is the answer that Enter would choose."""
    _ = sheet.words
    _head(sheet, session)
    most = min(len(item.choices), 9)
    chunks = [_("1–{n} answer", n=most), _("? help"), _("Esc back"), _("Space skip")]
    sheet.keys(*chunks, _("Ctrl-C stop"), most=1 if sheet.rows < LOW else 2)
    sheet.say(item.text, "bold")
    if item.id in session.state.skipped:
        sheet.body += [[], *sheet.folded(_("You skipped this question."))]
    sheet.body.append([])
    if item.kind.graded and session.catalog.prompt and sheet.rows >= LOW:
        sheet.say(session.catalog.prompt)
    for index, choice in enumerate(item.choices):
        text = choice.text
        if index == session.chosen(item):
            text = _("{choice} (your answer)", choice=text)
        number = str(index + 1) if index < 9 else " "
        sheet.row(f"{number}  ", text, on=index == pointer)
    _introduce(sheet, session)


def aspirations_page(sheet: Sheet, session: Session, picker: "Picker") -> None:
    """Roles to mark; the first row goes on, with those marked or without any."""
    _ = sheet.words
    catalog = session.catalog
    sheet.head = sheet.folded(wording.aspirations_question(_), "bold")
    _notice(sheet, session)
    onward = _("Skip this question")
    if picker.marked:
        onward = _("Go on with: {roles}", roles=wording.role_names(catalog, picker.marked))
    sheet.row("", onward, "bold", on=picker.pointer == 0)
    for number, role in enumerate(catalog.roles, 1):
        marked = role.id in picker.marked
        mark = ("●" if sheet.fancy else "*") if marked else " "
        text, style = wording.role_line(role), "bold" if marked else ""
        sheet.row(f"{mark} ", text, style, on=picker.pointer == number)
    told = ""
    if picker.full:
        told = _("Three at most: take one away first.")
    elif picker.nothing_found:
        told = wording.no_role(_, catalog, picker.typed)
    elif picker.typed:
        told = _("Name: {typed}", typed=picker.typed)
    if told:
        sheet.foot += sheet.folded(told, "bold")
    chunks = [_("Enter choose"), _("Up/Down move"), _("A–Z find by name"), _("Right go on")]
    sheet.keys(*chunks, _("Ctrl-C stop"), most=1 if sheet.rows < LOW else 2)


def help_page(sheet: Sheet, session: Session, item: Item) -> None:
    """What the question asks for, and what each key does."""
    _ = sheet.words
    _head(sheet, session)
    sheet.say(wording.explanation(_, item, session.catalog.prompt))
    sheet.body += [[], *sheet.folded(wording.on_skipping(_)), []]
    for key, does in (
        (f"1–{min(len(item.choices), 9)}", _("choose this answer and go on")),
        (_("Up, Down, Enter"), _("point at an answer and choose it")),
        (_("Esc, Left, Backspace"), _("go back; the answer given there is kept")),
        (_("Right, Enter"), _("go on and leave an earlier answer as it is")),
        (_("Space, s"), _("skip the question")),
        (_("Page Up, Page Down"), _("scroll a long question")),
        (_("Ctrl-C, Ctrl-D"), _("stop; you can go on another time")),
    ):
        narrow = sheet.width < 60
        lines = sheet.folded(does, first="  " if narrow else " " * 22)
        if narrow:
            sheet.say(key, "bold")
        else:
            lines[0][0] = ("bold", f"{key:<22}")
        sheet.body += lines
    sheet.foot.append([("", _("Any other key returns to the question"))])


def review_page(sheet: Sheet, session: Session, pointer: int) -> None:
    """All questions with their answers, those without one first; row 0 shows the result."""
    _ = sheet.words
    left = sheet.folded(_("Look over your answers"), "bold")
    sheet.head = [*sheet.spread(left, wording.answered(_, session.state)), _bar(sheet, session)]
    sheet.keys(_("Enter choose"), _("Up/Down move"), _("Esc back"), _("Ctrl-C stop"))
    _notice(sheet, session)
    sheet.row("", _("Show the result"), "bold", on=pointer == 0)
    heading = ""
    for row, index in enumerate(review_rows(session)):
        if index is None:
            continue
        item = session.items[index]
        chosen = session.chosen(item)
        title = _("Not answered") if chosen is None else _("Answered")
        if title != heading:
            sheet.body += [[], *sheet.folded(title, "underline")]
            heading = title
        number, answer = f"{index + 1:>3}  ", None
        room = sheet.width - len(number) - 2
        if chosen is not None:
            told = short(item.choices[chosen].text, room - 2)
            answer = [("", " " * (len(number) + 4)), ("italic", told)]
        sheet.row(number, short(item.text, room), on=row == pointer, below=answer)


def review_rows(session: Session) -> list[int | None]:
    """What the rows of the review stand for: the result (None), or a question by its index."""
    answers, items = session.state.answers, session.items
    return [None, *sorted(range(len(items)), key=lambda index: items[index].id in answers)]


def _introduce(sheet: Sheet, session: Session) -> None:
    """Puts what has to be said on this page above the question; below it where room is short."""
    question, sheet.body = sheet.body, []
    _notice(sheet, session)
    state = session.state
    if not (state.answers or state.skipped or state.position):
        for text in session.introduction:
            sheet.say(text)
    said = sheet.body
    if said and len(said) + 1 + len(question) > sheet.room:
        sheet.body = [*question, [], *said]
    elif said:
        shift = len(said) + 1
        sheet.body = [*said, [], *question]
        sheet.focus = range(sheet.focus.start + shift, sheet.focus.stop + shift)
    else:
        sheet.body = question


def _notice(sheet: Sheet, session: Session) -> None:
    if session.notice:
        sheet.say(session.notice, "bold")


def _head(sheet: Sheet, session: Session) -> None:
    left = sheet.folded(wording.progress(sheet.words, session.state), "bold")
    right = wording.time_left(sheet.words, session.state, session.form)
    sheet.head = [*sheet.spread(left, right), _bar(sheet, session)]


def _bar(sheet: Sheet, session: Session) -> Line:
    done = sheet.width * session.state.position // len(session.items)
    full, rest = ("━", "─") if sheet.fancy else ("=", "-")
    return [("ansicyan bold", full * done), ("", rest * (sheet.width - done))]
