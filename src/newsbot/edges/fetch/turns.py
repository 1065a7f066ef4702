"""One at a time, in the order of arrival; and the time spent in line is not held against whoever waits."""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager


class Turns:
    """A line for each key, there for as long as somebody holds or awaits a turn in it."""

    def __init__(self) -> None:
        self._locks: dict[Hashable, asyncio.Lock] = {}
        self._there: dict[Hashable, int] = {}  # how many hold or await the key's lock

    @asynccontextmanager
    async def turn(self, key: Hashable, timer: asyncio.Timeout) -> AsyncIterator[None]:
        """Held for as long as the context is open. `timer` stands still while others are before us."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        others = self._there.get(key, 0)
        self._there[key] = others + 1
        try:
            left = _stopped(timer) if others else None
            async with lock:
                if left is not None:
                    timer.reschedule(asyncio.get_running_loop().time() + left)
                yield
        finally:
            self._there[key] -= 1
            if not self._there[key]:
                del self._there[key], self._locks[key]


def _stopped(timer: asyncio.Timeout) -> float | None:
    """The seconds a timer had left when it was stopped here; None when it was not running."""
    when = timer.when()
    timer.reschedule(None)
    return None if when is None else when - asyncio.get_running_loop().time()
