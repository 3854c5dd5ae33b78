"""People who lean this way or that, and what they are told."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from manager_quiz import assess
from manager_quiz.catalog.model import Catalog, Role
from manager_quiz.measurement.findings import Assessment
from manager_quiz.records.results import result_document

Answers = Mapping[str, int | str]


def leaning(catalog: Catalog, role: Role, form: str = "full") -> Answers:
    """The answers that go furthest the way in which a role departs from people in general."""
    norms = catalog.scale_by_id
    way = {id: (at.level - norms[id].mean) / norms[id].sd for id, at in role.profile.items()}
    answers = {}
    for item in catalog.form_items(catalog.form_by_id[form]):
        best = max(
            item.choices,
            key=lambda choice: sum(way[scale] * share for scale, share in choice.points.items()),
        )
        answers[item.id] = best.answer
    return answers


def standing(catalog: Catalog, levels: Mapping[str, float], form: str = "full") -> Answers:
    """The answers nearest to such shares (0-1) of the points on each scale; half on the others."""
    answers = {}
    for item in catalog.form_items(catalog.form_by_id[form]):
        level = levels.get(item.scale, 0.5)
        nearest = min(
            item.choices, key=lambda choice: abs(choice.points.get(item.scale, 0.0) - level)
        )
        answers[item.id] = nearest.answer
    return answers


def assessed(
    catalog: Catalog, answers: Answers, form: str = "full"
) -> tuple[Assessment, dict[str, Any]]:
    """What such answers say, and the result to keep."""
    asked = catalog.form_by_id[form]
    found = assess(catalog, asked, answers)
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    return found, result_document(catalog, asked, answers, found, id="blue-otter-42", taken_at=at)
