"""Feeds and pages for tests that follow, check and poll feeds."""

from collections.abc import Mapping

from aiohttp import web

from loopback import Handler

DATED = "Fri, 20 Nov 2026 08:00:00 GMT"


def rss(*titles: str, dated: str = DATED, extra: str = "", title: str = "甲报") -> bytes:
    """A feed with an entry for each title, which is its id as well. `extra` stands in the channel."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{each}</guid><title>{each}</title><link>http://e.test/{each}</link>"
        f"<pubDate>{dated}</pubDate></item>"
        for each in titles
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{extra}{items}</channel></rss>".encode()


def page(*links: str) -> str:
    """A web page that names these feeds."""
    named = "".join(f'<link rel="alternate" type="application/rss+xml" href="{link}">' for link in links)
    return f"<!DOCTYPE html><html><head><title>A site</title>{named}</head><body><p>Words.</p></body></html>"


def answers(body: bytes = b"", status: int = 200, headers: Mapping[str, str] | None = None) -> Handler:
    """A handler that always answers this."""
    given = {"Content-Type": "application/rss+xml", **(headers or {})}

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=body, status=status, headers=given)

    return answer


def redirects(to: str, status: int = 301) -> Handler:
    """A handler that sends everyone elsewhere."""
    return answers(status=status, headers={"Location": to})
