"""The pages of one person's result: the first screen, everything else, and the report."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from manager_quiz.catalog.model import Catalog, Role
from manager_quiz.errors import N_
from manager_quiz.measurement.findings import Contribution, Match
from manager_quiz.records.results import Result, encode
from manager_quiz.reports.aspirations import aspirations_section, named_words
from manager_quiz.reports.page import (
    Bar,
    Cell,
    Page,
    Point,
    Points,
    Section,
    Table,
    Text,
    columns,
    points,
    section,
    sections,
    titled,
)
from manager_quiz.wording.result import ResultWords, scale_words
from manager_quiz.wording.words import Words, day, of_hundred, percent, place

LEAST_SHOWN = 3
"""Roles on the first screen at least."""
EXPLAINED = 3
"""Roles of the best set that are explained in full at most."""
FULL = 4.0
"""The resemblance that fills a bar; hardly anybody is further from people in general."""
DUTIES = 3


def first_page(told: ResultWords, named: Sequence[str] = ()) -> Page:
    """What fits a screen: the result in a sentence, the first roles, the profile.

    `named` are the roles that the person would choose, here and below.
    """
    answered, asked = _counts(told)
    n = len(_possible(told))
    more = told.words.counted("and {n} more is possible", "and {n} more are possible", n)
    return Page(
        told.headline(),
        facts=(_counted(told),) if answered < asked else (),
        lead=(Text(told.verdict()),),
        sections=sections(
            section(
                "",
                _ranked(told),
                Text(more if n else "", "quiet"),
                Text(told.picture_words(), "quiet"),
                Text(told.caution(), "warning"),
                Text(told.first_reason()),
                column=1,
            ),
            _profile(told, column=2),
            section("", Text(told.match_words(), "quiet"), Text(told.what_next())),
            section("", Text(named_words(told, named))),
        ),
    )


def in_short(page: Page) -> Page:
    """The answer alone of a first page: the sentence, and the roles."""
    first = page.sections[0]
    roles = tuple(block for block in first.blocks if isinstance(block, Table))
    return Page(page.title, sections=(first._replace(blocks=roles),))


def why_page(told: ResultWords, role: Role, named: Sequence[str] = ()) -> Page:
    """Why a role is where it is in the list, and what somebody drawn to it can do."""
    beside = aspirations_section(told, [id for id in named if id == role.id])
    return Page(sections=sections(beside, _why(told, role), _next(told, role)))


def details(told: ResultWords, named: Sequence[str] = ()) -> Page:
    """Reasons, next steps, what the scores mean, all roles, and how to read it."""
    top = told.roles(min(EXPLAINED, len(told.assessment.best_set)))
    return Page(
        sections=sections(
            aspirations_section(told, named),
            *(_why(told, role) for role in top),
            _separation(told),
            _change(told),
            *(_next(told, role) for role in top),
            _meanings(told),
            _all_roles(told),
            _reading(told),
        ),
    )


def report(words: Words, catalog: Catalog, result: Result) -> Page:
    """Two sheets to hand out: what was found, and what to do with it.

    The catalog has what the result speaks of (see `missing_content`), in the words' language.
    """
    _, told = words, ResultWords(words, catalog, result.assessment)
    top, form = told.roles(1)[0], catalog.form_by_id[result.form].name
    doubt, further = told.caution(), _people(told.match(top.id).fit / 100)
    exercise = (
        _("What did you expect, and what comes as a surprise?"),
        _("When did you last do something of this kind, and how did it feel?"),
        _("What will you try, and by which day? Who is on your side and will hear how it went?"),
    )
    card = (
        _("You have two minutes: your three roles, one reason for each, and one doubt."),
        _("Your partner says back what they heard and asks one question. Then change over."),
    )
    possible = ", ".join(_possible(told))
    three = tuple(_("{role}, because …", role=role.name) for role in told.roles(3))
    return Page(
        told.headline(),
        facts=(day(words, result.taken_at), form, _counted(told), result.id),
        lead=(
            Text(told.verdict(printed=True)),
            *((Text(doubt, "warning"),) if doubt else ()),
        ),
        sections=sections(
            section(
                "",
                _ranked(told),
                Text(_("Possible too: {roles}.", roles=possible) if possible else "", "quiet"),
                Text(told.match_words(), people=(further, 0)),
                column=1,
            ),
            _why(told, top, column=1),
            _profile(told, top, column=2),
            section("", *_chances(told), column=2),
            _separation(told, column=2),
            _change(told, column=2),
            _reading(told),
            *_about(told, top),
            aspirations_section(told, result.aspirations, trials=0),
            section(_("What next?"), titled(told.steps_without_managing()))
            if told.rather_not
            else _next(told, top, ways=1),
            section(_("Five minutes with a pen"), points(exercise, lines=2), column=1),
            section(
                _("Tell a partner your top three"),
                *map(Text, card),
                points(three, lines=1),
                column=2,
                framed=True,
            ),
        ),
        notices=tuple(_notices(words, result, catalog, top)),
    )


ENDINGS = (".html", ".md", ".txt", ".csv", ".json")


def render(ending: str, result: Result, catalog: Catalog, words: Words) -> str:
    """A result as a file with this ending has it; the same result gives the same text."""
    from manager_quiz.reports.writers import as_csv, as_prose

    if ending == ".json":
        return encode(result.document).decode()
    if ending == ".csv":
        return as_csv(RESULT_COLUMNS, result_rows(catalog, result))
    return as_prose(ending, report(words, catalog, result), words)


def render_sheets(results: Iterable[Result], catalog: Catalog, words: Words) -> str:
    """Many people's reports as one HTML page to print, each beginning on a sheet of its own."""
    from manager_quiz.reports.writers import as_html

    return as_html([report(words, catalog, result) for result in results], words)


