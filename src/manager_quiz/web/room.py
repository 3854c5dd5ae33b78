"""For people's phones: consent, code, one question a page, the own result.

What somebody is at stands in the folder, never here: a phone that slept and a server that was
killed go on where they were. Every address leads to a page; those that make no sense just now,
to where the person is.
"""

import math
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from threading import Lock, Semaphore

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from manager_quiz.catalog.model import MOST_ASPIRATIONS, Catalog
from manager_quiz.errors import ContentError, TooFewAnswersError
from manager_quiz.records.journal import ErasedError
from manager_quiz.records.results import Result, read_result
from manager_quiz.records.workshops.folder import Workshop
from manager_quiz.records.workshops.people import (
    claim_code,
    is_closed,
    journals,
    result_file,
)
from manager_quiz.records.workshops.pins import (
    TooSoonError,
    code_of_phone,
    forget_phone,
    new_phone,
    new_pin,
    opens,
)
from manager_quiz.reports.page import Page, Text
from manager_quiz.reports.result import details, first_page, render
from manager_quiz.text import printable
from manager_quiz.web import pages
from manager_quiz.web.guard import Allowance, guard
from manager_quiz.web.sitting import ElsewhereError, Sitting, TooManyStepsError, sitting
from manager_quiz.wording import interview as wording
from manager_quiz.wording.codes import read_aloud, typed_code
from manager_quiz.wording.result import ResultWords
from manager_quiz.wording.words import Words, minutes_about

MOST_PEOPLE = 500
PHONE, LANGUAGE = "phone", "language"
"""Cookies: what the phone is known by with the PIN, to be shown again; the language chosen."""
YEAR = 365 * 86_400


class Room:
    """A workshop that phones take part in; `catalogs` are its content by language.

    `own` are this machine's addresses; `reached` is when another got through first.
    """

    def __init__(
        self,
        workshop: Workshop,
        catalogs: Mapping[str, tuple[Catalog, Words]],
        hosts: frozenset[str],
        own: frozenset[str],
    ) -> None:
        self.workshop = workshop
        self.catalogs = catalogs
        self.hosts = hosts
        self.own = own
        self.reached: float | None = None
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
        costly = request.method == "POST" and request.endpoint in {"begin", "let_in"}
        return not self._pages.takes(address) or (costly and not self._entries.takes(address))


def room_app(room: Room) -> Flask:
    """The application for people's phones."""
    app = Flask(__name__, static_folder=None, template_folder=None)
    guard(app, room.hosts, lambda: _too_many(room) if room.asks_too_often() else None)
    app.before_request(lambda: _recognize(room))
    app.register_error_handler(Exception, lambda error: _failed(room, error))
    app.add_url_rule("/style.css", view_func=pages.style)
    app.add_url_rule("/favicon.ico", view_func=pages.no_icon)
    for rule, view, methods in (
        ("/", _consent, ["GET"]),
        ("/begin", _begin, ["POST"]),
        ("/code", _code, ["GET"]),
        ("/again", _again, ["GET"]),
        ("/again", _let_in, ["POST"]),
        ("/go", _go, ["GET"]),
        ("/roles", _roles, ["GET"]),
        ("/roles", _aspire, ["POST"]),
        ("/q/<int:number>", _question, ["GET"]),
        ("/q/<int:number>", _step, ["POST"]),
        ("/review", _review, ["GET"]),
        ("/finish", _finish, ["POST"]),
        ("/result", _result, ["GET"]),
        ("/result/more", _more, ["GET"]),
        ("/result/save", _save, ["GET"]),
        ("/leave", _leave, ["POST"]),
    ):
        app.add_url_rule(rule, view.__name__.lstrip("_"), _bound(view, room), methods=methods)
    return app


def _bound(view: Callable[..., Response], room: Room) -> Callable[..., Response]:
    return lambda **values: view(room, **values)


def _recognize(room: Room) -> None:
    """Who asks, and in which language: `g.code` is None for a phone that is nobody's."""
    token, _dot, g.pin = request.cookies.get(PHONE, "").partition(".")
    g.token = token
    g.code = code_of_phone(room.workshop, token) if token else None
    asked = request.cookies.get(LANGUAGE, "")
    if asked not in room.catalogs:
        first = next(iter(room.catalogs))
        asked = request.accept_languages.best_match(list(room.catalogs), first) or first
    g.catalog, g.words = room.catalogs[asked]


def _to(place: str) -> Response:
    return Response(status=303, headers={"Location": place})


def _page(title: str, *lead: str) -> Page:
    return Page(title, tuple(map(Text, lead)))


def _told(title: str, *lead: str, status: int = 200) -> Response:
    """A page that says something and leads on to where the person is."""
    return pages.shown("told.html", g.words, _page(title, *lead), status)


