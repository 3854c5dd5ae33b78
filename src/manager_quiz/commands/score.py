"""`score`: the answer sheets of many people, assessed at once."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from manager_quiz.commands.batch import (
    ANSWERS,
    BadRows,
    Encoding,
    Keep,
    Mapping,
    Missing,
    check_apart,
    need_workbooks,
    no_people,
    open_sheets,
    tell_bad_rows,
    tell_empty,
    tell_rows,
)
from manager_quiz.commands.options import Data, Force, Language, open_all
from manager_quiz.commands.saving import check_target
from manager_quiz.errors import InputError, NotDeletedError, naming
from manager_quiz.terminal.screen import progress, tell

if TYPE_CHECKING:
    from manager_quiz.catalog.model import Catalog
    from manager_quiz.records.sheets.run import Summary, Tally
    from manager_quiz.wording.words import Words

_LEADING = 5
"""First places that are told of."""


def score(
    answers: Annotated[Path, typer.Argument(metavar="ANSWERS", help=ANSWERS)],
    out: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|-",
            help="Where to: a .csv, .parquet or .xlsx file, or the screen.",
        ),
    ] = "-",
    form: Annotated[
        str | None,
        typer.Option("--form", metavar="FORM", help="By default the one that the columns fit."),
    ] = None,
    top: Annotated[
        int,
        typer.Option("--top", min=1, metavar="N", help="How many of the first roles to name."),
    ] = 3,
    keep: Keep = "",
    missing: Missing = "",
    columns: Mapping = None,
    encoding: Encoding = None,
    bad_rows: BadRows = "stop",
    excel: Annotated[
        bool,
        typer.Option(
            "--excel", help="CSV for a spreadsheet with decimal commas: semicolons, UTF-8 marked."
        ),
    ] = False,
    raw: Annotated[
        bool,
        typer.Option(
            "--raw", help="Leave texts that a spreadsheet takes for formulas as they are."
        ),
    ] = False,
    force: Force = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Score many answer sheets: a table in, a table out."""
    screen, catalog = open_all(lang, data)
    words = screen.words
    target = None if out == "-" else Path(out)
    if excel and target is not None and target.suffix.lower() != ".csv":
        raise InputError(words("--excel is for CSV alone; leave it out for {file}", file=target))
    side = _side_file(target, answers) if bad_rows == "skip" else None
    inputs = [answers, *([columns] if columns else [])]
    check_apart(side, inputs, words)
    if target is not None:
        check_target(target, (".csv", ".parquet", ".xlsx"), words, force=force, inputs=inputs)
    _check_side(side, words)
    if target is not None and target.suffix.lower() == ".xlsx":
        need_workbooks(words)
    sheets_file = open_sheets(
        catalog,
        answers,
        words,
        data=data,
        form=form,
        keep=keep,
        missing=missing,
        encoding=encoding,
        columns=columns,
        top=top,
    )

    from manager_quiz.records.sheets.run import BadRowsError, NobodyError, score_file
    from manager_quiz.records.sheets.scorer import Scorer

    try:
        with progress(words) as told:
            tally, summary = score_file(
                sheets_file,
                Scorer(catalog, sheets_file.columns.form, top=top),
                target,
                side=side,
                excel=excel,
                raw=raw,
                told=told,
                translate=words.gettext,
            )
    except BadRowsError as error:
        tell_bad_rows(error.tally, answers, words)
        tell_empty(error.tally, words)
        raise InputError(
            words.gettext("Nothing was written. Mend the rows, or use --bad-rows skip.")
        ) from error
    except NobodyError as error:
        if error.tally.bad:
            tell_bad_rows(error.tally, answers, words)
        raise InputError(no_people(answers, error.tally, words)) from error
    finally:
        sheets_file.close()
    tell_rows(sheets_file, tally, words)
    _tell(tally, target, side, answers, words)
    if not tally.bad:
        _clear_away(_side_file(target, answers), words, delete=side is not None)
    _tell_unknown(summary, words)
    if target is not None:
        _tell_summary(tally, summary, catalog, words)


