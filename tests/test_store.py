"""The archive's tables: stories, artifacts, pages, and how the database is opened. Feeds: `test_store_feeds.py`."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy
from sqlalchemy import event

from databases import connected, sql
from newsbot.edges.store import Store, looking, migrations
from newsbot.edges.store.tables import metadata
from newsbot.errors import SettingsError, StoreError
from newsbot.news import Feed, Page, SourceDate, Span, Story
from newsbot.newsroom import Archive, Books

AT = datetime(2026, 11, 22, 8, 30, 0, 123000, tzinfo=UTC)


def now() -> datetime:
    return AT


def story(id: str = "s1", **more: Any) -> Story:
    return Story(id=id, kind="news", headline="OpenAI 发布新模型", created=AT, **more)


def page(url: str, text: str, *, age: int = 0, title: str = "", **more: Any) -> Page:
    """A page fetched `age` hours ago; the hash need only differ with the text."""
    fetched = AT - timedelta(hours=age)
    sha256 = f"{abs(hash(text)):064x}"
    return Page(url=url, final_url=url, fetched=fetched, title=title, text=text, sha256=sha256, **more)


def whole(page: Page) -> list[Span]:
    """The page's text as one passage."""
    return [Span(start=0, end=len(page.text), text=page.text, language=page.language)]


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    async with await Store.open(database_url, now) as opened:
        yield opened


def as_protocols(store: Store) -> tuple[Archive, Books]:
    """Type-checked: the store is what the newsroom asks for."""
    return store, store


def not_the_inverted_index(name: str | None, kind: str, _parents: Any) -> bool:
    """Its tables are no part of the schema that both databases share."""
    return kind != "table" or not str(name).startswith(("page_terms", "entry_terms"))


# ---------------------------------------------------------------- stories


async def test_a_story_is_kept_once_and_stands_at_new(store: Store) -> None:
    one = story(url="https://a.test/1", urls=("https://a.test/1",), files=("notes.txt",))
    assert await store.add_story(one)
    assert not await store.add_story(one.model_copy(update={"headline": "另一个"}))
    row = await store.row("s1")
    assert row is not None
    assert (row.story, row.stage, row.parked, row.reason) == (one, "new", False, "")
    assert await store.row("unknown") is None


async def test_finishing_writes_the_artifact_and_moves_the_stage(store: Store) -> None:
    await store.add_story(story())
    assert await store.artifact("s1", "gathered") is None
    assert await store.finish("s1", "new", "gathered", '{"n": 1}')
    row = await store.row("s1")
    assert row is not None
    assert row.stage == "gathered"
    assert await store.artifact("s1", "gathered") == '{"n": 1}'


async def test_finishing_from_a_stage_the_story_has_left_writes_nothing(store: Store) -> None:
    await store.add_story(story())
    assert await store.finish("s1", "new", "gathered", "first")
    assert not await store.finish("s1", "new", "gathered", "second")
    assert not await store.finish("nobody", "new", "gathered", "third")
    assert await store.artifact("s1", "gathered") == "first"


async def test_a_stage_that_runs_again_adds_a_version_and_keeps_the_old(store: Store, database_url: str) -> None:
    await store.add_story(story())
    assert await store.finish("s1", "new", "gathered", "first")
    assert await store.finish("s1", "gathered", "gathered", "second")
    assert await store.artifact("s1", "gathered") == "second"
    kept = sql(database_url, "SELECT version, document FROM artifacts ORDER BY version")
    assert kept == [(1, "first"), (2, "second")]


async def test_of_many_who_finish_one_stage_exactly_one_wins(store: Store) -> None:
    await store.add_story(story())
    won = await asyncio.gather(*(store.finish("s1", "new", "gathered", str(n)) for n in range(8)))
    assert sorted(won) == [False] * 7 + [True]
    assert await store.artifact("s1", "gathered") == str(won.index(True))


@pytest.mark.deep
async def test_two_processes_that_finish_one_stage_cannot_both_win(store: Store, database_url: str) -> None:
    stories = [f"s{n}" for n in range(20)]
    for id in stories:
        await store.add_story(story(id))
    code = (
        "import asyncio, sys\n"
        "from datetime import UTC, datetime\n"
        "from newsbot.edges.store import Store\n"
        "async def run(url, me):\n"
        "    async with await Store.open(url, lambda: datetime.now(UTC)) as store:\n"
        "        print('ready', flush=True); sys.stdin.readline()\n"
        "        for n in range(20):\n"
        "            if await store.finish(f's{n}', 'new', 'gathered', me): print(f's{n}', flush=True)\n"
        "asyncio.run(run(*sys.argv[1:]))\n"
    )
    pipe = asyncio.subprocess.PIPE
    racers = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", code, database_url, me, stdin=pipe, stdout=pipe)
        for me in "ab"
    ]
    for racer in racers:
        assert racer.stdout is not None
        assert await racer.stdout.readline() == b"ready\n"
    won = [out.decode().split() for out, _ in await asyncio.gather(*(racer.communicate(b"go\n") for racer in racers))]
    assert sorted(won[0] + won[1]) == sorted(stories)
    assert [await store.artifact(id, "gathered") for id in stories] == ["a" if id in won[0] else "b" for id in stories]


