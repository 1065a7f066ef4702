"""A listening socket: on this machine alone, unless another address is asked for."""

import ipaddress
import socket
from dataclasses import dataclass

from newsbot.errors import UsageError

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Bound:
    """A bound socket and where it is. `here` alone: only this machine reaches it; `anywhere`: at every address."""

    socket: socket.socket
    address: str
    port: int

    @property
    def here(self) -> bool:
        return ipaddress.ip_address(self.address).is_loopback

    @property
    def anywhere(self) -> bool:
        return ipaddress.ip_address(self.address).is_unspecified


def listening(port: int, host: str = HOST) -> Bound:
    """A socket bound to an address or name of this machine at `port`, at any free one for 0; it takes nobody yet.

    Raises `UsageError` when it cannot be had.
    """
    try:
        family, _, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        found = socket.socket(family, socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UsageError(f"--host {host[:100]} is no address of this machine; `hostname -I` lists them") from error
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind(where)
    except OSError as error:
        found.close()
        reason = f"port {port} at {host[:100]} cannot be had ({error.strerror})"
        raise UsageError(f"{reason}; choose another with --port, or 0 for any that is free") from error
    return Bound(found, *found.getsockname()[:2])


def at(host: str, port: int, scheme: str = "http") -> str:
    """The address as a browser has it: an IPv6 address in brackets, the usual port left out."""
    named = f"[{host}]" if ":" in host else host
    return f"{scheme}://{named}" if port == {"http": 80, "https": 443}[scheme] else f"{scheme}://{named}:{port}"
