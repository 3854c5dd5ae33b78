"""One append-only file for each interview, so that no answer is lost whatever happens.

Its lines are a header that says what was asked, then one event each. Every event is on disk
before the next question shows. Whoever has a journal open holds a lock on it, which the system
lifts when the process dies.
"""

import errno
import hashlib
import json
import os
import stat
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from manager_quiz import interview
from manager_quiz.catalog.model import Catalog, Form, Item
from manager_quiz.interview import Event
from manager_quiz.records.decode import decode
from manager_quiz.records.files import home, new_folder, sync_folder, tighten

SCHEMA = "manager-quiz/journal@1"
_KINDS: dict[str, type[Event]] = {
    "started": interview.Started,
    "carried": interview.Carried,
    "aspired": interview.Aspired,
    "answered": interview.Answered,
    "skipped": interview.Skipped,
    "went-back": interview.WentBack,
    "jumped": interview.Jumped,
    "finished": interview.Finished,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}
_STAMP = "%Y%m%dT%H%M%SZ"
MAX_BYTES = 5_000_000
_FLAGS = os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0)
_NO_PIPE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_FAR_BEYOND = 1 << 30
"""Where Windows locks a byte, so that the lines themselves stay readable to others."""


@dataclass(frozen=True)
class Header:
    """What was asked. `items` maps the ids, in their order, to what the answers mean."""

    form: str
    language: str
    version: str
    sha256: str
    items: Mapping[str, str]


@dataclass(frozen=True)
class Unfinished:
    """A journal that was left: what it says, its damaged lines, and its age in seconds.

    `header` is None where the first line is damaged: the rest can't be understood then.
    """

    path: Path
    header: Header | None
    events: tuple[Event, ...]
    damaged: tuple[int, ...]
    age: float


class ErasedError(OSError):
    """Somebody has deleted the journal that this process writes to."""


class Journal:
    """A journal that this process writes to; `gone_on` is whether another one began it."""

    def __init__(self, path: Path, file: int, *, gone_on: bool = False) -> None:
        self.path = path
        self.gone_on = gone_on
        self._file = file
        self._unwritten = b""

    def append(self, event: Event) -> None:
        """Puts an event on disk.

        Raises OSError where that fails; the event is then tried again together with the next.
        """
        if self.erased:
            raise ErasedError(errno.ENOENT, os.strerror(errno.ENOENT), str(self.path))
        self._write(encode_event(event))

    @property
    def erased(self) -> bool:
        """Whether somebody has deleted it. (Windows forbids that as long as it is open.)"""
        return not os.fstat(self._file).st_nlink

    @property
    def began(self) -> datetime:
        """When the interview began, by the file's name; one that says nothing begins now."""
        try:
            return datetime.strptime(self.path.name.partition("-")[0], _STAMP).replace(tzinfo=UTC)
        except ValueError:
            return datetime.now(UTC)

    def close(self) -> None:
        """Leaves the journal where it is, for going on another time."""
        os.close(self._file)

    def remove(self) -> None:
        """Closes the journal and deletes it. Raises OSError where the folder forbids that."""
        if sys.platform == "win32":  # an open file can't be deleted there
            self.close()
            self.path.unlink(missing_ok=True)
        else:
            try:
                self.path.unlink(missing_ok=True)
            finally:
                self.close()

    def _write(self, lines: bytes) -> None:
        self._unwritten += lines
        end = os.fstat(self._file).st_size
        try:
            rest = self._unwritten
            while rest:
                rest = rest[os.write(self._file, rest) :]
            os.fsync(self._file)
        except OSError:
            os.ftruncate(self._file, end)
            raise
        self._unwritten = b""


