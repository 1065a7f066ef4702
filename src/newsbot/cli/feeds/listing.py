"""`newsbot feeds list`: every followed feed, and how polling it goes."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table
from rich.text import Text

from newsbot.chinese import one_line
from newsbot.cli.feeds.ended import NONE_FOLLOWED, Said, json_option, run
from newsbot.cli.screen import short, stamp
from newsbot.news import Followed

if TYPE_CHECKING:
    from newsbot.wiring import Newsroom


@click.command("list", short_help="Show every followed feed.")
@json_option
def list_(as_json: bool) -> int:
    """Show every followed feed: entries a week, next poll, how the last one ended, failures in a row."""

    async def work(newsroom: "Newsroom") -> Said:
        now, followed = newsroom.world.now(), await newsroom.world.archive.followed()
        report = {"feeds": [_listed(feed, now) for feed in followed]}
        if not followed:
            return Said(report, "", [NONE_FOLLOWED])
        return Said(report, _table(followed, now, newsroom.settings.zone))

    return run(as_json, work)


def _listed(feed: Followed, now: datetime) -> dict[str, Any]:
    """A feed for programs. `title` is empty where neither its owner nor the feed gives one."""
    from newsbot import polling

    return {
        "url": feed.feed.url,
        "title": feed.feed.title or feed.title,
        "address": feed.address,
        "language": feed.feed.language,
        "timezone": feed.feed.timezone,
        "encoding": feed.feed.encoding,
        "topics": list(feed.feed.topics),
        "weight": feed.feed.weight,
        "kind": feed.feed.kind,
        "declared": feed.declared,
        "paused": feed.paused,
        "polled": stamp(feed.polled),
        "answered": stamp(feed.answered),
        "due": None if feed.paused else stamp(feed.due),
        "result": feed.result,
        "failures": feed.failures,
        "weekly": round(polling.weekly(feed, now), 2),
        "site": feed.site,
    }


def _table(followed: Sequence[Followed], now: datetime, zone: tzinfo) -> Table:
    from newsbot import polling

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("feed", overflow="fold", ratio=3)
    table.add_column("a week", justify="right", no_wrap=True)
    table.add_column("next poll", no_wrap=True)
    table.add_column("last result", overflow="fold", ratio=2)
    table.add_column("failures", justify="right", no_wrap=True)
    for feed in followed:
        table.add_row(
            _name(feed),
            f"{polling.weekly(feed, now):.1f}" if feed.answered else "",
            _next(feed, now, zone),
            Text(one_line(feed.paused or feed.result)[:300] or "not polled yet"),
            str(feed.failures or ""),
            style="dim" if feed.paused else "",
        )
    return table


def _next(feed: Followed, now: datetime, zone: tzinfo) -> str:
    if feed.paused:
        return "paused"
    return "now" if feed.due is None or feed.due <= now else short(feed.due, zone, now)


def _name(feed: Followed) -> Text:
    """Title and address, as plain text: a title may hold anything."""
    text = Text(one_line(feed.name)[:120])
    if feed.name != feed.feed.url:
        text.append(f"\n{one_line(feed.feed.url)}", style="dim")
    if feed.address:
        text.append(f"\nmoved to {one_line(feed.address)}", style="dim")
    return text
