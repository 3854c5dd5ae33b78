"""A workshop that is closed: nobody joins it any more, and the one picture of everybody is made.

Whoever saw two pictures of the same people could read more off them than off one. So everybody's
answers go into one picture only: who finishes later is added once there are enough of them.
"""

import json
from dataclasses import asdict, dataclass, replace

import numpy as np

from manager_quiz.catalog.model import Catalog
from manager_quiz.errors import N_, ContentError, Problem
from manager_quiz.measurement.group import Picture, together
from manager_quiz.records.decode import DecodeError, decode
from manager_quiz.records.files import SHARED, read_file, write_whole
from manager_quiz.records.results import encode
from manager_quiz.records.workshops.folder import CLOSING, Workshop
from manager_quiz.records.workshops.gather import Gathered
from manager_quiz.records.workshops.people import result_files

SCHEMA = "manager-quiz/closing@2"


@dataclass(frozen=True)
class Closing:
    """Whether nobody joins any more, the picture, and who has gone into one, by code."""

    closed: bool = False
    picture: Picture | None = None
    pictured: tuple[str, ...] = ()


def _unreadable(workshop: Workshop) -> ContentError:
    message = N_(
        "this isn't how the workshop was closed, or is of another version; delete the file and "
        "close the workshop again"
    )
    return ContentError((Problem(workshop.folder / CLOSING, 0, message),))


def read_closing(workshop: Workshop) -> Closing:
    """How the workshop stands. Raises ContentError where that can't be read."""
    file = workshop.folder / CLOSING
    if not file.exists():
        return Closing()
    try:
        document = json.loads(read_file(file))
        if not isinstance(document, dict) or document.get("schema") != SCHEMA:
            raise DecodeError
        return decode(Closing, document)
    except (ValueError, RecursionError, DecodeError) as error:
        raise _unreadable(workshop) from error


def checked(closing: Closing, workshop: Workshop, catalog: Catalog) -> Picture | None:
    """The picture, once it is sure that it speaks of what the catalog has. Raises ContentError."""
    picture = closing.picture
    if picture is None:
        return None
    known = (
        picture.bands.keys() <= catalog.scale_by_id.keys()
        and {len(ends) for ends in picture.bands.values()} <= {2}
        and picture.families.keys() <= {family.id for family in catalog.families}
        and picture.wished.keys() <= {family.id for family in catalog.families}
        and picture.roles.keys() <= catalog.role_by_id.keys()
        and 1 <= picture.parts <= picture.people
    )
    if not known:
        raise _unreadable(workshop)
    return picture


def close(workshop: Workshop, gathered: Gathered, rng: np.random.Generator) -> Closing:
    """Ends the joining, and makes the picture of all who are in none yet, if they are enough.

    `rng` draws its noise. Raises ContentError and NotWrittenError.
    """
    before = read_closing(workshop)
    earlier = checked(before, workshop, gathered.catalog)
    people = gathered.sheets.keys() - set(before.pictured)
    after = replace(before, closed=True)
    made = gathered.picture(people, rng, asked=workshop.aspirations)
    if made is not None:
        whole = made if earlier is None else together(earlier, made)
        pictured = tuple(sorted({*before.pictured, *people}))
        after = replace(after, picture=whole, pictured=pictured)
    keep(workshop, after)
    return after


def reopen(workshop: Workshop) -> None:
    """Lets people join again; the picture stays. Raises ContentError and NotWrittenError."""
    keep(workshop, replace(read_closing(workshop), closed=False))


def without(workshop: Workshop, code: str) -> Closing | None:
    """What is left once somebody in the picture is erased: no picture; None for all others.

    Where it can't be read who was in it, perhaps everybody was: nobody goes into another one.
    """
    try:
        before = read_closing(workshop)
    except ContentError:
        there = {code, *(file.stem for file in result_files(workshop))}
        before = Closing(True, None, tuple(sorted(there)))
    if code not in before.pictured:
        return None
    pictured = tuple(each for each in before.pictured if each != code)
    return replace(before, picture=None, pictured=pictured)


def keep(workshop: Workshop, closing: Closing) -> None:
    """Writes how the workshop stands. Raises NotWrittenError."""
    document = {"schema": SCHEMA, **asdict(closing)}
    write_whole(workshop.folder / CLOSING, encode(document), own=True, mode=SHARED)