def new_journal(folder: Path, header: Header) -> Journal:
    """A journal that nobody else has, in a folder that is made if need be.

    Raises OSError where that can't be done.
    """
    new_folder(folder)
    if folder.parent == home():  # a workshop's may be for others too
        tighten(folder)
    stamp = time.strftime(_STAMP, time.gmtime())
    path = folder / f"{stamp}-{os.urandom(4).hex()}.jsonl"
    file = os.open(path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
    journal = Journal(path, file)
    try:
        _lock(file, wait=True)
        journal._write(encode_header(header))
        sync_folder(folder)
    except OSError:
        journal.remove()
        raise
    return journal


def unfinished_journals(folder: Path) -> tuple[Unfinished, ...]:
    """The journals that were left and that no running process has, newest first."""
    found = []
    for path in folder.glob("*.jsonl"):
        file = _open(path)
        if file is not None:
            found.append(_read(path, file)[0])
            os.close(file)
    return tuple(sorted(found, key=lambda each: each.age))


def in_use(path: Path) -> bool:
    """Whether a running process has the journal."""
    try:
        file = os.open(path, _FLAGS | _NO_PIPE)
    except OSError:
        return False
    try:
        return not _lock(file)
    finally:
        os.close(file)


def take_up(path: Path) -> tuple[Journal, Unfinished] | None:
    """Opens a journal again to go on with it, without the torn last line that it may have.

    None where that can't be done: it is gone, or another process has it.
    """
    file = _open(path)
    if file is None:
        return None
    left, whole = _read(path, file)
    os.ftruncate(file, whole)
    return Journal(path, file, gone_on=True), left


def _open(path: Path) -> int | None:
    """The file, locked; None where it is gone, in other hands, too large or no plain file."""
    try:
        file = os.open(path, _FLAGS | _NO_PIPE)
    except OSError:
        return None
    plain = stat.S_ISREG(os.fstat(file).st_mode)
    locked = plain and _lock(file)
    # Whoever had it before us may have finished, and deleted what we have just opened.
    if locked and os.fstat(file).st_nlink and os.fstat(file).st_size <= MAX_BYTES:
        return file
    os.close(file)
    return None


def _read(path: Path, file: int) -> tuple[Unfinished, int]:
    """What the journal says, and how many bytes of it are whole lines."""
    os.lseek(file, 0, os.SEEK_SET)
    with os.fdopen(file, "rb", closefd=False) as stream:
        data = stream.read()
    whole = data.rfind(b"\n") + 1
    first, *rest = data[:whole].split(b"\n")[:-1] or [b""]
    age = max(time.time() - os.fstat(file).st_mtime, 0.0)
    header = _decoded(first)
    if not isinstance(header, Header):
        return Unfinished(path, None, (), (1,), age), whole
    found = dict(enumerate(map(_decoded, rest), 2))
    events = tuple(each for each in found.values() if isinstance(each, Event))
    damaged = tuple(line for line, each in found.items() if not isinstance(each, Event))
    return Unfinished(path, header, events, damaged, age), whole


def _lock(file: int, *, wait: bool = False) -> bool:
    """Whether nobody else has the file; if so it is ours until it is closed or we die."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(file, _FAR_BEYOND, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
    else:
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system that knows no locks
    return True


def header_for(catalog: Catalog, form: Form) -> Header:
    """The header of an interview that begins now."""
    items = {item.id: meaning(item) for item in catalog.form_items(form)}
    return Header(form.id, catalog.language, catalog.version, catalog.sha256, items)


def meaning(item: Item) -> str:
    """The same for two versions of an item if an answer to one is an answer to the other.

    The wording is left out: an id that is published keeps its sense, in every language.
    """
    choices = [[choice.answer, sorted(choice.points.items())] for choice in item.choices]
    keyed = json.dumps([item.scale, item.reverse, choices], ensure_ascii=False)
    return hashlib.sha256(keyed.encode()).hexdigest()[:16]


def encode_header(header: Header) -> bytes:
    """The first line."""
    return _line({"schema": SCHEMA, **asdict(header)})


def encode_event(event: Event) -> bytes:
    """One further line."""
    return _line({"event": _NAMES[type(event)], **asdict(event)})


def _decoded(line: bytes) -> Header | Event | None:
    """What one of them wrote; None for anything else."""
    try:
        values = json.loads(line)
        kind: Any = Header if values.get("schema") == SCHEMA else _KINDS[values["event"]]
        decoded: Header | Event = decode(kind, values)
    except (ValueError, RecursionError, AttributeError, KeyError, TypeError):
        return None
    return decoded


def _line(values: Mapping[str, object]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"
