"""The second secret of whoever takes part, since a code is seen over a shoulder.

pins/CODE.json     the PIN, salted and hashed
pins/CODE.phone-H  for each phone that somebody has, the hash of what it is known by
pins/CODE.try-N    the N-th try in a row that hasn't been right, also for a code that nobody
                   has: having to wait tells nobody which codes there are
"""

import hashlib
import hmac
import json
import math
import os
import secrets
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from manager_quiz.errors import NotWrittenError, naming
from manager_quiz.records.decode import DecodeError, decode
from manager_quiz.records.files import SHARED, new_folder, read_plain, write_whole
from manager_quiz.records.results import encode
from manager_quiz.records.workshops.folder import Workshop, hide_time
from manager_quiz.wording.codes import CODE
from manager_quiz.wording.words import Words

DIGITS = 4
FREE_TRIES = 3
FIRST_WAIT, LONGEST_WAIT = 4, 60
"""Seconds; each wait is twice the one before. In two hours that is a hundred and thirty tries."""


class TooSoonError(Exception):
    """After wrong tries nobody, right or wrong, may try this code again for so many `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    def told(self, words: Words) -> str:
        """What somebody reads who has to wait."""
        return words.counted(
            "After several wrong tries this code can be tried again in {n} second.",
            "After several wrong tries this code can be tried again in {n} seconds.",
            math.ceil(self.seconds),
        )


class _Kept(NamedTuple):
    salt: str
    hash: str


def new_pin(workshop: Workshop, code: str) -> str:
    """A PIN for the person with this code, to be shown to them now: it isn't kept as it is.

    One that was given before doesn't count any more. Raises NotWrittenError.
    """
    pin = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    salt = secrets.token_bytes(16)
    kept = _Kept(salt.hex(), _hashed(pin, salt).hex())
    with naming(NotWrittenError, workshop.pins):
        new_folder(workshop.pins, like=workshop.folder)
    write_whole(_file(workshop, code), encode(kept._asdict()), mode=SHARED)
    hide_time(workshop, _file(workshop, code))
    return pin


def opens(workshop: Workshop, code: str, typed: str) -> bool:
    """Whether this is the code's PIN, typed with any spaces; False too where nobody has the code.

    Raises TooSoonError, and OSError where the try can't be counted.
    """
    if not CODE.fullmatch(code):
        return False
    _count_try(workshop, code)
    kept = _read(workshop, code)
    digits = "".join(str(int(each)) for each in typed if each.isdecimal())
    # As long as for a code that somebody has.
    hashed = _hashed(digits, bytes.fromhex(kept.salt) if kept else bytes(16))
    right = kept is not None and hmac.compare_digest(hashed.hex(), kept.hash)
    if right:
        for number in _tries(workshop, code):
            _try_file(workshop, code, number).unlink(missing_ok=True)
    return right


def new_phone(workshop: Workshop, code: str) -> str:
    """128 random bits that this person's phone is known by from now on. Raises NotWrittenError."""
    token = secrets.token_urlsafe(16)
    with naming(NotWrittenError, workshop.pins):
        new_folder(workshop.pins, like=workshop.folder)
    file = workshop.pins / f"{code}.phone-{_digest(token)}"
    write_whole(file, b"", mode=SHARED)
    hide_time(workshop, file)
    return token


def code_of_phone(workshop: Workshop, token: str) -> str | None:
    """The code of the person whose phone it is; None for one that nobody has."""
    found = next(workshop.pins.glob(f"*.phone-{_digest(token)}"), None)
    return None if found is None else found.name.partition(".")[0]


def has_phones(workshop: Workshop) -> bool:
    """Whether any phone is known."""
    return any(workshop.pins.glob("*.phone-*"))


def forget_phone(workshop: Workshop, token: str) -> None:
    """From now on the phone is nobody's. Raises OSError."""
    for file in workshop.pins.glob(f"*.phone-{_digest(token)}"):
        file.unlink(missing_ok=True)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def move_pin(workshop: Workshop, code: str, new: str) -> None:
    """Gives the PIN and the phones to another code of the same person. Raises OSError."""
    for file in workshop.pins.glob(f"{code}.*"):
        file.replace(file.with_name(new + file.name.removeprefix(code)))


def forget_pin(workshop: Workshop, code: str) -> None:
    """Removes the PIN, its tries and the phones. Raises OSError."""
    for file in workshop.pins.glob(f"{code}.*"):
        file.unlink(missing_ok=True)


def _count_try(workshop: Workshop, code: str) -> None:
    """Makes this the next try. Two at once, on whatever machines, are two tries."""
    new_folder(workshop.pins, like=workshop.folder)
    while True:
        last = max(_tries(workshop, code), default=0)
        if last >= FREE_TRIES:
            # Machines' clocks differ: a try from the future says nothing, and must not lock.
            with suppress(FileNotFoundError):
                since = abs(time.time() - _try_file(workshop, code, last).stat().st_mtime)
                wait = min(FIRST_WAIT * 2 ** (last - FREE_TRIES), LONGEST_WAIT)
                if since < wait:
                    raise TooSoonError(wait - since)
        with suppress(FileExistsError):
            flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
            os.close(os.open(_try_file(workshop, code, last + 1), flags, SHARED))
            return


def _tries(workshop: Workshop, code: str) -> list[int]:
    numbers = [file.suffix.removeprefix(".try-") for file in workshop.pins.glob(f"{code}.try-*")]
    return [int(number) for number in numbers if number.isdecimal()]


def _try_file(workshop: Workshop, code: str, number: int) -> Path:
    return workshop.pins / f"{code}.try-{number}"


def _file(workshop: Workshop, code: str) -> Path:
    return workshop.pins / f"{code}.json"


def _read(workshop: Workshop, code: str) -> _Kept | None:
    try:
        document: Any = json.loads(read_plain(_file(workshop, code)) or b"null")
        kept = decode(_Kept, document)
        bytes.fromhex(kept.salt + kept.hash)
    except (OSError, ValueError, RecursionError, DecodeError):
        return None
    return kept


def _hashed(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=2**14, r=8, p=1)
