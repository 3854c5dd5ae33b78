"""Shows a result: on one screen first, and in full with all reasons."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.measurement.findings import Assessment, Contribution, Match, Upset
from manager_quiz.terminal.layout import WIDE, Bullets, bar, section
from manager_quiz.terminal.screen import Screen
from manager_quiz.wording.report import match_legend, reading
from manager_quiz.wording.result import (
    flag_words,
    headline,
    match_words,
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

SHOWN = 5
"""Roles on the first screen at most."""
EXPLAINED = 3
"""Roles of the best set that are explained in full at most."""
FULL = 4.0
"""The resemblance that fills a bar; hardly anybody is further from people in general."""
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
        show_details(screen, catalog, assessment)


# -------------------------------------------------------------------- first screen


def _show_summary(screen: Screen, catalog: Catalog, form: Form, assessment: Assessment) -> None:
    _ = screen.words.gettext
    console = screen.console
    answered = sum(scale.answered for scale in assessment.scales)
    console.print(Text(headline(screen.words, catalog, assessment), style="bold"))
    counted = _("{answered} of {items} questions answered") if answered < len(form.items) else ""
    console.print(Text(counted.format(answered=answered, items=len(form.items)), style="dim"))
    left = Group(
        _ranking_table(screen, catalog, assessment, SHOWN),
        Text(""),
        Text(verdict(screen.words, catalog, assessment)),
        Text(match_legend(screen.words), style="dim"),
    )
    right = profile(screen, catalog, assessment)
    if console.width < NARROW:
        console.print(left, "", right)
    else:
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(width=console.width - 37)
        grid.add_column(width=35)
        grid.add_row(left, right)
        console.print(grid)
    for words in flag_words(screen.words, assessment):
        console.print(Text("! " + words, style="magenta"))


def _ranking_table(
    screen: Screen, catalog: Catalog, assessment: Assessment, most: int
) -> RenderableType:
    _ = screen.words.gettext
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", max_width=28)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_row("", *(Text(title, style="dim") for title in (_("Role"), _("Match"), _("Chance"))))
    shown = assessment.ranking[:most]
    room_for_bars = screen.console.width >= WIDE or screen.console.width < NARROW
    for match in shown:
        inside = match.role in assessment.best_set
        table.add_row(
            place(match),
            Text(catalog.role_by_id[match.role].name, style="bold" if inside else ""),
            of_hundred(match.fit),
            Text.assemble(
                bar(screen, match.resemblance / FULL, 6 if room_for_bars else 0),
                percent(match.p_best).rjust(5),
            ),
        )
    rest = len(assessment.best_set) - len(shown)
    if rest > 0:
        more = screen.words.ngettext(
            "and {n} more that may be the best one", "and {n} more that may be the best one", rest
        )
        return Group(table, Text(more.format(n=rest), style="dim"))
    return table


def profile(screen: Screen, catalog: Catalog, assessment: Assessment) -> RenderableType:
    """The person's scores as bars, each with its standard error."""
    _ = screen.words.gettext
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(overflow="fold", max_width=19)
    grid.add_column(no_wrap=True)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_row(Text(_("Your profile"), style="dim"), "", "")
    for score in assessment.scales:
        name = catalog.scale_by_id[score.id].name
        if score.score is None:
            grid.add_row(Text(name, style="dim"), Text(_("not scored"), style="dim"), "")
        else:
            margin = f"{score.score:.0f} ±{score.standard_error:.0f}"
            grid.add_row(name, bar(screen, score.score / 100, 8), margin)
    return grid


# ---------------------------------------------------------------------- in detail


def show_details(screen: Screen, catalog: Catalog, assessment: Assessment) -> None:
    """Prints reasons, next steps, what the scores mean, and all roles."""
    _ = screen.words.gettext
    console = screen.console
    by_role = {match.role: match for match in assessment.ranking}
    top = assessment.best_set[:EXPLAINED]
    console.print()
    for id in top:
        if any(reasons(catalog, assessment, by_role[id])):
            console.print(_why(screen, catalog, assessment, by_role[id]))
    separating = separation_words(screen.words, catalog, assessment)
    if separating:
        console.print(_separation(screen, catalog, assessment, separating))
    if assessment.upset is not None:
        console.print(_upset(screen, catalog, assessment.upset))
    for id in top:
        role = catalog.role_by_id[id]
        steps = next_steps(screen.words, catalog, assessment, role)
        if steps:
            title = _("What next: {role}").format(role=role.name)
            console.print(section(title, Bullets(screen, steps)))
    meanings = _meanings(screen, catalog, assessment)
    if meanings:
        console.print(section(_("What your scores mean"), Bullets(screen, meanings)))
    if screen.plain:
        console.print(_("All roles") + ":")
        for match in assessment.ranking:
            console.print("- " + match_words(screen.words, catalog, match))
    else:
        everyone = _ranking_table(screen, catalog, assessment, len(assessment.ranking))
        console.print(section(_("All roles"), everyone))
    read = [
        Text.assemble((name, "bold"), ": ", told)
        for name, told in reading(screen.words, assessment)
    ]
    console.print(section(_("How to read this"), Bullets(screen, read)))


def _why(screen: Screen, catalog: Catalog, assessment: Assessment, match: Match) -> RenderableType:
    _ = screen.words.gettext
    role = catalog.role_by_id[match.role]

    def line(each: Contribution) -> Text:
        told = reason_words(screen.words, catalog, assessment, role, each.scale)
        return Text.assemble(bar(screen, max(strength(match, each), 1 / 6), 6), told)

    speaks_for, against = reasons(catalog, assessment, match)
    body: list[RenderableType] = []
    if speaks_for:
        body += [Text(_("Speaks for it:")), Bullets(screen, map(line, speaks_for))]
    if against:
        body += [Text(_("Speaks against it:")), Bullets(screen, map(line, against))]
    return section(_("Why {role}").format(role=role.name), *body)


def _separation(
    screen: Screen, catalog: Catalog, assessment: Assessment, lines: list[str]
) -> RenderableType:
    first, second = (catalog.role_by_id[match.role].name for match in assessment.ranking[:2])
    title = screen.words.gettext("What separates {first} from {second}")
    return section(title.format(first=first, second=second), Bullets(screen, lines))


def _upset(screen: Screen, catalog: Catalog, upset: Upset) -> RenderableType:
    intro, lines = upset_words(screen.words, catalog, upset)
    title = screen.words.gettext("What would change it")
    return section(title, Text(intro), *([Bullets(screen, lines)] if lines else []))


def _meanings(screen: Screen, catalog: Catalog, assessment: Assessment) -> list[Text]:
    _ = screen.words.gettext
    lines = []
    for score in assessment.scales:
        scale = catalog.scale_by_id[score.id]
        meaning = scale_words(scale, score.score) if score.score is not None else _("not scored")
        if meaning:
            lines.append(Text.assemble((scale.name, "bold"), ": ", meaning))
    return lines


# --------------------------------------------------------------------------- plain


def _show_plain(screen: Screen, catalog: Catalog, assessment: Assessment) -> None:
    _ = screen.words.gettext
    write = screen.console.print
    write(_("Your result"))
    write(headline(screen.words, catalog, assessment))
    write(verdict(screen.words, catalog, assessment))
    for match in assessment.ranking[:SHOWN]:
        write("- " + match_words(screen.words, catalog, match))
    write(match_legend(screen.words))
    write(_("Your profile") + ":")
    for score in assessment.scales:
        write("- " + score_words(screen.words, catalog, score))
    for words in flag_words(screen.words, assessment):
        write(words)
