"""The pages about kept results: the list of them, and what changed between two."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from manager_quiz.catalog.model import Catalog
from manager_quiz.measurement.findings import ScaleChange
from manager_quiz.records.results import Result
from manager_quiz.reports.page import Column, Page, Table, Text, section, sections
from manager_quiz.text import in_one_line
from manager_quiz.wording.words import Words, day

NAMED = 2
"""Roles of a result that a list names at most."""


def _leaders(words: Words, catalog: Catalog, roles: Sequence[str]) -> str:
    """The first of these roles by name, and how many more there are."""
    names = [
        catalog.role_by_id[id].name if id in catalog.role_by_id else id for id in roles[:NAMED]
    ]
    named, rest = ", ".join(names), len(roles) - NAMED
    if rest <= 0:
        return named
    return words.counted("{roles} and {n} more", "{roles} and {n} more", rest, roles=named)


def _change_words(words: Words, change: ScaleChange) -> str:
    """What a change amounts to."""
    if change.reliable_change_index is None:
        return words("not scored both times")
    if not change.real:
        return words("within the error")
    return words("really higher") if change.reliable_change_index > 0 else words("really lower")


def _change_notes(
    words: Words,
    forms: tuple[str, str],
    contents: tuple[tuple[str, str], tuple[str, str]],
    catalog: Catalog,
) -> list[str]:
    """How to read the changes, and what else may be behind them.

    `contents` are version and hash of the content of each result.
    """
    notes = [
        words(
            "A change is real beyond 1.96 times its error (reliable change index); error alone "
            "makes one that large on one scale in twenty."
        )
    ]
    if forms[0] != forms[1]:
        message = words("The forms differ, {first} and {second}; the error of each is allowed for.")
        notes.append(message.format(first=forms[0], second=forms[1]))
    if contents[0] != contents[1]:
        message = words(
            "The content differs, versions {first} and {second}: "
            "a change may come from other questions."
        )
        notes.append(message.format(first=_short(contents[0]), second=_short(contents[1])))
    elif contents[0][1] != catalog.sha256:
        message = words("Both were made with content {version}; the norms are those of {own}.")
        own = _short((catalog.version, catalog.sha256))
        notes.append(message.format(version=_short(contents[0]), own=own))
    return notes


def _short(content: tuple[str, str]) -> str:
    return f"{content[0]} ({content[1][:8]})"


def result_words(words: Words, catalog: Catalog, result: Result) -> str:
    """A kept result in one line: when, which form, and what may suit best."""
    return ", ".join(
        (
            day(words, result.taken_at),
            _form_name(catalog, result),
            _leaders(words, catalog, result.assessment.best_set),
        )
    )


def history_page(
    words: Words,
    catalog: Catalog,
    results: Mapping[str, Result],
    left_out: Sequence[tuple[Path, str]],
) -> Page:
    """Kept results, newest first, and the files in their folder that are none."""
    rows = tuple(
        (
            id,
            f"{day(words, result.taken_at)} {result.taken_at:%H:%M}",
            _form_name(catalog, result),
            _leaders(words, catalog, result.assessment.best_set),
        )
        for id, result in results.items()
    )
    columns = (
        Column(words("Result")),
        Column(words("Taken")),
        Column(words("Form")),
        Column(words("May suit best")),
    )
    told = words("One of them again: manager-quiz history show ID")
    if not rows:
        told = words("No results are kept here yet: manager-quiz take")
    template = words("Left out: {file}: {reason}")
    return Page(
        sections=sections(
            section("", Table(columns, rows)),
            section("", Text(told, "quiet")),
            section(
                "",
                *(
                    Text(template.format(file=in_one_line(file.name), reason=reason), "warning")
                    for file, reason in left_out
                ),
            ),
        ),
    )


def change_page(
    words: Words,
    catalog: Catalog,
    earlier: Result,
    later: Result,
    changes: Sequence[ScaleChange],
) -> Page:
    """Two results scale by scale."""
    both = (earlier, later)
    rows = tuple(
        (
            catalog.scale_by_id[change.id].name,
            f"{_score(change.before)} → {_score(change.after)}",
            _change_words(words, change),
        )
        for change in changes
    )
    dated = " → ".join(f"{each.id}, {day(words, each.taken_at)}" for each in both)
    names = [_leaders(words, catalog, (each.assessment.ranking[0].role,)) for each in both]
    forms = (_form_name(catalog, earlier), _form_name(catalog, later))
    notes = _change_notes(words, forms, (earlier.catalog, later.catalog), catalog)
    real = frozenset(row for row, change in enumerate(changes) if change.real)
    table = Table((Column(""), Column("", figures=True), Column("")), rows, strong=real)
    return Page(
        title=dated,
        sections=(
            section(
                "",
                table,
                Text(words("First role: {before} → {after}", before=names[0], after=names[1])),
            ),
            section("", *(Text(note, "quiet") for note in notes)),
        ),
    )


def _form_name(catalog: Catalog, result: Result) -> str:
    """The form's name, or its id where the catalog doesn't have it."""
    form = catalog.form_by_id.get(result.form)
    return form.name if form else result.form


def _score(score: float | None) -> str:
    return "–" if score is None else f"{score:.0f}"
