"""Reads a YAML file into plain values and remembers the line that each of them stands on.

Nothing but mappings, lists and plain scalars gets through: no tags that build objects, no
aliases (a few of which can blow up to gigabytes), no key twice, no endless nesting or size.
"""

import re
import stat
from pathlib import Path
from typing import Any

from manager_quiz.catalog.record import Place
from manager_quiz.errors import N_, ContentError, Problem
from manager_quiz.text import COMMAND

MAX_BYTES = 5_000_000
MAX_DEPTH = 30


class Lines(dict[Place, int]):
    """The line of each part of a file, and how numbers and yes or no were written there."""

    def __init__(self) -> None:
        super().__init__()
        self.written: dict[Place, str] = {}


_SCALARS = {
    "tag:yaml.org,2002:str": str,
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:bool": bool,
    "tag:yaml.org,2002:null": None,
    # Dates stay the words that were written.
    "tag:yaml.org,2002:timestamp": str,
}
_TRUE = {"yes", "true", "on"}
_COLLECTIONS = {"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}
_TAG = N_("the tag {tag} is not allowed here, only plain values")
_ALIAS = N_("aliases (*name) are not allowed; write the value out")
_TOO_DEEP = N_("nested deeper than {depth} levels")

_NO_NUMBER = N_("{value} is not a plain number; if a text is meant, put it in quotation marks")
_CONTROLS = N_("control characters are not allowed")
_TOO_DEEP_SAID = "maximum nesting depth"
_REFUSED = {
    N_("only one document (---) may be in a file"): "but found another document",
    _ALIAS: "found undefined alias",
    _TOO_DEEP: _TOO_DEEP_SAID,
}
_REASONS = {
    N_("no value begins so (a tab, @, `, %): put it in quotation marks"): "cannot start any token",
    N_("a colon in a text: put the text in quotation marks"): "mapping values are not allowed",
    N_("a colon is missing here or further up"): "could not find expected ':'",
    N_("a dash stands where no list can begin"): "sequence entries are not allowed",
    N_("a bracket isn't closed, or a comma is missing"): "expected ',' or",
    N_("a line is indented too far or too little, or a quotation mark is missing"): (
        "expected key|expected '-' indicator|expected <block end>"
    ),
    N_("a quotation mark or a bracket isn't closed"): (
        "unexpected end of stream|unexpected document indicator"
    ),
    N_("a backslash between double quotation marks; single ones leave it as it is"): (
        "escape|hexdecimal|hexadecimal"
    ),
    N_("it isn't text in UTF-8"): "UTF-8|invalid start byte|invalid continuation byte",
    _CONTROLS: "control characters|special characters|unacceptable character",
    N_("no sense can be made of this"): "",
}
"""What we say, in the person's language, where a parser says one of these."""


def read_bytes(file: Path, *, most: int = MAX_BYTES, plain: bool = False) -> bytes:
    """The bytes of a file, at most so many; of a plain one, where somebody else may have made it.

    Raises ContentError where it can't be read or is too large.
    """
    try:
        about = file.stat()
        if about.st_size > most:
            raise too_large(file, most)
        if plain and not stat.S_ISREG(about.st_mode):
            # Nobody may ever write into a pipe.
            raise ContentError.at(file, 0, N_("not a file"))
        with file.open("rb") as stream:
            # A device or a pipe doesn't say how much there is to come.
            data = stream.read(most + 1)
    except FileNotFoundError as error:
        raise ContentError.at(file, 0, N_("there is no such file")) from error
    except OSError as error:
        raise ContentError.at(
            file, 0, N_("the file can't be read: {reason}"), reason=error
        ) from error
    if len(data) > most:
        raise too_large(file, most)
    return data


def too_large(file: Path, most: int) -> ContentError:
    """What to raise for more than so many bytes."""
    message = N_("the file is larger than {megabytes} MB, far more than is needed")
    return ContentError.at(file, 0, message, megabytes=most // 1_000_000)


def parse_yaml(data: bytes, file: Path) -> tuple[Any, Lines]:
    """The value that the YAML in `data` stands for, and the line of each part by its path.

    Raises ContentError with all problems found; `file` is only named in them.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    reader = _Reader(file)
    try:
        root = yaml.compose(data, Loader=loader)
        value = None if root is None else reader.value(root, ())
        if reader.aliased:
            # Composed nodes don't tell where an alias stood.
            for event in yaml.parse(data, Loader=loader):
                if isinstance(event, yaml.AliasEvent):
                    reader.problem(event, _ALIAS)
    except RecursionError as error:
        # PyYAML's own reader, where libyaml is missing; libyaml itself has a limit.
        raise _unreadable(file, 0, _TOO_DEEP_SAID) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise _unreadable(file, line, error.problem or error.context or "") from error
    except yaml.reader.ReaderError as error:
        # It stands at a byte; for UTF-8 without a character that takes more, at a character too.
        line = data.count(b"\n", 0, error.position) + 1
        raise _unreadable(file, line, error.reason) from error
    except yaml.YAMLError as error:
        raise _unreadable(file, 0, "") from error
    if reader.problems:
        raise ContentError(tuple(reader.problems))
    return value, reader.lines


class _Reader:
    """Turns composed nodes into plain values, and notes their lines and what is wrong."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.lines = Lines()
        self.aliased = False
        self._seen: set[int] = set()

    def value(self, node: Any, path: Place) -> Any:
        """The value of this node."""
        self.lines[path] = _line(node)
        if id(node) in self._seen:  # an alias is the very node that it stands for
            self.aliased = True
            return None
        self._seen.add(id(node))
        if node.id == "scalar":
            value = self._scalar(node)
            if value is not None and not isinstance(value, str):
                self.lines.written[path] = node.value
            return value
        if node.tag not in _COLLECTIONS:
            return self.problem(node, _TAG, tag=node.tag)
        if len(path) >= MAX_DEPTH:
            return self.problem(node, _TOO_DEEP, depth=MAX_DEPTH)
        if node.id == "sequence":
            return [self.value(each, (*path, index)) for index, each in enumerate(node.value)]
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if key_node.id != "scalar":
                self.problem(key_node, N_("a key must be one word"))
                continue
            key = key_node.value
            if key in mapping:
                self.problem(key_node, N_("the key {key} stands here twice"), key=key)
                continue
            mapping[key] = self.value(value_node, (*path, key))
            self.lines[(*path, key)] = _line(key_node)
        return mapping

    def _scalar(self, node: Any) -> Any:
        if node.tag not in _SCALARS:
            return self.problem(node, _TAG, tag=node.tag)
        kind = _SCALARS[node.tag]
        if kind is None:
            return None
        if re.search(COMMAND, node.value) or "\t" in node.value:
            # Escapes that would do something to the terminal they are printed on.
            return self.problem(node, _CONTROLS)
        if kind is bool:
            return node.value.lower() in _TRUE
        try:
            return kind(node.value)
        except ValueError:  # 0x1F, 1:30 and other notations that nobody means
            value = node.value if len(node.value) <= 40 else node.value[:40] + "..."
            return self.problem(node, _NO_NUMBER, value=value)

    def problem(self, mark: Any, template: str, **values: object) -> None:
        """Notes what is wrong where this node or event begins."""
        self.problems.append(Problem(self.file, _line(mark), template, values))


def _line(mark: Any) -> int:
    return int(mark.start_mark.line) + 1


def _unreadable(file: Path, line: int, said: str) -> ContentError:
    """What to raise for what a parser said when it gave up, in words of our own."""
    for template, theirs in _REFUSED.items():
        if theirs in said:
            return ContentError.at(file, line, template, depth=MAX_DEPTH)
    reason = next(
        ours for ours, theirs in _REASONS.items() if any(map(said.__contains__, theirs.split("|")))
    )
    return ContentError.at(file, line, N_("this is not YAML: {reason}"), reason=reason)
