"""How files and command lines are spoilt.

As others' programs, editors, sticks and people do it, and as somebody hostile would.
"""

import gzip
import io
import json
import os
import random
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import typer
import yaml
from world import CODE, OTHER, Command, written

from manager_quiz.commands.app import app

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
    *("/proc/x", "/dev/null", "nowhere/x.html", "x.html", "x.HTML", "x.csv.", ".html", "x.json"),
    *("x.xlsx", "x.parquet", "x.yaml", "x.csv.gz", "day", "done", "content", "day/workshop.json"),
    *("result.json", "answers.yaml", "sheets.csv", "sheets.xlsx", "mine.csv", "mapping.yaml"),
    *("all", CODE, OTHER, CODE.upper(), "it-manager", "depth-1", "depth-1,depth-1", "note", "id"),
    *("utf-16", "cp1251", "rot13", "127.0.0.1", "8.8.8.8", "::1", "8090", "stop", "skip", "row"),
    *("\x1b[2J", "\u202ex", "\udcff", "{0}", "%s", "a\nb", "=1+1", "x" * 300, "x" * 5000, "семья"),
)


def _leaves(command: Any, name: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    found = {}
    for part, inner in dict(getattr(command, "commands", {})).items():
        found.update(_leaves(inner, (*name, part)))
    return found if found and name not in {("history",)} else {**found, name: command}


PROGRAM = _leaves(typer.main.get_command(app))
"""Every command that there is, by its words."""


def named(args: list[str]) -> tuple[str, ...]:
    """The words of the command in a command line."""
    return max((name for name in PROGRAM if tuple(args[: len(name)]) == name), key=len)


def args_of(rng: random.Random, command: Command) -> list[str]:
    """The command line with options of the command's own, or a word spoilt."""
    args = command.args
    params = PROGRAM[named(args)].params
    for _time in range(rng.choice((1, 1, 2, 3))):
        place = rng.randrange(1, len(args)) if len(args) > 1 else 0
        value = rng.choice(VALUES)
        match rng.randrange(8):
            case 0:
                args.insert(place, value)
            case 1:
                del args[place]
            case 2 | 3:
                args[place] = value
            case _:
                param = rng.choice(params)
                is_flag = getattr(param, "is_flag", False)
                known = list(getattr(param.type, "choices", ()))
                given = rng.choice(known) if known and rng.random() < 0.5 else value
                args += [opt for opt in param.opts[-1:] if opt.startswith("-")]
                args += [] if is_flag else [str(given)]
        args = args or ["history"]
    return args


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


def stray(rng: random.Random, file: Path, data: bytes) -> None:
    """Something with another name lies beside the file."""
    names = [str(each) for each in HOSTILE if str(each).isprintable() or "\n" in str(each)]
    ending = rng.choice((file.suffix, "", ".json", ".jsonl"))
    name = rng.choice(names).replace("/", "-")[:100] + ending
    other = file.with_name(name if name.strip(".") else "x")
    if not os.path.lexists(other):
        if rng.random() < 0.3:
            other.mkdir()
        else:
            other.write_bytes(data)


def whole(rng: random.Random, data: bytes) -> bytes:
    """What takes the place of the whole file."""
    return rng.choice(
        (
            *(b"", b"\n", b"{}", b"[]", b"null", b"0", b'"x"', b"true"),
            b'{"a":' * 50_000,
            b"[" * 50_000,
            b"- " * 20_000,
            b"x" * 2_000_000,
            b"a: 1\n" * 20_000,
            b"1," * 30_000,
            b'"' + b"x\n" * 100_000,
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


def structure(rng: random.Random, name: str, data: bytes) -> bytes:
    """The file spoilt so that it is still what its ending says."""
    times = rng.choice((1, 1, 2, 5))
    if name.endswith((".json", ".jsonl")):
        lines = data.splitlines() if name.endswith("l") else [data]
        for _time in range(times):
            which = rng.randrange(len(lines))
            lines[which] = json.dumps(_node(rng, json.loads(lines[which]))).encode()
        return b"\n".join(lines) + b"\n"
    if name.endswith(".yaml"):
        value = yaml.load(data, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for _time in range(times):
            value = _node(rng, value)
        return yaml.safe_dump(value, allow_unicode=rng.random() < 0.5, sort_keys=False).encode()
    if name.startswith("sheets."):
        inside = name.endswith((".xlsx", ".ods")) and rng.random() < 0.5
        return _member(rng, data) if inside else _table(rng, name, times)
    return bytes_of(rng, data)


def _node(rng: random.Random, value: Any) -> Any:
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
            changed[key] = _node(rng, value[key])
        return changed
    place = rng.randrange(len(value))
    other = [_node(rng, value[place])]
    part = rng.choice(([], [value[place]] * 2, other, other))
    return [*value[:place], *part, *value[place + 1 :]]


def _member(rng: random.Random, data: bytes) -> bytes:
    """A packed workbook in which one file is spoilt."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        members = {each: packed.read(each) for each in packed.namelist()}
    which = rng.choice(list(members))
    members[which] = (whole if rng.random() < 0.2 else bytes_of)(rng, members[which])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def _table(rng: random.Random, name: str, times: int) -> bytes:
    table = pl.read_csv("sheets.csv", infer_schema=False)
    rows: list[list[Any]] = [list(table.columns), *map(list, table.rows())]
    for _time in range(times):
        rows = _cells(rng, rows)
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if name.endswith((".csv", ".tsv", ".csv.gz")):
        mark = "\t" if "tsv" in name else rng.choice(",,,;|")
        text = "\n".join(map(mark.join, texts))
        packed = text.encode(rng.choice(("utf-8", "utf-8", "utf-16", "cp1251")), "replace")
        return gzip.compress(packed, mtime=0) if name.endswith("gz") else packed
    head, *rest = texts
    columns = {title: [(*row, *head)[n] for row in rest] for n, title in enumerate(head)}
    return written(pl.DataFrame(columns), name)


def _cells(rng: random.Random, table: list[list[Any]]) -> list[list[Any]]:
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
