"""What a result says, in words: the same on every screen and in every report."""

from manager_quiz.catalog.model import Catalog, Item, Role, Scale
from manager_quiz.measurement.findings import Assessment, Contribution, Match, ScaleScore, Upset
from manager_quiz.wording.words import Words

REASONS = 3
"""Scales named for and against a role at most."""
FAR = 0.1
"""Below this closeness nothing fits closely."""


def headline(words: Words, catalog: Catalog, assessment: Assessment) -> str:
    """The result in one sentence, with how many of the first roles hold the best one."""
    _ = words.gettext
    if not assessment.ranking:
        return _("Your profile is flat: no role is closer to it than another.")
    first = catalog.role_by_id[assessment.best_set[0]].name
    held = len(assessment.best_set)
    if assessment.closeness < FAR:
        return _("Nothing here fits closely; {role} comes nearest.").format(
            role=catalog.role_by_id[_closest(assessment).role].name
        )
    if held == 1:
        return _("One role stands out: {role}.").format(role=first)
    if assessment.clear_lead:
        told = _("{role} leads; with 90 % the best role is among the first {n}.")
    else:
        told = _("No clear lead: with 90 % your best role is among the first {n}.")
    return told.format(role=first, n=held)


def verdict(words: Words, catalog: Catalog, assessment: Assessment) -> str:
    """How close the closest role is, beside other people's closest."""
    _ = words.gettext
    if 2 * sum(scale.score is not None for scale in assessment.scales) < len(assessment.scales):
        return _("Too few scales have a score to say how close the roles are.")
    if assessment.closeness >= 2 / 3:
        told = _("Closest: {role}. {share} in 100 people are further from their closest role.")
    elif assessment.closeness >= 1 / 3:
        told = _("Closest: {role}, about as close as the closest role of most people.")
    elif assessment.closeness >= FAR:
        told = _("Closest: {role}. Only {share} in 100 people are further from their closest role.")
    else:
        told = _("These roles describe other people: only {share} in 100 are as far from theirs.")
    return told.format(
        role=catalog.role_by_id[_closest(assessment).role].name,
        share=min(max(round(100 * assessment.closeness), 1), 99),
    )


def _closest(assessment: Assessment) -> Match:
    """The role with the least distance, which need not be the first in the list."""
    return min(assessment.ranking, key=lambda match: match.distance)


def certainty(words: Words, assessment: Assessment) -> str:
    """What the figures rest on."""
    _ = words.gettext
    r = f"{assessment.reliability.mean_inter_item_r:.2f}"
    people = assessment.reliability.people
    if people is None:
        told = _(
            "Chances, fit and what is said of people rest on norms and an agreement of answers "
            "that are assumed, not measured (r = {r})."
        )
        return told.format(r=r)
    return words.ngettext(
        "Chances rest on an agreement of answers measured on {n} person (r = {r}).",
        "Chances rest on an agreement of answers measured on {n} people (r = {r}).",
        people,
    ).format(n=people, r=r)


def flag_words(words: Words, assessment: Assessment) -> list[str]:
    """What the flags mean, kindly."""
    _ = words.gettext
    told = {
        "same-answer": _("Many answers in a row are the same; if you were tired, try another day."),
        "contradiction": _("Some answers contradict each other: take this with a grain of salt."),
        "hasty": _("The answers came very fast; with a little more time they may say more."),
    }
    return [told[flag] for flag in assessment.flags if flag in told]


def scale_words(scale: Scale, score: ScaleScore) -> str:
    """What a score means: the scale's text for low, middle or high.

    Low and high begin half a standard deviation from the norm, by the estimated true score.
    """
    distance = (score.true_score - scale.mean) / scale.sd
    return scale.low if distance < -0.5 else scale.high if distance > 0.5 else scale.middle


def reasons(match: Match) -> tuple[list[Contribution], list[Contribution]]:
    """Scales that speak for a role and against it, strongest first.

    A scale speaks for a role where it brings the person closer than people on average.
    """

    def gain(each: Contribution) -> float:
        return each.expected - each.distance

    ordered = sorted(match.contributions, key=gain, reverse=True)
    speaks_for = [each for each in ordered if gain(each) > 0]
    against = [each for each in reversed(ordered) if gain(each) < 0]
    return speaks_for[:REASONS], against[:REASONS]


def strength(match: Match, each: Contribution) -> float:
    """How much a scale speaks for or against a role, 0-1 beside the scale that does so most."""
    most = max(abs(other.expected - other.distance) for other in match.contributions)
    return abs(each.expected - each.distance) / most if most else 0.0


def separates(first: Match, second: Match) -> list[tuple[str, float]]:
    """By which scales the first role is closer than the second, largest first; they add up."""
    theirs = {each.scale: each.distance for each in second.contributions}
    gaps = [(each.scale, theirs[each.scale] - each.distance) for each in first.contributions]
    return sorted(gaps, key=lambda gap: -abs(gap[1]))


