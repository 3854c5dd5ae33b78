"""A person's own results: one file each in a folder that they alone can read."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from manager_quiz.catalog.model import Catalog
from manager_quiz.errors import N_, ContentError, NotDeletedError, Problem, naming
from manager_quiz.records.files import home, write_whole
from manager_quiz.records.results import Result, encode, read_result
from manager_quiz.wording.codes import new_code, typed_code


def results_folder() -> Path:
    """Where a person's own results are kept."""
    return home() / "results"


def new_id() -> str:
    """An id that no kept result has."""
    return new_code(set(kept_ids()))


def keep(document: Mapping[str, Any]) -> Path:
    """Saves a result among the person's own, readable by them alone. Raises OSError.

    A result that is there already is never written over.
    """
    folder = results_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"{document['id']}.json"
    write_whole(file, encode(document), new=True)
    return file


def kept_ids() -> list[str]:
    """The ids of kept results, to type."""
    return [file.stem for file in _files()]


def kept(catalog: Catalog) -> tuple[dict[str, Result], tuple[Problem, ...]]:
    """The kept results by the id to type, newest first, and why other files are left out."""
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


def kept_file(id: str) -> Path | None:
    """The file of the kept result with this id, however it is typed, damaged or not."""
    for name in (id, typed_code(id)):
        file = results_folder() / f"{name}.json"
        if name and Path(name).name == name and file.is_file():
            return file
    return None


def open_result(name: str, catalog: Catalog) -> Result:
    """The kept result with this id, else the saved result in the file of that name.

    Raises ContentError.
    """
    file = kept_file(name) or Path(name)
    if not file.exists():
        raise ContentError(
            (Problem(file, 0, N_("there is neither a file of that name nor a kept result")),)
        )
    return read_result(file, catalog)


def all_files() -> tuple[Path, ...]:
    """Everything personal in the folder: results, damaged ones, and halves left by a crash."""
    return (*_files(), *sorted(results_folder().glob(".*.json.*")))


def delete(files: tuple[Path, ...]) -> None:
    """Deletes results for good. Raises NotDeletedError."""
    for file in files:
        with naming(NotDeletedError, file):
            file.unlink(missing_ok=True)


def _files() -> tuple[Path, ...]:
    return tuple(sorted(results_folder().glob("[!.]*.json")))