async def test_a_parked_story_keeps_stage_and_reason_until_it_finishes(store: Store) -> None:
    await store.add_story(story())
    assert not await store.park("s1", "drafted", "elsewhere")
    assert await store.park("s1", "new", "今天的预算用完了")
    row = await store.row("s1")
    assert row is not None
    assert (row.stage, row.parked, row.reason) == ("new", True, "今天的预算用完了")
    assert await store.finish("s1", "new", "refused", "{}", "too thin")
    row = await store.row("s1")
    assert row is not None
    assert (row.stage, row.parked, row.reason) == ("refused", False, "too thin")


# ---------------------------------------------------------------- pages


async def test_a_page_comes_back_as_it_was_kept(store: Store) -> None:
    full = page(
        "https://a.test/1",
        "第一段。\nSecond paragraph.",
        title="标题",
        author="张三",
        publisher="新华社",
        published=SourceDate(year=2025, month=5),
        language="zh",
        access="excerpt",
        status=203,
    )
    await store.keep_page(full, whole(full))
    assert await store.pages_about("第一段", 5) == (full,)


async def test_the_same_url_and_text_again_is_no_second_row(store: Store, database_url: str) -> None:
    spans = [Span(start=0, end=2, text="甲乙", language="zh"), Span(start=2, end=4, text="丙丁", language="zh")]
    first = page("https://a.test/1", "甲乙丙丁", age=5)
    await store.keep_page(first, spans)
    await store.keep_page(page("https://a.test/1", "甲乙丙丁"), spans)
    assert await store.pages_about("甲乙", 5) == (first,)
    kept = sql(database_url, 'SELECT number, start, "end", language FROM passages ORDER BY number')
    assert kept == [(1, 0, 2, "zh"), (2, 2, 4, "zh")]


async def test_hostile_text_is_kept_and_costs_nothing_else(store: Store) -> None:
    """NUL and lone surrogates: PostgreSQL takes none of them as they are."""
    odd = page("https://a.test/" + "x" * 10_000, "正文\x00还有\ud800字", title="\x00", author="\ud83d")
    await store.keep_page(odd, [Span(start=0, end=2, text="正文", language="zh")])
    (back,) = await store.pages_about("正文", 5)
    assert (back.url, len(back.text)) == (odd.url, len(odd.text))
    assert await store.add_story(story("odd").model_copy(update={"headline": "\x00\ud800"}))
    assert await store.finish("odd", "new", "gathered", '{"text": "\x00"}')


# ---------------------------------------------------------------- installation


async def test_the_secret_is_made_once_even_by_several_at_a_time(database_url: str) -> None:
    stores = await asyncio.gather(*(Store.open(database_url, now) for _ in range(4)))
    secrets = {await each.secret() for each in stores}
    for each in stores:
        await each.close()
    async with await Store.open(database_url, now) as later:
        assert {await later.secret()} == secrets
    assert len(next(iter(secrets))) == 64


async def test_facts_about_an_endpoint_replace_earlier_ones(store: Store) -> None:
    base = "http://127.0.0.1:8000/v1"
    assert await store.endpoint(base, "m") is None
    await store.remember_endpoint(base, "m", '{"level": "plain"}')
    await store.remember_endpoint(base, "m", '{"level": "schema"}')
    assert await store.endpoint(base, "m") == '{"level": "schema"}'
    assert await store.endpoint(base, "other") is None


# ---------------------------------------------------------------- instants


async def test_instants_are_stored_as_utc_milliseconds(store: Store, database_url: str) -> None:
    shanghai = AT.astimezone(tz=None)
    await store.add_story(story().model_copy(update={"created": shanghai + timedelta(microseconds=999)}))
    assert sql(database_url, "SELECT created, updated FROM stories") == [(1795336200123, 1795336200123)]


async def test_a_naive_datetime_is_refused(store: Store) -> None:
    with pytest.raises(sqlalchemy.exc.StatementError, match="naive"):
        await store.add_story(story().model_copy(update={"created": datetime(2026, 1, 1)}))


# ---------------------------------------------------------------- threads


