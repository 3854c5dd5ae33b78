"""Shows a result: on one screen first, and in full with all reasons."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from manager_quiz.catalog.model import Catalog, Form, Item, Role, Scale
from manager_quiz.measurement.assessment import Assessment, Contribution, Match, ScaleScore
from manager_quiz.terminal.layout import Bullets, bar, section
from manager_quiz.terminal.screen import Screen

SHOWN = 5
"""Roles on the first screen at most."""
EXPLAINED = 3
"""Roles of the best set that are explained in full at most."""
REASONS = 3
"""Scales named for and against a role at most."""
FAR = 0.1
"""Below this closeness nothing fits closely."""
NARROW = 76
"""Below this width the profile stands under the ranking."""


def show_result(
    screen: Screen, catalog: Catalog, form: Form, assessment: Assessment, *, details: bool
) -> None:
    """Prints a result; with `details` everything that is known about it."""
    if screen.plain:
        _show_plain(screen, catalog, assessment)
    else:
        _show_summary(screen, catalog, form, assessment)
    if details:
        _show_details(screen, catalog, form, assessment)
    elif not screen.plain:
        _ = screen.words.gettext
        screen.console.print(
            _("Reasons, next steps and all roles: --details. For exploring, not for selecting."),
            style="dim",
        )


# ------------------------------------------------------------------------ in words


def headline(screen: Screen, catalog: Catalog, assessment: Assessment) -> str:
    """The result in one sentence."""
    _ = screen.words.gettext
    if not assessment.ranking:
        return _(
            "Your profile is flat: no scale stands out, so no role is closer to it than another."
        )
    best = [catalog.role_by_id[id].name for id in assessment.best_set]
    tied = [match for match in assessment.ranking if match.rank == 1]
    if assessment.closeness < FAR:
        return _("Nothing here fits closely; {role} comes nearest.").format(role=best[0])
    if len(best) == 1:
        return _("One role stands out: {role}.").format(role=best[0])
    if assessment.clear_lead and len(tied) == 1:
        return _("{role} leads, but other roles are possible.").format(role=best[0])
    return screen.words.ngettext(
        "No clear lead: {n} role is about as likely to be the best one.",
        "No clear lead: your best role is one of {n}, and the answers can't say which.",
        len(best),
    ).format(n=len(best))


def verdict(screen: Screen, assessment: Assessment) -> str:
    """How close the closest role is, beside other people's closest."""
    _ = screen.words.gettext
    share = round(100 * assessment.closeness)
    if assessment.closeness >= 2 / 3:
        words = _("Your closest role is close: {share} in 100 people are further from theirs.")
    elif assessment.closeness >= 1 / 3:
        words = _("Your closest role is about as close as most people's.")
    elif assessment.closeness >= FAR:
        words = _(
            "Your closest role isn't very close: {share} in 100 people are further from theirs."
        )
    else:
        words = _("These roles describe other people: only {share} in 100 are as far from theirs.")
    return words.format(share=share)


def certainty(screen: Screen, assessment: Assessment) -> str:
    """On which reliability the chances rest."""
    _ = screen.words.gettext
    r = f"{assessment.reliability.mean_inter_item_r:.2f}"
    people = assessment.reliability.people
    if people is None:
        return _(
            "Chances rest on an assumed, not measured, agreement of answers (r = {r})."
        ).format(r=r)
    return screen.words.ngettext(
        "Chances rest on an agreement of answers measured on {n} person (r = {r}).",
        "Chances rest on an agreement of answers measured on {n} people (r = {r}).",
        people,
    ).format(n=people, r=r)


def flag_words(screen: Screen, assessment: Assessment) -> list[str]:
    """What the flags mean, kindly."""
    _ = screen.words.gettext
    words = {
        "same-answer": _(
            "Many answers in a row are the same. If you were tired, try again another day."
        ),
        "contradiction": _(
            "Some answers pull in opposite directions, so take this result with a grain of salt."
        ),
        "hasty": _("The answers came very fast. With a little more time they may say more."),
    }
    return [words[flag] for flag in assessment.flags if flag in words]


