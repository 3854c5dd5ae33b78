"""For people's phones: consent, code, one question a page, the own result.

What somebody is at stands in the folder, never here: a phone that slept and a server that was
killed go on where they were. Every address leads to a page; those that make no sense just now,
to where the person is.
"""

import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import wraps
from threading import Lock, Semaphore

from flask import Blueprint, Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from manager_quiz.catalog.model import MOST_ASPIRATIONS, Catalog
from manager_quiz.errors import N_, ContentError, TooFewAnswersError
from manager_quiz.records.journal import ErasedError
from manager_quiz.records.results import Result, read_result
from manager_quiz.records.workshops.folder import Workshop
from manager_quiz.records.workshops.people import claim_code, is_closed, journals, result_file
from manager_quiz.records.workshops.pins import (
    TooSoonError,
    code_of_phone,
    forget_phone,
    new_phone,
    new_pin,
    opens,
)
from manager_quiz.reports.result import details, first_page, render
from manager_quiz.text import printable
from manager_quiz.web.app import Allowance, new_app, page, shown
from manager_quiz.web.sitting import ElsewhereError, Sitting, TooManyStepsError
from manager_quiz.wording import interview as wording
from manager_quiz.wording.codes import read_aloud, typed_code
from manager_quiz.wording.result import ResultWords
from manager_quiz.wording.words import LANGUAGES, Words, minutes_about

MOST_PEOPLE = 500
PHONE, LANGUAGE = "phone", "language"
"""Cookies: what the phone is known by with the PIN, to be shown again; the language chosen."""
YEAR = 365 * 86_400


@dataclass(eq=False)
class Room:
    """A workshop that phones take part in; `catalogs` are its content by language.

    `own` are this machine's addresses; `reached` is when another got through first.
    """

    workshop: Workshop
    catalogs: Mapping[str, tuple[Catalog, Words]]
    hosts: frozenset[str]
    own: frozenset[str]
    reached: float | None = None

    def __post_init__(self) -> None:
        self._locks = [Lock() for _each in range(64)]
        # Pages, and what takes the machine longer: new people, and codes that are tried.
        self._pages, self._entries = Allowance(300, 900), Allowance(5, 100)
        # Takes 16 MB each time, and a processor.
        self.hashing = Semaphore(2)

    def lock(self, code: str) -> Lock:
        """Keeps two requests of one person from each other."""
        return self._locks[hash(code) % len(self._locks)]

    def full(self) -> bool:
        """Whether nobody else can take part."""
        there = [*self.workshop.journals.iterdir(), *self.workshop.results.iterdir()]
        return len(there) >= MOST_PEOPLE

    def asks_too_often(self) -> bool:
        """Whether the request that is on comes too soon after others from its address."""
        address = request.remote_addr or ""
        if self.reached is None and address not in self.own:
            self.reached = time.time()
        costly = request.method == "POST" and request.endpoint in {"room._begin", "room._let_in"}
        return not self._pages.takes(address) or (costly and not self._entries.takes(address))


views = Blueprint("room", __name__)


def room_app(room: Room) -> Flask:
    """The application for people's phones."""
    app = new_app(room.hosts)

    @app.before_request
    def recognize() -> Response | None:
        """Who asks, and in which language: `g.code` is None for a phone that is nobody's."""
        g.room, g.code = room, None
        asked = request.cookies.get(LANGUAGE, "")
        if asked not in room.catalogs:
            first = next(iter(room.catalogs))
            asked = request.accept_languages.best_match(list(room.catalogs), first) or first
        g.catalog, g.words = room.catalogs[asked]
        g.token, _dot, g.pin = request.cookies.get(PHONE, "").partition(".")
        g.code = code_of_phone(room.workshop, g.token) if g.token else None
        if not room.asks_too_often():
            return None
        told = page(g.words("Too many at once"), g.words("Please try again in a few seconds."))
        return shown("told.html", told, 429)

    app.register_error_handler(Exception, _failed)
    app.register_blueprint(views)
    return app


def _to(place: str) -> Response:
    return Response(status=303, headers={"Location": place})


