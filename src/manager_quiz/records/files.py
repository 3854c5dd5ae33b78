"""Where personal files are kept, and writing them whole or not at all."""

import errno
import os
import re
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from manager_quiz.catalog.yaml_file import read_bytes
from manager_quiz.errors import (
    N_,
    ContentError,
    NotDeletedError,
    NotReadError,
    NotWrittenError,
    naming,
)

PRIVATE, SHARED = 0o600, 0o666
"""Who may read and write a new file: its owner alone, or whoever the umask lets."""
LARGEST = 1_000_000
"""No result is anywhere near so many bytes."""
ABANDONED = 3600
"""Seconds after which nobody is still writing a file that isn't growing any more."""
_HALF = re.compile(r"\.(.+)\.[0-9a-f]{8}")


def home() -> Path:
    """Where a person's own results and unfinished answers are kept.

    `MANAGER_QUIZ_HOME`, or the system's usual place. Raises NotReadError where there is none.
    """
    if os.environ.get("MANAGER_QUIZ_HOME"):
        return Path(os.environ["MANAGER_QUIZ_HOME"])
    from platformdirs import user_data_path

    place = user_data_path("manager-quiz", appauthor=False)
    if place.is_absolute():
        return place
    # XDG_DATA_HOME counts where it is absolute only, and not everybody has a home.
    own = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path's own raises an error of its own
    if not own.is_absolute():
        raise NotReadError(errno.ENOENT, os.strerror(errno.ENOENT), str(own))
    return own / ".local" / "share" / "manager-quiz"


def new_folder(folder: Path, *, like: Path | None = None) -> None:
    """Makes a folder, and those above it, for its owner alone whatever the umask is.

    One within a folder that is `like` it has that one's rights. What is there stays as it is.
    Raises OSError.
    """
    rights = 0o700 if like is None else stat.S_IMODE(like.stat().st_mode)
    missing = [each for each in (folder, *folder.parents) if not each.is_dir()]
    for each in reversed(missing):
        try:
            each.mkdir()
        except FileExistsError:
            if not each.is_dir():
                reason = os.strerror(errno.ENOTDIR)
                raise NotADirectoryError(errno.ENOTDIR, reason, str(each)) from None
        else:
            each.chmod(rights)


def tighten(folder: Path) -> None:
    """Takes a person's own folder from all others. Raises OSError where it is somebody else's."""
    if os.name != "nt" and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        folder.chmod(0o700)


def half_of(name: str) -> str | None:
    """The file that somebody was writing when this one was left half; None where it is none."""
    found = _HALF.fullmatch(name)
    return found[1] if found else None


def remove_files(files: Iterable[Path]) -> list[NotDeletedError]:
    """Removes files for good, links and pipes as they are; what couldn't be removed, and why."""
    failed = []
    for file in files:
        try:
            with naming(NotDeletedError, file):
                file.unlink(missing_ok=True)
        except NotDeletedError as error:
            failed.append(error)
    return failed


def _clear_halves(target: Path, *, own: bool) -> None:
    """Removes what killed writers of this file, or of any in a folder of ours, have left."""
    with suppress(OSError):
        for each in target.parent.iterdir():
            name = half_of(each.name)
            wanted = name and (own or name == target.name)
            if wanted and time.time() - each.lstat().st_mtime > ABANDONED:
                each.unlink()


def write_whole(
    file: Path, data: bytes, *, new: bool = False, own: bool = False, mode: int = PRIVATE
) -> None:
    """Writes `file` so that it is there complete or not at all, even if the power fails.

    A file that is there keeps its rights, a link stays a link, and what is no plain file, like
    a pipe, is written into; a file made here gets `mode`. With `new` nothing may be there, not
    even a link. In a folder that is the program's `own` a link or pipe is replaced, and what
    killed writers have left is removed. Raises NotWrittenError, FileExistsError.
    """
    with whole_file(file, new=new, own=own, mode=mode) as stream, naming(NotWrittenError, file):
        stream.write(data)


@contextmanager
def whole_file(
    file: Path, *, new: bool = False, own: bool = False, mode: int = PRIVATE
) -> Iterator[BinaryIO]:
    """A stream that becomes `file` at the end of the block, as `write_whole` does it.

    Nothing becomes of it if the block fails. Raises NotWrittenError, FileExistsError where a step
    of its own fails; what fails in the block is the block's, writing to the stream too.
    """
    through = not (new or own)
    guarded = partial(naming, NotWrittenError, file, FileExistsError)
    with guarded():
        # A pipe's real path is none that could be opened.
        target, half = file, None
        if not through or not file.exists() or file.is_file():
            target = Path(os.path.realpath(file)) if through else file
            _clear_halves(target, own=own)
            half = target.with_name(f".{target.name}.{os.urandom(4).hex()}")
        stream = open(half or file, "xb" if half else "wb", opener=partial(os.open, mode=mode))  # noqa: SIM115
    try:
        if half and through and target.exists():
            with guarded():
                half.chmod(stat.S_IMODE(target.stat().st_mode))
        yield stream
        with guarded():
            stream.flush()
            if half:
                os.fsync(stream.fileno())
            stream.close()
            if half:
                (_rename_new if new else Path.replace)(half, target)
                sync_folder(target.parent)
    finally:
        with suppress(OSError):
            stream.close()
        if half:
            with suppress(OSError):
                half.unlink(missing_ok=True)


def _rename_new(half: Path, file: Path) -> None:
    if os.name == "nt":
        half.rename(file)  # fails there where the file exists
        return
    try:
        os.link(half, file)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links, as on most sticks. Codes are claimed before, so that
        # nobody else writes this name.
        if file.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file)) from None
        half.rename(file)


def sync_folder(folder: Path) -> None:
    """Makes sure that a new file's name outlives a power cut too. Raises OSError."""
    if sys.platform == "win32":
        return
    entry = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(entry)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # shares that know no such thing
            raise
    finally:
        os.close(entry)


def read_file(file: Path) -> bytes:
    """The bytes of a file that somebody else may have written.

    Raises ContentError for one that is missing, no plain file, or far too large.
    """
    return read_bytes(file, most=LARGEST, plain=True)


def read_text(file: Path) -> str:
    """The text of a file that somebody names. Raises ContentError, also where it isn't UTF-8."""
    try:
        return read_bytes(file).decode()
    except UnicodeDecodeError as error:
        told = N_("the file isn't text in {encoding}")
        raise ContentError.at(file, 0, told, encoding="UTF-8") from error


def read_plain(file: Path) -> bytes | None:
    """The bytes of a plain file; None for a link, a folder, a pipe or something too large.

    For folders that others write into too. Raises OSError.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    if not stat.S_ISREG(file.lstat().st_mode):
        return None
    handle = os.open(file, flags | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST:
            return None
        return stream.read(LARGEST)
