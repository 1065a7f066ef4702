"""Who brings stories to those who carry them: tasks of one process, or a queue that several share on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from newsbot.edges.courier.embedded import Embedded
from newsbot.errors import StoreError


class Hands:
    """Carries stories: each waits while the gate is closed. `courier` is what it makes of them."""

    def __init__(self, *, closed: bool = False) -> None:
        self.begun: asyncio.Queue[str] = asyncio.Queue()
        self.done: list[str] = []
        self.cut: list[str] = []
        self.bugs: list[BaseException] = []
        self.gate = asyncio.Event()
        if not closed:
            self.gate.set()

    async def carry(self, story: str) -> None:
        self.begun.put_nowait(story)
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cut.append(story)
            raise
        if story == "bug":
            raise RuntimeError(story)
        self.done.append(story)

    async def begin(self, count: int) -> list[str]:
        """The next stories that are begun with."""
        async with asyncio.timeout(30):
            return [await self.begun.get() for _ in range(count)]


# ---------------------------------------------------------------- in one process


async def test_as_many_stories_as_there_are_places_are_under_way_and_none_twice() -> None:
    hands = Hands(closed=True)
    courier = Embedded(hands.carry, hands.bugs.append, 2)
    await courier.offer(["a", "b", "c"])
    await courier.offer(["a", "b", "c"])
    assert await hands.begin(2) == ["a", "b"]
    hands.gate.set()
    await courier.idle()
    assert hands.done == ["a", "b"]  # the third is offered again by the next sweep
    await courier.offer(["c"])
    await courier.idle()
    assert hands.done == ["a", "b", "c"]


async def test_what_is_late_at_the_end_is_cut_off_and_nothing_new_begun() -> None:
    hands = Hands(closed=True)
    courier = Embedded(hands.carry, hands.bugs.append, 2)
    await courier.offer(["a"])
    await hands.begin(1)
    await courier.close(0)
    await courier.offer(["b"])
    assert (hands.cut, hands.done, hands.bugs) == (["a"], [], [])


async def test_a_bug_is_told() -> None:
    hands = Hands()
    courier = Embedded(hands.carry, hands.bugs.append, 2)
    await courier.offer(["bug", "a"])
    await courier.idle()
    assert [str(bug) for bug in hands.bugs] == ["bug"]
    assert hands.done == ["a"]


# ---------------------------------------------------------------- shared by several, on PostgreSQL


@pytest.fixture
def url(postgres_server: Any, request: pytest.FixtureRequest) -> str:
    import psycopg

    name = f"queue_{abs(hash(request.node.nodeid)):x}"
    with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return str(postgres_server.get_uri(database=name))


@pytest.fixture
def sql(url: str) -> Callable[..., list[Any]]:
    """Runs a statement on the queue's tables."""
    import psycopg

    from newsbot.edges.courier.schema import conninfo

    def run(statement: str, *given: Any) -> list[Any]:
        with psycopg.connect(conninfo(url), autocommit=True) as connection:
            found = connection.execute(statement.encode(), given)
            return found.fetchall() if found.description else []

    return run


@asynccontextmanager
async def queue(url: str, hands: Hands, places: int = 2) -> AsyncIterator[Any]:
    from newsbot.edges.courier.queue import Queue

    courier = Queue(url, "news", hands.carry, hands.bugs.append, places)
    try:
        await courier.begin()
        yield courier
    finally:
        await courier.close(0)


DEAD = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '9 seconds') RETURNING id"
JOB = "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, status, worker_id) VALUES "
DOING, WAITS = JOB + "('stories', 'carry', %s, %s, 'doing', %s)", JOB + "('stories', 'carry', %s, %s, 'todo', NULL)"


@pytest.mark.deep
async def test_the_queues_tables_are_made_in_order_once_by_whoever_comes_first(url: str, sql: Any) -> None:
    from newsbot.edges.courier import schema

    before = await schema.revisions(url, "news")
    assert before[0] == ""
    await asyncio.gather(*(schema.upgrade(url, "news") for _ in range(3)))
    current, newest = await schema.revisions(url, "news")
    assert current == newest == before[1]
    applied = [row[0] for row in sql("SELECT file FROM newsbot_applied ORDER BY at, file")]
    assert applied == sorted(applied)
    tables = sql("SELECT DISTINCT table_schema FROM information_schema.tables WHERE table_name LIKE 'procrastinate%%'")
    assert tables == [("newsbot_jobs",)]  # Alembic, which looks at the default schema, never sees them


@pytest.mark.deep
async def test_tables_of_a_newer_program_and_missing_ones_are_refused(url: str, sql: Any) -> None:
    from newsbot.edges.courier import schema

    with pytest.raises(StoreError, match="newsbot db upgrade"):
        async with queue(url, Hands()):
            pass
    await schema.upgrade(url, "news")
    sql("INSERT INTO newsbot_applied (file) VALUES ('99.00.00_01_from_the_future')")
    with pytest.raises(StoreError, match="newer newsbot"):
        await schema.upgrade(url, "news")
    with pytest.raises(StoreError, match="newsbot db upgrade"):
        async with queue(url, Hands()):
            pass


