"""What a result says, in words: the same on every screen and in every report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from manager_quiz.catalog.model import KINDS, Catalog, Role, Scale
from manager_quiz.errors import N_
from manager_quiz.measurement.findings import Assessment, Contribution, Match
from manager_quiz.wording.words import Words, of_hundred, tenths

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
FLAGS = {
    "same-answer": N_("same answers in a row"),
    "contradiction": N_("contradictions"),
    "hasty": N_("very fast"),
    "not-scored": N_("a scale not scored"),
}
"""What flags are called where there is little room."""
FEW_CHANGES = 2
"""More changes of answers than these aren't listed: nobody should take them for advice."""


@dataclass(frozen=True)
class ResultWords:
    """What can be said of an assessment, in the language of the words and of the catalog."""

    words: Words
    catalog: Catalog
    assessment: Assessment

    @property
    def pointless(self) -> bool:
        """Whether the answers point nowhere."""
        return self.assessment.verdict == "no-pattern"

    @property
    def rather_not(self) -> bool:
        """Whether the first thing to say is that somebody would rather not manage."""
        managing = self.assessment.managing
        return managing is not None and managing.rare_in_role and not self.pointless

    @property
    def handful(self) -> int:
        """How many roles from the first on are named as those to look into."""
        return min(len(self.assessment.best_set), HANDFUL)

    def roles(self, most: int | None = None) -> list[Role]:
        """The roles in the order of the list, so many at most."""
        return [self.catalog.role_by_id[match.role] for match in self.assessment.ranking[:most]]

    def match(self, role: str) -> Match:
        """How the role with this id stands."""
        return next(match for match in self.assessment.ranking if match.role == role)

    def scale(self, id: str) -> str:
        """What a scale is called."""
        return self.catalog.scale_by_id[id].name

    def headline(self) -> str:
        """The result in one sentence, as a friend would say it."""
        _, n = self.words, self.handful
        first, *others = [role.name for role in self.roles()]
        if self.pointless:
            return _("Your answers don't point anywhere yet.")
        if self.rather_not:
            return _("You would rather do the work than lead others, and that is good to know.")
        if n == 1:
            return _("One role stands out: {role}.", role=first)
        if n == 2:
            return _("Two roles stand out: {first} and {second}.", first=first, second=others[0])
        if self.assessment.verdict == "lead":
            return _.counted(
                "Look into this {n} role: {role} first.",
                "Look into these {n} roles, {role} first.",
                n,
                role=first,
            )
        return _.counted(
            "This {n} role is like you; the order is still open.",
            "These {n} roles are the most like you; which of them comes first is still open.",
            n,
        )

    def verdict(self, *, printed: bool = False) -> str:
        """How settled that is, and what to make of the list below it.

        On paper, `printed`, nobody is sent to a command: what it tells is on the next sheet.
        """
        if self.pointless:
            return self.words(
                "They are all alike or close to the average, so the order of the roles says "
                "little. Read about the roles, or answer again on another day."
            )
        if self.rather_not:
            return " ".join(self._without_managing(printed=printed))
        told, managing = self._how_sure(), self.assessment.managing
        if managing is not None and managing.rare:
            told += " " + self.words(
                "You want to lead others less than most; of these roles {role} leads fewest.",
                role=fewest_led(self.catalog, self.roles(HANDFUL))[0].name,
            )
        return told

    def _how_sure(self) -> str:
        """How often the right role is among those named, and how often it is the first."""
        n, all_roles = self.handful, len(self.assessment.ranking)
        chances = [match.p_best for match in self.assessment.ranking[:n]]
        often, first = tenths(self.words, sum(chances)), tenths(self.words, chances[0])
        if n == 1:
            told = self.words("If one of the {all} roles is right for you, it is this one {often}.")
        elif often == first:
            told = self.words.ngettext(
                "If one of the {all} roles is right for you, it is among this {n} {often}, nearly "
                "always the first.",
                "If one of the {all} roles is right for you, it is among these {n} {often}, nearly "
                "always the first.",
                n,
            )
        else:
            told = self.words.ngettext(
                "If one of the {all} roles is right for you, it is this {n} {often}, and the very "
                "first {first}.",
                "If one of the {all} roles is right for you, it is among these {n} {often}, and "
                "the very first {first}.",
                n,
            )
        return told.format(all=all_roles, n=n, often=often, first=first)

    def _without_managing(self, *, printed: bool) -> Iterator[str]:
        """What there is for somebody who would rather not manage; which roles lead fewest."""
        _, topic = self.words, self.catalog.without_managing
        if topic is not None:
            where = _("see the next sheet") if printed else f"manager-quiz describe {topic.id}"
            yield _(
                "Experts are needed as much as managers, and can rise without leading anybody: "
                "{where}.",
                where=where,
            )
        few = fewest_led(self.catalog, self.catalog.roles)[:FEWEST_LED]
        yield _(
            "Your other answers are closest to the roles below. Fewest people are led by: {roles}.",
            roles=", ".join(role.name for role in few),
        )

    def first_reason(self) -> str:
        """Why the first role comes first, in a sentence; "" where nothing short can be said."""
        _, match = self.words, self.assessment.ranking[0]
        speaks_for = self.reasons(match)[0][:2]
        if not speaks_for or self.pointless:
            return ""
        own = {each.scale: self._sides(match.role, each.scale)[1] > 0 for each in speaks_for}
        named = sorted(own, key=lambda scale: not own[scale])  # much before little
        told = {
            (2, 2): _("Why {role}: {a} and {b} stand out in you, and the role asks for both."),
            (2, 0): _("Why {role}: {a} and {b} matter little to you, and to the role."),
            (1, 0): _("Why {role}: {a} matters little to you, and to the role."),
            (1, 1): _("Why {role}: {a} stands out in you, and the role asks for it."),
            (2, 1): _(
                "Why {role}: {a} stands out in you and in the role; {b} matters little to both."
            ),
        }[len(named), sum(own.values())]
        a, b = (*map(self.scale, named), "")[:2]
        return told.format(role=self.roles(1)[0].name, a=a, b=b)

    def caution(self) -> str:
        """What the flags mean, kindly and in one line; nothing where there are none."""
        _, flags = self.words, self.assessment.flags
        signs = ", ".join(_(FLAGS[flag]) for flag in flags if flag in FLAGS)
        told = _("Take this with a grain of salt ({signs}): on a fresh day it may say more.")
        return told.format(signs=signs) if signs else ""

    def what_next(self) -> str:
        """One thing to do with the result."""
        _ = self.words
        if self.rather_not or self.pointless:
            return _("Next: think of a day that went well for you, and note what you were doing.")
        role = self.roles(1)[0].name
        return _("Next: find a working {role} and ask what their day is like.", role=role)

    def certainty(self) -> str:
        """What the figures rest on."""
        _, measured, roles = self.words, self.assessment.measured, self.roles()
        rests_on = {
            _("what people answer on average"): measured.norms,
            _("how exact answers are"): measured.reliability,
            _("how the scales go together"): measured.correlation,
            _("what each role asks for"): len(measured.levels) >= len(roles) or None,
        }
        assumed = ", ".join(name for name, people in rests_on.items() if people is None)
        if not assumed:
            return _("What the figures rest on was measured.")
        return _("These are assumed so far, not measured: {list}.", list=assumed)

    def match_words(self) -> str:
        """What the number beside a role means, by that of the first one."""
        _, fit = self.words, self.assessment.ranking[0].fit
        n = of_hundred(fit)
        told = _(
            "{n} of 100: you are closer to this role than {people} of 100 people (average: 50). It "
            "promises no success.",
            n=n,
            people=_("at most 1") if fit < 1 else _("at least 99") if fit > 99 else n,
        )
        if self.assessment.measured.norms is None:
            told += " " + _("These people are assumed, not yet asked.")
        return told

    def picture_words(self) -> str:
        """What the bars beside the roles mean, and ±, by the first score that there is."""
        told = self.words("Bar: how far above average. ±{n}: give or take {n}.")
        errors = (score.standard_error for score in self.assessment.scales if score.standard_error)
        return next((told.format(n=f"{error:.0f}") for error in errors), "")

    def average_words(self) -> str:
        """What people in general have on the scales."""
        means = sorted(scale.mean for scale in self.catalog.scales)
        ends = dict.fromkeys(f"{mean:.0f}" for mean in (means[0], means[-1]))
        return self.words("average: {mean}", mean="–".join(ends))

    def _sides(self, role: str, scale: str) -> tuple[float, float, float]:
        """The person's score, and how far it and the role's level are from the norm, in its SD."""
        norm, level = self.catalog.scale_by_id[scale], self.catalog.role_by_id[role].profile[scale]
        (score,) = (each.score or 0.0 for each in self.assessment.scales if each.id == scale)
        return score, norm.standing(score), norm.standing(level.level)

    def reasons(self, match: Match) -> tuple[list[Contribution], list[Contribution]]:
        """Scales that speak for a role and against it, strongest first.

        Nothing is said of a scale that hardly counts beside the strongest, nor of one on which the
        person or the role is about average, nor of one whose part has another sign than person
        and role together: what speaks there is how the scales go together, which no short
        sentence can tell.
        """

        def plain(each: Contribution) -> bool:
            _score, own, asked = self._sides(match.role, each.scale)
            marked = abs(own) >= MARKED and abs(asked) >= MARKED / 2
            return marked and each.resemblance * own * asked > 0 and match.strength(each) >= WEAK

        told = sorted(filter(plain, match.contributions), key=lambda each: -each.resemblance)
        speaks_for = [each for each in told if each.resemblance > 0]
        against = [each for each in reversed(told) if each.resemblance < 0]
        return speaks_for[:REASONS], against[:REASONS]

    def reason_words(self, role: str, scale: str) -> str:
        """What a scale says for or against a role: how it is in the person, what the role asks.

        More of something than a role asks for is no fault: the role only makes less of it.
        """
        _ = self.words
        score, own, asked = self._sides(role, scale)
        learned = KINDS[self.catalog.scale_by_id[scale].kind].learned
        if learned and own > 0:
            much = _("above average in you ({score}), and the role needs it")
            less = _("above average in you ({score}); the role makes less use of it")
        elif learned:
            much = _("below average in you ({score}); the role needs more, and that can be learned")
            less = _("below average in you ({score}), and the role needs less of it too")
        elif own > 0:
            much = _("you enjoy it more than average ({score}), and the role offers it")
            less = _("you enjoy it more than average ({score}); the role offers less")
        else:
            much = _("it draws you less than average ({score}); the role has more of it")
            less = _("it draws you less than average ({score}), and the role has little")
        return (much if asked > 0 else less).format(score=f"{score:.0f}")

    def separation_words(self) -> str:
        """What separates the first role from the second, in a sentence; "" of one role alone."""
        _, pair = self.words, self.assessment.ranking[:2]
        if len(pair) < 2:
            return ""
        sides: tuple[list[str], list[str]] = ([], [])
        for scale, gap in pair[0].ahead_of(pair[1]):
            own, pull = 0.0, 0.0
            for match in pair:
                score, own, asked = self._sides(match.role, scale)
                parts = {each.scale: each.resemblance for each in match.contributions}
                pull += parts[scale] * asked
            # As with reasons: nothing where what speaks is how the scales go together.
            if abs(gap) > NOTHING and pull * own > 0 and abs(own) >= MARKED:
                told = _("{scale}, below average in you ({score})")
                if own > 0:
                    told = _("{scale}, above average in you ({score})")
                sides[gap < 0].append(told.format(scale=self.scale(scale), score=f"{score:.0f}"))
        return " ".join(
            _("Speaks more for {role}: {scales}.", role=role.name, scales="; ".join(scales[:2]))
            for role, scales in zip(self.roles(2), sides, strict=True)
            if scales
        )

    def upset_words(self) -> tuple[str, list[str]]:
        """Which role would come first instead, and with which other answers; "" without any."""
        _, upset = self.words, self.assessment.upset
        if upset is None:
            return "", []
        role, count = self.catalog.role_by_id[upset.role].name, len(upset.changes)
        if count > FEW_CHANGES:
            return _.counted(
                "The first place is stable: it would take {n} quite different answer for another "
                "role, {role}.",
                "The first place is stable: it would take {n} quite different answers for another "
                "role, {role}.",
                count,
                role=role,
            ), []
        intro = _.counted(
            "{role} would come first with {n} other answer:",
            "{role} would come first with {n} other answers:",
            count,
            role=role,
        )
        changes = []
        for change in upset.changes:
            item = self.catalog.item_by_id[change.item]
            taken = map(item.choice, (change.given, change.instead))
            given, instead = (item.choices[n].text for n in taken if n is not None)
            told = _("“{question}” {given} → {instead}")
            changes.append(told.format(question=item.text, given=given, instead=instead))
        return intro, changes

    def next_steps(self, role: Role, *, ways: int = 2) -> list[tuple[str, str]]:
        """What a person drawn to a role can do, the nearest first; so many ways in and to study.

        Each is what kind of step it is, and the step.
        """
        _ = self.words
        return [
            *([(_("Next week"), role.try_next)] if role.try_next else []),
            (_("Somebody to talk to"), self._talk_words(role)),
            *(
                (_("To learn first, {scale}", scale=scale.name), scale.develop)
                for scale in self.first_to_learn(role)
            ),
            *((_("A way in"), way) for way in role.becoming[:ways]),
            *((_("To study"), place) for place in role.study[:ways]),
        ]

    def steps_without_managing(self) -> list[tuple[str, str]]:
        """What somebody can do who would rather not manage, as `next_steps` has it."""
        _ = self.words
        talk = _(
            "Find somebody who is good at work that you like and leads nobody, through family, "
            "teachers or friends. Ask how they came to do it, and where it can lead."
        )
        day = _("Think of a day that went well for you, and note what you were doing.")
        return [(_("Next week"), day), (_("Somebody to talk to"), talk)]

    def _talk_words(self, role: Role) -> str:
        """Whom to talk to and what to ask: last of what speaks most against it, else for it."""
        told = self.words(
            "Find one working {role}, through family, teachers or friends. Ask what an ordinary "
            "day goes on, and what they didn't expect.",
            role=role.name,
        )
        speaks_for, against = self.reasons(self.match(role.id))
        for each in (against or speaks_for)[:1]:
            asked = self.words("Ask too how much of this there really is in it: {scale}.")
            told += " " + asked.format(scale=self.scale(each.scale))
        return told

    def first_to_learn(self, role: Role) -> list[Scale]:
        """The skills in which the person is furthest, and beyond the error, below the role."""
        gaps = {}
        for score in self.assessment.scales:
            scale = self.catalog.scale_by_id[score.id]
            unwanted = self.rather_not and scale.id in self.catalog.managing
            gap = 0.0 if score.score is None else role.profile[scale.id].level - score.score
            if KINDS[scale.kind].learned and not unwanted and gap > (score.standard_error or 0):
                gaps[scale.id] = gap / scale.sd
        return [self.catalog.scale_by_id[id] for id in sorted(gaps, key=lambda id: -gaps[id])[:2]]


def fewest_led(catalog: Catalog, roles: Sequence[Role]) -> list[Role]:
    """The roles, those first with the lowest levels on the scales that make the wish to manage."""

    def level(role: Role) -> float:
        levels = ((catalog.scale_by_id[id], role.profile[id].level) for id in catalog.managing)
        return sum(scale.standing(level) for scale, level in levels)

    return sorted(roles, key=level)


def scale_words(scale: Scale, score: float) -> str:
    """What a score means: the scale's text for low, middle or high.

    Low and high begin `MARKED` from the norm.
    """
    stands = scale.standing(score)
    return scale.low if stands < -MARKED else scale.high if stands > MARKED else scale.middle
