"""A workshop's folder: made, found again, and removed so that nothing is left behind."""

import errno
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from manager_quiz.catalog.load import FILES, load_catalog, shipped_folder
from manager_quiz.catalog.model import Catalog
from manager_quiz.errors import N_, ContentError, NotDeletedError, Problem, naming
from manager_quiz.records.decode import DecodeError, decode
from manager_quiz.records.files import (
    SHARED,
    half_of,
    new_folder,
    read_file,
    read_plain,
    remove_files,
    write_whole,
)
from manager_quiz.records.results import Origin, encode
from manager_quiz.wording.codes import CODE
from manager_quiz.wording.words import LANGUAGES

SCHEMA = "manager-quiz/workshop@1"
SETTINGS = "workshop.json"
CLOSING = "closing.json"
OURS = ("content", "results", "journals", "pins", "handouts", "outputs")
_MADE = re.compile(
    rf"(workshop|closing)\.json|content/(questions|roles)\.yaml|results/{CODE.pattern}\.json"
    rf"|journals/{CODE.pattern}(/.+)?|pins/{CODE.pattern}\.(json|try-\d+|phone-[0-9a-f]{{64}})"
    rf"|handouts/({CODE.pattern}|all)\.\w+|outputs/[0-9a-f]{{16}}\.txt",
    re.DOTALL,
)
_MADE_FOLDER = re.compile(
    rf"content|results|pins|handouts|outputs|journals(/{CODE.pattern}(/.+)?)?", re.DOTALL
)
"""What the program makes, as places in the workshop's folder; all else is somebody's own."""
_OF_A_PERSON = re.compile(
    rf"(?:results|journals|pins|handouts)/({CODE.pattern})([./].*)?", re.DOTALL
)
SEARCHED = 50_000_000
"""A larger file isn't looked through for codes."""


@dataclass(frozen=True)
class _Settings:
    name: str
    form: str
    language: str | None
    catalog: Origin
    created: str
    aspirations: bool | None


@dataclass(frozen=True)
class Workshop:
    """A workshop; `language` is None where everybody chooses.

    `aspirations`: whether people are asked which roles they would choose.
    """

    folder: Path
    name: str
    form: str
    language: str | None
    catalog: Origin
    aspirations: bool = True

    @property
    def results(self) -> Path:
        """Where the results are."""
        return self.folder / "results"

    @property
    def journals(self) -> Path:
        """Where the answers of those who haven't finished are."""
        return self.folder / "journals"

    @property
    def pins(self) -> Path:
        """Where the second secrets of those who take part are."""
        return self.folder / "pins"

    @property
    def handouts(self) -> Path:
        """Where reports to hand out are written."""
        return self.folder / "handouts"

    @property
    def outputs(self) -> Path:
        """Where it is noted what was written elsewhere."""
        return self.folder / "outputs"

    @property
    def content(self) -> Path:
        """The content that was fixed when the workshop was opened."""
        return self.folder / "content"


def make_workshop(
    folder: Path,
    name: str,
    form: str,
    language: str | None,
    catalog: Catalog,
    data: Path | None,
    *,
    aspirations: bool = True,
) -> Workshop:
    """A new workshop with the catalog's content, that in the folder `data` or the one shipped.

    Raises OSError; FileExistsError where something is in the folder already.
    """
    there = folder.exists()
    new_folder(folder)
    if not _is_free(folder):
        raise FileExistsError(folder)
    origin = Origin(catalog.version, catalog.sha256)
    workshop = Workshop(folder, name, form, language, origin, aspirations)
    settings: dict[str, Any] = {
        "schema": SCHEMA,
        "name": name,
        "form": form,
        "language": language,
        "catalog": workshop.catalog._asdict(),
        "aspirations": aspirations,
        "created": datetime.now().astimezone().isoformat(timespec="seconds"),
    }
    parts = (workshop.content, workshop.results, workshop.journals)
    try:
        for part in parts:
            new_folder(part, like=folder)
        for file in FILES:
            content = ((data or shipped_folder()) / file).read_bytes()
            write_whole(workshop.content / file, content, own=True, mode=SHARED)
        # Last, since a folder with settings is a workshop.
        write_whole(folder / SETTINGS, encode(settings), new=True, own=True, mode=SHARED)
    except BaseException:
        for part in parts:
            shutil.rmtree(part, ignore_errors=True)
        if not there:
            _remove_empty([folder])
        raise
    return workshop


