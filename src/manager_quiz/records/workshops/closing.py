"""A workshop that is closed: nobody joins it any more, and the one picture of everybody is made.

Whoever saw two pictures of nearly the same people could read off what sets them apart. Another
one is made only of people of whom enough are others.
"""

import json
from dataclasses import asdict, dataclass, replace

import numpy as np

from manager_quiz.catalog.model import Catalog
from manager_quiz.errors import N_, ContentError, Problem
from manager_quiz.measurement.group import Picture
from manager_quiz.records.decode import DecodeError, decode
from manager_quiz.records.files import SHARED, read_file, write_whole
from manager_quiz.records.results import encode
from manager_quiz.records.workshops.folder import CLOSING, Workshop
from manager_quiz.records.workshops.gather import Gathered

SCHEMA = "manager-quiz/closing@1"
WRONG = N_("this isn't how the workshop was closed, or is of another version")
OTHERS = 5
"""So many people another picture of the same workshop has to differ by."""


@dataclass(frozen=True)
class Pictured:
    """Of whom a picture was made: by code, and how many more who have been erased since."""

    people: tuple[str, ...]
    erased: int


@dataclass(frozen=True)
class Closing:
    """Whether nobody joins any more, the picture, and of whom there ever were pictures."""

    closed: bool = False
    picture: Picture | None = None
    pictured: tuple[Pictured, ...] = ()

    def missing(self, people: set[str]) -> int:
        """How many others it takes before a picture may be made of these people."""
        return max((OTHERS - _differing(each, people) for each in self.pictured), default=0)


def _differing(earlier: Pictured, people: set[str]) -> int:
    return len(people ^ set(earlier.people)) + earlier.erased


def read_closing(workshop: Workshop) -> Closing:
    """How the workshop stands. Raises ContentError where that can't be read."""
    file = workshop.folder / CLOSING
    if not file.exists():
        return Closing()
    try:
        return decode(Closing, json.loads(read_file(file)))
    except (ValueError, RecursionError, DecodeError) as error:
        raise ContentError((Problem(file, 0, WRONG),)) from error


def checked(closing: Closing, workshop: Workshop, catalog: Catalog) -> Picture | None:
    """The picture, once it is sure that it speaks of what the catalog has. Raises ContentError."""
    picture = closing.picture
    known = picture is None or (
        {spread.scale for spread in picture.spreads} <= catalog.scale_by_id.keys()
        and {len(spread.counts) for spread in picture.spreads} <= {0, 3}
        and picture.families.keys() <= {family.id for family in catalog.families}
        and picture.roles.keys() <= catalog.role_by_id.keys()
    )
    if not known:
        raise ContentError((Problem(workshop.folder / CLOSING, 0, WRONG),))
    return picture


def close(workshop: Workshop, gathered: Gathered, rng: np.random.Generator) -> Closing:
    """Ends the joining, and makes the picture where there is none of these people yet.

    `rng` decides how its figures are rounded. Raises ContentError and NotWrittenError.
    """
    before = read_closing(workshop)
    people = set(gathered.sheets)
    first = not before.pictured
    made = gathered.picture(rng, first=first) if before.missing(people) <= 0 else None
    after = replace(before, closed=True)
    if made is not None:
        pictured = (*before.pictured, Pictured(tuple(sorted(people)), 0))
        after = replace(after, picture=made, pictured=pictured)
    _write(workshop, after)
    return after


def reopen(workshop: Workshop) -> None:
    """Lets people join again; the picture stays. Raises ContentError and NotWrittenError."""
    _write(workshop, replace(read_closing(workshop), closed=False))


def forget(workshop: Workshop, code: str) -> None:
    """Deletes the picture of somebody who is erased, and the code. As `reopen` raises."""
    before = read_closing(workshop)
    if not any(code in each.people for each in before.pictured):
        return
    pictured = tuple(
        Pictured(tuple(each for each in earlier.people if each != code), earlier.erased + 1)
        if code in earlier.people
        else earlier
        for earlier in before.pictured
    )
    _write(workshop, replace(before, picture=None, pictured=pictured))


def _write(workshop: Workshop, closing: Closing) -> None:
    document = {"schema": SCHEMA, **asdict(closing)}
    write_whole(workshop.folder / CLOSING, encode(document), own=True, mode=SHARED)
