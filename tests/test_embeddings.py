"""The embeddings edge against a real HTTP server on loopback, answered by script."""

import json
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from loopback import Site, site
from newsbot.edges.embeddings import BATCH, MOST_CHARACTERS, Embedder
from newsbot.errors import Malformed, ModelError, RateLimited, Rejected, Unauthorised, Unavailable

CANARY = "sk-canary-8c02b1f7734d4f0a"


class Server:
    """Answers embeddings requests: a vector of a text's length and 1, or what is scripted, in order."""

    def __init__(self, *scripted: web.Response | Any) -> None:
        self.scripted = list(scripted)
        self.bodies: list[dict[str, Any]] = []
        self.keys: list[str] = []

    async def __call__(self, request: web.Request) -> web.Response:
        self.bodies.append(json.loads(await request.read()))
        self.keys.append(request.headers["authorization"])
        answer = self.scripted.pop(0) if self.scripted else rows(self.bodies[-1]["input"])
        return answer if isinstance(answer, web.Response) else web.json_response(answer)


def rows(texts: Sequence[str]) -> dict[str, Any]:
    data = [{"index": n, "embedding": [len(text), 1]} for n, text in enumerate(texts)]
    return {"data": data[::-1], "model": "e"}


def embedder(running: Site, waits: list[float] | None = None, **more: Any) -> Embedder:
    async def sleep(seconds: float) -> None:
        if waits is not None:
            waits.append(seconds)

    given = {"timeout": 30.0, "deadline": 60.0} | more
    return Embedder(
        SecretStr(CANARY),
        running.url("/v1"),
        "embed-1",
        sleep=sleep,
        clock=lambda: sum(waits or []),
        now=lambda: datetime(2026, 3, 2, tzinfo=UTC),
        jitter=lambda: 0.5,
        **given,
    )


async def failure(*scripted: Any, waits: list[float] | None = None) -> ModelError:
    """The error it ends in: one line that shows no key."""
    async with site({"/v1/embeddings": Server(*scripted)}) as running, embedder(running, waits) as model:
        with pytest.raises(ModelError) as caught:
            await model.embed(["文"])
    shown = "".join(traceback.format_exception(caught.value)) + repr(model)
    assert CANARY not in shown
    assert "\n" not in str(caught.value)
    return caught.value


async def test_vectors_come_in_the_order_of_the_texts_over_several_requests() -> None:
    server, texts = Server(), ["字" * n for n in range(1, BATCH + 6)]
    async with site({"/v1/embeddings": server}) as running, embedder(running) as model:
        vectors = await model.embed(texts)
        assert await model.embed([]) == ()
    assert vectors == tuple((float(len(text)), 1.0) for text in texts)
    assert [len(body["input"]) for body in server.bodies] == [BATCH, 5]
    assert server.bodies[1] == {"model": "embed-1", "input": texts[BATCH:], "encoding_format": "float"}
    assert set(server.keys) == {f"Bearer {CANARY}"}


async def test_texts_are_cut_and_none_is_empty() -> None:
    server = Server()
    async with site({"/v1/embeddings": server}) as running, embedder(running) as model:
        await model.embed(["", "长" * 9_000, "半\ud800"])
    assert server.bodies[0]["input"] == [" ", "长" * MOST_CHARACTERS, "半?"]


async def test_what_passes_is_tried_again_as_the_endpoint_asks() -> None:
    waits: list[float] = []
    busy = web.Response(status=429, headers={"Retry-After": "3"}, text="busy")
    server = Server(busy, web.Response(status=503))
    async with site({"/v1/embeddings": server}) as running, embedder(running, waits) as model:
        assert await model.embed(["文"]) == ((1.0, 1.0),)
    assert waits == [3.0, 0.75]


async def test_four_attempts_are_all() -> None:
    waits: list[float] = []
    assert isinstance(await failure(*[web.Response(status=500) for _ in range(9)], waits=waits), Unavailable)
    assert len(waits) == 3


async def test_a_wait_beyond_the_deadline_is_not_waited() -> None:
    waits: list[float] = []
    error = await failure(web.Response(status=429, headers={"Retry-After": "600"}), waits=waits)
    assert isinstance(error, RateLimited)
    assert error.retry_after == 600
    assert waits == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (web.Response(status=401, text=f"bad key {CANARY}"), Unauthorised),
        (web.Response(status=404, text="no such model"), Rejected),
        (web.Response(status=400, text=json.dumps({"error": {"message": "does not embed\nat all"}})), Rejected),
        (web.Response(text="<html>welcome</html>"), Malformed),
        ({"data": []}, Malformed),
        ({"data": [{"embedding": []}]}, Malformed),
        ({"data": [{"embedding": ["1"]}]}, Malformed),
        ({"data": [{"embedding": [True]}]}, Malformed),
        ({"data": [{"embedding": [float("nan")]}]}, Malformed),
        ({"data": [{"embedding": [10**400]}]}, Malformed),
        ({"data": [{"embedding": "AAAA"}]}, Malformed),
        ([1], Malformed),
    ],
)
async def test_an_answer_that_is_no_use_is_an_error_of_the_tree(answer: Any, error: type[ModelError]) -> None:
    assert type(await failure(answer)) is error


async def test_vectors_of_different_lengths_are_refused() -> None:
    answer = {"data": [{"embedding": [1, 2]}, {"embedding": [1]}]}
    async with site({"/v1/embeddings": Server(answer)}) as running, embedder(running) as model:
        with pytest.raises(Malformed):
            await model.embed(["一", "二"])


async def test_a_server_that_never_answers_is_given_up() -> None:
    async def never(request: web.Request) -> web.Response:
        import asyncio

        await asyncio.Event().wait()
        raise AssertionError

    async with site({"/v1/embeddings": never}) as running, embedder(running, deadline=0.2) as model:
        with pytest.raises(Unavailable):
            await model.embed(["文"])


async def test_a_server_that_is_not_there_is_named() -> None:
    async with site({}) as running:
        pass
    async with embedder(running, []) as model:
        with pytest.raises(Unavailable, match=running.origin):
            await model.embed(["文"])
