"""The page about a group, and its figures for others: they rest on nothing but its picture.

With `Private` it has every person by code, for the counselor's own eyes.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from manager_quiz.catalog.model import Catalog
from manager_quiz.measurement.group import (
    ROLES_AT,
    SHOWN_AT,
    Picture,
    error,
    shares,
    spread,
    wishes,
)
from manager_quiz.reports.counselor import Private, pairs_of, people_of, private_sections
from manager_quiz.reports.page import (
    Bar,
    Cell,
    Page,
    Section,
    Table,
    Text,
    columns,
    points,
    section,
    sections,
)
from manager_quiz.wording.words import Words

SCHEMA = "manager-quiz/group@3"
NAMED = 3
"""How many scales or roles a sentence names at most."""
FEW, MANY = 0.25, 0.5
"""Shares of the group from which on a sentence says so, if it is sure."""


class Stand(NamedTuple):
    """How a workshop stands: how many have finished, are at it and have left; the picture.

    `waiting` have finished and gone into no picture yet.
    """

    closed: bool
    done: int
    under_way: int
    left: int
    picture: Picture | None
    waiting: int


def took_part(words: Words, stand: Stand) -> str:
    """How many took part, without a word about their results."""
    parts = [words.counted("{n} has finished", "{n} have finished", stand.done)]
    if n := stand.under_way:
        parts.append(words.counted("{n} is in progress", "{n} are in progress", n))
    if n := stand.left:
        parts.append(words.counted("{n} left in the middle", "{n} left in the middle", n))
    return ", ".join(parts) + "."


def standing(words: Words, stand: Stand) -> str:
    """Of whom the picture is; or why there is none, by the one rule that there is."""
    more, later = SHOWN_AT - stand.waiting, ""
    if stand.picture is not None:
        n = stand.picture.people
        told = words.counted("The picture: {n} person.", "The picture: {n} people.", n)
        if stand.waiting and more > 0:
            later = words(
                "Who finished later isn't in it: others are added when they are {least}.",
                least=SHOWN_AT,
            )
    elif more > 0:
        told = words.counted(
            "The picture of the group is made from {least} people on, when the workshop is "
            "closed; {n} more is needed.",
            "The picture of the group is made from {least} people on, when the workshop is "
            "closed; {n} more are needed.",
            more,
            least=SHOWN_AT,
        )
        if stand.waiting < stand.done:
            later = words("Who was in one that was deleted goes into no other.")
    elif stand.closed:
        told = words("The picture of the group is made when the workshop is closed again.")
    else:
        told = words("The picture of the group is made when the workshop is closed.")
    return f"{told} {later}".strip()


def _ordered(counts: Mapping[str, int]) -> list[str]:
    """Those of whom there are most first; equals in the catalog's order."""
    return sorted(counts, key=lambda each: -counts[each])


def _listed(ids: Sequence[str], names: Mapping[str, str]) -> str:
    return ", ".join(names[id] for id in ids[:NAMED])


