"""What can keep a command from doing what was asked, by whose fault it is.

The input's (`InputError`, exit 2), the machine's or the answer's (`Failure`, exit 1); whatever
else is raised is the program's own. They are told in one place, `commands/failures.py`.
"""

import errno
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, cast

Translate = Callable[[str], str]
LONGEST = 300
"""Characters of a text that are told."""
TOLD = 20
"""Problems of one kind that are told; of more it is said how many there are."""
ALIKE = 3
"""So many problems that say the same of different places are told each; more of them as one."""
LINES = 10
"""So many lines are named of problems told as one; of more the first three."""


def N_(template: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a message for translation; it is translated where it is shown."""
    return template


SYSTEM_REASONS = (
    N_("Cannot allocate memory"),
    N_("Device or resource busy"),
    N_("Directory not empty"),
    N_("Disk quota exceeded"),
    N_("File exists"),
    N_("File name too long"),
    N_("File too large"),
    N_("Input/output error"),
    N_("Invalid argument"),
    N_("Is a directory"),
    N_("No space left on device"),
    N_("No such device or address"),
    N_("No such file or directory"),
    N_("Not a directory"),
    N_("Operation not permitted"),
    N_("Permission denied"),
    N_("Read-only file system"),
    N_("Text file busy"),
    N_("Too many levels of symbolic links"),
    N_("Too many open files"),
)
"""What the system says most often when it refuses; it says it in English, or in its language."""


def reason(error: OSError, translate: Translate) -> str:
    """Why the system refuses, in the person's language where that is known."""
    if error.errno == errno.EBADF:
        return translate(N_("it is closed"))
    said = os.strerror(error.errno) if error.errno else error.strerror or type(error).__name__
    if said in SYSTEM_REASONS:
        return translate(said)
    code = errno.errorcode.get(error.errno or 0, str(error.errno or ""))
    # Where the text isn't known, a translation has the code alone.
    return translate(N_("{text} (error {code})")).format(text=said, code=code)


class Problem(NamedTuple):
    """One thing that is wrong, at a line of a file (line 0: the file as a whole).

    `template` is an English message with `{}` fields for `values`, so that whoever shows it
    can look up its translation first.
    """

    file: Path
    line: int
    template: str
    values: Mapping[str, object] = MappingProxyType({})

    def __str__(self) -> str:
        return self.located(str)

    def message(self, translate: Translate) -> str:
        """What is wrong; a `reason` is the system's error, or a message of ours."""
        values = {name: _shortened(value) for name, value in self.values.items()}
        if isinstance(self.values.get("reason"), OSError):
            values["reason"] = reason(cast(OSError, self.values["reason"]), translate)
        elif "reason" in values:
            values["reason"] = translate(str(values["reason"]))
        return translate(self.template).format(**values)

    def located(self, translate: Translate) -> str:
        """`file:line: message`."""
        where = f"{self.file}:{self.line}" if self.line else str(self.file)
        return f"{where}: {self.message(translate)}"

    def kind(self) -> tuple[object, ...]:
        """The same for problems that say the same of a key or a language, wherever it stands."""
        same = {name: str(each) for name, each in self.values.items()}
        place = same.pop("name", "") if self.template.startswith("{name}: ") else ""
        same.pop("found", None)
        key = same.get("key", re.sub(r"\[\d+\]", "", place).rpartition(".")[2])
        return (self.file, self.template, key, *same.items())


def _shortened(value: object) -> object:
    """A text that fits a message: what is in a file can be of any length."""
    if isinstance(value, int | float) or len(text := str(value)) <= LONGEST:
        return value
    return f"{text[: LONGEST - 1]}…"


class ProgramError(Exception):
    """Anything of ours that ends a command; `exit_code` is what the command then ends with."""

    exit_code = 1

    def __init__(self, message: str = "", /, **values: object) -> None:
        super().__init__(message.format(**values) if values else message)
        self.message, self.values = message, values

    def told(self, translate: Translate) -> list[str]:
        """What to tell the person, line by line."""
        told = translate(self.message) if self.message else ""
        return [told.format(**self.values) if self.values else told]


class InputError(ProgramError):
    """Wrong usage or input: the message says how to mend it."""

    exit_code = 2


class ContentError(InputError):
    """A file can't be used; `problems` says everything that was found wrong in it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems

    @classmethod
    def at(cls, file: Path, line: int, template: str, /, **values: object) -> "ContentError":
        """The error of a single problem."""
        return cls((Problem(file, line, template, values),))

    def told(self, translate: Translate) -> list[str]:
        """The first problems, each with its place, and how many more there are."""
        kinds: dict[object, list[Problem]] = {}
        for each in self.problems:
            kinds.setdefault(each.kind(), []).append(each)
        told = []
        for each in self.problems:
            alike = kinds[each.kind()]
            if len(alike) <= ALIKE:
                told.append(each.located(translate))
            elif each is alike[0]:
                lines = list(dict.fromkeys(problem.line for problem in alike))
                some = lines if len(lines) <= LINES else [*lines[:3], "…"]
                template = translate(N_("{problem} (in all: {n}; lines {lines})"))
                numbers = ", ".join(map(str, some)).replace(", …", " …")
                told.append(
                    template.format(problem=each.located(translate), n=len(alike), lines=numbers)
                )
        more = translate(N_("and {n} more")).format(n=len(told) - TOLD)
        return [*told[:TOLD], more] if len(told) > TOLD else told


class TooFewAnswersError(InputError):
    """No scale has enough answers to be scored."""

    def __init__(self) -> None:
        super().__init__(
            N_("Too few answers: at least half of the questions on one scale are needed.")
        )


class Failure(ProgramError):  # noqa: N818 - it is no programming error
    """What was asked was in order, but it failed or the answer is no."""


class FileError(Failure, OSError):
    """A file or folder can't be read, written or deleted: `filename` and `strerror` say why."""

    template: str

    def __init__(self, number: int | None, reason: str | None, file: str) -> None:
        OSError.__init__(self, number, reason, file)

    def told(self, translate: Translate) -> list[str]:
        """Which file, and the system's reason."""
        template = translate(self.template)
        return [template.format(file=self.filename, reason=reason(self, translate))]


class NotReadError(FileError):
    """It can't be read."""

    template = N_("{file} can't be read: {reason}.")


class NotWrittenError(FileError):
    """It can't be written."""

    template = N_("{file} can't be written: {reason}.")


class NotDeletedError(FileError):
    """It can't be deleted."""

    template = N_("{file} can't be deleted: {reason}.")


class SeveralError(Failure):
    """Several files or folders can't be read, written or deleted."""

    def __init__(self, errors: Sequence[FileError]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors

    def told(self, translate: Translate) -> list[str]:
        """Each of them, and the system's reason."""
        return [line for error in self.errors for line in error.told(translate)]


@contextmanager
def naming(kind: type[FileError], file: Path, *but: type[OSError]) -> Iterator[None]:
    """What the system refuses inside the block is raised as `kind`, which names a file.

    That is the one the system names, but `file` for what can't be written. A reader that has
    gone, and what `but` names, are for the caller to know.
    """
    passed: tuple[type[OSError], ...] = (FileError, BrokenPipeError, *but)
    try:
        yield
    except passed:
        raise
    except OSError as error:
        named = error.filename if kind is not NotWrittenError and error.filename else file
        raise kind(error.errno, error.strerror, str(named)) from error
