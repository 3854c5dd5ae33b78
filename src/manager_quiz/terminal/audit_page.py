"""Shows an audit: as tables on the screen, and as Markdown for a document."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table
from rich.text import Text

from manager_quiz.catalog.model import Catalog
from manager_quiz.measurement.audit import LISTED
from manager_quiz.measurement.figures import (
    Audit,
    Calibration,
    FormFigures,
    Manner,
    MethodFigures,
)
from manager_quiz.terminal.layout import Bullets, section
from manager_quiz.terminal.screen import Screen
from manager_quiz.wording.words import Words

FEW = 30
"""So many roles are listed in full; of more, those that win least and most."""
LEAST, MOST = 20, 5


@dataclass(frozen=True)
class Figures:
    """One table: its first column holds names, the others numbers; `note` says what they mean."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def show_audit(screen: Screen, catalog: Catalog, audit: Audit) -> None:
    """Prints all figures of an audit."""
    screen.console.print(Text(introduction(screen.words, audit)), "")
    for form in audit.forms:
        screen.console.print(Text(_form_title(screen.words, catalog, form), style="bold"), "")
        for figures in form_figures(screen.words, catalog, form):
            screen.console.print(_shown(screen, figures))


def markdown(words: Words, catalog: Catalog, audit: Audit) -> str:
    """All figures of an audit as Markdown, with the content they belong to."""
    parts = [introduction(words, audit)]
    for form in audit.forms:
        parts.append(f"### {_form_title(words, catalog, form)}")
        for figures in form_figures(words, catalog, form):
            lines = [figures.columns, ("---", *("---:" for _ in figures.columns[1:]))]
            table = "\n".join(f"| {' | '.join(row)} |" for row in (*lines, *figures.rows))
            parts += [f"**{figures.title}**", table, *([figures.note] if figures.note else [])]
    return "\n\n".join(parts)


def introduction(words: Words, audit: Audit) -> str:
    """Which content the figures belong to, and how they were made."""
    _ = words.gettext
    return _(
        "Content {version}, sha256 {sha256}. {people} simulated people in each population, "
        "{draws} draws each, seed {seed}. Shares in percent. Where a cell has two figures, the "
        "first is for people who answer as the method assumes, the second for the other model."
    ).format(
        version=audit.version,
        sha256=audit.sha256,
        people=audit.people,
        draws=audit.draws,
        seed=audit.seed,
    )


def form_figures(words: Words, catalog: Catalog, form: FormFigures) -> tuple[Figures, ...]:
    """The tables of one form."""
    return (
        _summary(words, catalog, form),
        _drawn(words, form),
        _reference(words, form),
        _reach(words, form),
        _wins(words, catalog, form),
        _confused(words, catalog, form),
        _calibration(words, form),
        _manners(words, form),
        _scales(words, catalog, form),
    )


def _shown(screen: Screen, figures: Figures) -> Group:
    note = [Text(figures.note, style="dim")] if figures.note else []
    if screen.plain:
        names = figures.columns[1:]
        lines = Bullets(
            screen,
            (
                f"{row[0]}: "
                + ", ".join(
                    f"{name} {cell}".strip() for name, cell in zip(names, row[1:], strict=True)
                )
                for row in figures.rows
            ),
        )
        return Group(Text(figures.title + ":"), lines, *note, Text(""))
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_header=any(figures.columns))
    for index, column in enumerate(figures.columns):
        table.add_column(column, justify="right" if index else "left", overflow="fold")
    for row in figures.rows:
        table.add_row(*(Text(cell) for cell in row))
    return Group(section(figures.title, table, *note))


# ----------------------------------------------------------------------- the tables


def _form_title(words: Words, catalog: Catalog, form: FormFigures) -> str:
    return words.ngettext(
        "Form “{form}”, {n} question", "Form “{form}”, {n} questions", form.items
    ).format(form=catalog.form_by_id[form.form].name, n=form.items)


def _summary(words: Words, catalog: Catalog, form: FormFigures) -> Figures:
    _ = words.gettext
    roles = len(catalog.roles)
    return Figures(
        _("At a glance"),
        ("", ""),
        (
            (
                _("Roles first at their own profile, by distance"),
                f"{form.own_profile_by_distance} / {roles}",
            ),
            (
                _("Roles first at their own profile, as listed"),
                f"{form.own_profile_listed} / {roles}",
            ),
            (
                _("Parallel halves agree on the first role, %"),
                _each(_share(words, model.halves) for model in form.models),
            ),
            (
                _("Error of the leader's chance, reference population, points"),
                _each(_share(words, model.calibration_reference.error) for model in form.models),
            ),
            (
                _("Error of the leader's chance, people drawn from roles, points"),
                _each(_share(words, model.calibration_role_drawn.error) for model in form.models),
            ),
        ),
    )


def _drawn(words: Words, form: FormFigures) -> Figures:
    _ = words.gettext
    return Figures(
        _("People drawn from the roles: where the right role comes"),
        (_("method"), _("first"), _("top 3"), _("in the set"), _("size of the set")),
        _by_method(
            words,
            form,
            lambda each: _share(words, each.role_drawn.first),
            lambda each: _share(words, each.role_drawn.top3),
            lambda each: _share(words, each.role_drawn.in_set),
            lambda each: _number(words, each.role_drawn.set_size),
        ),
        _("The set: the smallest number of roles that holds the best one with 90 %."),
    )