@pytest.fixture
def statement_threads() -> Iterator[list[threading.Thread]]:
    """The thread of every statement, and of every connection made or closed, that SQLAlchemy runs."""
    threads: list[threading.Thread] = []

    def note(*_: Any) -> None:
        threads.append(threading.current_thread())

    watched: list[tuple[Any, str]] = [(sqlalchemy.Engine, "before_cursor_execute"), (sqlalchemy.Engine, "commit")]
    watched += [(sqlalchemy.pool.Pool, "connect"), (sqlalchemy.pool.Pool, "close")]
    for target, name in watched:
        event.listen(target, name, note)
    yield threads
    for target, name in watched:
        event.remove(target, name, note)


async def test_no_database_call_runs_on_the_event_loop(
    database_url: str, statement_threads: list[threading.Thread]
) -> None:
    async with await Store.open(database_url, now) as store:
        await store.add_story(story())
        await store.finish("s1", "new", "gathered", "{}")
        await store.follow([Feed(url="https://a.test/feed")])
        for feed in await store.followed():
            await store.touch_feeds([feed])
            await store.keep_feed(feed)
        await store.keep_page(page("https://a.test/1", "正文"), whole(page("https://a.test/1", "正文")))
        await asyncio.gather(*(store.pages_about("正文", 5) for _ in range(5)))
        await asyncio.gather(*(store.search("正文", 5) for _ in range(5)))
        await store.entries_about("正文", 5)
        await store.spent("s1")
    assert threading.current_thread() not in statement_threads
    writers = {thread.name for thread in statement_threads if "writer" in thread.name}
    readers = {thread.name for thread in statement_threads if "reader" in thread.name}
    assert len(writers) == 1
    assert 1 <= len(readers) <= 2


# ---------------------------------------------------------------- opening


