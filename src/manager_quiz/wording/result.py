"""What a result says, in words: the same on every screen and in every report."""

from collections.abc import Sequence

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
MARKED = 0.5
"""A score is called high or low from so many standard deviations on."""
WEAK = 0.1
"""Scales that speak less than this, beside the one that speaks most, aren't named."""
NOTHING = 1e-9
"""A difference of resemblances that only rounding makes."""
FEWEST_LED = 2
"""Roles named that lead few people."""
HANDFUL = 5
"""Roles named as those to look into at most."""


def handful(assessment: Assessment) -> int:
    """How many roles from the first on are named as those to look into."""
    return min(len(assessment.best_set), HANDFUL)


def rather_not(assessment: Assessment) -> bool:
    """Whether the first thing to say is that somebody would rather not manage."""
    managing = assessment.managing
    return managing is not None and managing.rare_in_role and assessment.verdict != "no-pattern"


def headline(words: Words, catalog: Catalog, assessment: Assessment) -> str:
    """The result in one sentence, as a friend would say it."""
    n = handful(assessment)
    first, *others = [catalog.role_by_id[match.role].name for match in assessment.ranking]
    if assessment.verdict == "no-pattern":
        return words("Your answers don't point anywhere yet.")
    if rather_not(assessment):
        return words("You would rather do the work than lead others, and that is good to know.")
    if n == 1:
        return words("One role stands out: {role}.", role=first)
    if n == 2:
        return words("Two roles stand out: {first} and {second}.", first=first, second=others[0])
    if assessment.verdict == "lead":
        told = words.ngettext(
            "Look into this {n} role: {role} first.",
            "Look into these {n} roles, {role} first.",
            n,
        )
    else:
        told = words.ngettext(
            "This {n} role is like you; the order is still open.",
            "These {n} roles are the most like you; which of them comes first is still open.",
            n,
        )
    return told.format(n=n, role=first)


def verdict(
    words: Words, catalog: Catalog, assessment: Assessment, *, printed: bool = False
) -> str:
    """How settled that is, and what to make of the list below it.

    On paper, `printed`, nobody is sent to a command: what it tells is on the next sheet.
    """
    if assessment.verdict == "no-pattern":
        return words(
            "They are all alike or close to the average, so the order of the roles says little. "
            "Read about the roles, or answer again on another day."
        )
    told = [_without_managing(words, catalog, printed=printed)] if rather_not(assessment) else []
    if not told:
        told.append(_how_sure(words, assessment))
    if not rather_not(assessment) and assessment.managing is not None and assessment.managing.rare:
        shown = [catalog.role_by_id[match.role] for match in assessment.ranking[:HANDFUL]]
        said = words("You want to lead others less than most; of these roles {role} leads fewest.")
        told.append(said.format(role=fewest_led(catalog, shown)[0].name))
    return " ".join(told)


def _how_sure(words: Words, assessment: Assessment) -> str:
    """How often the right role is among those named, and how often it is the first."""
    n, all_roles = handful(assessment), len(assessment.ranking)
    chances = [match.p_best for match in assessment.ranking[:n]]
    if n == 1:
        told = words("If one of the {all} roles is right for you, it is this one {often}.")
    else:
        told = words.ngettext(
            "If one of the {all} roles is right for you, it is this {n} {often}, and the very "
            "first {first}.",
            "If one of the {all} roles is right for you, it is among these {n} {often}, and the "
            "very first {first}.",
            n,
        )
    often, first = tenths(words, sum(chances)), tenths(words, chances[0])
    if n > 1 and often == first:
        told = words.ngettext(
            "If one of the {all} roles is right for you, it is among this {n} {often}, nearly "
            "always the first.",
            "If one of the {all} roles is right for you, it is among these {n} {often}, nearly "
            "always the first.",
            n,
        )
    return told.format(all=all_roles, n=n, often=often, first=first)


