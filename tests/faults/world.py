"""A small world of files: all kinds that the program reads, and the commands that read them.

Everything in it is the same every time it is made.
"""

import gzip
import io
import json
import os
import random
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np
import polars as pl
import yaml

from manager_quiz.catalog.load import load_catalog
from manager_quiz.interview import Answered, Started
from manager_quiz.measurement.assessment import assess
from manager_quiz.records.journal import encode_event, encode_header, header_for
from manager_quiz.records.results import encode, result_document
from manager_quiz.records.workshops.closing import close
from manager_quiz.records.workshops.folder import Workshop, make_workshop, note_output
from manager_quiz.records.workshops.gather import Gatherer
from manager_quiz.records.workshops.people import save_result
from manager_quiz.records.workshops.pins import new_phone, new_pin
from manager_quiz.wording.codes import new_code
from program import SMALL

SEED = 20261125
CATALOG = load_catalog(SMALL)
FORM = CATALOG.forms[0]
ITEMS = CATALOG.form_items(FORM)
ANSWERED = {item.id: item.choices[n % 2].answer for n, item in enumerate(ITEMS)}
CODE, OTHER, PRINTED, BROUGHT = "blue-fox-11", "red-owl-22", "dark-crow-33", "calm-cow-44"
JOURNAL, PIN = "20261124T101010Z-00000000.jsonl", "5555"
PEOPLE = 12
"""Enough for the picture of a group."""
TYPED = "1\n" * 12 + "\n" * 6
SHEETS = "id," + ",".join(ANSWERED) + "\n" + ("p1," + ",".join(map(str, ANSWERED.values())) + "\n")
OWN = {"day/plan.txt": b"meet at 10:15", "day/photos/a.txt": b"page 1", "mine.csv": b"mine"}
"""Somebody's own files, which nothing may touch."""


class Command(NamedTuple):
    """A command line, what it may make, change or remove, and what is typed."""

    line: str
    writes: str = ""
    typed: str = ""

    @property
    def args(self) -> list[str]:
        return self.line.split()


