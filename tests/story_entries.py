"""Feed entries about made-up events, kept in a store as a poll keeps them."""

from datetime import UTC, datetime
from typing import Any

from newsbot.edges.store import Store
from newsbot.news import Entry, Feed, Known

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
A, B, C = "https://a.test/feed", "https://b.test/feed", "https://c.test/feed"


def entry(key: str, title: str, feed: str = A, **more: Any) -> Entry:
    """An entry of a feed; its id is its key, and its page lies on the feed's site."""
    site = feed.removesuffix("/feed")
    told = {"id": key, "url": f"{site}/{key}", "publisher": site.removeprefix("https://"), "digest": key, "mark": key}
    return Entry.model_validate({"feed": feed, "key": key, "title": title, **told, **more})


async def keep(store: Store, *entries: Entry) -> None:
    """Remember these entries, as if a poll had just found them; their feeds are followed."""
    await store.follow([Feed(url=each.feed) for each in entries])
    followed = {feed.feed.url: feed for feed in await store.followed()}
    for feed in dict.fromkeys(each.feed for each in entries):
        known = [Known(entry=each, digests=(each.digest,)) for each in entries if each.feed == feed]
        await store.keep_feed(followed[feed], known)
