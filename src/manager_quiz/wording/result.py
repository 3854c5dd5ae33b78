"""What a result says, in words: the same on every screen and in every report."""

from manager_quiz.catalog.model import KINDS, Catalog, Item, Role, Scale
from manager_quiz.measurement.findings import (
    Assessment,
    Contribution,
    Match,
    Upset,
)
from manager_quiz.wording.words import Words

REASONS = 3
"""Scales named for and against a role at most."""
NOTHING = 1e-9
"""A difference of resemblances that only rounding makes."""
FEWEST_LED = 3
"""Roles named that lead few people."""


def headline(words: Words, catalog: Catalog, assessment: Assessment) -> str:
    """The result in one sentence."""
    _ = words.gettext
    first = catalog.role_by_id[assessment.best_set[0]].name
    if assessment.verdict == "no-pattern":
        told = _("Your answers don't point anywhere yet.")
    elif assessment.managing is not None and assessment.managing.rare_in_role:
        told = _("Leading others doesn't seem to be what you want, and that is good to know.")
    elif assessment.verdict == "one":
        told = _("One role stands out: {role}.")
    elif assessment.verdict == "lead":
        told = _("Most like you: {role}, ahead of the others.")
    else:
        told = _("Several roles are like you; first comes {role}.")
    return told.format(role=first)


def verdict(words: Words, catalog: Catalog, assessment: Assessment) -> str:
    """What to make of the list below it."""
    _ = words.gettext
    held = len(assessment.best_set)
    if assessment.verdict == "no-pattern":
        look = _(
            "Your answers are all alike or close to the average, so the order of the roles says "
            "little. Read about the roles, or answer again on another day."
        )
    elif held == 1:
        look = _(
            "If any of these roles is right for you, there is a {chance} chance it is the first."
        )
    else:
        look = _(
            "If any of these roles is right for you, there is a {chance} chance it is one of the "
            "first {n}."
        )
    chance = sum(match.p_best for match in assessment.ranking[:held])
    told = [look.format(n=held, chance=percent(chance))]
    if assessment.managing is not None and assessment.managing.rare:
        few = ", ".join(role.name for role in fewest_led(catalog))
        said = _(
            "You want to lead others less than most people do. Roles that lead fewest: {roles}."
        )
        told.append(said.format(roles=few))
    return " ".join(told)


def fewest_led(catalog: Catalog) -> list[Role]:
    """The roles with the lowest levels on the scales that make the wish to manage."""

    def level(role: Role) -> float:
        scales = [catalog.scale_by_id[id] for id in catalog.managing]
        return sum((role.profile[scale.id].level - scale.mean) / scale.sd for scale in scales)

    return sorted(catalog.roles, key=level)[:FEWEST_LED]


def certainty(words: Words, assessment: Assessment) -> str:
    """What the figures rest on."""
    _ = words.gettext
    measured = assessment.measured
    assumed = [
        name
        for name, people in (
            (_("what people answer on average"), measured.norms),
            (_("how exact answers are"), measured.reliability),
            (_("how the scales go together"), measured.correlation),
            (_("what each role asks for"), len(measured.levels) >= len(assessment.ranking) or None),
        )
        if people is None
    ]
    if not assumed:
        return _("What the figures rest on was measured.")
    return _("These are assumed so far, not measured: {list}.").format(list=", ".join(assumed))


def flag_words(words: Words, assessment: Assessment) -> list[str]:
    """What the flags mean, kindly."""
    _ = words.gettext
    told = {
        "same-answer": _("Many answers in a row are the same; if you were tired, try another day."),
        "contradiction": _("Some answers contradict each other: take this with a grain of salt."),
        "hasty": _("The answers came very fast; with a little more time they may say more."),
    }
    return [told[flag] for flag in assessment.flags if flag in told]


def flag_names(words: Words) -> dict[str, str]:
    """What the flags are called where there is little room."""
    _ = words.gettext
    return {
        "same-answer": _("same answers in a row"),
        "contradiction": _("contradictions"),
        "hasty": _("very fast"),
        "not-scored": _("a scale not scored"),
    }


def scale_words(scale: Scale, score: float) -> str:
    """What a score means: the scale's text for low, middle or high.

    Low and high begin half a standard deviation from the norm.
    """
    deviate = (score - scale.mean) / scale.sd
    return scale.low if deviate < -0.5 else scale.high if deviate > 0.5 else scale.middle


def _sides(
    catalog: Catalog, assessment: Assessment, role: Role, scale: str
) -> tuple[float, float, float]:
    """The person's score, and how far it and the role's level are from the norm, in its SD."""
    norm = catalog.scale_by_id[scale]
    (score,) = (each.score or 0.0 for each in assessment.scales if each.id == scale)
    return score, (score - norm.mean) / norm.sd, (role.profile[scale].level - norm.mean) / norm.sd