RESULT = (
    Command("history show result.json --details --data content"),
    Command("history export result.json -o out.html --force --data content", "out.html"),
    Command("history export result.json -o out.json --force --data content", "out.json"),
    Command("verify result.json --json --data content"),
    Command(f"history compare result.json {CODE} --data content"),
    Command("compare it-manager hr-manager --result result.json --data content"),
    Command("take --answers result.json --data content"),
    Command("workshop collect day result.json", "day/"),
)
HISTORY = (
    Command("history"),
    Command("history list --json"),
    Command(f"history show {CODE} --data content"),
    Command(f"history delete {CODE} --yes", "home/results/"),
    Command("history delete --all --yes", "home/results/"),
)
CONTENT = (
    Command("check content"),
    Command("check content --json"),
    Command("roles --data content"),
    Command("describe it-manager --data content"),
    Command("describe it-manager -o out.html --force --data content", "out.html"),
    Command("paper -o out.html --force --data content", "out.html"),
    Command("take --answers answers.yaml -o out.md --force --data content", "out.md"),
    Command("take --plain --form full --no-history --data content", "", TYPED),
    Command("score sheets.csv -o out.csv --force --data content", "out.csv"),
    Command("stats sheets.csv --update content --data content", "content/questions.yaml"),
    Command("columns -o out.csv --force --data content", "out.csv"),
    Command("workshop open New --dir new --data content", "new"),
    Command("audit content --people 100 --json"),
)
ANSWERS = (
    Command("take --answers {} --data content"),
    Command("take --answers {} --json --data content"),
    Command("take --answers {} -o out.html --force --data content", "out.html"),
)
BATCH = (
    Command("score {} --data content"),
    Command("score {} -o out.csv --force --bad-rows skip --data content", "out"),
    Command("score {} -o out.parquet --force --data content", "out.parquet"),
    Command("stats {} --bad-rows skip --data content"),
    Command("columns {} --data content"),
    Command("columns {} -o out.yaml --force --data content", "out.yaml"),
)
JOIN = (
    Command("workshop join day --plain --once", "day/", "\n\n" + TYPED),
    Command("workshop join day --plain --once", "day/", f"{OTHER}\n{PIN}\n1\n{TYPED}"),
)
OPEN = (
    *JOIN,
    Command("workshop report day"),
    Command("workshop board day --once --plain"),
    Command("workshop collect day result.json", "day/"),
    Command("workshop enter day", "day/", f"{PRINTED} 1234A25\nnew =ab 4321b11\n"),
    Command("workshop paper day -o out.html --force", "out.html day/"),
    Command("workshop codes day -o out.html --force", "out.html day/outputs/"),
    Command("workshop close day --yes", "day/closing.json"),
    Command("workshop serve day --address 127.0.0.1 --plain"),
    Command("workshop erase day --yes", "day"),
    Command(f"workshop erase day {CODE} --yes", "day"),
)
CLOSED = (
    Command("workshop report done --json --private"),
    Command("workshop report done -o out.html --force", "out.html done/outputs/"),
    Command("workshop report done -o out.csv --force", "out.csv done/outputs/"),
    Command("workshop board done --once --plain"),
    Command("workshop export done"),
    Command("workshop handouts done", "done/handouts"),
    Command("workshop close done", "done/closing.json"),
    Command("workshop close done --reopen --yes", "done/closing.json"),
    Command("workshop erase done --yes", "done"),
)
STDIN = (
    Command("take --answers - --data content", "", yaml.safe_dump(ANSWERED)),
    Command("take --plain --data content", "home/", f"1\n{TYPED}"),
    Command("score - --data content", "", SHEETS),
    Command("stats - --data content", "", SHEETS),
    Command("columns - --data content", "", SHEETS),
    *(command for command in OPEN if command.typed),
)
READ: dict[str, tuple[Command, ...]] = {
    "-": STDIN,
    "answers.yaml": ANSWERS,
    "answers.json": ANSWERS,
    "typed.txt": ANSWERS,
    "content/questions.yaml": CONTENT,
    "content/roles.yaml": CONTENT,
    "result.json": RESULT,
    f"home/results/{CODE}.json": HISTORY,
    f"home/journals/{JOURNAL}": (
        Command("take --plain --data content", "home/", f"1\n{TYPED}"),
        Command("take --plain --form full --data content", "home/", f"2\n{TYPED}"),
    ),
    "day/workshop.json": OPEN,
    "day/content/questions.yaml": OPEN,
    f"day/results/{CODE}.json": OPEN,
    f"day/journals/{OTHER}/{JOURNAL}": OPEN,
    f"day/pins/{OTHER}.json": JOIN[1:],
    "done/workshop.json": CLOSED,
    "done/closing.json": CLOSED,
    f"done/results/{CODE}.json": CLOSED,
    "done/outputs/*.txt": (Command("workshop erase done --yes", "done"),),
    **{
        f"sheets.{ending}": BATCH
        for ending in ("csv", "tsv", "csv.gz", "parquet", "arrow", "xlsx", "ods")
    },
    "mapping.yaml": (
        Command("score sheets.csv --columns mapping.yaml --data content"),
        Command("stats sheets.csv --columns mapping.yaml --data content"),
    ),
    "out.csv.bad.csv": (
        Command("score sheets.csv -o out.csv --force --bad-rows skip --data content", "out"),
    ),
    "figures.md": (Command("audit content --people 100 --update figures.md", "figures.md"),),
    "wifi.txt": (
        Command("workshop serve day --address 127.0.0.1 --wifi Net --wifi-password-file wifi.txt"),
    ),
}
"""Every kind of file that the program reads, and the commands that read it."""
ALONE = (Command("doctor"), Command("init made"))
"""Commands that read nothing of all this."""
WAITED_FOR = {"{}", "mapping.yaml", "figures.md", "wifi.txt", "--answers"}
"""Whoever names a pipe in such a place wants to wait for what comes out of it."""
LINES = tuple(
    command._replace(line=command.line.format(name))
    for name, commands in (*READ.items(), ("", ALONE))
    for command in commands
)


