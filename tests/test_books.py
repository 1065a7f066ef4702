"""The ledger: reserve, settle, release; caps, waiting, crashes and restarts of the database."""

import asyncio
import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from databases import connected, sql
from newsbot.edges.store import Store, calls, owner
from newsbot.errors import OutOfBudget, StoreError
from newsbot.newsroom import Call, Cap, Caps, Reply, Spent

AT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 22, tzinfo=UTC)


def now() -> datetime:
    return AT


def call(key: str = "k1", **more: Any) -> Call:
    values: dict[str, Any] = {
        "key": key,
        "story": "s1",
        "role": "draft",
        "purpose": "draft",
        "ordinal": 0,
        "model": "m",
        "most_tokens": 1000,
        "most_micros": 50_000,
    }
    return Call(**values | more)


def caps(concurrency: int = 4, **more: Any) -> Caps:
    """A day's caps, with `more` of them."""
    day = {"of": "day", "since": MIDNIGHT, "micros": 5_000_000, "tokens": 1_000_000} | more
    return Caps(caps=(Cap.model_validate(day),), concurrency=concurrency)


def reply(text: str = "稿件", **more: Any) -> Reply:
    return Reply(**{"text": text, "model": "m", "prompt_tokens": 300, "completion_tokens": 200} | more)


class Looks:
    """The pause of a store that waits: each one is handed out, and ends when told to."""

    def __init__(self) -> None:
        self.begun: asyncio.Queue[asyncio.Event] = asyncio.Queue()

    async def __call__(self, seconds: float) -> None:
        over = asyncio.Event()
        self.begun.put_nowait(over)
        await over.wait()


@pytest.fixture
def looks() -> Looks:
    return Looks()


@pytest.fixture
async def store(database_url: str, looks: Looks) -> AsyncIterator[Store]:
    async with await Store.open(database_url, now, pause=looks) as opened:
        yield opened


# ---------------------------------------------------------------- paid once


async def test_a_settled_call_is_answered_from_the_ledger_and_not_paid_again(store: Store) -> None:
    assert await store.reserve(call(), caps()) is None
    await store.settle("k1", reply(), 1234)
    for _ in range(2):
        assert await store.reserve(call(), caps()) == reply()
    assert await store.spent("s1") == Spent(calls=1, repairs=0, prompt_tokens=300, completion_tokens=200, micros=1234)


async def test_a_settled_call_costs_no_place_and_no_budget(store: Store) -> None:
    await store.reserve(call(), caps())
    await store.settle("k1", reply(), 1234)
    await store.reserve(call("k2"), caps())
    assert await store.reserve(call(), caps(concurrency=1, micros=0, tokens=0)) == reply()


async def test_a_released_call_can_be_made_again_and_its_cost_is_kept(store: Store) -> None:
    await store.reserve(call(), caps())
    await store.release("k1", "truncated", micros=700, tokens=30)
    assert (await store.spent("s1")).calls == 0
    assert await store.reserve(call(), caps()) is None
    await store.settle("k1", reply(), 1000)
    assert (await store.spent("s1")).micros == 1000
    assert await store.spent_since(MIDNIGHT) == Spent(
        calls=1, repairs=0, prompt_tokens=330, completion_tokens=200, micros=1700
    )


async def test_spending_is_summed_by_story_and_counts_repairs(store: Store) -> None:
    asked: dict[str, dict[str, Any]] = {"a": {}, "b": {"ordinal": 1}, "c": {"ordinal": 2}, "d": {"story": "s2"}}
    for key, more in asked.items():
        await store.reserve(call(key, **more), caps())
        await store.settle(key, reply(), 10)
    spent = await store.spent("s1")
    assert (spent.calls, spent.repairs, spent.micros) == (3, 2, 30)
    assert (await store.spent("nobody")) == Spent(calls=0, repairs=0, prompt_tokens=0, completion_tokens=0, micros=0)
    assert (await store.spent_since(MIDNIGHT)).calls == 4
    assert (await store.spent_since(AT + timedelta(seconds=1))).calls == 0


