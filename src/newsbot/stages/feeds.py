"""Before all stages: the feeds that are due are read."""

from newsbot import polling, rounds
from newsbot.errors import UsageError
from newsbot.newsroom import World
from newsbot.stages.house import Rules


async def poll(
    world: World, rules: Rules, *, only: str = "", force: bool = False, told: rounds.Told | None = None
) -> rounds.Round:
    """One round over the followed feeds that are due; with `force` over all that are not paused.

    `only` is the address of the one feed to poll; named like this, even a paused one is asked if forced.
    Raises `UsageError` when it is not followed.
    """
    await world.archive.declare(rules.feeds)
    kept = await world.archive.followed()
    followed = [polling.reclocked(feed, world.now()) for feed in kept]
    for before, after in zip(kept, followed, strict=True):
        if after is not before:  # the clock was put back: its time counts from now
            await world.archive.keep_feed(after)
    if only:
        followed = [feed for feed in followed if feed.feed.url == only]
        if not followed:
            raise UsageError(f"{only} is no feed that is followed; `newsbot feeds add` follows it")
    due = [feed for feed in followed if polling.is_due(feed, world.now()) or (force and (only or not feed.paused))]
    taken = await world.archive.take_feeds(due)  # of several daemons one asks a feed
    with world.spans("feed round", feeds=len(taken)) as note:
        polled = await rounds.poll(taken, world, told)
        note(failed=sum(bool(ended.error) for ended in polled), new=sum(len(ended.announced) for ended in polled))
    for ended in polled:
        if ended.error:
            world.progress("problem", ended.error)
    return rounds.Round(polled=polled, skipped=len(followed) - len(taken))
