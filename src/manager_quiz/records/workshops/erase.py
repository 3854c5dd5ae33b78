"""Removes a workshop, or one person from it, and leaves nothing behind."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from manager_quiz.records.workshops.folder import SETTINGS, Workshop

OURS = ("content", "results", "journals", "handouts")
SEARCHED = 50_000_000
"""A larger file isn't looked through for codes."""


class Removal(NamedTuple):
    """What is to be removed, what stays, and what of it names somebody's code."""

    files: tuple[Path, ...]
    stays: tuple[Path, ...]
    names_codes: tuple[Path, ...]


def whole_removal(workshop: Workshop) -> Removal:
    """Everything that makes up the workshop, and files in its folder that name a code."""
    ours = [file for part in OURS for file in _files(workshop.folder / part)]
    others = [file for file in _files(workshop.folder) if not _is_ours(workshop, file)]
    naming = tuple(_naming(others, _codes(workshop)))
    stays = tuple(file for file in others if file not in naming)
    settings = workshop.folder / SETTINGS
    # The settings go last: as long as they are there, erasing can be tried again.
    return Removal((*ours, *naming, settings), stays, naming)


def removal_of(workshop: Workshop, code: str) -> Removal:
    """One person's files. Reports that others share aren't removed but named."""
    files = [file for file in _files(workshop.folder) if _belongs_to(workshop, file, code)]
    others = [file for file in _files(workshop.folder) if file not in files]
    return Removal(tuple(files), (), tuple(_naming(others, [code])))


def remove(workshop: Workshop, removal: Removal) -> None:
    """Removes files for good, and folders that are empty then. Raises OSError."""
    folders = {parent for file in removal.files for parent in file.parents}
    for part in OURS:
        with suppress(OSError):
            folders |= {Path(root) for root, _dirs, _files in os.walk(workshop.folder / part)}
    for file in removal.files:
        file.unlink(missing_ok=True)
    whole = not (workshop.folder / SETTINGS).exists()
    for folder in sorted(folders, key=lambda each: -len(each.parts)):
        inside = workshop.folder in folder.parents
        kept = folder.parent == workshop.folder and not whole
        if (inside and not kept) or (whole and folder == workshop.folder):
            with suppress(OSError):  # something else is in it
                folder.rmdir()


def _files(folder: Path) -> Iterator[Path]:
    """Files at any depth; links are files here, wherever they lead."""
    if folder.is_symlink():
        yield folder
        return
    for root, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        for name in sorted((*files, *links)):
            yield Path(root) / name


def _is_ours(workshop: Workshop, file: Path) -> bool:
    first = file.relative_to(workshop.folder).parts[0]
    return first in OURS or first == SETTINGS


def _codes(workshop: Workshop) -> set[str]:
    codes = {file.stem for file in workshop.results.glob("[!.]*.json")}
    with suppress(OSError):
        codes |= {folder.name for folder in workshop.journals.iterdir()}
    return codes


def _belongs_to(workshop: Workshop, file: Path, code: str) -> bool:
    """Whether a file is one person's alone, half written ones too."""
    path = file.relative_to(workshop.folder)
    if path.parts[:2] == ("journals", code):
        return True
    own = path.name.lstrip(".").startswith(f"{code}.")
    return own and path.parts[0] in {"results", "handouts"}


def _naming(files: Sequence[Path], codes: Sequence[str] | set[str]) -> Iterator[Path]:
    wanted = [code.encode() for code in codes]
    for file in files:
        with suppress(OSError):
            if file.is_symlink() or not file.is_file() or file.stat().st_size > SEARCHED:
                continue
            data = file.name.encode(errors="replace") + file.read_bytes()
            if any(code in data for code in wanted):
                yield file
