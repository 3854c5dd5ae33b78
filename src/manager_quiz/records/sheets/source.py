"""A file as bytes: unpacked, in UTF-8, with line ends of one kind; and what kind of file it is."""

import codecs
import gzip
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from manager_quiz.errors import N_, ContentError

BLOCK = 1_350_000
"""Bytes that are read at a time."""
LONGEST_LINE = 5_000_000
"""Bytes of a line; no row of answers is anywhere near so long."""
UNPACKED, TIMES = 100_000_000, 200
"""A packed file that becomes larger than so many bytes, and so many times larger, is a trap."""
_GZIP = b"\x1f\x8b"
CUT = N_("it is cut short")
DAMAGED = N_("it is damaged")
LOCKED = N_("it is protected by a password; save it without one")
_KINDS = {
    b"PAR1": "parquet",
    b"PARE": "parquet",
    b"ARRO": "arrow",
    b"PK\x03\x04": "workbook",
    b"\xd0\xcf\x11\xe0": "workbook",
}
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class Source:
    """A file, or standard input where it is called `-`; unpacked where it is gzipped.

    `kind` is `parquet`, `arrow`, `workbook` or `text`, by what the file begins with. Raises
    ContentError for what isn't there, is damaged or isn't text in the `encoding`.
    """

    def __init__(self, file: Path, encoding: str | None = None) -> None:
        self.file = file
        self.encoding = encoding
        self._raw: BinaryIO
        try:
            if str(file) == "-":
                self._raw, self.size = sys.stdin.buffer, 0
            else:
                self._raw, self.size = file.open("rb"), file.stat().st_size
            start = self._raw.read(4)
            self.kind = _KINDS.get(start, "text")
            self._peeked = _Peeked(start, self._raw)
            self._stream: _Readable = self._peeked
            self._unpacked = 0
            if start[:2] == _GZIP:
                self._stream = gzip.GzipFile(fileobj=cast(BinaryIO, self._stream))
        except OSError as error:
            raise unreadable(file, error) from error

    @property
    def done(self) -> float | None:
        """The share of the file that is read; None where its length isn't known."""
        return self._raw.tell() / self.size if self.size else None

    def close(self) -> None:
        """Closes the file."""
        if self._raw is not sys.stdin.buffer:
            self._raw.close()

    def everything(self) -> bytes:
        """The whole file as it is."""
        return self._read(-1)

    def blocks(self, size: int | None = None) -> Iterator[bytes]:
        r"""The text from its start in UTF-8, without a byte order mark; all line ends are `\n`.

        What isn't UTF-8 though nobody named an encoding goes along as it is.
        """
        size = size or BLOCK
        block = self._read(max(size, 3))
        mark = next((mark for mark in _MARKS if block.startswith(mark)), b"")
        self.encoding = _MARKS.get(mark, self.encoding)
        block = block.removeprefix(mark)
        plain = self.encoding is None or codecs.lookup(self.encoding).name == "utf-8"
        decoder = None if plain else codecs.getincrementaldecoder(cast(str, self.encoding))()
        lone: bool | None = None  # whether lines end with CR alone, once a line has ended
        held = b""
        line = 0  # bytes of the line that hasn't ended yet
        while True:
            more = self._read(size)
            if decoder is not None:
                block = self._decoded(decoder, block, final=not more)
            block, held = held + block, b""
            if block.endswith(b"\r") and more:
                block, held = block[:-1], b"\r"
            if lone is None and (b"\r" in block or b"\n" in block):
                # Excel's "CSV (Macintosh)" ends lines with CR alone.
                lone = b"\n" not in block
            if b"\r" in block:
                block = block.replace(b"\r" if lone else b"\r\n", b"\n")
            ended = block.rfind(b"\n") + 1
            line = len(block) - ended + (0 if ended else line)
            if line > LONGEST_LINE:
                message = N_("a line is longer than {megabytes} MB")
                raise ContentError.at(self.file, 0, message, megabytes=LONGEST_LINE // 1_000_000)
            yield block
            if not more:
                return
            block = more

    def _decoded(self, decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool) -> bytes:
        try:
            return decoder.decode(block, final).encode()
        except UnicodeError as error:
            message = N_("the file isn't text in {encoding}")
            raise ContentError.at(self.file, 0, message, encoding=self.encoding) from error

    def _read(self, size: int) -> bytes:
        try:
            data = self._stream.read(size)
        except EOFError as error:
            raise unreadable(self.file, CUT) from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise unreadable(self.file, DAMAGED) from error
        except OSError as error:
            raise unreadable(self.file, error) from error
        self._unpacked += len(data)
        check_unpacked(self.file, self._peeked.taken, self._unpacked)
        return data


def check_unpacked(file: Path, packed: int, unpacked: int) -> None:
    """Raises ContentError where so many packed bytes become far too many."""
    if unpacked > UNPACKED and unpacked > TIMES * packed:
        message = N_("unpacked it is more than {times} times as large, which no file of sheets is")
        raise ContentError.at(file, 0, message, times=TIMES)


def unreadable(file: Path, reason: OSError | str) -> ContentError:
    """What to raise for a file that can't be read, as the system or a message of ours has it."""
    message = N_("the file can't be read: {reason}")
    return ContentError.at(file, 0, message, reason=reason)


class _Peeked:
    """A stream whose first bytes have been looked at."""

    def __init__(self, start: bytes, stream: BinaryIO) -> None:
        self._start, self._stream = start, stream
        self.taken = 0

    def read(self, size: int = -1, /) -> bytes:
        """Some bytes; none at the end. `taken` counts them."""
        data = self._read(size)
        self.taken += len(data)
        return data

    def _read(self, size: int) -> bytes:
        if not self._start:
            return self._stream.read(size)
        if size < 0:
            start, self._start = self._start, b""
            return start + self._stream.read()
        data, self._start = self._start[:size], self._start[size:]
        return data + self._stream.read(size - len(data)) if size > len(data) else data


def likely_encoding(data: bytes) -> str:
    """The encoding that bytes which aren't UTF-8 look like, for a suggestion."""
    if data.count(0) > len(data) // 4:
        return "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    text = data.decode("cp1251", "replace")
    cyrillic = sum("а" <= each.lower() <= "я" or each in "ёЁ" for each in text)
    foreign = sum(each > 127 for each in data)
    return "cp1251" if cyrillic > 0.8 * foreign else "cp1252"