def _held(room: Room, do: Callable[[Sitting], Response]) -> Response:
    """What `do` makes of the person's interview; who has none, or has done it, is led on."""
    if g.code is None:
        return _to("/")
    with room.lock(g.code):
        if result_file(room.workshop, g.code).exists():
            return _to("/result")
        if is_closed(room.workshop):
            return _closed()
        with sitting(room.workshop, g.catalog, g.code) as held:
            return do(held)


def _closed() -> Response:
    page = _page(g.words("This workshop is closed: nobody can take part in it any more."))
    return pages.shown("closed.html", g.words, page, known=g.code is not None)


def _place(room: Room, held: Sitting) -> str:
    """The address of what is on."""
    state = held.state
    if room.workshop.aspirations and state.aspirations is None and not state.answers:
        return "/roles"
    return "/review" if state.current is None else f"/q/{state.position + 1}"


def _go(room: Room) -> Response:
    return _held(room, lambda held: _to(_place(room, held)))


def _consent(room: Room) -> Response:
    chosen = request.args.get("language", "")
    if chosen in room.catalogs:
        answer = _to("/")
        answer.set_cookie(LANGUAGE, chosen, YEAR, httponly=True, samesite="Strict")
        return answer
    if g.code is not None:
        return _go(room)
    if is_closed(room.workshop):
        return _closed()
    words: Words = g.words
    languages = {
        code: pages.language_name(code, own) for code, (_catalog, own) in room.catalogs.items()
    }
    form = g.catalog.form_by_id[room.workshop.form]
    minutes = minutes_about(words, form.minutes)
    page = _page(printable(room.workshop.name))
    return pages.shown("consent.html", words, page, minutes=minutes, languages=languages)


def _begin(room: Room) -> Response:
    _ = g.words
    if g.code is not None:
        return _go(room)
    if is_closed(room.workshop):
        return _closed()
    if room.full():
        return _told(_("There is no room for more people"), _("Please tell the counselor."))
    code = claim_code(room.workshop)
    with room.hashing:
        pin = new_pin(room.workshop, code)
    return _known_from_now_on(room, code, pin, "/code")


def _known_from_now_on(room: Room, code: str, pin: str, place: str) -> Response:
    """Leads on, and lets the phone be that person's."""
    token = new_phone(room.workshop, code)
    answer = _to(place)
    answer.set_cookie(PHONE, f"{token}.{pin}", YEAR, httponly=True, samesite="Strict")
    return answer


def _code(room: Room) -> Response:
    if g.code is None:
        return _to("/")
    reading = read_aloud(g.code, g.catalog.language)
    page = _page(g.words("Your code and PIN"))
    begun = any(journals(room.workshop, g.code).glob("*.jsonl"))
    done = result_file(room.workshop, g.code).exists()
    return pages.shown(
        "code.html", g.words, page, code=g.code, reading=reading, pin=g.pin, begun=begun or done
    )


def _again(room: Room, told: str = "", status: int = 200) -> Response:
    if g.code is not None:
        return _go(room)
    page = _page(g.words("Go on, or see your result again"))
    return pages.shown("again.html", g.words, page, status, told=told)


def _let_in(room: Room) -> Response:
    code, pin = typed_code(request.form.get("code", "")[:80]), request.form.get("pin", "")[:20]
    try:
        with room.hashing:
            right = opens(room.workshop, code, pin)
    except TooSoonError as error:
        n = math.ceil(error.seconds)
        wait = g.words.ngettext(
            "After several wrong tries this code can be tried again in {n} second.",
            "After several wrong tries this code can be tried again in {n} seconds.",
            n,
        )
        return _again(room, wait.format(n=n), 429)
    if not right:
        return _again(room, g.words("This code and this PIN open nothing here."), 403)
    return _known_from_now_on(room, code, "".join(filter(str.isdecimal, pin)), "/go")


def _roles(room: Room) -> Response:
    def ask(held: Sitting) -> Response:
        if not room.workshop.aspirations:
            return _to(_place(room, held))
        return _choice_of_roles(held.state.aspirations or (), "")

    return _held(room, ask)


def _choice_of_roles(chosen: Sequence[str], told: str) -> Response:
    page = _page(wording.aspirations_question(g.words))
    return pages.shown("roles.html", g.words, page, roles=g.catalog.roles, chosen=chosen, told=told)


def _aspire(room: Room) -> Response:
    chosen = [each for each in g.catalog.role_by_id if each in request.form.getlist("role")]

    def take(held: Sitting) -> Response:
        if len(chosen) > MOST_ASPIRATIONS:
            return _choice_of_roles(chosen, g.words("Three at most, please."))
        if room.workshop.aspirations:
            held.aspire(chosen)
        return _to(_place(room, held))

    return _held(room, take)


