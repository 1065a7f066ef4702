"""Searching: news feeds by address template."""

from datetime import UTC, datetime
from html import escape
from urllib.parse import quote

import pytest

from newsbot import feed
from newsbot.edges.search.rss import RssSearch, publisher_address
from newsbot.errors import Blocked, FetchError, HttpStatus, ParseError, SettingsError, TooSlow
from newsbot.news import Fetched, ParsedFeed, Readable, Reading

NOW = datetime(2025, 6, 9, tzinfo=UTC)
TEMPLATE = "https://www.engine.example/news/search?q={query}&format=rss&apikey=sesame"
WRAPPED = "http://www.engine.example/news/apiclick.aspx?ref=rss&url="
PUBLISHER = "https://paper.example/a?id=1&x=2"


class Web:
    """A web of one page in memory: it fulfils `Fetcher` and keeps what it was asked for."""

    def __init__(self, body: bytes | FetchError) -> None:
        self.body, self.asked = body, ""

    async def feed(self, url: str, etag: str = "", modified: str = "") -> Fetched:
        self.asked = url
        if isinstance(self.body, FetchError):
            raise self.body
        headers = {"content-type": "application/rss+xml"}
        return Fetched(url=url, final_url=url, status=200, headers=headers, body=self.body, fetched=NOW)

    async def page(self, url: str) -> Fetched:
        raise AssertionError("a search reads no pages")


class InProcess:
    """The parsing steps without the sandbox around them."""

    async def feed(self, reading: Reading, body: bytes) -> ParsedFeed:
        return feed.parse(reading.model_dump_json(), body)

    async def page(self, url: str, content_type: str, body: bytes) -> Readable:
        raise AssertionError("a search reads no pages")


def results(*links: str) -> bytes:
    items = "".join(
        f"<item><title>标题{n}</title><link>{escape(link)}</link><description>摘要</description>"
        f"<pubDate>Mon, 09 Jun 2025 00:00:00 GMT</pubDate></item>"
        for n, link in enumerate(links)
    )
    return f"<rss version='2.0'><channel><title>search</title>{items}</channel></rss>".encode()


def searching(body: bytes | FetchError, template: str = TEMPLATE) -> tuple[RssSearch, Web]:
    web = Web(body)
    return RssSearch(template, web, InProcess()), web


async def test_the_query_is_percent_encoded_into_the_template() -> None:
    search, web = searching(results())
    assert await search.search('模型 & "价格"/{query}') == ()
    assert web.asked == TEMPLATE.replace("{query}", quote('模型 & "价格"/{query}', safe=""), 1)


async def test_hits_carry_the_publishers_address_and_what_the_result_says() -> None:
    search, _ = searching(results(WRAPPED + quote(PUBLISHER, safe=""), "https://other.example/b"))
    first, second = await search.search("模型")
    assert (first.url, first.title, first.snippet, first.published) == (PUBLISHER, "标题0", "摘要", NOW)
    assert second.url == "https://other.example/b"
    assert search.label == "www.engine.example"


async def test_opaque_links_are_dropped_and_each_address_stands_once() -> None:
    opaque = "https://engine.example/articles/CBMi123"
    search, _ = searching(results(opaque, PUBLISHER, WRAPPED + quote(PUBLISHER, safe="")))
    assert [hit.url for hit in await search.search("模型")] == [PUBLISHER]


async def test_an_engine_with_opaque_links_only_is_a_parse_error_and_not_an_empty_answer() -> None:
    search, _ = searching(results("https://engine.example/articles/CBMi123"))
    with pytest.raises(ParseError, match=r"www\.engine\.example are opaque"):
        await search.search("模型")


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://paper.example/a", "https://paper.example/a"),
        ("https://paper.example/go?url=https://else.example/", "https://paper.example/go?url=https://else.example/"),
        ("https://www.engine.example/r?u=https%3A%2F%2Fpaper.example%2Fa", "https://paper.example/a"),
        ("https://engine.example/url?q=https://paper.example/a&sa=1", "https://paper.example/a"),
        ("https://cdn.engine.example/r?url=http://paper.example/a", "http://paper.example/a"),
        ("https://engine.example/r?url=https://www.engine.example/b", ""),
        ("https://engine.example/r?url=javascript:alert(1)", ""),
        ("https://engine.example/r?url=/a", ""),
        ("https://engine.example/r?link=https://paper.example/a", ""),
        ("https://engine.example.evil.example/r", "https://engine.example.evil.example/r"),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_publisher_address(link: str, address: str) -> None:
    """Only a link on the engine's own host is unwrapped, and only to an http(s) address of another host."""
    assert publisher_address(link, "www.engine.example") == address


def test_two_ports_of_one_machine_are_two_hosts() -> None:
    assert publisher_address("http://127.0.0.1:8002/a", "127.0.0.1:8001") == "http://127.0.0.1:8002/a"
    assert publisher_address("http://127.0.0.1:8001/a", "127.0.0.1:8001") == ""


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (HttpStatus(TEMPLATE, 403, f"403 for {TEMPLATE}"), "answered 403"),
        (Blocked(TEMPLATE, "private-address", TEMPLATE), "private-address"),
        (TooSlow(TEMPLATE, TEMPLATE), "in time"),
        (FetchError(TEMPLATE, TEMPLATE), "could not be read"),
    ],
)
async def test_a_failed_search_names_the_host_and_never_the_key(error: FetchError, says: str) -> None:
    search, _ = searching(error)
    with pytest.raises(FetchError, match=says) as caught:
        await search.search("模型")
    assert "www.engine.example" in str(caught.value)
    assert "sesame" not in str(caught.value) + caught.value.url


async def test_an_answer_that_is_no_feed_is_a_parse_error_that_names_the_host_alone() -> None:
    search, _ = searching(b"<html><body>captcha</body></html>")
    with pytest.raises(ParseError, match=r"www\.engine\.example did not answer with a feed") as caught:
        await search.search("模型")
    assert "sesame" not in str(caught.value)


@pytest.mark.parametrize(
    "template", ["https://engine.example/?key=sesame", "ftp://engine.example/{query}?key=sesame", "{query}sesame", ""]
)
def test_a_template_that_cannot_work_is_a_settings_error_without_the_key(template: str) -> None:
    with pytest.raises(SettingsError, match=r"search\.rss") as caught:
        searching(b"", template)
    assert "sesame" not in str(caught.value)
