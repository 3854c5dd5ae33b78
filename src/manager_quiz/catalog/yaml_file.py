"""Reads a YAML file into plain values and remembers the line that each of them stands on.

Nothing but mappings, lists and plain scalars gets through: no tags that build objects, no
aliases (a few of which can blow up to gigabytes), no key twice, no endless nesting or size.
"""

from pathlib import Path
from typing import Any

from manager_quiz.catalog.field import Place
from manager_quiz.catalog.problems import N_, ContentError, Problem

MAX_BYTES = 5_000_000
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
_COLLECTIONS = {"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}


def read_bytes(file: Path) -> bytes:
    """The bytes of a content file.

    Raises ContentError where it can't be read or is too large to be one.
    """
    try:
        if file.stat().st_size > MAX_BYTES:
            message = N_("the file is larger than {megabytes} MB, far more than is needed")
            values = {"megabytes": MAX_BYTES // 1_000_000}
            raise ContentError((Problem(file, 0, message, values),))
        return file.read_bytes()
    except OSError as error:
        message = N_("the file can't be read: {reason}")
        raise ContentError((Problem(file, 0, message, {"reason": error.strerror}),)) from error


def parse_yaml(data: bytes, file: Path) -> tuple[Any, Lines]:
    """The value that the YAML in `data` stands for, and the line of each part by its path.

    Raises ContentError with all problems found; `file` is only named in them.
    """
    import yaml

    try:
        root = yaml.compose(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        values = {"reason": error.problem or error.context or "?"}
        raise ContentError(
            (Problem(file, line, N_("this is not YAML: {reason}"), values),)
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _not_yaml(file, 0, str(error).splitlines()[0]) from error

    problems: list[Problem] = []
    lines: Lines = {}
    seen: set[int] = set()

    def problem(node: yaml.Node, template: str, **values: object) -> None:
        problems.append(Problem(file, node.start_mark.line + 1, template, values))

    def scalar(node: yaml.ScalarNode) -> Any:
        kind = _SCALARS[node.tag]
        if kind is None:
            return None
        if kind is bool:
            return node.value.lower() in _TRUE
        try:
            return kind(node.value)
        except ValueError:  # 0x1F, 1:30 and other notations that nobody means
            problem(node, N_("{value} is not a plain number"), value=node.value)
            return None

    def convert(node: yaml.Node, path: Place) -> Any:
        lines[path] = node.start_mark.line + 1
        if id(node) in seen:
            problem(node, N_("aliases (*name) are not allowed here; write the value out"))
            return None
        seen.add(id(node))
        if node.tag not in _SCALARS and node.tag not in _COLLECTIONS:
            problem(node, N_("the tag {tag} is not allowed here, only plain values"), tag=node.tag)
            return None
        if isinstance(node, yaml.ScalarNode):
            return scalar(node)
        if len(path) > MAX_DEPTH:
            problem(node, N_("nested deeper than {depth} levels"), depth=MAX_DEPTH)
            return None
        if isinstance(node, yaml.SequenceNode):
            return [convert(child, (*path, index)) for index, child in enumerate(node.value)]
        mapping: dict[str, Any] = {}
        for key_node, child in node.value:
            key = key_node.value
            if not isinstance(key_node, yaml.ScalarNode):
                problem(key_node, N_("a key must be one word"))
            elif key in mapping:
                problem(key_node, N_("the key {key} stands here twice"), key=key)
            else:
                mapping[key] = convert(child, (*path, key))
                lines[(*path, key)] = key_node.start_mark.line + 1
        return mapping

    value = None if root is None else convert(root, ())
    if problems:
        raise ContentError(tuple(problems))
    return value, lines


def _not_yaml(file: Path, line: int, reason: str) -> ContentError:
    message = N_("this is not YAML: {reason}")
    return ContentError((Problem(file, line, message, {"reason": reason}),))