def reasons(
    catalog: Catalog, assessment: Assessment, match: Match
) -> tuple[list[Contribution], list[Contribution]]:
    """Scales that speak for a role and against it, strongest first.

    Nothing is said of a scale whose part has another sign than person and role together: what
    speaks there is how the scales go together, which no short sentence can tell.
    """
    role = catalog.role_by_id[match.role]

    def plain(each: Contribution) -> bool:
        _score, own, asked = _sides(catalog, assessment, role, each.scale)
        return each.resemblance * own * asked > 0

    told = sorted(filter(plain, match.contributions), key=lambda each: -each.resemblance)
    speaks_for = [each for each in told if each.resemblance > 0]
    against = [each for each in reversed(told) if each.resemblance < 0]
    return speaks_for[:REASONS], against[:REASONS]


def strength(match: Match, each: Contribution) -> float:
    """How much a scale speaks for or against a role, 0-1 beside the scale that does so most."""
    most = max(abs(other.resemblance) for other in match.contributions)
    return abs(each.resemblance) / most if most else 0.0


def separates(first: Match, second: Match) -> list[tuple[str, float]]:
    """By how much each scale speaks more for the first role than the second, largest first."""
    theirs = {each.scale: each.resemblance for each in second.contributions}
    gaps = [(each.scale, each.resemblance - theirs[each.scale]) for each in first.contributions]
    return sorted(gaps, key=lambda gap: -abs(gap[1]))


def first_to_learn(catalog: Catalog, role: Role, assessment: Assessment) -> list[Scale]:
    """The skills in which the person is furthest below what the role asks for."""
    gaps = []
    for score in assessment.scales:
        scale = catalog.scale_by_id[score.id]
        if KINDS[scale.kind].learned and score.score is not None:
            gaps.append(((role.profile[score.id].level - score.score) / scale.sd, scale))
    return [scale for gap, scale in sorted(gaps, key=lambda pair: -pair[0])[:2] if gap > 0]


def place(match: Match) -> str:
    """The places that a role may have: `2`, or `2–4`."""
    first, last = match.rank_range
    return str(first) if first == last else f"{first}–{last}"


def of_hundred(fit: float) -> str:
    """A match as people read it: nobody is the most or the least of all."""
    return "<1" if fit < 1 else ">99" if fit > 99 else f"{fit:.0f}"


def percent(share: float) -> str:
    """A probability for people: none is certain."""
    told = "<1" if share < 0.01 else ">99" if share > 0.99 else f"{100 * share:.0f}"
    return f"{told}\N{NO-BREAK SPACE}%"


def answer_text(item: Item, answer: int | str) -> str:
    """The answer as the item words it."""
    index = item.choice(answer)
    assert index is not None
    return item.choices[index].text


def reason_words(
    words: Words, catalog: Catalog, assessment: Assessment, role: Role, scale: str
) -> str:
    """What a scale says for or against a role: where the person stands and what the role asks."""
    _ = words.gettext
    score, own, asked = _sides(catalog, assessment, role, scale)
    if own > 0:
        for_it = _("{scale}: above average in you ({score}), and the role asks for it")
        against = _("{scale}: above average in you ({score}), more than the role asks for")
    else:
        for_it = _("{scale}: below average in you ({score}), and so is what the role asks for")
        against = _("{scale}: below average in you ({score}), and the role asks for more")
    told = for_it if own * asked > 0 else against
    return told.format(scale=catalog.scale_by_id[scale].name, score=f"{score:.0f}")


def separation_words(words: Words, catalog: Catalog, assessment: Assessment) -> list[str]:
    """What separates the first role from the second, largest first; nothing of one role alone."""
    if len(assessment.ranking) < 2:
        return []
    first, second = assessment.ranking[:2]
    names = [catalog.role_by_id[match.role].name for match in (first, second)]
    return [
        words.gettext("{scale} brings you closer to: {role}").format(
            scale=catalog.scale_by_id[scale].name, role=names[0] if gap > 0 else names[1]
        )
        for scale, gap in separates(first, second)[: 2 * REASONS]
        if abs(gap) > NOTHING
    ]


FEW_CHANGES = 2
"""More changes of answers than these aren't listed: nobody should take them for advice."""


def upset_words(words: Words, catalog: Catalog, upset: Upset) -> tuple[str, list[str]]:
    """Which role would come first instead, and with which other answers."""
    count = len(upset.changes)
    if count > FEW_CHANGES:
        stable = words.ngettext(
            "The first place is stable: it would take {n} quite different answer for another "
            "role, {role}.",
            "The first place is stable: it would take {n} quite different answers for another "
            "role, {role}.",
            count,
        )
        return stable.format(role=catalog.role_by_id[upset.role].name, n=count), []
    intro = words.ngettext(
        "{role} would come first with {n} other answer:",
        "{role} would come first with {n} other answers:",
        count,
    ).format(role=catalog.role_by_id[upset.role].name, n=count)
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
