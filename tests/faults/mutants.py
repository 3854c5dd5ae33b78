"""Mutants: a small world of files that the program reads, one of them or an option spoilt.

`python tests/faults/mutants.py FIRST LAST [DIR]` tries the numbers from FIRST to LAST - 1 and
prints what is wrong. A number is always the same mutant. Each has a process of its own, forked off
one that has everything imported: it may crash, hang, eat memory or leave anything behind but
files, which are put back.
"""

import faulthandler
import functools
import importlib
import os
import pkgutil
import random
import re
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import IO
from unittest.mock import patch

if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parents[1]))

from spoiling import PROGRAM, args_of, bytes_of, named, other_kind, stray, structure, whole
from world import LINES, OWN, READ, SEED, WAITED_FOR, Command, make, restore, tree

import manager_quiz
from manager_quiz.catalog import load
from manager_quiz.text import COMMAND
from manager_quiz.wording.words import Words
from program import SMALL, Outcome, run_program

PATIENCE = 30
"""Seconds after which a command hangs; all of them take a fraction of one."""
SLOW, LARGE = 5.0, 400
"""Seconds of work and MB of memory that no command may take here, however spoilt its files."""
WAITING = {"_wait", "board"}
"""The functions of what goes on until somebody ends it."""
SENTENCE = "This should not have happened: {error}. MANAGER_QUIZ_DEBUG=1 tells more."
UNEXPECTED = [Words(each).gettext(SENTENCE).partition("{")[0] for each in ("en", "ru")]
HALF = re.compile(r"\..+\.[0-9a-f]{8}")


def mutants(numbers: range, folder: Path) -> Iterator[str]:
    """Tries mutants in a world below an empty folder; what is wrong with each, and how it was."""
    root = folder / "around" / "world"
    # Not here: what has threads, as Polars once it works, can't be forked.
    if os.fork() == 0:
        _end_after(lambda: make(root), sys.stderr)
    if os.wait()[1]:
        yield "the world couldn't be made"
        return
    _warm()
    files = tree(root.parent)
    folders = {
        Path(at, name).relative_to(root.parent).as_posix()
        for at, names, _files in os.walk(root.parent)
        for name in names
    }
    for n in numbers:
        yield from _tried(n, root)
        restore(root.parent, files, folders)


def _warm() -> None:
    """Imports and reads what all of them would, each by itself."""
    load.parse_yaml = functools.lru_cache(8)(load.parse_yaml)
    for each in pkgutil.walk_packages(manager_quiz.__path__, "manager_quiz."):
        if not each.name.endswith("__main__"):
            importlib.import_module(each.name)
    for name in ("polars", "fastexcel", "xlsxwriter", "segno", "waitress", "numpy.random"):
        importlib.import_module(name)
    for data in (SMALL, None):
        for language in ("en", "ru"):
            load.load_catalog(data, language)


def _tried(n: int, root: Path) -> Iterator[str]:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        with os.fdopen(write, "w", buffering=1, encoding="utf-8", errors="replace") as told:
            _end_after(lambda: _try(n, root, told), told)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as told:
        how, *wrong = told.read().splitlines() or [f"mutant {n}"]
    _child, status, used = os.wait4(child, 0)
    if status:
        wrong.append(f"its process ended with {os.waitstatus_to_exitcode(status)}")
    if used.ru_utime + used.ru_stime > SLOW:
        wrong.append(f"it worked for {used.ru_utime + used.ru_stime:.1f} seconds")
    if used.ru_maxrss > LARGE * 1024:
        wrong.append(f"it took {used.ru_maxrss // 1024} MB")
    if os.environ.get("MUTANTS_TELL"):
        print(n, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, how, file=sys.stderr)
    if wrong:
        yield f"{how}: {' | '.join(wrong)}"


def _end_after(work: Callable[[], None], told: IO[str]) -> None:
    """Does it and ends this process, with nothing of the one it was forked off."""
    code = 1
    try:
        work()
        code = 0
    except BaseException:
        traceback.print_exc(file=told)
    finally:
        os._exit(code)


