"""What a person can do with a result that has just been shown."""

import sys
from pathlib import Path
from typing import Any

from manager_quiz.catalog.model import Catalog
from manager_quiz.measurement.findings import Assessment
from manager_quiz.records.files import write_whole
from manager_quiz.records.results import encode, scale_scores
from manager_quiz.terminal.interview import choose_next
from manager_quiz.terminal.result_page import show_details
from manager_quiz.terminal.role_lists import show_comparison
from manager_quiz.terminal.role_page import show_role
from manager_quiz.terminal.screen import Screen


def go_on(
    screen: Screen,
    catalog: Catalog,
    assessment: Assessment,
    document: dict[str, Any],
) -> None:
    """Offers details, the first role, a comparison and saving until the person leaves."""
    _ = screen.words.gettext
    first, *others = [catalog.role_by_id[match.role] for match in assessment.ranking]
    entries = [
        ("1", _("Reasons, next steps and all roles")),
        ("2", _("All about: {role}").format(role=first.name)),
        *([("3", _("Compare with: {role}").format(role=others[0].name))] if others else []),
        ("4", _("Save the result in this folder")),
        ("0", _("Leave")),
    ]
    while True:
        match choose_next(screen, _("What next?"), entries):
            case "1":
                show_details(screen, catalog, assessment)
            case "2":
                show_role(screen, catalog, first)
            case "3":
                show_comparison(screen, catalog, [first, others[0]], scale_scores(document))
            case "4":
                _save(screen, document)
            case _:
                return


def _save(screen: Screen, document: dict[str, Any]) -> None:
    _ = screen.words.gettext
    file = Path(f"manager-quiz-{document['id']}.json")
    try:
        write_whole(file, encode(document))
    except OSError as error:
        message = _("{file} can't be written: {reason}.")
        print(message.format(file=file, reason=error.strerror), file=sys.stderr)
    else:
        screen.console.print(_("Saved as {file}").format(file=file.absolute()))
