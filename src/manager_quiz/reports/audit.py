"""The pages about a questionnaire's audit: how well it finds the roles of simulated people."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from manager_quiz.catalog.model import Catalog
from manager_quiz.measurement.figures import Audit, Drawn, Everyone, FormFigures, Manner
from manager_quiz.measurement.verdict import Finding
from manager_quiz.reports.page import Page, Section, Table, Text, columns, section
from manager_quiz.reports.verdict import pair_of, share_of, verdict_page
from manager_quiz.wording.words import Words, decimal

FEW = 30
"""So many roles are listed in full; of more, those that win least and most."""
LEAST, MOST = 20, 5


def audit_pages(
    words: Words, catalog: Catalog, audit: Audit, found: Sequence[Finding]
) -> tuple[Page, ...]:
    """All figures of an audit: the content they belong to, a page a form, and the verdict."""
    introduction = words(
        "Content {version}, sha256 {sha256}. {people} simulated people in each population, "
        "seed {seed}. Shares in percent. Where a cell has two figures, the "
        "first is for people who answer as the method assumes, the second for the other model.",
        version=audit.version,
        sha256=audit.sha256,
        people=audit.people,
        seed=audit.seed,
    )
    forms = (
        Page(_form_title(words, catalog, form), sections=_form_figures(words, catalog, form))
        for form in audit.forms
    )
    return (Page(lead=(Text(introduction),)), *forms, verdict_page(words, catalog, audit, found))


def _form_title(words: Words, catalog: Catalog, form: FormFigures) -> str:
    name = catalog.form_by_id[form.form].name
    return words.counted(
        "Form “{form}”, {n} question", "Form “{form}”, {n} questions", form.items, form=name
    )


def _form_figures(words: Words, catalog: Catalog, form: FormFigures) -> tuple[Section, ...]:
    """The tables of one form."""
    spreads = dict.fromkeys(each.spread for each in form.drawn)
    return (
        _summary(words, catalog, form),
        *(_methods(words, form, spread) for spread in spreads),
        _ours(words, form, spreads),
        _calibration(words, form),
        _wins(words, catalog, form),
        _confused(words, catalog, form),
        _manners(words, form),
        _scales(words, catalog, form),
    )


def _figures(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], note: str = ""
) -> Section:
    """A table whose first column holds names, the others figures; `note` says what they mean."""
    return section(title, Table(columns(*heads), tuple(map(tuple, rows))), Text(note, "quiet"))


# ------------------------------------------------------------------- the tables of a form


def _summary(words: Words, catalog: Catalog, form: FormFigures) -> Section:
    wins = [[share for _role, share in each.wins] for each in form.reference]
    told: dict[str, Callable[[Everyone], float | None]] = {
        words("Two halves agree on the first role"): lambda each: each.halves,
        words("Chance of the first role, mean"): lambda each: each.leader,
        words("Roles in the set, mean"): lambda each: (
            each.set_size / 100
        ),  # no share, but shown like one
        words("Told that the answers don't point anywhere"): lambda e: e.verdicts["no-pattern"],
        words("Told that one role stands out"): lambda each: each.verdicts["one"],
        words("Told that the first role is ahead of all others"): lambda e: e.verdicts["lead"],
        words("Told that several roles are like them"): lambda each: each.verdicts["no-lead"],
        words("Told first that managing isn't for them"): lambda each: each.not_managing,
    }
    first = f"{form.own_profile} / {len(catalog.roles)}"
    rows = (
        (words("Roles first at their own profile"), first),
        (words("Least first places of a role"), _shares(words, map(min, wins))),
        (words("Most first places of a role"), _shares(words, map(max, wins))),
        *((title, _shares(words, map(share, form.reference))) for title, share in told.items()),
    )
    return _figures(words("The reference population"), ("", ""), rows)


def _conditions(form: FormFigures, spread: float) -> list[list[Drawn]]:
    """The populations drawn with this spread: for each distance of the levels, by model."""
    drawn = [each for each in form.drawn if each.spread == spread]
    return [list(models) for _reach, models in groupby(drawn, lambda each: each.reach)]


def _reach_name(words: Words, reach: float) -> str:
    return words("as stated") if reach == 1 else words("× {reach}", reach=decimal(words, reach, 2))


def _methods(words: Words, form: FormFigures, spread: float) -> Section:
    names = {
        "resemblance": words("ours, resemblance"),
        "discriminant": words("discriminant"),
        "squared-distance": words("squared distance"),
        "correlation": words("profile correlation"),
        "cosine": words("cosine"),
        "weighted-sum": words("weighted sum"),
    }
    conditions = _conditions(form, spread)
    title = (
        words("Where the right role comes, people of a role as different as people in general")
        if spread == 1
        else words(
            "Where the right role comes, people of a role × {spread} as different",
            spread=decimal(words, spread),
        )
    )
    heads = [words("method")]
    for models in conditions:
        reach = _reach_name(words, models[0].reach)
        heads += [words("first, {reach}", reach=reach), words("top 3, {reach}", reach=reach)]
    rows = [
        (
            names[method],
            *(
                _shares(words, (getattr(each.methods[method], place) for each in models))
                for models in conditions
                for place in ("first", "top3")
            ),
        )
        for method in conditions[0][0].methods
    ]
    note = words(
        "Right is the role that a person was drawn from. Its levels are as far from the norms "
        "as stated, or so many times as far."
    )
    return _figures(title, heads, rows, note)


def _ours(words: Words, form: FormFigures, spreads: Iterable[float]) -> Section:
    told: dict[str, Callable[[Drawn], float]] = {
        words("in the set"): lambda each: each.in_set,
        words("size of the set"): lambda each: each.set_size / 100,  # no share, but shown like one
        words("error of the chance"): lambda each: each.calibration.error,
        words("no pattern"): lambda each: each.no_pattern,
        words("not managing"): lambda each: each.not_managing,
    }
    rows = [
        (
            f"{_reach_name(words, models[0].reach)}, {decimal(words, spread)}",
            *(_shares(words, map(share, models)) for share in told.values()),
        )
        for spread in spreads
        for models in _conditions(form, spread)
    ]
    note = words(
        "Populations: how far the levels are, and how different people of a role are beside "
        "all. In the set: the roles that are said to hold the right one with 90 %. The error "
        "of the first role's chance is in points, over ten bins. Told first that managing "
        "isn't for them: of the role for which that happens most."
    )
    title = words("What people drawn from the roles are told")
    return _figures(title, (words("population"), *told), rows, note)


def _calibration(words: Words, form: FormFigures) -> Section:
    conditions = _conditions(form, form.drawn[0].spread)

    def cell(each: Drawn, index: int) -> str:
        found = each.calibration.bins[index]
        return f"{share_of(words, found.right)} ({found.people})"

    return _figures(
        words("How often the first role is right, by the chance shown for it"),
        (words("chance"), *(_reach_name(words, models[0].reach) for models in conditions)),
        [
            (
                f"{10 * index}–{10 * (index + 1)}",
                *(_each(cell(each, index) for each in models) for models in conditions),
            )
            for index in range(len(form.drawn[0].calibration.bins))
        ],
        words("In brackets the number of people whose first role had that chance."),
    )


def _wins(words: Words, catalog: Catalog, form: FormFigures) -> Section:
    shares = [dict(each.wins) for each in form.reference]
    rows = [
        (role.name, _shares(words, (each[role.id] for each in shares)))
        for role in sorted(catalog.roles, key=lambda role: shares[0][role.id])
    ]
    if len(rows) > FEW:
        rows = [*rows[:LEAST], ("…", ""), *rows[-MOST:]]
    title = words("First places of each role in the reference population")
    return _figures(title, (words("role"), words("first")), rows)


def _confused(words: Words, catalog: Catalog, form: FormFigures) -> Section:
    return _figures(
        words("Pairs of roles confused most often"),
        (words("roles"), words("confused")),
        [
            (pair_of(catalog, one, other), share_of(words, share))
            for one, other, share in form.confused
        ],
        words("Of the people drawn from either role, those for whom the other one comes first."),
    )


def _manners(words: Words, form: FormFigures) -> Section:
    names = {
        "careful": words("careful"),
        "agreeing": words("agreeing"),
        "random": words("at random"),
        "straight": words("one answer"),
        "middle": words("always the middle"),
    }
    told: dict[str, Callable[[Manner], float | None]] = {
        words("same role"): lambda each: each.same_first,
        words("chance"): lambda each: each.leader,
        words("most wins"): lambda each: each.most_wins,
        words("no pattern"): lambda each: each.no_pattern,
        words("same answers"): lambda each: each.flagged.same_answer,
        words("contradiction"): lambda each: each.flagged.contradiction,
        words("either"): lambda each: each.flagged.either,
    }
    rows = [
        (names[each.manner], *(share_of(words, share(each)) for share in told.values()))
        for each in form.manners
    ]
    note = words(
        "Agreeing: more or less with whatever is said, SD 0.6 of a category. The same role "
        "first as careful answers give. The last three columns: people flagged; of careful "
        "people, false alarms."
    )
    title = words("What manners of answering do, and whom the flags catch")
    return _figures(title, (words("manner"), *told), rows, note)


def _scales(words: Words, catalog: Catalog, form: FormFigures) -> Section:
    return _figures(
        words("Scores in the reference population, beside the norms"),
        (
            *(words("scale"), words("norm: mean"), words("SD")),
            *(words("simulated: mean"), words("SD"), words("reliability")),
        ),
        [
            (
                catalog.scale_by_id[each.scale].name,
                *(
                    words("n/a") if figure is None else decimal(words, figure, digits)
                    for figure, digits in (
                        *((each.norm_mean, 1), (each.norm_sd, 1), (each.mean, 1), (each.sd, 1)),
                        (each.reliability, 2),
                    )
                ),
            )
            for each in form.scales
        ],
        words(
            "Where the simulated mean is far from the norm, levels and scores don't mean the same."
        ),
    )


def _shares(words: Words, shares: Iterable[float | None]) -> str:
    """The shares of both models in a cell."""
    return _each(share_of(words, share) for share in shares)


def _each(cells: Iterable[str]) -> str:
    """The cells of both models as one; said once where they say the same."""
    return " / ".join(dict.fromkeys(cells))
