"""Closes this process to the outside: only loopback addresses and Unix sockets can be reached.

An audit hook sees every way to the network that Python has, also calls that go past the `socket` module's Python code.
It cannot be removed again, so a process that is guarded once stays guarded.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
_CONNECTING = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_RESOLVING = {"socket.getaddrinfo", "socket.gethostbyname"}
_RESOLVING_BACK = {"socket.gethostbyaddr", "socket.getnameinfo"}
_installed = False


class OutsideAccessError(RuntimeError):
    """A try to reach an address outside this machine; no OSError, so that code ready for a lost network lets it through."""


def install() -> None:
    """Guards this process from now on, once; and every Python process that it starts with the same environment."""
    global _installed
    if not _installed:
        sys.addaudithook(_check)
        _installed = True
    os.environ.update(guarded_environment(dict(os.environ)))


def guarded_environment(environment: dict[str, str]) -> dict[str, str]:
    """`environment` with this folder first on PYTHONPATH, where Python finds our `sitecustomize` at its start."""
    others = [path for path in environment.get("PYTHONPATH", "").split(os.pathsep) if path and path != str(FOLDER)]
    return environment | {"PYTHONPATH": os.pathsep.join([str(FOLDER), *others])}


def _check(event: str, arguments: tuple[object, ...]) -> None:
    if event in _CONNECTING:
        connection, address = arguments[0], arguments[1]
        if address is not None and not _may_connect(connection, address):
            raise OutsideAccessError(f"{event}: the tests must not reach {address!r}")
    elif event in _RESOLVING or event in _RESOLVING_BACK:
        host = arguments[0][0] if isinstance(arguments[0], tuple) else arguments[0]
        # Turning an address in figures into itself asks nobody; finding the name that belongs to it does.
        if not is_local(host) and (event in _RESOLVING_BACK or _parse_address(host) is None):
            raise OutsideAccessError(f"{event}: the tests must not look up {host!r}")


def _may_connect(connection: object, address: object) -> bool:
    family = getattr(connection, "family", None)
    if family == getattr(socket, "AF_UNIX", object()):
        return True
    if family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple):
        return is_local(address[0])
    return False


def is_local(host: object) -> bool:
    """Whether `host`, a name or an address as text or bytes, is this machine; None, as in a passive look-up, is."""
    if host is None:
        return True
    if _as_text(host) in ("", "localhost"):
        return True
    address = _parse_address(host)
    return address is not None and address.is_loopback


def _parse_address(host: object) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(_as_text(host).partition("%")[0])
    except ValueError:
        return None


def _as_text(host: object) -> str:
    return host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else str(host)