def _side_file(target: Path | None, answers: Path) -> Path:
    """Where bad rows go: beside the output, or beside the input, or here."""
    if target is not None:
        return target.with_name(f"{target.stem}.bad.csv")
    return Path("bad-rows.csv") if str(answers) == "-" else Path(f"{answers}.bad.csv")


def _check_side(side: Path | None, words: "Words") -> None:
    """Raises InputError where something else than an earlier list of bad rows has that name."""
    if side is not None and side.exists() and not _is_list(side):
        raise InputError(
            words(
                "{file} would take the rows that can't be used, but is something else already; "
                "rename it",
                file=side,
            )
        )


def _is_list(file: Path) -> bool:
    """Whether it is a list of bad rows."""
    try:
        with file.open("rb") as stream:
            start = stream.read(30).removeprefix(b"\xef\xbb\xbf")
    except OSError:
        return False
    return start.replace(b";", b",")[:16] == b"line,problem,row"


def _clear_away(side: Path, words: "Words", *, delete: bool) -> None:
    """An earlier run's list of bad rows would be taken for this one's, which has none.

    It goes where a list of this run's would have taken its place; else it is only said.
    """
    if not _is_list(side):
        return
    if delete:
        with naming(NotDeletedError, side):
            side.unlink()
        tell(words("{file}, of an earlier run, is deleted: now all rows could be used.", file=side))
    else:
        tell(words("{file} is of an earlier run: now all rows could be used.", file=side))


def _tell(
    tally: "Tally", target: Path | None, side: Path | None, answers: Path, words: "Words"
) -> None:
    """How it went, on standard error."""
    if side is not None and tally.bad:
        tell_bad_rows(tally, answers, words)
        tell(words("They are in {file}.", file=side))
    if target is not None:
        told = words.counted(
            "{n} person scored: {file}", "{n} people scored: {file}", tally.people, file=target
        )
        tell(told)


def _tell_summary(tally: "Tally", summary: "Summary", catalog: "Catalog", words: "Words") -> None:
    """First places by role, and flags."""
    if not tally.people:
        return
    from manager_quiz.wording.result import FLAGS

    def shared(name: str, count: int) -> str:
        percent = _percent(count, tally.people, words)
        return words("{role} {percent} %", role=name, percent=percent)

    names = {role.id: role.name for role in catalog.roles}
    # In the catalog's order where they are equal: threads count them in any.
    by_role = [(role, summary.roles[role]) for role in names if role in summary.roles]
    ranked = sorted(by_role, key=lambda each: -each[1])
    parts = ", ".join(shared(names[role], count) for role, count in ranked[:_LEADING])
    if parts:
        more = " …" if len(ranked) > _LEADING else ""
        tell(words("In first place: {roles}", roles=parts + more))
    flags = ", ".join(
        shared(words(FLAGS[name]) if name in FLAGS else name, count)
        for name, count in sorted(summary.flags.items())
    )
    if flags:
        tell(words("Flags: {flags}", flags=flags))


def _tell_unknown(summary: "Summary", words: "Words") -> None:
    """What people would choose that is no role."""
    if not summary.unknown:
        return
    most = sorted(summary.unknown, key=lambda name: (-summary.unknown[name], name))
    told = words.counted(
        "{n} aspiration is no role that there is and has no figures: {names}",
        "{n} aspirations are no roles that there are and have no figures: {names}",
        sum(summary.unknown.values()),
        names=", ".join(most[:_LEADING]) + (" …" if len(most) > _LEADING else ""),
    )
    tell(told)


def _percent(count: int, people: int, words: "Words") -> str:
    from manager_quiz.wording.words import decimal

    share = 100 * count / people
    return decimal(words, share, 1 if share < 10 else 0)