def _is_free(folder: Path) -> bool:
    """Whether nothing is in a folder but what a program left that was ended while it made it."""
    left = re.compile(r"content|results|journals|content/\.?(questions|roles)\.yaml(\.\w+)?")
    inside = (
        Path(root, name).relative_to(folder).as_posix()
        for root, folders, files in os.walk(folder)
        for name in (*folders, *files)
    )
    return all(left.fullmatch(each) or half_of(each) == SETTINGS for each in inside)


def read_workshop(folder: Path) -> Workshop:
    """The workshop in a folder. Raises ContentError where there is none."""
    file = folder / SETTINGS
    try:
        document = json.loads(read_file(file))
        if not isinstance(document, dict) or document.get("schema") != SCHEMA:
            raise DecodeError
        settings = decode(_Settings, document)
    except (ValueError, RecursionError, DecodeError) as error:
        message = N_("this is no workshop, or one of another version")
        raise ContentError((Problem(file, 0, message),)) from error
    # Workshops of earlier versions know nothing of aspirations; nobody was asked there.
    asks = bool(settings.aspirations)
    return Workshop(folder, settings.name, settings.form, settings.language, settings.catalog, asks)


def find_workshops(place: Path) -> tuple[Path, ...]:
    """The folder itself where it is a workshop, else those in it that are."""
    if (place / SETTINGS).is_file():
        return (place,)
    return tuple(sorted(file.parent for file in place.glob(f"*/{SETTINGS}")))


def load_content(workshop: Workshop, language: str) -> Catalog:
    """The workshop's content. Raises ContentError where it isn't what it was opened with."""
    catalog = load_catalog(None, language)
    # The shipped content is quicker to read, where it is the same.
    if catalog.sha256 != workshop.catalog.sha256:
        catalog = load_catalog(workshop.content, language)
    message = N_("the content has been changed since the workshop was opened")
    if catalog.sha256 != workshop.catalog.sha256:
        raise ContentError((Problem(workshop.content, 0, message),))
    known = {None, *LANGUAGES, *catalog.languages}
    if workshop.form not in catalog.form_by_id or workshop.language not in known:
        message = N_("this is no workshop, or one of another version")
        raise ContentError((Problem(workshop.folder / SETTINGS, 0, message),))
    return catalog


def hide_time(workshop: Workshop, file: Path) -> None:
    """Sets a file's times to when the workshop was opened: when it came would tell whose it is."""
    with suppress(OSError):
        opened = (workshop.folder / SETTINGS).stat().st_mtime
        os.utime(file, (opened, opened))


def readers(folder: Path) -> str:
    """Who else than the owner can read what is in a folder: `nobody`, `group`, `all`, `share`.

    `share`: whoever the folder is shared with; the system doesn't tell us here.
    """
    if os.name == "nt":
        return "share"
    mode = folder.stat().st_mode
    return "all" if mode & 0o004 else "group" if mode & 0o040 else "nobody"


class Removal(NamedTuple):
    """What is to be removed, what stays, and what of it names somebody's code.

    `folders` are removed too where nothing is left in them; `closed` are folders of the workshop
    that can't be looked into.
    """

    files: tuple[Path, ...]
    folders: tuple[Path, ...]
    stays: tuple[Path, ...]
    names_codes: tuple[Path, ...]
    closed: tuple[NotDeletedError, ...]


def codes(workshop: Workshop) -> set[str]:
    """The codes of everybody who has taken part, or begun to."""
    files, folders, _closed = _inside(workshop)
    # A code that somebody has only tried may be nobody's.
    of_people = [each for each in (*files, *folders) if ".try-" not in each.name]
    return {code for each in of_people if (code := _code_in(workshop, each))}


def whole_removal(workshop: Workshop) -> Removal:
    """What the program has made of the workshop, and other files in its folder that name a code."""
    files, folders, closed = _inside(workshop)
    ours = [file for file in files if _MADE.fullmatch(_place(workshop, file))]
    others = [file for file in files if file not in set(ours)]
    naming = tuple(_naming(others, codes(workshop)))
    stays = tuple(file for file in others if file not in naming)
    made = [each for each in folders if _MADE_FOLDER.fullmatch(_place(workshop, each))]
    return Removal((*ours, *naming), (*made, workshop.folder), stays, naming, tuple(closed))


