"""What keeps an application safe in a room full of curious people: every request goes through."""

import time
from collections.abc import Callable, Collection
from threading import Lock

from flask import Flask, Response, abort, request

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
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


def guard(app: Flask, hosts: Collection[str], too_many: Callable[[], Response | None]) -> None:
    """Lets through what is addressed to one of `hosts` by a page of this application.

    `too_many` is asked for the answer to somebody who asks too often.
    """

    @app.before_request
    def check() -> Response | None:
        # Another name for this address is somebody else's page that reaches into the room.
        if request.headers.get("Host", "") not in hosts:
            abort(Response("421 Misdirected Request", 421, mimetype="text/plain"))
        origin = request.headers.get("Origin")
        if request.method == "POST" and origin not in {None, f"http://{request.host}"}:
            abort(Response("403 Forbidden", 403, mimetype="text/plain"))
        return too_many()

    @app.after_request
    def close(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = POLICY
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "same-origin"
        headers.setdefault("Cache-Control", "no-store")
        return response
