"""The scripted model server, seen with a plain HTTP client."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from newsbot.demo.scripted_model import Billed, ScriptedModel, Step


async def ask(server: ScriptedModel, headers: dict[str, str] | None = None, **body: Any) -> tuple[int, Any]:
    asked = {"model": "m", "messages": [{"role": "user", "content": "你好"}], **body}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{server.base_url}/chat/completions", json=asked, headers=headers) as response,
    ):
        raw = await response.read()
        return response.status, json.loads(raw) if "json" in response.content_type else raw.decode()


def content(answer: Any) -> Any:
    return answer["choices"][0]["message"]["content"]


async def test_queued_steps_come_first_then_the_script_decides_by_the_request() -> None:
    async with ScriptedModel(lambda body: f"{body['model']}说") as server:
        server.enqueue("先", {"再": 1})
        answers = [content((await ask(server))[1]) for _ in range(3)]
    assert answers == ["先", '{"再": 1}', "m说"]
    assert server.base_url.startswith("http://127.0.0.1:") and server.base_url.endswith("/v1")


async def test_a_request_without_a_script_is_refused_in_a_way_nobody_tries_again() -> None:
    async with ScriptedModel() as server:
        status, answer = await ask(server)
    assert status == 400 and "nothing is scripted" in answer["error"]["message"]


async def test_usage_follows_from_lengths_and_the_bill_has_it_even_where_the_answer_does_not() -> None:
    async with ScriptedModel() as server:
        server.enqueue(Step.text("好的。"), Step.text("好的。", usage=False))
        _, with_usage = await ask(server)
        _, without = await ask(server)
    assert with_usage["usage"] == {"prompt_tokens": 2, "completion_tokens": 3, "total_tokens": 5}
    assert "usage" not in without
    assert server.bill == [Billed("m", 2, 3)] * 2
    assert server.paid == 10


async def test_only_answers_that_were_delivered_are_billed() -> None:
    async with ScriptedModel() as server:
        server.enqueue(
            Step.cut(), Step.error(500), Step.raw("{"), Step.html(), Step.truncated("半"), Step.refusal("不")
        )
        with pytest.raises(aiohttp.ClientError):
            await ask(server)
        assert (await ask(server))[0] == 500
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{server.base_url}/chat/completions", json={"model": "m"}) as response,
        ):
            assert await response.read() == b"{"
        assert (await ask(server))[1].startswith("<!DOCTYPE html>")
        _, truncated = await ask(server)
        _, refused = await ask(server)
    assert truncated["choices"][0]["finish_reason"] == "length"
    assert refused["choices"][0]["message"] == {"role": "assistant", "content": None, "refusal": "不"}
    assert len(server.bill) == 2
    assert len(server.requests) == 6


async def test_what_arrived_is_kept_with_headers_body_and_bytes() -> None:
    async with ScriptedModel(lambda body: "好") as server:
        await ask(server, headers={"X-Mark": "1"}, temperature=0.5)
    (received,) = server.requests
    assert received.headers["x-mark"] == "1"
    assert received.body["temperature"] == 0.5
    assert json.loads(received.raw) == received.body


async def test_error_steps_carry_status_headers_and_message() -> None:
    async with (
        ScriptedModel(lambda body: Step.error(429, "slow down", {"Retry-After": "3"})) as server,
        aiohttp.ClientSession() as session,
        session.post(f"{server.base_url}/chat/completions", json={}) as response,
    ):
        assert (response.status, response.headers["Retry-After"]) == (429, "3")
        assert (await response.json())["error"]["message"] == "slow down"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": {}}}}, 400),
        ({"response_format": {"type": "json_object"}}, 200),
        ({"temperature": 0}, 400),
        ({}, 200),
    ],
)
async def test_what_the_server_does_not_support_is_refused_and_uses_up_no_step(
    body: dict[str, Any], status: int
) -> None:
    async with ScriptedModel(levels=("json", "text"), refuses=("temperature",)) as server:
        server.enqueue("好")
        assert (await ask(server, **body))[0] == status
        assert len(server.bill) == (1 if status == 200 else 0)


async def test_strict_alone_can_be_refused() -> None:
    form = {"type": "json_schema", "json_schema": {"name": "n", "schema": {}}}
    async with ScriptedModel(lambda body: {}, strict=False) as server:
        assert (await ask(server, response_format=form))[0] == 200
        form["json_schema"]["strict"] = True  # type: ignore[index]
        assert (await ask(server, response_format=form))[0] == 400


async def test_a_wrong_key_and_an_unknown_model_are_refused_as_real_servers_do() -> None:
    async with ScriptedModel(lambda body: "好", key="right", models=("m",)) as server:
        assert (await ask(server))[0] == 401
        key = {"Authorization": "Bearer right"}
        assert (await ask(server, headers=key))[0] == 200
        assert (await ask(server, headers=key, model="n"))[0] == 404
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{server.base_url}/models", headers=key) as response:
                assert [each["id"] for each in (await response.json())["data"]] == ["m"]
            async with session.get(f"{server.base_url}/models") as response:
                assert response.status == 401


async def test_thoughts_and_fences_stand_around_json_as_small_models_write_them() -> None:
    async with ScriptedModel(lambda body: Step.json({"a": 1}, fenced=True, thoughts="想")) as server:
        assert content((await ask(server))[1]) == '<think>\n想\n</think>\n\n```json\n{"a": 1}\n```'


async def test_a_delayed_answer_arrives() -> None:
    async with ScriptedModel(lambda body: Step.text("慢").delayed(0.01)) as server:
        assert content((await ask(server))[1]) == "慢"


async def test_closing_ends_hanging_and_delayed_requests_and_bills_none() -> None:
    server = ScriptedModel()
    server.enqueue(Step.hang(), Step.text("太慢").delayed(3600))
    async with server:
        tasks = [asyncio.create_task(ask(server)) for _ in range(2)]
        await server.arrived(2)
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(outcome, aiohttp.ClientError) for outcome in outcomes)
    assert server.bill == []


async def test_a_body_that_is_no_json_object_is_refused() -> None:
    async with ScriptedModel(lambda body: "好") as server, aiohttp.ClientSession() as session:
        for body in (b"{", b"[]", b"\xff"):
            async with session.post(f"{server.base_url}/chat/completions", data=body) as response:
                assert response.status == 400
    assert server.requests == []
