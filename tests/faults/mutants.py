"""Mutants: a CATALOG world of files that the program reads, one of them or an option spoilt.

`mutant(n)` is always the same for the same n. What is spoilt is chosen among every kind of file
that the program reads and the values of its options; how, among what others' programs, editors,
sticks and people do to files, and what somebody hostile would.
"""

import gzip
import io
import json
import os
import random
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import yaml

from manager_quiz.catalog.load import load_catalog
from manager_quiz.interview import Answered, Started
from manager_quiz.measurement.assessment import assess
from manager_quiz.records.journal import encode_event, encode_header, header_for
from manager_quiz.records.results import encode, result_document
from manager_quiz.records.workshops.folder import make_workshop
from manager_quiz.records.workshops.pins import new_pin
from manager_quiz.text import COMMAND
from manager_quiz.wording.words import Words
from program import SMALL, Outcome, run_program

SEED = 20261125
PATIENCE = 30
"""Seconds after which a command hangs; all of them take a fraction of one."""
SENTENCE = "This should not have happened: {error}. MANAGER_QUIZ_DEBUG=1 tells more."
UNEXPECTED = [Words(each).gettext(SENTENCE).partition("{")[0] for each in ("en", "ru")]
HALF = re.compile(r"\..+\.[0-9a-f]{8}")
CATALOG = load_catalog(SMALL)
FORM = CATALOG.forms[0]
ANSWERED = {item.id: item.choices[n % 2].answer for n, item in enumerate(CATALOG.form_items(FORM))}
CODE, OTHER, JOURNAL = "blue-fox-11", "red-owl-22", "20261124T101010Z-00000000.jsonl"


TABLE = pl.DataFrame([{"id": f"p{n}", **ANSWERED, "note": "x"} for n in range(8)])


class Command(NamedTuple):
    """A command line, what it may make, change or remove, and what is typed."""

    line: str
    writes: str = ""
    typed: str = ""

    @property
    def args(self) -> list[str]:
        return self.line.split()


