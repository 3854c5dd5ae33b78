"""A room on its phones: how fast every answer is on disk and answered, and whether one is lost.

    python benchmarks/room.py [--phones 40] [--seconds 60]

`--phones` people answer once a second each for a minute, as a class does; then five times as many
as fast as they can. It runs `workshop serve` as it is and talks to it on loopback addresses, each
phone from one of its own. Afterwards the answers in the journals are compared with those given.
"""

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from manager_quiz.catalog.load import load_catalog
from manager_quiz.records.journal import unfinished_journals
from manager_quiz.records.workshops.folder import Workshop, make_workshop

ADDRESS, PORT = "127.0.0.2", 18080
CATALOG = load_catalog()
FORM = CATALOG.form_by_id["quick"]
SIZES = [len(item.choices) for item in CATALOG.form_items(FORM)]
QUIT = 30.0


class Phone:
    """A client with a connection of its own that is kept open, as browsers do."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.given: dict[str, int | str] = {}
        self.replies: list[float] = []
        self.errors = 0
        self._cookie = ""

    async def begin(self) -> None:
        local = (f"127.0.{1 + self.number // 200}.{1 + self.number % 200}", 0)
        self._reader, self._writer = await asyncio.open_connection(ADDRESS, PORT, local_addr=local)
        head, _body = await self._ask("POST", "/begin")
        self._cookie = re.findall(r"Set-Cookie: (phone=[^;]*)", head)[0]
        await self._ask("POST", "/roles")

    async def answer(self, index: int, choice: int) -> None:
        """One answer, timed until the reply that leads on; then the next page is read."""
        began = time.perf_counter()
        head, _body = await self._ask("POST", f"/q/{index + 1}", f"answer={choice}")
        self.replies.append(time.perf_counter() - began)
        self.errors += not head.startswith("HTTP/1.1 303")
        item = CATALOG.item_by_id[FORM.items[index]]
        self.given[item.id] = item.choices[choice].answer
        head, body = await self._ask("GET", re.findall(r"Location: (\S+)", head)[0])
        self.errors += not head.startswith("HTTP/1.1 200") or "</html>" not in body

    async def _ask(self, method: str, path: str, form: str = "") -> tuple[str, str]:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {ADDRESS}:{PORT}", f"Cookie: {self._cookie}"]
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(form)}"]
        self._writer.write(("\r\n".join([*lines, "", ""]) + form).encode())
        head = (await asyncio.wait_for(self._reader.readuntil(b"\r\n\r\n"), QUIT)).decode()
        length = int(re.findall(r"Content-Length: (\d+)", head)[0])
        return head, (await asyncio.wait_for(self._reader.readexactly(length), QUIT)).decode()


class Figures(NamedTuple):
    phones: int
    answers: int
    seconds: float
    p50: float
    p95: float
    errors: int
    lost: int
    megabytes: int


async def room(phones: list[Phone], seconds: float, *, every: float) -> float:
    """All answer at once, each once in `every` seconds; how long it took."""
    for phone in phones:
        await phone.begin()

    async def person(phone: Phone) -> None:
        await asyncio.sleep(every * phone.number / len(phones))
        until = time.perf_counter() + seconds
        for step in cycle(range(len(SIZES))):
            began = time.perf_counter()
            if began > until:
                return
            # Round after round another answer: one that is there already would be no work.
            turn = len(phone.replies) // len(SIZES)
            await phone.answer(step, (phone.number + step + turn) % SIZES[step])
            await asyncio.sleep(max(every - (time.perf_counter() - began), 0))

    began = time.perf_counter()
    await asyncio.gather(*map(person, phones))
    return time.perf_counter() - began


def lost(workshop: Workshop, phones: list[Phone]) -> int:
    """How many of the answers that were given aren't those on disk."""
    kept = []
    for folder in workshop.journals.iterdir():
        (journal,) = unfinished_journals(folder)
        answers = {e.item: e.answer for e in journal.events if hasattr(e, "answer")}
        kept.append(json.dumps(answers, sort_keys=True))
    missing = 0
    for phone in phones:
        given = json.dumps(phone.given, sort_keys=True)
        if given in kept:
            kept.remove(given)
        else:
            missing += len(phone.given)
    return missing


def measured(number: int, seconds: float, *, every: float) -> Figures:
    with tempfile.TemporaryDirectory() as place:
        workshop = make_workshop(Path(place) / "room", "Room", FORM.id, "en", CATALOG, None)
        command = [sys.executable, "-m", "manager_quiz", "workshop", "serve", workshop.folder]
        command += ["--address", ADDRESS, "--port", str(PORT)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
            assert server.stdout is not None
            server.stdout.readline()  # it listens
            phones = [Phone(each) for each in range(number)]
            took = asyncio.run(room(phones, seconds, every=every))
            memory = _memory(server.pid)
            server.terminate()
            server.stdout.read()
        replies = sorted(reply for phone in phones for reply in phone.replies)
        return Figures(
            phones=number,
            answers=len(replies),
            seconds=took,
            p50=replies[len(replies) // 2],
            p95=replies[len(replies) * 95 // 100],
            errors=sum(phone.errors for phone in phones),
            lost=lost(workshop, phones),
            megabytes=memory,
        )


def _memory(process: int) -> int:
    """The most that a process has had in memory, in MB; 0 where the system doesn't tell."""
    status = Path(f"/proc/{process}/status")
    peak = re.findall(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else []
    return int(peak[0]) // 1024 if peak else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--phones", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args()
    print(f"{os.cpu_count()} processors, Python {sys.version.split()[0]}")
    print("phones  answers  a second  p50 ms  p95 ms  errors  lost  MB")
    for number, seconds, every in (
        (given.phones, given.seconds, 1.0),
        (given.phones * 5, given.seconds / 3, 0.0),
    ):
        all = measured(number, seconds, every=every)
        print(
            f"{all.phones:6}  {all.answers:7}  {all.answers / all.seconds:8.0f}  "
            f"{1000 * all.p50:6.1f}  {1000 * all.p95:6.1f}  {all.errors:6}  {all.lost:4}  "
            f"{all.megabytes:2}"
        )


if __name__ == "__main__":
    main()
