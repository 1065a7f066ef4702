"""A newsroom that goes on for days: does its memory grow, what does idling cost, is anything told or written twice?

    python bench/soak.py FOLDER_OF_FEEDS --days 2             on a clock that is turned, in minutes
    python bench/soak.py FOLDER_OF_FEEDS --minutes 60         in real time
    python bench/soak.py FOLDER_OF_FEEDS --minutes 30 --idle  the same while nothing is chosen to be written

FOLDER_OF_FEEDS holds feeds as they were served (`*.xml`, `*.gz`), and in `replay/NAME/` versions of one feed, which are
served one after another. `--feeds` of them are followed (taken again from the first where there are fewer), each at a
path of its own on 20 addresses of 127/8. Pages are not asked for: what a feed says of them is all there is. A scripted
model writes. Feeds and model are served by a process of their own; what is measured is the newsroom's.
"""

import argparse
import asyncio
import contextlib
import gzip
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from newsbot import wiring
from newsbot.daemon import Daemon
from newsbot.demo.scripted_model import ScriptedModel
from newsbot.edges.courier.embedded import Embedded
from newsbot.edges.memory import give_back
from newsbot.errors import Unreachable
from newsbot.settings import Settings
from scripted_writer import ScriptedWriter

HOSTS = [f"127.0.1.{number}" for number in range(1, 21)]
WARM = timedelta(hours=24)  # simulated; words, parsers and caches are loaded, and filled by two days' stories
WARM_REAL = 10.0  # minutes: every feed was polled once, and what writes is loaded; entries are still being grouped
STEP = 5.0  # minutes between two looks
OFTEN = 100.0  # the weight of a feed that is to be asked often
MIB = 1024 * 1024


# ---------------------------------------------------------------- the world, in its own process


def versions(folder: Path) -> list[list[bytes]]:
    """The feeds of the folder, each as its versions in order."""
    told = [sorted(name.glob("*.gz")) for name in sorted(folder.glob("replay/*"))]
    single = sorted(path for path in folder.rglob("*.xml") if "malformed" not in path.parts)
    return [[gzip.decompress(path.read_bytes()) for path in paths] for paths in told if paths] + [
        [path.read_bytes()] for path in single
    ]


def serve(folder: Path, count: int, told: Any) -> None:
    """Serve feeds and model until killed; tells its port and the model's address."""
    asyncio.run(_serve(folder, count, told))