def make(root: Path) -> None:
    """Makes the files in a new folder."""
    rng = random.Random(SEED)
    root.mkdir(parents=True)
    with patch("secrets.token_bytes", rng.randbytes), patch("secrets.randbelow", rng.randrange):
        day = _workshop(root / "day")
        done = _workshop(root / "done")
        for workshop in (day, done):
            save_result(workshop, _result(ANSWERED, CODE))
        new_pin(day, PRINTED)
        new_phone(day, PRINTED)
        with patch("secrets.randbelow", lambda _most: int(PIN)):
            new_pin(day, OTHER)
        (day.journals / PRINTED).mkdir()
        taken = {CODE}
        for _person in range(PEOPLE - 1):
            answers = {item.id: rng.choice(item.choices).answer for item in ITEMS}
            code = new_code(taken)
            taken.add(code)
            save_result(done, _result(answers, code))
        close(done, Gatherer(done, CATALOG).gather(), np.random.default_rng(SEED))
    kept = encode(_result(ANSWERED, CODE))
    last = {item.id: item.choices[-1].answer for item in ITEMS}
    events = [Started(0.0), *(Answered(*each, 1.0) for each in list(ANSWERED.items())[:3])]
    begun = b"".join([encode_header(header_for(CATALOG, FORM)), *map(encode_event, events)])
    table = pl.DataFrame([{"id": f"p{n}", **_leaning(n % 5 / 4), "note": "x"} for n in range(40)])
    files = {
        "answers.yaml": yaml.safe_dump(ANSWERED).encode(),
        "answers.json": json.dumps({"answers": ANSWERED}).encode(),
        "typed.txt": b"=ab 1 2 3 4 A 2 5\n",
        "result.json": encode(_result(last, BROUGHT)),
        f"home/results/{CODE}.json": kept,
        f"home/journals/{JOURNAL}": begun,
        f"day/journals/{OTHER}/{JOURNAL}": begun,
        **{name: written(table, name) for name in READ if name.startswith("sheets.")},
        "mapping.yaml": b"columns:\n  depth-1: depth-1\n  note: null\nanswers:\n  x: null\n",
        "out.csv.bad.csv": b"line,problem,row\n2,x,y\n",
        "figures.md": b"before\n<!-- figures: written by manager-quiz audit -->\nold\n"
        b"<!-- end of figures -->\nafter\n",
        "wifi.txt": b"password of the net\n",
        **OWN,
    }
    for name in ("questions.yaml", "roles.yaml"):
        files[f"content/{name}"] = (SMALL / name).read_bytes()
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    note_output(done, root / "figures.md")


def _leaning(level: float) -> dict[str, int | str]:
    """The answers of somebody who has so much, 0-1, of everything."""
    return {
        item.id: item.choices[round(abs(item.reverse - level) * (len(item.choices) - 1))].answer
        for item in ITEMS
    }


def _workshop(folder: Path) -> Workshop:
    workshop = make_workshop(folder, "Day", FORM.id, None, CATALOG, SMALL)
    settings = folder / "workshop.json"
    opened = '"created": "2026-11-24T09:00:00+00:00"'
    settings.write_text(re.sub(r'"created": "[^"]*"', opened, settings.read_text("utf-8")), "utf-8")
    return workshop


def _result(answers: dict[str, int | str], code: str) -> dict[str, object]:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    found = assess(CATALOG, FORM, answers)
    return result_document(CATALOG, FORM, answers, found, id=code, taken_at=at)


def written(table: pl.DataFrame, name: str) -> bytes:
    """A table in the format that the name's ending says."""
    out = io.BytesIO()
    match Path(name).suffix:
        case ".parquet":
            table.write_parquet(out)
        case ".arrow":
            table.write_ipc(out)
        case ".xlsx":
            table.write_excel(out)
        case ".ods":
            _write_ods(table, out)
        case ".tsv":
            out.write(table.write_csv(separator="\t").encode())
        case ending:
            text = table.write_csv().encode()
            out.write(gzip.compress(text, mtime=0) if ending == ".gz" else text)
    return out.getvalue()


def _write_ods(table: pl.DataFrame, out: io.BytesIO) -> None:
    cell = (
        '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'.format
    )
    rows = "".join(
        f"<table:table-row>{''.join(map(cell, row))}</table:table-row>"
        for row in (table.columns, *table.rows())
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(out, "w") as packed:
        for name, text in {
            "mimetype": kind,
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="1">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        }.items():
            packed.writestr(zipfile.ZipInfo(name), text)


def tree(root: Path) -> dict[str, bytes]:
    """Every plain file below a folder and what is in it."""
    found = {}
    for folder, _folders, names in os.walk(root):
        for name in names:
            file = Path(folder, name)
            if file.is_file() and not file.is_symlink():
                found[file.relative_to(root).as_posix()] = file.read_bytes()
    return found


def restore(root: Path, files: dict[str, bytes], folders: set[str]) -> None:
    """Puts the world back."""
    for folder, names_of_folders, names in os.walk(root, topdown=False):
        for name in (*names, *names_of_folders):
            file = Path(folder, name)
            place = file.relative_to(root).as_posix()
            if file.is_dir() and not file.is_symlink():
                if place not in folders:
                    file.rmdir()
            elif file.is_symlink() or not file.is_file() or place not in files:
                file.unlink()
    for place in sorted(folders):
        (root / place).mkdir(exist_ok=True)
    for name, data in files.items():
        file = root / name
        if not file.is_file() or file.read_bytes() != data:
            file.write_bytes(data)
