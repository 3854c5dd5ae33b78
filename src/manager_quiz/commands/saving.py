"""Saved results opened, and reports written to files."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from manager_quiz.errors import ContentError, InputError

if TYPE_CHECKING:
    from manager_quiz.catalog.model import Catalog
    from manager_quiz.records.results import Result
    from manager_quiz.wording.words import Words


def saved_result(name: str, catalog: "Catalog", words: "Words") -> "Result":
    """The kept result with this id, else the saved one in that file. Raises InputError."""
    from manager_quiz.records.history import open_result

    try:
        return open_result(name, catalog)
    except ContentError as error:
        _ = words.gettext
        (problem,) = error.problems
        reason = problem.message(_)
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
    from manager_quiz.reports.result import ENDINGS

    check_target(file, ENDINGS, words)


def check_target(file: Path, endings: Sequence[str], words: "Words") -> None:
    """Raises InputError for another ending than these, and where there is no folder."""
    _ = words.gettext
    if file.suffix.lower() not in endings:
        known = ", ".join(endings)
        raise InputError(_("{file} must end in one of: {known}").format(file=file, known=known))
    folder = file.absolute().parent
    if not folder.is_dir():
        raise InputError(_("There is no folder {folder}").format(folder=folder))


def save_report(file: Path, result: "Result", catalog: "Catalog", words: "Words") -> None:
    """Writes a report, whole or not at all. Raises NotWrittenError."""
    from manager_quiz.records.files import write_whole
    from manager_quiz.reports.result import render

    write_whole(file, render(file.suffix.lower(), result, catalog, words).encode())