def _without_managing(words: Words, catalog: Catalog, *, printed: bool) -> str:
    """What there is for somebody who would rather not manage, and which roles lead fewest."""
    told = []
    if catalog.without_managing is not None:
        topic = catalog.without_managing
        said = words(
            "Experts are needed as much as managers, and can rise without leading anybody: {where}."
        )
        where = words("see the next sheet") if printed else f"manager-quiz describe {topic.id}"
        told.append(said.format(where=where))
    few = ", ".join(role.name for role in fewest_led(catalog, catalog.roles)[:FEWEST_LED])
    told.append(
        words(
            "Your other answers are closest to the roles below. Fewest people are led by: {roles}.",
            roles=few,
        )
    )
    return " ".join(told)


def fewest_led(catalog: Catalog, roles: Sequence[Role]) -> list[Role]:
    """The roles, those first with the lowest levels on the scales that make the wish to manage."""

    def level(role: Role) -> float:
        scales = [catalog.scale_by_id[id] for id in catalog.managing]
        return sum((role.profile[scale.id].level - scale.mean) / scale.sd for scale in scales)

    return sorted(roles, key=level)


def first_reason(words: Words, catalog: Catalog, assessment: Assessment) -> str:
    """Why the first role comes first, in a sentence; nothing where nothing short can be said."""
    _ = words
    match = assessment.ranking[0]
    role = catalog.role_by_id[match.role]
    much: list[str] = []
    little: list[str] = []
    for each in reasons(catalog, assessment, match)[0][:2]:
        _score, own, _asked = _sides(catalog, assessment, role, each.scale)
        (much if own > 0 else little).append(catalog.scale_by_id[each.scale].name)
    if not much + little or assessment.verdict == "no-pattern":
        return ""
    if len(much) == 2:
        told = _("Why {role}: {a} and {b} stand out in you, and the role asks for both.")
    elif len(little) == 2:
        told = _("Why {role}: {a} and {b} matter little to you, and to the role.")
    elif much and little:
        told = _("Why {role}: {a} stands out in you and in the role; {b} matters little to both.")
    elif much:
        told = _("Why {role}: {a} stands out in you, and the role asks for it.")
    else:
        told = _("Why {role}: {a} matters little to you, and to the role.")
    a, b = (*much, *little, "")[:2]
    return told.format(role=role.name, a=a, b=b)


def certainty(words: Words, assessment: Assessment) -> str:
    """What the figures rest on."""
    _ = words
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
    return _("These are assumed so far, not measured: {list}.", list=", ".join(assumed))


def caution(words: Words, assessment: Assessment) -> str:
    """What the flags mean, kindly and in one line; nothing where there are none."""
    names = flag_names(words)
    seen = [names[flag] for flag in assessment.flags if flag in names]
    if not seen:
        return ""
    return words(
        "Take this with a grain of salt ({signs}): on a fresh day it may say more.",
        signs=", ".join(seen),
    )


def flag_names(words: Words) -> dict[str, str]:
    """What the flags are called where there is little room."""
    return {
        "same-answer": words("same answers in a row"),
        "contradiction": words("contradictions"),
        "hasty": words("very fast"),
        "not-scored": words("a scale not scored"),
    }


def scale_words(scale: Scale, score: float) -> str:
    """What a score means: the scale's text for low, middle or high.

    Low and high begin `MARKED` from the norm.
    """
    deviate = (score - scale.mean) / scale.sd
    return scale.low if deviate < -MARKED else scale.high if deviate > MARKED else scale.middle


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

    Nothing is said of a scale that hardly counts beside the strongest, nor of one on which the
    person or the role is about average, nor of one whose part has another sign than person and
    role together: what speaks there is how the scales go together, which no short sentence can
    tell.
    """
    role = catalog.role_by_id[match.role]

    def plain(each: Contribution) -> bool:
        _score, own, asked = _sides(catalog, assessment, role, each.scale)
        marked = abs(own) >= MARKED and abs(asked) >= MARKED / 2
        return marked and each.resemblance * own * asked > 0 and strength(match, each) >= WEAK

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
    """The skills in which the person is furthest, and beyond the error, below the role's level."""
    gaps = []
    for score in assessment.scales:
        scale = catalog.scale_by_id[score.id]
        wanted = not (rather_not(assessment) and scale.id in catalog.managing)
        if KINDS[scale.kind].learned and score.score is not None and wanted:
            gap = role.profile[score.id].level - score.score
            if gap > (score.standard_error or 0):
                gaps.append((gap / scale.sd, scale))
    return [scale for _gap, scale in sorted(gaps, key=lambda pair: -pair[0])[:2]]


