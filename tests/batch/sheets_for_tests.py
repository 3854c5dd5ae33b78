"""Sheets to score, and what `take` says of the same answers."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import yaml

from manager_quiz.catalog.model import Catalog, Form

REFERENCE = Path(__file__).parent / "reference"
Rows = list[dict[str, str]]


def sheets(catalog: Catalog, form: Form, people: int, *, seed: int = 1, skipped: float = 0) -> Rows:
    """Made-up answers, some of them skipped."""
    rng = np.random.default_rng(seed)
    rows = []
    for person in range(people):
        row = {"id": f"p{person}"}
        for item in catalog.form_items(form):
            choice = item.choices[rng.integers(len(item.choices))]
            row[item.id] = "" if rng.random() < skipped else str(choice.answer)
        rows.append(row)
    return rows


def as_text(rows: Sequence[Mapping[str, str]], separator: str = ",") -> str:
    """The rows as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def answers_of(catalog: Catalog, row: Mapping[str, str]) -> dict[str, int | str]:
    """A row as the answers that `take --answers` reads."""
    answers: dict[str, int | str] = {}
    for id, given in row.items():
        if id in catalog.item_by_id and given:
            item = catalog.item_by_id[id]
            (answer,) = (each.answer for each in item.choices if str(each.answer) == given)
            answers[id] = answer
    return answers


def scored(file: Path | str) -> Rows:
    """A written CSV, or its text, as rows."""
    text = file.read_text("utf-8") if isinstance(file, Path) else file
    return list(csv.DictReader(io.StringIO(text)))


def questionnaire(
    folder: Path,
    scales: Mapping[str, Sequence[str]],
    *,
    reversed_items: Sequence[str] = (),
    roles: Mapping[str, Sequence[float]] | None = None,
) -> Path:
    """Writes a questionnaire of statements with five answers."""
    folder.mkdir(exist_ok=True)
    ids = list(scales)
    roles = roles or {f"r-{id}": [70 if other == id else 40 for other in ids] for id in ids}
    items = [
        {"id": item, "scale": scale, "text": {"en": item}, "reverse": item in reversed_items}
        for scale in ids
        for item in scales[scale]
    ]
    questions = {
        "version": "1",
        "languages": ["en"],
        "answers": [{"en": str(step)} for step in range(1, 6)],
        "scales": [
            {"id": id, "kind": "interest", "name": {"en": id}, "norm": {"mean": 50, "sd": 20}}
            for id in ids
        ],
        "items": items,
        "forms": [
            {"id": "all", "name": {"en": "All"}, "items": [str(item["id"]) for item in items]}
        ],
    }
    profiles = [
        {
            "id": role,
            "name": {"en": role},
            "profile": {id: {"level": level} for id, level in zip(ids, levels, strict=True)},
        }
        for role, levels in roles.items()
    ]
    (folder / "questions.yaml").write_text(yaml.safe_dump(questions, sort_keys=False), "utf-8")
    (folder / "roles.yaml").write_text(yaml.safe_dump({"roles": profiles}), "utf-8")
    return folder
