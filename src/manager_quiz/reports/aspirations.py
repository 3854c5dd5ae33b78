"""What somebody would choose, beside what their answers say.

Expressed and measured interests predict about equally well what people go on to do, and best
where they agree (Holland & Gottfredson 1974): neither is put right by the other here.
"""

from collections.abc import Sequence

from manager_quiz.catalog.model import Role
from manager_quiz.reports.page import Section, Text, section, titled
from manager_quiz.wording.result import ResultWords
from manager_quiz.wording.words import of_hundred, place

FIRST = 3
"""A role is near what somebody named where one of so many first roles is of its family."""
AGREE, NEAR, FAR = "agree", "near", "far"


def agreement(told: ResultWords, role: str) -> tuple[str, Role | None]:
    """Whether a role that was named agrees with the answers, and which of the first is near it.

    It agrees in the best set, is near where one of the first three roles is of its family, and
    else is far.
    """
    if role in told.assessment.best_set:
        return AGREE, None
    family = told.catalog.role_by_id[role].family
    near = (first for first in told.roles(FIRST) if family and first.family == family)
    first = next(near, None)
    return (NEAR if first else FAR), first


def aspirations_section(
    told: ResultWords, aspirations: Sequence[str], *, trials: int = 1
) -> Section:
    """Each role that was named: where the answers put it, and what to do with that.

    Of what can be tried in a week so many examples are given.
    """
    ranked = {role.id: role for role in told.roles()}
    found = {id: agreement(told, id) for id in aspirations if id in ranked}
    far = [id for id, (kind, _near) in found.items() if kind == FAR]
    points = [
        (ranked[id].name, _role_words(told, ranked[id], *kind, trial=id in far[:trials]))
        for id, kind in found.items()
    ]
    amounts = _all_words(told, {kind for kind, _near in found.values()}) if points else ""
    return section(told.words("What you would choose"), Text(amounts), titled(points))


def named_words(told: ResultWords, aspirations: Sequence[str]) -> str:
    """The roles that were named with the places where the answers put them; "" without any."""
    _, places = told.words, {match.role: match.rank_range for match in told.assessment.ranking}
    named = ", ".join(
        _("{role} (place {place})", role=told.catalog.role_by_id[id].name, place=place(places[id]))
        for id in aspirations
        if id in places
    )
    return _("You would choose: {roles}.", roles=named) if named else ""


def _all_words(told: ResultWords, kinds: set[str]) -> str:
    """What it amounts to, by the role that agrees best."""
    _ = told.words
    if told.pointless:
        return _("Your answers don't point anywhere, so start from what you would choose.")
    if kinds == {AGREE}:
        return _("Wish and answers agree. Where they do, people most often go on that way.")
    if AGREE in kinds:
        return _(
            "Wish and answers agree, at least in part. Where they do, people most often go on that "
            "way."
        )
    if NEAR in kinds:
        return _("Your answers lead close to what you would choose.")
    return _(
        "Your answers lead elsewhere than your wish. That is no verdict: what people wish for says "
        "at least as much about where they go as a questionnaire does."
    )


def _role_words(told: ResultWords, role: Role, kind: str, near: Role | None, *, trial: bool) -> str:
    """Where a role stands, and what to do next."""
    _, match = told.words, told.match(role.id)
    if told.pointless or kind == AGREE:
        advice = _(
            "Talk to somebody who does this job, and ask what an ordinary Tuesday looks like."
        )
    elif near is not None:
        advice = _(
            "Close by is {role}. Put the two side by side: whose tasks would you rather have?",
            role=near.name,
        )
    else:
        advice = _("Read what speaks against it, see whether you mind, and give it a week.")
        if trial and role.try_next:
            advice += " " + _("For example: {trial}", trial=role.try_next)
    return _(
        "place {place} of {all}; you are closer to it than {match} of 100 people. {advice}",
        place=place(match.rank_range),
        all=len(told.assessment.ranking),
        match=of_hundred(match.fit),
        advice=advice,
    )
