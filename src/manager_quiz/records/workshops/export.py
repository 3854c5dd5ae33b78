"""All results of a workshop as one table."""

import csv
import io

from manager_quiz.records.workshops.gather import Gathered


def export_table(gathered: Gathered) -> str:
    """CSV, one row a person: id, answers, scores, roles in the order of their ranking.

    `score` and `stats` read it: the answers' columns are called like their questions.
    """
    catalog, key = gathered.catalog, gathered.key
    places = [f"ranking_{number}" for number in range(1, len(catalog.roles) + 1)]
    ranks = [f"ranking_{number}_rank" for number in range(1, len(catalog.roles) + 1)]
    header = ["id", *key.items, *key.scales, "best_set"]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*header, *(name for both in zip(places, ranks, strict=True) for name in both)])
    for code, sheet in gathered.sheets.items():
        scores = {each.id: each.score for each in sheet.scales}
        writer.writerow(
            [
                code,
                *(sheet.answers.get(item, "") for item in key.items),
                *(_number(scores[scale]) for scale in key.scales),
                "|".join(sheet.best_set),
                *(cell for place in sheet.ranking for cell in (place.role, place.rank)),
            ]
        )
    return text.getvalue()


def _number(score: float | None) -> str:
    return "" if score is None else f"{score:.2f}"
