"""What a round over unchanged feeds costs, beside a bare aiohttp loop and beside the `reader` library.

    python bench/polling.py [--feeds 1000] [--rounds 5] [--reader]

All in one run on one machine: a server process on 500 addresses of 127/8 answers every conditional
request with 304. The bare loop sends the same validators with the same number of requests under way and
the same connector settings, and does nothing else. Ours is the whole round: reading the followed
feeds from the database, asking, deciding when to ask next, writing it down. Printed are the medians
of processor and wall time for one feed, their ratios, and the largest memory of this process.
"""

import argparse
import asyncio
import contextlib
import multiprocessing
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import aiohttp
from feed_server import ETAG, addresses

from newsbot import stages, wiring
from newsbot.news import Feed
from newsbot.rounds import HOSTS_AT_ONCE
from newsbot.settings import Settings

ADDRESSES = 500


def print_nothing(stage: str, what: str) -> None:
    """Progress that nobody watches."""


@contextlib.contextmanager
def server() -> Iterator[int]:
    """The feed server in a process of its own; its port."""
    script = Path(__file__).with_name("feed_server.py")
    with subprocess.Popen(
        [sys.executable, str(script), str(ADDRESSES)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stdin is not None
        yield int(process.stdout.readline())
        process.stdin.close()


async def timed(work: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """Seconds of processor (all threads of this process) and of wall that the work takes."""
    cpu, wall = time.process_time(), time.perf_counter()
    await work()
    return time.process_time() - cpu, time.perf_counter() - wall


async def bare(urls: list[str]) -> None:
    """The least that asking can cost: the requests and nothing else."""
    headers = {"If-None-Match": ETAG.decode(), "Accept-Encoding": "gzip, deflate"}
    connector = aiohttp.TCPConnector(use_dns_cache=False, force_close=True)
    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:
        queue = iter(urls)

        async def ask() -> None:
            for url in queue:
                async with session.get(url, allow_redirects=False) as response:
                    await response.read()
                    assert response.status == 304

        await asyncio.gather(*(ask() for _ in range(HOSTS_AT_ONCE)))


def feed_urls(count: int, port: int) -> list[str]:
    hosts = addresses(ADDRESSES)
    return [f"http://{hosts[n % ADDRESSES]}:{port}/feed/{n}" for n in range(count)]


def newsroom_of(port: int, folder: Path) -> contextlib.AbstractAsyncContextManager[wiring.Newsroom]:
    settings = Settings().model_copy(update={"feeds": (), "database_url": f"sqlite:///{folder / 'bench.db'}"})
    origins = tuple(f"http://{host}:{port}" for host in addresses(ADDRESSES))
    return wiring.opened(settings, print_nothing, origins=origins, writing=False)


async def prepare(count: int, port: int, folder: Path) -> None:
    """Follow the feeds and read each for the first time."""
    async with newsroom_of(port, folder) as newsroom:
        await newsroom.store.follow([Feed(url=url) for url in feed_urls(count, port)])
        first = await stages.poll(newsroom.world, newsroom.rules, force=True)
        assert not first.problems and len(first.announced) == 5 * count


def prepared(count: int, port: int, folder: Path) -> None:
    """`prepare` in a process of its own, so that its memory is not counted."""
    asyncio.run(prepare(count, port, folder))


async def measure(count: int, rounds: int, port: int, folder: Path, *, with_reader: bool) -> None:
    urls = feed_urls(count, port)
    measured: dict[str, list[tuple[float, float]]] = {}
    async with newsroom_of(port, folder) as newsroom:
        print(f"{count} feeds on {min(count, ADDRESSES)} addresses, {HOSTS_AT_ONCE} requests under way at most")

        async def ours() -> None:
            done = await stages.poll(newsroom.world, newsroom.rules, force=True)
            assert len(done.polled) == count and not done.announced and not done.problems

        sides: dict[str, Callable[[], Awaitable[object]]] = {"bare": lambda: bare(urls), "ours": ours}
        if with_reader:
            sides["reader"] = peer(urls, folder)
        for _ in range(rounds):  # taken in turn, so that a busy machine hurts all of them
            for name, work in sides.items():
                measured.setdefault(name, []).append(await timed(work))
    for what, at in (("processor", 0), ("wall", 1)):
        median = {name: statistics.median(each[at] for each in times) for name, times in measured.items()}
        said = ", ".join(
            f"{name} {1000 * taken / count:.3f} ms"
            + ("" if name == "ours" else f" (ours {median['ours'] / taken:.2f} of it)")
            for name, taken in median.items()
        )
        print(f"{what:>10} a feed: {said}")
    if not with_reader:
        print(f"    memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at most")


def peer(urls: list[str], folder: Path) -> Callable[[], Awaitable[object]]:
    """The `reader` library over the same feeds, with as many workers as we have requests under way."""
    import reader

    theirs = reader.make_reader(str(folder / "reader.db"))
    for url in urls:
        theirs.add_feed(url)

    async def update() -> None:
        theirs.update_feeds(workers=HOSTS_AT_ONCE, scheduled=False)

    theirs.update_feeds(workers=HOSTS_AT_ONCE, scheduled=False)
    return update


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--feeds", type=int, default=1000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--reader", action="store_true", help="also measure the reader library (pip install reader)")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, server() as port:
        first = multiprocessing.get_context("spawn").Process(target=prepared, args=(given.feeds, port, Path(folder)))
        first.start()
        first.join()
        asyncio.run(measure(given.feeds, given.rounds, port, Path(folder), with_reader=given.reader))


if __name__ == "__main__":
    main()
