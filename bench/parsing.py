"""What parsing changed feeds costs through the sandbox, beside feedparser called directly.

    python bench/parsing.py FOLDER [--rounds 3]

FOLDER holds feeds as files (all files below it are read). In one run, taken in turn: feedparser with the
options we give it, in this process; and our whole way of a changed feed: bytes to a worker,
decoding, feedparser, dates, identity, cleaning, JSON back, values checked. Printed are the medians of
processor time (ours: this process and the workers), their ratio, errors, and every feed on which
feedparser's defaults find more entries than we do.
"""

import argparse
import asyncio
import io
import multiprocessing
import statistics
import time
import warnings
from datetime import UTC, datetime
from pathlib import Path

import feedparser

from newsbot.edges.sandbox import Sandbox
from newsbot.errors import ParseError
from newsbot.news import ParsedFeed, Reading


def worker_seconds() -> float:
    """Processor seconds of the sandbox's workers so far (Linux)."""
    total = 0.0
    for process in multiprocessing.active_children():
        total += int(Path(f"/proc/{process.pid}/schedstat").read_text().split()[0]) / 1e9
    return total


def direct(body: bytes, **options: bool) -> int:
    """How many entries feedparser finds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return len(feedparser.parse(io.BytesIO(body), **options).entries)


async def ours(sandbox: Sandbox, name: str, body: bytes) -> ParsedFeed | str:
    reading = Reading(feed=f"https://example.org/{name}", url=f"https://example.org/{name}", seen=datetime.now(UTC))
    try:
        return await sandbox.feed(reading, body)
    except ParseError as error:
        return str(error)


async def measure(feeds: dict[str, bytes], rounds: int) -> None:
    base, own = [], []
    found: dict[str, ParsedFeed | str] = {}
    async with Sandbox(workers=1) as sandbox:
        await ours(sandbox, "warm", next(iter(feeds.values())))
        for _ in range(rounds):
            began = time.process_time()
            for body in feeds.values():
                direct(body, sanitize_html=False, resolve_relative_uris=False)
            base.append(time.process_time() - began)
            began, workers = time.process_time(), worker_seconds()
            for name, body in feeds.items():
                found[name] = await ours(sandbox, name, body)
            own.append(time.process_time() - began + worker_seconds() - workers)
    theirs, mine = statistics.median(base), statistics.median(own)
    print(f"{len(feeds)} feeds, {sum(map(len, feeds.values())) / 2**20:.1f} MiB, {rounds} rounds")
    print(f"feedparser directly {theirs:.2f} s, through the sandbox {mine:.2f} s, ratio {mine / theirs:.2f}")
    print(f"{sum(isinstance(each, str) for each in found.values())} could not be parsed")
    for name, body in feeds.items():
        each = found[name]
        default = direct(body)
        if isinstance(each, str):
            print(f"  {name}: {each}")
        elif each.total < default:
            print(f"  {name}: {each.total} entries, feedparser's defaults find {default}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    feeds = {path.name: path.read_bytes() for path in sorted(given.folder.rglob("*")) if path.is_file()}
    asyncio.run(measure(feeds, given.rounds))


if __name__ == "__main__":
    main()
