"""How long a server asks to be left alone: the value of `Retry-After`, after RFC 9110."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 366 * 86_400.0
"""Seconds. No server means longer than a year; what says so is broken or hostile, and says nothing."""

_CHARACTERS = 64  # an HTTP date has 29
_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)  # fractions are not in the RFC, yet model endpoints send them


def seconds(value: str, now: datetime) -> float | None:
    """Seconds from `now`, never negative; None for no value and for one that makes no sense.

    The value is a count of seconds or an HTTP date, in UTC where it names no zone; a date that is past asks for
    no wait. Longer than `LONGEST` makes no sense.
    """
    value = value.strip()
    if len(value) > _CHARACTERS:
        return None
    if _SECONDS.fullmatch(value):
        wait = float(value)
    else:
        try:
            date = parsedate_to_datetime(value)
        except (ValueError, TypeError, OverflowError, IndexError):
            return None
        aware = date if date.tzinfo else date.replace(tzinfo=UTC)
        wait = max(0.0, (aware - now).total_seconds())
    return wait if wait <= LONGEST else None
