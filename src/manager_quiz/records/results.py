"""A result as a plain, documented mapping; saved results read back."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.measurement.findings import Assessment
from manager_quiz.records.files import home, write_whole

SCHEMA = "manager-quiz/result@1"


class NotAResultError(Exception):
    """A file that should be a saved result isn't there or isn't one; `reason` says why."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


def result_document(
    catalog: Catalog,
    form: Form,
    answers: Mapping[str, int | str],
    assessment: Assessment,
    *,
    id: str,
    taken_at: datetime,
) -> dict[str, Any]:
    """Everything about one result, ready for JSON: the answers, and what follows from them."""
    reliability = assessment.reliability
    return {
        "schema": SCHEMA,
        "id": id,
        "taken_at": taken_at.isoformat(timespec="seconds"),
        "language": catalog.language,
        "form": form.id,
        "catalog": {"version": catalog.version, "sha256": catalog.sha256},
        "answers": {item: answers[item] for item in form.items if item in answers},
        **asdict(assessment),
        "reliability": {
            "source": "assumed" if reliability.people is None else "measured",
            "mean_inter_item_r": reliability.mean_inter_item_r,
            "people": reliability.people,
        },
    }


def encode(document: Mapping[str, Any]) -> bytes:
    """A document as the bytes of a JSON file that people can read too."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def keep(document: Mapping[str, Any]) -> Path:
    """Saves a result among the person's own, readable by them alone. Raises OSError."""
    folder = results_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"{document['id']}.json"
    write_whole(file, encode(document))
    return file


def results_folder() -> Path:
    """Where a person's own results are kept."""
    return home() / "results"


def read_result(name: str) -> dict[str, Any]:
    """The saved result in the file of that name, or that with this id among the person's own.

    Raises NotAResultError.
    """
    file = Path(name)
    if not file.exists() and (results_folder() / f"{name}.json").exists():
        file = results_folder() / f"{name}.json"
    try:
        document = json.loads(file.read_bytes())
    except OSError as error:
        raise NotAResultError(file, error.strerror or "?") from error
    except (ValueError, RecursionError) as error:
        raise NotAResultError(file, "JSON?") from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise NotAResultError(file, f"schema: {SCHEMA}?")
    scales = document.get("scales")
    if not isinstance(scales, list) or not all(map(_is_scale, scales)):
        raise NotAResultError(file, "scales?")
    return document


def _is_scale(entry: object) -> bool:
    """Whether it tells a scale's score, or that it has none."""
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        return False
    score = entry.get("score")
    return score is None or (isinstance(score, int | float) and 0 <= score <= 100)


def scale_scores(document: Mapping[str, Any]) -> dict[str, float]:
    """The scores of a saved result by scale; scales that weren't scored are left out."""
    return {
        scale["id"]: scale["score"]
        for scale in document["scales"]
        if scale.get("score") is not None
    }