def _with_interview(view: Callable[..., Response]) -> Callable[..., Response]:
    """Gives a view the person's interview; who has none, or has done it, is led on."""

    @wraps(view)
    def held(**values: int) -> Response:
        workshop = g.room.workshop
        if g.code is None:
            return _to("/")
        with g.room.lock(g.code):
            if result_file(workshop, g.code).exists():
                return _to("/result")
            if is_closed(workshop):
                return _closed()
            with closing(Sitting(workshop, g.catalog, g.code)) as interview:
                return view(interview, **values)

    return held


def _with_result(view: Callable[[Result], Response]) -> Callable[[], Response]:
    """Gives a view the person's result; who has none yet is led on."""

    @wraps(view)
    def own() -> Response:
        if g.code is None or not (file := result_file(g.room.workshop, g.code)).exists():
            return _go()
        return view(read_result(file, g.catalog))

    return own


def _closed() -> Response:
    told = g.words("This workshop is closed: nobody can take part in it any more.")
    return shown("closed.html", told, known=g.code is not None)


@views.get("/go")
@_with_interview
def _go(held: Sitting) -> Response:
    return _to(held.place)


# ------------------------------------------------------------------------- who takes part


@views.get("/")
def _consent() -> Response:
    room: Room = g.room
    chosen = request.args.get("language", "")
    if chosen in room.catalogs:
        answer = _to("/")
        answer.set_cookie(LANGUAGE, chosen, YEAR, httponly=True, samesite="Strict")
        return answer
    if g.code is not None:
        return _go()
    if is_closed(room.workshop):
        return _closed()
    # Translated as the name of the language it is translated into; a code where there is none.
    languages = {
        code: words("English") if code in LANGUAGES else code
        for code, (_catalog, words) in room.catalogs.items()
    }
    minutes = minutes_about(g.words, g.catalog.form_by_id[room.workshop.form].minutes)
    name = printable(room.workshop.name)
    return shown("consent.html", name, minutes=minutes, languages=languages)


@views.post("/begin")
def _begin() -> Response:
    room: Room = g.room
    if g.code is not None:
        return _go()
    if is_closed(room.workshop):
        return _closed()
    if room.full():
        title = g.words("There is no room for more people")
        return shown("told.html", page(title, g.words("Please tell the counselor.")))
    code = claim_code(room.workshop)
    with room.hashing:
        pin = new_pin(room.workshop, code)
    return _known_from_now_on(code, pin, "/code")


def _known_from_now_on(code: str, pin: str, place: str) -> Response:
    """Leads on, and lets the phone be that person's."""
    token = new_phone(g.room.workshop, code)
    answer = _to(place)
    answer.set_cookie(PHONE, f"{token}.{pin}", YEAR, httponly=True, samesite="Strict")
    return answer


@views.get("/code")
def _code() -> Response:
    if g.code is None:
        return _to("/")
    workshop = g.room.workshop
    begun = any(journals(workshop, g.code).glob("*.jsonl"))
    return shown(
        "code.html",
        g.words("Your code and PIN"),
        code=g.code,
        reading=read_aloud(g.code, g.catalog.language),
        pin=g.pin,
        begun=begun or result_file(workshop, g.code).exists(),
    )


@views.get("/again")
def _again(told: str = "", status: int = 200) -> Response:
    if g.code is not None:
        return _go()
    return shown("again.html", g.words("Go on, or see your result again"), status, told=told)


@views.post("/again")
def _let_in() -> Response:
    code, pin = typed_code(request.form.get("code", "")[:80]), request.form.get("pin", "")[:20]
    try:
        with g.room.hashing:
            right = opens(g.room.workshop, code, pin)
    except TooSoonError as error:
        return _again(error.told(g.words), 429)
    if not right:
        return _again(g.words("This code and this PIN open nothing here."), 403)
    return _known_from_now_on(code, "".join(filter(str.isdecimal, pin)), "/go")


@views.post("/leave")
def _leave() -> Response:
    if g.code is not None:
        forget_phone(g.room.workshop, g.token)
    answer = _to("/")
    answer.delete_cookie(PHONE, httponly=True, samesite="Strict")
    return answer


# -------------------------------------------------------------------------- the questions


@views.route("/roles", methods=["GET", "POST"])
@_with_interview
def _roles(held: Sitting) -> Response:
    chosen, told = held.state.aspirations or (), ""
    if request.method == "POST":
        named = request.form.getlist("role")
        chosen = tuple(each for each in g.catalog.role_by_id if each in named)
        if len(chosen) > MOST_ASPIRATIONS:
            told = g.words("Three at most, please.")
        elif held.aspirations:
            held.aspire(chosen)
    if not held.aspirations or (request.method == "POST" and not told):
        return _to(held.place)
    title = wording.aspirations_question(g.words)
    return shown("roles.html", title, roles=g.catalog.roles, chosen=chosen, told=told)


