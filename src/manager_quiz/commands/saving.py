"""Saved results opened, and files to write looked at before any work."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path

from manager_quiz.catalog.model import Catalog
from manager_quiz.commands.batch import check_apart
from manager_quiz.commands.options import agrees, did_you_mean
from manager_quiz.errors import ContentError, Failure, InputError
from manager_quiz.records.files import write_whole
from manager_quiz.records.history import kept_file, kept_ids, open_result
from manager_quiz.records.results import Result
from manager_quiz.terminal.screen import tell
from manager_quiz.wording.words import Words


def saved_result(name: str, catalog: Catalog, words: Words, *, quiet: bool = False) -> Result:
    """The kept result with this id, else the saved one in that file.

    Unless `quiet`, says of one of an earlier version that it was scored again. Raises InputError.
    """
    try:
        result = open_result(name, catalog)
    except ContentError as error:
        (problem,) = error.problems
        told = words(
            "{file} is no saved result that can be read ({reason}).",
            file=problem.file,
            reason=problem.message(words),
        )
        if kept_file(name) is None and not Path(name).exists():
            told += did_you_mean(words, name, kept_ids())
        raise InputError(told) from error
    if not quiet:
        tell_of_earlier(words, result.id, result.retired)
    return result


def tell_of_earlier(words: Words, id: str, retired: int | None) -> None:
    """Says of a result of an earlier version that it was scored again; nothing of others.

    `retired` is as in `Result`.
    """
    if retired is None:
        return
    told = words("{id} was saved by an earlier version; its answers were scored again.", id=id)
    left_out = words.counted(
        "{n} answer to a question that isn't asked any more was left out.",
        "{n} answers to questions that aren't asked any more were left out.",
        retired,
    )
    tell(f"{told} {left_out}" if retired else told)


def check_report_file(file: Path, read: str | None, words: Words, *, force: bool) -> bool:
    """`check_target` for a report; `read` is the file that it is made from, or an id."""
    from manager_quiz.reports.result import ENDINGS

    inputs = [Path(read)] if read is not None else []
    return check_target(file, ENDINGS, words, force=force, inputs=inputs)


def check_target(
    file: Path, endings: Sequence[str], words: Words, *, force: bool, inputs: Sequence[Path] = ()
) -> bool:
    """Makes sure, before any work, that a file can be written and that it may be replaced.

    Whether what has the name when it is written may be: where nothing has it yet nobody has been
    asked. Raises InputError for another ending than these, where there is no folder, for an input,
    and for a file that is there unless `force` is given or somebody says yes; Failure if they say
    no.
    """
    check_apart(file, inputs, words)
    if file.suffix.lower() not in endings:
        known = ", ".join(endings)
        raise InputError(words("{file} must end in one of: {known}", file=file, known=known))
    folder = file.absolute().parent
    if not folder.is_dir():
        raise InputError(words("There is no folder {folder}", folder=folder))
    if file.is_dir():
        raise InputError(words("{file} is a folder; name a file", file=file))
    if not file.is_file() or force:
        return force or os.path.lexists(file)
    if not sys.stdin.isatty():
        raise InputError(words("{file} is there already; --force replaces it", file=file))
    if not agrees(words("{file} is there already. Replace it? (yes/no)", file=file), words):
        raise Failure(words("{file} is left as it is.", file=file))
    return True


def save_report(
    file: Path, result: Result, catalog: Catalog, words: Words, *, replacing: bool
) -> None:
    """Writes a report, whole or not at all; over no file that has come since, unless `replacing`.

    Raises NotWrittenError.
    """
    from manager_quiz.reports.result import render

    report = render(file.suffix.lower(), result, catalog, words).encode()
    if replacing:
        write_whole(file, report)
        return
    written = write_beside(file, report)
    if written != file:
        tell(words("{file} is there by now; the report is {written}.", file=file, written=written))


def write_beside(file: Path, data: bytes) -> Path:
    """Writes a file or, where something else has its name, one beside it; which has the data now.

    Raises NotWrittenError.
    """
    for number in count(1):
        free = file.with_stem(f"{file.stem}-{number}") if number > 1 else file
        with suppress(FileExistsError):
            if not free.is_file() or free.read_bytes() != data:
                write_whole(free, data, new=True)
            return free
    raise AssertionError  # there is always another number
