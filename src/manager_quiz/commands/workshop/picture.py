"""`workshop close`, `board` and `report`: the group's one picture made, and shown."""

import time
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import RenderableType
from rich.live import Live

from manager_quiz.catalog.model import Catalog
from manager_quiz.commands.options import (
    Force,
    Json,
    Language,
    Plain,
    Yes,
    json_text,
    make_sure,
    print_json,
)
from manager_quiz.commands.workshop import (
    Folder,
    check_output,
    open_workshop,
    require_closed,
    tell_left_out,
)
from manager_quiz.commands.workshop.results import gather
from manager_quiz.errors import NotReadError, Problem, naming
from manager_quiz.records.files import write_whole
from manager_quiz.records.workshops import closing
from manager_quiz.records.workshops.folder import Workshop
from manager_quiz.records.workshops.gather import Gathered, Gatherer
from manager_quiz.records.workshops.people import participation
from manager_quiz.reports.counselor import Private
from manager_quiz.reports.group import (
    GROUP_COLUMNS,
    Stand,
    board_page,
    group_document,
    group_page,
    group_rows,
    standing,
)
from manager_quiz.reports.page import Page
from manager_quiz.reports.writers import as_csv, as_prose
from manager_quiz.terminal.page import drawn, show_page
from manager_quiz.terminal.screen import Screen, show_lines, tell
from manager_quiz.terminal.signals import giving_back, undisturbed
from manager_quiz.wording.words import Words

ENDINGS = (".html", ".md", ".csv", ".json")
EVERY = 1.0
"""Seconds between two looks at the folder."""


def close(
    folder: Folder = None,
    reopen: Annotated[
        bool, typer.Option("--reopen", help="Let people take part again; the picture stays.")
    ] = False,
    yes: Yes = False,
    lang: Language = None,
) -> None:
    """End the taking part, and make the picture of the group."""
    screen, workshop, catalog = open_workshop(folder, lang)
    words, write = screen.words, screen.console.print
    if reopen:
        closing.reopen(workshop)
        write(words("People can take part again."))
        return
    gathered = gather(workshop, catalog, words)
    people = participation(workshop, gathered.sheets)
    unfinished = people.under_way + people.left
    if unfinished and not yes:
        told = words.counted(
            "{n} person hasn't finished and then can't any more. Close the workshop? (yes/no)",
            "{n} people haven't finished and then can't any more. Close the workshop? (yes/no)",
            unfinished,
        )
        make_sure(told, words, words("The workshop stays open."))
    for line in closed(words, workshop, gathered):
        write(line)


def closed(words: Words, workshop: Workshop, gathered: Gathered) -> list[str]:
    """Closes the workshop; what came of it. Raises ContentError and NotWrittenError."""
    closing.close(workshop, gathered, np.random.default_rng())
    now = standing(words, stand_of(workshop, gathered))
    return [words("This workshop is closed: nobody can take part in it any more."), now]


def board(
    folder: Folder = None,
    once: Annotated[bool, typer.Option("--once", help="Show it once and end.")] = False,
    plain: Plain = False,
    lang: Language = None,
) -> None:
    """Show on the wall how many take part, and once it is made, the picture."""
    screen, workshop, catalog = open_workshop(folder, lang, plain=plain)
    wall = Wall(screen, workshop, catalog)
    if once:
        with naming(NotReadError, workshop.folder):
            look = wall.look()
        screen.console.print(look)
        tell_left_out(screen.words, wall.left_out)
        return
    try:
        if screen.plain or not screen.console.is_terminal:
            _tell_changes(screen, wall)
        else:
            _hang_up(screen, wall)
    except KeyboardInterrupt:
        return


def _hang_up(screen: Screen, wall: "Wall") -> None:
    live = Live(console=screen.console, screen=True, auto_refresh=False)
    with live, giving_back(live.stop, live.start):
        while True:
            with undisturbed():
                live.update(wall.look_or_wait(), refresh=True)
            time.sleep(EVERY)


