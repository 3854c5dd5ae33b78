"""`history` and `verify`: results kept on this computer, or saved, and whether they are right."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from manager_quiz.catalog.model import Catalog
from manager_quiz.commands.options import (
    Data,
    Details,
    Force,
    Json,
    Language,
    Plain,
    Yes,
    check_language,
    did_you_mean,
    make_sure,
    open_all,
    print_json,
    put_out,
)
from manager_quiz.commands.saving import (
    check_report_file,
    save_report,
    saved_result,
    tell_of_earlier,
)
from manager_quiz.errors import Failure, InputError, NotReadError, SeveralError
from manager_quiz.measurement.findings import reliable_changes
from manager_quiz.records import history as records
from manager_quiz.records.files import remove_files
from manager_quiz.records.results import OtherContentError, Result, missing_content
from manager_quiz.records.results import verify as differences_of
from manager_quiz.reports.history import change_page, history_page
from manager_quiz.terminal.screen import show_lines, tell
from manager_quiz.wording.words import Words, preferred_language

SHOWN = 10
"""Differences that are told at most."""


def kept_ids(incomplete: str) -> list[str]:
    """Ids of kept results for the shell to complete."""
    with suppress(NotReadError):
        return [id for id in records.kept_ids() if id.startswith(incomplete)]
    return []


Id = Annotated[
    str,
    typer.Argument(
        metavar="ID|FILE", help="A kept result, or a saved one.", autocompletion=kept_ids
    ),
]


def history(
    context: typer.Context,
    json: Json = False,
    plain: Plain = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Show your earlier results, compare, delete."""
    if context.invoked_subcommand is None:
        list_kept(json=json, plain=plain, lang=lang, data=data)


def list_kept(
    json: Json = False, plain: Plain = False, lang: Language = None, data: Data = None
) -> None:
    """List your earlier results, newest first."""
    screen, catalog = open_all(lang, data, plain=plain)
    results, left_out = records.kept(catalog)
    told = [(problem.file, problem.message(screen.words)) for problem in left_out]
    for result in results.values():
        tell_of_earlier(screen.words, result.id, result.retired)
    document = {
        "schema": "manager-quiz/history@1",
        "results": [
            {
                **_about(result),
                "id": id,
                "language": result.language,
                "aspirations": result.aspirations,
                "best_set": result.assessment.best_set,
            }
            for id, result in results.items()
        ],
        "left_out": [{"file": str(file), "reason": reason} for file, reason in told],
    }
    put_out(screen, history_page(screen.words, catalog, results, told), document, json=json)


def _about(result: Result) -> dict[str, object]:
    """Which result it is, for JSON."""
    return {
        "id": result.id,
        "taken_at": result.taken_at.isoformat(),
        "form": result.form,
        "catalog": result.catalog._asdict(),
    }


