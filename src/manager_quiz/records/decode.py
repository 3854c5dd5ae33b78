"""Plain values, as they come from a file, to typed ones; nothing of a wrong kind gets through."""

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from manager_quiz.text import in_one_line

MAX_TEXT = 200
LARGEST = 1_000_000_000
Decoder = Callable[[Any], Any]
T = TypeVar("T")


class DecodeError(ValueError):
    """Something isn't what it should be; `path` says where, from the inside out."""

    def __init__(self) -> None:
        super().__init__()
        self.path: list[str] = []

    def __str__(self) -> str:
        return ".".join(reversed(self.path))


def decode(kind: type[T], value: object) -> T:
    """The value as a `kind`: a dataclass or named tuple of numbers, texts and further ones.

    Texts are short, in one line and no command to a terminal, numbers finite. Fields that `kind`
    doesn't have are ignored. Raises DecodeError.
    """
    hashable: Any = kind
    decoded: T = _decoder(hashable)(value)
    return decoded


@cache
def _decoder(kind: Any) -> Decoder:
    origin, args = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return _one_of([_decoder(arg) for arg in args])
    if origin is tuple:
        return _tuple_of(_decoder(args[0]))
    if origin is not None and issubclass(origin, Mapping):
        return _mapping_to(_decoder(args[1]))
    if is_dataclass(kind):
        names = [field.name for field in fields(kind)]
    elif hasattr(kind, "_fields"):
        names = list(kind._fields)
    else:
        return _SCALARS[kind]
    hints = get_type_hints(kind)
    return _record(kind, {name: _decoder(hints[name]) for name in names})


def _record(kind: Any, decoders: Mapping[str, Decoder]) -> Decoder:
    def decode_record(value: Any) -> Any:
        if not isinstance(value, dict):
            raise DecodeError
        decoded = []
        for name, decoder in decoders.items():
            try:
                decoded.append(decoder(value.get(name)))
            except DecodeError as error:
                error.path.append(name)
                raise
        return kind(*decoded)

    return decode_record


def _tuple_of(decoder: Decoder) -> Decoder:
    def decode_tuple(value: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise DecodeError
        return tuple(map(decoder, value))

    return decode_tuple


def _mapping_to(decoder: Decoder) -> Decoder:
    def decode_mapping(value: Any) -> Any:
        if not isinstance(value, dict):
            raise DecodeError
        return {_text(key): decoder(each) for key, each in value.items()}

    return decode_mapping


def _one_of(decoders: list[Decoder]) -> Decoder:
    def decode_one(value: Any) -> Any:
        for decoder in decoders[:-1]:
            try:
                return decoder(value)
            except DecodeError:
                continue
        return decoders[-1](value)

    return decode_one


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > MAX_TEXT or in_one_line(value) != value:
        raise DecodeError
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or abs(value) > LARGEST:
        raise DecodeError
    return value


def _number(value: Any) -> float:
    if type(value) not in {int, float} or not abs(value) <= LARGEST:
        raise DecodeError
    return float(value)


def _truth(value: Any) -> bool:
    if type(value) is not bool:
        raise DecodeError
    return value


def _nothing(value: Any) -> None:
    if value is not None:
        raise DecodeError


_SCALARS: Mapping[Any, Decoder] = {
    str: _text,
    int: _whole,
    float: _number,
    bool: _truth,
    types.NoneType: _nothing,
}