def _tell_changes(screen: Screen, wall: "Wall") -> None:
    """Without drawing: says it again whenever something has changed."""
    told = ""
    while True:
        with screen.console.capture() as capture:
            screen.console.print(wall.look_or_wait())
        if capture.get() != told:
            told = capture.get()
            screen.console.file.write(told)
            screen.console.file.flush()
        time.sleep(EVERY)


class Wall:
    """What hangs on the wall: how many take part, and once it is made, the picture."""

    def __init__(self, screen: Screen, workshop: Workshop, catalog: Catalog) -> None:
        self._screen, self._workshop, self._catalog = screen, workshop, catalog
        self._gatherer = Gatherer(workshop, catalog)
        self.left_out: tuple[Problem, ...] = ()

    def look_or_wait(self) -> RenderableType:
        """The board; or that its folder is gone, until it is back."""
        try:
            return self.look()
        except OSError:
            words = self._screen.words
            return words(
                "The folder {folder} is gone; waiting for it. Ctrl-C ends this.",
                folder=self._workshop.folder,
            )

    def look(self) -> RenderableType:
        """The board as it is drawn. Raises as `page` does."""
        return drawn(self._screen, self.page())

    def page(self) -> Page:
        """The board as it is now. Raises OSError where the folder is gone, and ContentError."""
        gathered = self._gatherer.gather()
        self.left_out = gathered.left_out
        words, n = self._screen.words, len(self.left_out)
        stand = stand_of(self._workshop, gathered)
        page = board_page(words, self._catalog, self._workshop.name, stand)
        if n:
            told = words.counted("{n} file doesn't count.", "{n} files don't count.", n)
            page = page._replace(notices=(told,))
        return page


def stand_of(workshop: Workshop, gathered: Gathered) -> Stand:
    """How the workshop stands. Raises OSError where its folder is gone, and ContentError."""
    now = closing.read_closing(workshop)
    picture = closing.checked(now, workshop, gathered.catalog)
    waiting = len(gathered.sheets.keys() - set(now.pictured))
    return Stand(now.closed, *participation(workshop, gathered.sheets), picture, waiting)


def report(
    folder: Folder = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write it: .html, .md, .csv, .json."),
    ] = None,
    force: Force = False,
    private: Annotated[
        bool, typer.Option("--private", help="For your own eyes: every person by code, and pairs.")
    ] = False,
    json: Json = False,
    plain: Plain = False,
    lang: Language = None,
) -> None:
    """Report on the group as a whole: what it is like, what it lacks, what to talk about."""
    screen, workshop, catalog = open_workshop(folder, lang, plain=plain)
    words = screen.words
    if output is not None:
        check_output(output, ENDINGS, workshop, words, force=force)
    if private:
        require_closed(words, workshop)
    gathered = gather(workshop, catalog, words)
    stand = stand_of(workshop, gathered)
    own = _own_eyes(gathered) if private else None
    told = (words, catalog, workshop.name, stand, own)
    ending = "" if output is None else output.suffix.lower()
    document = group_document(*told) if json or ending == ".json" else None
    if output is not None:
        if document is not None and ending == ".json":
            text = json_text(document)
        elif ending == ".csv":
            text = as_csv(GROUP_COLUMNS, group_rows(*told))
        else:
            text = as_prose(ending, group_page(*told), words)
        write_whole(output, text.encode())
        (tell if json else show_lines)(words("Saved as {file}", file=output))
    if document is not None and json:
        print_json(document)
    elif output is None:
        show_page(screen, group_page(*told))


def _own_eyes(gathered: Gathered) -> Private:
    return Private(
        gathered.group(),
        {code: sheet.best_set for code, sheet in gathered.sheets.items()},
        {code: sheet.flags for code, sheet in gathered.sheets.items()},
    )
