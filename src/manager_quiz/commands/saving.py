"""Saved results opened, and reports written to files."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from manager_quiz.commands.failure import Failure, InputError

if TYPE_CHECKING:
    from manager_quiz.catalog.model import Catalog
    from manager_quiz.records.results import Result
    from manager_quiz.wording.words import Words


ENDINGS = (".html", ".md", ".txt", ".csv", ".json")


def saved_result(name: str, catalog: "Catalog", words: "Words") -> "Result":
    """The kept result with this id, else the saved one in that file. Raises InputError."""
    from manager_quiz.catalog.problems import ContentError
    from manager_quiz.records.history import open_result

    try:
        return open_result(name, catalog)
    except ContentError as error:
        _ = words.gettext
        (problem,) = error.problems
        reason = _(problem.template).format(**problem.values)
        template = _("{file} is no saved result that can be read ({reason}).")
        raise InputError(template.format(file=problem.file, reason=reason)) from error


def tell_of_earlier(words: "Words", id: str, retired: int | None) -> None:
    """Says of a result of an earlier version that it was scored again; nothing of others.

    `retired` is as in `Result`.
    """
    if retired is None:
        return
    _ = words.gettext
    told = [_("{id} was saved by an earlier version; its answers were scored again.")]
    if retired:
        told.append(
            words.ngettext(
                "{n} answer to a question that isn't asked any more was left out.",
                "{n} answers to questions that aren't asked any more were left out.",
                retired,
            )
        )
    print(" ".join(told).format(id=id, n=retired), file=sys.stderr)


def check_report_file(file: Path, words: "Words") -> None:
    """Raises InputError where no report can be written to that file."""
    _ = words.gettext
    if file.suffix.lower() not in ENDINGS:
        known = ", ".join(ENDINGS)
        raise InputError(_("{file} must end in one of: {known}").format(file=file, known=known))
    folder = file.absolute().parent
    if not folder.is_dir():
        raise InputError(_("There is no folder {folder}").format(folder=folder))


def report_text(ending: str, result: "Result", catalog: "Catalog", words: "Words") -> str:
    """A result as a file with this ending has it; the same result gives the same text."""
    from manager_quiz.records.results import encode
    from manager_quiz.reports.result import RESULT_COLUMNS, report, result_rows
    from manager_quiz.reports.writers import PROSE, as_csv, as_html

    if ending == ".json":
        return encode(result.document).decode()
    if ending == ".csv":
        return as_csv(RESULT_COLUMNS, result_rows(catalog, result))
    page = report(words, catalog, result)
    if ending == ".html":
        return as_html([page], words.gettext("Which kind of manager could you be?"))
    return PROSE[ending](page)


def save_report(file: Path, result: "Result", catalog: "Catalog", words: "Words") -> None:
    """Writes a report, whole or not at all. Raises Failure."""
    from manager_quiz.records.files import write_whole

    text = report_text(file.suffix.lower(), result, catalog, words)
    try:
        write_whole(file, text.encode())
    except OSError as error:
        message = words.gettext("{file} can't be written: {reason}.")
        raise Failure(message.format(file=file, reason=error.strerror)) from error
