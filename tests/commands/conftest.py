"""A questionnaire that has nothing in common with the shipped one."""

from pathlib import Path
from typing import Any

import pytest
import yaml

SCALES = ("wind", "wasser", "erde", "feuer", "holz", "metall")
WIDTHS = (2, 4, 7)


@pytest.fixture(scope="session")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six other scales, answers of 2, 4 and 7 points and situations, 200 roles, German alone."""
    items: list[dict[str, Any]] = []
    for index, scale in enumerate(SCALES):
        for width in WIDTHS:
            items.append(
                {
                    "id": f"{scale}-{width}",
                    "scale": scale,
                    "text": {"de": f"Ich mag {scale.title()} ({width} Stufen)."},
                    "answers": [{"de": f"Stufe {step}"} for step in range(1, width + 1)],
                    "reverse": width == 4,
                }
            )
        other = SCALES[(index + 1) % len(SCALES)]
        options = [
            {"id": "so", "text": {"de": "So."}, "points": {scale: 1, other: 0}},
            {"id": "anders", "text": {"de": "Anders."}, "points": {scale: 0, other: 1}},
        ]
        situation = {"de": f"{scale.title()} bricht aus."}
        items.append(
            {"id": f"{scale}-lage", "scale": scale, "situation": situation, "options": options}
        )
    questions = {
        "version": "de-1",
        "languages": ["de"],
        "prompt": {"de": "Stimmt das?"},
        "scales": [
            {
                "id": scale,
                "kind": "interest",
                "name": {"de": scale.title()},
                "norm": {"mean": 50, "sd": 20},
            }
            for scale in SCALES
        ],
        "items": items,
        "forms": [
            {"id": "lang", "name": {"de": "Lang"}, "items": [item["id"] for item in items]},
            {"id": "kurz", "name": {"de": "Kurz"}, "items": [f"{scale}-7" for scale in SCALES]},
        ],
    }
    roles = {
        "roles": [
            {
                "id": f"beruf-{number}",
                "name": {"de": f"Beruf {number}"},
                "profile": {
                    scale: {"level": (17 * number + 31 * index * number) % 101}
                    for index, scale in enumerate(SCALES)
                },
            }
            for number in range(1, 201)
        ]
    }
    folder = tmp_path_factory.mktemp("foreign")
    for name, tree in (("questions.yaml", questions), ("roles.yaml", roles)):
        (folder / name).write_text(yaml.safe_dump(tree, allow_unicode=True), "utf-8")
    return folder