def show(
    id: Id,
    details: Details = False,
    json: Json = False,
    plain: Plain = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Show a result again, with its own figures."""
    from manager_quiz.commands.sitting import offer, show_result

    screen, catalog = open_all(lang, data, plain=plain)
    result = saved_result(id, catalog, screen.words)
    if json:
        print_json(result.document)
        return
    _warn_of_other_content(screen.words, catalog, result)
    show_result(screen, catalog, result, details=details)
    if not details:
        offer(screen, catalog, result)


def export(
    id: Id,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE", help="What to write: .html, .md, .txt, .csv, .json."
        ),
    ],
    force: Force = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Write a result to a file as a report."""
    screen, catalog = open_all(lang, data)
    result = saved_result(id, catalog, screen.words)
    if lang is None and result.language in catalog.languages:
        screen, catalog = open_all(result.language, data)
    replacing = check_report_file(output, id, screen.words, force=force)
    if output.suffix.lower() != ".json":
        _warn_of_other_content(screen.words, catalog, result)
    save_report(output, result, catalog, screen.words, replacing=replacing)


def compare(
    first: Id,
    second: Id,
    json: Json = False,
    plain: Plain = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Tell what really changed between two results."""
    screen, catalog = open_all(lang, data, plain=plain)
    named = [saved_result(name, catalog, screen.words) for name in (first, second)]
    pair = before, after = sorted(named, key=lambda each: each.taken_at.timestamp())
    changes = [
        change
        for change in reliable_changes(before.assessment.scales, after.assessment.scales)
        if change.id in catalog.scale_by_id
    ]
    document = {
        "schema": "manager-quiz/change@1",
        "results": [
            {**_about(each), "first_role": each.assessment.ranking[0].role} for each in pair
        ],
        "scales": [change._asdict() for change in changes],
    }
    page = change_page(screen.words, catalog, before, after, changes)
    put_out(screen, page, document, json=json)


def delete(
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID...", help="Kept results.", autocompletion=kept_ids),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Delete all of them, damaged ones too.")
    ] = False,
    yes: Yes = False,
    lang: Language = None,
) -> None:
    """Delete results from this computer."""
    check_language(lang)
    words = Words(lang or preferred_language())
    if bool(ids) == everything:
        raise InputError(words("Name the results to delete, or say --all."))
    files = list(records.all_files()) if everything else []
    for id in dict.fromkeys(ids or ()):
        found = records.files_of(id)
        if not found:
            told = words("No result {id} is kept here.", id=id)
            raise InputError(told + did_you_mean(words, id, records.kept_ids()))
        files += found
    if not files:
        show_lines(words("There is nothing to delete."))
        return
    if not yes:
        question = words.counted(
            "Delete {n} file for good? (yes/no)", "Delete {n} files for good? (yes/no)", len(files)
        )
        make_sure(question, words)
    failed = remove_files(files)
    show_lines(words.counted("{n} file deleted.", "{n} files deleted.", len(files) - len(failed)))
    if failed:
        raise SeveralError(failed)


def _warn_of_other_content(words: Words, catalog: Catalog, result: Result) -> None:
    """Says that the content is another. Raises Failure where it lacks what the result has."""
    missing = missing_content(result, catalog)
    if missing is not None:
        raise Failure(
            words(
                "This result needs the content that it was made with, version {version} "
                "(sha256 {sha256}): {missing} is unknown here. Name its folder with --data.",
                missing=missing,
                **_contents(result, catalog),
            )
        )
    if result.catalog.sha256 != catalog.sha256:
        tell(
            words(
                "Made with content {version} ({sha256}); the texts are from {own} ({own_sha256}).",
                **_contents(result, catalog),
            )
        )


def _contents(result: Result, catalog: Catalog) -> dict[str, str]:
    """The content that a result was made with, and that which there is, in a few characters."""
    return {
        "version": result.catalog.version,
        "sha256": result.catalog.sha256[:12],
        "own": catalog.version,
        "own_sha256": catalog.sha256[:12],
    }


def verify(
    file: Annotated[str, typer.Argument(metavar="FILE|ID", help="A saved result, or a kept one.")],
    json: Json = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Check that a result is what its answers give."""
    screen, catalog = open_all(lang, data)
    words = screen.words
    result = saved_result(file, catalog, words, quiet=True)

    def say(verdict: str, *differences: dict[str, str]) -> None:
        if json:
            print_json(
                {
                    "schema": "manager-quiz/verification@1",
                    "id": result.id,
                    "verdict": verdict,
                    "differences": differences,
                    "needed": result.catalog._asdict(),
                }
            )

    if result.retired is not None:
        say("earlier-version")
        raise Failure(
            words("It can't be said: the result was saved by an earlier version, with other rules.")
        )
    try:
        found = [each._asdict() for each in differences_of(result, catalog)]
    except OtherContentError as error:
        say("other-content")
        raise Failure(
            words(
                "It can't be said: the result was made with content {version} (sha256 {sha256}), "
                "and here is {own} ({own_sha256}). Name the folder of that content with --data.",
                **_contents(result, catalog),
            )
        ) from error
    say("differs" if found else "confirmed", *found)
    if not found:
        if not json:
            show_lines(words("The result {id} is what its answers give.", id=result.id))
        return
    lines = [words("The result {id} isn't what its answers give:", id=result.id)]
    lines += [
        words("{place}: saved {saved}, from the answers {computed}", **each)
        for each in found[:SHOWN]
    ]
    if len(found) > SHOWN:
        lines.append(words.counted("and {n} more", "and {n} more", len(found) - SHOWN))
    raise Failure("\n".join(lines))
