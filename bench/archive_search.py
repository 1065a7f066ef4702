"""What searching the archive costs when it is large.

    python bench/archive_search.py FOLDER [--passages 1000000] [--queries 200] [--database FILE]

FOLDER holds news: feeds as files (gzip too) and JSON lines with longer strings. Their passages are repeated with
changes until there are as many as asked for: figures are drawn anew, some words are exchanged, every page
joins passages of several texts, and a tenth of all are feed entries. They are kept by the store's own code,
many pages to a transaction. Then the titles found in FOLDER are searched, whole and in pieces of one to three
neighbouring words, as many of each band of frequency (of the rarest word). Printed are build time, sizes, median
and 95th percentile of a search in milliseconds, and what keeping 30 new entries takes. With --database a file that
is there already is searched as it is.
"""

import argparse
import asyncio
import gzip
import hashlib
import json
import random
import re
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from newsbot import feed, passages
from newsbot.edges.store import Store, pages
from newsbot.edges.store.engine import Database
from newsbot.errors import ParseError
from newsbot.news import Entry, Feed, Known, Page, Reading, Span
from newsbot.terms import terms

START = datetime(2020, 1, 1, tzinfo=UTC)
A_PAGE, A_FEED = 18, 30  # passages, entries
AT_ONCE = 300  # pages in a transaction
BANDS = (100, 1_000, 10_000, 100_000, 10**9)


def read(folder: Path) -> tuple[list[str], list[str]]:
    """The titles and the texts of what lies in the folder."""
    titles: dict[str, None] = {}
    texts: dict[str, None] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if "malformed" in path.parts or "attacks" in path.parts:
            continue
        if path.suffix == ".jsonl":
            for line in path.read_text(encoding="utf-8").strip().split("\n"):
                for value in _strings(json.loads(line)):
                    if len(value) > 200:
                        texts[value] = None
        elif path.suffix not in (".json", ".html", ".md"):
            body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            reading = Reading(feed="https://example.org/", url="https://example.org/", seen=START)
            try:
                parsed = feed.parse(reading.model_dump_json(), body)
            except ParseError:
                continue
            for entry in parsed.entries:
                titles[entry.title] = None
                texts[entry.text or entry.summary] = None
    return [title for title in titles if terms(title)], list(texts)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


class Press:
    """Prints pages and entries out of titles and passages, each a little different; the same for one seed."""

    def __init__(self, titles: list[str], texts: list[str]) -> None:
        self._chance = random.Random(4)
        self._titles = titles
        self._passages = [span.text for text in texts for span in passages.cut(text)]
        self._words = sorted(
            {word for title in titles for word in re.findall(r"[A-Za-z]{4,}|[\u4e00-\u9fff]{2}", title)}
        )
        self._made = 0
        print(f"{len(titles)} titles, {len(self._passages)} different passages to repeat with changes")

    def page(self) -> tuple[Page, list[Span]]:
        self._made += 1
        pieces = [self._changed(piece) for piece in self._chance.choices(self._passages, k=A_PAGE)]
        spans, at = [], 0
        for piece in pieces:
            spans.append(Span(start=at, end=at + len(piece), text=piece, language="zh"))
            at += len(piece) + 1
        text, url = "\n".join(pieces), f"https://example.org/{self._made}"
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        title = self._chance.choice(self._titles)
        fetched = START + timedelta(minutes=self._made)
        return Page(url=url, final_url=url, fetched=fetched, title=title, text=text, sha256=sha256), spans

    def entries(self, feed: str) -> list[Known]:
        made = []
        for _ in range(A_FEED):
            self._made += 1
            summary = self._changed(self._chance.choice(self._passages))
            url, title = f"https://example.com/{self._made}", self._chance.choice(self._titles)
            made.append(
                Known(entry=Entry(feed=feed, key=url, id=url, url=url, title=title, summary=summary), digests=(url,))
            )
        return made

    def _changed(self, piece: str) -> str:
        piece = re.sub(r"\d", lambda _: str(self._chance.randrange(10)), piece)
        at = self._chance.randrange(len(piece))
        return f"{piece[:at]} {self._chance.choice(self._words)} {piece[at:]}"


