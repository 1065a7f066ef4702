"""A server for the polling benchmarks: one process, many addresses of 127/8, one small feed at every path.

    python bench/feed_server.py ADDRESSES

Prints its port, then serves until its standard input ends. A request that brings the feed's ETag is
answered 304, others with the feed. As little work as HTTP allows, so that the client is what is measured.
"""

import asyncio
import sys

ITEMS = "".join(
    f"<item><guid>urn:bench:{n}</guid><link>http://example.org/{n}</link><title>Bench entry {n}</title>"
    f"<pubDate>Mon, 0{n} Nov 2026 08:00:00 GMT</pubDate><description>Nothing of note.</description></item>"
    for n in range(1, 6)
)
FEED = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Bench</title>'
    f"<link>http://example.org/</link><description>Bench</description>{ITEMS}</channel></rss>"
).encode()
ETAG = b'"bench-1"'
UNCHANGED = b"HTTP/1.1 304 Not Modified\r\nETag: " + ETAG + b"\r\nConnection: close\r\n\r\n"
CHANGED = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: " + ETAG + b"\r\n"
    b"Content-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(FEED), FEED)
)


def addresses(count: int) -> list[str]:
    """`count` addresses of 127/8, from 127.0.1.1 on."""
    return [f"127.0.{1 + n // 250}.{1 + n % 250}" for n in range(count)]


class _Feeds(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._head = b""

    def data_received(self, data: bytes) -> None:
        self._head += data
        if b"\r\n\r\n" in self._head:
            self._transport.write(UNCHANGED if ETAG in self._head else CHANGED)
            self._transport.close()


async def serve(count: int) -> None:
    """Serve on `count` addresses and one port until standard input ends."""
    loop = asyncio.get_running_loop()
    hosts = addresses(count)
    first = await loop.create_server(_Feeds, hosts[0], 0, backlog=1024)
    port = first.sockets[0].getsockname()[1]
    await loop.create_server(_Feeds, hosts[1:], port, backlog=1024)
    print(port, flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
