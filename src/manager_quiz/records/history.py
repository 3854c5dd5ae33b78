"""A person's own results: one file each in a folder that they alone can read."""

import errno
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from manager_quiz.catalog.model import Catalog
from manager_quiz.errors import N_, ContentError, NotReadError, NotWrittenError, Problem, naming
from manager_quiz.records.files import half_of, home, new_folder, tighten, write_whole
from manager_quiz.records.results import Result, encode, read_result
from manager_quiz.wording.codes import new_code, typed_code


def results_folder() -> Path:
    """Where a person's own results are kept. Raises NotReadError."""
    return home() / "results"


def make_folder() -> Path:
    """The same, made where it isn't there.

    Raises NotReadError, and NotWrittenError where nothing can be kept in it.
    """
    folder = results_folder()
    with naming(NotWrittenError, folder):
        new_folder(folder)
        tighten(folder)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return folder


def keep(document: Mapping[str, Any]) -> Path:
    """Saves a result among the person's own, readable by them alone. Raises OSError.

    A result that is there already is never written over.
    """
    file = make_folder() / f"{document['id']}.json"
    write_whole(file, encode(document), new=True, own=True)
    return file


def new_id() -> str:
    """An id that no kept result has."""
    with suppress(NotReadError):
        return new_code(set(kept_ids()))
    return new_code()


def kept_ids() -> list[str]:
    """The ids of kept results, to type. Raises NotReadError."""
    return [file.stem for file in _files()]


def kept(catalog: Catalog) -> tuple[dict[str, Result], tuple[Problem, ...]]:
    """The kept results by the id to type, newest first, and why other files are left out.

    Raises NotReadError where the folder can't be looked into.
    """
    found: dict[str, Result] = {}
    problems: list[Problem] = []
    for file in _files():
        try:
            found[file.stem] = read_result(file, catalog)
        except ContentError as error:
            problems.extend(error.problems)
    # Times without a zone are taken for local ones.
    newest = sorted(found, key=lambda id: found[id].taken_at.timestamp(), reverse=True)
    return {id: found[id] for id in newest}, tuple(problems)


def kept_already(document: Mapping[str, Any], since: datetime, catalog: Catalog) -> str | None:
    """The id of a result with the same answers that was kept since a time; None without one.

    A program that is ended between keeping a result and letting go of the answers finds both.
    """
    for file in _files():
        with suppress(ContentError, OSError):
            if file.lstat().st_mtime >= since.timestamp():
                there = read_result(file, catalog)
                if (there.form, there.answers) == (document["form"], document["answers"]):
                    return file.stem
    return None


def kept_file(id: str) -> Path | None:
    """The file of the kept result with this id, however it is typed, damaged or not.

    Raises NotReadError.
    """
    folder = results_folder()
    for name in (id, typed_code(id)):
        file = folder / f"{name}.json"
        with naming(NotReadError, folder):
            if name and Path(name).name == name and file.is_file():
                return file
    return None


def open_result(name: str, catalog: Catalog) -> Result:
    """The kept result with this id, else the saved result in the file of that name.

    Raises ContentError, and NotReadError where it can't be told what is kept.
    """
    try:
        file = kept_file(name) or Path(name)
    except NotReadError:
        file = Path(name)
        if not file.is_file():
            raise
    with naming(NotReadError, file):
        there = file.exists()
    if not there:
        raise ContentError(
            (Problem(file, 0, N_("there is neither a file of that name nor a kept result")),)
        )
    return read_result(file, catalog)


def files_of(id: str) -> tuple[Path, ...]:
    """The file of a kept result, and halves of it that a crash left. Raises NotReadError."""
    file = kept_file(id)
    halves = (each for each in _inside() if file and half_of(each.name) == file.name)
    return (file, *halves) if file else ()


def all_files() -> tuple[Path, ...]:
    """Everything personal in the folder: results, damaged ones, and halves left by a crash.

    Raises NotReadError.
    """
    halves = (file for file in _inside() if (half_of(file.name) or "").endswith(".json"))
    return (*_files(), *halves)


def _files() -> tuple[Path, ...]:
    """Files that are called as results are, whatever is in them. Raises NotReadError."""
    named = (each for each in _inside() if each.suffix == ".json" and each.name[0] != ".")
    return tuple(each for each in named if each.is_symlink() or not each.is_dir())


def _inside() -> list[Path]:
    folder = results_folder()
    try:
        with naming(NotReadError, folder, FileNotFoundError):
            return sorted(folder.iterdir())
    except FileNotFoundError:
        return []
