"""What putting a new entry into its story costs beside a large archive, without an embedder.

    python bench/tracking.py FOLDER [--entries 100000] [--new 200] [--database FILE]

FOLDER holds feeds as files (gzip too). Their entries are repeated with changes until there are as many as asked for:
figures are drawn anew and a word of the title is exchanged. They are spread over 30 days and each stands in a story
of its own. Then new ones come, one a run and all in a run. Printed are milliseconds an entry, by the clock and of the
processor. With --database a file that is there already is taken as it is.
"""

import argparse
import asyncio
import gzip
import random
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsbot import feed, tracking
from newsbot.edges.fetch import GuardedFetcher
from newsbot.edges.files import LocalFiles
from newsbot.edges.sandbox import Sandbox
from newsbot.edges.site import DraftFolder
from newsbot.edges.store import Store
from newsbot.errors import ParseError
from newsbot.news import Entry, Feed, Known, Reading, Story
from newsbot.newsroom import Member, Placing, World
from newsbot.prompts import Folder
from newsbot.terms import terms

START = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 30
TOGETHER = 1_000  # entries kept in one transaction
FEED = "https://example.org/feed"


def read(folder: Path) -> list[Entry]:
    """The entries of the feeds below the folder, each title once."""
    found: dict[str, Entry] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and "malformed" not in path.parts):
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        reading = Reading(feed=FEED, url=FEED, seen=START)
        try:
            parsed = feed.parse(reading.model_dump_json(), body)
        except ParseError:
            continue
        found |= {entry.title: entry for entry in parsed.entries if terms(entry.title)}
    return list(found.values())


def press(real: list[Entry], chance: random.Random) -> Iterator[Entry]:
    """Entries like the real ones, each a little different, for ever."""
    words = sorted(
        {word for entry in real for word in re.findall(r"[A-Za-z]{4,}|[\u4e00-\u9fff]{2}", entry.title[:100])}
    )

    def changed(text: str) -> str:
        return re.sub(r"\d", lambda _: str(chance.randrange(10)), text)

    while True:
        entry = chance.choice(real)
        at = chance.randrange(len(entry.title))
        key = f"{chance.getrandbits(64):x}"
        yield entry.model_copy(
            update={
                "feed": FEED,
                "key": key,
                "id": key,
                "url": f"https://example.org/{key}",
                "title": f"{changed(entry.title[:at])} {chance.choice(words)} {changed(entry.title[at:])}",
                "summary": changed(entry.summary[:2_000]),
                "text": changed(entry.text[:5_000]),
                "published": None,
            }
        )


class Clock:
    at = START

    def __call__(self) -> datetime:
        return self.at


async def keep(store: Store, entries: list[Entry]) -> None:
    await store.follow([Feed(url=FEED)])
    (followed,) = await store.followed()
    await store.keep_feed(followed, [Known(entry=entry, digests=(entry.key,)) for entry in entries])


async def build(store: Store, clock: Clock, made: Iterator[Entry], number: int) -> None:
    for done in range(0, number, TOGETHER):
        clock.at = START + timedelta(days=DAYS * done / number)
        entries = [next(made) for _ in range(min(TOGETHER, number - done))]
        await keep(store, entries)
        await store.place([_alone(entry, clock.at) for entry in entries])


def _alone(entry: Entry, at: datetime) -> Placing:
    story = Story(id=entry.key, kind="news", headline=entry.title[:300], url=entry.url, created=at)
    return Placing(member=Member(entry=entry, story=story.id, seen=at), address=entry.url, begins=story)


async def measure(store: Store, clock: Clock, made: Iterator[Entry], new: int) -> None:
    clock.at = START + timedelta(days=DAYS)
    async with GuardedFetcher(now=clock) as fetcher, Sandbox() as parser:
        world = World(
            archive=store,
            fetcher=fetcher,
            parser=parser,
            files=LocalFiles(),
            searchers=(),
            desk=DraftFolder(Path("drafts")),
            model=lambda _story, _tries: None,
            prompts=Folder("prompt", ()),
            templates=Folder("template", ()),
            now=clock,
            progress=lambda _stage, _what: None,
        )
        await keep(store, [next(made)])
        await tracking.track(world)  # the segmenter's dictionary is read once a process
        single, worked_single = [], []
        for _ in range(new):
            await keep(store, [next(made)])
            began, used = time.perf_counter(), time.process_time()
            await tracking.track(world)
            single.append(1_000 * (time.perf_counter() - began))
            worked_single.append(1_000 * (time.process_time() - used))
        for how, times in (("by the clock", single), ("of the processor", worked_single)):
            print(
                f"one a run, {how}: median {statistics.median(times):.1f} ms, "
                f"95th {sorted(times)[int(0.95 * new)]:.1f} ms"
            )
        await keep(store, [next(made) for _ in range(new)])
        began, used = time.perf_counter(), time.process_time()
        ended = await tracking.track(world)
        took, worked = time.perf_counter() - began, time.process_time() - used
        print(
            f"{new} in a run: {1_000 * took / new:.1f} ms an entry, {1_000 * worked / new:.1f} of them at work; "
            f"{ended.joined} joined a story"
        )


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--new", type=int, default=200)
    parser.add_argument("--database", type=Path)
    given = parser.parse_args()
    real = read(given.folder)
    print(f"{len(real)} real entries to repeat with changes")
    with tempfile.TemporaryDirectory() as folder:
        path, clock = given.database or Path(folder) / "newsbot.db", Clock()
        there = path.exists()
        async with await Store.open(f"sqlite:///{path}", clock) as store:
            if not there:
                began = time.perf_counter()
                await build(store, clock, press(real, random.Random(4)), given.entries)
                print(f"{given.entries} entries kept in {time.perf_counter() - began:.0f} s")
            await measure(store, clock, press(real, random.Random(time.time_ns())), given.new)


asyncio.run(main())