RESULT_COLUMNS = (
    *("result", "taken_at", "kind", "id", "name"),
    *("score", "standard_error", "answered", "items"),
    *("rank", "first_place", "last_place", "fit", "resemblance", "p_best", "in_best_set"),
)


def result_rows(catalog: Catalog, result: Result) -> Iterator[dict[str, Any]]:
    """A result as a table for programs: a row a scale, then a row a role."""
    about = {"result": result.id, "taken_at": result.taken_at.isoformat()}
    for scale in result.assessment.scales:
        yield about | vars(scale) | {"name": catalog.scale_by_id[scale.id].name}
    for match in result.assessment.ranking:
        first, last = match.rank_range
        role = {"kind": "role", "id": match.role, "name": catalog.role_by_id[match.role].name}
        best = int(match.role in result.assessment.best_set)
        places = {"first_place": first, "last_place": last, "in_best_set": best}
        yield about | vars(match) | role | places


# ----------------------------------------------------------------------- sections


def _counts(told: ResultWords) -> tuple[int, int]:
    """How many questions were answered, of how many."""
    scales = told.assessment.scales
    return sum(scale.answered for scale in scales), sum(scale.items for scale in scales)


def _counted(told: ResultWords) -> str:
    answered, items = _counts(told)
    return told.words("{answered} of {items} questions answered", answered=answered, items=items)


def _ranked(told: ResultWords) -> Table:
    """The roles to look into, at least a few, each with how many people are less like it."""
    _ = told.words
    most = max(told.handful, LEAST_SHOWN)
    return Table(
        columns=columns(_("Role"), _("You are closer than")),
        rows=tuple(
            (role.name, _matched(told, match))
            for role, match in zip(told.roles(most), told.assessment.ranking, strict=False)
        ),
        strong=frozenset(() if told.pointless else range(told.handful)),
    )


def _matched(told: ResultWords, match: Match) -> Cell:
    return Cell(told.words("{n} of 100", n=of_hundred(match.fit)), Bar(match.resemblance / FULL))


def _possible(told: ResultWords) -> list[str]:
    """The rest of the set by name."""
    rest = told.roles(len(told.assessment.best_set))[told.handful :]
    return [] if told.pointless else [role.name for role in rest]


def _all_roles(told: ResultWords) -> Section:
    """The whole list, with the places that each may have and its chance."""
    _ = told.words
    reading = _(
        "The bar: how far you are from people on average in what sets people of the role "
        "apart. Place 2–7: with as few questions as these it can't be told more exactly. "
        "Chance: if one of these roles is right for you, how likely it is that one; a role "
        "whose people differ little from others has less of it, wherever it stands."
    )
    titles = (*columns(_("Role"), _("You are closer than")), *columns(_("Place"), _("Chance")))
    rows = tuple(
        (role.name, _matched(told, match), place(match.rank_range), percent(match.p_best))
        for role, match in zip(told.roles(), told.assessment.ranking, strict=True)
    )
    best = frozenset(range(len(told.assessment.best_set)))
    return section(
        _("All roles"),
        Table(titles, rows, strong=best),
        Text(told.match_words(), "quiet"),
        Text(reading, "quiet"),
    )


