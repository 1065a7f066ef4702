"""A whole internet inside a network namespace, to see with real sockets where the fetcher connects.

Run by test_ssrf.py as `unshare -n python ssrf_scenario.py < plan.json`. In the namespace every IPv4
address, but 0/8 and multicast, and some private IPv6 ones are addresses of the loopback interface:
whoever is connected to is one of our own servers on port 80 or 443, and nothing leaves the machine. The
plan names the look-up table, the addresses to fetch and the hosts that are shown to be watched; the
result tells who was connected to and how every fetch ended.
"""

import asyncio
import contextlib
import fcntl
import itertools
import json
import socket
import struct
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from aiohttp.abc import AbstractResolver, ResolveResult

from newsbot.edges.fetch import GuardedFetcher
from newsbot.errors import Blocked, NewsbotError

# linux/sockios.h and net/if.h
SIOCSIFFLAGS, SIOCSIFADDR, SIOCSIFNETMASK = 0x8914, 0x8916, 0x891C
IFF_UP, IFF_RUNNING = 0x1, 0x40
LOOPBACK = 1  # the interface's index; it is the first of every namespace

# An address with a mask makes its whole network local on the loopback interface: together 1.0.0.0 to 255.255.255.255.
NETWORKS = (
    ("1.0.0.1", "255.0.0.0"),
    ("2.0.0.1", "254.0.0.0"),
    ("4.0.0.1", "252.0.0.0"),
    ("8.0.0.1", "248.0.0.0"),
    ("16.0.0.1", "240.0.0.0"),
    ("32.0.0.1", "224.0.0.0"),
    ("64.0.0.1", "192.0.0.0"),
    ("128.0.0.1", "128.0.0.0"),
)
ADDRESSES_6 = ("fd00::1", "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1")  # beside ::1, which is there


def open_loopback() -> None:
    """Bring the namespace's own loopback interface up with all these addresses."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", IFF_UP | IFF_RUNNING))
        for number, (address, mask) in enumerate(NETWORKS, 1):
            name = f"lo:{number}".encode()
            fcntl.ioctl(control, SIOCSIFADDR, struct.pack("16s16s", name, _sockaddr(address)))
            fcntl.ioctl(control, SIOCSIFNETMASK, struct.pack("16s16s", name, _sockaddr(mask)))
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as control:
        for address in ADDRESSES_6:
            packed = socket.inet_pton(socket.AF_INET6, address)
            fcntl.ioctl(control, SIOCSIFADDR, packed + struct.pack("Ii", 128, LOOPBACK))


def _sockaddr(address: str) -> bytes:
    return struct.pack("HH4s8x", socket.AF_INET, 0, socket.inet_aton(address))


class Names(AbstractResolver):
    """Names from a table: the list of answers of a name is gone through again and again, one answer a look-up.

    Any other name is 127.0.0.1, and numbers are read as the C library reads them.
    """

    def __init__(self, table: Mapping[str, list[list[str]]]) -> None:
        self._answers: dict[str, Iterator[list[str]]] = {name: itertools.cycle(rows) for name, rows in table.items()}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in self._addresses(host)
        ]

    def _addresses(self, host: str) -> list[str]:
        if host in self._answers:
            return next(self._answers[host])
        try:
            return [socket.inet_ntoa(socket.inet_aton(host))]
        except OSError:
            return ["127.0.0.1"]

    async def close(self) -> None:
        pass


class Everywhere:
    """The server behind every address. Counts connections by the address and port that were connected to."""

    def __init__(self) -> None:
        self.connections: Counter[str] = Counter()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, port = writer.get_extra_info("sockname")[:2]
        self.connections[f"{host} {port}"] += 1
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            if port == 80:  # on 443 nobody speaks TLS: whoever got there has been counted
                target = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
                writer.write(_answer(target))
                await writer.drain()
        writer.close()


def _answer(target: str) -> bytes:
    if target == "/robots.txt":
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    if target.startswith("/redir?to="):
        to = unquote(target.removeprefix("/redir?to="))
        return f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()
    return b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret"


async def ending(fetch: GuardedFetcher, kind: str, url: str) -> str:
    """How a fetch ended: where the answer came from, the rule that blocked it, or the error."""
    try:
        answer = await (fetch.feed(url) if kind == "feed" else fetch.page(url))
    except Blocked as error:
        return error.rule
    except NewsbotError as error:
        return type(error).__name__
    return f"read {answer.final_url}"


async def connectable(host: str) -> bool:
    """Whether a plain connection gets through: then it would have been counted."""
    try:
        _, writer = await asyncio.open_connection(host, 80)
    except OSError:
        return False
    writer.close()
    return True


async def run(plan: dict[str, Any]) -> dict[str, Any]:
    everywhere = Everywhere()
    for address in ("0.0.0.0", "::"):
        for port in (80, 443):
            await asyncio.start_server(everywhere.talk, address, port)
    endings: dict[str, list[str]] = {}
    async with GuardedFetcher(now=lambda: datetime.now(UTC), resolver=Names(plan["names"])) as fetch:
        for url in plan["urls"]:
            # Several times, since names may change; feeds and pages, since pages look up twice.
            endings[url] = [await ending(fetch, kind, url) for kind in ("feed", "page", "feed", "feed", "page")]
    connections = dict(everywhere.connections)
    watched = [host for host in plan["watched"] if await connectable(host)]
    return {"endings": endings, "connections": connections, "watched": watched}


if __name__ == "__main__":
    open_loopback()
    json.dump(asyncio.run(run(json.load(sys.stdin))), sys.stdout)