async def test_unknown_usage_counts_as_the_most_the_call_could_cost(store: Store) -> None:
    await store.reserve(call(), caps())
    await store.settle("k1", reply(usage_known=False), 5)
    spent = await store.spent("s1")
    assert (spent.prompt_tokens + spent.completion_tokens, spent.micros) == (1000, 50_000)


async def test_a_pruned_answer_is_not_bought_again(store: Store, database_url: str) -> None:
    await store.reserve(call(), caps())
    await store.settle("k1", reply(), 10)
    sql(database_url, "UPDATE calls SET reply = NULL")
    with pytest.raises(StoreError, match="draft of story s1 was pruned; ask for the story to be written anew"):
        await store.reserve(call(), caps())


async def test_a_reply_with_characters_no_database_takes_is_kept(store: Store) -> None:
    await store.reserve(call(), caps())
    await store.settle("k1", reply("坏\x00字\ud800"), 10)
    kept = await store.reserve(call(), caps())
    assert kept is not None
    assert len(kept.text) == 4


async def test_settling_what_was_never_reserved_is_an_error(store: Store) -> None:
    with pytest.raises(StoreError, match="no call k9"):
        await store.settle("k9", reply(), 10)


# ---------------------------------------------------------------- caps


async def test_a_call_that_could_pass_the_money_cap_is_not_made(store: Store) -> None:
    await store.reserve(call("paid"), caps())
    await store.settle("paid", reply(), 40_000)
    await store.reserve(call("under way"), caps())
    with pytest.raises(OutOfBudget) as caught:
        await store.reserve(call(), caps(micros=139_999))
    assert str(caught.value) == (
        "draft of story s1 may cost 0.0500, but 0.0900 of 0.1400 US dollars are spent or reserved "
        "since 2026-11-22 00:00 UTC; raise budget.daily_usd or wait"
    )
    assert await store.reserve(call(), caps(micros=140_000)) is None


async def test_a_call_that_could_pass_the_token_cap_is_not_made(store: Store) -> None:
    await store.reserve(call("paid"), caps())
    await store.settle("paid", reply(), 0)
    await store.reserve(call("under way"), caps())
    with pytest.raises(OutOfBudget, match=r"1000 tokens, but 1500 of 2499 .* raise budget\.daily_tokens"):
        await store.reserve(call(), caps(tokens=2499))
    assert await store.reserve(call(), caps(tokens=2500)) is None


async def test_what_a_released_call_cost_counts_towards_the_caps(store: Store) -> None:
    await store.reserve(call("lost"), caps())
    await store.release("lost", "truncated", micros=60_000)
    with pytest.raises(OutOfBudget):
        await store.reserve(call(), caps(micros=100_000))


async def test_what_was_spent_before_the_day_began_does_not_count(store: Store) -> None:
    await store.reserve(call("yesterday"), caps())
    await store.settle("yesterday", reply(), 90_000)
    assert await store.reserve(call(), caps(micros=100_000, since=AT + timedelta(milliseconds=1))) is None


async def test_without_a_cap_of_that_kind_nothing_is_refused(store: Store) -> None:
    assert await store.reserve(call(most_micros=10**15, most_tokens=10**12), caps(micros=None, tokens=None)) is None


async def test_calls_reserved_together_cannot_pass_a_cap_together(store: Store) -> None:
    tried = (store.reserve(call(f"k{n}"), caps(concurrency=64, micros=150_000)) for n in range(8))
    results = await asyncio.gather(*tried, return_exceptions=True)
    assert sorted(type(each).__name__ for each in results) == ["NoneType"] * 3 + ["OutOfBudget"] * 5


# ---------------------------------------------------------------- waiting


async def test_a_call_waits_for_a_place_and_gets_the_next_one_freed(store: Store, looks: Looks) -> None:
    await store.reserve(call("a"), caps(concurrency=1))
    waiting = asyncio.create_task(store.reserve(call("b"), caps(concurrency=1)))
    await looks.begun.get()
    assert not waiting.done()
    await store.settle("a", reply(), 10)
    assert await waiting is None


async def test_who_asks_for_a_call_under_way_gets_its_reply(store: Store, looks: Looks) -> None:
    await store.reserve(call(), caps())
    waiting = asyncio.create_task(store.reserve(call(), caps()))
    await looks.begun.get()
    await store.settle("k1", reply("同一份"), 10)
    assert await waiting == reply("同一份")


