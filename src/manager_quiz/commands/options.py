"""Options that many commands have, and what they lead to."""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from manager_quiz.errors import Failure, InputError
from manager_quiz.terminal.screen import Screen, open_screen, show_data, tell
from manager_quiz.text import escaped, language_code, language_in
from manager_quiz.wording.words import LANGUAGES, Words, preferred_language

if TYPE_CHECKING:
    from manager_quiz.catalog.model import Catalog
    from manager_quiz.reports.page import Page

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def _language_meant(context: typer.Context, given: str | None) -> str | None:
    """The language as it is called, in any form; one given before the command counts as well."""
    above = context.parent
    while given is None and above is not None:
        given, above = above.params.get("lang"), above.parent
    return given if given is None else language_code(given)


Language = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="|".join(LANGUAGES),
        callback=_language_meant,
        help="Language; by default that of your system.",
    ),
]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="DIR", help="Folder with your own roles.yaml and questions.yaml."
    ),
]
Plain = Annotated[
    bool, typer.Option("--plain", help="No colours, boxes or redrawing: for screen readers.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Don't ask first.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there.")]
FormOption = Annotated[
    str | None, typer.Option("--form", metavar="FORM", help="full, quick or skills.")
]
Details = Annotated[
    bool, typer.Option("--details", help="Show reasons, next steps and all roles too.")
]
NoAspirations = Annotated[
    bool, typer.Option("--no-aspirations", help="Don't ask which roles you would choose today.")
]


def open_all(
    language: str | None, data: Path | None, *, plain: bool = False
) -> tuple[Screen, "Catalog"]:
    """The screen and the catalog in the language asked for.

    Raises InputError where neither the program nor the content has that language.
    """
    from manager_quiz.catalog.load import load_catalog

    chosen = language or preferred_language()
    catalog = load_catalog(data, chosen)
    chosen = check_language(language, catalog.languages) or chosen
    return open_screen(chosen, plain=plain), catalog


def form_meant(form: str | None, catalog: "Catalog", words: Words) -> str | None:
    """The id of the form that has this id or name, in any case; None where none is given.

    Raises InputError for a form that the content doesn't have.
    """
    if form is None or form in catalog.form_by_id:
        return form
    for each in catalog.forms:
        if form.strip().casefold() in {each.id.casefold(), each.name.casefold()}:
            return each.id
    known = ", ".join(catalog.form_by_id)
    raise InputError(
        words("There is no form {form}; choose one of: {known}", form=form, known=known)
    )


def check_language(language: str | None, more: Sequence[str] = ()) -> str | None:
    """The language that is meant; None where none is named.

    Raises InputError for one that neither the program nor the content has.
    """
    meant = None if language is None else language_in((*more, *LANGUAGES), language)
    if language is not None and meant is None:
        words = Words(preferred_language())
        raise InputError(
            words(
                "There is no language {language}; choose one of: {known}",
                language=language or "-",
                known=", ".join(dict.fromkeys((*LANGUAGES, *more))),
            )
        )
    return meant


def did_you_mean(words: Words, typed: str, known: Sequence[str]) -> str:
    """A question to follow a message, with the ids or codes that are spelt much like this one."""
    from difflib import get_close_matches

    near = ", ".join(get_close_matches(typed.casefold(), known))
    return " " + words("Did you mean: {near}?", near=near) if near else ""


def make_sure(question: str, words: Words, refused: str = "") -> None:
    """Asks on the terminal before something is done for good; by default it is deleting.

    Raises InputError where nobody can be asked, and Failure where the answer isn't yes.
    """
    if not sys.stdin.isatty():
        raise InputError(words("There is no terminal to ask in; say --yes to do it without."))
    if not agrees(question, words):
        raise Failure(refused or words("Nothing is deleted."))


def agrees(question: str, words: Words) -> bool:
    """Whether the answer to a question on the terminal is yes."""
    tell(question, end=" ")
    answer = sys.stdin.readline().strip().casefold()
    return answer != "" and answer in {"y", "yes", words("y"), words("yes")}


def command_line(*words: object, **options: object) -> str:
    """A command of ours to copy and paste, with the options that are set, quoted for the shell."""
    parts = ["manager-quiz", *map(_not_an_option, words)]
    for name, value in options.items():
        if value not in {None, False}:
            parts.append(f"--{name.replace('_', '-')}")
            parts += [] if value is True else [_not_an_option(value)]
    if os.name == "nt":
        from subprocess import list2cmdline

        return list2cmdline(parts)
    from shlex import quote

    # Letters of any alphabet need no quotation marks.
    return " ".join(
        part if re.fullmatch(r"[\w@%+=:,./-]+", part) else quote(part) for part in parts
    )


def _not_an_option(word: object) -> str:
    return f"./{word}" if isinstance(word, Path) and str(word).startswith("-") else str(word)


def put_out(screen: Screen, page: "Page", document: object, *, json: bool) -> None:
    """Shows a page; or, where JSON is asked for, a document that says the same."""
    from manager_quiz.terminal.page import show_page

    if json:
        print_json(document)
    else:
        show_page(screen, page)


def print_json(value: Any) -> None:
    """One JSON document on standard output, readable by people too."""
    # In another encoding than UTF-8 characters would be lost; escaped they are the same JSON.
    show_data(json_text(value, ascii=not sys.stdout.encoding.lower().startswith("utf")))


def json_text(value: Any, *, ascii: bool = False) -> str:
    """A JSON document that people can read too."""
    import json

    return escaped(json.dumps(value, ensure_ascii=ascii, indent=2)) + "\n"


def as_mapping(value: Any) -> Any:
    """Named tuples, at any depth, as mappings for JSON."""
    if hasattr(value, "_asdict"):
        return {name: as_mapping(part) for name, part in value._asdict().items()}
    if isinstance(value, Mapping):
        return {name: as_mapping(part) for name, part in value.items()}
    return [as_mapping(part) for part in value] if isinstance(value, tuple | list) else value
