"""A workshop's folder: made, found again, and removed so that nothing is left behind."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from manager_quiz.catalog.load import FILES, load_catalog, shipped_folder
from manager_quiz.catalog.model import Catalog
from manager_quiz.errors import N_, ContentError, NotDeletedError, Problem, naming
from manager_quiz.records.decode import DecodeError, decode
from manager_quiz.records.files import SHARED, read_file, write_whole
from manager_quiz.records.results import Origin, encode
from manager_quiz.wording.words import LANGUAGES

SCHEMA = "manager-quiz/workshop@1"
SETTINGS = "workshop.json"
OURS = ("content", "results", "journals", "pins", "handouts")
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
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(folder)
    origin = Origin(catalog.version, catalog.sha256)
    workshop = Workshop(folder, name, form, language, origin, aspirations)
    for part in (workshop.content, workshop.results, workshop.journals):
        part.mkdir()
    for file in FILES:
        content = ((data or shipped_folder()) / file).read_bytes()
        write_whole(workshop.content / file, content, new=True, mode=SHARED)
    settings: dict[str, Any] = {
        "schema": SCHEMA,
        "name": name,
        "form": form,
        "language": language,
        "catalog": workshop.catalog._asdict(),
        "aspirations": aspirations,
        "created": datetime.now().astimezone().isoformat(timespec="seconds"),
    }
    # Last, since a folder with settings is a workshop.
    write_whole(folder / SETTINGS, encode(settings), new=True, mode=SHARED)
    return workshop


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


def readers(folder: Path) -> str:
    """Who else than the owner can read what is in a folder: `nobody`, `group`, `all`, `share`.

    `share`: whoever the folder is shared with; the system doesn't tell us here.
    """
    if os.name == "nt":
        return "share"
    mode = folder.stat().st_mode
    return "all" if mode & 0o004 else "group" if mode & 0o040 else "nobody"


class Removal(NamedTuple):
    """What is to be removed, what stays, and what of it names somebody's code."""

    files: tuple[Path, ...]
    stays: tuple[Path, ...]
    names_codes: tuple[Path, ...]


def whole_removal(workshop: Workshop) -> Removal:
    """Everything that makes up the workshop, and files in its folder that name a code."""
    ours = [file for part in OURS for file in _files(workshop.folder / part)]
    others = [file for file in _files(workshop.folder) if not is_ours(workshop, file)]
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
    """Removes files for good, and folders that are empty then. Raises NotDeletedError."""
    folders = {parent for file in removal.files for parent in file.parents}
    for part in OURS:
        with suppress(OSError):
            folders |= {Path(root) for root, _dirs, _files in os.walk(workshop.folder / part)}
    for file in removal.files:
        with naming(NotDeletedError, file):
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


def is_ours(workshop: Workshop, file: Path) -> bool:
    """Whether a file is, or would be, one of the workshop's own, also by way of a link."""
    try:
        (first, *_) = file.resolve().relative_to(workshop.folder.resolve()).parts
    except ValueError:
        return False
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
    return own and path.parts[0] in {"results", "pins", "handouts"}


def _naming(files: Sequence[Path], codes: Sequence[str] | set[str]) -> Iterator[Path]:
    wanted = [code.encode() for code in codes]
    for file in files:
        with suppress(OSError):
            if file.is_symlink() or not file.is_file() or file.stat().st_size > SEARCHED:
                continue
            data = file.name.encode(errors="replace") + file.read_bytes()
            if any(code in data for code in wanted):
                yield file
