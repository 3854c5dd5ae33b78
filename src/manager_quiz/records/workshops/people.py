"""Who takes part: codes, unfinished journals, results finished here or brought as files."""

import json
import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from manager_quiz.catalog.model import Catalog
from manager_quiz.errors import N_, ContentError, Problem
from manager_quiz.records.files import SHARED, new_folder, read_plain, write_whole
from manager_quiz.records.journal import in_use, unfinished_journals
from manager_quiz.records.results import OtherContentError, encode, read_result, verify
from manager_quiz.records.workshops.folder import (
    CLOSING,
    Workshop,
    find_workshops,
    hide_time,
)
from manager_quiz.records.workshops.pins import forget_pin, move_pin
from manager_quiz.wording.codes import CODE, codes_from, new_code

AWAY = 20 * 60
"""Seconds without an answer after which somebody isn't counted as in progress any more."""


class Participation(NamedTuple):
    """How many have finished, are at it, and have left in the middle."""

    done: int
    under_way: int
    left: int


def is_closed(workshop: Workshop) -> bool:
    """Whether nobody joins any more."""
    try:
        document = json.loads(read_plain(workshop.folder / CLOSING) or b"")
    except FileNotFoundError:
        return False
    except (ValueError, RecursionError):
        return True  # nobody can tell any more: closing it again says what is wrong
    return not isinstance(document, dict) or document.get("closed") is not False


def claim_code(workshop: Workshop) -> str:
    """A code that nobody else has, on whatever machine. Raises OSError.

    The folder for the person's journal is made at once: that only one can do.
    """
    new_folder(workshop.journals, like=workshop.folder)
    # A sheet that was printed has a PIN; archives leave its empty folder out.
    printed = workshop.pins.glob("[!.]*.json")
    taken = {file.stem for file in (*result_files(workshop), *printed)}
    while True:
        code = new_code(taken)
        try:
            journals(workshop, code).mkdir()
        except FileExistsError:
            taken.add(code)
            continue
        journals(workshop, code).chmod(workshop.folder.stat().st_mode & 0o7777)
        if result_file(workshop, code).exists():  # finished between our look and our claim
            release_code(workshop, code)
            taken.add(code)
            continue
        return code


def result_files(workshop: Workshop) -> list[Path]:
    """What lies among the results, but for what is only half written yet.

    Raises OSError where the workshop is gone.
    """
    if workshop.folder.is_dir() and not workshop.results.exists():
        return []  # archives leave empty folders out
    return [file for file in workshop.results.iterdir() if not file.name.startswith(".")]


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


def save_result(workshop: Workshop, document: Mapping[str, Any]) -> bool:
    """Keeps a result under its id; False where the same answers are kept there already.

    Neither the result nor its file says more of the time than the day: whose code came when would
    tell whose it is. Raises FileExistsError where other answers are kept there, and OSError.
    """
    file = result_file(workshop, document["id"])
    new_folder(workshop.results, like=workshop.folder)
    try:
        kept = {**document, "taken_at": document["taken_at"][: len("2000-01-01")]}
        write_whole(file, encode(kept), new=True, own=True, mode=SHARED)
    except FileExistsError:
        if not _same_answers(file, document):
            raise
        return False
    hide_time(workshop, file)
    return True


def _same_answers(file: Path, document: Mapping[str, Any]) -> bool:
    try:
        kept = json.loads(read_plain(file) or b"{}")
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(kept, dict) and kept.get("answers") == dict(document["answers"])


class Kept(NamedTuple):
    """Under which code a result is kept, and whether it wasn't before."""

    code: str
    new: bool


def _placed(workshop: Workshop, document: Mapping[str, Any], *, claimed: bool) -> Kept:
    """Keeps a result under its own code or, where that is another's, one that follows from both.

    So the same answers of the same code are one result, however often they come. `claimed` says
    that nobody else can be at it under this code. Raises OSError.
    """
    own = document["id"]
    text = json.dumps([own, dict(document["answers"])], sort_keys=True)
    for code in chain([own] if CODE.fullmatch(own) else [], codes_from(text)):
        begun = journals(workshop, code).exists() and not (claimed and code == own)
        if begun and not result_file(workshop, code).exists():
            continue  # somebody is at it under this code
        with suppress(FileExistsError):
            return Kept(code, save_result(workshop, {**document, "id": code}))
    raise AssertionError  # there are always more codes


def keep_result(workshop: Workshop, document: Mapping[str, Any]) -> str:
    """Keeps a result under its code, or, where another has that meanwhile, under a new one.

    The PIN goes with it. The code that it is kept under. Raises OSError.
    """
    code = _placed(workshop, document, claimed=True).code
    if code != document["id"]:
        move_pin(workshop, str(document["id"]), code)
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


class Found(NamedTuple):
    """What lies where results are to be taken from: files to read, others, unfinished quizzes."""

    files: list[Path]
    others: list[Path]
    unfinished: int


def files_in(name: Path) -> Found:
    """The file of that name; or what is in the folder: plain results, or those of a workshop."""
    if not name.is_dir():
        return Found([name], [], 0)
    ours = name in find_workshops(name)
    place = name / "results" if ours else name
    there = sorted(place.glob("[!.]*"))
    files = [each for each in there if each.suffix == ".json" and not each.is_symlink()]
    begun = (name / "journals").glob("[!.]*/") if ours else ()
    unfinished = [each for each in begun if not (place / f"{each.name}.json").exists()]
    return Found(files, [each for each in there if each not in files], len(unfinished))


def collect(workshop: Workshop, catalog: Catalog, file: Path) -> Taken:
    """Copies a result into the workshop.

    Raises ContentError where it can't count, and OSError where it can't be written.
    """

    def refused(message: str, **values: object) -> ContentError:
        return ContentError((Problem(file, 0, message, values),))

    result = read_result(file, catalog)
    if result.form != workshop.form:
        raise refused(N_("it is of another form, {form}"), form=result.form)
    try:
        differences = verify(result, catalog)
    except OtherContentError as error:
        message = N_("it was made with other content, version {version}")
        raise refused(message, version=result.catalog.version) from error
    if differences:
        raise refused(N_("the scores aren't those that the answers give"))
    kept = _placed(workshop, result.document, claimed=False)
    if not kept.new:
        raise refused(N_("this result is in the workshop already"))
    return Taken(file, result.id, kept.code, result.retired)
