"""The pages about kept results: the list of them, and what changed between two."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from manager_quiz.catalog.model import Catalog
from manager_quiz.measurement.findings import ScaleChange
from manager_quiz.records.results import Result
from manager_quiz.reports.page import Column, Page, Table, Text, columns, section, sections
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


def _change_notes(words: Words, catalog: Catalog, earlier: Result, later: Result) -> Iterator[str]:
    """How to read the changes, and what else may be behind them."""
    yield words(
        "A change is real beyond 1.96 times its error (reliable change index); error alone "
        "makes one that large on one scale in twenty."
    )
    if earlier.form != later.form:
        yield words(
            "The forms differ, {first} and {second}; the error of each is allowed for.",
            first=_form_name(catalog, earlier),
            second=_form_name(catalog, later),
        )
    before, after = (_content(*each.catalog) for each in (earlier, later))
    if earlier.catalog != later.catalog:
        yield words(
            "The content differs, versions {first} and {second}: "
            "a change may come from other questions.",
            first=before,
            second=after,
        )
    elif later.catalog.sha256 != catalog.sha256:
        yield words(
            "Both were made with content {version}; the norms are those of {own}.",
            version=before,
            own=_content(catalog.version, catalog.sha256),
        )


def _content(version: str, sha256: str) -> str:
    return f"{version} ({sha256[:8]})"


def _summary(words: Words, catalog: Catalog, result: Result) -> tuple[str, str, str]:
    """When a result was taken, with which form, and what may suit best."""
    leaders = _leaders(words, catalog, result.assessment.best_set)
    return day(words, result.taken_at), _form_name(catalog, result), leaders


def result_words(words: Words, catalog: Catalog, result: Result) -> str:
    """A kept result in one line."""
    return ", ".join(_summary(words, catalog, result))


def history_page(
    words: Words,
    catalog: Catalog,
    results: Mapping[str, Result],
    left_out: Sequence[tuple[Path, str]],
) -> Page:
    """Kept results, newest first, and the files in their folder that are none."""
    rows = []
    for id, result in results.items():
        taken, *rest = _summary(words, catalog, result)
        rows.append((id, f"{taken} {result.taken_at:%H:%M}", *rest))
    titles = (words("Result"), words("Taken"), words("Form"), words("May suit best"))
    told = words("One of them again: manager-quiz history show ID")
    if not rows:
        told = words("No results are kept here yet: manager-quiz take")
    lost = [
        words("Left out: {file}: {reason}", file=in_one_line(file.name), reason=reason)
        for file, reason in left_out
    ]
    return Page(
        sections=sections(
            section("", Table(tuple(map(Column, titles)), tuple(rows))),
            section("", Text(told, "quiet")),
            section("", *(Text(each, "warning") for each in lost)),
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
    real = frozenset(row for row, change in enumerate(changes) if change.real)
    before, after = (_leaders(words, catalog, (each.assessment.ranking[0].role,)) for each in both)
    first = words("First role: {before} → {after}", before=before, after=after)
    notes = _change_notes(words, catalog, earlier, later)
    return Page(
        " → ".join(f"{each.id}, {day(words, each.taken_at)}" for each in both),
        sections=(
            section("", Table((*columns("", ""), Column("")), rows, strong=real), Text(first)),
            section("", *(Text(note, "quiet") for note in notes)),
        ),
    )


def _form_name(catalog: Catalog, result: Result) -> str:
    """The form's name, or its id where the catalog doesn't have it."""
    form = catalog.form_by_id.get(result.form)
    return form.name if form else result.form


def _score(score: float | None) -> str:
    return "–" if score is None else f"{score:.0f}"
