"""A mapping file as proposed for somebody's file of sheets."""

import json
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from manager_quiz.catalog.model import Catalog, Form, Item
from manager_quiz.catalog.scored_table import ID
from manager_quiz.records.sheets.answers import UNKNOWN, Spellings, plain
from manager_quiz.records.sheets.columns import (
    OPEN,
    Headings,
    best_form,
    heading_rows,
    is_slip,
    one_line,
    readable_headings,
)
from manager_quiz.records.sheets.delimited import Row
from manager_quiz.text import escaped

ENOUGH = 0.9
"""A column in which so many cells are answers to statements may be a question."""
_LIKE = 0.75
"""Texts this much alike may be the same."""
_MOST = 30
"""Different texts of a column that are proposed as answers."""


class Proposal(NamedTuple):
    """What the columns are, by heading: an item's id, `id`, nothing, or OPEN with what is near.

    `answers` and `options` are texts that are no answers, with what they may be: of graded
    questions, and of the others by item.
    """

    columns: Mapping[str, tuple[str | None, Sequence[str]]]
    answers: Mapping[str, Sequence[str]]
    options: Mapping[str, Mapping[str, Sequence[str]]]

    @property
    def open(self) -> int:
        """How much is left to decide."""
        headings = sum(target == OPEN for target, _near in self.columns.values())
        return headings + len(self.answers) + sum(map(len, self.options.values()))


def propose(
    catalogs: Sequence[Catalog], file: Path, rows: Sequence[Row], form: Form | None
) -> Proposal:
    """A mapping for a file whose first rows these are; what is in doubt is left open.

    Raises ContentError where the headings can't be read.
    """
    catalog, headings = catalogs[0], Headings(catalogs)
    above, below = heading_rows(headings, [row.cells for row in rows])
    names = [one_line(cell) for cell in readable_headings(file, rows[above])[1]]
    sample = [
        row.cells
        for row in rows[above + below + 1 :]
        if len(row.cells) == len(names) and not row.stray and any(map(str.strip, row.cells))
    ]
    cells = [[row[place] for row in sample] for place in range(len(names))]
    meanings = [headings.meaning(name) for name in names]
    asked = [id for id in meanings if id and id != ID]
    chosen = form or best_form(catalog, asked)
    lacking = [catalog.item_by_id[id] for id in chosen.items if id not in asked]
    columns: dict[str, tuple[str | None, Sequence[str]]] = {}
    answers: dict[str, Sequence[str]] = {}
    options: dict[str, Mapping[str, Sequence[str]]] = {}
    for name, meaning, given in zip(names, meanings, cells, strict=True):
        if not name:
            continue
        if meaning:
            columns[name] = meaning, ()
        else:
            near = _near_items(name, lacking, catalogs)
            doubtful = near or (lacking and _answers_like(given, lacking, catalogs))
            columns[name] = (OPEN if doubtful else None), near
        item = catalog.item_by_id.get(meaning or "")
        if item is not None:
            unknown = _unknown(item, given, catalogs)
            if unknown and not item.kind.graded:
                options[item.id] = unknown
            else:
                answers |= unknown
    return Proposal(columns, answers, options)


def as_yaml(proposal: Proposal, words: Mapping[str, str]) -> str:
    """The proposal as a file; `words` explain its parts in the person's language."""
    lines = [f"# {words['head']}", f"# {words['columns']}", "columns:"]
    for name, (target, near) in proposal.columns.items():
        lines.append(_entry(name, target or "null", near, indent=2))
    if not proposal.columns:
        lines[-1] += " {}"
    if proposal.answers:
        lines += ["", f"# {words['answers']}", "answers:"]
        lines += [_entry(text, OPEN, near, indent=2) for text, near in proposal.answers.items()]
    if proposal.options:
        lines += ["", f"# {words['options']}", "options:"]
        for id, texts in proposal.options.items():
            lines.append(f"  {id}:")
            lines += [_entry(text, OPEN, near, indent=4) for text, near in texts.items()]
    return "\n".join(lines) + "\n"


def _entry(name: str, target: str, near: Sequence[str], *, indent: int) -> str:
    # What JSON writes between quotation marks YAML reads as the same.
    quoted = escaped(json.dumps(name, ensure_ascii=False))
    told = json.dumps(target) if target == OPEN else target
    return f"{' ' * indent}{quoted}: {told}" + (f"  # {', '.join(near)}" if near else "")


def _near_items(name: str, items: Sequence[Item], catalogs: Sequence[Catalog]) -> list[str]:
    """The items whose id or text is much like a heading."""
    known = {plain(item.id): item.id for item in items}
    for catalog in catalogs:
        known |= {plain(catalog.item_by_id[item.id].text): item.id for item in items}
    near = get_close_matches(plain(name), list(known), n=3, cutoff=_LIKE)
    return list(dict.fromkeys(known[each] for each in near if is_slip(plain(name), each)))


def _answers_like(given: Sequence[str], items: Sequence[Item], catalogs: Sequence[Catalog]) -> bool:
    """Whether most cells of a column are answers that one of these items has."""
    filled = [cell for cell in given if cell.strip()]
    spellings = Spellings(items, catalogs)
    return bool(filled) and any(
        sum(spellings.place(index, cell) != UNKNOWN for cell in filled) >= ENOUGH * len(filled)
        for index in range(len(items))
    )


def _unknown(
    item: Item, given: Sequence[str], catalogs: Sequence[Catalog]
) -> dict[str, Sequence[str]]:
    """The texts that are no answer to an item, each with the answers it is much like."""
    spellings = Spellings([item], catalogs)
    texts = list(dict.fromkeys(cell.strip() for cell in given))
    words = {
        plain(choice.text): str(choice.answer)
        for catalog in catalogs
        for choice in catalog.item_by_id[item.id].choices
    }
    return {
        text: [words[each] for each in get_close_matches(plain(text), list(words), 1, _LIKE)]
        for text in texts[:_MOST]
        if spellings.place(0, text) == UNKNOWN
    }
