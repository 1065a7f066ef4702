"""The ledger as callers see it: waiting for a turn, and keeping paid answers come what may."""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection
from tenacity import (
    AsyncRetrying,
    retry_if_exception,
    stop_after_attempt,
    stop_after_delay,
    wait_exponential,
)

from newsbot.edges.store import calls, outbox, owner
from newsbot.edges.store.engine import Database, passing
from newsbot.errors import StoreError
from newsbot.newsroom import Call, Caps, Now, Reply, Spent

_log = logging.getLogger(__name__)

Pause = Callable[[float], Awaitable[None]]
"""Waits so many seconds (`asyncio.sleep`)."""

RENEWED = 1.0  # seconds between two renewals of what is held, where other machines watch the leases
ATTEMPTS = 11  # with waits of 0.5, 1, 2, 4, 8, 8 … seconds: about a minute, the restart of a database
PATIENCE = 60.0  # seconds; a locked database uses up its own time in each attempt


class Ledger:
    """Fulfils `newsroom.Books`. `lease` bounds how long a reservation stands without an answer;
    `interval` is how many seconds pass between two looks for a place that another process frees.
    """

    def __init__(self, database: Database, now: Now, lease: timedelta, interval: float, pause: Pause) -> None:
        self._database = database
        self._now = now
        self._lease = lease
        self._interval = interval
        self._pause = pause
        self._owner = owner.this_process()
        self._held: dict[str, str] = {}  # our reservations: key → ticket number
        self._renewing: asyncio.Task[None] | None = None
        self._freed = asyncio.Event()  # set when one of ours ends; a new one takes its place
        self._afterwards: set[asyncio.Task[None]] = set()

    async def reserve(self, call: Call, caps: Caps) -> Reply | None:
        """Take the call's place (None), or its settled reply. Waits for a turn. Raises `OutOfBudget`."""
        while True:
            freed = self._freed  # taken before looking: what ends meanwhile is not missed
            place = await self._look(call, caps)
            if isinstance(place, Reply):
                return place
            if place == "taken":
                return None
            await self._turn(freed)

    async def settle(self, key: str, reply: Reply, micros: int) -> None:
        """Keep the reply and its cost, through a restart of the database; goes on when the caller is cancelled."""
        number = self._held.get(key, "")

        def job(connection: Connection) -> None:
            calls.settle(connection, key, reply, micros, number=number, at=self._now())
            outbox.answered(connection, calls.model(connection, key), self._now())

        await self._surely(key, job)

    async def release(self, key: str, reason: str, micros: int = 0, tokens: int = 0, *, away: bool = False) -> None:
        """Give the place back and keep the cost; goes on when the caller is cancelled."""
        number = self._held.get(key, "")

        def job(connection: Connection) -> None:
            calls.release(connection, key, reason, micros=micros, tokens=tokens, number=number, at=self._now())
            if away:
                outbox.away(connection, calls.model(connection, key), reason, self._now())

        await self._surely(key, job)

    async def spent(self, story: str) -> Spent:
        """What the story's settled calls came to."""
        return await self._database.read(partial(calls.spent, story=story))

    async def spent_since(self, since: datetime) -> Spent:
        """All that was spent since then, by attempts that brought nothing too."""
        return await self._database.read(partial(calls.spent_since, since=since))

    async def close(self) -> None:
        """Finish what is being written, and give back the places still held."""
        await asyncio.gather(*self._afterwards, return_exceptions=True)
        if self._renewing is not None:
            self._renewing.cancel()
            await asyncio.wait([self._renewing])
        held, self._held = list(self._held.values()), {}
        if held:
            reason = "newsbot ended before an answer came"
            await self._database.write(lambda connection: calls.bury(connection, held, reason, self._now()))

    async def _look(self, call: Call, caps: Caps) -> calls.Place:
        """One try for a place. Cancelled in the middle of it, the place is given back."""
        ticket = calls.Ticket(self._owner, secrets.token_hex(8), self._lease)
        look = asyncio.ensure_future(
            self._database.write(lambda connection: calls.reserve(connection, call, caps, ticket, self._now()))
        )
        look.add_done_callback(lambda done: self._note(done, call.key, ticket.number))
        try:
            return await asyncio.shield(look)
        except asyncio.CancelledError:
            self._later(self._give_back(look, call.key))
            raise

    def _note(self, look: asyncio.Future[calls.Place], key: str, number: str) -> None:
        if not look.cancelled() and look.exception() is None and look.result() == "taken":
            self._held[key] = number
            if not self._database.sqlite and (self._renewing is None or self._renewing.done()):
                self._renewing = asyncio.ensure_future(self._renew())

    async def _renew(self) -> None:
        """Renew the leases of what is held for as long as anything is."""
        while self._held:
            await asyncio.sleep(RENEWED)
            held = list(self._held.values())
            with contextlib.suppress(StoreError):  # a database that is away renews nothing and ends nothing
                await self._database.write(lambda connection: calls.renew(connection, held, self._lease, self._now()))  # noqa: B023

    async def _give_back(self, look: asyncio.Future[calls.Place], key: str) -> None:
        await asyncio.wait([look])
        if key in self._held and not look.cancelled() and look.exception() is None and look.result() == "taken":
            await self.release(key, "cancelled before the call")

    async def _turn(self, freed: asyncio.Event) -> None:
        """Wait until a place of ours is freed, or it is time to look at those of other processes."""
        waits = [asyncio.ensure_future(freed.wait()), asyncio.ensure_future(self._pause(self._interval))]
        try:
            done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for wait in done:
                wait.result()
        finally:
            for wait in waits:
                wait.cancel()

    async def _surely(self, key: str, job: Callable[[Connection], None]) -> None:
        await asyncio.shield(self._later(self._insist(key, job)))

    async def _insist(self, key: str, job: Callable[[Connection], None]) -> None:
        retrying = AsyncRetrying(
            retry=retry_if_exception(passing),
            wait=wait_exponential(multiplier=0.5, max=8),
            stop=stop_after_attempt(ATTEMPTS) | stop_after_delay(PATIENCE),
            sleep=self._pause,
            reraise=True,
        )
        try:
            await retrying(self._database.write, job)
        except StoreError as error:
            _log.error("ledger call=%s: what it cost and brought could not be kept: %s", key, error)
            raise
        self._held.pop(key, None)
        self._freed.set()
        self._freed = asyncio.Event()

    def _later(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Work that goes on when its caller is cancelled; `close` waits for it."""
        task = asyncio.ensure_future(work)
        self._afterwards.add(task)
        task.add_done_callback(self._afterwards.discard)
        return task
