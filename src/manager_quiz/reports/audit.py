"""The page about a questionnaire's audit: how well it finds the roles of simulated people."""

from collections.abc import Callable, Iterable, Sequence

from manager_quiz.catalog.model import Catalog
from manager_quiz.measurement.figures import Audit, Drawn, Everyone, FormFigures
from manager_quiz.reports.page import Column, Page, Section, Table, Text, section
from manager_quiz.wording.words import Words, decimal

FEW = 30
"""So many roles are listed in full; of more, those that win least and most."""
LEAST, MOST = 20, 5


def audit_pages(words: Words, catalog: Catalog, audit: Audit) -> tuple[Page, ...]:
    """All figures of an audit: the content they belong to, then a page a form."""
    return (
        Page(lead=(Text(_introduction(words, audit)),)),
        *(
            Page(
                _form_title(words, catalog, form),
                sections=_form_figures(words, catalog, form),
            )
            for form in audit.forms
        ),
    )


def _introduction(words: Words, audit: Audit) -> str:
    """Which content the figures belong to, and how they were made."""
    _ = words.gettext
    return _(
        "Content {version}, sha256 {sha256}. {people} simulated people in each population, "
        "seed {seed}. Shares in percent. Where a cell has two figures, the "
        "first is for people who answer as the method assumes, the second for the other model."
    ).format(
        version=audit.version,
        sha256=audit.sha256,
        people=audit.people,
        seed=audit.seed,
    )


def _form_figures(words: Words, catalog: Catalog, form: FormFigures) -> tuple[Section, ...]:
    """The tables of one form."""
    return (
        _summary(words, catalog, form),
        *(
            _methods(words, form, spread)
            for spread in dict.fromkeys(each.spread for each in form.drawn)
        ),
        _ours(words, form),
        _calibration(words, form),
        _wins(words, catalog, form),
        _confused(words, catalog, form),
        _manners(words, form),
        _scales(words, catalog, form),
    )


def _figures(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], note: str = ""
) -> Section:
    """A table whose first column holds names, the others figures; `note` says what they mean."""
    name, *others = columns
    heads = (Column(name), *(Column(other, figures=True) for other in others))
    return section(title, Table(heads, tuple(map(tuple, rows))), Text(note, "quiet"))


# ----------------------------------------------------------------------- the tables


def _form_title(words: Words, catalog: Catalog, form: FormFigures) -> str:
    return words.ngettext(
        "Form “{form}”, {n} question", "Form “{form}”, {n} questions", form.items
    ).format(form=catalog.form_by_id[form.form].name, n=form.items)


def _summary(words: Words, catalog: Catalog, form: FormFigures) -> Section:
    _ = words.gettext
    roles = len(catalog.roles)

    def row(title: str, told: Callable[[Everyone], str]) -> tuple[str, str]:
        return title, _each(told(each) for each in form.reference)

    def got(verdict: str) -> Callable[[Everyone], str]:
        return lambda each: _share(words, each.verdicts[verdict])

    return _figures(
        _("The reference population"),
        ("", ""),
        (
            (_("Roles first at their own profile"), f"{form.own_profile} / {roles}"),
            row(_("Least first places of a role"), lambda e: _share(words, min(_wins_of(e)))),
            row(_("Most first places of a role"), lambda e: _share(words, max(_wins_of(e)))),
            row(_("Two halves agree on the first role"), lambda e: _share(words, e.halves)),
            row(_("Chance of the first role, mean"), lambda e: _share(words, e.leader)),
            row(_("Roles in the set, mean"), lambda e: _number(words, e.set_size)),
            row(_("Told that the answers don't point anywhere"), got("no-pattern")),
            row(_("Told that one role stands out"), got("one")),
            row(_("Told that the first role is ahead of all others"), got("lead")),
            row(_("Told that several roles are like them"), got("no-lead")),
            row(
                _("Told first that managing isn't for them"),
                lambda e: _share(words, e.not_managing),
            ),
        ),
    )


def _wins_of(everyone: Everyone) -> list[float]:
    return [share for _role, share in everyone.wins]


def _conditions(form: FormFigures, spread: float) -> list[list[Drawn]]:
    """The populations drawn with this spread: for each distance of the levels, by model."""
    reaches = dict.fromkeys(each.reach for each in form.drawn)
    return [
        [each for each in form.drawn if (each.spread, each.reach) == (spread, reach)]
        for reach in reaches
    ]


def _reach_name(words: Words, reach: float) -> str:
    _ = words.gettext
    return _("as stated") if reach == 1 else _("× {reach}").format(reach=decimal(words, reach, 2))


def _spread_name(words: Words, spread: float) -> str:
    _ = words.gettext
    if spread == 1:
        return _("Where the right role comes, people of a role as different as people in general")
    told = _("Where the right role comes, people of a role × {spread} as different")
    return told.format(spread=decimal(words, spread))


def _methods(words: Words, form: FormFigures, spread: float) -> Section:
    _ = words.gettext
    names = {
        "resemblance": _("ours, resemblance"),
        "discriminant": _("discriminant"),
        "squared-distance": _("squared distance"),
        "correlation": _("profile correlation"),
        "cosine": _("cosine"),
        "weighted-sum": _("weighted sum"),
    }
    conditions = _conditions(form, spread)
    return _figures(
        _spread_name(words, spread),
        (
            _("method"),
            *(
                title.format(reach=_reach_name(words, models[0].reach))
                for models in conditions
                for title in (_("first, {reach}"), _("top 3, {reach}"))
            ),
        ),
        tuple(
            (
                names[method],
                *(
                    _each(_share(words, getattr(each.methods[method], place)) for each in models)
                    for models in conditions
                    for place in ("first", "top3")
                ),
            )
            for method in conditions[0][0].methods
        ),
        _(
            "Right is the role that a person was drawn from. Its levels are as far from the norms "
            "as stated, or so many times as far."
        ),
    )


