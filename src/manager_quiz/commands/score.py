"""`score`: the answer sheets of many people, assessed at once."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from manager_quiz.commands.batch import BadRows, Keep, Missing, Sheets, open_sheets, tell_bad_rows
from manager_quiz.commands.options import Data, Language, open_all
from manager_quiz.errors import Failure, InputError

if TYPE_CHECKING:
    from manager_quiz.records.sheets.run import Tally
    from manager_quiz.wording.words import Words


def score(
    answers: Sheets,
    out: Annotated[
        str,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE|-",
            help="Where to: a .csv or .parquet file, or the screen.",
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
    bad_rows: BadRows = "stop",
    lang: Language = None,
    data: Data = None,
) -> None:
    """Score many answer sheets: CSV or Parquet in and out."""
    screen, catalog = open_all(lang, data)
    words = screen.words
    target = None if out == "-" else Path(out)
    _check_target(target, words)
    sheets_file = open_sheets(catalog, answers, words, form=form, keep=keep, missing=missing)

    from manager_quiz.measurement.assessment import Assessor
    from manager_quiz.records.sheets.run import BadRowsError, score_file
    from manager_quiz.terminal.progress import progress

    side = _side_file(target, answers) if bad_rows == "skip" else None
    assessor = Assessor(catalog, sheets_file.columns.form, top=top)
    try:
        with progress(words) as told:
            tally = score_file(sheets_file, assessor, target, side=side, told=told)
    except BadRowsError as error:
        tell_bad_rows(error.tally, answers, words)
        raise InputError(
            words.gettext("Nothing was written. Mend the rows, or use --bad-rows skip.")
        ) from error
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise Failure(
            words.gettext("{file} can't be written: {reason}.").format(
                file=out, reason=error.strerror
            )
        ) from error
    finally:
        sheets_file.close()
    _tell(tally, target, side, answers, words)


def _check_target(target: Path | None, words: "Words") -> None:
    _ = words.gettext
    if target is None:
        return
    if target.suffix not in {".csv", ".parquet"}:
        raise InputError(_("{file} must end in .csv or .parquet").format(file=target))
    if not target.absolute().parent.is_dir():
        folder = target.absolute().parent
        raise InputError(_("There is no folder {folder}").format(folder=folder))


def _side_file(target: Path | None, answers: Path) -> Path:
    """Where bad rows go: beside the output, or beside the input, or here."""
    if target is not None:
        return target.with_name(f"{target.stem}.bad.csv")
    return Path("bad-rows.csv") if str(answers) == "-" else Path(f"{answers}.bad.csv")


def _tell(
    tally: "Tally", target: Path | None, side: Path | None, answers: Path, words: "Words"
) -> None:
    """How it went, on standard error."""
    if side is not None and tally.bad:
        tell_bad_rows(tally, answers, words)
        typer.echo(words.gettext("They are in {file}.").format(file=side), err=True)
    if target is not None:
        scored = words.ngettext(
            "{n} person scored: {file}", "{n} people scored: {file}", tally.people
        )
        typer.echo(scored.format(n=tally.people, file=target), err=True)