def scale_words(scale: Scale, score: ScaleScore) -> str:
    """What a score means: the scale's text for low, middle or high.

    Low and high begin where three people in ten are below or above in the reference population.
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


# -------------------------------------------------------------------- first screen


def _show_summary(screen: Screen, catalog: Catalog, form: Form, assessment: Assessment) -> None:
    _ = screen.words.gettext
    console = screen.console
    answered = sum(scale.answered for scale in assessment.scales)
    title = Text.assemble((_("Your result"), "bold cyan"))
    if answered < len(form.items):
        counted = _("{answered} of {items} questions answered")
        title.append("  " + counted.format(answered=answered, items=len(form.items)), "dim")
    console.print(title)
    console.print(Text(headline(screen, catalog, assessment), style="bold"))
    console.print()
    if not assessment.ranking:
        console.print(profile(screen, catalog, assessment))
        return
    fit_words = _("Fit: how many of 100 people are further from the role. Typical best: {best}.")
    left = Group(
        _ranking_table(screen, catalog, assessment, SHOWN),
        Text(""),
        Text(verdict(screen, assessment)),
        Text(fit_words.format(best=f"{assessment.typical_best_fit:.0f}"), style="dim"),
        Text(_("Chance: that the role is the best of all for you."), style="dim"),
    )
    right = profile(screen, catalog, assessment)
    if console.width < NARROW:
        console.print(left, "", right)
    else:
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(width=console.width - 36)
        grid.add_column(width=34)
        grid.add_row(left, right)
        console.print(grid)
    for words in flag_words(screen, assessment):
        console.print(Text("! " + words, style="magenta"))


def _ranking_table(
    screen: Screen, catalog: Catalog, assessment: Assessment, most: int
) -> RenderableType:
    _ = screen.words.gettext
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", max_width=24)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_row("", *(Text(title, style="dim") for title in (_("Role"), _("Fit"), _("Chance"))))
    shown = assessment.ranking[:most]
    for match in shown:
        inside = match.role in assessment.best_set
        table.add_row(
            _place(assessment, match),
            Text(catalog.role_by_id[match.role].name, style="bold" if inside else ""),
            of_hundred(match.fit),
            Text.assemble(bar(screen, match.p_best, 6), percent(match.p_best)),
        )
    rest = len(assessment.best_set) - len(shown)
    if rest > 0:
        more = screen.words.ngettext(
            "and {n} more that may be the best one", "and {n} more that may be the best one", rest
        )
        return Group(table, Text(more.format(n=rest), style="dim"))
    return table


def _place(assessment: Assessment, match: Match) -> str:
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


def profile(screen: Screen, catalog: Catalog, assessment: Assessment) -> RenderableType:
    """The person's scores as bars, each with its standard error."""
    _ = screen.words.gettext
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(overflow="fold", max_width=18)
    grid.add_column(no_wrap=True)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_row(Text(_("Your profile"), style="dim"), "", "")
    for score in assessment.scales:
        name = catalog.scale_by_id[score.id].name
        if score.score is None:
            grid.add_row(Text(name, style="dim"), Text(_("not scored"), style="dim"), "")
        else:
            margin = f"{score.true_score:.0f} ±{score.standard_error:.0f}"
            grid.add_row(name, bar(screen, score.true_score / 100, 8), margin)
    return grid


# ---------------------------------------------------------------------- in detail


def _show_details(screen: Screen, catalog: Catalog, form: Form, assessment: Assessment) -> None:
    _ = screen.words.gettext
    console = screen.console
    by_role = {match.role: match for match in assessment.ranking}
    top = assessment.best_set[:EXPLAINED]
    console.print()
    for id in top:
        console.print(_why(screen, catalog, assessment, by_role[id]))
    if len(assessment.ranking) > 1:
        console.print(_separation(screen, catalog, assessment))
    if assessment.upset is not None:
        console.print(_upset(screen, catalog, form, assessment))
    for id in top:
        console.print(_next_steps(screen, catalog, assessment, catalog.role_by_id[id]))
    console.print(_meanings(screen, catalog, assessment))
    if not assessment.ranking:
        console.print(Text(certainty(screen, assessment)))
        return
    if screen.plain:
        console.print(_("All roles") + ":")
        for match in assessment.ranking:
            console.print("- " + _match_words(screen, catalog, assessment, match))
    else:
        everyone = _ranking_table(screen, catalog, assessment, len(assessment.ranking))
        console.print(section(_("All roles"), everyone))
    console.print(Text(certainty(screen, assessment)))
    caution = _("This is for exploring, not for selecting people. Skills are as you rate them.")
    console.print(Text(caution))


def _why(screen: Screen, catalog: Catalog, assessment: Assessment, match: Match) -> RenderableType:
    _ = screen.words.gettext
    role = catalog.role_by_id[match.role]
    scores = {score.id: score.true_score for score in assessment.scales}
    widest = max(abs(each.expected - each.distance) for each in match.contributions)

    def line(each: Contribution) -> Text:
        words = _("{scale}: you {score}, the role {level}").format(
            scale=catalog.scale_by_id[each.scale].name,
            score=f"{scores[each.scale]:.0f}",
            level=f"{role.profile[each.scale].level:.0f}",
        )
        strength = abs(each.expected - each.distance) / widest if widest else 0.0
        return Text.assemble(bar(screen, strength, 6), words)

    speaks_for, against = reasons(match)
    body: list[RenderableType] = []
    if speaks_for:
        body += [Text(_("Speaks for it:")), Bullets(screen, map(line, speaks_for))]
    if against:
        body += [Text(_("Speaks against it:")), Bullets(screen, map(line, against))]
    return section(_("Why {role}").format(role=role.name), *body)


