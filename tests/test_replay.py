"""Consecutive versions of real feeds, played in order through a local server: nothing is announced twice or missed."""

import gzip
import io
import warnings
from pathlib import Path

import feedparser
import pytest
from aiohttp import web

from feed_world import feed_world
from loopback import site
from newsbot import rounds
from newsbot.news import Feed

REPLAY = Path(__file__).parents[2] / "shared" / "data" / "feeds" / "replay"
SERIES = sorted(path.name for path in REPLAY.iterdir()) if REPLAY.is_dir() else ["(no data)"]

pytestmark = [
    pytest.mark.deep,
    pytest.mark.skipif(not REPLAY.is_dir(), reason="the replay series are not beside this checkout"),
]


def ids(body: bytes) -> set[str]:
    """The ids of the entries, as feedparser itself reads them: the id, else the link."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = feedparser.parse(io.BytesIO(body))
    return {entry.get("id") or entry.get("link") for entry in parsed.entries}


@pytest.mark.parametrize("series", SERIES)
async def test_every_id_is_announced_once_in_the_first_version_that_has_it(tmp_path: Path, series: str) -> None:
    versions = [gzip.decompress(path.read_bytes()) for path in sorted((REPLAY / series).glob("*.gz"))]
    current = b""

    async def feed(request: web.Request) -> web.StreamResponse:
        return web.Response(body=current, content_type="application/xml")

    seen: set[str] = set()
    async with site({"/feed": feed}) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        await newsroom.store.follow([Feed(url=server.url("/feed"))])
        for number, current in enumerate(versions):
            (polled,) = await rounds.poll(await newsroom.store.followed(), newsroom.world)
            new = [each.entry.id for each in polled.announced if each.kind == "new"]
            assert len(new) == len(set(new)), number
            assert set(new) == ids(current) - seen, number
            seen |= set(new)
            newsroom.clock.turn(hours=12)
    assert seen
