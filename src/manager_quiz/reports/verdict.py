"""The verdict of an audit, for authors: how well roles are found, and what to change first."""

from collections.abc import Sequence
from itertools import groupby

from manager_quiz.catalog.model import Catalog
from manager_quiz.measurement.figures import Audit, FormFigures
from manager_quiz.measurement.verdict import (
    OFF_NORM,
    PART_OF_EQUAL,
    RELIABLE,
    TOLD_APART,
    Finding,
)
from manager_quiz.reports.page import Column, Page, Section, Table, Text, section
from manager_quiz.wording.words import Words, decimal

WORST = 10
"""So many findings of a kind are listed, the worst first."""


def verdict_page(words: Words, catalog: Catalog, audit: Audit, found: Sequence[Finding]) -> Page:
    """How often the right role comes in each form, and what to change, the first thing first."""
    lead = [Text(_hit(words, catalog, audit, form)) for form in audit.forms]
    parts: list[Section] = []
    for _kind, several in groupby(found, lambda each: each.kind):
        same = list(several)
        title, heads, note = _told(words, audit, same[0])
        # What shows in several forms is told once, as it is where it is worst.
        told: dict[object, tuple[tuple[str, ...], list[str]]] = {}
        for each in same:
            cells = _row(words, catalog, each, same)
            key = cells if each.kind == "too-short" else each.about
            form = catalog.form_by_id[each.form].name
            told.setdefault(key, (cells, []))[1].append(form)
        rows = [(*cells, ", ".join(dict.fromkeys(forms))) for cells, forms in told.values()]
        if len(rows) > WORST:
            note = words("And {n} more.", n=len(rows) - WORST) + " " + note
        table = Table((*heads, Column(words("form"))), tuple(rows[:WORST]))
        first = "" if parts else words("Change this first.")
        title = f"{len(parts) + 1}. {title}"
        parts.append(section(title, Text(first, "strong"), table, Text(note)))
    if not parts:
        well = words(
            "Nothing has to be changed: the roles can be told apart, each comes first for some "
            "people, and the scales have questions enough."
        )
        lead.append(Text(well, "strong"))
    return Page(words("Verdict"), lead=tuple(lead), sections=tuple(parts))


def _hit(words: Words, catalog: Catalog, audit: Audit, form: FormFigures) -> str:
    """How often the right role comes, where levels are as far out as stated and as real ones."""
    stated, real = (
        next(each for each in form.drawn if each.reach == reach).methods["resemblance"].first
        for reach in sorted({each.reach for each in form.drawn}, reverse=True)[:2]
    )
    shares = {"first": stated, "guess": 1 / audit.roles, "real": real}
    return words(
        "{form}: of 100 people who are like a role, {first} have it first (by guessing: {guess}); "
        "{real} where roles stand out two thirds as far as stated, as real ones do.",
        form=catalog.form_by_id[form.form].name,
        **{name: f"{100 * share:.0f}" for name, share in shares.items()},
    )


def _told(words: Words, audit: Audit, one: Finding) -> tuple[str, tuple[Column, ...], str]:
    """The title of a kind of finding, the heads of its table, and what to do about it."""
    role, scale = Column(words("role")), Column(words("scale"))
    equal = 100 / audit.roles
    if one.kind == "not-apart":
        return (
            words("Roles that can hardly be told apart"),
            (
                Column(words("roles")),
                Column(words("told apart"), figures=True),
                Column(words("differ most in")),
            ),
            words(
                "Told apart: people of the two who have their own role ahead of the other; "
                "guessing is 50 %, and less than {least} % is named. Set the levels further apart "
                "where such people really differ, ask more about that, or make one role of two.",
                least=f"{100 * TOLD_APART:.0f}",
            ),
        )
    if one.kind == "never-first":
        return (
            words("Roles that hardly ever come first"),
            (role, Column(words("first"), figures=True), Column(words("nearest role"))),
            words(
                "Of people in general; with equal shares it would be {equal} %, and less than "
                "{least} % is named. Move the levels further from the norms, and away from those "
                "of the nearest role.",
                equal=decimal(words, equal),
                least=decimal(words, PART_OF_EQUAL * equal),
            ),
        )
    if one.kind == "off-norm":
        return (
            words("Scales whose norms don't fit their questions"),
            (scale, Column(words("off by"), figures=True)),
            words(
                "People who are as the norm says score otherwise, by more than {off} SD; so much "
                "moves the first role of one person in ten. Give the options of the scale's "
                "situations fairer points, or measure the norm.",
                off=decimal(words, OFF_NORM),
            ),
        )
    if one.kind == "too-short":
        return (
            words("Scales with too few questions"),
            (scale, Column(words("reliability"), figures=True)),
            words(
                "Below {least}, chance makes more than {error} % of what sets people's scores "
                "apart. With {needed} questions a scale it is better.",
                least=decimal(words, RELIABLE, 2),
                error=f"{100 * (1 - RELIABLE):.0f}",
                needed=one.needed,
            ),
        )
    return (
        words("Forms in which thoughtless agreeing goes unnoticed"),
        (),
        words(
            "No scale has statements both ways round. Turn one or two of each scale round, by "
            "their meaning (reverse: true)."
        ),
    )


def _row(words: Words, catalog: Catalog, one: Finding, same: Sequence[Finding]) -> tuple[str, ...]:
    """What a finding says in its table; scales that are alike stand in one row."""
    figure = one.figure or 0.0
    if one.kind == "not-apart":
        pair, share = pair_of(catalog, *one.about), share_of(words, figure)
        return pair, share, _most_apart(words, catalog, one)
    if one.kind == "never-first":
        role, near = (catalog.role_by_id[each].name for each in one.about)
        return role, share_of(words, figure), near
    if one.kind == "off-norm":
        sign = "+" if figure > 0 else "−"
        return catalog.scale_by_id[one.about[0]].name, f"{sign}{decimal(words, abs(figure))}"
    if one.kind == "too-short":
        alike = [each for each in same if (each.form, each.figure) == (one.form, one.figure)]
        names = ", ".join(catalog.scale_by_id[each.about[0]].name for each in alike)
        everything = len(alike) > 1 and len(alike) == len(catalog.scales)
        return words("all scales") if everything else names, decimal(words, figure, 2)
    return ()


def _most_apart(words: Words, catalog: Catalog, pair: Finding) -> str:
    """The scale on which the levels of two roles differ most for its spread, and by how much."""
    one, other = (catalog.role_by_id[role].profile for role in pair.about)
    apart = {scale: abs(one[scale.id].level - other[scale.id].level) for scale in catalog.scales}
    most = max(apart, key=lambda scale: apart[scale] / scale.sd)
    if not apart[most]:
        return words("nothing")
    told = f"{most.name} ({apart[most]:g})"
    items = catalog.form_items(catalog.form_by_id[pair.form])
    asked = any(most.id in choice.points for item in items for choice in item.choices)
    return told if asked else words("{scale}, not asked", scale=told)


def share_of(words: Words, share: float | None) -> str:
    """A share in percent."""
    return words("n/a") if share is None else decimal(words, 100 * share)


def pair_of(catalog: Catalog, one: str, other: str) -> str:
    """The names of two roles."""
    return f"{catalog.role_by_id[one].name} – {catalog.role_by_id[other].name}"
