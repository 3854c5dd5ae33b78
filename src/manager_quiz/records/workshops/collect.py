"""Takes results in that people bring as files."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from manager_quiz.catalog.model import Catalog
from manager_quiz.catalog.problems import N_, ContentError, Problem
from manager_quiz.records.results import Result, encode, read_result
from manager_quiz.records.verification import OtherContentError, verify
from manager_quiz.records.workshops.folder import Workshop, find_workshops
from manager_quiz.records.workshops.gather import CODE
from manager_quiz.records.workshops.people import (
    claim_code,
    journals,
    release_code,
    result_file,
    save_result,
)


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
        document = json.loads(there.read_bytes())
    except FileNotFoundError:
        return journals(workshop, result.id).exists()  # somebody is at it under this code
    except ValueError:
        return True
    if document == json.loads(encode(result.document)):
        raise _already(file)
    return True


def _already(file: Path) -> ContentError:
    return ContentError((Problem(file, 0, N_("this result is in the workshop already")),))
