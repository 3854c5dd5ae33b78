"""`workshop serve`: people take part on their phones, over the room's own network."""

import signal
import sys
from getpass import getpass
from importlib import import_module
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Annotated

import typer

from manager_quiz.catalog.model import Catalog
from manager_quiz.commands.options import Language, Plain, command_line
from manager_quiz.commands.workshop import Folder, open_workshop
from manager_quiz.errors import Failure, InputError, NotReadError, naming, reason
from manager_quiz.records.files import read_text
from manager_quiz.records.workshops.folder import Workshop, load_content
from manager_quiz.records.workshops.pins import has_phones
from manager_quiz.terminal.screen import Screen, can_show, tell
from manager_quiz.wording.words import Words

if TYPE_CHECKING:
    from flask import Flask

    from manager_quiz.web.desk import Wifi
    from manager_quiz.web.server import Ports

LOOPBACK = "127.0.0.1"
LONGEST_NAME, LONGEST_PASSWORD = 32, 64


def serve(
    folder: Folder = None,
    address: Annotated[
        str | None,
        typer.Option("--address", metavar="ADDRESS", help="Listen on this address alone."),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", metavar="PORT", min=1024, max=65534, help="By default 8080."),
    ] = None,
    wifi: Annotated[
        str | None,
        typer.Option("--wifi", metavar="NAME", help="Show a code to join this Wi-Fi first, too."),
    ] = None,
    wifi_password_file: Annotated[
        Path | None,
        typer.Option("--wifi-password-file", metavar="FILE", help="Don't ask for its password."),
    ] = None,
    plain: Plain = False,
    lang: Language = None,
) -> None:
    """Let people take part on their phones, in a browser, over the room's network."""
    screen, workshop, catalog = open_workshop(folder, lang, plain=plain)
    words = screen.words
    try:
        from manager_quiz.web.desk import Desk, desk_app
        from manager_quiz.web.room import Room, room_app
        from manager_quiz.web.server import FIRST_PORT, is_private, listen, room_addresses
    except ImportError as error:
        message = words('This needs more libraries: pip install "manager-quiz[serve]"')
        raise Failure(message) from error
    if address is not None and not is_private(address):
        told = words(
            "{address} is no address of a private network; nothing listens on a public one.",
            address=address,
        )
        raise InputError(told)
    addresses = [address] if address else room_addresses()
    if not addresses:
        raise Failure(words("This computer is in no network: join the Wi-Fi, or open a hotspot."))
    from manager_quiz.commands.workshop.picture import Wall, closed
    from manager_quiz.commands.workshop.results import gather

    wall = Wall(screen, workshop, catalog)
    network = _wifi(wifi, wifi_password_file, screen.words)
    catalogs = _catalogs(workshop, catalog)

    def apps(ports: "Ports") -> "tuple[Flask, Flask]":
        hosts = frozenset(f"{each}:{ports.room}" for each in addresses)
        room = Room(workshop, catalogs, hosts, frozenset({*addresses, LOOPBACK}))
        desk = Desk(
            room=room,
            words=screen.words,
            addresses=[f"http://{each}:{ports.room}" for each in addresses],
            wifi=network,
            board=wall.page,
            close=lambda: closed(screen.words, workshop, gather(workshop, catalog, screen.words)),
            hosts=frozenset(f"{each}:{ports.desk}" for each in (LOOPBACK, "localhost")),
        )
        return room_app(room), desk_app(desk)

    # Phones that are in it look where it was: at another port they would be lost.
    stays = FIRST_PORT if port is None and has_phones(workshop) else port
    try:
        ports, end = listen(addresses, stays, apps)
    except OSError as error:
        where = f"{addresses[0]}:{stays}" if stays else addresses[0]
        told = words(
            "It can't listen on {address}: {reason}.", address=where, reason=reason(error, words)
        )
        if stays != port:
            told += " " + words(
                "Phones have taken part, and would have to scan again at another port. End what "
                "listens there, or name the port that it was, or another one, with --port."
            )
        raise Failure(told) from error
    # Whoever finishes first needn't wait for it.
    Thread(target=import_module, args=("manager_quiz.measurement.assessment",), daemon=True).start()
    _tell(screen, [f"http://{each}:{ports.room}" for each in addresses], ports.desk, network)
    _wait()
    end()
    with naming(NotReadError, workshop.folder):
        tell(wall.page().lead[0].text)
    command = command_line(
        "workshop",
        "serve",
        workshop.folder,
        address=address,
        port=ports.room,
        wifi=wifi,
        wifi_password_file=wifi_password_file,
        plain=plain,
        lang=lang,
    )
    tell(words("To go on with every phone where it was: {command}", command=command))


def _wait() -> None:
    """Until Ctrl-C or SIGTERM."""
    over = Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: over.set())
    try:
        while not over.wait(0.5):  # on Windows nothing else lets Ctrl-C through
            pass
    except KeyboardInterrupt:
        tell("")


def _catalogs(workshop: Workshop, catalog: Catalog) -> dict[str, tuple[Catalog, Words]]:
    """The content by language: the one that was fixed, or all that it has."""
    languages = [workshop.language] if workshop.language else catalog.languages
    first = [each for each in languages if each == catalog.language]
    return {
        language: (load_content(workshop, language), Words(language))
        for language in dict.fromkeys([*first, *languages])
    }


def _wifi(name: str | None, file: Path | None, words: Words) -> "Wifi | None":
    from manager_quiz.web.desk import Wifi

    if name is None:
        return None
    if file is not None:
        password = read_text(file).partition("\n")[0].strip("\r")
    elif not sys.stdin.isatty():
        raise InputError(words("There is no terminal to ask in; use --wifi-password-file."))
    else:
        password = getpass(words("Password of the Wi-Fi (Enter where it is open):") + " ")
    if len(name.encode(errors="replace")) > LONGEST_NAME or len(password) > LONGEST_PASSWORD:
        raise InputError(
            words(
                "The name of a Wi-Fi has at most {name} bytes, its password at most {password}.",
                name=LONGEST_NAME,
                password=LONGEST_PASSWORD,
            )
        )
    return Wifi(name, password)


def _tell(screen: Screen, addresses: list[str], desk: int, wifi: "Wifi | None") -> None:
    """Says how to get in; in a terminal with the codes to scan."""
    import segno

    from manager_quiz.web.desk import wifi_code

    words = screen.words
    draws = screen.console.is_terminal and not screen.plain and can_show("█▀▄")
    write = screen.console.print
    if wifi is not None:
        write(words("First join the Wi-Fi “{name}”.", name=wifi.name))
        if draws:
            wifi_code(wifi).terminal(compact=True)
    write(words("On the phones:") + f" {addresses[0]}", soft_wrap=True)
    if draws:
        segno.make(addresses[0], micro=False).terminal(compact=True)
    if len(addresses) > 1:
        others = ", ".join(addresses[1:])
        write(words("If that isn't reached:") + f" {others}", soft_wrap=True)
    write(
        words("For you and the projector, on this computer only:") + f" http://{LOOPBACK}:{desk}/",
        soft_wrap=True,
    )
    write(words("Ctrl-C ends it; nothing that was answered is lost."))
    sys.stdout.flush()
