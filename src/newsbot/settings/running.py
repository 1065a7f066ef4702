"""The daemon: when it does what, whom it tells, and what is kept how long."""

from typing import Literal

from pydantic import Field, SecretStr, field_validator

from newsbot.settings.writing import Group, hours, period


class Daemon(Group):
    """`newsbot run`: how often it does what (90s, 5m, 6h, 1d, or a cron expression of five fields in `timezone`)."""

    poll: str = Field(default="1m", description="Look for feeds that are due; each is asked as often as it posts.")
    group: str = "2m"
    write: str = Field(default="5m", description="Choose stories to be written.")
    carry: str = Field(default="5s", description="Begin with chosen stories that can go on.")
    publish: str = Field(default="1m", description="Publish what passed and waited long enough (publish.mode).")
    recheck: str = Field(default="10m", description="Read sources of published articles again, those that are due.")
    tell: str = Field(default="20s", description="Tell people what is due to be told ([notify]).")
    tidy: str = "30 4 * * *"
    digest: str = Field(default="", description="When a digest is made, like 0 18 * * *; empty: never.")
    write_mode: Literal["auto", "chosen"] = Field(default="auto", description="chosen: only what a person picked.")
    score: int = Field(default=60, ge=0, le=100, description="Stories with less are not written by themselves.")
    daily: int = Field(default=10, ge=0, le=1_000, description="Stories that may be chosen in a calendar day.")
    stories: int = Field(default=2, ge=1, le=32, description="Stories under way at once.")
    health_port: int = Field(default=0, ge=0, le=65_535, description="/healthz, /readyz, /metrics on loopback; 0: no.")
    quiet: tuple[str, ...] = Field(default=(), description="Hours in which nothing is chosen, like 23:00-06:30.")

    @field_validator("poll", "group", "write", "carry", "publish", "recheck", "tell", "tidy")
    @classmethod
    def _when(cls, value: str) -> str:
        if period(value) is None and len(value.split()) != 5:
            raise ValueError("is neither a length of time like 90s, 5m, 6h, 1d nor a cron expression of five fields")
        return value.strip()

    @field_validator("quiet")
    @classmethod
    def _hours(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        return hours(values)


Event = Literal["draft", "held", "published", "correction", "corrected", "budget", "feed", "parked", "away", "back"]
"""What people may be told of (`news.Occasion`; mypy holds the two together where `wiring` joins them)."""


class Notify(Group):
    """Who is told what happens, by which channels."""

    urls: tuple[SecretStr, ...] = Field(
        default=(), max_length=50, description="Addresses as apprise writes them; each holds a key, so they are secret."
    )
    events: tuple[Event, ...] = Field(
        default=("draft", "held", "published", "correction", "corrected", "budget", "feed", "parked", "away", "back"),
        description="What is told: a draft for review, one held, published, to be corrected; a cap reached, a feed "
        "dead, a story parked for a person, a model away for an hour and back.",
    )
    timeout: float = Field(default=20.0, gt=0, le=300, description="Seconds one notice to one channel may take.")


class Retention(Group):
    """What is kept how long. Pages, passages, articles and what was paid are kept for ever."""

    answers: int = Field(default=90, ge=1, description="Days after which a finished story's model answers are pruned.")
    versions: int = Field(default=365, ge=1, description="Days after which a stage's older versions are pruned.")
