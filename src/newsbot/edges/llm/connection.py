"""What calls of every sort to one endpoint share: its wire, its key, and the one policy of retries."""

import asyncio
import importlib
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import tenacity
from pydantic import SecretStr

from newsbot.edges.llm.refusals import Again

if TYPE_CHECKING:
    from newsbot.edges.llm.wire import Wire

OPENAI_URL = "https://api.openai.com/v1"
ATTEMPTS = 4
FIRST_WAIT, LONGEST_WAIT = 0.5, 8.0
"""Seconds before the second attempt, doubled each time; the official SDK waits as long."""
NO_KEY = "none"
"""Sent where no key is set: servers on one's own machine want a header, but no particular one."""
SHORTEST_SECRET = 4
"""A key shorter than this is a placeholder, and taking it out of foreign text would only garble that."""


class Connection:
    """The wire to `address`, opened at the first call, and the key that no foreign text passes on."""

    def __init__(self, address: str, key: SecretStr) -> None:
        self._address = address
        self._key = key
        self._wire: Wire | None = None
        self._opening = asyncio.Lock()

    async def wire(self) -> "Wire":
        """The wire, opened where it is not."""
        async with self._opening:
            if self._wire is None:
                # In a thread: the SDK's cold import would hold up the whole loop.
                module = await asyncio.to_thread(importlib.import_module, "newsbot.edges.llm.wire")
                self._wire = module.Wire(self._address, self._key.get_secret_value() or NO_KEY, self.scrub)
            return self._wire

    async def close(self) -> None:
        """Close it. Calls under way must have ended."""
        if self._wire is not None:
            await self._wire.close()
            self._wire = None

    def scrub(self, text: str) -> str:
        """The text without the key."""
        key = self._key.get_secret_value()
        return text.replace(key, "[key]") if len(key) >= SHORTEST_SECRET else text


def retrying(
    sleep: Callable[[float], Awaitable[None]], jitter: Callable[[], float], too_late: Callable[[float], bool]
) -> tenacity.AsyncRetrying:
    """Tries again what raises `Again`, unless that is `too_late` after a wait of so many seconds.

    The waits are what the endpoint asks for; else exponential, shortened by chance: `jitter` gives 0 to 1, which
    shortens by up to a half. The last `Again` is raised as it is.
    """

    def wait(state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome is not None else None
        if isinstance(error, Again) and error.wait is not None:
            return error.wait
        longest: float = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** (state.attempt_number - 1))
        return longest * (1 - jitter() / 2)

    return tenacity.AsyncRetrying(
        sleep=sleep,
        stop=lambda state: state.attempt_number >= ATTEMPTS or too_late(state.upcoming_sleep),
        wait=wait,
        retry=tenacity.retry_if_exception_type(Again),
        reraise=True,
    )
