"""A result in the terminal: what fits a screen, then on request everything."""

from collections.abc import Sequence

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.measurement.findings import Assessment
from manager_quiz.reports.aspirations import aspirations_section, named_words
from manager_quiz.reports.page import Text, section, sections
from manager_quiz.reports.result import details as details_page
from manager_quiz.reports.result import first_page
from manager_quiz.terminal.page import show_page
from manager_quiz.terminal.screen import Screen


def show_result(
    screen: Screen,
    catalog: Catalog,
    form: Form,
    assessment: Assessment,
    *,
    details: bool,
    aspirations: Sequence[str],
) -> None:
    """Prints a result; with `details` everything that is known about it."""
    words = screen.words
    if screen.plain:
        screen.console.print(screen.words.gettext("Your result"))
    page = first_page(words, catalog, form, assessment)
    named = section("", Text(named_words(words, catalog, assessment, aspirations)))
    show_page(screen, page._replace(sections=sections(*page.sections, named)))
    if details:
        screen.console.print()
        page = details_page(words, catalog, assessment)
        beside = aspirations_section(words, catalog, assessment, aspirations)
        show_page(screen, page._replace(sections=sections(beside, *page.sections)))
