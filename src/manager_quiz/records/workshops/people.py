"""Who takes part: codes, unfinished journals, results finished here or brought as files."""

import json
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from manager_quiz.catalog.model import Catalog
from manager_quiz.errors import N_, ContentError, Problem
from manager_quiz.records.files import SHARED, read_plain, write_whole
from manager_quiz.records.journal import in_use, unfinished_journals
from manager_quiz.records.results import Result, encode, read_result
from manager_quiz.records.verification import OtherContentError, verify
from manager_quiz.records.workshops.folder import Workshop, find_workshops
from manager_quiz.records.workshops.pins import forget_pin, move_pin
from manager_quiz.wording.codes import CODE, new_code

AWAY = 20 * 60
"""Seconds without an answer after which somebody isn't counted as in progress any more."""


class Participation(NamedTuple):
    """How many have finished, are at it, and have left in the middle."""

    done: int
    under_way: int
    left: int


def claim_code(workshop: Workshop) -> str:
    """A code that nobody else has, on whatever machine. Raises OSError.

    The folder for the person's journal is made at once: that only one can do.
    """
    workshop.journals.mkdir(exist_ok=True)
    workshop.results.mkdir(exist_ok=True)  # archives leave empty folders out
    # A sheet that was printed has a PIN.
    printed = workshop.pins.glob("[!.]*.json")
    taken = {file.stem for file in (*workshop.results.iterdir(), *printed)}
    while True:
        code = new_code(taken)
        try:
            journals(workshop, code).mkdir()
        except FileExistsError:
            taken.add(code)
            continue
        if result_file(workshop, code).exists():  # finished between our look and our claim
            release_code(workshop, code)
            taken.add(code)
            continue
        return code


def journals(workshop: Workshop, code: str) -> Path:
    """The folder of one person's journal."""
    return workshop.journals / code


def result_file(workshop: Workshop, code: str) -> Path:
    """The file of one person's result."""
    return workshop.results / f"{code}.json"


def can_go_on(workshop: Workshop, code: str) -> bool:
    """Whether somebody has left a quiz under this code, which nobody is taking just now."""
    return bool(CODE.fullmatch(code) and unfinished_journals(journals(workshop, code)))


def release_code(workshop: Workshop, code: str) -> None:
    """Removes the person's journal, and its folder if nothing else is in it.

    The PIN too, unless there is a result to see again.
    """
    with suppress(OSError):
        for file in journals(workshop, code).iterdir():
            file.unlink()
        journals(workshop, code).rmdir()
        if not result_file(workshop, code).exists():
            forget_pin(workshop, code)


def save_result(workshop: Workshop, document: Mapping[str, Any]) -> None:
    """Keeps a result under its id. Raises FileExistsError and OSError."""
    workshop.results.mkdir(exist_ok=True)  # archives leave empty folders out
    file = result_file(workshop, document["id"])
    write_whole(file, encode(document), new=True, own=True, mode=SHARED)


def keep_result(workshop: Workshop, document: Mapping[str, Any]) -> str:
    """Keeps a result under its code, or, where another has that meanwhile, under a new one.

    The PIN goes with it. The code that it is kept under. Raises OSError.
    """
    code = str(document["id"])
    while True:
        try:
            save_result(workshop, {**document, "id": code})
        except FileExistsError:
            taken, code = code, claim_code(workshop)
            release_code(workshop, code)
            move_pin(workshop, taken, code)
        else:
            return code


def participation(workshop: Workshop, done: Collection[str]) -> Participation:
    """How many take part, given whose results are in order.

    Raises OSError where the folder is gone.
    """
    under_way, left = unfinished(workshop, done)
    return Participation(len(done), len(under_way), len(left))


def unfinished(workshop: Workshop, done: Collection[str]) -> tuple[list[str], list[str]]:
    """The codes of those who haven't finished: who is at it, and who has left.

    Raises OSError where the folder is gone.
    """
    at_it: list[str] = []
    left: list[str] = []
    try:
        folders = sorted(workshop.journals.iterdir())
    except OSError:
        if not workshop.folder.is_dir():
            raise
        return at_it, left  # left out of an archive, or told of by `gather`
    for folder in folders:
        if folder.name in done:
            continue
        with suppress(OSError):  # finished just now
            files = list(folder.iterdir())
            if not files:
                continue  # a code that was printed, or given just now
            touched = max(each.stat().st_mtime for each in (folder, *files))
            # A lock is looked for last: who looks has the file for a moment.
            here = time.time() - touched < AWAY or any(map(in_use, files))
            (at_it if here else left).append(folder.name)
    return at_it, left


class Taken(NamedTuple):
    """A result that was taken in, under a new code where its own had been given to another.

    `retired` is as in `Result`.
    """

    file: Path
    id: str
    code: str
    retired: int | None


def files_in(names: Sequence[Path]) -> list[Path]:
    """The files named, and those in folders named: plain ones, or the results of a workshop."""
    files: list[Path] = []
    for name in names:
        if name.is_dir():
            place = name / "results" if name in find_workshops(name) else name
            files += sorted(each for each in place.glob("[!.]*.json") if not each.is_symlink())
        else:
            files.append(name)
    return files


def collect(workshop: Workshop, catalog: Catalog, file: Path) -> Taken:
    """Copies a result into the workshop.

    Raises ContentError where it can't count, and OSError where it can't be written.
    """
    result = read_result(file, catalog)
    message = N_("it is of another form, {form}")
    if result.form != workshop.form:
        raise ContentError((Problem(file, 0, message, {"form": result.form}),))
    try:
        differences = verify(result, catalog)
    except OtherContentError as error:
        message = N_("it was made with other content, version {version}")
        values = {"version": result.catalog.version}
        raise ContentError((Problem(file, 0, message, values),)) from error
    if differences:
        message = N_("the scores aren't those that the answers give")
        raise ContentError((Problem(file, 0, message),))
    code = result.id
    if not CODE.fullmatch(code) or _taken_by_another(workshop, result, file):
        code = claim_code(workshop)
    try:
        save_result(workshop, {**result.document, "id": code})
    except FileExistsError as error:
        raise _already(file) from error
    finally:
        if code != result.id:
            release_code(workshop, code)
    return Taken(file, result.id, code, result.retired)


def _taken_by_another(workshop: Workshop, result: Result, file: Path) -> bool:
    """Whether somebody else has this code. Raises ContentError where it is the same result."""
    there = result_file(workshop, result.id)
    try:
        document = json.loads(read_plain(there) or b"")
    except FileNotFoundError:
        return journals(workshop, result.id).exists()  # somebody is at it under this code
    except (ValueError, RecursionError):
        return True
    if document == json.loads(encode(result.document)):
        raise _already(file)
    return True


def _already(file: Path) -> ContentError:
    return ContentError((Problem(file, 0, N_("this result is in the workshop already")),))
