"""The pages of one person's result: the first screen, everything else, and the report."""

from collections.abc import Iterable, Iterator
from typing import Any

from manager_quiz.catalog.model import Catalog, Form, Role
from manager_quiz.measurement.findings import Assessment, Contribution, Match
from manager_quiz.records.results import Result, encode
from manager_quiz.reports.aspirations import aspirations_section
from manager_quiz.reports.page import (
    Bar,
    Cell,
    Column,
    Page,
    People,
    Point,
    Points,
    Prompts,
    Section,
    Table,
    Text,
    points,
    section,
    sections,
)
from manager_quiz.wording.result import (
    average_words,
    caution,
    certainty,
    first_reason,
    handful,
    headline,
    match_words,
    next_steps,
    of_hundred,
    percent,
    picture_words,
    place,
    rather_not,
    reason_words,
    reasons,
    scale_words,
    separation_words,
    strength,
    upset_words,
    verdict,
    what_next,
)
from manager_quiz.wording.words import Words, day

LEAST_SHOWN = 3
"""Roles on the first screen at least."""
EXPLAINED = 3
"""Roles of the best set that are explained in full at most."""
FULL = 4.0
"""The resemblance that fills a bar; hardly anybody is further from people in general."""
DUTIES = 3


def first_page(words: Words, catalog: Catalog, form: Form, assessment: Assessment) -> Page:
    """What fits a screen: the result in a sentence, the first roles, the profile."""
    answered = sum(scale.answered for scale in assessment.scales)
    return Page(
        language=catalog.language,
        title=headline(words, catalog, assessment),
        facts=(_counted(words, answered, len(form.items)),) if answered < len(form.items) else (),
        lead=(Text(verdict(words, catalog, assessment)),),
        sections=sections(
            _first_roles(words, catalog, assessment),
            _profile(words, catalog, assessment, column=2),
            section(
                "",
                Text(match_words(words, assessment), "quiet"),
                Text(what_next(words, catalog, assessment)),
            ),
        ),
    )


def _first_roles(words: Words, catalog: Catalog, assessment: Assessment) -> Section:
    """The roles to look into, and in a sentence why the first comes first."""
    return section(
        "",
        _ranked(words, catalog, assessment),
        _more(words, assessment),
        Text(picture_words(words, assessment), "quiet"),
        Text(caution(words, assessment), "warning"),
        Text(first_reason(words, catalog, assessment)),
        column=1,
    )


def why_page(words: Words, catalog: Catalog, assessment: Assessment, match: Match) -> Page:
    """Why a role is where it is in the list, and what somebody drawn to it can do."""
    return Page(
        language=catalog.language,
        title="",
        sections=sections(
            _why(words, catalog, assessment, match),
            _next(words, catalog, assessment, catalog.role_by_id[match.role]),
        ),
    )


def details(words: Words, catalog: Catalog, assessment: Assessment) -> Page:
    """Reasons, next steps, what the scores mean, all roles, and how to read it."""
    matches = {match.role: match for match in assessment.ranking}
    top = assessment.best_set[:EXPLAINED]
    return Page(
        language=catalog.language,
        title="",
        sections=sections(
            *(_why(words, catalog, assessment, matches[id]) for id in top),
            _separation(words, catalog, assessment),
            _change(words, catalog, assessment),
            *(_next(words, catalog, assessment, catalog.role_by_id[id]) for id in top),
            _meanings(words, catalog, assessment),
            _all_roles(words, catalog, assessment),
            _reading(words, assessment),
        ),
    )


