"""How values are written in settings: the frozen section, words, lengths of time, hours, zones."""

import re
from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, StringConstraints

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
_PERIOD = re.compile(r"([1-9][0-9]{0,4})([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_QUIET = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]")


class Group(BaseModel):
    """A frozen section of the settings; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def period(text: str) -> timedelta | None:
    """The length of time that `90s`, `5m`, `6h` or `1d` means; None for anything else, such as a cron expression."""
    match = _PERIOD.fullmatch(text.strip())
    return timedelta(seconds=int(match[1]) * _SECONDS[match[2]]) if match else None


def hours(values: tuple[str, ...]) -> tuple[str, ...]:
    """The same spans of hours. Raises `ValueError` where one is not written like 23:00-06:30."""
    if not all(_QUIET.fullmatch(value) for value in values):
        raise ValueError("write each like 23:00-06:30")
    return values


def known_zone(value: str) -> str:
    """The same IANA name. Raises `ValueError` where this machine knows no such zone."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: the name of a folder, such as Asia
        raise ValueError("no such time zone; write it like Asia/Shanghai") from error
    return value