async def test_who_asks_for_a_call_that_then_fails_makes_it(store: Store, looks: Looks) -> None:
    await store.reserve(call(), caps())
    waiting = asyncio.create_task(store.reserve(call(), caps()))
    await looks.begun.get()
    await store.release("k1", "refused")
    assert await waiting is None


async def test_a_place_freed_by_another_process_is_seen_at_the_next_look(
    store: Store, looks: Looks, database_url: str
) -> None:
    """The other process is played by a second store: it shares no memory with the first."""
    async with await Store.open(database_url, now) as other:
        await other.reserve(call(), caps())
        waiting = asyncio.create_task(store.reserve(call(), caps()))
        (await looks.begun.get()).set()
        second = await looks.begun.get()
        await other.settle("k1", reply(), 10)
        assert not waiting.done()
        second.set()
        assert await waiting == reply()


async def test_a_place_whose_holder_is_cancelled_is_free_again_once_released(store: Store) -> None:
    """What callers do: release in a `finally`, shielded."""
    reserved = asyncio.Event()

    async def ask() -> None:
        await store.reserve(call("a"), caps(concurrency=1))
        try:
            reserved.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.shield(store.release("a", "cancelled"))

    asking = asyncio.create_task(ask())
    await reserved.wait()
    asking.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asking
    assert await store.reserve(call("b"), caps(concurrency=1)) is None


async def test_cancelling_a_reserve_in_mid_transaction_gives_its_place_back(store: Store) -> None:
    """Cancelled after every number of steps that a reserve can be cancelled after."""
    for steps in range(6):
        asking = asyncio.create_task(store.reserve(call(f"a{steps}"), caps(concurrency=1)))
        for _ in range(steps):
            await asyncio.sleep(0)
        asking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asking
            await store.release(f"a{steps}", "it came through before it was cancelled")
        assert await store.reserve(call(f"b{steps}"), caps(concurrency=1)) is None
        await store.release(f"b{steps}", "done")
    assert (await store.spent_since(MIDNIGHT)).micros == 0


async def test_cancelling_one_who_waits_leaves_the_others_their_turn(store: Store, looks: Looks) -> None:
    await store.reserve(call("a"), caps(concurrency=1))
    impatient = asyncio.create_task(store.reserve(call("b"), caps(concurrency=1)))
    await looks.begun.get()
    patient = asyncio.create_task(store.reserve(call("c"), caps(concurrency=1)))
    await looks.begun.get()
    impatient.cancel()
    await store.release("a", "refused")
    assert await patient is None


async def test_a_paid_answer_is_kept_when_its_caller_is_cancelled_while_settling(store: Store) -> None:
    await store.reserve(call(), caps())
    settling = asyncio.create_task(store.settle("k1", reply(), 10))
    await asyncio.sleep(0)
    settling.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await settling
    assert await store.reserve(call(), caps()) == reply()


async def test_closing_gives_back_what_is_held_at_the_most_it_could_cost(database_url: str) -> None:
    async with await Store.open(database_url, now) as store:
        await store.reserve(call(), caps())
    async with await Store.open(database_url, now) as store:
        assert (await store.spent_since(MIDNIGHT)).micros == 50_000
        assert await store.reserve(call(), caps(concurrency=1)) is None


# ---------------------------------------------------------------- leases and crashes


async def test_a_reservation_ends_with_its_lease_and_counts_at_its_most(database_url: str) -> None:
    async with (
        await Store.open(database_url, now, lease=timedelta(0)) as slow,
        await Store.open(database_url, now) as store,
    ):
        await slow.reserve(call(), caps())
        assert await store.reserve(call(), caps(concurrency=1)) is None
        assert (await store.spent_since(MIDNIGHT)).micros == 0  # not over yet
        await store.settle("k1", reply("快"), 10)
        assert (await store.spent_since(MIDNIGHT)).micros == 50_010
        await slow.settle("k1", reply("慢"), 20)  # paid twice: the first answer stands, both costs count
        assert (await store.spent_since(MIDNIGHT)).micros == 50_030
        assert await store.reserve(call(), caps()) == reply("快")


