"""Who takes part: codes, unfinished journals, finished results."""

import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from manager_quiz.records.codes import new_code
from manager_quiz.records.journal import unfinished_journals
from manager_quiz.records.results import encode
from manager_quiz.records.workshops.folder import Workshop
from manager_quiz.records.workshops.shared import write_new

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
    taken = {file.stem for file in workshop.results.iterdir()}
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
    here = {folder.name for folder in workshop.journals.iterdir() if folder.is_dir()}
    return code in here and bool(unfinished_journals(journals(workshop, code)))


def release_code(workshop: Workshop, code: str) -> None:
    """Removes the person's journal, and its folder if nothing else is in it."""
    with suppress(OSError):
        for file in journals(workshop, code).iterdir():
            file.unlink()
        journals(workshop, code).rmdir()


def save_result(workshop: Workshop, document: Mapping[str, Any]) -> None:
    """Keeps a result under its id. Raises FileExistsError and OSError."""
    write_new(result_file(workshop, document["id"]), encode(document))


def participation(workshop: Workshop, done: Collection[str]) -> Participation:
    """How many take part, given whose results are in order.

    Raises OSError where the folder is gone.
    """
    under_way = left = 0
    for folder in workshop.journals.iterdir():
        if folder.name in done:
            continue
        with suppress(OSError):  # finished just now
            touched = [folder.stat().st_mtime, *(each.stat().st_mtime for each in folder.iterdir())]
            if time.time() - max(touched) < AWAY:
                under_way += 1
            else:
                left += 1
    return Participation(len(done), under_way, left)
