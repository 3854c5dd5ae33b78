"""The command itself, in a process of its own: what it refuses, survives and says."""

import gc
import json
import os
import random
import re
import signal
import socket
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from phone import ADDRESS, Phone, free_ports, serving
from workshop_people import CATALOG, FORM, environment, some_answers

from manager_quiz.records.workshops.folder import Workshop
from manager_quiz.records.workshops.people import is_closed
from manager_quiz.records.workshops.pins import new_phone
from manager_quiz.web.server import is_private, room_addresses

ITEMS = CATALOG.form_items(FORM)
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")


def take_part(phone: Phone, answers: Mapping[str, int | str], until: int = len(ITEMS)) -> None:
    """Answers from where the person is up to a question, as somebody does who sees the page."""
    for _step in range(200):
        page = phone.get("/go")
        at = re.fullmatch(r"/q/(\d+)", page.path)
        if at is None or int(at[1]) > until:
            return
        number = int(at[1])
        picked = ITEMS[number - 1].choice(answers[ITEMS[number - 1].id])
        phone.post(page.path, answer=str(picked))


@posix
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_with_a_summary_and_goes_on_where_phones_were(
    workshop: Workshop, tmp_path: Path, sent: signal.Signals
) -> None:
    env = environment(tmp_path / "home")
    with serving(workshop.folder, **env) as server:
        phone, port = server.phone(), server.port
        phone.begin()
        take_part(phone, some_answers(1), until=3)
        server.process.send_signal(sent)
        out, err = server.process.communicate(timeout=30)
        assert server.process.returncode == 0
    assert f"http://{ADDRESS}:{port}" in out
    assert "1 is in progress" in err
    assert f"workshop serve {workshop.folder} --address {ADDRESS} --port {port}" in err
    assert "127.0.0.9" not in out + err
    with serving(workshop.folder, port=port, **env):
        assert phone.get("/go").path == "/q/4"


@pytest.mark.parametrize("address", ["8.8.8.8", "0.0.0.0", "224.0.0.1", "::", "example", ""])
def test_it_listens_on_no_public_address(run, workshop: Workshop, address: str) -> None:
    told = run("workshop", "serve", workshop.folder, "--address", address)
    assert told.code == 2
    assert "private network" in told.err


