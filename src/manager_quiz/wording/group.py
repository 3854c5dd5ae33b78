"""What is said about a group: sentences that rest on nothing but its picture."""

from collections.abc import Sequence

from manager_quiz.catalog.model import Catalog
from manager_quiz.measurement.group import CELL, ROLES_AT, WHOLE_AT, Picture, Spread
from manager_quiz.wording.words import Words

NAMED = 3
"""How many scales or roles a sentence names at most."""
FEW, MANY = 0.25, 0.5
"""Shares of the group from which on a sentence says so."""


def took_part(words: Words, done: int, under_way: int, left: int) -> str:
    """How many took part, without a word about their results."""
    parts = [words.ngettext("{n} has finished", "{n} have finished", done).format(n=done)]
    if under_way:
        told = words.ngettext("{n} is in progress", "{n} are in progress", under_way)
        parts.append(told.format(n=under_way))
    if left:
        told = words.ngettext("{n} left in the middle", "{n} left in the middle", left)
        parts.append(told.format(n=left))
    return ", ".join(parts)


def made_from(words: Words, people: int) -> str:
    """From whom the picture is."""
    told = words.ngettext("The picture: {n} person", "The picture: {n} people", people)
    return told.format(n=people)


def too_few(words: Words, people: int) -> str:
    """What isn't shown yet, and why; nothing where all is."""
    if people < CELL:
        told = words.gettext("A picture of the group is shown from {n} people on.")
        return told.format(n=CELL)
    if people < WHOLE_AT:
        told = words.gettext("Below {n} people only skills are shown, so that nobody stands out.")
        return told.format(n=WHOLE_AT)
    return ""


def shares_title(words: Words, picture: Picture) -> str:
    """What the counts of roles or families count."""
    _ = words.gettext
    if picture.by == "families":
        return _("People whose best role may be in this family")
    return _("People whose best role it may be")


def remarks(words: Words, flags: Sequence[str]) -> str:
    """Signs that somebody's answers may not mean much, in a few words each."""
    _ = words.gettext
    told = {
        "same-answer": _("same answers in a row"),
        "contradiction": _("contradictions"),
        "hasty": _("very fast"),
    }
    return ", ".join(told[flag] for flag in flags if flag in told)


def part_names(catalog: Catalog) -> dict[str, str]:
    """Names of roles and families by id."""
    families = {family.id: family.name for family in catalog.families}
    return {role.id: role.name for role in catalog.roles} | families


def at_home(words: Words, catalog: Catalog, picture: Picture) -> str:
    """Where most of the group would be at home; nothing where that can't be shown."""
    names = part_names(catalog)
    told = [(count, id) for id, count in picture.shares.items() if count is not None]
    leading = [names[id] for count, id in sorted(told, key=lambda each: -each[0])[:NAMED]]
    if not leading:
        return ""
    return words.gettext("Likely for most: {roles}.").format(roles=", ".join(leading))


def strengths(words: Words, catalog: Catalog, picture: Picture) -> str:
    """Scales on which many are high."""
    named = _scales(catalog, picture, 2)
    return words.gettext("Many are high in: {scales}.").format(scales=named) if named else ""


def lacks(words: Words, catalog: Catalog, picture: Picture) -> list[str]:
    """What the group has little of, as far as it can be said."""
    _ = words.gettext
    said = []
    low = _scales(catalog, picture, 0)
    if low:
        said.append(_("Many are low in: {scales}.").format(scales=low))
    names = part_names(catalog)
    rare = [
        names[id]
        for id, count in sorted(picture.shares.items(), key=lambda each: each[1] or 0)
        if count is not None and count <= FEW * picture.people
    ]
    if rare:
        said.append(_("Likely for few: {roles}.").format(roles=", ".join(rare[:5])))
    if not said and picture.people >= WHOLE_AT:
        said.append(_("Nothing that could be shown is plainly missing."))
    return said


def talking_points(words: Words, catalog: Catalog, picture: Picture) -> list[str]:
    """Questions for the group to talk about."""
    _ = words.gettext
    points = []
    high, low = _scales(catalog, picture, 2), _scales(catalog, picture, 0)
    mixed = _mixed(catalog, picture)
    if high:
        told = _("Many of you are high in: {scales}. Where does it show, and what does it cost?")
        points.append(told.format(scales=high))
    if low:
        told = _("Many of you are low in: {scales}. Whom do you ask for it, and who would learn?")
        points.append(told.format(scales=low))
    if mixed:
        told = _("You differ in: {scales}. How do you share out such work?")
        points.append(told.format(scales=mixed))
    return [
        *points,
        _("Which role surprised you, and what would you have to see to believe it?"),
        _("What will you try next week, and whom will you tell about it?"),
    ]


def reading(words: Words, picture: Picture) -> list[str]:
    """How the picture came about, and why parts of it are held back."""
    _ = words.gettext
    purpose = _("This is for exploring, not for selecting people. Skills are as you rate them.")
    if not picture.spreads:
        return [purpose]
    said = [
        _(
            "Low, middle and high are as in people's own reports: beyond half a standard "
            "deviation from the norm, which is assumed. Who isn't scored on a scale is in the "
            "middle."
        ),
        _(
            "A dot stands for a count that is held back: fewer than {n} people, or one from "
            "which such a count could be worked out."
        ).format(n=CELL),
    ]
    if picture.by == "families" and picture.people >= WHOLE_AT:
        told = _("Below {n} people roles are counted in families.").format(n=ROLES_AT)
        said.append(told)
    return [*said, purpose]


def _scales(catalog: Catalog, picture: Picture, band: int) -> str:
    """Scales that at least half of the group stands on this end of, most first."""

    def count(spread: Spread) -> int:
        return spread.counts[band] or 0

    ends = [spread for spread in picture.spreads if count(spread) >= MANY * picture.people]
    ordered = sorted(ends, key=lambda spread: -count(spread))[:NAMED]
    return _listed(catalog, ordered)


def _mixed(catalog: Catalog, picture: Picture) -> str:
    """Scales with a good part of the group at both ends."""
    both = [
        spread
        for spread in picture.spreads
        if all((spread.counts[band] or 0) >= FEW * picture.people for band in (0, 2))
    ]
    return _listed(catalog, both[:NAMED])


def _listed(catalog: Catalog, spreads: Sequence[Spread]) -> str:
    return ", ".join(catalog.scale_by_id[spread.scale].name for spread in spreads)
