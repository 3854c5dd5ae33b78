"""What a person can do with a result that has just been shown."""

import sys
from pathlib import Path
from typing import Any

from manager_quiz.catalog.model import Catalog
from manager_quiz.commands.failure import Failure
from manager_quiz.commands.saving import save_report
from manager_quiz.measurement.findings import Assessment
from manager_quiz.records.results import result_of, scale_scores
from manager_quiz.reports.result import details
from manager_quiz.reports.roles import comparison_page, role_page
from manager_quiz.terminal.interview import choose_next
from manager_quiz.terminal.page import show_page
from manager_quiz.terminal.screen import Screen


def go_on(
    screen: Screen,
    catalog: Catalog,
    assessment: Assessment,
    document: dict[str, Any],
    *,
    saving: bool = True,
) -> None:
    """Offers details, the first role, a comparison and saving until the person leaves."""
    words = screen.words
    _ = words.gettext
    first, *others = [catalog.role_by_id[match.role] for match in assessment.ranking]
    entries = [
        ("1", _("Reasons, next steps and all roles")),
        ("2", _("All about: {role}").format(role=first.name)),
        *([("3", _("Compare with: {role}").format(role=others[0].name))] if others else []),
        *([("4", _("Save a report to print in this folder"))] if saving else []),
        ("0", _("Leave")),
    ]
    while True:
        match choose_next(screen, _("What next?"), entries):
            case "1":
                show_page(screen, details(words, catalog, assessment))
            case "2":
                show_page(screen, role_page(words, catalog, first))
            case "3":
                both, own = [first, others[0]], scale_scores(document)
                show_page(screen, comparison_page(words, catalog, both, own))
            case "4":
                _save(screen, catalog, document)
            case _:
                return


def _save(screen: Screen, catalog: Catalog, document: dict[str, Any]) -> None:
    """Writes the report to print into the folder that the person is in."""
    _ = screen.words.gettext
    file = Path(f"manager-quiz-{document['id']}.html")
    try:
        save_report(file, result_of(document, catalog), catalog, screen.words)
    except Failure as error:
        print(error, file=sys.stderr)
    else:
        screen.console.print(_("Saved as {file}").format(file=file.absolute()))