def report(words: Words, catalog: Catalog, result: Result) -> Page:
    """Two sheets to hand out: what was found, and what to do with it.

    The catalog has what the result speaks of (see `missing_content`), in the words' language.
    """
    assessment = result.assessment
    top = catalog.role_by_id[assessment.ranking[0].role]
    asked = sum(scale.items for scale in assessment.scales)
    three = [catalog.role_by_id[match.role].name for match in assessment.ranking[:3]]
    return Page(
        language=catalog.language,
        title=headline(words, catalog, assessment),
        facts=(
            day(words, result.taken_at),
            catalog.form_by_id[result.form].name,
            _counted(words, sum(scale.answered for scale in assessment.scales), asked),
            result.id,
        ),
        lead=(
            Text(verdict(words, catalog, assessment, printed=True)),
            *((Text(doubt, "warning"),) if (doubt := caution(words, assessment)) else ()),
        ),
        sections=sections(
            section(
                "",
                _ranked(words, catalog, assessment),
                _also(words, catalog, assessment),
                People(match_words(words, assessment), _people(assessment.ranking[0].fit / 100)),
                column=1,
            ),
            _why(words, catalog, assessment, assessment.ranking[0], column=1),
            _profile(words, catalog, assessment, top, column=2),
            section("", *_chances(words, assessment), column=2),
            _separation(words, catalog, assessment, column=2),
            _change(words, catalog, assessment, column=2),
            _reading(words, assessment),
            *_about(words, catalog, assessment, top),
            aspirations_section(words, catalog, assessment, result.aspirations, trials=0),
            _next(words, catalog, assessment, top, ways=1),
            section(words("Five minutes with a pen"), Prompts(_exercise(words)), column=1),
            section(
                words("Tell a partner your top three"),
                *map(Text, _card(words)),
                Prompts(tuple(words("{role}, because …", role=name) for name in three), 1),
                column=2,
                framed=True,
            ),
        ),
        notices=_notices(words, result, catalog, top),
    )


ENDINGS = (".html", ".md", ".txt", ".csv", ".json")


def render(ending: str, result: Result, catalog: Catalog, words: Words) -> str:
    """A result as a file with this ending has it; the same result gives the same text."""
    from manager_quiz.reports.writers import as_csv, as_prose

    if ending == ".json":
        return encode(result.document).decode()
    if ending == ".csv":
        return as_csv(RESULT_COLUMNS, result_rows(catalog, result))
    return as_prose(ending, report(words, catalog, result), _program(words))


def render_sheets(results: Iterable[Result], catalog: Catalog, words: Words) -> str:
    """Many people's reports as one HTML page to print, each beginning on a sheet of its own."""
    from manager_quiz.reports.writers import as_html

    pages = [report(words, catalog, result) for result in results]
    return as_html(pages, _program(words))


def _program(words: Words) -> str:
    return words("Which kind of manager could you be?")


RESULT_COLUMNS = (
    *("result", "taken_at", "kind", "id", "name"),
    *("score", "standard_error", "answered", "items"),
    *("rank", "first_place", "last_place", "fit", "resemblance", "p_best", "in_best_set"),
)


def result_rows(catalog: Catalog, result: Result) -> Iterator[dict[str, Any]]:
    """A result as a table for programs: a row a scale, then a row a role."""
    about = {"result": result.id, "taken_at": result.taken_at.isoformat()}
    for scale in result.assessment.scales:
        row = {name: getattr(scale, name) for name in RESULT_COLUMNS if hasattr(scale, name)}
        yield about | row | {"name": catalog.scale_by_id[scale.id].name}
    for match in result.assessment.ranking:
        row = {name: getattr(match, name) for name in RESULT_COLUMNS if hasattr(match, name)}
        first, last = match.rank_range
        yield (
            about
            | row
            | {
                "kind": "role",
                "id": match.role,
                "name": catalog.role_by_id[match.role].name,
                "first_place": first,
                "last_place": last,
                "in_best_set": int(match.role in result.assessment.best_set),
            }
        )


# ----------------------------------------------------------------------- sections


def _counted(words: Words, answered: int, asked: int) -> str:
    return words("{answered} of {items} questions answered", answered=answered, items=asked)


def _ranked(words: Words, catalog: Catalog, assessment: Assessment) -> Table:
    """The roles to look into, at least a few, each with how many people are less like it."""
    return Table(
        columns=(Column(words("Role")), Column(words("You are closer than"), figures=True)),
        rows=tuple(
            (catalog.role_by_id[match.role].name, _matched(words, match))
            for match in assessment.ranking[: max(handful(assessment), LEAST_SHOWN)]
        ),
        strong=frozenset(range(handful(assessment)) if assessment.verdict != "no-pattern" else ()),
    )


def _matched(words: Words, match: Match) -> Cell:
    return Cell(words("{n} of 100", n=of_hundred(match.fit)), Bar(match.resemblance / FULL))


def _more(words: Words, assessment: Assessment) -> Text | None:
    rest = len(assessment.best_set) - handful(assessment)
    if not rest or assessment.verdict == "no-pattern":
        return None
    more = words.ngettext("and {n} more is possible", "and {n} more are possible", rest)
    return Text(more.format(n=rest), "quiet")


def _also(words: Words, catalog: Catalog, assessment: Assessment) -> Text | None:
    """The rest of the set by name, for who can't look it up."""
    rest = [catalog.role_by_id[id].name for id in assessment.best_set[handful(assessment) :]]
    if not rest or assessment.verdict == "no-pattern":
        return None
    return Text(words("Possible too: {roles}.", roles=", ".join(rest)), "quiet")


def _all_roles(words: Words, catalog: Catalog, assessment: Assessment) -> Section:
    """The whole list, with the places that each may have and its chance."""
    return section(
        words("All roles"),
        Table(
            columns=(
                Column(words("Role")),
                Column(words("You are closer than"), figures=True),
                Column(words("Place")),
                Column(words("Chance"), figures=True),
            ),
            rows=tuple(
                (
                    catalog.role_by_id[match.role].name,
                    _matched(words, match),
                    place(match),
                    percent(match.p_best),
                )
                for match in assessment.ranking
            ),
            strong=frozenset(range(len(assessment.best_set))),
        ),
        Text(match_words(words, assessment), "quiet"),
        Text(
            words(
                "The bar: how far you are from people on average in what sets people of the role "
                "apart. Place 2–7: with as few questions as these it can't be told more exactly. "
                "Chance: if one of these roles is right for you, how likely it is that one; a role "
                "whose people differ little from others has less of it, wherever it stands."
            ),
            "quiet",
        ),
    )


def _chances(words: Words, assessment: Assessment) -> Iterator[People]:
    """How often the right role is the first, and among those to look into."""
    if assessment.verdict == "no-pattern" or rather_not(assessment):
        return  # it isn't said
    n = handful(assessment)
    chances = [match.p_best for match in assessment.ranking[:n]]
    one, some = _people(chances[0]), _people(sum(chances))
    if n == 1:
        said = words(
            "Of 100 people who answer as you do and belong in one of these roles, about {one} "
            "belong in the first."
        )
    else:
        said = words(
            "Of 100 people who answer as you do and belong in one of these roles, about {one} "
            "belong in the first and {some} in the first {n}."
        )
    yield People(said.format(one=one, some=some, n=n), one, some)


def _people(share: float) -> int:
    """How many of 100 people are drawn for a share (0-1); never all of them."""
    return min(round(100 * share), 99)


def _profile(
    words: Words,
    catalog: Catalog,
    assessment: Assessment,
    role: Role | None = None,
    column: int = 0,
) -> Section:
    """The scores with their errors; with a role what it asks for beside them."""
    _ = words
    rows = []
    for score in assessment.scales:
        if not score.items:
            continue  # the form doesn't ask for it
        level = role.profile[score.id].level if role else None
        mark = None if level is None else level / 100
        asked = () if level is None else (f"{level:.0f}",)
        own = Cell(_("not scored"), Bar(0.0, mark=mark) if role else None)
        if score.score is not None:
            error = score.standard_error or 0.0
            drawn = Bar(score.score / 100, error / 100, mark)
            own = Cell(f"{score.score:.0f} ±{error:.0f}", drawn)
        rows.append((catalog.scale_by_id[score.id].name, own, *asked))
    columns = [Column(""), Column("", figures=True)]
    legend = None
    if role is not None:
        columns = [
            Column(_("Scale")),
            Column(_("You"), figures=True),
            Column(_("The role"), figures=True),
        ]
        told = _("Bar: you. Line across its end: how sure that is. Diamond: what {role} asks for.")
        legend = Text(told.format(role=role.name), "quiet")
    table = Table(tuple(columns), tuple(rows))
    title = _("Your profile ({average})", average=average_words(words, catalog))
    return section(title, table, legend, column=column)