TYPED = "1\n" * 12 + "\n" * 6
SHOWN = (
    Command("history"),
    Command("history --json"),
    Command(f"history show {CODE} --data content"),
    Command(f"history delete {CODE} --yes", "home/results/"),
    Command("history delete --all --yes", "home/results/"),
)
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
CONTENT = (
    Command("check content"),
    Command("check content --json"),
    Command("roles --data content"),
    Command("describe it-manager --data content"),
    Command("take --answers answers.yaml -o out.md --force --data content", "out.md"),
    Command("take --plain --form all --no-history --data content", "", TYPED),
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
SHEETS = (
    Command("score {} --data content"),
    Command("score {} -o out.csv --force --bad-rows skip --data content", "out"),
    Command("score {} -o out.parquet --force --data content", "out.parquet"),
    Command("stats {} --bad-rows skip --data content"),
    Command("columns {} --data content"),
    Command("columns {} -o out.yaml --force --data content", "out.yaml"),
)
WORKSHOP = (
    Command("workshop report day"),
    Command("workshop report day --json --private"),
    Command("workshop report day -o out.html --force", "out.html day/outputs/"),
    Command("workshop board day --once --plain"),
    Command("workshop export day"),
    Command("workshop handouts day", "day/handouts"),
    Command("workshop collect day result.json", "day/"),
    Command("workshop erase day --yes", "day"),
    Command(f"workshop erase day {CODE} --yes", "day"),
    Command("workshop join day --plain --once", "day/", "\n\n" + TYPED),
    Command("workshop join day --plain --once", "day/", f"{OTHER}\n5555\n1\n{TYPED}"),
)
READ: dict[str, tuple[Command, ...]] = {
    "answers.yaml": ANSWERS,
    "answers.json": ANSWERS,
    "content/questions.yaml": CONTENT,
    "content/roles.yaml": CONTENT,
    "result.json": RESULT,
    f"home/results/{CODE}.json": SHOWN,
    f"home/journals/{JOURNAL}": (
        Command("take --plain --data content", "home/", f"1\n{TYPED}"),
        Command("take --plain --form all --data content", "home/", f"2\n{TYPED}"),
    ),
    "day/workshop.json": WORKSHOP,
    "day/content/questions.yaml": WORKSHOP,
    f"day/results/{CODE}.json": WORKSHOP,
    f"day/journals/{OTHER}/{JOURNAL}": WORKSHOP,
    f"day/pins/{OTHER}.json": WORKSHOP[-1:],
    **{
        f"sheets.{ending}": SHEETS
        for ending in ("csv", "tsv", "csv.gz", "parquet", "arrow", "xlsx")
    },
    "mapping.yaml": (
        Command("score sheets.csv --columns mapping.yaml --data content"),
        Command("stats sheets.csv --columns mapping.yaml --data content"),
    ),
    "figures.md": (Command("audit content --people 100 --update figures.md", "figures.md"),),
}
OPTIONS = tuple(
    command._replace(line=command.line.format(name))
    for name, commands in READ.items()
    for command in commands
)
OWN = {"day/plan.txt": b"meet at 10:15", "day/photos/a.txt": b"page 1", "mine.csv": b"mine"}
"""Somebody's own files, which nothing may touch."""


def world(root: Path) -> dict[str, bytes]:
    """Makes the files; what is in each."""
    at = datetime(2026, 11, 24, tzinfo=UTC)
    result = assess(CATALOG, FORM, ANSWERED)
    kept = encode(result_document(CATALOG, FORM, ANSWERED, result, id=CODE, taken_at=at))
    events = [Started(0.0), *(Answered(*each, 1.0) for each in list(ANSWERED.items())[:3])]
    lines = [encode_header(header_for(CATALOG, FORM)), *map(encode_event, events)]
    files = {
        "answers.yaml": yaml.safe_dump(ANSWERED).encode(),
        "answers.json": json.dumps({"answers": ANSWERED}).encode(),
        "result.json": kept,
        f"home/results/{CODE}.json": kept,
        f"home/journals/{JOURNAL}": b"".join(lines),
        f"day/results/{CODE}.json": kept,
        f"day/journals/{OTHER}/{JOURNAL}": b"".join(lines),
        **{name: written(TABLE, name) for name in READ if name.startswith("sheets.")},
        "mapping.yaml": b"columns:\n  depth-1: depth-1\n  note: null\nanswers:\n  x: null\n",
        "figures.md": b"before\n<!-- figures: written by manager-quiz audit -->\nold\n"
        b"<!-- end of figures -->\nafter\n",
        **OWN,
    }
    for name in ("questions.yaml", "roles.yaml"):
        files[f"content/{name}"] = (SMALL / name).read_bytes()
    root.mkdir(parents=True)
    day = make_workshop(root / "day", "Day", FORM.id, None, CATALOG, SMALL)
    new_pin(day, OTHER)
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return tree(root)


def tree(root: Path) -> dict[str, bytes]:
    """Every plain file below a folder and what is in it."""
    found = {}
    for folder, _folders, names in os.walk(root):
        for name in names:
            file = Path(folder, name)
            if file.is_file() and not file.is_symlink():
                found[file.relative_to(root).as_posix()] = file.read_bytes()
    return found


# ------------------------------------------------------------------------- how it is spoilt

HOSTILE: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2, 99, 2**63, -(2**70), 1e308, 0.5, float("nan"), float("inf")),
    *("", " ", "x", "0", "-0", "1.0", "1e999", "nan", "null", "yes", "no", "1:30", "0x1F"),
    *("2026-1-1", "\x1b]52;c;ZXZpbA==\x07", "\x9b2J", "\u202egnp", "\ud800", "\0", "a\nb", "a\r"),
    *("\ufeff", "\t", "{n.__class__}", "{0}", "{", "%s", "=1+1", "../../x", "/dev/zero", "C:\\x"),
    *("en", "ru", "xx", "/tmp", "all", CODE, OTHER, "it-manager", "depth-1", "семья", "a\u0308"),
    *([], {}, [[]], {"": ""}, {"a": {"b": [1]}}, "x" * 3000, ["x"] * 300, "👩\u200d👧"),
)
TOKENS = (
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b[2J", b'"', b"'", b"\\", b"\\ud800", b",", b";"),
    *(b"\n", b"\r", b"\r\n", b"\t", b"{", b"}", b"[", b"]", b":", b"- ", b"&a ", b"*a ", b"!!int "),
    *(b"NaN", b"1e999", b"null", b"---\n", b"#", b"\xe2\x80\xae", b"{n.__class__}", b"9" * 5000),
)


def node(rng: random.Random, value: Any) -> Any:
    """The value with one part of it, at any depth, replaced, removed, doubled or renamed."""
    inside = isinstance(value, dict | list) and len(value) > 0 and rng.random() < 0.85
    if not inside:
        return rng.choice(HOSTILE)
    if isinstance(value, dict):
        key = rng.choice(list(value))
        what = rng.random()
        changed = dict(value)
        if what < 0.1:
            del changed[key]
        elif what < 0.2:
            changed[str(rng.choice(HOSTILE))] = changed.pop(key)
        else:
            changed[key] = node(rng, value[key])
        return changed
    place = rng.randrange(len(value))
    other = [node(rng, value[place])]
    part = rng.choice(([], [value[place]] * 2, other, other))
    return [*value[:place], *part, *value[place + 1 :]]


def cells(rng: random.Random, table: list[list[Any]]) -> list[list[Any]]:
    """A table with a cell, a heading, a column or a row spoilt."""
    rows = [list(row) for row in table]
    row, place = rng.choice(rows), rng.randrange(max(map(len, rows)))
    match rng.randrange(6):
        case 0:
            rows[0][place : place + 1] = [rng.choice([*HOSTILE, *rows[0]])]
        case 1:
            for each in rows:
                del each[place : place + 1]
        case 2:
            for each in rows:
                each[place:place] = each[:1]
        case 3:
            row.append(rng.choice(HOSTILE))
        case 4:
            rows.insert(rng.randrange(len(rows)), [rng.choice(HOSTILE)] * rng.randrange(4))
        case _:
            row[place : place + 1] = [rng.choice(HOSTILE)]
    return rows


def as_written(value: Any) -> str:
    return "" if value is None else str(value)


def structure(rng: random.Random, name: str, data: bytes) -> bytes:
    """The file spoilt so that it is still what its ending says."""
    times = rng.choice((1, 1, 2, 5))
    if name.endswith((".json", ".jsonl")):
        lines = data.splitlines() if name.endswith("l") else [data]
        for _time in range(times):
            which = rng.randrange(len(lines))
            lines[which] = json.dumps(node(rng, json.loads(lines[which]))).encode()
        return b"\n".join(lines) + b"\n"
    if name.endswith(".yaml"):
        value = yaml.load(data, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for _time in range(times):
            value = node(rng, value)
        return yaml.safe_dump(value, allow_unicode=rng.random() < 0.5, sort_keys=False).encode()
    rows = [list(row) for row in TABLE.rows()]
    rows.insert(0, list(TABLE.columns))
    for _time in range(times):
        rows = cells(rng, rows)
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if name.endswith((".csv", ".tsv", ".csv.gz")):
        mark = "\t" if "tsv" in name else rng.choice(",,,;|")
        text = "\n".join(map(mark.join, texts))
        packed = text.encode(rng.choice(("utf-8", "utf-8", "utf-16", "cp1251")), "replace")
        return gzip.compress(packed, mtime=0) if name.endswith("gz") else packed
    head, *rest = texts
    return written(
        pl.DataFrame(
            {
                title: [row[n] if n < len(row) else None for row in rest]
                for n, title in enumerate(head)
            }
        ),
        name,
    )


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
        case ".tsv":
            out.write(table.write_csv(separator="\t").encode())
        case ending:
            text = table.write_csv().encode()
            out.write(gzip.compress(text, mtime=0) if ending == ".gz" else text)
    return out.getvalue()


def bytes_of(rng: random.Random, data: bytes) -> bytes:
    """The file spoilt without regard to what is in it."""
    for _time in range(rng.choice((1, 1, 1, 3, 10))):
        start = rng.randrange(len(data) + 1)
        end = min(start + rng.choice((1, 1, 4, 30, 1000)), len(data))
        head, cut, tail = data[:start], data[start:end], data[end:]
        token = rng.choice(TOKENS)
        match rng.randrange(6):
            case 0:
                data = head + tail
            case 1:
                data = head
            case 2:
                data = head + token + tail
            case 3:
                data = head + token + cut + tail
            case 4:
                data = head + cut * rng.choice((2, 3, 50)) + tail
            case _:
                data = head + rng.randbytes(len(cut)) + tail
    return data


def whole(rng: random.Random, data: bytes) -> bytes:
    """What takes the place of the whole file."""
    return rng.choice(
        (
            b"",
            b"\n",
            b"{}",
            b"[]",
            b"null",
            b'{"a":' * 50_000,
            b"[" * 50_000,
            b"- " * 20_000,
            b"x" * 2_000_000,
            b"a: 1\n" * 20_000,
            rng.randbytes(3000),
            data * 3,
            data.decode("latin-1").encode("utf-16"),
            b"\xef\xbb\xbf" + data,
            data.replace(b"\n", b"\r\n"),
            data.replace(b"\n", b"\r"),
            gzip.compress(data, mtime=0),
            gzip.compress(b"\0" * 3_000_000, mtime=0),
        )
    )


def other_kind(rng: random.Random, file: Path) -> str:
    """Something else than a file takes its place."""
    file.unlink()
    kind = rng.choice(("nothing", "folder", "device", "loop", "dangling", "pipe"))
    match kind:
        case "folder":
            file.mkdir()
        case "device":
            file.symlink_to("/dev/zero")
        case "loop":
            file.symlink_to(file)
        case "dangling":
            file.symlink_to(file.with_name("nowhere"))
        case "pipe":
            os.mkfifo(file)
    return kind


VALUES = (
    *(
        "",
        "-",
        "--",
        ".",
        "..",
        "x",
        "0",
        "-1",
        "1",
        "1e9",
        "NaN",
        "9" * 20,
        "en",
        "ru",
        "RU",
        "xx",
    ),
    *("/", "/dev/null", "nowhere/x.html", "x.html", "x.HTML", "x.csv.", ".html", "day", "content"),
    *("day/workshop.json", "result.json", "answers.yaml", "sheets.csv", "mine.csv", "all", CODE),
    *(OTHER, CODE.upper(), "it-manager", "depth-1", "depth-1,depth-1", "utf-16", "cp1251", "rot13"),
    *("\x1b[2J", "\u202ex", "\udcff", "{0}", "%s", "a\nb", "=1+1", "x" * 300, "x" * 5000, "семья"),
)
ADDED = ("--lang", "--form", "--data", "-o", "--json", "--plain", "--force", "--yes")


def args_of(rng: random.Random, command: Command) -> list[str]:
    """The command line with a word replaced, doubled, removed or added."""
    args = command.args
    for _time in range(rng.choice((1, 1, 2))):
        place = rng.randrange(1, len(args)) if len(args) > 1 else 0
        value = rng.choice(VALUES)
        match rng.randrange(5):
            case 0:
                args.insert(place, value)
            case 1:
                del args[place]
            case 2:
                args += [rng.choice(ADDED), value]
            case _:
                args[place] = value
        args = args or ["history"]
    return args


# ------------------------------------------------------------------------- one mutant


class HangsError(BaseException):
    """A command takes far too long; no `except OSError` keeps that to itself."""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Ends what hangs, and gives back a clock that somebody else has set."""

    def hangs(_signal: int, _frame: object) -> None:
        raise HangsError

    before = signal.signal(signal.SIGALRM, hangs)
    left, again = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left, again)
        signal.signal(signal.SIGALRM, before)


def mutant(n: int, root: Path, files: dict[str, bytes]) -> list[str]:
    """Tries one mutant in the world below `root`; what is wrong, with how it was."""
    rng = random.Random(f"{SEED}-{n}")
    spoilt, how = "", "options"
    if rng.random() < 0.15:
        command = rng.choice(OPTIONS)
        args = args_of(rng, command)
        writes = ""
    else:
        spoilt = rng.choice(list(READ))
        if spoilt == "figures.md" and rng.random() < 0.7:
            spoilt = "result.json"
        command = rng.choice(READ[spoilt])
        args = [arg.format(spoilt) if arg == "{}" else arg for arg in command.args]
        writes = command.writes
        file, data = root / spoilt, files[spoilt]
        named = spoilt in {"answers.yaml", "answers.json", "mapping.yaml", "figures.md"}
        # Whoever names a pipe wants to wait for what comes out of it.
        named = named or spoilt.startswith("sheets") or "--answers" in args
        way = rng.random()
        if way < 0.08 and not named:
            how = other_kind(rng, file)
        elif way < 0.2:
            how = "whole"
            file.write_bytes(whole(rng, data))
        elif way < 0.55 or spoilt == "figures.md":
            how = "bytes"
            file.write_bytes(bytes_of(rng, data))
        else:
            how = "structure"
            try:
                file.write_bytes(structure(rng, spoilt, data))
            except Exception:  # what can't be written in this format
                how = "bytes"
                file.write_bytes(bytes_of(rng, data))
    surroundings = {
        "MANAGER_QUIZ_HOME": str(root / "home"),
        "MANAGER_QUIZ_LANG": rng.choice(("en", "ru")),
        "NO_COLOR": "1",
        "TERM": "dumb",
    }
    before = tree(root)
    stdin = command.typed.encode()
    if rng.random() < 0.1:
        stdin = bytes_of(rng, stdin)
    told = f"mutant {n}: {args} with {spoilt or 'its words'} spoilt ({how})"
    try:
        with patience(PATIENCE):
            outcome = run_program(*args, stdin=stdin, tty=True, **surroundings)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return [f"{told}: {type(error).__name__}: {error}"]
    after = tree(root)
    wrong = [f"{told}: {what}" for what in faults(outcome, before, after, writes, spoilt == "")]
    restore(root, files)
    return wrong


def faults(
    outcome: Outcome, before: dict[str, bytes], after: dict[str, bytes], writes: str, free: bool
) -> Iterator[str]:
    """What is wrong with how a command ended; `free`: it may have been told to write anywhere."""
    said = outcome.out + outcome.err
    if outcome.code not in {0, 1, 2, 130}:
        yield f"it ended with {outcome.code}"
    if "Traceback" in said or any(each in said for each in UNEXPECTED):
        yield f"it was unexpected: {outcome.err[-300:]}"
    if re.search(COMMAND, said):
        yield f"a command for the terminal: {said[:300]!r}"
    if outcome.code and not outcome.err.strip():
        yield "it failed without a word"
    if len(outcome.err) > 200_000:
        yield f"it says {len(outcome.err)} characters"
    for name in sorted(before.keys() | after.keys()):
        changed = before.get(name) != after.get(name)
        if name in OWN and changed and not (free and name == "mine.csv"):
            yield f"somebody's own file {name} was touched"
        elif changed and not free and not (writes and name.startswith(tuple(writes.split()))):
            yield f"{name} was touched"
        elif changed and not free and outcome.code in {1, 2} and name.startswith("out"):
            yield f"{name} was written though it failed"
        if name not in before and HALF.fullmatch(Path(name).name):
            yield f"{name} was left half"


def restore(root: Path, files: dict[str, bytes]) -> None:
    """Puts the world back."""
    for folder, folders, names in os.walk(root, topdown=False):
        for name in (*names, *folders):
            file = Path(folder, name)
            place = file.relative_to(root).as_posix()
            if file.is_dir() and not file.is_symlink():
                if not any(each.startswith(f"{place}/") for each in files):
                    file.rmdir()
            elif file.is_symlink() or not file.is_file() or place not in files:
                file.unlink()
    for name, data in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.is_file() or file.read_bytes() != data:
            file.write_bytes(data)