async def test_a_late_release_does_not_free_the_place_of_another(database_url: str, looks: Looks) -> None:
    async with (
        await Store.open(database_url, now, lease=timedelta(0)) as slow,
        await Store.open(database_url, now, pause=looks) as store,
    ):
        await slow.reserve(call(), caps())
        await store.reserve(call(), caps())
        await slow.release("k1", "too late")
        waiting = asyncio.create_task(store.reserve(call(), caps()))
        await looks.begun.get()
        await store.settle("k1", reply(), 10)
        assert await waiting == reply()


def one(**cap: Any) -> Caps:
    return Caps(caps=(Cap.model_validate(cap),), concurrency=9)


async def test_a_cap_on_a_story_counts_that_story_alone_over_all_its_days(store: Store) -> None:
    await store.reserve(call("k1"), caps())
    await store.settle("k1", reply(), 60_000)
    with pytest.raises(OutOfBudget, match=r"on this story; raise budget\.story_usd, then `newsbot retry`$") as raised:
        await store.reserve(call("k2"), one(of="story", micros=100_000))
    assert raised.value.until is None
    assert await store.reserve(call("k3", story="s2"), one(of="story", micros=100_000)) is None


async def test_a_cap_on_a_run_counts_what_this_process_did(store: Store, database_url: str) -> None:
    await store.reserve(call("k1"), caps())
    await store.settle("k1", reply(), 60_000)
    with pytest.raises(
        OutOfBudget, match=r"by this run .*; raise budget\.run_tokens or start newsbot anew, then `newsbot"
    ):
        await store.reserve(call("k2"), one(of="run", tokens=1_400))
    sql(database_url, "UPDATE calls SET owner = 'another'")
    assert await store.reserve(call("k2"), one(of="run", tokens=1_400)) is None


async def test_what_was_spent_before_a_caps_stretch_is_not_counted(store: Store, database_url: str) -> None:
    await store.reserve(call("k1"), caps())
    await store.settle("k1", reply(), 60_000)
    await store.reserve(call("k2"), caps())
    await store.release("k2", "refused", micros=60_000)
    sql(database_url, "UPDATE calls SET settled_at = settled_at - 86400000")
    assert await store.reserve(call("k3"), one(of="day", since=MIDNIGHT, micros=50_000)) is None
    with pytest.raises(OutOfBudget, match=r"0\.0500 of 0\.1000"):
        await store.reserve(call("k4"), one(of="day", since=MIDNIGHT, micros=99_999))


async def test_a_cap_says_when_it_opens_again(store: Store) -> None:
    tomorrow = MIDNIGHT + timedelta(days=1)
    await store.reserve(call("under way"), caps())
    with pytest.raises(OutOfBudget, match=r"or wait$") as raised:
        await store.reserve(call(), one(of="month", since=MIDNIGHT, until=tomorrow, micros=60_000))
    assert raised.value.until == tomorrow


@pytest.mark.parametrize(
    ("cap", "said"),
    [
        ({"micros": 49_999}, "may cost 0.0500, more than the whole budget.daily_usd of 0.0500 US dollars"),
        ({"tokens": 900}, "may take 1000 tokens, more than the whole budget.daily_tokens of 900"),
    ],
)
async def test_a_call_larger_than_a_whole_cap_is_left_to_a_person(store: Store, cap: dict[str, int], said: str) -> None:
    """No day would let it through: nobody is told to wait."""
    with pytest.raises(OutOfBudget) as raised:
        await store.reserve(call(), one(of="day", since=MIDNIGHT, until=MIDNIGHT + timedelta(days=1), **cap))
    assert said in str(raised.value)
    assert "waiting does not help; raise budget.daily_" in str(raised.value)
    assert (raised.value.until, raised.value.of) == (None, "s1")


async def test_more_tokens_than_a_minute_may_have_wait_and_a_call_alone_never_does(tmp_path: Path) -> None:
    at = AT
    looks = 0

    async def pause(seconds: float) -> None:
        nonlocal at, looks
        at += timedelta(seconds=20)
        looks += 1

    url = f"sqlite:///{tmp_path / 'minute.db'}"
    async with await Store.open(url, lambda: at, pause=pause) as store:
        limit = Caps(caps=(), concurrency=9, minute_tokens=900)
        assert await store.reserve(call("k1"), limit) is None  # alone it goes, though it may take 1000
        await store.settle("k1", reply(), 1)  # it took 500
        assert await store.reserve(call("k2", most_tokens=300), limit) is None
        assert looks == 0
        assert await store.reserve(call("k3", most_tokens=300), limit) is None
        assert looks == 3  # a minute after the first