def _chances(told: ResultWords) -> Iterator[Text]:
    """How often the right role is the first, and among those to look into."""
    if told.pointless or told.rather_not:
        return  # it isn't said
    n = told.handful
    chances = [match.p_best for match in told.assessment.ranking[:n]]
    one, some = _people(chances[0]), _people(sum(chances))
    if n == 1:
        said = told.words(
            "Of 100 people who answer as you do and belong in one of these roles, about {one} "
            "belong in the first."
        )
    else:
        said = told.words(
            "Of 100 people who answer as you do and belong in one of these roles, about {one} "
            "belong in the first and {some} in the first {n}."
        )
    yield Text(said.format(one=one, some=some, n=n), people=(one, some))


def _people(share: float) -> int:
    """How many of 100 people are drawn for a share (0-1); never all of them."""
    return min(round(100 * share), 99)


def _profile(told: ResultWords, role: Role | None = None, column: int = 0) -> Section:
    """The scores with their errors; with a role what it asks for beside them."""
    _ = told.words
    rows = []
    for score in told.assessment.scales:
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
        rows.append((told.scale(score.id), own, *asked))
    titles, legend = columns("", ""), None
    if role is not None:
        titles = columns(_("Scale"), _("You"), _("The role"))
        read = _("Bar: you. Line across its end: how sure that is. Diamond: what {role} asks for.")
        legend = Text(read.format(role=role.name), "quiet")
    title = _("Your profile ({average})", average=told.average_words())
    return section(title, Table(titles, tuple(rows)), legend, column=column)


def _why(told: ResultWords, role: Role, column: int = 0) -> Section:
    _, match = told.words, told.match(role.id)

    def point(each: Contribution) -> Point:
        reason = told.reason_words(role.id, each.scale)
        return Point(reason, told.scale(each.scale), match.strength(each))

    speaks_for, against = told.reasons(match)
    return section(
        _("Why {role}", role=role.name),
        Text(_("Speaks for it:")) if speaks_for else None,
        Points(tuple(map(point, speaks_for))),
        Text(_("Speaks against it:")) if against else None,
        Points(tuple(map(point, against)), "against"),
        column=column,
    )


def _separation(told: ResultWords, column: int = 0) -> Section:
    """What separates the first two roles."""
    first, *second = [role.name for role in told.roles(2)]
    title = told.words("What separates {first} from {second}", first=first, second="".join(second))
    return section(title, Text(told.separation_words()), column=column)


def _change(told: ResultWords, column: int = 0) -> Section:
    """What would change the first place."""
    intro, changes = told.upset_words()
    title = told.words("What would change it")
    return section(title, Text(intro), points(changes), column=column)


def _about(told: ResultWords, role: Role) -> Iterator[Section]:
    """What the work is: of the first role, and of experts for who would rather not manage."""
    title, summary = told.words("{role} in brief", role=role.name), Text(role.summary)
    topic = told.catalog.without_managing
    if told.rather_not and topic is not None:
        said = (topic.summary, *topic.text[:2])
        yield section(topic.name, *map(Text, said), column=1, sheet=True)
        yield section(title, summary, Text(role.day), column=2)
    else:
        yield section(title, summary, points(role.duties[:DUTIES]), column=1, sheet=True)
        yield section(told.words("A day in brief"), Text(role.day), column=2)


def _next(told: ResultWords, role: Role, ways: int = 2) -> Section:
    steps = told.next_steps(role, ways=ways)
    return section(told.words("What next: {role}", role=role.name), titled(steps))


def _meanings(told: ResultWords) -> Section:
    meanings = [
        (
            told.scale(score.id),
            told.words("not scored")
            if score.score is None
            else scale_words(told.catalog.scale_by_id[score.id], score.score),
        )
        for score in told.assessment.scales
        if score.items
    ]
    return section(told.words("What your scores mean"), titled(meanings))


def _reading(told: ResultWords) -> Section:
    """On what the figures rest, and what they are for."""
    _ = told.words
    purpose = _("This is for exploring, not for selecting people. Skills are as you rate them.")
    read = [(_("Assumed"), told.certainty()), (_("Purpose"), purpose)]
    return section(_("How to read this"), titled(read))


def _notices(words: Words, result: Result, catalog: Catalog, top: Role) -> Iterator[str]:
    """What the report was made from, and the notices that licences ask for."""

    def said(message: str, content: Any) -> str:
        return words(message, version=content.version, sha256=content.sha256[:12])

    yield said(N_("Made by manager-quiz from content {version} ({sha256})."), result.catalog)
    if result.catalog.sha256 != catalog.sha256:
        yield said(N_("The texts are from content {version} ({sha256})."), catalog)
    yield from filter(None, dict.fromkeys(each.source.attribution for each in top.sources))
