"""All results of a workshop as one table."""

from collections.abc import Iterator
from typing import Any

from manager_quiz.records.workshops.gather import Gathered


def export_columns(gathered: Gathered) -> list[str]:
    """The columns: id, answers, scores, roles in the order of their ranking.

    `score` and `stats` read it: the answers' columns are called like their questions.
    """
    places = range(1, len(gathered.catalog.roles) + 1)
    ranking = [name for n in places for name in (f"ranking_{n}", f"ranking_{n}_rank")]
    return ["id", *gathered.key.items, *gathered.key.scales, "best_set", *ranking]


def export_rows(gathered: Gathered) -> Iterator[list[Any]]:
    """One row a person."""
    for code, sheet in gathered.sheets.items():
        scores = {each.id: each.score for each in sheet.scales}
        yield [
            code,
            *(sheet.answers.get(item, "") for item in gathered.key.items),
            *(_number(scores[scale]) for scale in gathered.key.scales),
            "|".join(sheet.best_set),
            *(cell for place in sheet.ranking for cell in (place.role, place.rank)),
        ]


def _number(score: float | None) -> str:
    return "" if score is None else f"{score:.2f}"