@pytest.mark.deep
async def test_of_several_each_story_is_carried_by_one_and_no_job_stays(url: str, sql: Any) -> None:
    from newsbot.edges.courier import schema

    await schema.upgrade(url, "news")
    stories = [f"s{number}" for number in range(20)]
    hands = Hands()
    async with queue(url, hands) as first, queue(url, hands) as second:
        await asyncio.gather(first.offer(stories), second.offer(stories))
        begun = await hands.begin(20)
        await asyncio.gather(first.idle(), second.idle())
    assert sorted(hands.done) == sorted(begun) == sorted(stories)
    assert sql("SELECT 1 FROM procrastinate_jobs") == []


@pytest.mark.deep
async def test_after_all_jobs_were_deleted_the_next_offer_brings_them_back(url: str, sql: Any) -> None:
    from newsbot.edges.courier import schema

    await schema.upgrade(url, "news")
    hands = Hands(closed=True)
    async with queue(url, hands, places=1) as courier:
        await courier.offer(["a", "b"])
        assert await hands.begin(1) == ["a"]
        await courier.offer(["a", "b"])  # both live: one is under way, one waits
        assert sql("SELECT count(*) FROM procrastinate_jobs") == [(2,)]
        sql("DELETE FROM procrastinate_jobs")
        await courier.offer(["b"])
        hands.gate.set()
        assert await hands.begin(1) == ["b"]
        await courier.idle()
        assert hands.done == ["a", "b"]


@pytest.mark.deep
@pytest.mark.parametrize("twin", [False, True], ids=["alone", "with a waiting twin"])
async def test_the_story_of_a_dead_worker_is_taken_over(url: str, sql: Any, twin: bool) -> None:
    from newsbot.edges.courier import schema

    await schema.upgrade(url, "news")
    ((dead,),) = sql(DEAD)
    sql(DOING, "a", "a", dead)
    if twin:
        sql(WAITS, "a", "a")
    hands = Hands()
    async with queue(url, hands) as courier:
        await courier.offer(["a"])  # it lives by the tables: nothing is added
        assert await hands.begin(1) == ["a"]
        await courier.idle()
    assert hands.done == ["a"]
    assert sql("SELECT 1 FROM procrastinate_jobs") == []


@pytest.mark.deep
async def test_the_story_of_a_living_worker_is_left_to_it(url: str, sql: Any) -> None:
    from newsbot.edges.courier import schema

    await schema.upgrade(url, "news")
    hands = Hands(closed=True)
    async with queue(url, hands) as first, queue(url, hands) as second:
        await first.offer(["a"])
        await hands.begin(1)
        await second.offer(["a"])
        assert sql("SELECT count(*) FROM procrastinate_jobs") == [(1,)]
        hands.gate.set()
        await asyncio.gather(first.idle(), second.idle())
    assert (hands.done, hands.begun.qsize()) == (["a"], 0)


@pytest.mark.deep
async def test_a_job_that_is_ours_by_the_tables_alone_is_put_back(url: str, sql: Any) -> None:
    """The database may restart just when it has given a job away, and nobody hears of it."""
    from newsbot.edges.courier import schema

    await schema.upgrade(url, "news")
    hands = Hands()
    async with queue(url, hands) as courier:
        ((us,),) = sql("SELECT id FROM procrastinate_workers")
        sql(DOING, "a", "a", us)
        assert await hands.begin(1) == ["a"]
        await courier.idle()
    assert hands.done == ["a"]


@pytest.mark.deep
async def test_what_is_cut_off_at_the_end_leaves_no_job_and_no_worker(url: str, sql: Any) -> None:
    from newsbot.edges.courier import schema

    await schema.upgrade(url, "news")
    hands = Hands(closed=True)
    async with queue(url, hands) as courier:
        await courier.offer(["a"])
        await hands.begin(1)
    assert (hands.cut, hands.bugs) == (["a"], [])
    assert sql("SELECT 1 FROM procrastinate_jobs UNION SELECT 1 FROM procrastinate_workers") == []


@pytest.mark.deep
async def test_a_worker_that_was_forgotten_in_a_long_pause_works_on(url: str, sql: Any) -> None:
    from newsbot.edges.courier import schema

    await schema.upgrade(url, "news")
    hands = Hands()
    async with queue(url, hands) as courier:
        sql("DELETE FROM procrastinate_workers")
        await courier.offer(["a"])
        assert await hands.begin(1) == ["a"]
        await courier.idle()
    assert (hands.done, hands.bugs) == (["a"], [])
