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

    `failures` counts those in a row that may be its own fault, however many outages lie between; `outages` counts those
    in a row. The waits grow with what they are of.
    """

    due: datetime | None
    failures: int
    outages: int = 0


def after(story: str, failures: int, error: NewsbotError, now: datetime, outages: int = 0) -> Later:
    """When a story with so many failures, and outages in a row, before this one is tried again."""
    if isinstance(error, OutOfBudget):  # no fault of the story's: it waits for the cap that stopped it
        return Later(due=error.until, failures=failures, outages=outages)
    away = isinstance(error, _AWAY)
    failures, outages = (failures, outages + 1) if away else (failures + 1, 0)
    if isinstance(error, _FOR_A_PERSON) or (failures >= MOST_FAILURES and not away):
        return Later(due=None, failures=failures)
    count = outages if away else failures
    wait = min(LONGEST, FIRST * 2 ** min(count - 1, 10))
    wait *= 1 + JITTER * _chance(story, count)
    if isinstance(error, RateLimited | Unavailable) and error.retry_after is not None:
        wait = max(wait, timedelta(seconds=error.retry_after))
    return Later(due=now + wait, failures=failures, outages=outages)


def _chance(story: str, count: int) -> float:
    """A number from 0 to 1 that every rerun repeats."""
    return int.from_bytes(hashlib.sha256(f"{story}:{count}".encode()).digest()[:4]) / 2**32
