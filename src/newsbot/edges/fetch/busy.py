"""The hosts that asked to be left alone, for as long as this program runs."""

from datetime import timedelta
from typing import NamedTuple

from newsbot import polling
from newsbot.errors import HttpStatus
from newsbot.news import Wait
from newsbot.newsroom import Now

KEPT = 1_000  # hosts; of more, the one that asked first is forgotten


class Refused(NamedTuple):
    """How a host asked to be left alone, and for how many seconds more."""

    status: int
    seconds: float


class Busy:
    """What answers with a `Retry-After` have asked for."""

    def __init__(self, now: Now) -> None:
        self._now = now
        self._waits: dict[str, tuple[int, Wait]] = {}  # the oldest first

    def heed(self, error: HttpStatus) -> None:
        """Remember the wait that an answer asks for, if it does."""
        if not error.retry_after:
            return
        now = self._now()
        self._waits.pop(error.host, None)
        self._waits[error.host] = error.status, Wait(asked=now, until=now + timedelta(seconds=error.retry_after))
        if len(self._waits) > KEPT:
            del self._waits[next(iter(self._waits))]

    def refused(self, host: str) -> Refused | None:
        """Whether the host is still to be left alone. What is over is forgotten."""
        if host not in self._waits:
            return None
        status, wait = self._waits[host]
        left = polling.patience(wait, self._now())
        if left <= timedelta():
            del self._waits[host]
            return None
        return Refused(status, left.total_seconds())
