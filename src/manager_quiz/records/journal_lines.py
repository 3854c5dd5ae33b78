"""The lines of a journal: a header that says what was asked, then one event each."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from functools import partial
from typing import Any

from manager_quiz.catalog.model import Catalog, Form, Item
from manager_quiz.interview import (
    Answered,
    Carried,
    Event,
    Finished,
    Jumped,
    Skipped,
    Started,
    WentBack,
)

SCHEMA = "manager-quiz/journal@1"

_NAMES: dict[type[Event], str] = {
    Started: "started",
    Carried: "carried",
    Answered: "answered",
    Skipped: "skipped",
    WentBack: "went-back",
    Jumped: "jumped",
    Finished: "finished",
}
_KINDS: dict[str, Callable[..., Event]] = {name: kind for kind, name in _NAMES.items()}
_KEYS = {name: {field.name for field in fields(kind)} for kind, name in _NAMES.items()}


@dataclass(frozen=True)
class Header:
    """What was asked. `items` maps the ids, in their order, to what the answers mean."""

    form: str
    language: str
    version: str
    sha256: str
    items: Mapping[str, str]


def header_for(catalog: Catalog, form: Form) -> Header:
    """The header of an interview that begins now."""
    items = {item.id: meaning(item) for item in catalog.form_items(form)}
    return Header(form.id, catalog.language, catalog.version, catalog.sha256, items)


def meaning(item: Item) -> str:
    """The same for two versions of an item if an answer to one is an answer to the other.

    The wording is left out: an id that is published keeps its sense, in every language.
    """
    choices = [[choice.answer, sorted(choice.points.items())] for choice in item.choices]
    keyed = json.dumps([item.scale, item.reverse, choices], ensure_ascii=False)
    return hashlib.sha256(keyed.encode()).hexdigest()[:16]


def encode_header(header: Header) -> bytes:
    """The first line."""
    return _line({"schema": SCHEMA, **asdict(header)})


def encode_event(event: Event) -> bytes:
    """One further line."""
    return _line({"event": _NAMES[type(event)], **asdict(event)})


def decode_header(line: bytes) -> Header:
    """What `encode_header` wrote. Raises ValueError for anything else."""
    values = _object(line)
    if values.pop("schema", None) != SCHEMA:
        raise ValueError("not a journal of this version")
    if values.keys() != {field.name for field in fields(Header)}:
        raise ValueError("not a header")
    items = values.pop("items")
    if not _maps_texts_to(_is_text, items) or not all(map(_is_text, values.values())):
        raise ValueError("not the values of a header")
    return Header(**values, items=items)


def decode_event(line: bytes) -> Event:
    """What `encode_event` wrote. Raises ValueError for anything else."""
    values = _object(line)
    name = str(values.pop("event", None))
    if values.keys() != _KEYS.get(name):
        raise ValueError("not an event")
    if not all(_FITS[key](value) for key, value in values.items()):
        raise ValueError("not the values of an event")
    return _KINDS[name](**values)


def decode_events(lines: Iterable[bytes], first: int) -> tuple[tuple[Event, ...], tuple[int, ...]]:
    """The events in `lines`, and the numbers of the damaged lines, counted from `first`."""
    events: list[Event] = []
    damaged: list[int] = []
    for number, line in enumerate(lines, first):
        try:
            events.append(decode_event(line))
        except ValueError:
            damaged.append(number)
    return tuple(events), tuple(damaged)


def _line(values: Mapping[str, object]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"


def _object(line: bytes) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(values, dict):
        raise ValueError("not an object")
    return values


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12


def _is_answer(value: object) -> bool:
    return isinstance(value, int | str) and not isinstance(value, bool)


def _maps_texts_to(fits: Callable[[object], bool], value: object) -> bool:
    return isinstance(value, dict) and all(map(fits, value.values()))


_FITS: dict[str, Callable[[object], bool]] = {
    "at": _is_time,
    "item": _is_text,
    "answer": _is_answer,
    "answers": partial(_maps_texts_to, _is_answer),
    "seconds": partial(_maps_texts_to, _is_time),
}
