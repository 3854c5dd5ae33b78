"""Files that several machines may write at once, and that anybody may have tampered with."""

import os
import stat
from contextlib import suppress
from pathlib import Path

LARGEST = 1_000_000
"""No result is anywhere near so many bytes."""


def write_new(file: Path, data: bytes) -> None:
    """Writes a file that isn't there yet, whole or not at all; who may read it, the umask says.

    Raises FileExistsError where somebody else was quicker, and OSError.
    """
    half = file.with_name(f".{file.name}.{os.urandom(4).hex()}")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        _rename_new(half, file)
    finally:
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
            raise FileExistsError(file) from None
        half.rename(file)


def write_over(file: Path, data: bytes) -> None:
    """Writes a file that can be made again at any time. Raises OSError."""
    file.unlink(missing_ok=True)
    write_new(file, data)


def read_plain(file: Path) -> bytes | None:
    """The bytes of a plain file; None for a link, a folder, a pipe or something too large.

    Raises OSError.
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