def first_to_learn(catalog: Catalog, role: Role, assessment: Assessment) -> list[Scale]:
    """The skills in which the person is furthest below what the role asks, for its weight."""
    gaps = []
    for score in assessment.scales:
        target = role.profile[score.id]
        scale = catalog.scale_by_id[score.id]
        gap = target.importance * (target.level - score.true_score) / scale.sd
        if score.kind == "skill" and score.score is not None and gap > 0:
            gaps.append((gap, scale))
    return [scale for _gap, scale in sorted(gaps, key=lambda pair: -pair[0])[:2]]


def place(assessment: Assessment, match: Match) -> str:
    """`1=` for a tied place."""
    tied = sum(each.rank == match.rank for each in assessment.ranking) > 1
    return f"{match.rank}{'=' if tied else ' '}"


def of_hundred(fit: float) -> str:
    """A fit as people read it: nobody is closer than all others for sure."""
    return "<1" if fit < 1 else ">99" if fit > 99 else f"{fit:.0f}"


def percent(share: float) -> str:
    """A probability for people: no more certain than 2,000 draws can be."""
    if share < 0.01:
        return "<1 %"
    return ">99 %" if share > 0.99 else f"{100 * share:.0f} %"


def answer_text(item: Item, answer: int | str) -> str:
    """The answer as the item words it."""
    index = item.choice(answer)
    assert index is not None
    return item.choices[index].text


def match_words(words: Words, catalog: Catalog, assessment: Assessment, match: Match) -> str:
    """A role's place, fit and chance as one line."""
    _ = words.gettext
    tied = place(assessment, match).endswith("=")
    return _("{place}. {role}: fit {fit} of 100, chance of being the closest {chance}").format(
        place=_("{rank}, shared").format(rank=match.rank) if tied else match.rank,
        role=catalog.role_by_id[match.role].name,
        fit=of_hundred(match.fit),
        chance=percent(match.p_best),
    )


def score_words(words: Words, catalog: Catalog, score: ScaleScore) -> str:
    """A score with its error as one line."""
    _ = words.gettext
    name = catalog.scale_by_id[score.id].name
    if score.score is None:
        return _("{scale}: not scored").format(scale=name)
    return _("{scale}: {score} of 100, give or take {error}").format(
        scale=name, score=f"{score.true_score:.0f}", error=f"{score.standard_error:.0f}"
    )


def reason_words(
    words: Words, catalog: Catalog, assessment: Assessment, role: Role, scale: str
) -> str:
    """Where the answers and the role stand on a scale: the two that the distance is made from."""
    (own,) = (score.score or 0.0 for score in assessment.scales if score.id == scale)
    return words.gettext("{scale}: your answers {score}, the role {level}").format(
        scale=catalog.scale_by_id[scale].name,
        score=f"{own:.0f}",
        level=f"{role.profile[scale].level:.0f}",
    )


def separation_words(words: Words, catalog: Catalog, assessment: Assessment) -> list[str]:
    """What separates the first role from the second, largest first."""
    first, second = assessment.ranking[:2]
    names = [catalog.role_by_id[match.role].name for match in (first, second)]
    return [
        words.gettext("{scale} brings you closer to: {role}").format(
            scale=catalog.scale_by_id[scale].name, role=names[0] if gap > 0 else names[1]
        )
        for scale, gap in [pair for pair in separates(first, second) if pair[1]][: 2 * REASONS]
    ]


def upset_words(words: Words, catalog: Catalog, upset: Upset) -> tuple[str, list[str]]:
    """Which role would come first instead, and with which other answers."""
    intro = words.ngettext(
        "{role} would come first with {n} other answer:",
        "{role} would come first with {n} other answers:",
        len(upset.changes),
    ).format(role=catalog.role_by_id[upset.role].name, n=len(upset.changes))
    items = catalog.item_by_id
    return intro, [
        words.gettext("“{question}” {given} → {instead}").format(
            question=items[change.item].text,
            given=answer_text(items[change.item], change.given),
            instead=answer_text(items[change.item], change.instead),
        )
        for change in upset.changes
    ]


def next_steps(
    words: Words, catalog: Catalog, assessment: Assessment, role: Role, *, ways: int = 2
) -> list[str]:
    """What a person drawn to a role can do, the nearest first; so many ways in and to study."""
    _ = words.gettext
    learn = [
        _("To learn first, {scale}: {advice}").format(scale=scale.name, advice=scale.develop)
        for scale in first_to_learn(catalog, role, assessment)
    ]
    enter = [_("A way in: {way}").format(way=way) for way in role.becoming[:ways]]
    study = [_("To study: {place}").format(place=place) for place in role.study[:ways]]
    trial = [_("Next week: {trial}").format(trial=role.try_next)] if role.try_next else []
    return [*trial, *learn, *enter, *study]
