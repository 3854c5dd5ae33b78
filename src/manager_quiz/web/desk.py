"""For the counselor's browser: how to get in, the group as it comes, unfinished codes, closing."""

import io
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import segno
from flask import Flask, Response, abort, g, request
from segno import helpers
from werkzeug.exceptions import HTTPException

from manager_quiz.records.workshops.folder import Workshop
from manager_quiz.records.workshops.people import result_files, unfinished
from manager_quiz.reports.page import Page
from manager_quiz.text import printable
from manager_quiz.web.app import new_app, page, shown
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
    addresses: Sequence[str]
    wifi: Wifi | None
    board: Callable[[], Page]
    close: Callable[[], list[str]]
    hosts: frozenset[str]


def desk_app(desk: Desk) -> Flask:
    """The application for the counselor."""
    app, _ = new_app(desk.hosts), desk.words
    began = time.time()
    codes_to_scan = {str(n): segno.make(a, micro=False) for n, a in enumerate(desk.addresses)}
    if desk.wifi is not None:
        codes_to_scan["wifi"] = wifi_code(desk.wifi)

    @app.before_request
    def speak() -> None:
        g.words = desk.words

    def renewing(response: Response) -> Response:
        if "still" not in request.args:
            response.headers["Refresh"] = str(EVERY)
        return response

    @app.get("/")
    def projector() -> Response:
        told, name = [text.text for text in desk.board().lead], desk.room.workshop.name
        return renewing(shown("projector.html", printable(name), desk=desk, told=told))

    @app.get("/board")
    def board() -> Response:
        return renewing(shown("board.html", desk.board()))

    @app.get("/phone")
    def phone() -> Response:
        title, waiting = _("Open this on your own phone first"), time.time() - began > PATIENCE
        return renewing(shown("phone.html", title, desk=desk, waiting=waiting))

    @app.get("/codes")
    def codes() -> Response:
        every = [(code, read_aloud(code, _.language)) for code in _unfinished(desk.room.workshop)]
        return shown("codes.html", _("Codes of unfinished quizzes"), codes=every)

    @app.get("/close")
    def ask() -> Response:
        return shown("close.html", page(_("Close the workshop?"), desk.board().lead[0].text))

    @app.post("/close")
    def close() -> Response:
        return shown("desk.html", page(_("Closed"), *desk.close()))

    @app.get("/qr/<name>.svg")
    def qr(name: str) -> Response:
        if name not in codes_to_scan:
            abort(404)
        out = io.BytesIO()
        settings = {"scale": 8, "border": 3, "light": "white", "xmldecl": False}
        codes_to_scan[name].save(out, kind="svg", **settings)
        return Response(out.getvalue(), mimetype="image/svg+xml")

    @app.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        if isinstance(error, HTTPException):
            return error.get_response()  # type: ignore[return-value]
        return shown("desk.html", page(_("Something went wrong"), printable(str(error))), 500)

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
