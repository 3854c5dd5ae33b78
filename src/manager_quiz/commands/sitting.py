"""One sitting: from the questions, or a file of answers, to a result kept and talked over."""

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.catalog.yaml_file import read_bytes, too_large
from manager_quiz.commands.saving import write_beside
from manager_quiz.errors import NotWrittenError, TooFewAnswersError
from manager_quiz.records.answers import Responses, parse_answers, parse_row
from manager_quiz.records.files import LARGEST
from manager_quiz.records.results import Result, new_result, result_of
from manager_quiz.terminal.dialogue import choose, is_plain
from manager_quiz.terminal.interview import Completed
from manager_quiz.terminal.screen import Screen
from manager_quiz.wording.keys import is_row
from manager_quiz.wording.words import Words


def read_answers(catalog: Catalog, form: str | None, name: str, words: Words) -> Completed:
    """The answers in a file, or on standard input (`-`), to `form` or the one they fit."""
    if name == "-":
        file, data = Path(words("answers")), sys.stdin.buffer.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise too_large(file, LARGEST)
    else:
        file, data = Path(name), read_bytes(Path(name), most=LARGEST)
    text = data.decode(errors="replace")
    if is_row(text):
        said = catalog.form_by_id[form] if form is not None else None
        fitting, sheet = parse_row(catalog, said, text, file)
        return Completed(fitting.id, sheet.answers, {}, None, sheet.aspirations)
    sheet = parse_answers(catalog, data, file)
    asked = form or _smallest_form(catalog, sheet).id
    return Completed(asked, sheet.answers, {}, None, sheet.aspirations)


def _smallest_form(catalog: Catalog, sheet: Responses) -> Form:
    """The form that a sheet was most likely filled in for: the shortest that has all its items."""
    fitting = [form for form in catalog.forms if sheet.answers.keys() <= set(form.items)]
    by_length = sorted(fitting or catalog.forms, key=lambda form: len(form.items))
    return by_length[0] if fitting else by_length[-1]


def finish(
    screen: Screen,
    catalog: Catalog,
    completed: Completed,
    id: str,
    keep: Callable[[dict[str, Any]], str | None],
) -> Result:
    """The result of the answers, kept.

    `keep` is given it as a document and says under which id it is kept, or None where it isn't;
    only once it is, the journal is let go of. Raises TooFewAnswersError.
    """
    form = catalog.form_by_id[completed.form]
    seconds = [] if screen.plain else list(completed.seconds.values())
    roles = completed.aspirations
    try:
        document = new_result(catalog, form, completed.answers, seconds, id, roles)
    except TooFewAnswersError:
        if completed.journal is not None:
            completed.journal.close()  # to go on with another time
        raise
    kept_as = keep(document)
    if kept_as is not None:
        completed.let_go()
    return result_of({**document, "id": kept_as or id}, catalog)


def show_result(screen: Screen, catalog: Catalog, result: Result, *, details: bool) -> None:
    """Prints a result; with `details` everything that is known about it."""
    from manager_quiz.reports import result as pages
    from manager_quiz.terminal.page import drawn, show_page
    from manager_quiz.wording.result import ResultWords

    told, console = ResultWords(screen.words, catalog, result.assessment), screen.console
    if screen.plain:
        console.print(screen.words("Your result"))
    page = pages.first_page(told, result.aspirations)
    show_page(screen, page)
    if details:
        more = pages.details(told, result.aspirations)
    elif screen.plain or not console.is_terminal:
        return
    elif len(console.render_lines(drawn(screen, page))) >= console.height:
        more = pages.in_short(page)  # the beginning was scrolled off
    else:
        return
    console.print()
    show_page(screen, more)


def offer(screen: Screen, catalog: Catalog, result: Result, *, saving: bool = True) -> bool:
    """Lets the person go through the result until they leave; in plain mode by a menu.

    With `saving` they can write a report. False where there is no terminal to choose at.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    save = partial(_save_here, screen, catalog, result) if saving else None
    if is_plain(screen):
        _offer_by_lines(screen, catalog, result, save)
    else:
        from manager_quiz.terminal.walk import walk

        walk(screen, catalog, result, save)
    return True


def _offer_by_lines(
    screen: Screen, catalog: Catalog, result: Result, save: Callable[[], str] | None
) -> None:
    from manager_quiz.reports.result import details
    from manager_quiz.reports.roles import comparison_page, role_page
    from manager_quiz.terminal.page import show_page
    from manager_quiz.wording.result import ResultWords

    words = screen.words
    first, *others = [catalog.role_by_id[match.role] for match in result.assessment.ranking]
    entries = [
        ("1", words("Reasons, next steps and all roles")),
        ("2", words("All about: {role}", role=first.name)),
        *([("3", words("Compare with: {role}", role=others[0].name))] if others else []),
        *([("4", words("Save a report to print in this folder"))] if save else []),
        ("0", words("Leave")),
    ]
    with suppress(KeyboardInterrupt, EOFError):
        while (choice := choose(screen, words("What next?"), entries)) != "0":
            if choice == "1":
                told = ResultWords(words, catalog, result.assessment)
                show_page(screen, details(told, result.aspirations))
            elif choice == "2":
                show_page(screen, role_page(words, catalog, first))
            elif choice == "3":
                both, own = [first, others[0]], result.scores
                show_page(screen, comparison_page(words, catalog, both, own))
            elif save is not None:
                screen.console.print(save())


def _save_here(screen: Screen, catalog: Catalog, result: Result) -> str:
    """Writes the report to print into the folder that the person is in. What came of it."""
    from manager_quiz.reports.result import render

    words = screen.words
    report = render(".html", result, catalog, screen.words).encode()
    file = Path(f"manager-quiz-{result.id}.html")
    try:
        file = write_beside(file, report)
    except OSError as error:
        return NotWrittenError(error.errno, error.strerror, str(file)).told(words)[0]
    return words("Saved as {file}", file=file.absolute())