CRASHING = """
import asyncio, os, signal, sys
from datetime import datetime, timedelta, UTC
from newsbot.edges.store import Store
from newsbot.newsroom import Call, Caps, Reply

async def run(url, lease):
    at = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
    store = await Store.open(url, lambda: at, lease=timedelta(minutes=float(lease)))
    caps = Caps(caps=(), concurrency=2)
    for key in ("settled", "reserved"):
        call = Call(key=key, story="s1", role="draft", purpose=key, ordinal=0, model="m", most_tokens=9, most_micros=70)
        assert await store.reserve(call, caps) is None
        if key == "settled":
            reply = Reply(text="answer", model="m", prompt_tokens=1, completion_tokens=2)
            await store.settle(key, reply, 3)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(run(*sys.argv[1:]))
"""


async def killed(url: str, lease: str) -> None:
    """A process that settled one call and reserved another, with a lease of so many minutes, and was killed."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", CRASHING, url, lease)
    assert await process.wait() == -signal.SIGKILL
    assert sql(url, "SELECT key, state FROM calls ORDER BY key") == [("reserved", "reserved"), ("settled", "settled")]


async def test_after_a_kill_the_answer_is_there_and_the_call_under_way_can_be_made(
    database_url: str,
) -> None:
    """In an SQLite file a reservation dies with its process, on PostgreSQL with its lease."""
    await killed(database_url, "10" if database_url.startswith("sqlite") else "0")
    async with await Store.open(database_url, now) as store:
        kept = await store.reserve(call("settled"), caps(concurrency=1))
        assert kept == Reply(text="answer", model="m", prompt_tokens=1, completion_tokens=2)
        assert await store.reserve(call("reserved"), caps(concurrency=1)) is None
        await store.settle("reserved", reply(), 10)
        spent = await store.spent_since(MIDNIGHT)
    assert (spent.calls, spent.micros) == (2, 3 + 70 + 10)  # the lost attempt may have been paid


@pytest.mark.deep
async def test_a_place_outlives_its_process_until_its_lease_is_over(postgres_server: Any, looks: Looks) -> None:
    """The model may still be at work on the call: another in its place would be one too many at once."""
    postgres_server.psql("CREATE DATABASE outlived")
    url = postgres_server.get_uri(database="outlived")
    await killed(url, "10")
    async with await Store.open(url, now, lease=timedelta(0), pause=looks) as store:
        waiting = asyncio.create_task(store.reserve(call("another"), caps(concurrency=1)))
        look = await looks.begun.get()
        assert not waiting.done()
        sql(url, "UPDATE calls SET lease_until = 0")
        look.set()
        assert await waiting is None


async def test_what_another_machine_holds_is_free_when_its_lease_is_over(database_url: str, looks: Looks) -> None:
    """On SQLite, which is one machine's, it was held before the machine was started anew."""
    async with (
        await Store.open(database_url, now) as gone,
        await Store.open(database_url, now, lease=timedelta(0), pause=looks) as store,
    ):
        await gone.reserve(call(), caps())
        sql(database_url, "UPDATE calls SET owner = '7:1:elsewhere', ticket = 'theirs'")  # which nobody renews
        waiting = asyncio.create_task(store.reserve(call(), caps()))
        if not database_url.startswith("sqlite"):
            look = await looks.begun.get()
            sql(database_url, "UPDATE calls SET lease_until = 0")
            look.set()
        assert await waiting is None


