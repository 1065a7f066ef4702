"""`newsbot feeds remove`, `pause`, `resume`: whether a feed is polled."""

from typing import TYPE_CHECKING

import click

from newsbot.cli.feeds.ended import Said, json_option, named, one_feed, refuse_declared, run

if TYPE_CHECKING:
    from newsbot.wiring import Newsroom

BY_HAND = "by hand"


@click.command("remove", short_help="Follow a feed no longer.")
@one_feed
@json_option
def remove(address: str, as_json: bool) -> int:
    """Follow the feed at URL no longer. Its entries stay remembered."""

    async def work(newsroom: "Newsroom") -> Said:
        feed = await named(newsroom, address)
        refuse_declared(feed)
        await newsroom.world.archive.unfollow(feed.feed.url)
        said = "no longer followed; its entries stay remembered, so that none is announced anew if it is added again"
        return Said({"url": feed.feed.url, "removed": True}, feed.feed.url, [said])

    return run(as_json, work)


@click.command("pause", short_help="Do not poll a feed until it is resumed.")
@one_feed
@json_option
def pause(address: str, as_json: bool) -> int:
    """Do not poll the feed at URL until it is resumed."""

    async def work(newsroom: "Newsroom") -> Said:
        feed = await named(newsroom, address)
        if not feed.paused:
            await newsroom.world.archive.keep_feed(feed.model_copy(update={"paused": BY_HAND}))
        said = f"paused already: {feed.paused}" if feed.paused else "paused; `newsbot feeds resume` polls it again"
        return Said({"url": feed.feed.url, "paused": feed.paused or BY_HAND}, feed.feed.url, [said])

    return run(as_json, work)


@click.command("resume", short_help="Poll a paused feed again.")
@one_feed
@json_option
def resume(address: str, as_json: bool) -> int:
    """Poll the feed at URL again, beginning with the next round."""

    async def work(newsroom: "Newsroom") -> Said:
        feed = await named(newsroom, address)
        if feed.paused:
            due = newsroom.world.now()
            await newsroom.world.archive.keep_feed(feed.model_copy(update={"paused": "", "failures": 0, "due": due}))
        said = "resumed; the next `newsbot poll` asks it" if feed.paused else "it is not paused"
        return Said({"url": feed.feed.url, "paused": ""}, feed.feed.url, [said])

    return run(as_json, work)
