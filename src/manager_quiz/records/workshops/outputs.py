"""What was written of a workshop outside its folder, so that erasing can name it.

outputs/NAME.txt    the path of one file, for each that a command wrote
"""

import hashlib
from contextlib import suppress
from pathlib import Path

from manager_quiz.records.files import read_plain, write_whole
from manager_quiz.records.workshops.folder import Workshop


def note_output(workshop: Workshop, file: Path) -> None:
    """Remembers that a file is written; where the folder lets nobody write, that can't be."""
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
