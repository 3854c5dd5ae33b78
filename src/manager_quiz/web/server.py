"""The two applications listening: the room's where phones reach it, the desk's on the laptop."""

import errno
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Thread
from typing import Any, NamedTuple

from flask import Flask
from waitress.server import create_server

FIRST_PORT, LAST_PORT = 8080, 8098
LIMITS = {
    "connection_limit": 1000,
    "max_request_body_size": 64 * 1024,
    "max_request_header_size": 16 * 1024,
    "channel_timeout": 60,
}


class Ports(NamedTuple):
    """Where the room's application listens, and the desk's."""

    room: int
    desk: int


def listen(
    addresses: Sequence[str], port: int | None, apps: Callable[[Ports], tuple[Flask, Flask]]
) -> tuple[Ports, Callable[[], None]]:
    """The room's and the desk's application, listening; and how to end that.

    On the first pair of ports that is free unless one is told. Raises OSError.
    """
    # What it logs would name the phones' addresses.
    logging.getLogger("waitress").setLevel(logging.CRITICAL)
    tried = [port] if port else range(FIRST_PORT, LAST_PORT, 2)
    for number in tried:
        ports = Ports(number, number + 1)
        room, desk = apps(ports)
        servers: list[Any] = []

        def close(servers: list[Any] = servers) -> None:
            for server in servers:
                server.close()

        try:
            servers.append(_server(room, addresses, ports.room, threads=8))
            servers.append(_server(desk, ["127.0.0.1"], ports.desk, threads=1))
        except OSError as error:
            close()
            if error.errno != errno.EADDRINUSE or number == tried[-1]:
                raise
            continue
        for server in servers:
            Thread(target=_run, args=(server,), daemon=True).start()
        return ports, close
    raise AssertionError


def _server(app: Flask, addresses: Sequence[str], port: int, threads: int) -> Any:
    where = " ".join(f"{address}:{port}" for address in addresses)
    return create_server(app, listen=where, threads=threads, ident=None, **LIMITS)


def _run(server: Any) -> None:
    with suppress(OSError):  # closed
        server.run()