def test_addresses_of_rooms_are_private_ones() -> None:
    assert all(map(is_private, ("192.168.1.7", "10.0.0.2", "172.16.0.1", "169.254.3.4", ADDRESS)))
    assert not any(map(is_private, ("8.8.8.8", "0.0.0.0", "172.32.0.1", "255.255.255.255")))
    assert not any(each.startswith("127.") for each in room_addresses())


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_taken_port_is_told(run, workshop: Workshop) -> None:
    with socket.socket() as taken:
        taken.bind((ADDRESS, 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = run("workshop", "serve", workshop.folder, "--address", ADDRESS, "--port", port)
    gc.collect()  # waitress leaves the socket that it couldn't bind to be found here, not later
    assert told.code == 1
    assert ADDRESS in told.err


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_phones_are_not_left_behind_for_a_port_that_is_free(
    run, workshop: Workshop, monkeypatch
) -> None:
    """Once somebody has taken part by phone; until then any port will do."""
    new_phone(workshop, "blue-otter-42")
    with socket.socket() as taken:
        taken.bind((ADDRESS, 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr("manager_quiz.web.server.FIRST_PORT", port)
        told = run("workshop", "serve", workshop.folder, "--address", ADDRESS)
    gc.collect()  # as above
    assert (told.code, told.out) == (1, "")
    assert f"{ADDRESS}:{port}" in told.err
    assert "would have to scan again" in " ".join(told.err.split())


def raw(port: int, sent: bytes) -> bytes:
    """What comes back for these bytes until the line is closed, or cut."""
    got = b""
    with socket.create_connection((ADDRESS, port), timeout=20) as line, suppress(OSError):
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        while part := line.recv(65536):
            got += part
    return got


def test_a_hostile_client_gets_nothing_and_breaks_nothing(
    workshop: Workshop, tmp_path: Path
) -> None:
    with serving(workshop.folder, **environment(tmp_path / "home")) as server:
        phone, host = server.phone(), f"{ADDRESS}:{server.port}".encode()
        phone.begin()
        big = b"x" * 10_000_000
        head = b"POST /q/1 HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n"
        length = b"Content-Length: %d\r\n" % len(big)
        reply = raw(server.port, head + length + b"\r\n" + big)
        assert not reply or b" 413 " in reply[:40]
        for sent in (
            b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",  # no Host
            b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
            b"GET /../../etc/passwd HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n",
            b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: " + host + b"\r\n\r\n",
            head + b"Content-Length: -1\r\n\r\n",
            head + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            head + b"Cookie: phone=\xff\xfe\x00\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc" + bytes(500),  # https
            b"\x00" * 1000,
        ):
            reply = raw(server.port, sent)
            assert b"root:" not in reply
            assert b"Traceback" not in reply
            assert b"waitress" not in reply.lower()
            status = reply.split(b" ")[1][:3] if reply else b"closed"
            assert status in {b"400", b"421", b"303", b"431", b"411", b"501", b"closed"}, reply
        for desk in ("/codes", "/board", "/phone", "/qr/0.svg"):
            assert phone.get(desk).path in {"/q/1", "/code"}
        assert phone.get("/go").path == "/q/1"
        assert server.process.poll() is None


def test_idle_connections_do_not_keep_others_out(workshop: Workshop, tmp_path: Path) -> None:
    with serving(workshop.folder, **environment(tmp_path / "home")) as server:
        idle = [socket.create_connection((ADDRESS, server.port)) for _each in range(200)]
        for line in idle:
            line.sendall(b"GET / HT")
        assert server.phone().get("/").status == 200
        for line in idle:
            line.close()


def test_the_desk_is_for_this_computer(workshop: Workshop, tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("se;cret\n", "utf-8")
    options = ("--wifi", "Room 7", "--wifi-password-file", str(secret))
    with serving(workshop.folder, *options, **environment(tmp_path / "home")) as server:
        desk, phone = server.desk(), server.phone()
        with pytest.raises(ConnectionError), socket.create_connection((ADDRESS, server.port + 1)):
            pass
        assert desk.ask("GET", "/", Host=f"{ADDRESS}:{server.port + 1}").status == 421
        front = desk.get("/")
        assert f"http://{ADDRESS}:{server.port}" in front.text
        assert "Room 7" in front.text
        assert "se;cret" not in front.text
        assert front.headers["Refresh"] == "5"
        assert "Refresh" not in desk.get("/?still").headers
        assert desk.get("/qr/0.svg").headers["Content-Type"].startswith("image/svg+xml")
        assert desk.get("/qr/wifi.svg").status == 200
        assert desk.get("/qr/9.svg").status == desk.get("/nonsense").status == 404
        assert "A phone has got through" in desk.get("/phone").text

        code, _pin = phone.begin()
        take_part(phone, some_answers(1), until=2)
        assert code in desk.get("/codes").text
        board = desk.get("/board").text
        assert "1 is in progress" in board
        assert code not in board + front.text

        assert desk.ask("POST", "/close", {}, Origin="http://evil.example").status == 403
        assert not is_closed(workshop)
        assert "is closed" in desk.post("/close").text
        assert is_closed(workshop)
        assert "is closed" in phone.get("/go").text


def test_a_password_has_to_come_from_somewhere(run, workshop: Workshop) -> None:
    told = run("workshop", "serve", workshop.folder, "--address", ADDRESS, "--wifi", "Room")
    assert (told.code, "--wifi-password-file" in told.err) == (2, True)
    options = ("--wifi", "Room", "--wifi-password-file", workshop.folder / "gone")
    told = run("workshop", "serve", workshop.folder, "--address", ADDRESS, *options)
    assert (told.code, "gone" in told.err) == (2, True)


PEOPLE = 10


@posix
@pytest.mark.parametrize(
    "kills", [1, pytest.param(len(ITEMS) // 5, marks=pytest.mark.slow)], ids=["once", "every fifth"]
)
def test_nothing_is_lost_when_it_is_killed_among_ten_phones(
    workshop: Workshop, tmp_path: Path, run, kills: int
) -> None:
    """kill -9 while ten people answer at once, each tapping again what got no reply."""
    env, port = environment(tmp_path / "home"), free_ports()
    phones = [Phone(ADDRESS, port, f"127.0.0.{number + 10}") for number in range(PEOPLE)]
    sheets = [some_answers(number) for number in range(PEOPLE)]
    shown: list[str] = []
    rng = random.Random(1)
    for round_number in range(kills + 1):
        last = round_number == kills
        with serving(workshop.folder, port=port, **env) as server:
            if not shown:
                shown = [phone.begin()[0] for phone in phones]
            until = len(ITEMS) if last else 5 * (round_number + 1)
            with ThreadPoolExecutor(PEOPLE) as crowd:
                at_it = [
                    crowd.submit(take_part, phone, sheet, until + 5 * (not last))
                    for phone, sheet in zip(phones, sheets, strict=True)
                ]
                if not last:
                    _when_answered(workshop, PEOPLE * until - rng.randrange(PEOPLE))
                    os.kill(server.process.pid, signal.SIGKILL)
                    assert any(each.exception() for each in at_it)
                else:
                    assert [each.exception() for each in at_it] == [None] * PEOPLE
            if last:
                for phone in phones:
                    assert phone.post("/finish").path == "/result"
    for code, sheet in zip(shown, sheets, strict=True):
        kept = json.loads((workshop.results / f"{code}.json").read_bytes())
        assert kept["answers"] == sheet
        file = tmp_path / "sheet.json"
        file.write_text(json.dumps(sheet), "utf-8")
        taken = json.loads(run("take", "--form", "quick", "--answers", file, "--json").out)
        assert kept["ranking"] == taken["ranking"]
        assert kept["scales"] == taken["scales"]
    assert list(workshop.journals.iterdir()) == []


def _when_answered(workshop: Workshop, count: int) -> None:
    """Waits until so many answers are on disk."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        journals = workshop.journals.glob("*/*.jsonl")
        if sum(file.read_bytes().count(b'"answered"') for file in journals) >= count:
            return
        time.sleep(0.01)
    raise AssertionError


@pytest.mark.parametrize(("name", "password"), [("x" * 33, ""), ("Room", "x" * 65)])
def test_what_no_wifi_has_is_refused(
    run, workshop: Workshop, tmp_path: Path, name: str, password: str
) -> None:
    (tmp_path / "wifi").write_text(password)
    options = ("--wifi", name, "--wifi-password-file", tmp_path / "wifi")
    told = run("workshop", "serve", workshop.folder, "--address", ADDRESS, *options)
    assert (told.code, "at most 32 bytes" in told.err) == (2, True)