def _ours(words: Words, form: FormFigures) -> Section:
    _ = words.gettext
    return _figures(
        _("What people drawn from the roles are told"),
        (
            _("population"),
            _("in the set"),
            _("size of the set"),
            _("error of the chance"),
            _("no pattern"),
            _("not managing"),
        ),
        tuple(
            (
                f"{_reach_name(words, models[0].reach)}, {decimal(words, spread)}",
                _each(_share(words, each.in_set) for each in models),
                _each(_number(words, each.set_size) for each in models),
                _each(_share(words, each.calibration.error) for each in models),
                _each(_share(words, each.no_pattern) for each in models),
                _each(_share(words, each.not_managing) for each in models),
            )
            for spread in dict.fromkeys(each.spread for each in form.drawn)
            for models in _conditions(form, spread)
        ),
        _(
            "Populations: how far the levels are, and how different people of a role are beside "
            "all. In the set: the roles that are said to hold the right one with 90 %. The error "
            "of the first role's chance is in points, over ten bins. Told first that managing "
            "isn't for them: of the role for which that happens most."
        ),
    )


def _wins(words: Words, catalog: Catalog, form: FormFigures) -> Section:
    _ = words.gettext
    shares = [dict(each.wins) for each in form.reference]
    in_order = sorted(catalog.roles, key=lambda role: shares[0][role.id])
    rows = [
        (role.name, _each(_share(words, each[role.id]) for each in shares)) for role in in_order
    ]
    if len(rows) > FEW:
        rows = [*rows[:LEAST], ("…", ""), *rows[-MOST:]]
    return _figures(
        _("First places of each role in the reference population"),
        (_("role"), _("first")),
        tuple(rows),
    )


def _confused(words: Words, catalog: Catalog, form: FormFigures) -> Section:
    _ = words.gettext
    names = {role.id: role.name for role in catalog.roles}
    return _figures(
        _("Pairs of roles confused most often"),
        (_("roles"), _("confused")),
        tuple(
            (f"{names[one]} – {names[other]}", _share(words, share))
            for one, other, share in form.confused
        ),
        _("Of the people drawn from either role, those for whom the other one comes first."),
    )


def _calibration(words: Words, form: FormFigures) -> Section:
    _ = words.gettext
    conditions = _conditions(form, form.drawn[0].spread)

    def cell(each: Drawn, index: int) -> str:
        found = each.calibration.bins[index]
        return f"{_share(words, found.right)} ({found.people})"

    return _figures(
        _("How often the first role is right, by the chance shown for it"),
        (_("chance"), *(_reach_name(words, models[0].reach) for models in conditions)),
        tuple(
            (
                f"{10 * index}–{10 * (index + 1)}",
                *(_each(cell(each, index) for each in models) for models in conditions),
            )
            for index in range(len(form.drawn[0].calibration.bins))
        ),
        _("In brackets the number of people whose first role had that chance."),
    )


def _manners(words: Words, form: FormFigures) -> Section:
    _ = words.gettext
    names = {
        "careful": _("careful"),
        "agreeing": _("agreeing"),
        "random": _("at random"),
        "straight": _("one answer"),
        "middle": _("always the middle"),
    }
    return _figures(
        _("What manners of answering do, and whom the flags catch"),
        (
            _("manner"),
            _("same role"),
            _("chance"),
            _("most wins"),
            _("no pattern"),
            _("same answers"),
            _("contradiction"),
            _("either"),
        ),
        tuple(
            (
                names[each.manner],
                _share(words, each.same_first),
                _share(words, each.leader),
                _share(words, each.most_wins),
                _share(words, each.no_pattern),
                _share(words, each.flagged.same_answer),
                _share(words, each.flagged.contradiction),
                _share(words, each.flagged.either),
            )
            for each in form.manners
        ),
        _(
            "Agreeing: more or less with whatever is said, SD 0.6 of a category. The same role "
            "first as careful answers give. The last three columns: people flagged; of careful "
            "people, false alarms."
        ),
    )


def _scales(words: Words, catalog: Catalog, form: FormFigures) -> Section:
    _ = words.gettext
    return _figures(
        _("Scores in the reference population, beside the norms"),
        (_("scale"), _("norm: mean"), _("SD"), _("simulated: mean"), _("SD")),
        tuple(
            (
                catalog.scale_by_id[each.scale].name,
                _number(words, each.norm_mean),
                _number(words, each.norm_sd),
                _number(words, each.mean),
                _number(words, each.sd),
            )
            for each in form.scales
        ),
        _("Where the simulated mean is far from the norm, levels and scores don't mean the same."),
    )


def _each(cells: Iterable[str]) -> str:
    """The cells of both models as one; said once where they say the same."""
    return " / ".join(dict.fromkeys(cells))


def _share(words: Words, share: float | None) -> str:
    return words.gettext("n/a") if share is None else decimal(words, 100 * share)


def _number(words: Words, number: float | None) -> str:
    return words.gettext("n/a") if number is None else decimal(words, number)