@views.get("/q/<int:number>")
@_with_interview
def _question(held: Sitting, number: int) -> Response:
    state, items, index = held.state, held.items, number - 1
    if not 0 <= index < len(items) or not (
        index == state.position or items[index].id in state.seen
    ):
        return _to(held.place)
    item, words = items[index], g.words
    return shown(
        "question.html",
        wording.progress(words, replace(state, position=index)),
        item=item,
        number=number,
        total=len(items),
        prompt=g.catalog.prompt if item.kind.graded else "",
        left=wording.time_left(words, state, held.form),
        chosen=item.choice(state.answers.get(item.id)),
        skipped=item.id in state.skipped,
        here=index == state.position,
        before=f"/q/{index}" if index else "/roles" if held.aspirations else "/code",
    )


@views.post("/q/<int:number>")
@_with_interview
def _step(held: Sitting, number: int) -> Response:
    index = number - 1
    if 0 <= index < len(held.items):
        choices = [str(choice) for choice in range(len(held.items[index].choices))]
        if request.form.get("answer") in choices:
            held.answer(index, int(request.form["answer"]))
        elif "skip" in request.form:
            held.answer(index, None)
    return _to(held.place)


@views.get("/review")
@views.post("/finish")
@_with_interview
def _review(held: Sitting) -> Response:
    told, answers = "", held.state.answers
    if held.state.current is not None:
        return _to(held.place)
    if request.method == "POST":
        try:
            held.finish()
            return _to("/result")
        except TooFewAnswersError as error:
            told = " ".join(error.told(g.words.gettext))
    rows = [(n, item, item.choice(answers.get(item.id))) for n, item in enumerate(held.items, 1)]
    return shown(
        "review.html",
        g.words("Look over your answers"),
        counted=wording.answered(g.words, held.state),
        missing=[row for row in rows if row[2] is None],
        given=[row for row in rows if row[2] is not None],
        told=told,
    )


# ----------------------------------------------------------------------------- the result


@views.get("/result")
@_with_result
def _result(own: Result) -> Response:
    return shown("result.html", first_page(ResultWords(g.words, g.catalog, own.assessment)))


@views.get("/result/more")
@_with_result
def _more(own: Result) -> Response:
    told = details(ResultWords(g.words, g.catalog, own.assessment))
    title = g.words("Reasons, next steps and all roles")
    return shown("more.html", told._replace(title=title))


@views.get("/result/save")
@_with_result
def _save(own: Result) -> Response:
    named = {"Content-Disposition": f'attachment; filename="manager-quiz-{g.code}.html"'}
    report = render(".html", own, g.catalog, g.words)
    return Response(report, mimetype="text/html", headers=named)


NOT_LOST = N_("Nothing that you answered before is lost. Please try again, or tell the counselor.")
FAILURES: dict[type[Exception], tuple[int, str, str]] = {
    ErasedError: (410, N_("This workshop, or your part in it, has just been erased."), ""),
    ElsewhereError: (
        409,
        N_("Your quiz is open elsewhere"),
        N_("End it there; then you can go on here."),
    ),
    TooManyStepsError: (
        409,
        N_("No more changes are taken"),
        N_("You have changed your answers very often."),
    ),
    ContentError: (500, N_("Your result can't be read"), N_("Please tell the counselor.")),
    OSError: (503, N_("That couldn't be saved"), NOT_LOST),
    Exception: (503, N_("Something went wrong"), NOT_LOST),
}
"""What somebody reads where a page can't be made; never what is inside."""


def _failed(error: Exception) -> Response:
    if isinstance(error, HTTPException):
        return _go() if "code" in g else _to("/")
    status, title, lead = next(FAILURES[kind] for kind in FAILURES if isinstance(error, kind))
    if lead == NOT_LOST:
        told = f"{request.endpoint}: {type(error).__name__}: {error}"
        print(printable(told), file=sys.stderr)
    return shown("told.html", page(g.words(title), *map(g.words, filter(None, [lead]))), status)
