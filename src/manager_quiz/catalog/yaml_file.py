"""Reads a YAML file into plain values and remembers the line that each of them stands on.

Nothing but mappings, lists and plain scalars gets through: no tags that build objects, no
aliases (a few of which can blow up to gigabytes), no key twice, no endless nesting or size.
"""

import re
from pathlib import Path
from typing import Any

from manager_quiz.catalog.field import Place
from manager_quiz.catalog.problems import N_, ContentError, Problem

MAX_BYTES = 5_000_000
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
MAX_DEPTH = 30

Lines = dict[Place, int]

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
_NO_TAGS = {None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}
_TAG = N_("the tag {tag} is not allowed here, only plain values")


def read_bytes(file: Path) -> bytes:
    """The bytes of a content file.

    Raises ContentError where it can't be read or is too large to be one.
    """
    try:
        if file.stat().st_size > MAX_BYTES:
            raise too_large(file)
        with file.open("rb") as stream:
            # A device or a pipe doesn't say how much there is to come.
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ContentError((Problem(file, 0, N_("there is no such file")),)) from error
    except OSError as error:
        message = N_("the file can't be read: {reason}")
        raise ContentError((Problem(file, 0, message, {"reason": error.strerror}),)) from error
    if len(data) > MAX_BYTES:
        raise too_large(file)
    return data


def too_large(file: Path) -> ContentError:
    """What to raise for more than MAX_BYTES."""
    message = N_("the file is larger than {megabytes} MB, far more than is needed")
    return ContentError((Problem(file, 0, message, {"megabytes": MAX_BYTES // 1_000_000}),))


def parse_yaml(data: bytes, file: Path) -> tuple[Any, Lines]:
    """The value that the YAML in `data` stands for, and the line of each part by its path.

    Raises ContentError with all problems found; `file` is only named in them.
    """
    import yaml

    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(data)
        builder = _Builder(loader, file)
        value = builder.document()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise _not_yaml(file, line, error.problem or error.context or "?") from error
    except yaml.reader.ReaderError as error:
        raise _not_yaml(file, _line_at(data, error.position), error.reason) from error
    except yaml.YAMLError as error:
        raise _not_yaml(file, 0, str(error).partition("\n")[0]) from error
    if builder.problems:
        raise ContentError(tuple(builder.problems))
    return value, builder.lines


class _Builder:
    """Builds plain values from the events of a parser.

    PyYAML's own composer follows nested collections by recursion, in C and without a limit, so
    that a few kilobytes of brackets end the process. Here nesting ends at MAX_DEPTH.
    """

    def __init__(self, loader: Any, file: Path) -> None:
        self.loader = loader
        self.file = file
        self.problems: list[Problem] = []
        self.lines: Lines = {}

    def document(self) -> Any:
        """The value of the file's only document; None where there is none."""
        import yaml

        loader, value = self.loader, None
        loader.get_event()
        if not loader.check_event(yaml.StreamEndEvent):
            loader.get_event()
            value = self.value(loader.get_event(), ())
            loader.get_event()
            if not loader.check_event(yaml.StreamEndEvent):
                self._problem(loader.get_event(), N_("only one document (---) may be in a file"))
        return value

    def value(self, event: Any, path: Place) -> Any:
        """The value that begins with this event."""
        import yaml

        self.lines[path] = _line(event)
        if isinstance(event, yaml.AliasEvent):
            return self._problem(event, N_("aliases (*name) are not allowed; write the value out"))
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if event.tag not in _NO_TAGS:
            self._problem(event, _TAG, tag=event.tag)
            return self._skip()
        if len(path) >= MAX_DEPTH:
            raise self._too_deep(event)
        if isinstance(event, yaml.SequenceStartEvent):
            values: list[Any] = []
            while not isinstance(event := self.loader.get_event(), yaml.SequenceEndEvent):
                values.append(self.value(event, (*path, len(values))))
            return values
        return self._mapping(path)

    def _mapping(self, path: Place) -> dict[str, Any]:
        import yaml

        mapping: dict[str, Any] = {}
        while not isinstance(key_event := self.loader.get_event(), yaml.MappingEndEvent):
            if not isinstance(key_event, yaml.ScalarEvent):
                self._problem(key_event, N_("a key must be one word"))
                if not isinstance(key_event, yaml.AliasEvent):
                    self._skip()
                self.value(self.loader.get_event(), (*path, ""))
                continue
            key = key_event.value
            if key in mapping:
                self._problem(key_event, N_("the key {key} stands here twice"), key=key)
            value = self.value(self.loader.get_event(), (*path, key))
            if key not in mapping:
                mapping[key] = value
                self.lines[(*path, key)] = _line(key_event)
        return mapping

    def _scalar(self, event: Any) -> Any:
        import yaml

        tag = event.tag
        if tag in {None, "!"}:
            tag = self.loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        if tag not in _SCALARS:
            return self._problem(event, _TAG, tag=tag)
        kind = _SCALARS[tag]
        if kind is None:
            return None
        if _CONTROL.search(event.value):
            # Escapes that would do something to the terminal they are printed on.
            return self._problem(event, N_("control characters are not allowed"))
        if kind is bool:
            return event.value.lower() in _TRUE
        try:
            return kind(event.value)
        except ValueError:  # 0x1F, 1:30 and other notations that nobody means
            value = event.value if len(event.value) <= 40 else event.value[:40] + "..."
            return self._problem(event, N_("{value} is not a plain number"), value=value)

    def _skip(self) -> None:
        """Passes over the rest of a collection."""
        import yaml

        depth = 1
        while depth:
            event = self.loader.get_event()
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise self._too_deep(event)

    def _too_deep(self, event: Any) -> ContentError:
        """What to raise at once: the parser needs ages for thousands of open brackets."""
        self._problem(event, N_("nested deeper than {depth} levels"), depth=MAX_DEPTH)
        return ContentError(tuple(self.problems))

    def _problem(self, event: Any, template: str, **values: object) -> None:
        """Notes what is wrong where this event begins."""
        self.problems.append(Problem(self.file, _line(event), template, values))


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _line_at(data: bytes, position: int) -> int:
    """The line of a byte; for UTF-8 without a character that takes more, of a character too."""
    return data.count(b"\n", 0, position) + 1


def _not_yaml(file: Path, line: int, reason: str) -> ContentError:
    message = N_("this is not YAML: {reason}")
    return ContentError((Problem(file, line, message, {"reason": reason}),))
