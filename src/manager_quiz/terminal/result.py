"""A result in the terminal: what fits a screen, then on request everything."""

from manager_quiz.catalog.model import Catalog
from manager_quiz.records.results import Result
from manager_quiz.reports.aspirations import aspirations_section, named_words
from manager_quiz.reports.page import Page, Table, Text, section, sections
from manager_quiz.reports.result import details as details_page
from manager_quiz.reports.result import first_page
from manager_quiz.terminal.page import drawn, show_page
from manager_quiz.terminal.screen import Screen
from manager_quiz.wording.result import ResultWords


def show_result(screen: Screen, catalog: Catalog, result: Result, *, details: bool) -> None:
    """Prints a result; with `details` everything that is known about it."""
    told, named = ResultWords(screen.words, catalog, result.assessment), result.aspirations
    if screen.plain:
        screen.console.print(screen.words("Your result"))
    page = first_page(told)
    said = section("", Text(named_words(told, named)))
    page = page._replace(sections=sections(*page.sections, said))
    show_page(screen, page)
    if not details and _scrolled_off(screen, page):
        screen.console.print()
        show_page(screen, _in_short(page))
    if details:
        screen.console.print()
        page = details_page(told)
        beside = aspirations_section(told, named)
        show_page(screen, page._replace(sections=sections(beside, *page.sections)))


def _scrolled_off(screen: Screen, page: Page) -> bool:
    """Whether the window is too low for a page, so that its beginning can't be seen any more."""
    console = screen.console
    height = len(console.render_lines(drawn(screen, page)))
    return console.is_terminal and not screen.plain and height >= console.height


def _in_short(page: Page) -> Page:
    """The answer alone: the sentence, and the roles."""
    first = page.sections[0]
    roles = first._replace(blocks=tuple(each for each in first.blocks if isinstance(each, Table)))
    return Page(page.title, sections=(roles,))
