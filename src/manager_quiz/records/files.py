"""Where personal files are kept, and writing them whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from manager_quiz.catalog.problems import N_, ContentError, Problem
from manager_quiz.catalog.yaml_file import read_bytes


def home() -> Path:
    """Where a person's own results and unfinished answers are kept.

    `MANAGER_QUIZ_HOME`, or the system's usual place.
    """
    if os.environ.get("MANAGER_QUIZ_HOME"):
        return Path(os.environ["MANAGER_QUIZ_HOME"])
    from platformdirs import user_data_path

    return user_data_path("manager-quiz", appauthor=False)


def write_whole(file: Path, data: bytes) -> None:
    """Writes `file` so that it is there complete or not at all, even if the power fails.

    A new file can be read and written by its owner alone. Raises OSError.
    """
    with whole_file(file) as stream:
        stream.write(data)


@contextmanager
def whole_file(file: Path) -> Iterator[BinaryIO]:
    """A stream that becomes `file` at the end of the block; nothing does if the block fails.

    A new file can be read and written by its owner alone. Raises OSError.
    """
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_file(file: Path) -> bytes:
    """The bytes of a file that somebody else may have written.

    Raises ContentError for one that is missing, no plain file, or far too large.
    """
    if file.exists() and not file.is_file():
        raise ContentError((Problem(file, 0, N_("not a file")),))
    return read_bytes(file)