class _Told:
    """What a picture says, in words and figures."""

    def __init__(self, words: Words, catalog: Catalog, picture: Picture) -> None:
        self.words, self.picture = words, picture
        # Means are said to be as far off as on the scale where they are most so.
        self.off = error(picture, max(scale.sd for scale in catalog.scales))
        self.spreads = {
            scale.id: spread(picture, scale.id, scale.mean, scale.sd)
            for scale in catalog.scales
            if scale.id in picture.bands
        }
        self.families = shares(picture, picture.families)
        self.roles = shares(picture, picture.roles)
        self.wished = wishes(picture)
        self.scale_names = {scale.id: scale.name for scale in catalog.scales}
        self.family_names = {family.id: family.name for family in catalog.families}
        self.role_names = {role.id: role.name for role in catalog.roles}

    def _apart(self, side: int) -> str:
        """Roles with plainly more (1) or less (-1) than an even share, most so first.

        Families where roles aren't told.
        """
        told, names, off = self.families, self.family_names, self.off.family
        if self.roles:
            told, names, off = self.roles, self.role_names, self.off.role
        far = [each for each in _ordered(told) if side * (told[each] - 100 / len(told)) > off]
        return _listed(far[::side], names)

    def _many(self, band: int) -> str:
        """Scales that surely half of the group is low (0) or high (2) on, most people first."""
        counts = {scale: each[band] for scale, each in self.spreads.items()}
        many = [each for each in _ordered(counts) if self._sure(counts[each], MANY)]
        return _listed(many, self.scale_names)

    def _sure(self, count: int, share: float) -> bool:
        """Whether a count is surely so much of the group."""
        return count - self.off.ends >= share * self.picture.people

    @cached_property
    def high(self) -> str:
        """What many are high in."""
        return self._many(2)

    @cached_property
    def low(self) -> str:
        """What many are low in."""
        return self._many(0)

    def findings(self) -> list[str]:
        """What people like these are likely to be best at, and what many are high in."""
        said = []
        if likely := self._apart(1):
            said.append(self.words("Most likely in this group: {roles}.", roles=likely))
        if self.high:
            said.append(self.words("Many are high in: {scales}.", scales=self.high))
        return said

    def lacks(self) -> list[str]:
        """What the group has little of, as far as it can be said."""
        said = []
        if self.low:
            said.append(self.words("Many are low in: {scales}.", scales=self.low))
        if rare := self._apart(-1):
            said.append(self.words("Least likely in this group: {roles}.", roles=rare))
        return said or [self.words("Nothing that could be shown is plainly missing.")]

    def talking_points(self) -> Iterator[str]:
        """Questions for the group to talk about."""
        words = self.words
        if self.high:
            yield words(
                "Many of you are high in: {scales}. Where does it show, and what does it cost?",
                scales=self.high,
            )
        if self.low:
            yield words(
                "Many of you are low in: {scales}. Whom do you ask for it, and who would learn?",
                scales=self.low,
            )
        spreads = self.spreads.items()
        mixed = [id for id, each in spreads if self._sure(min(each.low, each.high), FEW)]
        if mixed:
            listed = _listed(mixed, self.scale_names)
            yield words("You differ in: {scales}. How do you share out such work?", scales=listed)
        yield words("Which role surprised you, and what would you have to see to believe it?")
        yield words("What will you try next week, and whom will you tell about it?")

    def reading(self) -> Iterator[str]:
        """How the picture came about."""
        words = self.words
        yield words(
            "So that the picture says little about any one person, something has been added to its "
            "figures or taken from them by chance; shares needn't add up to 100 %."
        )
        yield words(
            "Low, middle and high are as in people's own reports: beyond half a standard "
            "deviation from the norm, which is assumed. Who isn't scored on a scale is in the "
            "middle. The mean is worked out from the three."
        )
        yield words(
            "Share: if there were a hundred people like these, so many of them would have their "
            "best role there."
        )
        if self.wished:
            yield words(
                "Which roles people would choose: so many named one there; nine in ten of these "
                "counts are off by no more than {n}.",
                n=self.off.wished,
            )
        if not self.roles:
            yield words("From {n} people on each role has its share, too.", n=ROLES_AT)

    def exactness(self) -> str:
        """How far off the figures are."""
        words, off = self.words, self.off
        told = [
            words(
                "low and high by {ends}, middle by {middle}, means by {mean}",
                ends=off.ends,
                middle=off.middle,
                mean=off.mean,
            )
        ]
        if self.families:
            told.append(words("families by {n} %", n=off.family))
        if self.roles:
            told.append(words("roles by {n} %", n=off.role))
        figures = ", ".join(told)
        return words(
            "Nine in ten figures are off by no more than this: {figures}.", figures=figures
        )

    def spread_table(self) -> Table:
        """How many are where on each scale."""
        words = self.words
        rows: tuple[tuple[Cell | str, ...], ...] = tuple(
            (
                self.scale_names[scale],
                *(Cell(str(count), heat=count / self.picture.people) for count in each[:3]),
                str(each.mean),
            )
            for scale, each in self.spreads.items()
        )
        figures = (words("Low"), words("Middle"), words("High"), words("Mean"))
        return Table(columns(words("Scale"), *figures), rows)

    def family_table(self) -> Table:
        """The share of each family."""
        return self._share_table(self.words("Family"), self.families, self.family_names)

    def wish_table(self) -> Table:
        """How many would choose a role of each family; empty where nobody was asked."""
        rows = tuple((self.family_names[id], str(self.wished[id])) for id in _ordered(self.wished))
        return Table(columns(self.words("Family"), self.words("People")), rows)

    def role_table(self) -> Table:
        """The share of each role; empty where roles aren't told."""
        return self._share_table(self.words("Role"), self.roles, self.role_names)

    def _share_table(self, part: str, told: Mapping[str, int], names: Mapping[str, str]) -> Table:
        """The largest share first, with bars that the largest of all would fill."""
        longest = max(told.values(), default=0) or 1
        rows = tuple(
            (names[id], Cell(f"{told[id]} %", Bar(told[id] / longest))) for id in _ordered(told)
        )
        return Table(columns(part, self.words("Share")), rows)