def _why(
    words: Words, catalog: Catalog, assessment: Assessment, match: Match, column: int = 0
) -> Section:
    role = catalog.role_by_id[match.role]

    def told(parts: list[Contribution]) -> tuple[Point, ...]:
        return tuple(
            Point(
                reason_words(words, catalog, assessment, role, each.scale),
                catalog.scale_by_id[each.scale].name,
                strength(match, each),
            )
            for each in parts
        )

    speaks_for, against = reasons(catalog, assessment, match)
    return section(
        words("Why {role}", role=role.name),
        Text(words("Speaks for it:")) if speaks_for else None,
        Points(told(speaks_for)),
        Text(words("Speaks against it:")) if against else None,
        Points(told(against), "against"),
        column=column,
    )


def _separation(words: Words, catalog: Catalog, assessment: Assessment, column: int = 0) -> Section:
    """What separates the first two roles."""
    names = [catalog.role_by_id[match.role].name for match in assessment.ranking[:2]]
    return section(
        words("What separates {first} from {second}", first=names[0], second=names[-1]),
        Text(separation_words(words, catalog, assessment)),
        column=column,
    )


def _change(words: Words, catalog: Catalog, assessment: Assessment, column: int = 0) -> Section:
    """What would change the first place."""
    title = words("What would change it")
    if assessment.upset is None:
        return section(title)
    intro, changes = upset_words(words, catalog, assessment.upset)
    return section(title, Text(intro), points(changes), column=column)


def _about(words: Words, catalog: Catalog, assessment: Assessment, role: Role) -> Iterator[Section]:
    """What the work is: of the first role, and of experts for who would rather not manage."""
    summary = Text(role.summary)
    title = words("{role} in brief", role=role.name)
    topic = catalog.without_managing
    if rather_not(assessment) and topic is not None:
        told = (topic.summary, *topic.text[:2])
        yield section(topic.name, *map(Text, told), column=1, sheet=True)
        yield section(title, summary, Text(role.day), column=2)
    else:
        yield section(title, summary, points(role.duties[:DUTIES]), column=1, sheet=True)
        yield section(words("A day in brief"), Text(role.day), column=2)


def _next(
    words: Words, catalog: Catalog, assessment: Assessment, role: Role, ways: int = 2
) -> Section:
    title = words("What next: {role}", role=role.name)
    steps = next_steps(words, catalog, assessment, role, ways=ways)
    return section(title, Points(tuple(Point(text, lead) for lead, text in steps)))


def _meanings(words: Words, catalog: Catalog, assessment: Assessment) -> Section:
    told = []
    for score in assessment.scales:
        if not score.items:
            continue
        scale = catalog.scale_by_id[score.id]
        meaning = words("not scored") if score.score is None else scale_words(scale, score.score)
        told.append(Point(meaning, scale.name))
    return section(words("What your scores mean"), Points(tuple(told)))


def _reading(words: Words, assessment: Assessment) -> Section:
    """On what the figures rest, and what they are for."""
    _ = words
    told = (
        (_("Assumed"), certainty(words, assessment)),
        (
            _("Purpose"),
            _("This is for exploring, not for selecting people. Skills are as you rate them."),
        ),
    )
    return section(_("How to read this"), Points(tuple(Point(text, lead) for lead, text in told)))


def _exercise(words: Words) -> tuple[str, ...]:
    _ = words
    return (
        _("What did you expect, and what comes as a surprise?"),
        _("When did you last do something of this kind, and how did it feel?"),
        _("What will you try, and by which day? Who is on your side and will hear how it went?"),
    )


def _card(words: Words) -> tuple[str, ...]:
    return (
        words("You have two minutes: your three roles, one reason for each, and one doubt."),
        words("Your partner says back what they heard and asks one question. Then change over."),
    )


def _notices(words: Words, result: Result, catalog: Catalog, top: Role) -> tuple[str, ...]:
    """What the report was made from, and the notices that licences ask for."""
    made = words(
        "Made by manager-quiz from content {version} ({sha256}).",
        version=result.catalog.version,
        sha256=result.catalog.sha256[:12],
    )
    if result.catalog.sha256 != catalog.sha256:
        made += " " + words(
            "The texts are from content {version} ({sha256}).",
            version=catalog.version,
            sha256=catalog.sha256[:12],
        )
    asked = dict.fromkeys(each.source.attribution for each in top.sources)
    return (made, *(notice for notice in asked if notice))
