"""The two applications listening: the room's where phones reach it, the desk's on the laptop.

And under which addresses a room can reach this machine.
"""

import errno
import logging
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from ipaddress import IPv4Address, ip_address
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

VIRTUAL = (
    *("docker", "br-", "veth", "virbr", "vmnet", "vbox", "lxc", "cni", "podman"),
    *("tun", "tap", "wg", "utun", "zt", "tailscale", "awdl", "llw", "ppp"),
)
"""How the names of network adapters begin that no phone is behind."""
_ADDRESS_OF = 0xC0206921 if sys.platform == "darwin" else 0x8915
"""SIOCGIFADDR: the system call that asks an adapter for its address."""


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


def room_addresses() -> list[str]:
    """This machine's addresses in private networks, the likeliest first.

    Virtual adapters and addresses that a machine gives itself (link-local) come last.
    """
    found = dict.fromkeys(_of_name(), "") | _of_adapters()
    routed = _routed()

    def unlikely(address: str) -> tuple[bool, bool, bool]:
        virtual = found[address].lower().startswith(VIRTUAL)
        return ip_address(address).is_link_local, virtual, address != routed

    there = [each for each in found if is_private(each) and not ip_address(each).is_loopback]
    return sorted(there, key=unlikely)


def is_private(address: str) -> bool:
    """Whether an address is one of this machine's that only its own network reaches."""
    try:
        found = IPv4Address(address)
    except ValueError:
        return False
    return not (found.is_global or found.is_unspecified or found.is_multicast or found.is_reserved)


def _of_name() -> list[str]:
    """What the system knows this machine by: on Windows all its addresses."""
    with suppress(OSError):
        return socket.gethostbyname_ex(socket.gethostname())[2]
    return []


def _of_adapters() -> dict[str, str]:
    """Addresses with the names of their adapters, where the system tells."""
    if sys.platform == "win32":
        return {}
    import fcntl

    found = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _index, name in socket.if_nameindex():
            with suppress(OSError):  # it has none
                told = fcntl.ioctl(asking, _ADDRESS_OF, name.encode()[:15].ljust(256, b"\0"))
                found[socket.inet_ntoa(told[20:24])] = name
    return found


def _routed() -> str:
    """The address that leads out of here, if any does. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking, suppress(OSError):
        asking.connect(("10.255.255.255", 9))
        return str(asking.getsockname()[0])
    return ""