@pytest.mark.deep
async def test_just_after_the_database_started_nobody_is_dead_for_a_late_lease(
    postgres_server: Any, looks: Looks
) -> None:
    """While it was away, nobody could renew one; how long it has run is told by its own clock."""
    postgres_server.psql("CREATE DATABASE late")
    url = postgres_server.get_uri(database="late")
    at_most = timedelta(days=1)  # longer than any server of these tests has run
    async with (
        await Store.open(url, now) as paused,
        await Store.open(url, now, lease=at_most, pause=looks) as store,
    ):
        await paused.reserve(call(), caps())
        sql(url, "UPDATE calls SET owner = '7:1:elsewhere', lease_until = 0")
        waiting = asyncio.create_task(store.reserve(call(), caps()))
        look = await looks.begun.get()
        await paused.settle("k1", reply(), 10)
        look.set()
        assert await waiting == reply()


@pytest.mark.deep
async def test_a_lease_is_renewed_while_its_call_is_under_way(postgres_server: Any) -> None:
    postgres_server.psql("CREATE DATABASE renewed")
    url = postgres_server.get_uri(database="renewed")
    async with await Store.open(url, now) as store:
        await store.reserve(call(), caps())
        sql(url, "UPDATE calls SET lease_until = 0")
        async with asyncio.timeout(30):
            while sql(url, "SELECT lease_until FROM calls") == [(0,)]:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        ((renewed,),) = sql(url, "SELECT lease_until FROM calls")
        assert renewed > 0
        await store.settle("k1", reply(), 10)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells when a process began")
def test_a_process_is_known_by_number_and_start() -> None:
    number, started, place = owner.this_process().split(":")
    assert owner.alive(f"{number}:{started}:{place}") is True
    assert owner.alive(f"{number}:{int(started) + 1}:{place}") is False


def test_of_a_process_of_another_machine_nobody_here_can_tell() -> None:
    number, started, _ = owner.this_process().split(":")
    assert owner.alive(f"{number}:{started}:elsewhere") is None
    assert owner.alive(f"{number}:{started}") is None  # as earlier versions wrote it


def test_a_process_that_ended_is_not_alive_even_before_it_is_collected() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    place = owner.this_process().split(":")[2]
    assert owner.alive(f"{child.pid}:1:{place}") is False
    assert child.wait() == 0
    assert owner.alive(f"{child.pid}:1:{place}") is False


# ---------------------------------------------------------------- the database away


async def test_a_settle_waits_out_a_locked_database(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    other = sqlite3.connect(path, isolation_level=None)
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            other.execute("ROLLBACK")

    async with await Store.open(f"sqlite:///{path}", now, busy=0, pause=pause) as store:
        await store.reserve(call(), caps())
        other.execute("BEGIN IMMEDIATE")
        await store.settle("k1", reply(), 10)
        assert pauses == [0.5, 1.0, 2.0]
        assert await store.reserve(call(), caps()) == reply()
    other.close()


async def test_a_paid_answer_that_cannot_be_kept_is_an_error_and_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "a.db"
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    async with await Store.open(f"sqlite:///{path}", now, busy=0, pause=pause) as store:
        await store.reserve(call(), caps())
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="is locked"):
            await store.settle("k1", reply(), 10)
        other.close()
        assert 50 <= sum(waited) <= 60
        assert "ledger call=k1" in caplog.text
        await store.settle("k1", reply(), 10)  # and can still be handed in
        assert await store.reserve(call(), caps()) == reply()


@pytest.mark.deep
async def test_a_settle_comes_through_a_restart_of_postgresql(postgres_server: Any) -> None:
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        postgres_server.start()

    postgres_server.psql("CREATE DATABASE restarted")
    url = postgres_server.get_uri(database="restarted")
    async with await Store.open(url, now, pause=pause) as store:
        await store.reserve(call(), caps())
        postgres_server.stop()
        await store.settle("k1", reply(), 10)
        assert pauses == [0.5]
        assert await store.reserve(call(), caps()) == reply()


async def test_a_settle_whose_success_was_not_heard_of_counts_once(store: Store, database_url: str) -> None:
    """Settling again under the same ticket, as a retry does, changes nothing."""
    await store.reserve(call(), caps())
    with connected(database_url).begin() as connection:
        number = connection.execute(sqlalchemy.text("SELECT ticket FROM calls")).scalar_one()
        calls.settle(connection, "k1", reply(), 10, number=number, at=AT)
    await store.settle("k1", reply(), 10)
    assert (await store.spent_since(MIDNIGHT)).micros == 10
