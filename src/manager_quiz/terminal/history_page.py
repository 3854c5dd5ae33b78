"""Shows kept results: the list of them, and what changed between two."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from manager_quiz.catalog.model import Catalog
from manager_quiz.measurement.change import ScaleChange
from manager_quiz.records.results import Result
from manager_quiz.terminal.screen import Screen
from manager_quiz.wording.history import change_notes, change_words, leaders
from manager_quiz.wording.words import Words, printable


def show_history(
    screen: Screen,
    catalog: Catalog,
    results: Mapping[str, Result],
    left_out: Sequence[tuple[Path, str]],
) -> None:
    """Prints kept results, newest first, and the files in their folder that are none."""
    _ = screen.words.gettext
    rows = [
        (
            printable(id),
            f"{result.taken_at:%Y-%m-%d %H:%M}",
            form_name(catalog, result),
            leaders(screen.words, catalog, result.assessment.best_set),
        )
        for id, result in results.items()
    ]
    if not rows:
        screen.console.print(_("No results are kept here yet: manager-quiz take"))
    elif screen.plain:
        for row in rows:
            screen.console.print("- " + ", ".join(row), soft_wrap=True)
    else:
        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        table.add_column(_("Result"), style="cyan", no_wrap=True)
        table.add_column(_("Taken"), no_wrap=True)
        table.add_column(_("Form"))
        table.add_column(_("May suit best"), overflow="fold")
        for row in rows:
            table.add_row(*row)
        screen.console.print(table)
        screen.console.print(_("One of them again: manager-quiz history show ID"), style="dim")
    for file, reason in left_out:
        line = _("Left out: {file}: {reason}").format(file=printable(file.name), reason=reason)
        screen.console.print(Text(line, style="magenta"), soft_wrap=True)


def show_changes(
    screen: Screen,
    catalog: Catalog,
    earlier: Result,
    later: Result,
    changes: Sequence[ScaleChange],
) -> None:
    """Prints two results scale by scale."""
    words, show = screen.words, screen.console.print
    _ = words.gettext
    titles = [f"{each.id}, {each.taken_at:%Y-%m-%d}" for each in (earlier, later)]
    if screen.plain:
        show(" → ".join(titles))
        for change in changes:
            values = f"{_score(change.before)} → {_score(change.after)}"
            name = catalog.scale_by_id[change.scale].name
            show(f"- {name}: {values}, {change_words(words, change)}")
    else:
        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        table.add_column(_("Scale"), overflow="fold")
        for title in titles:
            table.add_column(title, justify="right", overflow="fold")
        table.add_column(_("Change"), overflow="fold")
        for change in changes:
            table.add_row(
                catalog.scale_by_id[change.scale].name,
                _score(change.before),
                _score(change.after),
                Text(change_words(words, change), style="bold" if change.real else "dim"),
            )
        show(table)
    names = [_first_role(words, catalog, each) for each in (earlier, later)]
    show(_("First role: {before} → {after}").format(before=names[0], after=names[1]))
    forms = (form_name(catalog, earlier), form_name(catalog, later))
    contents = (earlier.catalog, later.catalog)
    for note in change_notes(words, forms, contents, catalog):
        show(note)


def form_name(catalog: Catalog, result: Result) -> str:
    """The form's name, or its id where the catalog doesn't have it."""
    form = catalog.form_by_id.get(result.form)
    return form.name if form else result.form


def _first_role(words: Words, catalog: Catalog, result: Result) -> str:
    return leaders(words, catalog, (result.assessment.ranking[0].role,))


def _score(score: float | None) -> str:
    return "-" if score is None else f"{score:.0f}"
