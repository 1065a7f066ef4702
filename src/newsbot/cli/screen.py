"""What a person sees on stderr while the newsroom works: one line that moves on a terminal, little when not.

And how every command says the same things: instants, and errors under `--json`.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from types import TracebackType
from typing import Self

import click
from rich.console import Console
from rich.markup import escape
from rich.status import Status
from rich.table import Table

from newsbot.errors import Blocked, NewsbotError

STAGES = {
    "look": "查看 looking",
    "gather": "资料 gathering",
    "write": "撰写 writing",
    "judge": "核对 checking",
    "render": "成稿 rendering",
}

WIDE = 200  # columns of a table that no terminal bounds: addresses and descriptions stay whole


def tabled(table: Table) -> None:
    """Print a table on stdout, wrapped on a terminal and wide in a pipe."""
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else WIDE).print(table)


class Screen:
    """Fulfils `newsroom.Progress`. Problems are printed to stderr and stay; stages move on one line on a terminal."""

    def __init__(self) -> None:
        self.console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._status: Status | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._status = self.console.status("newsbot")
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None

    def __call__(self, stage: str, what: str) -> None:
        if stage == "problem":
            self.console.print(f"[yellow]·[/yellow] {escape(_one_line(what))}")
        elif self._status is not None:
            self._status.update(f"{STAGES.get(stage, stage)}  [dim]{escape(_one_line(what))}[/dim]")

    def say(self, text: str) -> None:
        """A line that stays, on stderr."""
        self.console.print(text)


class Stopwatch:
    """Seconds spent by stage, for `--json`."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = time.monotonic()

    def lap(self, stage: str) -> None:
        """Book the time since the last lap to a stage."""
        now = time.monotonic()
        self.seconds[stage] = round(self.seconds.get(stage, 0.0) + now - self._since, 3)
        self._since = now


def _one_line(text: str) -> str:
    from newsbot import chinese

    return chinese.one_line(text)[:300]


@contextmanager
def failing(as_json: bool) -> Iterator[None]:
    """Expected errors with the rule that blocked an address in front; under `--json` as one object on stdout as well.

    They are raised on: what ends the command prints them on stderr.
    """
    try:
        yield
    except NewsbotError as error:
        rule = error.rule if isinstance(error, Blocked) else ""
        message = with_rule(str(error), rule)
        if as_json:
            click.echo(json.dumps({"error": {"message": message, "rule": rule}}, ensure_ascii=False))
        if isinstance(error, Blocked):
            raise Blocked(error.url, rule, message) from error
        raise


def with_rule(error: str, rule: str) -> str:
    """An error's line; where a rule of ours blocked the address, it comes first."""
    return f"blocked ({rule}): {error}" if rule else error


def counted(number: int, one: str, more: str) -> str:
    """A number of things in words: 1 entry, 2 entries."""
    return f"{number} {one if number == 1 else more}"


def stamp(at: datetime | None) -> str | None:
    """An instant for programs: ISO 8601 in UTC, whole seconds."""
    return None if at is None else at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def short(at: datetime, zone: tzinfo, now: datetime) -> str:
    """An instant for people, in their zone: the time alone when it is today, the year only when it is another."""
    local, today = at.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return f"{local:%m-%d %H:%M}" if local.year == today.year else f"{local:%Y-%m-%d %H:%M}"
