"""Which column of a file of sheets is what."""

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from manager_quiz.catalog.model import Catalog, Form, Item
from manager_quiz.errors import N_, ContentError, Problem

ID = "id"


class Columns(NamedTuple):
    """The columns of a file: `names` are all, `items` the form's in its order.

    `id` is the column that names the person, where there is one; `kept` go along unchanged;
    `ignored` are neither asked for nor questions.
    """

    names: tuple[str, ...]
    form: Form
    items: tuple[Item, ...]
    id: str | None
    kept: tuple[str, ...]
    ignored: tuple[str, ...]


def find_columns(
    catalog: Catalog, file: Path, names: Sequence[str], form: Form | None, keep: Sequence[str]
) -> Columns:
    """The columns for `form`, or for the smallest form that asks all the questions there are.

    Raises ContentError where a column is missing, there twice, or asked to be kept but not there.
    """
    problems = [
        Problem(file, 1, N_("the column {column} is there twice"), {"column": name})
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    for name in keep:
        if name not in names:
            near = ", ".join(get_close_matches(name, names, n=3)) or "-"
            message = N_("there is no column {column} to keep, perhaps: {near}")
            problems.append(Problem(file, 1, message, {"column": name, "near": near}))
    asked = [name for name in names if name in catalog.item_by_id and name not in keep]
    chosen = form or _best_form(catalog, asked)
    others = [name for name in names if name not in asked and name not in keep and name != ID]
    missing = [id for id in chosen.items if id not in names]
    if not asked:
        message = N_("no column is a question; questions are called: {questions}")
        named = ", ".join(chosen.items[:3])
        problems.append(Problem(file, 1, message, {"questions": f"{named}…"}))
    elif missing:
        problems.extend(_missing(file, chosen, missing, others))
    if problems:
        raise ContentError(tuple(problems))
    return Columns(
        names=tuple(names),
        form=chosen,
        items=catalog.form_items(chosen),
        id=ID if ID in names else None,
        kept=tuple(keep),
        ignored=tuple(others),
    )


def _best_form(catalog: Catalog, asked: Sequence[str]) -> Form:
    """The smallest form with all these items; else the one that lacks and has fewest too many."""
    columns = set(asked)
    return min(catalog.forms, key=lambda form: (len(columns - {*form.items}), len(form.items)))


def _missing(
    file: Path, form: Form, missing: Sequence[str], others: Sequence[str]
) -> list[Problem]:
    """What is said of missing columns: perhaps one that is there was meant."""
    slips = {id: get_close_matches(id, others, n=1) for id in missing}
    problems = [
        Problem(
            file,
            1,
            N_("the column {column} of the form {form} is missing; is it {near}?"),
            {"column": id, "form": form.id, "near": near[0]},
        )
        for id, near in slips.items()
        if near
    ]
    rest = [id for id, near in slips.items() if not near]
    if rest:
        message = N_("columns of the form {form} are missing: {columns}")
        named = ", ".join(rest[:10]) + ("…" if len(rest) > 10 else "")
        problems.append(Problem(file, 1, message, {"form": form.id, "columns": named}))
    return problems
