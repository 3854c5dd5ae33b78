"""`stats`: what answers say about the questionnaire."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from manager_quiz.commands.batch import (
    ANSWERS,
    BadRows,
    Encoding,
    Mapping,
    Missing,
    check_apart,
    check_different,
    need_polars,
    no_people,
    open_sheets,
    tell_bad_rows,
    tell_empty,
    tell_rows,
)
from manager_quiz.commands.options import Data, Force, Json, Language, Plain, open_all, print_json
from manager_quiz.commands.saving import check_target
from manager_quiz.errors import InputError
from manager_quiz.terminal.screen import progress, tell

if TYPE_CHECKING:
    from manager_quiz.catalog.model import Catalog, Form
    from manager_quiz.measurement.statistics import Collector, Statistics
    from manager_quiz.records.sheets.reader import SheetFile
    from manager_quiz.records.sheets.run import Tally
    from manager_quiz.records.sheets.sheets import SeenIds
    from manager_quiz.terminal.screen import Screen
    from manager_quiz.wording.words import Words


class _Read(NamedTuple):
    """What a file of sheets gave: its form, the sums of its answers, and what rows it had."""

    form: "Form"
    collector: "Collector"
    tally: "Tally"


def stats(
    answers: Annotated[list[Path], typer.Argument(metavar="ANSWERS...", help=ANSWERS)],
    form: Annotated[
        str | None,
        typer.Option("--form", metavar="FORM", help="By default the one that the columns fit."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Save a report as FILE.html, .md or .csv."
        ),
    ] = None,
    update: Annotated[
        Path | None,
        typer.Option(
            "--update",
            metavar="DIR",
            help="Write the measured reliability and norms into DIR/questions.yaml.",
        ),
    ] = None,
    missing: Missing = "",
    columns: Mapping = None,
    encoding: Encoding = None,
    bad_rows: BadRows = "stop",
    force: Force = False,
    json: Json = False,
    plain: Plain = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Measure how reliable the scales and items are."""
    screen, catalog = open_all(lang, data or update, plain=plain)
    inputs = [*answers, *([columns] if columns else [])]
    check_apart(update / "questions.yaml" if update else None, inputs, screen.words)
    if output is not None:
        endings = (".html", ".md", ".csv")
        check_target(output, endings, screen.words, force=force, inputs=inputs)
    check_different(answers, screen.words)
    need_polars(screen.words)
    from manager_quiz.records.sheets.sheets import SeenIds

    read: list[_Read] = []
    with SeenIds() as seen:
        for file in answers:
            opened = open_sheets(
                catalog,
                file,
                screen.words,
                data=data or update,
                # All files are read by the form of the first.
                form=read[0].form.id if read else form,
                missing=missing,
                encoding=encoding,
                columns=columns,
            )
            with closing(opened):
                read.append(_collect(catalog, opened, seen, bad_rows, screen.words))
    nobody = [
        no_people(file, each.tally, screen.words)
        for file, each in zip(answers, read, strict=True)
        if not each.tally.people
    ]
    if len(nobody) == len(read):
        raise InputError("\n".join(nobody))
    for line in nobody:
        tell(line)
    for each in read[1:]:
        read[0].collector.merge(each.collector)
    statistics, chosen = read[0].collector.result(), read[0].form
    bad = sum(each.tally.bad for each in read)

    from manager_quiz.reports.items import document, items_page
    from manager_quiz.terminal.page import show_page

    if json:
        print_json(document(catalog, chosen, statistics, bad))
    else:
        show_page(screen, items_page(screen.words, catalog, statistics))
    if output is not None:
        _save(screen, catalog, statistics, output)
    if update is not None:
        _update(catalog, chosen, statistics, update, screen.words)


def _collect(
    catalog: "Catalog", file: "SheetFile", seen: "SeenIds", bad_rows: str, words: "Words"
) -> _Read:
    from manager_quiz.measurement.key import scoring_key
    from manager_quiz.measurement.statistics import Collector
    from manager_quiz.records.sheets.run import Tally
    from manager_quiz.records.sheets.sheets import ELSEWHERE

    form = file.columns.form
    collector, tally = Collector(scoring_key(catalog, form)), Tally()
    with progress(words) as told:
        for sheets in file.sheets(seen):
            if bad_rows == "stop" and tally.enough:
                tally = tally._replace(more=True)
                break
            tally = tally.and_(sheets)
            collector.add(sheets.choices)
            told(tally, file.done)
    if tally.bad:
        tell_bad_rows(tally, file.file, words)
        if any(row.template == ELSEWHERE for row in tally.first):
            tell(
                words.gettext(
                    "If each file numbers its own people, leave the ids out: --columns with a "
                    "mapping that says id: null."
                )
            )
        if bad_rows == "stop":
            tell_empty(tally, words)
            raise InputError(words.gettext("Mend the rows, or use --bad-rows skip."))
    tell_rows(file, tally, words)
    return _Read(form, collector, tally)


def _save(screen: "Screen", catalog: "Catalog", statistics: "Statistics", save: Path) -> None:
    from manager_quiz.records.files import write_whole
    from manager_quiz.reports.items import ITEM_COLUMNS, item_rows, items_page
    from manager_quiz.reports.writers import as_csv, as_prose

    ending = save.suffix.lower()
    if ending == ".csv":
        text = as_csv(ITEM_COLUMNS, item_rows(statistics))
    else:
        text = as_prose(ending, items_page(screen.words, catalog, statistics), screen.words, "")
    write_whole(save, text.encode())


def _update(
    catalog: "Catalog", form: "Form", statistics: "Statistics", folder: Path, words: "Words"
) -> None:
    """Writes what was measured, once it makes sense to rely on it."""
    from datetime import UTC, datetime

    from manager_quiz.catalog.yaml_file import read_bytes
    from manager_quiz.measurement.key import scoring_key
    from manager_quiz.records.files import write_whole
    from manager_quiz.records.measured import measured, updated

    questions = folder / "questions.yaml"
    today = datetime.now(UTC).astimezone().date().isoformat()
    found = measured(scoring_key(catalog, form), statistics, today)
    write_whole(questions, updated(read_bytes(questions), questions, found))
    told = words.counted(
        "{file} now says: measured on {n} person.",
        "{file} now says: measured on {n} people.",
        int(found.reliability["people"]),
        file=questions,
    )
    tell(told)
