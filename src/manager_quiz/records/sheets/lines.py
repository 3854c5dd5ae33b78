"""A text file of any length in portions of whole records, with their line numbers."""

import gzip
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol, cast

from manager_quiz.errors import N_, ContentError, Problem

PORTION = 4_000_000
LONGEST = 32_000_000
"""A quotation that isn't closed within so many bytes is a stray quotation mark."""
_BOM = b"\xef\xbb\xbf"
_GZIP = b"\x1f\x8b"
_PARQUET = b"PAR1"


class Portion(NamedTuple):
    """Some whole records, the first of them on line `line`."""

    line: int
    data: bytes


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class TextFile:
    """A file, or standard input where it is called `-`; unpacked where it is gzipped.

    Raises ContentError for what isn't there or is damaged.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.raw: BinaryIO
        try:
            if str(file) == "-":
                self.raw, self.size = sys.stdin.buffer, 0
            else:
                self.raw, self.size = file.open("rb"), file.stat().st_size
            start = self._start()
            self.is_parquet = start == _PARQUET
            self._stream: _Readable = _Peeked(start, self.raw)
            if start[:2] == _GZIP:
                self._stream = gzip.GzipFile(fileobj=cast(BinaryIO, self._stream))
        except OSError as error:
            raise self._unreadable(error.strerror or str(error)) from error

    def _start(self) -> bytes:
        start = b""
        while len(start) < 4:
            more = self.raw.read(4 - len(start))
            if not more:
                break
            start += more
        return start

    @property
    def done(self) -> float | None:
        """The share of the file that is read; None where its length isn't known."""
        return self.raw.tell() / self.size if self.size else None

    def close(self) -> None:
        """Closes the file."""
        if self.raw is not sys.stdin.buffer:
            self.raw.close()

    def portions(self, size: int | None = None) -> Iterator[Portion]:
        """The file from its start, without a byte order mark."""
        size = size or PORTION
        rest, line = self._read(3), 1
        rest = rest.removeprefix(_BOM)
        while True:
            more = self._read(size)
            rest += more
            end = cut(rest, len(rest)) if more else len(rest)
            if not end and len(rest) > LONGEST:
                end = rest.rfind(b"\n") + 1
            if end:
                data, rest = rest[:end], rest[end:]
                yield Portion(line, data)
                line += data.count(b"\n")
            if not more:
                return

    def _read(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except (OSError, EOFError, zlib.error) as error:
            raise self._unreadable(str(error)) from error

    def _unreadable(self, reason: str) -> ContentError:
        message = N_("the file can't be read: {reason}")
        return ContentError((Problem(self.file, 0, message, {"reason": reason}),))


class _Peeked:
    """A stream whose first bytes have been looked at."""

    def __init__(self, start: bytes, stream: BinaryIO) -> None:
        self._start, self._stream = start, stream

    def read(self, size: int = -1, /) -> bytes:
        """Some bytes; none at the end."""
        if self._start:
            data, self._start = self._start[:size], self._start[size:]
            return data
        return self._stream.read(size)


def cut(data: bytes, before: int) -> int:
    """Where the last record that ends at or before a place ends; 0 where none does.

    A line break within quotation marks ends no record.
    """
    end = data.rfind(b"\n", 0, before) + 1
    if b'"' in data:
        inside = data.count(b'"', 0, end) % 2
        while end and inside:
            earlier = data.rfind(b"\n", 0, end - 1) + 1
            inside ^= data.count(b'"', earlier, end) % 2
            end = earlier
    return end


def separator(header: str) -> str:
    """The separator that stands most often in the first line: a comma, semicolon or tab."""
    return max(",;\t", key=header.count)
