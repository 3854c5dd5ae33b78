"""People who take part in a workshop, and what they type."""

import os
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from manager_quiz.catalog.load import load_catalog
from manager_quiz.measurement.assessment import assess
from manager_quiz.records.results import result_document

CATALOG = load_catalog()
FORM = CATALOG.form_by_id["quick"]


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "MANAGER_QUIZ_LANG"}
    extra = {"MANAGER_QUIZ_HOME": str(home), "PYTHONUTF8": "1", "LANG": "C.UTF-8", "COLUMNS": "80"}
    return {**kept, **extra}


def some_answers(seed: int) -> dict[str, int | str]:
    """What somebody might answer to the quick form."""
    rng = np.random.default_rng(seed)
    leaning = {scale.id: rng.standard_normal() for scale in CATALOG.scales}
    answers: dict[str, int | str] = {}
    for item in CATALOG.form_items(FORM):
        direction = 0 if not item.kind.graded else -1 if item.reverse else 1
        middle = (len(item.choices) - 1) / 2
        place = round(middle + direction * leaning[item.scale] + rng.standard_normal() * 0.7)
        answers[item.id] = item.choices[min(max(place, 0), len(item.choices) - 1)].answer
    return answers


def some_result(seed: int, code: str) -> dict[str, Any]:
    return {**deepcopy(_result(seed)), "id": code}


@cache
def _result(seed: int) -> dict[str, Any]:
    answers = some_answers(seed)
    now = datetime.now().astimezone()
    return result_document(
        CATALOG, FORM, answers, assess(CATALOG, FORM, answers), id="", taken_at=now
    )


def typed(answers: Mapping[str, int | str], *, last: int | None = None) -> str:
    """Lines that give these answers: consent, the code noted, no role, the answers, the end."""
    items = CATALOG.form_items(FORM)
    numbers = [str((item.choice(answers[item.id]) or 0) + 1) for item in items][:last]
    return "\n".join(["", "", "", *numbers, *(["", ""] if last is None else [])]) + "\n"
