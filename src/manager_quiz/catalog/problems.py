"""What can be wrong with content, said so that its author can mend it."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple


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
        return self.located(self.template)

    def located(self, template: str) -> str:
        """`file:line: message`, with the message made from `template`, a translation of ours."""
        where = f"{self.file}:{self.line}" if self.line else str(self.file)
        return f"{where}: {template.format(**self.values)}"


class ContentError(Exception):
    """The content files can't be used; `problems` says everything that was found wrong."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def N_(template: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a message for translation; it is translated where it is shown."""
    return template
