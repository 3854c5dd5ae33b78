"""What both applications stand on: who may ask, and how a page is shown."""

import hashlib
import time
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, request

from manager_quiz.reports.page import Page, Text
from manager_quiz.reports.writers import rendered, templates
from manager_quiz.wording.words import Words, program_title

if TYPE_CHECKING:
    from jinja2 import Environment

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}
MOST_ADDRESSES = 10_000


class Allowance:
    """So many requests a second for each address, and as many at once as `burst`.

    A whole room may be behind one address.
    """

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def takes(self, address: str) -> bool:
        """Whether one more is allowed, which counts then."""
        with self._lock:
            now = time.monotonic()
            if len(self._left) >= MOST_ADDRESSES:
                self._left.clear()
            left, then = self._left.get(address, (self._burst, now))
            left = min(left + (now - then) * self._rate, self._burst)
            self._left[address] = (max(left - 1, 0.0), now)
            return left >= 1


def new_app(hosts: Collection[str]) -> Flask:
    """An application that lets through what its own pages address to one of `hosts`.

    Whoever adds to it sets `g.words` before every request: the language that pages are shown in.
    """
    app = Flask(__name__, static_folder=None, template_folder=None)

    @app.before_request
    def check() -> Response | None:
        # Another name for this address is somebody else's page that reaches into the room.
        if request.headers.get("Host", "") not in hosts:
            return Response("421 Misdirected Request", 421, mimetype="text/plain")
        origin = request.headers.get("Origin")
        if request.method == "POST" and origin not in {None, f"http://{request.host}"}:
            return Response("403 Forbidden", 403, mimetype="text/plain")
        return None

    @app.after_request
    def close(response: Response) -> Response:
        response.headers.update(HEADERS)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    @app.get("/style.css")
    def style() -> Response:
        kept = {"Cache-Control": "max-age=86400"}  # its address changes with it
        return Response(_style(), mimetype="text/css", headers=kept)

    @app.get("/favicon.ico")
    def icon() -> Response:
        return Response(status=204)  # browsers ask for one; there is none

    return app


@cache
def _templates() -> "Environment":
    environment = templates(__package__ or "")
    environment.globals.update(style=f"/style.css?{hashlib.sha256(_style()).hexdigest()[:8]}")
    return environment


@cache
def _style() -> bytes:
    """The style of all pages, and what those here add to it."""
    homes = (("manager_quiz.reports", "page.css"), (__package__ or "", "templates/web.css"))
    return b"\n".join(files(package).joinpath(name).read_bytes() for package, name in homes)


def page(title: str, *lead: str) -> Page:
    """A page that a template adds to: its title, and what is said below that."""
    return Page(title, tuple(map(Text, lead)))


def shown(template: str, what: Page | str, status: int = 200, **values: Any) -> Response:
    """A page, or one with this title, with what a template adds to it."""
    words: Words = g.words
    values |= {"_": words.gettext, "ngettext": words.ngettext, "program": program_title(words)}
    values["pages"] = [page(what) if isinstance(what, str) else what]
    return Response(rendered(_templates(), template, words, **values), status)
