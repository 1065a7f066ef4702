"""From names to addresses: the system's look-up in threads of its own, and the rule for all addresses of a name."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from aiohttp.abc import AbstractResolver, ResolveResult

from newsbot.edges.fetch.faults import PrivateAddress
from newsbot.edges.fetch.guard import is_public

LOOK_UPS = 50  # at once: as many as a round has requests under way


class SystemNames(AbstractResolver):
    """The system's own look-up.

    It cannot be cancelled, and a name whose servers are dead takes it many seconds. In asyncio's few
    threads a handful of those would hold up every other name, and all else that works there.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(LOOK_UPS, thread_name_prefix="names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        ask = partial(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
        found = await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _, protocol, _, address in found
        ]

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


class PublicNames(AbstractResolver):
    """Names all of whose addresses are public: one private address among them condemns the name."""

    def __init__(self, inner: AbstractResolver) -> None:
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        if not found:
            raise OSError(f"{host} has no address")
        for result in found:
            if not is_public(result["host"]):
                raise PrivateAddress(f"{host} is {result['host']}, which is not a public address")
        return found

    async def close(self) -> None:
        """The inner look-up belongs to whoever made it."""