def _try(n: int, root: Path, told: IO[str]) -> None:
    """Tries one mutant, and writes how it was and, in a line each, what is wrong."""
    os.chdir(root)
    rng = random.Random(f"{SEED}-{n}")
    chance = random.Random(n)
    args, spoilt, how, command = _spoil(rng, n)
    stdin = command.typed.encode()
    if spoilt == "-" or rng.random() < 0.1:
        way = whole if rng.random() < 0.1 else bytes_of
        stdin = way(rng, stdin)
    surroundings = {
        "HOME": str(root / "own"),
        "MANAGER_QUIZ_HOME": str(root / "home"),
        "MANAGER_QUIZ_LANG": rng.choice(("en", "ru")),
        "NO_COLOR": "1",
        "TERM": "dumb",
    }
    encoding = rng.choice(("utf-8",) * 8 + ("ascii", "cp1251"))
    width = rng.choice((100, 100, 100, 20, 60, 300))
    print(f"mutant {n}: {args} with {spoilt or 'its words'} spoilt ({how})", file=told)
    faulthandler.dump_traceback_later(PATIENCE, exit=True, file=told)
    before = tree(root.parent)
    with tempfile.TemporaryFile() as past:
        for stream in (1, 2):
            os.dup2(past.fileno(), stream)
        signal.signal(signal.SIGALRM, _interrupt)
        signal.setitimer(signal.ITIMER_REAL, 0.3, 0.1)
        with (
            patch("os.fsync"),  # a busy disk is no hang
            patch("secrets.token_bytes", chance.randbytes),
            patch("secrets.randbelow", chance.randrange),
        ):
            outcome = run_program(
                *args, stdin=stdin, tty=True, encoding=encoding, width=width, **surroundings
            )
        signal.setitimer(signal.ITIMER_REAL, 0)
        past.seek(0)
        outcome = outcome._replace(err=outcome.err + past.read().decode(errors="replace"))
    after = tree(root.parent)
    here = f"{root.name}/"
    writes = None if how == "options" else tuple(f"{here}{each}" for each in command.writes.split())
    if len(outcome.err) > 200_000 + 500 * stdin.count(b"\n"):
        print(f"it says {len(outcome.err)} characters", file=told)
    for what in _faults(outcome, before, after, here, writes):
        print(what.replace("\n", " "), file=told)


def _interrupt(_number: int, frame: FrameType | None) -> None:
    """Ctrl-C for what waits for it."""
    while frame is not None:
        if frame.f_code.co_name in WAITING:
            signal.setitimer(signal.ITIMER_REAL, 0)
            raise KeyboardInterrupt
        frame = frame.f_back


def _spoil(rng: random.Random, n: int) -> tuple[list[str], str, str, Command]:
    """Spoils the mutant's file; the words of its command, what was spoilt and how."""
    if rng.random() < 0.2:
        # Each command in its turn, those with many lines too.
        names = sorted(PROGRAM)
        name = names[n % len(names)]
        command = rng.choice([each for each in LINES if named(each.args) == name])
        return args_of(rng, command), "", "options", command
    spoilt = rng.choice(list(READ))
    if spoilt == "figures.md" and rng.random() < 0.7:
        spoilt = "result.json"  # what it reads of the document is little
    command = rng.choice(READ[spoilt])
    place = next(Path().glob(spoilt)).as_posix() if "*" in spoilt else spoilt
    args = [arg.format(place) for arg in command.args]
    if spoilt == "-":
        return args, spoilt, "typed", command
    file = Path(place)
    data = file.read_bytes()
    way = rng.random()
    if way < 0.08 and not WAITED_FOR & set(command.args):
        return args, spoilt, other_kind(rng, file), command
    if way < 0.12:
        stray(rng, file, data)
        return args, spoilt, "stray", command
    if way < 0.22:
        file.write_bytes(whole(rng, data))
        return args, spoilt, "whole", command
    if way < 0.6:
        file.write_bytes(bytes_of(rng, data))
        return args, spoilt, "bytes", command
    try:
        file.write_bytes(structure(rng, place, data))
    except Exception:  # what can't be written in this format
        file.write_bytes(bytes_of(rng, data))
    return args, spoilt, "structure", command


def _faults(
    outcome: Outcome,
    before: dict[str, bytes],
    after: dict[str, bytes],
    here: str,
    writes: tuple[str, ...] | None,
) -> Iterator[str]:
    """What is wrong with how a command ended; `writes` None: it may write where it was told to."""
    said = outcome.out + outcome.err
    if outcome.code not in {0, 1, 2, 130}:
        yield f"it ended with {outcome.code}"
    if "Traceback" in said or "panicked at" in said or any(each in said for each in UNEXPECTED):
        yield f"it was unexpected: {outcome.err[-300:]}"
    if re.search(COMMAND, said):
        yield f"a command for the terminal: {said[:300]!r}"
    if outcome.code in {1, 2} and not outcome.err.strip():
        yield "it failed without a word"
    for place in sorted(before.keys() | after.keys()):
        name, changed = place.removeprefix(here), before.get(place) != after.get(place)
        if name in OWN and changed and not (writes is None and name == "mine.csv"):
            yield f"somebody's own file {name} was touched"
        elif changed and writes is not None and not place.startswith(writes):
            yield f"{name} was touched"
        elif changed and writes is not None and outcome.code in {1, 2} and name.startswith("out"):
            yield f"{name} was written though it failed"
        if place not in before and HALF.fullmatch(Path(name).name):
            yield f"{name} was left half"


if __name__ == "__main__":
    first, last = map(int, sys.argv[1:3])
    with tempfile.TemporaryDirectory(dir=(sys.argv[3:] or [None])[0]) as folder:
        found = list(mutants(range(first, last), Path(folder)))
    print("\n".join(found))
    sys.exit(bool(found))
