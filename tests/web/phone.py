"""Phones as tests have them: clients that keep cookies, and a server of their own to talk to."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

ADDRESS = "127.0.0.5"
"""The room's, in tests: a loopback address that isn't the desk's."""


class Reply(NamedTuple):
    status: int
    text: str
    headers: Mapping[str, str]
    path: str


class Phone:
    """A browser without script: it keeps cookies and follows where it is led."""

    def __init__(self, address: str, port: int, source: str = "127.0.0.9") -> None:
        self.host, self._to, self._from = f"{address}:{port}", (address, port), source
        self.cookies: dict[str, str] = {}

    def ask(
        self, method: str, path: str, form: Mapping[str, str] | None = None, **headers: str
    ) -> Reply:
        """One request and its reply, wherever that leads."""
        line = HTTPConnection(*self._to, timeout=30, source_address=(self._from, 0))
        with closing(line):
            return self._asked(line, method, path, form, headers)

    def _asked(
        self,
        line: HTTPConnection,
        method: str,
        path: str,
        form: Mapping[str, str] | None,
        headers: Mapping[str, str],
    ) -> Reply:
        sent = {"Cookie": "; ".join(f"{n}={v}" for n, v in self.cookies.items())}
        if form is not None:
            sent |= {"Content-Type": "application/x-www-form-urlencoded"}
            sent |= {"Origin": f"http://{self.host}"}
        body = urlencode(form) if form is not None else None
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        line.request(method, path, body, {name: value for name, value in sent.items() if value})
        reply: HTTPResponse = line.getresponse()
        text = reply.read().decode()
        for name, value in reply.getheaders():
            if name == "Set-Cookie":
                cookie, _equals, content = value.partition(";")[0].partition("=")
                self.cookies[cookie] = content
        return Reply(reply.status, text, dict(reply.getheaders()), path)

    def follow(self, reply: Reply) -> Reply:
        for _step in range(5):
            if reply.status != 303:
                return reply
            reply = self.ask("GET", reply.headers["Location"])
        raise AssertionError("led round in a circle")

    def get(self, path: str) -> Reply:
        return self.follow(self.ask("GET", path))

    def post(self, path: str, **form: str) -> Reply:
        return self.follow(self.ask("POST", path, form))

    def begin(self) -> tuple[str, str]:
        """Takes part; the code and the PIN shown."""
        page = self.post("/begin").text
        code, pin = re.findall(r"<dd><bdi>(.*?)</bdi>", page)
        self.post("/roles")
        return code, pin


class Server(NamedTuple):
    """A running `workshop serve`."""

    process: subprocess.Popen[str]
    port: int

    def phone(self, source: str = "127.0.0.9") -> Phone:
        return Phone(ADDRESS, self.port, source)

    def desk(self) -> Phone:
        return Phone("127.0.0.1", self.port + 1, "127.0.0.1")


def free_ports() -> int:
    """The first of two free ports, one after the other."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind((ADDRESS, 0))
            port = one.getsockname()[1]
            try:
                two.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return int(port)


@contextmanager
def serving(folder: Path, *options: str, port: int = 0, **environment: str) -> Iterator[Server]:
    """`workshop serve` in a process of its own, ready."""
    port = port or free_ports()
    where = ["--address", ADDRESS, "--port", str(port)]
    with subprocess.Popen(
        [sys.executable, "-m", "manager_quiz", "workshop", "serve", folder, *where, *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment or None,
    ) as process:
        server = Server(process, port)
        try:
            _wait_for(server)
            yield server
        finally:
            if process.poll() is None:
                process.kill()
            process.communicate()


def _wait_for(server: Server) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if server.process.poll() is not None:
            raise AssertionError(server.process.communicate()[1])
        try:
            server.phone().ask("GET", "/style.css")
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("it never listened")
