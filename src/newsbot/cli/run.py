"""`newsbot run`: the newsroom that goes on by itself."""

import asyncio
import contextlib
import json
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, tzinfo
from functools import partial
from typing import TYPE_CHECKING

import click

from newsbot.chinese import one_line
from newsbot.cli import OK
from newsbot.errors import SettingsError
from newsbot.settings import Settings, load

if TYPE_CHECKING:
    from newsbot.carrying import Told
    from newsbot.edges.health import Figures
    from newsbot.wiring import Newsroom

LINE = 300  # characters of a value on one line


@click.command("run")
@click.option("--json", "as_json", is_flag=True, help="Print each event as one JSON object a line.")
def command(as_json: bool) -> int:
    """Run the newsroom: poll, group, choose, write and check, until stopped; up to review, and further only where
    publish.mode is pass.

    What it does how often stands under [daemon] of the settings. SIGTERM or Ctrl-C lets what is under way finish
    its stage, within 30 seconds; the rest goes on at the next start.
    """
    return asyncio.run(_run(load(), as_json))


async def _run(settings: Settings, as_json: bool) -> int:
    from newsbot import wiring
    from newsbot.daemon import Daemon
    from newsbot.edges.memory import give_back

    events = Events(settings.zone, as_json)
    with wiring.sole(settings):
        async with wiring.opened(settings, events.progress, telling=True) as newsroom:
            store, now = newsroom.store, newsroom.world.now
            events.now = now

            async def prune() -> int:
                kept = settings.retention
                return await store.prune(now() - timedelta(days=kept.answers), now() - timedelta(days=kept.versions))

            await wiring.prepare_queue(newsroom)
            async with measured(newsroom, events, settings.daemon.health_port) as told:
                daemon = Daemon(
                    newsroom.world,
                    newsroom.rules,
                    settings.daemon,
                    settings.zone,
                    prune,
                    told,
                    time.monotonic,
                    wiring.hire(newsroom),
                    newsroom.publisher,
                    give_back,
                )
                when_told_to_end(daemon.stop)
                await daemon.run()
    return OK


def when_told_to_end(stop: Callable[[], None]) -> None:
    """Call this at SIGTERM and Ctrl-C."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):  # not in the main thread
            loop.add_signal_handler(number, stop)


@asynccontextmanager
async def measured(newsroom: "Newsroom", events: "Events", port: int) -> AsyncIterator["Told"]:
    """Who is told what happens: stdout, and the figures of `/metrics` where there is a port for them."""
    if not port:
        yield events
        return
    try:
        from newsbot.edges.health import Health
    except ModuleNotFoundError as error:
        raise SettingsError("a port for /metrics needs the extra: install newsbot[metrics]") from error
    async with Health(port, partial(_figures, newsroom)) as health:

        def told(event: str, about: Mapping[str, object]) -> None:
            events(event, about)
            health.count(event, about)

        yield told


async def _figures(newsroom: "Newsroom") -> "Figures":
    from newsbot import wiring
    from newsbot.cli.status import ALIVE, TROUBLE
    from newsbot.edges.health import Figures
    from newsbot.ledger import MICROS

    store, now = newsroom.store, newsroom.world.now()
    followed = await store.followed()
    spent = await store.spent_since(wiring.start_of_day(newsroom.settings)(now))
    return Figures(
        standings=await store.standings(),
        feeds=len(followed),
        feeds_failing=sum(feed.failures >= TROUBLE for feed in followed),
        usd_today=spent.micros / MICROS,
        tokens_today=spent.prompt_tokens + spent.completion_tokens,
        workers=len(await store.workers(now - ALIVE)),
    )


class Events:
    """Prints what happens to stdout, one line each. Fulfils `daemon.Told`, and `newsroom.Progress` for problems."""

    def __init__(self, zone: tzinfo, as_json: bool) -> None:
        from newsbot.wiring import utc_now

        self.now = utc_now
        self._zone = zone
        self._as_json = as_json

    def __call__(self, event: str, about: Mapping[str, object]) -> None:
        at = self.now()
        if self._as_json:
            given = {"at": at.isoformat(timespec="milliseconds"), "event": event, **about}
            line = json.dumps(given, ensure_ascii=False, default=_stamped)
        else:
            told = {name: value for name, value in about.items() if value not in ("", None, ())}
            said = "  ".join(f"{name}={_shown(value, self._zone)}" for name, value in told.items())
            line = f"{at.astimezone(self._zone):%m-%d %H:%M:%S}  {event:<8}  {said}".rstrip()
        click.echo(line)

    def progress(self, stage: str, what: str) -> None:
        """Problems are events; the rest is for those who wait for one article."""
        if stage == "problem":
            self("problem", {"what": one_line(what)[:LINE]})


def _stamped(value: object) -> str:
    """An instant for programs; nothing else that JSON does not know is told."""
    assert isinstance(value, datetime), f"{value!r} is told of"
    return value.isoformat(timespec="seconds")


def _shown(value: object, zone: tzinfo) -> str:
    """A value on the line: an instant like the line's own, several of a kind with their number."""
    if isinstance(value, datetime):
        value = f"{value.astimezone(zone):%m-%d %H:%M:%S}"
    elif isinstance(value, tuple | list):
        value = ", ".join(f"{each}×{count}" if count > 1 else str(each) for each, count in Counter(value).items())
    text = one_line(str(value))[:LINE]
    return f'"{text}"' if " " in text else text
