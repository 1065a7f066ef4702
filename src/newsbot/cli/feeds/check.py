"""`newsbot feeds check`: what a feed answers now, and what a poll would make of it."""

import asyncio
from typing import TYPE_CHECKING, Any

import click

from newsbot.cli import ERROR, OK
from newsbot.cli.feeds.ended import NONE_FOLLOWED, Said, json_option, run
from newsbot.cli.screen import counted, with_rule
from newsbot.news import Feed, Followed

if TYPE_CHECKING:
    from newsbot.wiring import Newsroom

AT_ONCE = 20  # feeds checked at the same time; each may hold one answer


@click.command("check", short_help="Fetch now and explain: one feed, or all in a line each.")
@click.argument("address", metavar="[URL]", required=False)
@json_option
def check(address: str | None, as_json: bool) -> int:
    """Fetch the feed at URL now and explain everything; without URL every followed feed, in a line each.

    Redirects, validators, how the encoding was decided and every date was read, what a poll would
    announce and when the next one would be. Nothing is kept. Exit code 1 when a feed failed.
    """
    return run(as_json, lambda newsroom: _check(newsroom, address) if address else _check_all(newsroom))


async def _check(newsroom: "Newsroom", given: str) -> Said:
    from newsbot import subscriptions
    from newsbot.cli.feeds import explained

    world = newsroom.world
    url = subscriptions.address(given)
    known = subscriptions.known(await world.archive.followed(), url)
    seen = await subscriptions.explain(known or Feed(url=url), world)
    told = [f"newsbot: {with_rule(seen.error, seen.rule)}"] if seen.error else []
    text = explained.text(seen, newsroom.settings.zone, world.now())
    return Said(explained.report(seen, entries=True), text, told, ERROR if seen.error else OK)


async def _check_all(newsroom: "Newsroom") -> Said:
    from newsbot import subscriptions
    from newsbot.cli.feeds import explained

    places = asyncio.Semaphore(AT_ONCE)

    async def one(feed: Followed) -> tuple[dict[str, Any], str]:
        async with places:
            seen = await subscriptions.explain(feed, newsroom.world)
        return explained.report(seen, entries=False), explained.summary(seen)

    followed = await newsroom.world.archive.followed()
    checked = await asyncio.gather(*map(one, followed))
    reports = [report for report, _ in checked]
    failed = sum(report["error"] is not None for report in reports)
    told = [f"{counted(len(reports), 'feed', 'feeds')}, {failed} failed"] if followed else [NONE_FOLLOWED]
    return Said({"feeds": reports}, "\n".join(line for _, line in checked), told, ERROR if failed else OK)
