"""A result as one table: a row a scale, then a row a role."""

import csv
import io

from manager_quiz.catalog.model import Catalog
from manager_quiz.records.results import Result

HEADER = (
    *("result", "taken_at", "kind", "id", "name"),
    *("score", "standard_error", "answered", "items"),
    *("rank", "first_place", "last_place", "fit", "resemblance", "p_best", "in_best_set"),
)


def table(result: Result, catalog: Catalog) -> str:
    """CSV with a header; what a kind of row doesn't have stays empty.

    Begins with a byte order mark, without which Excel takes Cyrillic for something else.
    """
    text = io.StringIO()
    write = csv.DictWriter(text, HEADER, restval="", lineterminator="\r\n")
    write.writeheader()
    about = {"result": harmless(result.id), "taken_at": result.taken_at.isoformat()}
    for scale in result.assessment.scales:
        row = {name: getattr(scale, name) for name in HEADER if hasattr(scale, name)}
        write.writerow(about | row | {"name": harmless(catalog.scale_by_id[scale.id].name)})
    for match in result.assessment.ranking:
        row = {key: getattr(match, key) for key in HEADER if hasattr(match, key)}
        role = {
            "kind": "role",
            "id": match.role,
            "name": harmless(catalog.role_by_id[match.role].name),
        }
        first, last = match.rank_range
        places = {"first_place": first, "last_place": last}
        inside = int(match.role in result.assessment.best_set)
        write.writerow(about | row | role | places | {"in_best_set": inside})
    return "\ufeff" + text.getvalue()


def harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell
