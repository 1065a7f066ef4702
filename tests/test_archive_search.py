"""Searching the archive: what is found, in which order, what is shown of it, and that the index holds what is kept."""

import asyncio
import itertools
import random
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from databases import connected, make_revision, sql
from newsbot import passages
from newsbot.edges.store import Store
from newsbot.errors import StoreError
from newsbot.news import Entry, Feed, Known, Page, SourceDate, Span
from newsbot.newsroom import Found
from newsbot.terms import encoded

AT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
FEED = "https://a.test/feed"


class Clock:
    """The store's clock; the test turns it."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(database_url: str, clock: Clock) -> AsyncIterator[Store]:
    async with await Store.open(database_url, clock) as opened:
        await opened.follow([Feed(url=FEED)])
        yield opened


def page(name: str, text: str, *, age: int = 0, **more: Any) -> Page:
    """A page fetched `age` hours ago; the hash need only differ with the text."""
    told = {"url": f"https://a.test/{name}" if name else "", "title": "", "sha256": f"{abs(hash(text)):064x}", **more}
    return Page(final_url=told["url"], fetched=AT - timedelta(hours=age), text=text, **told)


async def keep(store: Store, *kept: Page) -> None:
    """Keep these pages, a line of their text a passage."""
    for each in kept:
        at, spans = 0, []
        for line in each.text.split("\n"):
            spans.append(Span(start=at, end=at + len(line), text=line, language="zh"))
            at += len(line) + 1
        await store.keep_page(each, spans)


def entry(key: str, title: str = "", summary: str = "", **more: Any) -> Entry:
    return Entry(
        feed=FEED, key=key, id=key, **{"url": f"https://e.test/{key}", "title": title, "summary": summary, **more}
    )


async def announce(store: Store, *entries: Entry) -> None:
    (feed,) = await store.followed()
    await store.keep_feed(feed, [Known(entry=each, digests=(each.title + each.summary,)) for each in entries])


def names(results: Sequence[Found | Page | Entry]) -> list[str]:
    return [each.url.rsplit("/", 1)[1] for each in results]


# ---------------------------------------------------------------- what is found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("政府", ["zh"]),  # inside 联邦政府
        ("智谱", ["zh"]),  # in no dictionary
        ("數據中心", ["zh"]),
        ("gpt", ["new", "old"]),
        ("GPT-4.1", ["new", "old"]),  # the one that has it whole comes first
        ("ＧＰＴ－４.１", ["new", "old"]),
        ("chip", ["old"]),
        ("OPENAI", ["old"]),
        ("nothing of it", []),
        ("的", []),
    ],
)
async def test_words_are_found_in_chinese_and_english(store: Store, query: str, found: list[str]) -> None:
    await keep(
        store,
        page("zh", "美国联邦政府与智谱签约，建数据中心。"),
        page("new", "GPT-4.1 is out."),
        page("old", "OpenAI’s GPT-4 runs on chips.", age=1),
    )
    assert names(await store.search(query, 10)) == found
    assert names(await store.pages_about(query, 10)) == found


async def test_pages_and_entries_are_found_best_first_then_newest(store: Store) -> None:
    await keep(store, page("both", "甲公司在得州建芯片工厂", age=9), page("older", "甲公司在得州建学校", age=5))
    await keep(store, page("newer", "甲公司在得州建医院", age=1), page("other", "天气晴朗"))
    await announce(store, entry("entry", "芯片"), entry("weather", "晴朗"))
    assert names(await store.search("得州 芯片 工厂", 10)) == ["both", "entry", "newer", "older"]
    assert names(await store.search("得州 芯片 工厂", 2)) == ["both", "entry"]
    assert names(await store.pages_about("得州 芯片 工厂", 10)) == ["both", "newer", "older"]
    assert names(await store.pages_about("得州 芯片 工厂", 1)) == ["both"]
    assert names(await store.entries_about("得州 芯片 工厂", 10)) == ["entry"]
    for search in (store.search, store.pages_about, store.entries_about):
        assert await search("得州 芯片", 0) == ()
        assert await search("得州 芯片", -1) == ()


async def test_pages_and_entries_come_back_as_they_were_kept(store: Store) -> None:
    kept = page("1", "正文一。\n正文二。", title="标题", published=SourceDate(year=2025, month=5), access="excerpt")
    await keep(store, kept)
    told = entry("1", "标题", "摘要", text="全文", published=AT)
    await announce(store, told)
    assert await store.pages_about("正文", 5) == (kept,)
    assert await store.pages_about("标题", 5) == (kept,)
    for query in ("标题", "摘要", "全文"):
        assert await store.entries_about(query, 5) == (told,)


async def test_a_page_without_passages_is_found_by_its_title(store: Store) -> None:
    await store.keep_page(page("1", "正文", title="标题"), [])
    assert names(await store.search("标题", 5)) == ["1"]
    assert await store.search("正文", 5) == ()


async def test_a_page_is_one_result_with_its_best_passage(store: Store) -> None:
    text = "芯片出口受到限制。\n芯片出口管制的范围扩大到得州。\n天气晴朗。"
    await keep(store, page("1", text, title="管制", language="zh", publisher="甲报", published=SourceDate(year=2025)))
    (found,) = await store.search("芯片 出口 管制 得州", 5)
    assert found.snippet == "芯片出口管制的范围扩大到得州。"
    assert (found.title, found.publisher, found.published, found.seen) == ("管制", "甲报", "2025", AT)
    assert (found.language, found.access) == ("zh", "full")
    assert found.score > 0


async def test_an_entry_shows_what_the_feed_says_of_it_and_that_it_is_no_full_page(store: Store) -> None:
    published = AT - timedelta(days=1)
    await announce(store, entry("1", "得州的工厂", "厂房竣工", publisher="甲报", published=published))
    await announce(store, entry("2", "得州"))
    excerpt, headline = sorted(await store.search("得州", 5), key=lambda found: found.url)
    assert (excerpt.snippet, excerpt.access, excerpt.publisher) == ("厂房竣工", "excerpt", "甲报")
    assert (excerpt.published, excerpt.seen) == ("2026-11-21T08:30:00+00:00", AT)
    assert (headline.snippet, headline.access, headline.published) == ("得州", "headline", "")


async def test_of_an_address_that_is_page_and_entry_the_better_is_shown_alone(store: Store) -> None:
    await announce(store, entry("1", "芯片"))
    await keep(store, page("x", "芯片 工厂 得州", url="https://e.test/1"))
    (found,) = await store.search("芯片 得州", 5)
    assert found.access == "full"


async def test_of_a_page_that_changed_only_its_newest_state_is_found(store: Store) -> None:
    await keep(store, page("1", "旧的数字", age=5), page("1", "新的说法"), page("1", "更早的话", age=9))
    assert await store.search("数字", 5) == ()
    assert await store.search("更早", 5) == ()
    (found,) = await store.pages_about("说法 数字", 5)
    assert found.text == "新的说法"


async def test_of_an_entry_that_changed_only_its_newest_words_are_found(store: Store) -> None:
    await announce(store, entry("1", "旧的数字"), entry("2", "别的"))
    await announce(store, entry("1", "新的说法"))
    assert await store.entries_about("数字", 5) == ()
    assert names(await store.entries_about("说法", 5)) == ["1"]


async def test_documents_without_an_address_are_each_a_page(store: Store) -> None:
    await keep(store, page("", "文件一"), page("", "文件二"))
    assert len(await store.pages_about("文件", 5)) == 2
    assert len(await store.search("文件", 5)) == 2


async def test_an_entry_dated_into_the_future_or_without_a_zone_is_as_new_as_when_it_was_seen(
    store: Store, clock: Clock
) -> None:
    await announce(store, entry("future", "词", published=AT + timedelta(days=900)))
    clock.at += timedelta(days=1)
    await announce(store, entry("today", "词", published=AT + timedelta(hours=6)))
    clock.at += timedelta(days=1)
    await announce(store, entry("old", "词", published=AT - timedelta(days=1)))
    await announce(store, entry("no zone", "词", published=datetime(2030, 1, 1)))
    assert names(await store.entries_about("词", 9)) == ["no zone", "today", "future", "old"]


async def test_the_end_of_a_long_entry_is_found_and_shown(store: Store) -> None:
    filling = "天气晴朗，适合出行。" * 300
    await announce(store, entry("1", "标题", text=f"{filling}芯片工厂竣工。"))
    (found,) = await store.search("芯片 工厂", 5)
    assert found.snippet.endswith("芯片工厂竣工。")
    assert len(found.snippet) <= 200


async def test_a_snippet_is_one_line_of_200_characters_around_the_words(store: Store) -> None:
    text = "晴朗" * 100 + "得州的\u202e芯片\x07工厂" + "多云" * 100 + "得州" + "小雨" * 100
    await keep(store, page("1", text))
    (found,) = await store.search("芯片工厂 得州", 5)
    assert len(found.snippet) <= 200
    assert found.snippet.startswith("…") and found.snippet.endswith("…")
    assert "得州的芯片 工厂" in found.snippet or "得州的芯片工厂" in found.snippet


# ---------------------------------------------------------------- queries of any kind


HOSTILE = (
    *("", " ", "\n", '"', "'", '"芯片', "*", "芯*", "NEAR(芯片 工厂, 2)", "AND", "OR OR", "NOT 芯片", "-芯片", "^芯片"),
    *(
        "terms:芯片",
        "{terms}: 芯片",
        "芯片 + 工厂",
        "&",
        "芯片 & !工厂 | (",
        "芯片:*",
        "<->",
        "\\",
        "%",
        "_",
        "a'); --",
    ),
    *("\x00", "\ud800", "芯片\x00\ud800工厂", "的 了 the of", "芯" * 10_000, "芯片 " * 10_000, "x" * 10_000),
    *(" ".join(map(str, range(5_000))), "é̂" * 5_000, "\u202e芯片", "１２３", "{", "$1", ":asked", "%(asked)s"),
)


@pytest.mark.parametrize("query", HOSTILE, ids=map(str, range(len(HOSTILE))))
async def test_no_query_is_an_error(store: Store, query: str) -> None:
    await keep(store, page("1", "芯片工厂"))
    await announce(store, entry("2", "芯片工厂"))
    for search in (store.search, store.pages_about, store.entries_about):
        assert len(await search(query, 5)) <= 2


async def test_what_is_no_word_in_a_query_is_passed_over(store: Store) -> None:
    await keep(store, page("1", "芯片工厂"))
    for query in (
        '"芯片',
        "芯*",
        "NEAR(芯片 工厂, 2)",
        "NOT 芯片",
        "terms:芯片",
        "芯片:*",
        "\u202e芯片",
        "芯片\x00\ud800",
    ):
        assert names(await store.search(query, 5)) == (["1"] if "芯片" in query else [])


async def test_of_a_common_word_the_two_thousand_kept_last_are_ranked(store: Store) -> None:
    for first in range(0, 2_100, 700):
        await announce(store, *(entry(f"{n}", "芯片", "得州" if n == 50 else "") for n in range(first, first + 700)))
    found = names(await store.entries_about("芯片", 3_000))
    assert len(found) == 2_000 and "99" not in found
    assert names(await store.entries_about("芯片 得州", 3)) == ["50", "2099", "2098"]


# ---------------------------------------------------------------- the index holds what is kept


def counted(url: str) -> tuple[Counter[str], int, int]:
    """What the pieces come to: pieces by term, pieces, terms."""
    pieces = [terms.split() for (terms,) in sql(url, "SELECT terms FROM pieces")]
    return Counter(term for terms in pieces for term in set(terms)), len(pieces), sum(map(len, pieces))


def index_is_sound(url: str) -> None:
    """Counts agree with the pieces, and the inverted index holds each piece under each of its terms and no other."""
    terms, pieces, length = counted(url)
    assert dict(sql(url, "SELECT term, pieces FROM frequencies WHERE pieces <> 0")) == dict(terms)
    assert sql(url, "SELECT pieces, terms FROM totals") == [(pieces, length)]
    held = sql(url, "SELECT p.id, p.terms, f.kind FROM pieces p JOIN findable f ON f.number = p.id / 65536")
    assert len(held) == pieces
    for term, kind in itertools.product(sql(url, "SELECT term FROM frequencies"), ("page", "entry")):
        if url.startswith("sqlite"):
            match = f"SELECT rowid FROM {kind}_terms WHERE {kind}_terms MATCH :term"
        else:
            match = f"SELECT id FROM {kind}_terms WHERE terms @@ CAST(:term AS tsquery)"
        matched = {id for (id,) in sql(url, match, term=encoded(term[0]))}
        assert matched == {id for id, terms, of in held if of == kind and term[0] in terms.split()}


words = st.lists(st.sampled_from(["芯片", "工厂", "得州", "GPT-4.1", "", "的"]), max_size=4).map(" ".join)
kept_pages = st.builds(
    page, st.sampled_from(["1", "2", ""]), st.lists(words, min_size=1, max_size=3).map("\n".join), age=st.integers(0, 3)
)
kept_entries = st.lists(st.builds(entry, st.sampled_from(["1", "2", "3"]), words, words), min_size=1, max_size=3)


@given(st.lists(kept_pages | kept_entries, max_size=6))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_after_any_keeping_the_index_is_sound(
    store: Store, database_url: str, made: list[Page | list[Entry]]
) -> None:
    for each in made:
        await (keep(store, each) if isinstance(each, Page) else announce(store, *each))
    index_is_sound(database_url)


async def test_a_page_whose_index_cannot_be_written_is_not_kept(store: Store, database_url: str) -> None:
    await keep(store, page("1", "芯片"))
    sql(database_url, "ALTER TABLE frequencies RENAME TO elsewhere")
    with pytest.raises(StoreError, match="frequencies"):
        await keep(store, page("2", "芯片"))
    with pytest.raises(StoreError, match="frequencies"):
        await announce(store, entry("1", "芯片"))
    sql(database_url, "ALTER TABLE elsewhere RENAME TO frequencies")
    assert sql(database_url, "SELECT count(*) FROM pages") == [(1,)]
    assert sql(database_url, "SELECT count(*) FROM entries") == [(0,)]
    index_is_sound(database_url)


def make_second_revision(url: str) -> None:
    """The database as a program without an index left it: two states of a page, a file, an entry."""
    make_revision(url, "0002")
    with connected(url).begin() as connection:
        for id, kept in (
            ("a" * 64, page("1", "旧的数字", age=5)),
            ("b" * 64, page("1", "新的说法\n第二段")),
            ("c" * 64, page("", "文件里的话")),
        ):
            connection.execute(
                sqlalchemy.text("INSERT INTO pages VALUES (:id, :url, :url, :sha256, :title, :document, :text, :at)"),
                {
                    **{"id": id, "url": kept.url, "sha256": kept.sha256, "title": kept.title, "text": kept.text},
                    "document": kept.model_dump_json(exclude={"text"}),
                    "at": int(kept.fetched.timestamp() * 1000),
                },
            )
            for number, (start, end) in enumerate([(0, 4), (5, 8)][: kept.text.count("\n") + 1], start=1):
                passage = {"id": id, "number": number, "start": start, "end": end}
                connection.execute(
                    sqlalchemy.text("INSERT INTO passages VALUES (:id, :number, :start, :end, 'zh')"), passage
                )
        told = entry("1", "条目的标题", "条目的摘要")
        connection.execute(
            sqlalchemy.text(
                "INSERT INTO entries (feed, key, id, mark, digests, updates, place, tell, teller, url, title, document,"
                " first_seen) VALUES (:feed, '1', '1', '', '', 0, '', '', '', '', '', :document, 0)"
            ),
            {"feed": FEED, "document": told.model_dump_json()},
        )


async def test_what_was_kept_before_there_was_an_index_is_found_after_the_upgrade(
    empty_database_url: str, clock: Clock
) -> None:
    make_second_revision(empty_database_url)
    for _ in range(2):  # and is not indexed again
        async with await Store.open(empty_database_url, clock) as store:
            assert await store.search("数字", 5) == ()
            assert [found.snippet for found in await store.search("第二段", 5)] == ["第二段"]
            assert len(await store.pages_about("说法", 5)) == 1
            assert len(await store.search("文件", 5)) == 1
            assert [found.snippet for found in await store.search("条目的标题", 5)] == ["条目的摘要"]
        index_is_sound(empty_database_url)
    async with await Store.open(empty_database_url, clock) as store:
        await keep(store, page("1", "又是新的", age=-1))
        assert await store.search("说法", 5) == ()
        index_is_sound(empty_database_url)


async def test_a_damaged_index_is_an_error_that_says_what_to_do(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "a.db"
    async with await Store.open(f"sqlite:///{path}", clock) as store:
        await keep(store, page("1", "芯片"))
        with sqlite3.connect(path) as beside:
            beside.execute("UPDATE page_terms_data SET block = x'ffff' WHERE id > 10")
        for search in (store.search, store.pages_about):
            with pytest.raises(StoreError, match=r"a\.db is damaged or no database; restore a backup"):
                await search("芯片", 5)
        assert await store.entries_about("芯片", 5) == ()


async def test_a_search_goes_on_beside_a_writer(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "a.db"
    async with await Store.open(f"sqlite:///{path}", clock, busy=0) as store:
        await keep(store, page("1", "芯片"))
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert names(await store.search("芯片", 5)) == ["1"]
        with pytest.raises(StoreError, match="is locked"):
            await keep(store, page("2", "芯片"))
        other.close()


async def test_of_several_who_keep_at_once_nothing_is_lost_or_counted_twice(database_url: str, clock: Clock) -> None:
    stores = [await Store.open(database_url, clock) for _ in range(3)]
    await stores[0].follow([Feed(url=FEED)])
    await asyncio.gather(
        *(keep(each, page(f"{n}", f"芯片 工厂{n}")) for n, each in enumerate(stores * 4)),
        *(
            announce(each, entry(f"{n % 5}", f"芯片 得州{n}"), entry(f"own {n}", "工厂"))
            for n, each in enumerate(stores * 4)
        ),
    )
    assert len(await stores[1].search("芯片", 100)) == 12 + 5
    for each in stores:
        await each.close()
    index_is_sound(database_url)


# ---------------------------------------------------------------- both databases


def corpus(chance: random.Random) -> tuple[list[Page], list[list[Entry]], list[str]]:
    """Pages, entries a poll, and queries over a vocabulary in which some words are common and most are rare."""
    names = [f"{first}{second}" for first in "云岚澄颖榆棠霁峤" for second in "科智联芯算图语域"]
    english = [
        f"{start}{end}" for start in ("lark", "moor", "tin", "orb", "vel") for end in ("soft", "grid", "o-2", "4.1")
    ]
    vocabulary = [
        "发布",
        "模型",
        "公司",
        "数据中心",
        "政府",
        "芯片",
        "投资",
        "合同",
        "model",
        "GPT-4.1",
        *names,
        *english,
    ]
    weights = [1 / rank for rank in range(1, len(vocabulary) + 1)]

    def said(least: int, most: int) -> str:
        return "，".join(chance.choices(vocabulary, weights, k=chance.randint(least, most))) + "。"

    pages = []
    for n in range(150):
        text = "\n".join(said(3, 20) for _ in range(12))
        hours = chance.randrange(50)
        pages.append(page(f"{n % 145}", text, age=hours, title=said(1, 5), sha256=f"{n:064x}"))
    polls = [[entry(f"{n}-{k}", said(1, 6), said(0, 12)) for k in range(15)] for n in range(40)]
    return pages, polls, [said(1, 5) for _ in range(200)]


@pytest.mark.deep
async def test_both_databases_give_the_same_results_in_the_same_order(
    tmp_path: Path, postgres_server: Any, clock: Clock
) -> None:
    with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS same_order")
        connection.execute("CREATE DATABASE same_order")
    pages, polls, queries = corpus(random.Random(20261122))
    async with (
        await Store.open(f"sqlite:///{tmp_path / 'a.db'}", clock) as one,
        await Store.open(str(postgres_server.get_uri(database="same_order")), clock) as other,
    ):
        for store in (one, other):
            await store.follow([Feed(url=FEED)])
            for kept in pages:
                await store.keep_page(kept, passages.cut(kept.text))
            for poll in polls:
                await announce(store, *poll)
        shown = 0
        for query in queries:
            found = await one.search(query, 50)
            assert await other.search(query, 50) == found
            shown += len(found)
        assert shown > 5_000
        for query in queries[::10]:
            assert await other.pages_about(query, 20) == await one.pages_about(query, 20)
            assert await other.entries_about(query, 20) == await one.entries_about(query, 20)
