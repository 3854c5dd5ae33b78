"""A result in the terminal: what fits a screen, then on request everything."""

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.measurement.findings import Assessment
from manager_quiz.reports.result import details as details_page
from manager_quiz.reports.result import first_page
from manager_quiz.terminal.page import show_page
from manager_quiz.terminal.screen import Screen


def show_result(
    screen: Screen, catalog: Catalog, form: Form, assessment: Assessment, *, details: bool
) -> None:
    """Prints a result; with `details` everything that is known about it."""
    if screen.plain:
        screen.console.print(screen.words.gettext("Your result"))
    show_page(screen, first_page(screen.words, catalog, form, assessment))
    if details:
        screen.console.print()
        show_page(screen, details_page(screen.words, catalog, assessment))