def place(match: Match) -> str:
    """The places that a role may have: `2`, or `2–4`."""
    first, last = match.rank_range
    return str(first) if first == last else f"{first}–{last}"


def of_hundred(fit: float) -> str:
    """A match as people read it, so many of 100; nobody is the most or the least of all."""
    return "<1" if fit < 1 else ">99" if fit > 99 else f"{fit:.0f}"


def match_words(words: Words, assessment: Assessment) -> str:
    """What the number beside a role means, by that of the first one."""
    fit = assessment.ranking[0].fit
    n = of_hundred(fit)
    people = words("at most 1") if fit < 1 else words("at least 99") if fit > 99 else n
    told = words(
        "{n} of 100: you are closer to this role than {people} of 100 people (average: 50). It "
        "promises no success.",
        n=n,
        people=people,
    )
    if assessment.measured.norms is None:
        told += " " + words("These people are assumed, not yet asked.")
    return told


def picture_words(words: Words, assessment: Assessment) -> str:
    """What the bars beside the roles mean, and ±, by the first score that there is."""
    errors = [scale.standard_error for scale in assessment.scales if scale.standard_error]
    told = words("Bar: how far above average. ±{n}: give or take {n}.")
    return told.format(n=f"{errors[0]:.0f}") if errors else ""


def average_words(words: Words, catalog: Catalog) -> str:
    """What people in general have on the scales."""
    means = [f"{scale.mean:.0f}" for scale in sorted(catalog.scales, key=lambda each: each.mean)]
    low, high = means[0], means[-1]
    return words("average: {mean}", mean=low if low == high else f"{low}–{high}")


def percent(share: float) -> str:
    """A probability for people: none is certain."""
    told = "<1" if share < 0.01 else ">99" if share > 0.99 else f"{100 * share:.0f}"
    return f"{told}\N{NO-BREAK SPACE}%"


def tenths(words: Words, share: float) -> str:
    """A probability as people say it: so many times in 10; none is certain."""
    n = round(10 * share)
    if n == 0:
        return words("less than once in 10 times")
    if n == 10:
        return words("more than 9 times in 10")
    return words.counted("about {n} time in 10", "about {n} times in 10", n)


def answer_text(item: Item, answer: int | str) -> str:
    """The answer as the item words it."""
    index = item.choice(answer)
    assert index is not None
    return item.choices[index].text


def reason_words(
    words: Words, catalog: Catalog, assessment: Assessment, role: Role, scale: str
) -> str:
    """What a scale says for or against a role: how it is in the person, and what the role asks.

    More of something than a role asks for is no fault: the role only makes less of it.
    """
    _ = words
    score, own, asked = _sides(catalog, assessment, role, scale)
    if KINDS[catalog.scale_by_id[scale].kind].learned:
        told = {
            (True, True): _("above average in you ({score}), and the role needs it"),
            (False, False): _("below average in you ({score}), and the role needs less of it too"),
            (True, False): _("above average in you ({score}); the role makes less use of it"),
            (False, True): _(
                "below average in you ({score}); the role needs more, and that can be learned"
            ),
        }
    else:
        told = {
            (True, True): _("you enjoy it more than average ({score}), and the role offers it"),
            (False, False): _("it draws you less than average ({score}), and the role has little"),
            (True, False): _("you enjoy it more than average ({score}); the role offers less"),
            (False, True): _("it draws you less than average ({score}); the role has more of it"),
        }
    return told[own > 0, asked > 0].format(score=f"{score:.0f}")


