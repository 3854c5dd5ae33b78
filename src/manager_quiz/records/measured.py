"""Writes what was measured into `questions.yaml`, and leaves the rest as its author wrote it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from manager_quiz.catalog.yaml_file import parse_yaml

Values = Mapping[str, float | int | str]


class Measured(NamedTuple):
    """The reliability, and the norm of each scale that was measured."""

    reliability: Values
    norms: Mapping[str, Values]


class CannotUpdateError(Exception):
    """The file is written in a way that can't be changed safely."""


def updated(data: bytes, file: Path, measured: Measured) -> bytes:
    """The content of `questions.yaml` with the measured values; nothing else is changed.

    Values are replaced where YAML's own parser says they stand. The result is read again: it
    must say the measured values, and everything else as before. Raises CannotUpdateError.
    """
    changes: list[tuple[int, int, str]] = []
    expected, _lines = parse_yaml(data, file)
    try:
        text = data.decode("utf-8")
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        text = text.removeprefix(mark)
        root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
        scales = _child(root, "scales")
        for node, scale in zip(scales.value, expected["scales"], strict=True):
            norm = measured.norms.get(scale["id"])
            if norm is not None:
                changes += _set(text, _child(node, "norm"), norm)
                scale["norm"] = {**scale["norm"], **norm}
        if "reliability" in expected:
            changes += _set(text, _child(root, "reliability"), measured.reliability)
        else:
            key = next(key for key, _value in root.value if key.value == "scales")
            place = key.start_mark.index
            changes.append((place, place, f"reliability: {{{_flow(measured.reliability)}}}\n"))
        expected["reliability"] = {**expected.get("reliability", {}), **measured.reliability}
        for start, end, new in sorted(changes, reverse=True):
            text = text[:start] + new + text[end:]
        written = (mark + text).encode()
        if parse_yaml(written, file)[0] != expected:
            raise CannotUpdateError
    except (StopIteration, TypeError, ValueError, AttributeError) as error:
        raise CannotUpdateError from error
    return written


def _child(node: Any, key: str) -> Any:
    """The node of a key's value."""
    return next(value for name, value in node.value if name.value == key)


def _set(text: str, node: Any, values: Values) -> list[tuple[int, int, str]]:
    """The changes that give a mapping these values: old ones replaced, new ones added last."""
    there = {key.value: value for key, value in node.value}
    changes = [
        (there[name].start_mark.index, there[name].end_mark.index, str(value))
        for name, value in values.items()
        if name in there
    ]
    new = {name: value for name, value in values.items() if name not in there}
    if not new:
        return changes
    last = node.value[-1][1].end_mark.index
    if node.flow_style:
        return [*changes, (last, last, f", {_flow(new)}")]
    indent = " " * node.value[0][0].start_mark.column
    line_end = text.find("\n", last)
    place = line_end if line_end >= 0 else len(text)
    added = "".join(f"\n{indent}{name}: {value}" for name, value in new.items())
    return [*changes, (place, place, added)]


def _flow(values: Values) -> str:
    return ", ".join(f"{name}: {value}" for name, value in values.items())
