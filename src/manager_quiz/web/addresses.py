"""Under which addresses a room can reach this machine."""

import socket
import sys
from contextlib import suppress
from ipaddress import IPv4Address, ip_address

VIRTUAL = (
    *("docker", "br-", "veth", "virbr", "vmnet", "vbox", "lxc", "cni", "podman"),
    *("tun", "tap", "wg", "utun", "zt", "tailscale", "awdl", "llw", "ppp"),
)
"""How the names of network adapters begin that no phone is behind."""
_ADDRESS_OF = 0xC0206921 if sys.platform == "darwin" else 0x8915
"""SIOCGIFADDR: the system call that asks an adapter for its address."""


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
