"""Reliability and norms as measured, put into `questions.yaml` in the place of assumed ones.

The rest of the file is left as its author wrote it.
"""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from manager_quiz.catalog.yaml_file import parse_yaml
from manager_quiz.errors import N_, Failure
from manager_quiz.measurement.key import Key, lengths
from manager_quiz.measurement.statistics import FEW, Statistics

Values = Mapping[str, float | int | str]


class Measurement(NamedTuple):
    """The reliability, and the norm of each scale that was measured."""

    reliability: Values
    norms: Mapping[str, Values]


class NotUpdatedError(Failure):
    """The answers say nothing that could serve, or the file can't be changed safely."""


_FEW = N_(
    "{scale}: {n} answered all of its questions, and at least {fewest} are needed to "
    "measure it. Nothing was updated."
)
_NOT_MEASURABLE = N_("{scale} can't be measured from these answers, so nothing was updated.")
_NOT_SAFE = N_("{file} is written in a way that can't be changed safely.")


def measured(key: Key, statistics: Statistics, date: str) -> Measurement:
    """What was measured on a day, with the number of people behind it.

    The mean inter-item correlation is the mean over the scales; its people are those of the
    scale that fewest answered completely. A norm describes scores from the form that asks most
    about the scale: others are left as they are. Raises NotUpdatedError, where fewer than `FEW`
    answered a scale too.
    """
    norms: dict[str, Values] = {}
    correlations: list[float] = []
    people: list[int] = []
    own = lengths(key.ranges)
    for scale, length, most in zip(statistics.scales, own, key.norm_lengths, strict=True):
        if not length:
            continue
        if scale.people < FEW:
            raise NotUpdatedError(_FEW, scale=scale.id, n=scale.people, fewest=FEW)
        if not scale.sd > 0:
            raise NotUpdatedError(_NOT_MEASURABLE, scale=scale.id)
        if not math.isnan(scale.mean_inter_item_r):
            correlations.append(scale.mean_inter_item_r)
        people.append(scale.people)
        if length >= most - 1e-9:
            norm = {"mean": round(scale.mean, 2), "sd": round(scale.sd, 2)}
            norms[scale.id] = {**norm, "people": scale.people, "date": date}
    r = sum(correlations) / len(correlations) if correlations else 0.0
    if not 0 < r <= 0.99:
        lowest = min(statistics.scales, key=lambda scale: scale.mean_inter_item_r)
        raise NotUpdatedError(_NOT_MEASURABLE, scale=lowest.id)
    return Measurement({"mean_inter_item_r": round(r, 4), "people": min(people)}, norms)


def updated(data: bytes, file: Path, measured: Measurement) -> bytes:
    """The content of `questions.yaml` with the measured values; nothing else is changed.

    Values are replaced where YAML's own parser says they stand. The result is read again: it
    must say the measured values, and everything else as before. Raises NotUpdatedError.
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
            raise ValueError
    except (StopIteration, TypeError, ValueError, AttributeError) as error:
        raise NotUpdatedError(_NOT_SAFE, file=file) from error
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
