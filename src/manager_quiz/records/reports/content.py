"""What stands in a report, worked out once for every format: texts and shares, no layout."""

from collections.abc import Mapping
from typing import NamedTuple

from manager_quiz.catalog.model import Catalog, Role
from manager_quiz.measurement.findings import Assessment, Contribution, Match, ScaleScore
from manager_quiz.records.results import Result
from manager_quiz.wording.report import card, exercise, labels, reading
from manager_quiz.wording.result import (
    flag_words,
    headline,
    next_steps,
    of_hundred,
    percent,
    place,
    reason_words,
    reasons,
    scale_words,
    score_words,
    separation_words,
    strength,
    upset_words,
    verdict,
)
from manager_quiz.wording.words import Words

LEAST, MOST = 5, 6
"""How many roles a ranking shows, as the best set is small or large."""
DUTIES = 3


class RoleRow(NamedTuple):
    """A role's line in the ranking; `likely` where it may be the best one."""

    place: str
    name: str
    match: str
    chance: str
    likely: bool
    resemblance: float


class ScaleRow(NamedTuple):
    """A scale's line in the profile, on 0-100; `own` and `error` are None where not scored."""

    name: str
    skill: bool
    own: float | None
    error: float | None
    target: float
    told: str
    meaning: str


class Reason(NamedTuple):
    """What speaks for or against a role, `strength` (0-1) beside the strongest."""

    told: str
    strength: float


class Report(NamedTuple):
    """One person's report, all texts in one language."""

    language: str
    label: Mapping[str, str]
    facts: str
    headline: str
    verdict: str
    notes: tuple[str, ...]
    ranking: tuple[RoleRow, ...]
    everyone: tuple[RoleRow, ...]
    more: str
    profile: tuple[ScaleRow, ...]
    top: Role
    duties: tuple[str, ...]
    speaks_for: tuple[Reason, ...]
    against: tuple[Reason, ...]
    separates: tuple[str, tuple[str, ...]] | None
    change: tuple[str, tuple[str, ...]] | None
    steps: tuple[str, ...]
    reading: tuple[tuple[str, str], ...]
    exercise: tuple[str, ...]
    card: tuple[str, ...]
    three: tuple[str, ...]
    small_print: tuple[str, ...]


def report_of(result: Result, catalog: Catalog, words: Words) -> Report:
    """The report of a result whose roles, scales and items the catalog has."""
    assessment = result.assessment
    top = catalog.role_by_id[assessment.ranking[0].role]
    say = _filled(labels(words), catalog, assessment)
    everyone = tuple(_role_row(catalog, assessment, match) for match in assessment.ranking)
    shown = everyone[: min(max(len(assessment.best_set), LEAST), MOST)]
    speaks_for, against = _reasons(words, catalog, assessment, top)
    separating = tuple(separation_words(words, catalog, assessment))
    return Report(
        language=catalog.language,
        label=say,
        facts=_facts(words, result, catalog),
        headline=headline(words, catalog, assessment),
        verdict=verdict(words, catalog, assessment),
        notes=tuple(flag_words(words, assessment)),
        ranking=shown,
        everyone=everyone,
        more=_more(words, len(assessment.best_set) - len(shown)),
        profile=tuple(
            _scale_row(words, catalog, top, score, say["not_scored"]) for score in assessment.scales
        ),
        top=top,
        duties=top.duties[:DUTIES],
        speaks_for=speaks_for,
        against=against,
        separates=(say["separates"], separating) if separating else None,
        change=_change(words, catalog, assessment),
        steps=tuple(next_steps(words, catalog, assessment, top, ways=1)),
        reading=tuple(reading(words, assessment)),
        exercise=tuple(exercise(words)),
        card=tuple(card(words)),
        three=tuple(row.name for row in everyone[:3]),
        small_print=_small_print(words, result, catalog, top),
    )


def _filled(
    label: Mapping[str, str], catalog: Catalog, assessment: Assessment
) -> Mapping[str, str]:
    """The labels with the names of the first two roles in them."""
    names = [catalog.role_by_id[match.role].name for match in assessment.ranking]
    filled = {"role": names[0], "first": names[0], "second": names[1] if names[1:] else ""}
    return {name: text.format(**filled) for name, text in label.items()}


def _facts(words: Words, result: Result, catalog: Catalog) -> str:
    _ = words.gettext
    answered = sum(score.answered for score in result.assessment.scales)
    items = sum(score.items for score in result.assessment.scales)
    counted = _("{answered} of {items} questions answered")
    return " · ".join(
        (
            day(words, result),
            catalog.form_by_id[result.form].name,
            counted.format(answered=answered, items=items),
            result.id,
        )
    )


def day(words: Words, result: Result) -> str:
    """The day of a result as people write it."""
    at = result.taken_at
    return words.gettext("{year}-{month}-{day}").format(
        year=f"{at.year:04}", month=f"{at.month:02}", day=f"{at.day:02}"
    )


def _role_row(catalog: Catalog, assessment: Assessment, match: Match) -> RoleRow:
    return RoleRow(
        place=place(match),
        name=catalog.role_by_id[match.role].name,
        match=of_hundred(match.fit),
        chance=percent(match.p_best),
        likely=match.role in assessment.best_set,
        resemblance=match.resemblance,
    )


def _more(words: Words, rest: int) -> str:
    if rest <= 0:
        return ""
    return words.ngettext(
        "and {n} more that may be the best one", "and {n} more that may be the best one", rest
    ).format(n=rest)


def _scale_row(
    words: Words, catalog: Catalog, top: Role, score: ScaleScore, not_scored: str
) -> ScaleRow:
    scale = catalog.scale_by_id[score.id]
    return ScaleRow(
        name=scale.name,
        skill=score.kind == "skill",
        own=score.score,
        error=score.standard_error,
        target=top.profile[score.id].level,
        told=score_words(words, catalog, score),
        meaning=not_scored if score.score is None else scale_words(scale, score.score),
    )


def _reasons(
    words: Words, catalog: Catalog, assessment: Assessment, top: Role
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    match = assessment.ranking[0]

    def told(contributions: list[Contribution]) -> tuple[Reason, ...]:
        return tuple(
            Reason(reason_words(words, catalog, assessment, top, each.scale), strength(match, each))
            for each in contributions
        )

    speaks_for, against = reasons(catalog, assessment, match)
    return told(speaks_for), told(against)


def _change(
    words: Words, catalog: Catalog, assessment: Assessment
) -> tuple[str, tuple[str, ...]] | None:
    if assessment.upset is None:
        return None
    intro, lines = upset_words(words, catalog, assessment.upset)
    return intro, tuple(lines)


def _small_print(words: Words, result: Result, catalog: Catalog, top: Role) -> tuple[str, ...]:
    """What the report was made from, and the notices that licences ask for."""
    made = words.gettext("Made by manager-quiz from content {version} ({sha256}).").format(
        version=result.catalog.version, sha256=result.catalog.sha256[:12]
    )
    if result.catalog.sha256 != catalog.sha256:
        made += " " + words.gettext("The texts are from content {version} ({sha256}).").format(
            version=catalog.version, sha256=catalog.sha256[:12]
        )
    notices = dict.fromkeys(each.source.attribution for each in top.sources)
    return (made, *(notice for notice in notices if notice))