def removal_of(workshop: Workshop, code: str, elsewhere: Sequence[Path] = ()) -> Removal:
    """One person's files. Reports that others share aren't removed but named.

    Those `elsewhere` are named where they have the code.

    Who was in the picture is for `forget` to forget.
    """
    files, folders, closed = _inside(workshop)
    own = [file for file in files if _code_in(workshop, file) == code]
    others = [file for file in files if file not in {*own, workshop.folder / CLOSING}]
    theirs = [each for each in folders if _code_in(workshop, each) == code]
    # What is closed of somebody else's is no reason.
    closed = [each for each in closed if _code_in(workshop, Path(each.filename)) in {None, code}]
    return Removal(
        tuple(own), tuple(theirs), (), tuple(_naming([*others, *elsewhere], [code])), tuple(closed)
    )


def remove(workshop: Workshop, removal: Removal) -> list[NotDeletedError]:
    """Removes files for good, and folders that are empty then; what couldn't be removed, and why.

    The workshop's settings go last: as long as they are there, erasing can be tried again.
    """
    settings = workshop.folder / SETTINGS
    files = [file for file in removal.files if file != settings]
    folders = [folder for folder in removal.folders if folder != workshop.folder]
    failed = [*removal.closed, *remove_files(files), *_remove_empty(folders)]
    if settings in removal.files and not failed:
        failed = remove_files([settings])
        _remove_empty([workshop.folder])
    return failed


def _remove_empty(folders: Iterable[Path]) -> list[NotDeletedError]:
    """Removes folders, the innermost first; what is in one may be somebody else's."""
    failed = []
    for folder in sorted(folders, key=lambda each: -len(each.parts)):
        try:
            with naming(NotDeletedError, folder):
                folder.rmdir()
        except NotDeletedError as error:
            if error.errno not in {errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT}:
                failed.append(error)
    return failed


def _inside(workshop: Workshop) -> tuple[list[Path], list[Path], list[NotDeletedError]]:
    """Files at any depth, folders, and those of the program's folders that can't be listed.

    Links are files here, wherever they lead.
    """
    files: list[Path] = []
    folders: list[Path] = []
    closed: list[NotDeletedError] = []

    def refused(error: OSError) -> None:
        folder = Path(error.filename)
        if folder == workshop.folder or _MADE_FOLDER.fullmatch(_place(workshop, folder)):
            closed.append(NotDeletedError(error.errno, error.strerror, str(folder)))

    for root, below, names in os.walk(workshop.folder, onerror=refused):
        links = [name for name in below if (Path(root) / name).is_symlink()]
        files += [Path(root) / name for name in sorted((*names, *links))]
        folders += [Path(root) / name for name in below if name not in links]
    return files, folders, closed


def _place(workshop: Workshop, file: Path) -> str:
    """Where in the workshop a file is; that which it was to become, if it is only half written."""
    place = file.relative_to(workshop.folder)
    return place.with_name(half_of(place.name) or place.name).as_posix()


def _code_in(workshop: Workshop, file: Path) -> str | None:
    """The code of the person whose file or folder this is; None for all others."""
    found = _OF_A_PERSON.fullmatch("" if file == workshop.folder else _place(workshop, file))
    return found and found[1]


def is_ours(workshop: Workshop, file: Path) -> bool:
    """Whether a file is, or would be, one of the workshop's own, also by way of a link."""
    try:
        (first, *_) = file.resolve().relative_to(workshop.folder.resolve()).parts
    except ValueError:
        return False
    return first in (*OURS, SETTINGS, CLOSING)


def _naming(files: Sequence[Path], codes: Sequence[str] | set[str]) -> Iterator[Path]:
    wanted = [code.encode() for code in codes]
    for file in files:
        with suppress(OSError):
            if file.is_symlink() or not file.is_file() or file.stat().st_size > SEARCHED:
                continue
            data = file.name.encode(errors="replace") + file.read_bytes()
            if any(code in data for code in wanted):
                yield file


def note_output(workshop: Workshop, file: Path) -> None:
    """Remembers that a file is written outside the folder, so that erasing can name it.

    Where the folder lets nobody write, that can't be.
    """
    path = file.resolve()
    if path.is_relative_to(workshop.folder.resolve()):
        return  # it is found there
    data = str(path).encode()
    with suppress(OSError):
        workshop.outputs.mkdir(exist_ok=True)
        write_whole(workshop.outputs / f"{hashlib.sha256(data).hexdigest()[:16]}.txt", data)


def outputs(workshop: Workshop) -> tuple[Path, ...]:
    """The files that were written on this machine and are still there."""
    found = []
    for note in sorted(workshop.outputs.glob("[!.]*.txt")):
        with suppress(OSError, ValueError):
            file = Path((read_plain(note) or b"").decode())
            if file.is_absolute() and file.is_file():
                found.append(file)
    return tuple(found)
