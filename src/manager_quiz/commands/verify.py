"""`verify`: is a saved result what its answers give?"""

from typing import Annotated

import typer

from manager_quiz.commands.options import Data, Json, Language, open_all, print_json
from manager_quiz.commands.saving import saved_result
from manager_quiz.errors import Failure
from manager_quiz.records.verification import OtherContentError
from manager_quiz.records.verification import verify as compare
from manager_quiz.terminal.screen import show_lines

SHOWN = 10
"""Differences that are told at most."""


def verify(
    file: Annotated[str, typer.Argument(metavar="FILE|ID", help="A saved result, or a kept one.")],
    json: Json = False,
    lang: Language = None,
    data: Data = None,
) -> None:
    """Check that a result is what its answers give."""
    screen, catalog = open_all(lang, data)
    _ = screen.words.gettext
    result = saved_result(file, catalog, screen.words)
    about = {"schema": "manager-quiz/verification@1", "id": result.id}
    needed = {"needed": result.catalog._asdict()}
    if result.retired is not None:
        if json:
            print_json(about | {"verdict": "earlier-version", "differences": []} | needed)
        raise Failure(
            _("It can't be said: the result was saved by an earlier version, with other rules.")
        )
    try:
        differences = compare(result, catalog)
    except OtherContentError as error:
        if json:
            print_json(about | {"verdict": "other-content", "differences": []} | needed)
        message = _(
            "It can't be said: the result was made with content {version} (sha256 {sha256}), "
            "and here is {own} ({own_sha256}). Name the folder of that content with --data."
        )
        raise Failure(
            message.format(
                version=result.catalog.version,
                sha256=result.catalog.sha256[:12],
                own=catalog.version,
                own_sha256=catalog.sha256[:12],
            )
        ) from error
    if json:
        verdict = "differs" if differences else "confirmed"
        found = [each._asdict() for each in differences]
        print_json(about | {"verdict": verdict, "differences": found} | needed)
    if not differences:
        if not json:
            show_lines(_("The result {id} is what its answers give.").format(id=result.id))
        return
    lines = [_("The result {id} isn't what its answers give:").format(id=result.id)]
    lines += [
        _("{place}: saved {saved}, from the answers {computed}").format(**each._asdict())
        for each in differences[:SHOWN]
    ]
    rest = len(differences) - SHOWN
    if rest > 0:
        more = screen.words.ngettext("and {n} more", "and {n} more", rest)
        lines.append(more.format(n=rest))
    raise Failure("\n".join(lines))
