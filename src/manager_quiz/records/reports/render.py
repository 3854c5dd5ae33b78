"""A result as the text of a report, in the format that the end of a file's name asks for."""

from collections.abc import Callable, Mapping, Sequence

from manager_quiz.catalog.model import Catalog
from manager_quiz.records.reports.content import Report, report_of
from manager_quiz.records.results import Result, encode
from manager_quiz.wording.words import Words


def render(ending: str, result: Result, catalog: Catalog, words: Words) -> str:
    """The report of one result: `.html`, `.md`, `.txt`, `.csv` or `.json`.

    Pure: the same result, catalog and words give the same text. The catalog has to hold what the
    result speaks of (see `missing_content`), in the language of the words.
    """
    return FORMATS[ending](result, catalog, words)


def render_sheets(results: Sequence[Result], catalog: Catalog, words: Words) -> str:
    """Many people's reports as one HTML page to print, each beginning on a sheet of its own."""
    from manager_quiz.records.reports.page import html_page

    return html_page([report_of(result, catalog, words) for result in results])


def _html(result: Result, catalog: Catalog, words: Words) -> str:
    return render_sheets([result], catalog, words)


def _in_words(writer: str) -> Callable[[Result, Catalog, Words], str]:
    def written(result: Result, catalog: Catalog, words: Words) -> str:
        from manager_quiz.records.reports import prose

        write: Callable[[Report], str] = getattr(prose, writer)
        return write(report_of(result, catalog, words))

    return written


def _csv(result: Result, catalog: Catalog, words: Words) -> str:
    del words
    from manager_quiz.records.reports.table import table

    return table(result, catalog)


def _json(result: Result, catalog: Catalog, words: Words) -> str:
    del catalog, words
    return encode(result.document).decode()


FORMATS: Mapping[str, Callable[[Result, Catalog, Words], str]] = {
    ".html": _html,
    ".md": _in_words("markdown"),
    ".txt": _in_words("plain_text"),
    ".csv": _csv,
    ".json": _json,
}
