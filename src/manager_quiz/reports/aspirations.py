"""What somebody would choose, beside what their answers say.

Expressed and measured interests predict about equally well what people go on to do, and best
where they agree (Holland & Gottfredson 1974): neither is put right by the other here.
"""

from collections.abc import Sequence

from manager_quiz.catalog.model import Catalog, Role
from manager_quiz.measurement.findings import Assessment, Match
from manager_quiz.reports.page import Point, Points, Section, Text, section
from manager_quiz.wording.result import of_hundred, place
from manager_quiz.wording.words import Words

FIRST = 3
"""A role is near what somebody named where one of so many first roles is of its family."""
AGREE, NEAR, FAR = "agree", "near", "far"


def agreement(catalog: Catalog, assessment: Assessment, role: str) -> tuple[str, Role | None]:
    """Whether a role that was named agrees with the answers, and which of the first is near it.

    It agrees in the best set, is near where one of the first three roles is of its family, and
    else is far.
    """
    if role in assessment.best_set:
        return AGREE, None
    family = catalog.role_by_id[role].family
    for match in assessment.ranking[:FIRST]:
        first = catalog.role_by_id[match.role]
        if family and first.family == family:
            return NEAR, first
    return FAR, None


def aspirations_section(
    words: Words,
    catalog: Catalog,
    assessment: Assessment,
    aspirations: Sequence[str],
    *,
    trials: int = 1,
) -> Section:
    """Each role that was named: where the answers put it, and what to do with that.

    Of what can be tried in a week so many examples are given.
    """
    places = {match.role: match for match in assessment.ranking}
    found = {role: agreement(catalog, assessment, role) for role in aspirations if role in places}
    far = [role for role, (kind, _near) in found.items() if kind == FAR]
    told = [
        Point(
            _role_words(
                words, catalog, assessment, places[role], *kind, trial=role in far[:trials]
            ),
            _name(catalog, role),
        )
        for role, kind in found.items()
    ]
    kinds = {kind for kind, _near in found.values()}
    return section(
        words("What you would choose"),
        Text(_all_words(words, assessment, kinds)) if told else None,
        Points(tuple(told)),
    )


def named_words(
    words: Words, catalog: Catalog, assessment: Assessment, aspirations: Sequence[str]
) -> str:
    """The roles that were named with the places where the answers put them; "" without any."""
    told = [
        words("{role} (place {place})", role=_name(catalog, match.role), place=place(match))
        for role in aspirations
        for match in assessment.ranking
        if match.role == role
    ]
    return words("You would choose: {roles}.", roles=", ".join(told)) if told else ""


def _name(catalog: Catalog, role: str) -> str:
    return catalog.role_by_id[role].name


def _all_words(words: Words, assessment: Assessment, kinds: set[str]) -> str:
    """What it amounts to, by the role that agrees best."""
    if assessment.verdict == "no-pattern":
        return words("Your answers don't point anywhere, so start from what you would choose.")
    if kinds == {AGREE}:
        return words("Wish and answers agree. Where they do, people most often go on that way.")
    if AGREE in kinds:
        return words(
            "Wish and answers agree, at least in part. Where they do, people most often go on that "
            "way."
        )
    if NEAR in kinds:
        return words("Your answers lead close to what you would choose.")
    return words(
        "Your answers lead elsewhere than your wish. That is no verdict: what people wish for says "
        "at least as much about where they go as a questionnaire does."
    )


def _role_words(
    words: Words,
    catalog: Catalog,
    assessment: Assessment,
    match: Match,
    kind: str,
    near: Role | None,
    *,
    trial: bool,
) -> str:
    """Where a role stands, and what to do next."""
    if assessment.verdict == "no-pattern" or kind == AGREE:
        advice = words(
            "Talk to somebody who does this job, and ask what an ordinary Tuesday looks like."
        )
    elif near is not None:
        advice = words(
            "Close by is {role}. Put the two side by side: whose tasks would you rather have?",
            role=near.name,
        )
    else:
        advice = words("Read what speaks against it, see whether you mind, and give it a week.")
        week = catalog.role_by_id[match.role].try_next
        if trial and week:
            advice += " " + words("For example: {trial}", trial=week)
    return words(
        "place {place} of {all}; you are closer to it than {match} of 100 people. {advice}",
        place=place(match),
        all=len(assessment.ranking),
        match=of_hundred(match.fit),
        advice=advice,
    )
