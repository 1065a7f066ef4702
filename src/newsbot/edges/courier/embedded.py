"""Stories carried by tasks of this process's event loop."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from newsbot.newsroom import Carry


class Embedded:
    """Fulfils `newsroom.Courier` where one process is all there is: `places` stories at once."""

    def __init__(self, carry: Carry, failed: Callable[[BaseException], None], places: int) -> None:
        self._carry = carry
        self._failed = failed
        self._places = places
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._closed = False

    @property
    def free(self) -> bool:
        """Whether there is a place for one more."""
        return not self._closed and len(self._under_way) < self._places

    def carries(self, story: str) -> bool:
        """Whether the story is under way."""
        return story in self._under_way

    async def begin(self) -> None:
        """Nothing is needed."""

    async def offer(self, stories: Sequence[str]) -> None:
        """Begin with those that are not under way, as far as there are places."""
        for story in stories:
            if self.free and not self.carries(story):
                self.take(story)

    def take(self, story: str) -> None:
        """Carry the story, which is not under way, in a place that is free."""
        task = asyncio.ensure_future(self._carry(story))
        self._under_way[story] = task
        task.add_done_callback(partial(self._ended, story))

    def _ended(self, story: str, task: "asyncio.Task[None]") -> None:
        del self._under_way[story]
        if not task.cancelled() and (bug := task.exception()) is not None:
            self._failed(bug)

    async def one_ended(self) -> None:
        """Wait until one that is under way has ended; returns at once when there is none."""
        if self._under_way:
            await asyncio.wait(self._under_way.values(), return_when=asyncio.FIRST_COMPLETED)

    async def idle(self) -> None:
        """Wait until none is under way."""
        while self._under_way:
            await asyncio.wait(list(self._under_way.values()))

    async def close(self, grace: float) -> None:
        """Take on no more, let what is under way go on for so many seconds, and cut off the rest."""
        self._closed = True
        tasks = list(self._under_way.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