def _reference(words: Words, form: FormFigures) -> Figures:
    _ = words.gettext
    return Figures(
        _("Reference population: where the right role comes"),
        (_("method"), _("first"), _("top 3"), _("in the set"), _("size of the set"), _("steady")),
        _by_method(
            words,
            form,
            lambda each: _share(words, each.reference.first),
            lambda each: _share(words, each.reference.top3),
            lambda each: _share(words, each.reference.in_set),
            lambda each: _number(words, each.reference.set_size),
            lambda each: _share(words, each.steady),
        ),
        _(
            "Right is the role that our distance puts first on the true scores, which favours "
            "our methods. Steady: the same role first as the method itself puts first on them."
        ),
    )


def _reach(words: Words, form: FormFigures) -> Figures:
    _ = words.gettext
    return Figures(
        _("Reference population: how first places are shared out"),
        (_("method"), _("least wins"), _("most wins"), _("roles never first")),
        _by_method(
            words,
            form,
            lambda each: _share(words, min(won.share for won in each.wins)),
            lambda each: _share(words, max(won.share for won in each.wins)),
            lambda each: str(len(each.never_first)),
        ),
    )


def _wins(words: Words, catalog: Catalog, form: FormFigures) -> Figures:
    _ = words.gettext
    listed = [model.methods[0] for model in form.models]
    distance = [model.methods[1] for model in form.models]
    in_order = sorted(range(len(catalog.roles)), key=lambda role: listed[0].wins[role].share)
    rows = [
        (
            catalog.roles[role].name,
            _each(_share(words, each.wins[role].share) for each in listed),
            _each(_share(words, each.wins[role].share) for each in distance),
        )
        for role in in_order
    ]
    if len(rows) > FEW:
        rows = [*rows[:LEAST], ("…", "", ""), *rows[-MOST:]]
    return Figures(
        _("First places of each role in the reference population"),
        (_("role"), _("as listed"), _("by distance")),
        tuple(rows),
    )


def _confused(words: Words, catalog: Catalog, form: FormFigures) -> Figures:
    _ = words.gettext
    return Figures(
        _("Pairs of roles confused most often"),
        (_("roles"), _("confused")),
        tuple(
            (
                " - ".join(catalog.role_by_id[id].name for id in each.roles),
                _share(words, each.share),
            )
            for each in form.confused
        ),
        _("Of the people drawn from either role, those for whom the other one comes first."),
    )


def _calibration(words: Words, form: FormFigures) -> Figures:
    _ = words.gettext
    everyone = [model.calibration_reference for model in form.models]
    drawn = [model.calibration_role_drawn for model in form.models]

    def cell(calibration: Calibration, index: int) -> str:
        each = calibration.bins[index]
        return f"{_share(words, each.right)} ({each.people})"

    return Figures(
        _("How often the leader is right, by the chance shown for it"),
        (_("chance"), _("reference population"), _("people drawn from roles")),
        tuple(
            (
                f"{10 * index}-{10 * (index + 1)}",
                _each(cell(each, index) for each in everyone),
                _each(cell(each, index) for each in drawn),
            )
            for index in range(len(everyone[0].bins))
        ),
        _("In brackets the number of people whose leader had that chance."),
    )


def _manners(words: Words, form: FormFigures) -> Figures:
    _ = words.gettext
    names = {
        "careful": _("careful"),
        "agreeing": _("agreeing"),
        "random": _("at random"),
        "straight": _("one answer"),
    }

    def row(each: Manner) -> tuple[str, ...]:
        return (
            names[each.manner],
            _share(words, each.same_first),
            _share(words, each.right_first),
            _share(words, each.leader),
            _number(words, each.set_size),
            _share(words, each.most_wins),
            _share(words, each.flagged.same_answer),
            _share(words, each.flagged.contradiction),
            _share(words, each.flagged.either),
        )

    return Figures(
        _("What manners of answering do, and whom the flags catch"),
        (
            _("manner"),
            _("same role"),
            _("right role"),
            _("chance"),
            _("set"),
            _("most wins"),
            _("same answers"),
            _("contradiction"),
            _("either"),
        ),
        tuple(row(each) for each in form.manners),
        _(
            "Agreeing: more or less with whatever is said, SD 0.6 of a category. The same role "
            "first as careful answers give; the right one, for people drawn from the roles. "
            "The last three columns: people flagged; of careful people, false alarms."
        ),
    )


def _scales(words: Words, catalog: Catalog, form: FormFigures) -> Figures:
    _ = words.gettext
    return Figures(
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


def _by_method(
    words: Words, form: FormFigures, *cells: Callable[[MethodFigures], str]
) -> tuple[tuple[str, ...], ...]:
    _ = words.gettext
    names = {
        LISTED: _("ours, as listed"),
        "distance": _("ours, by distance"),
        "equal-importances": _("ours, importances equal"),
        "distinct-importances": _("ours, what is distinct counts twice"),
        "centred-interests": _("ours, interests centred"),
        "weighted-sum": _("weighted sum"),
        "unstandardized": _("Euclidean, unstandardized"),
        "correlation": _("profile correlation"),
    }
    pairs = zip(*(model.methods for model in form.models), strict=True)
    return tuple(
        (names[pair[0].method], *(_each(map(cell, pair)) for cell in cells)) for pair in pairs
    )


def _each(cells: Iterable[str]) -> str:
    """The cells of both models as one; said once where they say the same."""
    return " / ".join(dict.fromkeys(cells))


def _share(words: Words, share: float | None) -> str:
    return words.gettext("n/a") if share is None else f"{100 * share:.1f}"


def _number(words: Words, number: float | None) -> str:
    return words.gettext("n/a") if number is None else f"{number:.1f}"
