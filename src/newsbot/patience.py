"""When a story that could not go on is tried again, and when a person has to look. Pure: the jitter is the story's own.

A model or a disk that is away parks a story cheaply, for as long as it takes: it is tried again after a minute, two,
four … an hour. What may be the story's own fault is tried five times, then parked for a person, never lost. What only
a person can mend (a key, a price, a file edited by hand) is parked for one at once.
"""

import hashlib
from datetime import datetime, timedelta

from newsbot.errors import (
    Conflict,
    NewsbotError,
    OutOfBudget,
    RateLimited,
    SettingsError,
    SiteBroken,
    Unauthorised,
    Unavailable,
    UsageError,
)
from newsbot.news import Noun

MOST_FAILURES = 5
FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
LONGEST_ASKED = timedelta(days=366)
"""No endpoint's `Retry-After` is believed beyond this (`edges.retry_after`), and no cap lasts longer than a month."""

JITTER = 0.25
"""The share by which a wait may be longer, so that stories parked together do not all come back together."""

_AWAY = (Unavailable, RateLimited, SiteBroken)
_FOR_A_PERSON = (Unauthorised, SettingsError, UsageError, Conflict)


class Later(Noun):
    """What becomes of a story that failed: `due` is when it is tried again, None when a person has to look at it.

    `failures` counts those in a row, outages too: the waits grow with them.
    """

    due: datetime | None
    failures: int


def after(story: str, failures: int, error: NewsbotError, now: datetime) -> Later:
    """When a story with so many failures in a row before this one is tried again."""
    count = failures + 1
    if isinstance(error, OutOfBudget):  # no fault of the story's: it waits for the cap that stopped it
        return Later(due=error.until, failures=failures)
    if isinstance(error, _FOR_A_PERSON) or (count >= MOST_FAILURES and not isinstance(error, _AWAY)):
        return Later(due=None, failures=count)
    wait = min(LONGEST, FIRST * 2 ** min(failures, 10))
    wait *= 1 + JITTER * _chance(story, count)
    if isinstance(error, RateLimited | Unavailable) and error.retry_after is not None:
        wait = max(wait, timedelta(seconds=error.retry_after))
    return Later(due=now + wait, failures=count)


def _chance(story: str, count: int) -> float:
    """A number from 0 to 1 that every rerun repeats."""
    return int.from_bytes(hashlib.sha256(f"{story}:{count}".encode()).digest()[:4]) / 2**32
