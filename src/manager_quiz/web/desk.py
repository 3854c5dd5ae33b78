"""For the counselor, on the laptop alone: how to get in, the board, unfinished codes, closing."""

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import segno
from flask import Flask, Response, request
from segno import helpers
from werkzeug.exceptions import HTTPException

from manager_quiz.records.workshops.folder import Workshop
from manager_quiz.records.workshops.people import result_files, unfinished
from manager_quiz.reports.page import Page, Text
from manager_quiz.text import printable
from manager_quiz.web import pages
from manager_quiz.web.guard import guard
from manager_quiz.web.room import Room
from manager_quiz.wording.codes import CODE, read_aloud
from manager_quiz.wording.words import Words

EVERY = 5
"""Seconds after which a page that changes shows itself again."""
PATIENCE = 60
"""Seconds without a phone after which the usual causes are named."""


class Wifi(NamedTuple):
    """A network to join first; no password where it is open."""

    name: str
    password: str


class Desk(NamedTuple):
    """What the counselor's pages show and do.

    `board` is the group's page; `close` ends the taking part and says what came of it.
    """

    room: Room
    words: Words
    language: str
    addresses: Sequence[str]
    wifi: Wifi | None
    board: Callable[[], Page]
    close: Callable[[], list[str]]
    hosts: frozenset[str]


def desk_app(desk: Desk) -> Flask:
    """The application for the counselor."""
    app = Flask(__name__, static_folder=None, template_folder=None)
    guard(app, desk.hosts, lambda: None)
    began = time.time()
    _ = desk.words

    def page(title: str, *lead: str) -> Page:
        return Page(title, tuple(map(Text, lead)))

    def renewing(response: Response) -> Response:
        if "still" not in request.args:
            response.headers["Refresh"] = str(EVERY)
        return response

    @app.get("/")
    def projector() -> Response:
        first = page(printable(desk.room.workshop.name))
        told = [text.text for text in desk.board().lead]
        return renewing(pages.shown("projector.html", desk.words, first, desk=desk, told=told))

    @app.get("/board")
    def board() -> Response:
        return renewing(pages.shown("board.html", desk.words, desk.board()))

    @app.get("/phone")
    def phone() -> Response:
        first = page(_("Open this on your own phone first"))
        waiting = time.time() - began > PATIENCE
        return renewing(pages.shown("phone.html", desk.words, first, desk=desk, waiting=waiting))

    @app.get("/codes")
    def codes() -> Response:
        first = page(_("Codes of unfinished quizzes"))
        shown = [
            (code, read_aloud(code, desk.language)) for code in _unfinished(desk.room.workshop)
        ]
        return pages.shown("codes.html", desk.words, first, codes=shown)

    @app.get("/close")
    def ask() -> Response:
        board = desk.board().lead[0].text
        first = page(_("Close the workshop?"), board)
        return pages.shown("close.html", desk.words, first)

    @app.post("/close")
    def close() -> Response:
        return pages.shown("desk.html", desk.words, page(_("Closed"), *desk.close()))

    @app.get("/qr/<int:number>.svg")
    def qr(number: int) -> Response:
        if number >= len(desk.addresses):
            return Response(status=404)
        return _picture(segno.make(desk.addresses[number], micro=False))

    @app.get("/qr/wifi.svg")
    def qr_wifi() -> Response:
        if desk.wifi is None:
            return Response(status=404)
        return _picture(wifi_code(desk.wifi))

    @app.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        if isinstance(error, HTTPException):
            return error.get_response()  # type: ignore[return-value]
        return pages.shown(
            "desk.html", desk.words, page(_("Something went wrong"), printable(str(error))), 500
        )

    app.add_url_rule("/style.css", view_func=pages.style)
    app.add_url_rule("/favicon.ico", view_func=pages.no_icon)
    return app


def wifi_code(wifi: Wifi) -> segno.QRCode:
    """The code that lets a phone join the network."""
    security = "WPA" if wifi.password else None
    return helpers.make_wifi(wifi.name, wifi.password or None, security)


def _unfinished(workshop: Workshop) -> list[str]:
    """The codes of those who haven't finished, in an order that doesn't tell who came when."""
    done = {file.stem for file in result_files(workshop)}
    at_it, left = unfinished(workshop, done)
    return sorted(filter(CODE.fullmatch, [*at_it, *left]))


def _picture(code: segno.QRCode) -> Response:
    import io

    out = io.BytesIO()
    code.save(out, kind="svg", scale=8, border=3, light="white", xmldecl=False)
    return Response(out.getvalue(), mimetype="image/svg+xml")