async def _serve(folder: Path, count: int, told: Any) -> None:
    feeds = versions(folder)
    asked: Counter[int] = Counter()

    async def answer(request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        mine = feeds[number % len(feeds)]
        body = mine[min(asked[number] // 2, len(mine) - 1)]  # every second poll brings the next version
        asked[number] += 1
        tag = f'"{hash(body)}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        return web.Response(body=body, headers={"ETag": tag, "Content-Type": "application/rss+xml"})

    app = web.Application()
    app.router.add_get("/{number}.xml", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, HOSTS[0], 0).start()
    port = runner.addresses[0][1]
    for host in HOSTS[1:]:
        await web.TCPSite(runner, host, port).start()
    async with ScriptedModel(ScriptedWriter()) as model:
        told.send((port, model.base_url, [f"http://{HOSTS[n % len(HOSTS)]}:{port}/{n}.xml" for n in range(count)]))
        await asyncio.Event().wait()


class Fetcher:
    """The newsroom's fetcher, which asks nobody but this machine."""

    def __init__(self, real: Any) -> None:
        self._real = real

    async def page(self, url: str) -> Any:
        raise Unreachable(url, f"{url} is not asked for in a soak")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


# ---------------------------------------------------------------- the newsroom


def memory() -> int:
    """Bytes that this process holds now."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()


class Soak:
    """What happened: announcements and events counted."""

    def __init__(self) -> None:
        self.events: Counter[str] = Counter()
        self.announced: Counter[tuple[str, str, str]] = Counter()
        self.written: Counter[str] = Counter()

    def told(self, what: str, about: Mapping[str, object]) -> None:
        self.events[what] += 1
        if what == "story":
            self.events[f"story {about['stage']}"] += 1

    def listen(self, store: Any) -> None:
        """Count what the store is told has been announced."""
        really: Callable[..., Any] = store.told

        async def told(announced: Any) -> None:
            for each in announced:
                self.announced[each.entry.feed, each.entry.key, each.kind] += 1
            await really(announced)

        store.told = told

    def say(self, since: int, now: int, drafts: Path) -> None:
        twice = sum(count > 1 for (_, _, kind), count in self.announced.items() if kind == "new")
        owners = Counter(path.stem.rpartition("-")[2] for path in drafts.glob("*.md"))
        print(f"memory: {since / MIB:.1f} MiB when warm, {now / MIB:.1f} MiB at the end: {(now - since) / MIB:+.1f}")
        print(f"announced: {len(self.announced)}, of them twice: {twice}")
        print(f"articles: {sum(owners.values())}, stories with more than one: {sum(n > 1 for n in owners.values())}")
        print("events:", ", ".join(f"{what} {count}" for what, count in sorted(self.events.items())))


async def simulated(daemon: Daemon, turn: Callable[[timedelta], None], days: float) -> int:
    """Ticks for so many days, a minute apart; the memory after warming up."""
    warm = 0
    for minute in range(int(days * 1440)):
        await daemon.tick("poll")
        if minute % 2 == 0:
            await daemon.tick("group")
        if minute % 5 == 0:
            await daemon.tick("write")
        await daemon.tick("carry")
        await daemon.idle()
        if minute % 1440 == 1439:
            await daemon.tick("tidy")
        turn(timedelta(minutes=1))
        if minute == min(int(WARM.total_seconds() // 60), int(days * 720)):
            warm = memory()
        if minute % 240 == 0:
            print(f"hour {minute // 60}: {memory() / MIB:.1f} MiB", flush=True)
    return warm


async def real(daemon: Daemon, minutes: float) -> int:
    """The daemon itself for so many minutes; the memory after warming up, and what its process used since."""
    running = asyncio.ensure_future(daemon.run())
    warm_at = min(minutes / 2, WARM_REAL)
    warm = await watched(running, warm_at)
    used, began = time.process_time(), time.monotonic()
    await watched(running, minutes - warm_at)
    share = (time.process_time() - used) / (time.monotonic() - began)
    print(f"processor after warming up: {share:.2%} of a core")
    daemon.stop()
    await running
    return warm


async def watched(running: asyncio.Future[None], minutes: float) -> int:
    """The memory after so many minutes; says it on the way."""
    now, began = memory(), time.monotonic()
    while (left := minutes - (time.monotonic() - began) / 60) > 0.01:
        now = await spent(running, min(left, STEP))
    return now


async def spent(running: asyncio.Future[None], minutes: float) -> int:
    """The memory after so many minutes; says it, and what the process used meanwhile."""
    used, began = time.process_time(), time.monotonic()
    await asyncio.wait([running], timeout=minutes * 60)
    share = (time.process_time() - used) / (time.monotonic() - began)
    print(f"{minutes:.0f} minutes more: {memory() / MIB:.1f} MiB, {share:.2%} of a core", flush=True)
    return memory()


async def soak(asked: argparse.Namespace, base_url: str, urls: list[str], folder: Path) -> None:
    os.chdir(folder)
    os.environ |= {"OPENAI_BASE_URL": base_url, "NEWSBOT_LLM__DRAFT_MODEL": "scripted", "NEWSBOT_WRITER": "whole"}
    settings = Settings.model_validate(
        {
            # In real time they are asked as often as may be, else an hour would see one or two versions.
            "feeds": [{"url": url, "weight": 1.0 if asked.days else OFTEN} for url in urls],
            "fetch": {"allow_origins": sorted({url.rpartition("/")[0] for url in urls})},
            "daemon": {"score": 0, "daily": 40, "write_mode": "chosen" if asked.idle else "auto"},
            "budget": {"daily_tokens": 100_000_000, "daily_usd": 1_000_000},
            "llm": {"prices": {"scripted": {"input": 0.0, "output": 0.0}}},
        }
    )
    at = datetime.now(UTC)

    def now() -> datetime:
        return at if asked.days else datetime.now(UTC)

    def turn(by: timedelta) -> None:
        nonlocal at
        at += by

    counted = Soak()
    began = time.monotonic()
    async with wiring.opened(settings, lambda _stage, _what: None, now=now) as newsroom:
        counted.listen(newsroom.store)
        world = replace(newsroom.world, fetcher=Fetcher(newsroom.world.fetcher))

        async def prune() -> int:
            kept = settings.retention
            return await newsroom.store.prune(
                now() - timedelta(days=kept.answers), now() - timedelta(days=kept.versions)
            )

        daemon = Daemon(
            world,
            newsroom.rules,
            settings.daemon,
            settings.zone,
            prune,
            counted.told,
            time.monotonic,
            Embedded,
            give_back=give_back,
        )
        warm = await (simulated(daemon, turn, asked.days) if asked.days else real(daemon, asked.minutes))
        counted.say(warm, memory(), settings.site.drafts)
    print(f"{len(urls)} feeds, {asked.days or asked.minutes} {'days' if asked.days else 'minutes'}: ", end="")
    print(f"{time.monotonic() - began:.0f} s, {time.process_time():.0f} s of a processor")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--feeds", type=int, default=200)
    length = parser.add_mutually_exclusive_group(required=True)
    length.add_argument("--days", type=float, default=0.0)
    length.add_argument("--minutes", type=float, default=0.0)
    parser.add_argument("--idle", action="store_true", help="nobody chooses anything: feeds are polled and grouped")
    asked = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=serve, args=(asked.folder.resolve(), asked.feeds, theirs), daemon=True)
    server.start()
    _, base_url, urls = ours.recv()
    try:
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            asyncio.run(soak(asked, base_url, urls, Path(folder)))
    finally:
        server.kill()


if __name__ == "__main__":
    main()
