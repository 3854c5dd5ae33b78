"""`workshop board` and `workshop report`: what the group looks like."""

import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import RenderableType
from rich.live import Live

from manager_quiz.catalog.model import Catalog
from manager_quiz.commands.options import Force, Json, Language, Plain, json_text, print_json
from manager_quiz.commands.workshop import Folder, check_output, open_workshop, tell_left_out
from manager_quiz.commands.workshop.results import gather
from manager_quiz.errors import NotReadError, Problem, naming
from manager_quiz.measurement.group import Picture, next_shown, picture
from manager_quiz.records.files import write_whole
from manager_quiz.records.workshops.folder import Workshop
from manager_quiz.records.workshops.gather import Gathered, Gatherer
from manager_quiz.records.workshops.people import participation
from manager_quiz.reports.group import (
    GROUP_COLUMNS,
    Private,
    board_page,
    group_document,
    group_page,
    group_rows,
    took_part,
)
from manager_quiz.reports.writers import as_csv, as_prose
from manager_quiz.terminal.page import drawn, show_page
from manager_quiz.terminal.screen import Screen, show_lines, tell
from manager_quiz.wording.words import Words

ENDINGS = (".html", ".md", ".csv", ".json")
EVERY = 1.0
"""Seconds between two looks at the folder."""


def board(
    folder: Folder = None,
    once: Annotated[bool, typer.Option("--once", help="Show it once and end.")] = False,
    plain: Plain = False,
    lang: Language = None,
) -> None:
    """Show the group on the wall while people take part: never one person."""
    screen, workshop, catalog = open_workshop(folder, lang, plain=plain)
    wall = _Wall(screen, workshop, catalog)
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


def _hang_up(screen: Screen, wall: "_Wall") -> None:
    with Live(console=screen.console, screen=True, auto_refresh=False) as live:
        while True:
            live.update(wall.look_or_wait(), refresh=True)
            time.sleep(EVERY)


def _tell_changes(screen: Screen, wall: "_Wall") -> None:
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


class _Wall:
    """The picture on the wall, which changes by five people at a time."""

    def __init__(self, screen: Screen, workshop: Workshop, catalog: Catalog) -> None:
        self._screen, self._workshop, self._catalog = screen, workshop, catalog
        self._gatherer = Gatherer(workshop, catalog)
        self._shown: tuple[str, ...] = ()
        self._picture: Picture | None = None
        self.left_out: tuple[Problem, ...] = ()

    def look_or_wait(self) -> RenderableType:
        """The board; or that its folder is gone, until it is back."""
        try:
            return self.look()
        except OSError:
            _ = self._screen.words.gettext
            gone = _("The folder {folder} is gone; waiting for it. Ctrl-C ends this.")
            return gone.format(folder=self._workshop.folder)

    def look(self) -> RenderableType:
        """The board as it is now. Raises OSError where the folder is gone."""
        gathered = self._gatherer.gather()
        self.left_out = gathered.left_out
        shown = next_shown(self._shown, tuple(gathered.sheets))
        if self._picture is None or shown != self._shown:
            # A picture stays as it was until it may step forward, whoever is erased meanwhile.
            self._shown = shown
            self._picture = _picture(self._catalog, gathered, shown, finest="families")
        words = self._screen.words
        told = _took_part(words, self._workshop, gathered)
        page = board_page(words, self._catalog, self._workshop.name, told, self._picture)
        held = words.gettext("The latest are left out, so that nobody can be read off the change.")
        if self.left_out:
            more = words.ngettext(
                "{n} file doesn't count.", "{n} files don't count.", len(self.left_out)
            )
            held += " " + more.format(n=len(self.left_out))
        return drawn(self._screen, page._replace(notices=(held,)))


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
    _ = words.gettext
    if output is not None:
        check_output(output, ENDINGS, workshop, words, force=force)
    gathered = gather(workshop, catalog, words)
    picture = _picture(catalog, gathered, tuple(gathered.sheets))
    own = _own_eyes(gathered) if private else None
    told = _took_part(words, workshop, gathered)
    page = group_page(words, catalog, workshop.name, told, picture, own)
    if output is not None:
        ending = output.suffix.lower()
        if ending == ".json":
            document = group_document(words, catalog, workshop.name, picture, own)
            text = json_text(document)
        elif ending == ".csv":
            rows = group_rows(words, catalog, workshop.name, picture, own)
            text = as_csv(GROUP_COLUMNS, rows)
        else:
            text = as_prose(ending, page, _("Which kind of manager could you be?"))
        write_whole(output, text.encode())
        (tell if json else show_lines)(_("Saved as {file}").format(file=output))
    if json:
        print_json(group_document(words, catalog, workshop.name, picture, own))
    elif output is None:
        show_page(screen, page)


def _picture(
    catalog: Catalog, gathered: Gathered, people: tuple[str, ...], finest: str = "roles"
) -> Picture:
    families = {
        family.id: [role.id for role in catalog.roles if role.family == family.id]
        for family in catalog.families
    }
    return picture(
        gathered.key,
        gathered.group(people),
        [scale.kind for scale in catalog.scales],
        [role.id for role in catalog.roles],
        {family: roles for family, roles in families.items() if roles},
        finest=finest,
    )


def _own_eyes(gathered: Gathered) -> Private:
    return Private(
        gathered.key,
        gathered.group(),
        {code: sheet.best_set for code, sheet in gathered.sheets.items()},
        {code: sheet.flags for code, sheet in gathered.sheets.items()},
    )


def _took_part(words: Words, workshop: Workshop, gathered: Gathered) -> str:
    return took_part(words, *participation(workshop, gathered.sheets))