def _question(room: Room, number: int) -> Response:
    def ask(held: Sitting) -> Response:
        state, items = held.state, held.items
        seen = state.answers.keys() | state.skipped
        index = number - 1
        if not 0 <= index < len(items) or (index != state.position and items[index].id not in seen):
            return _to(_place(room, held))
        item, words, form = items[index], g.words, g.catalog.form_by_id[room.workshop.form]
        return pages.shown(
            "question.html",
            words,
            _page(wording.progress(words, replace(state, position=index))),
            item=item,
            number=number,
            total=len(items),
            prompt=g.catalog.prompt if item.kind.graded else "",
            left=wording.time_left(words, state, form),
            chosen=item.choice(state.answers.get(item.id)),
            skipped=item.id in state.skipped,
            here=index == state.position,
            before=f"/q/{index}" if index else "/roles" if room.workshop.aspirations else "/code",
        )

    return _held(room, ask)


def _step(room: Room, number: int) -> Response:
    def take(held: Sitting) -> Response:
        index = number - 1
        if 0 <= index < len(held.items):
            choices = [str(choice) for choice in range(len(held.items[index].choices))]
            if request.form.get("answer") in choices:
                held.answer(index, int(request.form["answer"]))
            elif "skip" in request.form:
                held.skip(index)
        return _to(_place(room, held))

    return _held(room, take)


def _review(room: Room) -> Response:
    return _held(room, lambda held: _overview(room, held))


def _overview(room: Room, held: Sitting, told: str = "") -> Response:
    if held.state.current is not None:
        return _to(_place(room, held))
    answers = held.state.answers
    rows = [
        (number, item, item.choice(answers.get(item.id)))
        for number, item in enumerate(held.items, 1)
    ]
    words = g.words
    return pages.shown(
        "review.html",
        words,
        _page(words("Look over your answers")),
        counted=wording.answered(words, held.state),
        missing=[row for row in rows if row[2] is None],
        given=[row for row in rows if row[2] is not None],
        told=told,
    )


def _finish(room: Room) -> Response:
    def make(held: Sitting) -> Response:
        if held.state.current is not None:
            return _to(_place(room, held))
        try:
            held.finish(room.workshop, g.catalog, g.code)
        except TooFewAnswersError as error:
            return _overview(room, held, " ".join(error.told(g.words.gettext)))
        return _to("/result")

    return _held(room, make)


def _own(room: Room, show: Callable[[Result], Response]) -> Response:
    """What `show` makes of the person's result; who has none yet is led on."""
    if g.code is None or not result_file(room.workshop, g.code).exists():
        return _go(room)
    return show(read_result(result_file(room.workshop, g.code), g.catalog))


def _result(room: Room) -> Response:
    return _own(room, lambda result: pages.shown("result.html", g.words, first_page(_said(result))))


def _said(result: Result) -> ResultWords:
    return ResultWords(g.words, g.catalog, result.assessment)


def _more(room: Room) -> Response:
    title = g.words("Reasons, next steps and all roles")
    return _own(
        room,
        lambda result: pages.shown(
            "more.html", g.words, details(_said(result))._replace(title=title)
        ),
    )


def _save(room: Room) -> Response:
    named = {"Content-Disposition": f'attachment; filename="manager-quiz-{g.code}.html"'}
    return _own(
        room,
        lambda result: Response(
            render(".html", result, g.catalog, g.words), mimetype="text/html", headers=named
        ),
    )


def _leave(room: Room) -> Response:
    if g.code is not None:
        forget_phone(room.workshop, g.token)
    answer = _to("/")
    answer.delete_cookie(PHONE, httponly=True, samesite="Strict")
    return answer


def _too_many(room: Room) -> Response:
    _recognize(room)
    _ = g.words
    return _told(_("Too many at once"), _("Please try again in a few seconds."), status=429)


def _failed(room: Room, error: Exception) -> Response:
    """What somebody reads where a page can't be made; never what is inside."""
    if isinstance(error, HTTPException):
        if error.response is not None:
            return error.response  # type: ignore[return-value]
        return _go(room) if "code" in g else _to("/")
    _ = g.words
    if isinstance(error, ErasedError):
        return _told(_("This workshop, or your part in it, has just been erased."), status=410)
    if isinstance(error, ElsewhereError):
        title = _("Your quiz is open elsewhere")
        return _told(title, _("End it there; then you can go on here."), status=409)
    if isinstance(error, TooManyStepsError):
        title = _("No more changes are taken")
        return _told(title, _("You have changed your answers very often."), status=409)
    if isinstance(error, ContentError):
        title = _("Your result can't be read")
        return _told(title, _("Please tell the counselor."), status=500)
    print(printable(f"{request.endpoint}: {type(error).__name__}: {error}"), file=sys.stderr)
    title = _("That couldn't be saved") if isinstance(error, OSError) else _("Something went wrong")
    lead = _("Nothing that you answered before is lost. Please try again, or tell the counselor.")
    return _told(title, lead, status=503)