def separation_words(words: Words, catalog: Catalog, assessment: Assessment) -> str:
    """What separates the first role from the second, in a sentence; nothing of one role alone."""
    if len(assessment.ranking) < 2:
        return ""
    pair = assessment.ranking[:2]
    sides: tuple[list[str], list[str]] = ([], [])
    for scale, gap in separates(*pair):
        own, pull = 0.0, 0.0
        for match in pair:
            role = catalog.role_by_id[match.role]
            score, own, asked = _sides(catalog, assessment, role, scale)
            parts = {each.scale: each.resemblance for each in match.contributions}
            pull += parts[scale] * asked
        # As with reasons: nothing where what speaks is how the scales go together.
        if abs(gap) > NOTHING and pull * own > 0 and abs(own) >= MARKED:
            above, below = words("above average"), words("below average")
            name, where = catalog.scale_by_id[scale].name, above if own > 0 else below
            sides[gap < 0].append(f"{name} ({score:.0f}, {where})")
    return " ".join(
        words(
            "More for {role}: {scales}.",
            role=catalog.role_by_id[match.role].name,
            scales="; ".join(scales[:2]),
        )
        for match, scales in zip(pair, sides, strict=True)
        if scales
    )


FEW_CHANGES = 2
"""More changes of answers than these aren't listed: nobody should take them for advice."""


def upset_words(words: Words, catalog: Catalog, upset: Upset) -> tuple[str, list[str]]:
    """Which role would come first instead, and with which other answers."""
    count = len(upset.changes)
    if count > FEW_CHANGES:
        return words.counted(
            "The first place is stable: it would take {n} quite different answer for another "
            "role, {role}.",
            "The first place is stable: it would take {n} quite different answers for another "
            "role, {role}.",
            count,
            role=catalog.role_by_id[upset.role].name,
        ), []
    intro = words.counted(
        "{role} would come first with {n} other answer:",
        "{role} would come first with {n} other answers:",
        count,
        role=catalog.role_by_id[upset.role].name,
    )
    items = catalog.item_by_id
    return intro, [
        words(
            "“{question}” {given} → {instead}",
            question=items[change.item].text,
            given=answer_text(items[change.item], change.given),
            instead=answer_text(items[change.item], change.instead),
        )
        for change in upset.changes
    ]


def next_steps(
    words: Words, catalog: Catalog, assessment: Assessment, role: Role, *, ways: int = 2
) -> list[tuple[str, str]]:
    """What a person drawn to a role can do, the nearest first; so many ways in and to study.

    Each is what kind of step it is, and the step.
    """
    trial = [(words("Next week"), role.try_next)] if role.try_next else []
    learn = [
        (words("To learn first, {scale}", scale=scale.name), scale.develop)
        for scale in first_to_learn(catalog, role, assessment)
    ]
    enter = [(words("A way in"), way) for way in role.becoming[:ways]]
    study = [(words("To study"), place) for place in role.study[:ways]]
    talk = (words("Somebody to talk to"), talk_words(words, catalog, assessment, role))
    return [*trial, talk, *learn, *enter, *study]


def talk_words(words: Words, catalog: Catalog, assessment: Assessment, role: Role) -> str:
    """Whom to talk to and what to ask: last of what speaks most against the role, else for it."""
    told = [
        words(
            "Find one working {role}, through family, teachers or friends. Ask what an ordinary "
            "day goes on, and what they didn't expect.",
            role=role.name,
        )
    ]
    (match,) = (each for each in assessment.ranking if each.role == role.id)
    speaks_for, against = reasons(catalog, assessment, match)
    for each in (against or speaks_for)[:1]:
        asked = words("Ask too how much of this there really is in it: {scale}.")
        told.append(asked.format(scale=catalog.scale_by_id[each.scale].name))
    return " ".join(told)


def what_next(words: Words, catalog: Catalog, assessment: Assessment) -> str:
    """One thing to do with the result."""
    if rather_not(assessment) or assessment.verdict == "no-pattern":
        return words("Next: think of a day that went well for you, and note what you were doing.")
    first = catalog.role_by_id[assessment.ranking[0].role].name
    return words("Next: find a working {role} and ask what their day is like.", role=first)