async def test_the_revisions_make_exactly_the_tables(store: Store, database_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with connected(database_url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": not_the_inverted_index})
        assert compare_metadata(context, metadata) == []


async def test_what_was_written_is_there_when_opened_again(database_url: str) -> None:
    async with await Store.open(database_url, now) as store:
        await store.add_story(story())
    async with await Store.open(database_url, now) as store:
        row = await store.row("s1")
    assert row is not None and row.story == story()


async def test_a_database_of_a_newer_program_is_refused(store: Store, database_url: str) -> None:
    sql(database_url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"newer newsbot \(schema 9999\); update newsbot"):
        await Store.open(database_url, now)


async def test_sqlite_is_opened_so_that_a_crash_loses_nothing(tmp_path: Path) -> None:
    """WAL lets readers beside a writer; every connection syncs fully and minds foreign keys."""
    seen: list[tuple[Any, ...]] = []

    def look(connection: Any, _record: Any) -> None:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        seen.append(tuple(connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names))

    event.listen(sqlalchemy.pool.Pool, "checkout", lookout := lambda c, r, _p: look(c, r))
    try:
        async with await Store.open(f"sqlite:///{tmp_path}/a.db", now) as store:
            await store.row("s1")
    finally:
        event.remove(sqlalchemy.pool.Pool, "checkout", lookout)
    assert set(seen) == {("wal", 2, 1, 10_000)}


async def test_a_locked_database_is_named_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    async with await Store.open(f"sqlite:///{path}", now, busy=0) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"a\.db is locked by another program; wait"):
            await Store.open(f"sqlite:///{path}", now, busy=0)
        with pytest.raises(StoreError, match="is locked"):
            await store.add_story(story())
        assert await store.row("s1") is None  # readers go on
        other.close()
        assert await store.add_story(story())


async def test_a_read_only_database_is_refused_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    await (await Store.open(f"sqlite:///{path}", now)).close()
    with pytest.raises(StoreError, match="cannot be written; make the file and its folder writable"):
        await Store.open(f"sqlite:///file:{path}?mode=ro&uri=true", now)


@pytest.mark.parametrize("damage", ["text", "cut", "middle"])
async def test_a_damaged_database_is_refused_and_left_as_it_is(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "a.db"
    await (await Store.open(f"sqlite:///{path}", now)).close()
    whole = path.read_bytes()
    harmed = {"text": b"no database " * 500, "cut": whole[: len(whole) // 2], "middle": _scribbled(whole)}[damage]
    path.write_bytes(harmed)
    with pytest.raises(StoreError, match=r"a\.db is damaged or no database; restore a backup"):
        await Store.open(f"sqlite:///{path}", now)
    assert path.read_bytes() == harmed


def _scribbled(whole: bytes) -> bytes:
    """The file with its schema page, behind the header, overwritten."""
    return whole[:100] + b"\xff" * 3900 + whole[4000:]


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match=r"folder of database .* cannot be made"):
        await Store.open(f"sqlite:///{tmp_path}/file/under/a.db", now)
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(StoreError, match=r"folder\.db cannot be opened"):
        await Store.open(f"sqlite:///{tmp_path}/folder.db", now)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "newsbot.db",
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://user:hunter2@host/db",
        "postgresql://user:hun:ter2@host:hunter2/db",
        "postgresql+asyncpg://user:hunter2@host/db",
    ],
)
async def test_a_url_that_cannot_be_used_is_a_settings_error_without_its_password(url: str) -> None:
    with pytest.raises(SettingsError, match="database_url") as caught:
        await Store.open(url, now)
    assert "ter2" not in str(caught.value)
    assert caught.value.__cause__ is None


async def test_a_server_out_of_reach_is_named_without_the_password() -> None:
    url = "postgresql://news:hunter2@127.0.0.1:1/news?password=hunter2"
    with pytest.raises(StoreError, match=r"news on 127\.0\.0\.1 does not answer; check") as caught:
        await Store.open(url, now)
    assert "hunter2" not in f"{caught.value} {caught.value.__cause__}"


def test_without_its_driver_postgresql_is_a_settings_error_naming_the_extra() -> None:
    code = (
        "import asyncio, sys; sys.modules['psycopg'] = None\n"
        "from newsbot.edges.store import Store\n"
        "asyncio.run(Store.open('postgresql://news@127.0.0.1:1/news', lambda: None))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "SettingsError" in run.stderr
    assert "install newsbot[postgres]" in run.stderr


async def test_errors_do_not_show_what_was_written(tmp_path: Path) -> None:
    """Statement parameters, one of which is the installation's secret, stay out of causes too."""
    path = tmp_path / "a.db"
    async with await Store.open(f"sqlite:///{path}", now, busy=0) as store:
        sql(f"sqlite:///{path}", "DROP TABLE stories")
        with pytest.raises(StoreError) as caught:
            await store.add_story(story().model_copy(update={"headline": "hunter2"}))
    assert "hunter2" not in f"{caught.value} {caught.value.__cause__}"


@pytest.mark.deep
def test_processes_that_open_a_new_database_at_once_all_succeed(tmp_path: Path) -> None:
    code = (
        "import asyncio, sys\n"
        "from newsbot.edges.store import Store\n"
        "async def run(url):\n"
        "    async with await Store.open(url, lambda: None) as store: print(await store.secret())\n"
        "asyncio.run(run(sys.argv[1]))\n"
    )
    command = [sys.executable, "-c", code, f"sqlite:///{tmp_path}/new/a.db"]
    openers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert len({opener.communicate()[0] for opener in openers}) == 1
    assert [opener.returncode for opener in openers] == [0] * 4


async def test_a_database_is_looked_at_and_copied_as_it_stands_before_it_is_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    url = f"sqlite:///{path}"
    newest = migrations.newest()
    assert await looking.revisions(url) == (str(path), "", newest)
    with pytest.raises(StoreError, match="nothing to copy"):
        await looking.copy(url, str(tmp_path / "none.db"))
    assert not path.exists()
    async with await Store.open(url, now):
        pass
    with sqlite3.connect(path) as other:
        other.execute("UPDATE alembic_version SET version_num = '0005'")
    await looking.copy(url, str(tmp_path / "copy.db"))
    for name in ("news.db", "copy.db"):
        assert (await looking.revisions(f"sqlite:///{tmp_path / name}"))[1:] == ("0005", newest)


async def test_a_new_database_and_its_copy_are_their_owners_alone_and_one_that_is_there_stays_as_it_is(
    tmp_path: Path,
) -> None:
    path, copy = tmp_path / "deep" / "news.db", tmp_path / "copy.db"
    before = os.umask(0)
    try:
        async with await Store.open(f"sqlite:///{path}", now):
            assert {each.stat().st_mode & 0o777 for each in path.parent.iterdir()} == {0o600}  # -wal and -shm too
            await looking.copy(f"sqlite:///{path}", str(copy))
            with pytest.raises(StoreError, match="cannot be written"):
                await looking.copy(f"sqlite:///{path}", str(tmp_path / "none" / "copy.db"))
        assert copy.stat().st_mode & 0o777 == 0o600
        path.chmod(0o640)
        async with await Store.open(f"sqlite:///{path}", now):
            assert path.stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(before)


@pytest.mark.deep
async def test_a_postgresql_that_is_not_in_utf_8_is_refused_with_what_to_do(postgres_server: Any) -> None:
    postgres_server.psql("DROP DATABASE IF EXISTS plain")
    postgres_server.psql("CREATE DATABASE plain ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(SettingsError, match="keeps text as SQL_ASCII; make one that keeps UTF-8"):
        await Store.open(postgres_server.get_uri(database="plain"), lambda: AT)


@pytest.mark.deep
async def test_a_postgresql_that_takes_no_writes_is_refused_at_the_start(postgres_server: Any) -> None:
    url = postgres_server.get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE standby")
        standby = postgres_server.get_uri(database="standby")
        await (await Store.open(standby, now)).close()
        connection.execute("ALTER DATABASE standby SET default_transaction_read_only = on")
    with pytest.raises(StoreError, match="cannot be written"):
        await Store.open(standby, now)
