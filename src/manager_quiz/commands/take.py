"""`take`: the questions, and what the answers say."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from manager_quiz.commands.failure import Failure, InputError
from manager_quiz.commands.options import Data, Json, Language, Plain, open_all, print_json
from manager_quiz.terminal.words import Words

if TYPE_CHECKING:
    from manager_quiz.catalog.model import Catalog, Form
    from manager_quiz.records.answers import Answers


def take(
    form: Annotated[
        str | None, typer.Option("--form", metavar="FORM", help="full, quick or skills.")
    ] = None,
    answers: Annotated[
        str | None,
        typer.Option(
            "--answers", metavar="FILE|-", help="Take the answers from a YAML or JSON file."
        ),
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE", help="Save the result as FILE.json.")
    ] = None,
    details: Annotated[
        bool, typer.Option("--details", help="Show reasons, next steps and all roles too.")
    ] = False,
    json: Json = False,
    plain: Plain = False,
    no_history: Annotated[
        bool, typer.Option("--no-history", help="Keep nothing on this computer.")
    ] = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Answer the questions and see which kinds of manager suit you."""
    screen, catalog = open_all(lang, data, plain=plain)
    words = screen.words
    _check(catalog, form, save, words)
    if answers is not None:
        given = _read_answers(catalog, answers, words)
        chosen = catalog.form_by_id[form] if form else _smallest_form(catalog, given)
    else:
        raise InputError(words.gettext("There is no terminal to ask in; use --answers FILE."))

    from datetime import UTC, datetime
    from uuid import uuid4

    from manager_quiz.measurement.assessment import TooFewAnswersError, assess
    from manager_quiz.records.files import write_whole
    from manager_quiz.records.results import encode, result_document

    try:
        assessment = assess(catalog, chosen, given)
    except TooFewAnswersError as error:
        raise InputError(
            words.gettext(
                "Too few answers: at least half of the questions on one scale are needed."
            )
        ) from error
    document = result_document(
        catalog,
        chosen,
        given,
        assessment,
        id=uuid4().hex[:8],
        taken_at=datetime.now(UTC).astimezone(),
    )
    if save is not None:
        try:
            write_whole(save, encode(document))
        except OSError as error:
            raise Failure(
                words.gettext("{file} can't be written: {reason}.").format(
                    file=save, reason=error.strerror
                )
            ) from error
    if json:
        print_json(document)
        return
    from manager_quiz.terminal.result_page import show_result

    show_result(screen, catalog, chosen, assessment, details=details)


def _check(catalog: "Catalog", form: str | None, save: Path | None, words: Words) -> None:
    """What can be known to be wrong before the first question."""
    _ = words.gettext
    if form is not None and form not in catalog.form_by_id:
        known = ", ".join(catalog.form_by_id)
        raise InputError(
            _("There is no form {form}; choose one of: {known}").format(form=form, known=known)
        )
    if save is not None and save.suffix != ".json":
        raise InputError(_("{file} must end in .json").format(file=save))
    if save is not None and not save.absolute().parent.is_dir():
        raise InputError(_("There is no folder {folder}").format(folder=save.absolute().parent))


def _read_answers(catalog: "Catalog", name: str, words: Words) -> "Answers":
    from manager_quiz.catalog.yaml_file import MAX_BYTES, read_bytes, too_large
    from manager_quiz.records.answers import parse_answers

    if name == "-":
        file = Path(words.gettext("answers"))
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise too_large(file)
        return parse_answers(catalog, data, file)
    return parse_answers(catalog, read_bytes(Path(name)), Path(name))


def _smallest_form(catalog: "Catalog", answers: "Answers") -> "Form":
    """The form that a sheet was most likely filled in for: the shortest that has all its items."""
    fitting = [form for form in catalog.forms if answers.keys() <= set(form.items)]
    by_length = sorted(fitting or catalog.forms, key=lambda form: len(form.items))
    return by_length[0] if fitting else by_length[-1]
