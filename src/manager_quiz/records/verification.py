"""A saved result scored again: is it what its answers give?"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, NamedTuple

from manager_quiz.catalog.model import Catalog
from manager_quiz.errors import Failure, TooFewAnswersError
from manager_quiz.measurement.findings import Assessment
from manager_quiz.records.results import FROM_TIMES, Result, result_document

TOLERANCE = 1e-6
"""Numbers no further apart than this are the same but for rounding."""
_FINDINGS = ("answers", *(field.name for field in fields(Assessment)))


class Difference(NamedTuple):
    """Something that a result says, and what its answers give; `-` stands for nothing."""

    place: str
    saved: str
    computed: str


class OtherContentError(Failure):
    """The result was made with other content than there is here."""


def verify(result: Result, catalog: Catalog) -> tuple[Difference, ...]:
    """What a result says otherwise than its answers do; nothing where it is right.

    Raises OtherContentError where the catalog isn't the one that it was made with.
    """
    if result.catalog.sha256 != catalog.sha256:
        raise OtherContentError
    computed = _computed(result, catalog)
    if isinstance(computed, Difference):
        return (computed,)
    saved = {name: result.document.get(name) for name in _FINDINGS}
    saved["flags"] = [flag for flag in saved["flags"] or () if flag != FROM_TIMES]
    return tuple(differences(saved, {name: computed[name] for name in _FINDINGS}))


def _computed(result: Result, catalog: Catalog) -> Mapping[str, Any] | Difference:
    """The result's document made anew from its answers, or why there can be none."""
    from manager_quiz.measurement.assessment import assess

    form = catalog.form_by_id.get(result.form)
    if form is None:
        return Difference("form", _shown(result.form), "-")
    items = catalog.form_items(form)
    for item in items:
        given = result.answers.get(item.id)
        if given is not None and item.choice(given) is None:
            return Difference(f"answers.{item.id}", _shown(given), "-")
    try:
        again = assess(catalog, form, result.answers)
    except TooFewAnswersError:
        return Difference("scales", _shown(result.document["scales"]), "-")
    document = result_document(
        catalog, form, result.answers, again, id=result.id, taken_at=result.taken_at
    )
    remade: Mapping[str, Any] = json.loads(json.dumps(document))
    return remade


def differences(saved: Any, computed: Any, place: str = "") -> Iterator[Difference]:
    """Where one JSON value says otherwise than another; numbers within `TOLERANCE` are the same."""
    if isinstance(saved, dict) and isinstance(computed, dict):
        for name in dict.fromkeys((*computed, *saved)):
            inner = f"{place}.{name}" if place else name
            if name in saved and name in computed:
                yield from differences(saved[name], computed[name], inner)
            else:
                yield Difference(inner, *(_shown(side.get(name)) for side in (saved, computed)))
    elif isinstance(saved, list) and isinstance(computed, list) and len(saved) == len(computed):
        for index, (one, other) in enumerate(zip(saved, computed, strict=True)):
            yield from differences(one, other, f"{place}[{index}]")
    elif not _same(saved, computed):
        yield Difference(place, _shown(saved), _shown(computed))


def _same(saved: Any, computed: Any) -> bool:
    kinds = {type(saved), type(computed)}
    if kinds <= {int, float}:
        return abs(saved - computed) <= TOLERANCE  # type: ignore[no-any-return]
    return len(kinds) == 1 and saved == computed


def _shown(value: Any) -> str:
    """A value in a few characters."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    text = "-" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:39] + "…"
