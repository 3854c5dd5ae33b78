"""Plain values, as they come from a file, to typed ones; nothing of a wrong kind gets through."""

from collections.abc import Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from manager_quiz.text import in_one_line

MAX_TEXT = 200
LARGEST = 1_000_000_000
T = TypeVar("T")


class DecodeError(ValueError):
    """Something isn't what it should be; `path` says where, from the inside out."""

    def __init__(self, *path: str) -> None:
        super().__init__()
        self.path = list(path)

    def __str__(self) -> str:
        return ".".join(reversed(self.path))


def decode(kind: type[T], value: object) -> T:
    """The value as a `kind`: a dataclass or named tuple of numbers, texts and further ones.

    Texts are short, in one line and no command to a terminal, numbers finite. Fields that `kind`
    doesn't have are ignored. Raises DecodeError.
    """
    decoded: T = _decoded(kind, value)
    return decoded


def _decoded(kind: Any, value: Any) -> Any:
    if kind in _SCALARS:
        if type(value) not in _SCALARS[kind]:
            raise DecodeError
        if kind is str and (len(value) > MAX_TEXT or in_one_line(value) != value):
            raise DecodeError
        if kind in {int, float} and not abs(value) <= LARGEST:
            raise DecodeError
        return float(value) if kind is float else value
    container, parts, fields = _shape(kind)
    if container is UnionType:
        return _one_of(parts, value)
    if container is tuple and isinstance(value, list | tuple):
        return tuple(_decoded(parts[0], each) for each in value)
    if container is not tuple and isinstance(value, dict):
        if fields is None:
            return {_decoded(str, key): _decoded(parts[1], each) for key, each in value.items()}
        return kind(*[_field(name, part, value) for name, part in fields])
    raise DecodeError


_SCALARS: Mapping[Any, set[type]] = {
    str: {str},
    int: {int},
    float: {int, float},
    bool: {bool},
    NoneType: {NoneType},
}


@cache
def _shape(kind: Any) -> tuple[Any, tuple[Any, ...], tuple[tuple[str, Any], ...] | None]:
    """What holds parts of which kinds; and a record's fields, each with its kind."""
    container = get_origin(kind)
    if container is None:
        return kind, (), tuple(get_type_hints(kind).items())
    return container, get_args(kind), None


def _field(name: str, kind: Any, values: Mapping[str, Any]) -> Any:
    try:
        return _decoded(kind, values.get(name))
    except DecodeError as error:
        error.path.append(name)
        raise


def _one_of(kinds: tuple[Any, ...], value: Any) -> Any:
    for kind in kinds[:-1]:
        try:
            return _decoded(kind, value)
        except DecodeError:
            continue
    return _decoded(kinds[-1], value)
