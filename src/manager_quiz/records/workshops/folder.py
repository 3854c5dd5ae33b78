"""Opens workshops and finds them again."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from manager_quiz.catalog.load import FILES, load_catalog, shipped_folder
from manager_quiz.catalog.model import Catalog
from manager_quiz.catalog.problems import N_, ContentError, Problem
from manager_quiz.records.decode import DecodeError, decode
from manager_quiz.records.files import read_file
from manager_quiz.records.results import Origin, encode
from manager_quiz.records.workshops.shared import write_new

SCHEMA = "manager-quiz/workshop@1"
SETTINGS = "workshop.json"


@dataclass(frozen=True)
class _Settings:
    name: str
    form: str
    language: str | None
    catalog: Origin
    created: str


@dataclass(frozen=True)
class Workshop:
    """A workshop; `language` is None where everybody chooses."""

    folder: Path
    name: str
    form: str
    language: str | None
    catalog: Origin

    @property
    def results(self) -> Path:
        """Where the results are."""
        return self.folder / "results"

    @property
    def journals(self) -> Path:
        """Where the answers of those who haven't finished are."""
        return self.folder / "journals"

    @property
    def handouts(self) -> Path:
        """Where reports to hand out are written."""
        return self.folder / "handouts"

    @property
    def content(self) -> Path:
        """The content that was fixed when the workshop was opened."""
        return self.folder / "content"


def make_workshop(
    folder: Path, name: str, form: str, language: str | None, catalog: Catalog, data: Path | None
) -> Workshop:
    """A new workshop with the catalog's content, that in the folder `data` or the one shipped.

    Raises OSError; FileExistsError where something is in the folder already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(folder)
    workshop = Workshop(folder, name, form, language, Origin(catalog.version, catalog.sha256))
    for part in (workshop.content, workshop.results, workshop.journals):
        part.mkdir()
    for file in FILES:
        write_new(workshop.content / file, ((data or shipped_folder()) / file).read_bytes())
    settings: dict[str, Any] = {
        "schema": SCHEMA,
        "name": name,
        "form": form,
        "language": language,
        "catalog": workshop.catalog._asdict(),
        "created": datetime.now().astimezone().isoformat(timespec="seconds"),
    }
    # Last, since a folder with settings is a workshop.
    write_new(folder / SETTINGS, encode(settings))
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
    return Workshop(folder, settings.name, settings.form, settings.language, settings.catalog)


def find_workshops(place: Path) -> tuple[Path, ...]:
    """The folder itself where it is a workshop, else those in it that are."""
    if (place / SETTINGS).is_file():
        return (place,)
    return tuple(sorted(file.parent for file in place.glob(f"*/{SETTINGS}")))


def load_content(workshop: Workshop, language: str) -> Catalog:
    """The workshop's content. Raises ContentError where it isn't what it was opened with."""
    shipped = load_catalog(None, language)
    if shipped.sha256 == workshop.catalog.sha256:
        return shipped  # the same, and quicker to read
    catalog = load_catalog(workshop.content, language)
    message = N_("the content has been changed since the workshop was opened")
    if catalog.sha256 != workshop.catalog.sha256:
        raise ContentError((Problem(workshop.content, 0, message),))
    if workshop.form not in catalog.form_by_id:
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