async def build(url: str, press: Press, passages: int) -> None:
    async with await Store.open(url, lambda: START) as store:
        await store.follow([Feed(url="https://example.com/feed")])
        (followed,) = await store.followed()
        database = Database(url, 10)
        done = 0

        def keep(connection: Connection, made: list[tuple[Page, list[Span]]]) -> None:
            for page, spans in made:
                pages.keep(connection, page, spans)

        while done < passages:
            made = [press.page() for _ in range(min(AT_ONCE, (passages - done) // A_PAGE + 1))]
            await database.write(lambda connection, made=made: keep(connection, made))  # type: ignore[misc]
            done += len(made) * A_PAGE
            for _ in range(len(made) * A_PAGE // (10 * A_FEED)):
                await store.keep_feed(followed, press.entries(followed.feed.url))
                done += A_FEED
        await database.close()


def asked(titles: list[str], frequencies: dict[str, int], count: int) -> list[tuple[int, str]]:
    """Queries with the band of their rarest term, as many of each band as there are and are wanted."""
    chance = random.Random(5)
    bands: dict[int, list[str]] = {}
    for title in chance.sample(titles, len(titles)):
        words = re.findall(r"[A-Za-z0-9][A-Za-z0-9.\-]*|[\u4e00-\u9fff]+", title)
        at, long = chance.randrange(len(words) or 1), chance.randint(1, 3)
        for query in (title, " ".join(words[at : at + long])):
            found = [frequencies[term] for term in terms(query) if term in frequencies]
            if found:
                bands.setdefault(next(band for band in BANDS if min(found) < band), []).append(query)
    picked: dict[str, int] = {}
    while len(picked) < count and any(bands.values()):
        for band in sorted(bands):
            if bands[band] and len(picked) < count:
                picked.setdefault(bands[band].pop(), band)
    return [(band, query) for query, band in picked.items()]


async def measure(path: Path, titles: list[str], press: Press, queries: int) -> None:
    with sqlite3.connect(path) as connection:
        frequencies = dict(connection.execute("SELECT term, pieces FROM frequencies"))
        (number,) = connection.execute("SELECT pieces FROM totals").fetchone()
        sizes = _sizes(connection) | {"whole file": _whole(connection)}
    print(f"{number} pieces indexed, {len(frequencies)} different terms")
    print("    " + ", ".join(f"{name} {size / 1e6:.0f} MB" for name, size in sizes.items()))
    picked = asked(titles, frequencies, queries)
    async with await Store.open(f"sqlite:///{path}", lambda: datetime.now(UTC)) as store:
        await store.search("warm 热身", 10)  # the segmenter's dictionary is read once a process
        taken: dict[int, list[float]] = {}
        slowest = (0.0, "")
        for band, query in random.Random(6).sample(picked, len(picked)):
            began = time.perf_counter()
            await store.search(query, 10)
            took = 1000 * (time.perf_counter() - began)
            taken.setdefault(band, []).append(took)
            slowest = max(slowest, (took, query))
        for band, times in sorted(taken.items()):
            print(f"    rarest word in fewer than {band:>10} pieces: {_said(times)}")
        print(f"search: {_said([took for times in taken.values() for took in times])}")
        print(f"    slowest {slowest[0]:.0f} ms: {slowest[1][:80]}")
        (followed,) = await store.followed()
        kept = []
        for _ in range(20):
            entries = [
                known.model_copy(update={"entry": known.entry.model_copy(update={"key": f"{time.time_ns()} {n}"})})
                for n, known in enumerate(press.entries(followed.feed.url))
            ]
            began = time.perf_counter()
            assert len(await store.keep_feed(followed, entries)) == A_FEED
            kept.append(1000 * (time.perf_counter() - began))
        print(f"keeping {A_FEED} new entries: {_said(kept)}")


def _said(times: list[float]) -> str:
    percentile = sorted(times)[min(len(times) - 1, int(0.95 * len(times)))]
    return f"{len(times)} times, median {statistics.median(times):.1f} ms, 95th percentile {percentile:.1f} ms"


def _sizes(connection: sqlite3.Connection) -> dict[str, int]:
    """Bytes of the index's parts, where this SQLite can tell (dbstat)."""
    parts = {"inverted index": "name LIKE '%\\_terms\\_%' ESCAPE '\\'", "terms of the pieces": "name = 'pieces'"}
    parts |= {"frequencies": "name LIKE 'frequencies%'", "findable": "name LIKE '%findable%'"}
    try:
        return {
            part: connection.execute(f"SELECT sum(pgsize) FROM dbstat WHERE {which}").fetchone()[0] or 0
            for part, which in parts.items()
        }
    except sqlite3.OperationalError:
        (blocks,) = connection.execute(
            "SELECT sum(length(block)) "
            "FROM (SELECT block FROM page_terms_data UNION ALL SELECT block FROM entry_terms_data)"
        ).fetchone()
        (terms,) = connection.execute("SELECT sum(length(CAST(terms AS BLOB)) + 20) FROM pieces").fetchone()
        return {"inverted index": blocks, "terms of the pieces (about)": terms}


def _whole(connection: sqlite3.Connection) -> int:
    return int(
        connection.execute("PRAGMA page_count").fetchone()[0] * connection.execute("PRAGMA page_size").fetchone()[0]
    )


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("folder", type=Path)
    given.add_argument("--passages", type=int, default=1_000_000)
    given.add_argument("--queries", type=int, default=200)
    given.add_argument("--database", type=Path)
    options = given.parse_args()
    titles, texts = read(options.folder)
    press = Press(titles, texts)
    with tempfile.TemporaryDirectory() as folder:
        path = options.database or Path(folder) / "bench.db"
        if not path.exists():
            began = time.perf_counter()
            asyncio.run(build(f"sqlite:///{path}", press, options.passages))
            print(f"built in {time.perf_counter() - began:.0f} s")
        asyncio.run(measure(path, titles, press, options.queries))


if __name__ == "__main__":
    main()
