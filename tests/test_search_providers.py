"""SearXNG, Tavily and Brave against loopback servers that speak each one's documented format."""

import asyncio
import gzip
import json
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from loopback import Handler, raw, says, site
from newsbot.edges.search.api import ATTEMPTS, MOST_BYTES, MOST_RESULTS, Patience, SearchApi
from newsbot.edges.search.brave import BraveSearch, until_reset
from newsbot.edges.search.searxng import SearxngSearch
from newsbot.edges.search.tavily import TavilySearch
from newsbot.errors import FetchError, HttpStatus, NewsbotError, ParseError, SettingsError, TooLarge, TooSlow
from newsbot.newsroom import Hit, Searcher

CANARY = "tvly-canary-3f9a1c77d0b24e6e"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PAPER = "https://paper.example/a?id=1"


class Time:
    """A clock that only our own waits move; `waits` holds them in order, in seconds."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.waits: list[float] = []

    def patience(self, timeout: float = 30.0, deadline: float = 60.0) -> Patience:
        return Patience(timeout, deadline, self.sleep, lambda: self.seconds, lambda: NOON)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds


Made = Callable[[str, Patience], Searcher]
PATHS = {"searxng": "/search", "tavily": "/search", "brave": "/res/v1/news/search"}
MAKE: dict[str, Made] = {
    "searxng": SearxngSearch,
    "tavily": lambda base, patience: TavilySearch(SecretStr(CANARY), patience, base),
    "brave": lambda base, patience: BraveSearch(SecretStr(CANARY), patience, base),
}
every = pytest.mark.parametrize("name", list(MAKE))


def answers(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response(value, status=status, headers=headers)

    return answer


def in_turn(*handlers: Handler) -> Handler:
    left = list(handlers)

    async def answer(request: web.Request) -> web.StreamResponse:
        return await (left.pop(0) if len(left) > 1 else left[0])(request)

    return answer


def refuses(status: int, **headers: str) -> Handler:
    """An error that echoes the key, as some servers do."""
    return answers(
        {"detail": {"error": f"no, {CANARY}"}}, status, {name.replace("_", "-"): headers[name] for name in headers}
    )


async def searched(
    name: str, handler: Handler | str | bytes, time: Time | None = None, **limits: float
) -> tuple[Hit, ...]:
    async with site({PATHS[name]: handler}) as server:
        return await MAKE[name](server.origin, (time or Time()).patience(**limits)).search("模型")


async def failure(name: str, handler: Handler | str | bytes, time: Time | None = None, **limits: float) -> NewsbotError:
    """The error a search ends in. Neither it nor its traceback shows the key, and it is one line."""
    with pytest.raises(NewsbotError) as caught:
        await searched(name, handler, time, **limits)
    assert CANARY not in "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert "\n" not in str(caught.value)
    return caught.value


# ---------------------------------------------------------------- each one's documented format


async def test_searxng_is_asked_for_news_as_json_and_its_fields_are_read() -> None:
    answer = {
        "query": "模型",
        "number_of_results": 0,
        "results": [
            {
                "url": PAPER,
                "title": "北辰发布大模型",
                "content": "摘要一句。",
                "engine": "some news",
                "engines": ["some news"],
                "score": 1.0,
                "category": "news",
                "publishedDate": "2026-11-21T08:30:00",
            },
            {"url": "https://other.example/b", "title": "B", "content": "", "publishedDate": None},
        ],
        "answers": [],
        "unresponsive_engines": [["another", "timeout"]],
    }
    asked: list[dict[str, str]] = []

    async def serve(request: web.Request) -> web.Response:
        asked.append(dict(request.query))
        return web.json_response(answer)

    async with site({"/searx/search": serve}) as server:
        search: Searcher = SearxngSearch(server.url("/searx/"), Time().patience())
        first, second = await search.search('模型 & "价格"')
        assert search.label == server.origin.removeprefix("http://")
    assert asked == [{"q": '模型 & "价格"', "categories": "news", "format": "json"}]
    published = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
    assert first == Hit(url=PAPER, title="北辰发布大模型", snippet="摘要一句。", published=published)
    assert second == Hit(url="https://other.example/b", title="B")


async def test_tavily_is_asked_with_a_bearer_and_json_and_its_fields_are_read() -> None:
    answer = {
        "query": "q",
        "answer": None,
        "images": [],
        "results": [
            {
                "title": "Lab ships a model",
                "url": PAPER,
                "content": "One sentence.",
                "score": 0.81,
                "raw_content": None,
                "published_date": "Sat, 21 Nov 2026 08:30:00 GMT",
            }
        ],
        "response_time": 1.67,
        "request_id": "x",
    }
    asked: list[tuple[str, str, Any]] = []

    async def serve(request: web.Request) -> web.Response:
        asked.append((request.method, request.headers["Authorization"], await request.json()))
        return web.json_response(answer)

    async with site({"/search": serve}) as server:
        search: Searcher = TavilySearch(SecretStr(f" {CANARY}\n"), Time().patience(), server.origin)
        (hit,) = await search.search("lab model " + "x" * 1_000)
        assert search.label == "Tavily"
    ((method, bearer, body),) = asked
    assert (method, bearer) == ("POST", f"Bearer {CANARY}")
    assert (body["topic"], body["search_depth"], body["max_results"], len(body["query"])) == ("news", "basic", 10, 400)
    published = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
    assert hit == Hit(url=PAPER, title="Lab ships a model", snippet="One sentence.", published=published)


async def test_brave_is_asked_with_its_header_and_its_fields_are_read_without_marks() -> None:
    answer = {
        "type": "news",
        "query": {"original": "模型"},
        "results": [
            {
                "type": "news_result",
                "url": PAPER,
                "title": "A &amp; B <strong>model</strong>",
                "description": "1 < 2, and <strong>more</strong>",
                "age": "2 hours ago",
                "page_age": "2026-11-21T08:30:00",
                "source": {"name": "某报"},
                "meta_url": {"hostname": "paper.example"},
            },
            {"url": "https://other.example/b", "title": "B", "meta_url": {"hostname": "other.example"}},
        ],
    }
    asked: list[tuple[str, dict[str, str]]] = []

    async def serve(request: web.Request) -> web.Response:
        asked.append((request.headers["X-Subscription-Token"], dict(request.query)))
        return web.json_response(answer)

    async with site({"/res/v1/news/search": serve}) as server:
        search: Searcher = BraveSearch(SecretStr(CANARY), Time().patience(), server.origin)
        first, second = await search.search("模型")
        await search.search("word " * 60)
        assert search.label == "Brave"
    (token, chinese), (_, english) = asked
    assert token == CANARY
    assert (chinese["q"], chinese["search_lang"], chinese["country"]) == ("模型", "zh-hans", "ALL")
    assert (len(english["q"].split()), english["search_lang"]) == (50, "en")
    assert (first.title, first.snippet) == ("A & B model", "1 < 2, and more")
    assert (first.publisher, first.published) == ("某报", datetime(2026, 11, 21, 8, 30, tzinfo=UTC))
    assert second == Hit(url="https://other.example/b", title="B", publisher="other.example")


# ---------------------------------------------------------------- hostile and broken answers


@every
async def test_no_results_is_an_empty_answer(name: str) -> None:
    assert await searched(name, answers({"results": []})) == ()


@every
@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<html><body>captcha</body></html>", "answered with a web page"),
        (b"", "answered with nothing"),
        (b" \n", "answered with nothing"),
        (b"\xff\xfe{", "answered with no JSON"),
        (b"{", "answered with no JSON"),
        (b"[" * 100_000, "answered with no JSON"),
        (b"[1]", "JSON that holds no results"),
        (b"null", "JSON that holds no results"),
        (b"{}", "without a list of results"),
        (b'{"results": {"url": "https://a.example"}}', "without a list of results"),
        (b'{"results": null}', "without a list of results"),
        (b'{"results": [1, {"title": "x"}]}', "none of its 2 results leads to a web page"),
    ],
)
async def test_an_answer_that_is_no_list_of_results_is_an_error_and_never_an_empty_one(
    name: str, body: str | bytes, says: str
) -> None:
    error = await failure(name, body)
    assert isinstance(error, ParseError)
    assert says in str(error)


@every
async def test_wrong_types_cost_only_the_result_or_the_field_that_has_them(name: str) -> None:
    rows: list[Any] = [
        None,
        [],
        "https://text.example",
        {"url": None, "title": "a"},
        {"url": 7},
        {"url": "https://odd.example/", "title": 7, "content": {}, "description": [], "source": 3, "meta_url": None}
        | {"publishedDate": 20261121, "published_date": [], "page_age": True},
        {"url": "https://late.example/", "title": "t", "publishedDate": "soon", "published_date": "x", "page_age": "?"},
    ]
    first, second = await searched(name, answers({"results": rows}))
    assert first == Hit(url="https://odd.example/", title="")
    assert second == Hit(url="https://late.example/", title="t")


@every
async def test_only_links_of_the_web_are_kept_and_each_once(name: str) -> None:
    bad = ["javascript:alert(1)", "ftp://a.example/", "/a", "https://", "http://[broken", "https://a.example:99999/"]
    bad += [
        "https://me:pass@a.example/",
        "https://a.example/\n",
        "https://a b.example/",
        "https://a.example/" + "x" * 9_000,
    ]
    bad += ["file:///etc/passwd", "https://a.example/\ud800", ""]
    good = ["https://a.example/1", "http://b.example/2", "https://a.example/1"]
    found = await searched(name, answers({"results": [{"url": url, "title": "t"} for url in (*bad, *good)]}))
    assert [hit.url for hit in found] == good[:2]


@every
async def test_texts_are_one_clean_line_of_bounded_length_and_results_are_bounded(name: str) -> None:
    text = "字\u202e\n\ud800" * 10_000
    long = {"title": text, "content": text, "description": text}
    rows = [{"url": f"https://a.example/{n}", "title": "t", **(long if n == 0 else {})} for n in range(99)]
    found = await searched(name, answers({"results": rows}))
    assert len(found) == MOST_RESULTS
    assert 0 < len(found[0].title) <= 500
    assert 0 < len(found[0].snippet) <= 2_000
    assert not set("\u202e\n\ud800") & set(found[0].title + found[0].snippet)


@every
async def test_more_than_two_mebibytes_are_not_read_compressed_or_not(name: str) -> None:
    body = b'{"results": ["' + b"x" * MOST_BYTES + b'"]}'

    async def bomb(request: web.Request) -> web.Response:
        return web.Response(body=gzip.compress(body), headers={"Content-Encoding": "gzip"})

    assert isinstance(await failure(name, body), TooLarge)
    assert isinstance(await failure(name, bomb), TooLarge)


@every
async def test_a_compressed_answer_is_read(name: str) -> None:
    async def squeezed(request: web.Request) -> web.Response:
        body = gzip.compress(json.dumps({"results": [{"url": PAPER, "title": "t"}]}).encode())
        return web.Response(body=body, headers={"Content-Encoding": "gzip"})

    assert [hit.url for hit in await searched(name, squeezed)] == [PAPER]


FIELDS = ("url", "title", "content", "description", "page_age", "publishedDate", "source", "meta_url")
plain = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from([PAPER, "2026-11-21T08:30:00"])
)
values = plain | st.lists(plain, max_size=2) | st.dictionaries(st.sampled_from(["name", "hostname"]), plain, max_size=2)
rows_of_anything = st.lists(plain | st.dictionaries(st.sampled_from(FIELDS), values, max_size=8), max_size=4)


@settings(deadline=None, max_examples=100)
@given(st.fixed_dictionaries({}, optional={"results": rows_of_anything | values}))
def test_any_json_is_hits_or_one_expected_error(answer: dict[str, Any]) -> None:
    brave = BraveSearch(SecretStr(CANARY), Time().patience())
    api = SearchApi("x", Time().patience(), {})
    for read in (brave._hit, lambda row: api.hit(row, "content", "publishedDate")):
        try:
            found = api.hits(answer, read)
        except ParseError:
            continue
        assert all(hit.url.startswith(("http://", "https://")) for hit in found)


# ---------------------------------------------------------------- refusals, retries and deadlines


@every
async def test_retry_after_is_waited_exactly_in_seconds_and_as_a_date(name: str) -> None:
    time, date = Time(), format_datetime(NOON + timedelta(seconds=9), usegmt=True)
    handler = in_turn(refuses(429, Retry_After="7"), refuses(503, Retry_After=date), answers({"results": []}))
    assert await searched(name, handler, time) == ()
    assert time.waits == [7.0, 9.0]


@every
async def test_a_wait_beyond_the_deadline_is_an_error_that_says_how_long(name: str) -> None:
    time = Time()
    error = await failure(name, refuses(429, Retry_After="3600"), time)
    assert isinstance(error, HttpStatus)
    assert (error.status, error.retry_after) == (429, 3600.0)
    assert "asks to be left alone for 3600 s" in str(error)
    assert time.waits == []


@every
async def test_without_retry_after_waits_double_and_three_attempts_are_all(name: str) -> None:
    time = Time()
    async with site({PATHS[name]: refuses(502)}) as server:
        with pytest.raises(HttpStatus, match="the server is failing"):
            await MAKE[name](server.origin, time.patience()).search("模型")
        assert len(server.requests) == ATTEMPTS
    assert time.waits == [0.5, 1.0]


@pytest.mark.parametrize(
    ("name", "status", "says"),
    [
        ("searxng", 403, "add json to search.formats"),
        ("searxng", 404, "answered 404, which carries no results; check its address"),
        ("tavily", 401, "check NEWSBOT_SEARCH__TAVILY_KEY"),
        ("tavily", 432, "the plan's limit is used up"),
        ("tavily", 433, "spending limit"),
        ("tavily", 400, "answered 400"),
        ("brave", 401, "check NEWSBOT_SEARCH__BRAVE_KEY"),
        ("brave", 422, "check NEWSBOT_SEARCH__BRAVE_KEY"),
    ],
)
async def test_a_refusal_is_not_repeated_and_says_what_to_do(name: str, status: int, says: str) -> None:
    time = Time()
    error = await failure(name, refuses(status, Retry_After="1"), time)
    assert isinstance(error, HttpStatus)
    assert error.status == status
    assert says in str(error)
    assert time.waits == []


@every
async def test_a_redirect_is_not_followed_with_the_key(name: str) -> None:
    async with site({}) as elsewhere:
        error = await failure(name, refuses(302, Location=elsewhere.url("/search")))
        assert elsewhere.requests == []
    assert "redirects (302); set the address that it leads to" in str(error)


@every
async def test_a_server_that_never_answers_costs_no_more_than_the_deadline(name: str) -> None:
    async def silent(request: web.Request) -> web.Response:
        await asyncio.Event().wait()
        raise AssertionError

    error = await failure(name, silent, deadline=0.2)
    assert isinstance(error, TooSlow)
    assert "raise search.deadline" in str(error)
    error = await failure(name, silent, timeout=0.1)
    assert isinstance(error, TooSlow)
    assert "raise search.timeout" in str(error)


@every
async def test_a_connection_that_breaks_is_tried_again_and_then_an_error(name: str) -> None:
    time = Time()
    async with raw(says(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{")) as origin:
        with pytest.raises(FetchError, match=r"cannot be reached|no proper HTTP|cut off"):
            await MAKE[name](origin, time.patience()).search("模型")
    assert len(time.waits) == ATTEMPTS - 1
    async with site({}) as gone:
        origin = gone.origin
    with pytest.raises(FetchError, match="cannot be reached"):
        await MAKE[name](origin, time.patience()).search("模型")


async def test_searxng_without_results_because_engines_are_silent_is_an_error() -> None:
    answer = {"results": [], "unresponsive_engines": [["one\n", "timeout"], 7, [], [8], ["two", "CAPTCHA"]]}
    assert "engines did not answer: one, two; try again later" in str(await failure("searxng", answers(answer)))


async def test_braves_own_limits_are_waited_for_where_it_sends_no_retry_after() -> None:
    time = Time()
    limits = {"X_RateLimit_Remaining": "0, 1000", "X_RateLimit_Reset": "1, 1419704"}
    assert await searched("brave", in_turn(refuses(429, **limits), answers({"results": []})), time) == ()
    assert time.waits == [1.0]
    used_up = await failure("brave", refuses(429, X_RateLimit_Remaining="1, 0", X_RateLimit_Reset="1, 1419704"))
    assert isinstance(used_up, HttpStatus)
    assert used_up.retry_after == 1419704.0


@pytest.mark.parametrize(
    ("remaining", "reset", "wait"),
    [
        ("0", "3", 3.0),
        ("0, 0", "1, 9", 9.0),
        ("1, 5", "1, 9", None),
        ("", "", None),
        ("0", "1, 2", None),
        ("x", "y", None),
    ],
)
def test_the_longest_window_that_is_used_up_counts(remaining: str, reset: str, wait: float | None) -> None:
    assert until_reset({"x-ratelimit-remaining": remaining, "x-ratelimit-reset": reset}) == wait


# ---------------------------------------------------------------- what cannot work at all


@pytest.mark.parametrize("key", ["", " ", "two words", "line\nbreak", "schlüssel"])
def test_an_unusable_key_is_a_settings_error_that_names_its_setting_alone(key: str) -> None:
    makers: tuple[Callable[[], Searcher], ...] = (
        lambda: TavilySearch(SecretStr(key), Time().patience()),
        lambda: BraveSearch(SecretStr(key), Time().patience()),
    )
    for make, setting in zip(makers, ("NEWSBOT_SEARCH__TAVILY_KEY", "NEWSBOT_SEARCH__BRAVE_KEY"), strict=True):
        with pytest.raises(SettingsError, match=setting) as caught:
            make()
        assert not key.strip() or key not in str(caught.value)


@pytest.mark.parametrize("base", ["", "127.0.0.1:8888", "ftp://a.example", "http://me:secret@a.example"])
def test_a_base_url_that_cannot_work_is_a_settings_error(base: str) -> None:
    with pytest.raises(SettingsError, match=r"search\.searxng") as caught:
        SearxngSearch(base, Time().patience())
    assert "secret" not in str(caught.value)


def test_no_search_shows_its_key() -> None:
    made = [TavilySearch(SecretStr(CANARY), Time().patience()), BraveSearch(SecretStr(CANARY), Time().patience())]
    assert CANARY not in "".join(f"{each!r} {vars(each)}" for each in made)