def group_page(
    words: Words, catalog: Catalog, title: str, stand: Stand, private: Private | None = None
) -> Page:
    """What a group is like, what it lacks, and what to talk about."""
    board = board_page(words, catalog, title, stand)
    more: list[Section] = []
    if stand.picture is not None:
        told = _Told(words, catalog, stand.picture)
        more += (
            section("", *map(Text, told.findings())),
            section(words("Roles of the group"), told.role_table()),
            section(words("Which roles people would choose"), told.wish_table()),
            section(words("What the group has little of"), points(told.lacks())),
            section(words("To talk about"), points([*told.talking_points()])),
            section(words("How to read this"), points([*told.reading()])),
        )
    if private is not None:
        more += private_sections(words, catalog, private)
    purpose = words("This is for exploring, not for selecting people. Skills are as you rate them.")
    return board._replace(sections=sections(*board.sections, *more), notices=(purpose,))


def board_page(words: Words, catalog: Catalog, title: str, stand: Stand) -> Page:
    """What fits a screen on the wall: how many take part, and then scales and families."""
    lead = [took_part(words, stand), standing(words, stand)]
    if stand.picture is None:
        return Page(title=title, lead=tuple(map(Text, lead)))
    told = _Told(words, catalog, stand.picture)
    return Page(
        title=title,
        lead=tuple(map(Text, (*lead, told.exactness()))),
        sections=sections(
            section(words("Skills and interests of the group"), told.spread_table(), column=1),
            section(words("Where its best roles are likely to be"), told.family_table(), column=2),
        ),
    )


GROUP_COLUMNS = ("kind", "id", "name", "people", "low", "middle", "high", "mean", "share", "wished")


def group_rows(
    words: Words, catalog: Catalog, title: str, stand: Stand, private: Private | None = None
) -> Iterator[Sequence[Any]]:
    """A table for spreadsheets; figures are as they are shown."""
    yield "group", "", title, stand.done
    if stand.picture is not None:
        told = _Told(words, catalog, stand.picture)
        yield "picture", "", title, stand.picture.people
        for scale, each in told.spreads.items():
            yield "scale", scale, told.scale_names[scale], "", *each
        for kind, parts, names in (
            ("family", told.families, told.family_names),
            ("role", told.roles, told.role_names),
        ):
            for id in _ordered(parts):
                wished = told.wished.get(id, "") if kind == "family" else ""
                yield kind, id, names[id], *[""] * 5, parts[id], wished
    for person in people_of(words, catalog, private) if private else ():
        yield "person", person.code, person.roles


def group_document(
    words: Words, catalog: Catalog, title: str, stand: Stand, private: Private | None = None
) -> dict[str, Any]:
    """How the workshop stands and its picture, as a plain mapping."""
    document: dict[str, Any] = {"schema": SCHEMA, "workshop": title, **stand._asdict()}
    if stand.picture is not None:
        told = _Told(words, catalog, stand.picture)
        document["picture"] = {
            "people": stand.picture.people,
            "spreads": [{"scale": id, **each._asdict()} for id, each in told.spreads.items()],
            "families": told.families,
            "roles": told.roles,
            "wished": told.wished,
            "off_by": told.off._asdict(),
        }
    if private:
        document["private"] = {
            "people": [row._asdict() for row in people_of(words, catalog, private)],
            "pairs": pairs_of(words, catalog, private),
        }
    return document