def _separation(screen: Screen, catalog: Catalog, assessment: Assessment) -> RenderableType:
    _ = screen.words.gettext
    first, second = assessment.ranking[:2]
    names = [catalog.role_by_id[match.role].name for match in (first, second)]
    gaps = [gap for gap in separates(first, second) if gap[1]][: 2 * REASONS]
    lines = [
        _("{scale} brings you closer to: {role}").format(
            scale=catalog.scale_by_id[scale].name, role=names[0] if gap > 0 else names[1]
        )
        for scale, gap in gaps
    ]
    title = _("What separates {first} from {second}").format(first=names[0], second=names[1])
    return section(title, Bullets(screen, lines))


def _upset(screen: Screen, catalog: Catalog, form: Form, assessment: Assessment) -> RenderableType:
    _ = screen.words.gettext
    upset = assessment.upset
    assert upset is not None
    items = {item.id: item for item in catalog.form_items(form)}
    lines = [
        _("«{question}» {given} → {instead}").format(
            question=items[change.item].text,
            given=_answer_text(items[change.item], change.given),
            instead=_answer_text(items[change.item], change.instead),
        )
        for change in upset.changes
    ]
    intro = screen.words.ngettext(
        "{role} would come first with {n} other answer:",
        "{role} would come first with {n} other answers:",
        len(lines),
    ).format(role=catalog.role_by_id[upset.role].name, n=len(lines))
    return section(_("What would change it"), Text(intro), Bullets(screen, lines))


def _answer_text(item: Item, answer: int | str) -> str:
    index = item.choice(answer)
    assert index is not None
    return item.choices[index].text


def _next_steps(
    screen: Screen, catalog: Catalog, assessment: Assessment, role: Role
) -> RenderableType:
    _ = screen.words.gettext
    learn = [
        _("To learn first, {scale}: {advice}").format(scale=scale.name, advice=scale.develop)
        for scale in first_to_learn(catalog, role, assessment)
    ]
    ways = [_("A way in: {way}").format(way=way) for way in role.becoming[:2]]
    study = [_("To study: {place}").format(place=place) for place in role.study[:2]]
    trial = [_("Next week: {trial}").format(trial=role.try_next)] if role.try_next else []
    title = _("What next: {role}").format(role=role.name)
    return section(title, Bullets(screen, [*trial, *learn, *ways, *study]))


def _meanings(screen: Screen, catalog: Catalog, assessment: Assessment) -> RenderableType:
    _ = screen.words.gettext
    lines = []
    for score in assessment.scales:
        scale = catalog.scale_by_id[score.id]
        meaning = scale_words(scale, score) if score.score is not None else _("not scored")
        lines.append(Text.assemble((scale.name, "bold"), ": ", meaning))
    return section(_("What your scores mean"), Bullets(screen, lines))


# --------------------------------------------------------------------------- plain


def _show_plain(screen: Screen, catalog: Catalog, assessment: Assessment) -> None:
    _ = screen.words.gettext
    write = screen.console.print
    write(_("Your result"))
    write(headline(screen, catalog, assessment))
    if assessment.ranking:
        write(verdict(screen, assessment))
    for match in _shown_plain(assessment):
        write("- " + _match_words(screen, catalog, assessment, match))
    write(_("Your profile") + ":")
    for score in assessment.scales:
        name = catalog.scale_by_id[score.id].name
        if score.score is None:
            write(_("- {scale}: not scored").format(scale=name))
        else:
            write(
                _("- {scale}: {score} of 100, give or take {error}").format(
                    scale=name, score=f"{score.true_score:.0f}", error=f"{score.standard_error:.0f}"
                )
            )
    for words in flag_words(screen, assessment):
        write(words)


def _shown_plain(assessment: Assessment) -> Sequence[Match]:
    return assessment.ranking[:SHOWN]


def _match_words(screen: Screen, catalog: Catalog, assessment: Assessment, match: Match) -> str:
    _ = screen.words.gettext
    return _("{place}. {role}: fit {fit} of 100, chance of being the best {chance}").format(
        place=_place(assessment, match).strip(),
        role=catalog.role_by_id[match.role].name,
        fit=of_hundred(match.fit),
        chance=percent(match.p_best),
    )
