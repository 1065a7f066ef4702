"""The language model edge against a real HTTP server on loopback, answered by script."""

import ast
import asyncio
import json
import logging
import subprocess
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

import newsbot
from newsbot.demo.scripted_model import ScriptedModel, Step
from newsbot.edges.llm import Level, OpenAIEndpoint, prompt_bound
from newsbot.edges.llm.answers import bare
from newsbot.edges.llm.wire import MOST_BYTES
from newsbot.errors import (
    Malformed,
    ModelError,
    NewsbotError,
    RateLimited,
    Rejected,
    SettingsError,
    Unauthorised,
    Unavailable,
)
from newsbot.newsroom import Endpoint, Request
from newsbot.settings import RoleOptions

CANARY = "sk-canary-3f9a1c77d0b24e6e"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"标题": {"type": "string"}},
    "required": ["标题"],
    "additionalProperties": False,
}
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Time:
    """A clock that only our own waits move; `waits` holds them in order, in seconds."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.waits: list[float] = []

    def clock(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds


def endpoint(
    base_url: str,
    time: Time | None = None,
    *,
    key: str = CANARY,
    options: RoleOptions | None = None,
    timeout: float = 30.0,
    deadline: float = 60.0,
    level: Level | None = None,
    remember: Callable[[Level], None] | None = None,
) -> OpenAIEndpoint:
    time = time or Time()
    return OpenAIEndpoint(
        SecretStr(key),
        base_url,
        {"draft": "writer-1"},
        {"draft": options or RoleOptions()},
        timeout=timeout,
        deadline=deadline,
        level=level,
        remember=remember,
        sleep=time.sleep,
        clock=time.clock,
        now=time.now,
        jitter=lambda: 0.5,
    )


def request(**changes: Any) -> Request:
    plain = Request(role="draft", purpose="draft", system="你是编辑。", user="写一句话。", max_tokens=200)
    return plain.model_copy(update=changes)


def wanting_json(**changes: Any) -> Request:
    return request(schema_name="draft", reply_schema=SCHEMA, **changes)


async def failure(model: OpenAIEndpoint, asked: Request | None = None) -> NewsbotError:
    """The error a call ends in. Neither it nor its traceback shows the key, and it is one line."""
    with pytest.raises(NewsbotError) as caught:
        await model.send(asked or request())
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(model)
    assert CANARY not in shown
    assert "\n" not in str(caught.value)
    return caught.value


# ---------------------------------------------------------------- what is sent


async def test_the_edge_fulfils_the_protocol_and_sends_the_key_and_the_turns_in_order() -> None:
    earlier = (("assistant", "{}"), ("user", "缺少标题，请改。"))
    async with ScriptedModel(lambda body: "好。", key=CANARY) as server, endpoint(server.base_url) as model:
        proved: Endpoint = model
        reply = await proved.send(request(earlier=earlier))
    assert (reply.text, reply.model, reply.usage_known) == ("好。", "writer-1", True)
    assert (reply.prompt_tokens, reply.completion_tokens) == (server.bill[0].prompt_tokens, 2)
    (received,) = server.requests
    assert received.headers["authorization"] == f"Bearer {CANARY}"
    turns = [(turn["role"], turn["content"]) for turn in received.body["messages"]]
    assert turns == [("system", "你是编辑。"), ("user", "写一句话。"), *earlier]
    assert received.body == {"model": "writer-1", "messages": received.body["messages"], "max_tokens": 200}


async def test_equal_requests_send_equal_bytes() -> None:
    async with ScriptedModel(lambda body: {"标题": "x"}) as server:
        for _ in range(2):
            async with endpoint(server.base_url, options=RoleOptions(temperature=0.2)) as model:
                await model.send(wanting_json())
                await model.send(wanting_json())
    assert len({received.raw for received in server.requests}) == 1
    assert len({tuple(sorted(received.headers.items())) for received in server.requests}) == 1


async def test_nothing_of_the_environment_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_ADMIN_KEY", "OPENAI_API_KEY", "OPENAI_LOG")
    for name in names:
        monkeypatch.setenv(name, "leak")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "Authorization: Bearer leak\nX-Leak: leak")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/leak")
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with ScriptedModel(lambda body: "好。") as server, endpoint(server.base_url) as model:
        await model.send(request())
    headers = server.requests[0].headers
    assert "leak" not in json.dumps(dict(headers))
    ordinary = {"host", "accept", "accept-encoding", "connection", "content-type", "content-length"}
    assert set(headers) == ordinary | {"user-agent", "authorization"}


async def test_without_a_key_a_placeholder_is_sent() -> None:
    async with ScriptedModel(lambda body: "好。") as server, endpoint(server.base_url, key="") as model:
        await model.send(request())
    assert server.requests[0].headers["authorization"] == "Bearer none"


async def test_options_of_the_role_narrow_the_request_and_never_widen_it() -> None:
    async with ScriptedModel(lambda body: "好。") as server:
        for limit in (50, 5000):
            async with endpoint(server.base_url, options=RoleOptions(temperature=0, max_tokens=limit)) as model:
                await model.send(request())
    assert [(each.body["temperature"], each.body["max_tokens"]) for each in server.requests] == [(0, 50), (0, 200)]


async def test_half_a_surrogate_pair_in_a_prompt_costs_one_character() -> None:
    async with ScriptedModel(lambda body: "好。") as server, endpoint(server.base_url) as model:
        await model.send(request(user="甲\ud800乙"))
    assert server.requests[0].body["messages"][1]["content"] == "甲?乙"


# ---------------------------------------------------------------- structured output


async def test_a_schema_is_sent_strictly_where_the_server_has_it() -> None:
    told: list[Level] = []
    async with (
        ScriptedModel(lambda body: {"标题": "x"}) as server,
        endpoint(server.base_url, remember=told.append) as model,
    ):
        assert model.level is None
        reply = await model.send(wanting_json())
        assert model.level == "schema"
        await model.send(wanting_json())
    assert json.loads(reply.text) == {"标题": "x"}
    form = server.requests[0].body["response_format"]
    assert form == {"type": "json_schema", "json_schema": {"name": "draft", "schema": SCHEMA, "strict": True}}
    assert told == ["schema"]


async def test_a_server_without_schemas_gets_json_mode_and_the_schema_in_words_from_then_on() -> None:
    told: list[Level] = []
    async with (
        ScriptedModel(lambda body: {"标题": "x"}, levels=("json", "text")) as server,
        endpoint(server.base_url, remember=told.append) as model,
    ):
        await model.send(wanting_json())
        await model.send(wanting_json(purpose="again"))
        assert model.level == "json"
    first, second, third = (each.body for each in server.requests)
    assert first["response_format"]["type"] == "json_schema"
    assert second["response_format"] == third["response_format"] == {"type": "json_object"}
    assert "标题" in second["messages"][0]["content"] and "JSON" in second["messages"][0]["content"]
    assert told == ["json"]


async def test_a_server_with_neither_is_asked_in_words_alone() -> None:
    async with (
        ScriptedModel(lambda body: {"标题": "x"}, levels=("text",)) as server,
        endpoint(server.base_url) as model,
    ):
        reply = await model.send(wanting_json())
        assert model.level == "text"
    assert json.loads(reply.text) == {"标题": "x"}
    assert "response_format" not in server.requests[-1].body
    assert len(server.requests) == 3


async def test_a_known_level_is_used_at_once() -> None:
    async with (
        ScriptedModel(lambda body: {"标题": "x"}, levels=("text",)) as server,
        endpoint(server.base_url, level="text") as model,
    ):
        await model.send(wanting_json())
    assert len(server.requests) == 1


async def test_only_strict_is_dropped_where_only_strict_is_refused() -> None:
    async with ScriptedModel(lambda body: {"标题": "x"}, strict=False) as server, endpoint(server.base_url) as model:
        await model.send(wanting_json())
        assert model.level == "schema"
    assert server.requests[-1].body["response_format"]["json_schema"] == {"name": "draft", "schema": SCHEMA}


@pytest.mark.parametrize("status", [400, 404, 422])
async def test_every_status_that_names_the_form_falls_one_level(status: int) -> None:
    async with ScriptedModel(lambda body: {"标题": "x"}) as server, endpoint(server.base_url) as model:
        server.enqueue(Step.error(status, "This response_format type is unavailable now"))
        await model.send(wanting_json())
        assert model.level == "json"


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.", "json"),
        ("This model writer-1 is fine, but response_format json_schema is not supported", "json"),
        ("JSON schema conversion failed: unrecognized type", "json"),
        ("Failed to parse grammar", "json"),
        ("schema exceeds the maximum nesting", "json"),
        ("Invalid schema for response_format 'draft': 'additionalProperties' is required", "schema"),
        ("[{'loc': ['body', 'response_format', 'json_schema', 'strict'], 'msg': 'extra fields'}]", "schema"),
    ],
)
async def test_servers_say_in_many_ways_that_they_lack_a_form(words: str, level: Level) -> None:
    async with ScriptedModel(lambda body: {"标题": "x"}) as server, endpoint(server.base_url) as model:
        server.enqueue(Step.error(400, words))
        await model.send(wanting_json())
        assert model.level == level
    assert len(server.requests) == 2


async def test_temperature_and_token_limits_are_left_out_where_refused_and_stay_out() -> None:
    refuses = ("temperature", "max_tokens")
    async with (
        ScriptedModel(lambda body: "好。", refuses=refuses) as server,
        endpoint(server.base_url, options=RoleOptions(temperature=0.3)) as model,
    ):
        await model.send(request())
        await model.send(request(purpose="again"))
    assert len(server.requests) == 4
    assert server.requests[-1].body["max_completion_tokens"] == 200
    assert "temperature" not in server.requests[-1].body


async def test_a_server_that_takes_no_token_limit_at_all_gets_none() -> None:
    async with (
        ScriptedModel(lambda body: "好。", refuses=("max_tokens", "max_completion_tokens")) as server,
        endpoint(server.base_url) as model,
    ):
        await model.send(request())
    assert set(server.requests[-1].body) == {"model", "messages"}


async def test_a_server_that_refuses_everything_is_asked_seven_times_at_most() -> None:
    time = Time()
    async with (
        ScriptedModel(lambda body: Step.error(400, "temperature max_tokens response_format strict")) as server,
        endpoint(server.base_url, time, options=RoleOptions(temperature=1)) as model,
    ):
        assert isinstance(await failure(model, wanting_json()), Rejected)
        assert model.level is None, "nothing is learned from a call that brought no reply"
    assert len(server.requests) <= 7
    assert time.waits == []


# ---------------------------------------------------------------- trying again


async def test_retry_after_in_seconds_is_waited_exactly() -> None:
    time = Time()
    async with ScriptedModel(lambda body: "好。") as server, endpoint(server.base_url, time) as model:
        server.enqueue(
            Step.error(429, headers={"Retry-After": "7"}), Step.error(429, headers={"retry-after-ms": "1250"})
        )
        assert (await model.send(request())).text == "好。"
    assert time.waits == [7.0, 1.25]
    assert len({received.raw for received in server.requests}) == 1


async def test_retry_after_as_a_date_is_waited_exactly() -> None:
    time = Time()
    date = format_datetime(NOON + timedelta(seconds=11), usegmt=True)
    async with ScriptedModel(lambda body: "好。") as server, endpoint(server.base_url, time) as model:
        server.enqueue(Step.error(503, headers={"Retry-After": date}))
        await model.send(request())
    assert time.waits == [11.0]


@pytest.mark.parametrize("value", ["soon", "-5", "nan", "inf", "", "Mon, 99 Foo 2026"])
async def test_a_senseless_retry_after_counts_as_none(value: str) -> None:
    time = Time()
    async with ScriptedModel(lambda body: "好。") as server, endpoint(server.base_url, time) as model:
        server.enqueue(Step.error(429, headers={"Retry-After": value}))
        await model.send(request())
    assert time.waits == [0.375]


async def test_without_it_waits_double_and_four_attempts_are_all() -> None:
    time = Time()
    async with (
        ScriptedModel(lambda body: Step.error(500, "overloaded")) as server,
        endpoint(server.base_url, time) as model,
    ):
        error = await failure(model)
    assert isinstance(error, Unavailable)
    assert "4 attempts" in str(error) and "overloaded" in str(error)
    assert time.waits == [0.375, 0.75, 1.5]
    assert len(server.requests) == 4
    assert server.bill == []


@pytest.mark.parametrize("step", [Step.cut(), *(Step.error(status) for status in (408, 409, 500, 502, 529))])
async def test_what_may_pass_is_tried_again(step: Step) -> None:
    time = Time()
    async with ScriptedModel(lambda body: "好。") as server, endpoint(server.base_url, time) as model:
        server.enqueue(step)
        assert (await model.send(request())).text == "好。"
    assert len(time.waits) == 1


async def test_a_page_of_a_failing_gateway_is_tried_again() -> None:
    async with ScriptedModel(lambda body: "好。") as server, endpoint(server.base_url) as model:
        server.enqueue(Step.html(502))
        assert (await model.send(request())).text == "好。"


async def test_a_wait_past_the_deadline_ends_the_call_at_once_and_says_how_long() -> None:
    time = Time()
    async with (
        ScriptedModel(lambda body: Step.error(429, headers={"Retry-After": "3600"})) as server,
        endpoint(server.base_url, time) as model,
    ):
        error = await failure(model)
    assert isinstance(error, RateLimited)
    assert error.retry_after == 3600
    assert "3600 s" in str(error)
    assert time.waits == []


async def test_a_failing_server_that_asks_for_too_long_is_unavailable_at_once() -> None:
    time = Time()
    async with (
        ScriptedModel(lambda body: Step.error(503, headers={"Retry-After": "3600"})) as server,
        endpoint(server.base_url, time) as model,
    ):
        error = await failure(model)
    assert isinstance(error, Unavailable)
    assert "3600 s" in str(error)
    assert time.waits == []


async def test_an_account_without_credit_is_not_tried_again() -> None:
    async with (
        ScriptedModel(lambda body: Step.error(429, "no quota", code="insufficient_quota")) as server,
        endpoint(server.base_url) as model,
    ):
        error = await failure(model)
    assert isinstance(error, RateLimited) and "no credit" in str(error)
    assert len(server.requests) == 1


async def test_a_server_that_never_answers_ends_as_unavailable_at_the_deadline() -> None:
    async with (
        ScriptedModel(lambda body: Step.hang()) as server,
        endpoint(server.base_url, timeout=60, deadline=0.2) as model,
    ):
        error = await failure(model)
    assert isinstance(error, Unavailable) and "0.2 s" in str(error)


async def test_an_attempt_that_times_out_is_tried_again() -> None:
    time = Time()
    async with ScriptedModel(lambda body: "好。") as server, endpoint(server.base_url, time, timeout=1.0) as model:
        server.enqueue(Step.hang())
        assert (await model.send(request())).text == "好。"
    assert time.waits


async def test_a_server_that_is_down_is_unavailable_and_the_address_is_named() -> None:
    async with ScriptedModel() as server:
        pass
    async with endpoint(server.base_url) as model:
        error = await failure(model)
    assert isinstance(error, Unavailable)
    assert server.base_url in str(error) and "NEWSBOT_LLM__BASE_URL" in str(error)


# ---------------------------------------------------------------- giving up


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refused_key_names_the_setting_and_is_never_shown(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """The server echoes the key in its body and in a header."""
    caplog.set_level(logging.DEBUG)
    echo = Step.error(status, f"Incorrect API key provided: {CANARY}", {"X-Echo": CANARY})
    async with ScriptedModel(lambda body: echo) as server, endpoint(server.base_url) as model:
        error = await failure(model)
    assert isinstance(error, Unauthorised)
    assert "OPENAI_API_KEY" in str(error) and "NEWSBOT_LLM__API_KEY" in str(error)
    assert isinstance(error.__cause__, Exception), "the cause is kept"
    assert len(server.requests) == 1
    assert CANARY not in caplog.text


@pytest.mark.parametrize(
    "step",
    [
        Step.raw('{"error": {"message": "' + "".join(f"\\u{ord(char):04x}" for char in CANARY) + '"}}', status=400),
        Step.error(500, CANARY),
        Step.html(403),
        Step.raw(json.dumps({"error": {"message": CANARY}})),
        Step.raw(f"{{{CANARY}"),
    ],
)
async def test_no_other_error_shows_an_echoed_key(step: Step, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with ScriptedModel(lambda body: step) as server, endpoint(server.base_url) as model:
        assert isinstance(await failure(model), ModelError)
    assert CANARY not in caplog.text


async def test_a_reply_that_repeats_the_key_is_given_without_it() -> None:
    async with ScriptedModel(lambda body: f"钥匙是{CANARY}。") as server, endpoint(server.base_url) as model:
        assert (await model.send(request())).text == "钥匙是[key]。"


async def test_a_key_that_cannot_be_a_header_is_refused_without_showing_it() -> None:
    for key in (f"{CANARY}\nX: y", f"“{CANARY}”", f"{CANARY} {CANARY}"):
        with pytest.raises(SettingsError) as caught:
            endpoint("http://127.0.0.1:9/v1", key=key)
        assert CANARY not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["127.0.0.1", "http://", "http://[::1", "http://me:secret@127.0.0.1/v1", "http://a:x/v1", "http://a b/v1"]
)
def test_an_address_that_is_none_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(SettingsError, match="base URL"):
        endpoint(url)


async def test_an_address_that_no_client_can_use_is_rejected_at_the_first_call() -> None:
    async with endpoint(f"http://{'é' * 70}/v1") as model:
        error = await failure(model)
    assert isinstance(error, Rejected) and "NEWSBOT_LLM__BASE_URL" in str(error)


async def test_an_unknown_model_names_the_setting() -> None:
    async with ScriptedModel(models=("other",)) as server, endpoint(server.base_url) as model:
        error = await failure(model)
    assert isinstance(error, Rejected)
    assert "NEWSBOT_LLM__DRAFT_MODEL" in str(error) and "writer-1" in str(error)


async def test_a_role_without_a_model_is_rejected_before_any_call() -> None:
    async with ScriptedModel(lambda body: "好。") as server, endpoint(server.base_url) as model:
        assert (model.model("draft"), model.model("judge")) == ("writer-1", "")
        error = await failure(model, request(role="judge"))
    assert "NEWSBOT_LLM__JUDGE_MODEL" in str(error)
    assert server.requests == []


async def test_a_prompt_that_is_too_long_is_rejected_and_the_token_limit_stays() -> None:
    words = "This model's maximum context length is 2048 tokens; max_tokens is too large"
    async with ScriptedModel(lambda body: Step.error(400, words)) as server, endpoint(server.base_url) as model:
        error = await failure(model, wanting_json())
    assert isinstance(error, Rejected) and "too long" in str(error)
    assert len(server.requests) == 1


@pytest.mark.parametrize("step", [Step.html(), Step.html(404), Step.error(301, headers={"Location": "/elsewhere"})])
async def test_a_web_page_asks_whether_the_base_url_is_right(step: Step) -> None:
    async with ScriptedModel(lambda body: step) as server, endpoint(server.base_url) as model:
        error = await failure(model, wanting_json())
    assert isinstance(error, Rejected) and "/v1" in str(error)
    assert len(server.requests) == 1


async def test_a_wrong_path_asks_whether_the_base_url_is_right() -> None:
    async with ScriptedModel(lambda body: "好。") as server, endpoint(server.base_url.removesuffix("/v1")) as model:
        error = await failure(model)
    assert isinstance(error, Rejected) and "/v1" in str(error)


# ---------------------------------------------------------------- what came back


def completion(**choice: Any) -> Step:
    return Step.raw(json.dumps({"choices": [choice]}))


@pytest.mark.parametrize(
    ("step", "fault", "said"),
    [
        (Step.refusal("我不能写这个。"), "refused", "我不能写这个。"),
        (Step.text("半句", finish="content_filter"), "refused", "content filter"),
        (Step.truncated("写到一半"), "truncated", "token limit"),
        (Step.truncated("<think>想"), "truncated", "NEWSBOT_LLM__DRAFT__MAX_TOKENS"),
        (completion(message={"content": None, "refusal": "no"}, finish_reason="length"), "truncated", "limit"),
        (Step.text(""), "empty", "nothing"),
        (Step.text("  \n"), "empty", "nothing (draft)"),
        (Step.text("<think>只有想法</think>"), "empty", "nothing but thoughts"),
        (Step.text("<think>没有写完的想法"), "empty", "nothing but thoughts"),
        (completion(message={"content": None, "reasoning_content": "想了想"}), "empty", "nothing but thoughts"),
    ],
)
async def test_an_answer_that_cannot_be_used_is_a_paid_reply_with_its_fault(step: Step, fault: str, said: str) -> None:
    async with ScriptedModel(lambda body: step) as server, endpoint(server.base_url) as model:
        reply = await model.send(request())
    assert reply.fault == fault
    assert said in reply.text
    assert reply.completion_tokens == (server.bill[0].completion_tokens if server.bill else 200)
    assert len(server.requests) == 1, "what is paid for is not asked for again here"


@pytest.mark.parametrize(
    "step",
    [
        completion(message={"content": 7}),
        completion(message=None),
        Step.raw('{"choices": null}'),
        Step.raw('{"choices": []}'),
        Step.raw('{"choices": {"0": 1}}'),
        Step.raw("[]"),
        Step.raw("null"),
        Step.raw(""),
        Step.raw('{"choices": [{"message": '),
        Step.raw(b"\xff\xfe\x00garbage"),
        Step.raw("[" * 200_000),
        Step.raw('{"error": {"message": "upstream died"}}'),
    ],
)
async def test_an_answer_that_is_no_completion_is_malformed(step: Step) -> None:
    async with ScriptedModel(lambda body: step) as server, endpoint(server.base_url) as model:
        assert isinstance(await failure(model), Malformed)
    assert len(server.requests) == 1


async def test_the_reason_of_a_refusal_is_kept_as_one_bounded_line_without_the_key() -> None:
    reason = f"违反\n规定\u202e{CANARY}" + "长" * 9000
    async with ScriptedModel(lambda body: Step.refusal(reason)) as server, endpoint(server.base_url) as model:
        reply = await model.send(request())
    assert "违反 规定[key]长" in reply.text
    assert len(reply.text) < 500


async def test_a_reply_over_the_byte_cap_is_malformed() -> None:
    async with (
        ScriptedModel(lambda body: Step.raw(b" " * (MOST_BYTES + 1))) as server,
        endpoint(server.base_url) as model,
    ):
        assert isinstance(await failure(model), Malformed)


@pytest.mark.parametrize("fenced", [False, True])
async def test_thoughts_and_fences_are_taken_off_json(fenced: bool) -> None:
    value = {"标题": "用<think>标签</think>思考，```围栏```"}
    step = Step.json(value, fenced=fenced, thoughts="先想标题。")
    async with ScriptedModel(lambda body: step) as server, endpoint(server.base_url) as model:
        assert json.loads((await model.send(wanting_json())).text) == value


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<think>想</think>好。", "好。"),
        ("<thinking>想</thinking>\n\n好。", "好。"),
        ("想法没有开头</think>好。", "好。"),
        ("<think>甲<think>乙</think>丙</think>好。", "好。"),
        ("好<think>想</think>的。", "好的。"),
        ("标签<think>没有合上。", "标签<think>没有合上。"),
        ("```\n好。\n```", "好。"),
        ("```markdown\n好。", "好。"),
        ("甲 ```乙``` 丙", "甲 ```乙``` 丙"),
        ("好\ud800。\x00", "好。"),
    ],
)
def test_text_is_given_without_thoughts_and_the_fence_around_it(content: str, text: str) -> None:
    assert bare(content, wants_json=False) == text


def test_a_sentence_before_the_fence_of_wanted_json_is_dropped() -> None:
    assert bare('好的，JSON 如下：\n```json\n{"a": 1}\n```\n请查收。', wants_json=True) == '{"a": 1}'


def test_a_flood_of_tags_or_fences_takes_linear_time() -> None:
    for flood in ("<think>", "</think>", "<think></think>", "```", "```\n", "<think>a</think> {"):
        for wants_json in (True, False):
            assert len(bare(flood * 100_000, wants_json=wants_json)) <= len(flood) * 100_000


# ---------------------------------------------------------------- usage


@pytest.mark.parametrize(
    "usage",
    [None, 7, {}, {"prompt_tokens": "5", "completion_tokens": 1}, {"prompt_tokens": -1, "completion_tokens": 10**30}],
)
async def test_without_sensible_usage_the_upper_bound_is_given_and_said_to_be_one(usage: Any) -> None:
    step = Step.raw(json.dumps({"choices": [{"message": {"content": "好。"}}], "usage": usage}))
    async with ScriptedModel(lambda body: step) as server, endpoint(server.base_url) as model:
        reply = await model.send(request())
    assert not reply.usage_known
    assert reply.prompt_tokens + reply.completion_tokens == prompt_bound(request()) + request().max_tokens
    assert reply.completion_tokens == 200


async def test_the_bound_holds_at_every_level_of_structured_output() -> None:
    """The scripted server counts a third of the bytes, the bound half of them."""
    asked = wanting_json(earlier=(("assistant", "{}"), ("user", "再试一次，补上标题。")))
    for levels in (("schema", "json", "text"), ("text",)):
        async with (
            ScriptedModel(lambda body: {"标题": "x"}, levels=levels) as server,
            endpoint(server.base_url) as model,
        ):
            reply = await model.send(asked)
            sent = server.requests[-1].body["messages"]
        octets = sum(len(turn["content"].encode()) for turn in sent)
        assert reply.usage_known
        assert reply.prompt_tokens <= octets / 2 <= prompt_bound(asked)


def test_the_bound_grows_with_every_part_of_the_request() -> None:
    plain = prompt_bound(request())
    assert prompt_bound(request(user="写一句话。" + "字" * 100)) == plain + 150
    assert prompt_bound(request(earlier=(("user", ""),))) > plain
    assert prompt_bound(wanting_json()) > plain
    assert prompt_bound(request(user="\ud800")) < plain


# ---------------------------------------------------------------- the list of models


def listing(*entries: Any) -> Step:
    return Step.raw(json.dumps({"object": "list", "data": entries}))


@pytest.mark.parametrize(
    ("step", "size"),
    [
        (listing({"id": "/models/any.gguf", "meta": {"n_params": 1_543_714_304}}), 1.543714304),
        (listing({"id": "x", "meta": {"n_params": 1}}, {"id": "writer-1", "meta": {"n_params": 7 * 10**9}}), 7.0),
        (listing({"id": "x", "meta": {"n_params": 1}}, {"id": "y", "meta": {"n_params": 1}}), None),
        (listing({"id": "writer-1"}), None),
        (listing({"id": "writer-1", "meta": {"n_params": "7B"}}, 3, None), None),
        (Step.raw('{"data": {"writer-1": 1}}'), None),
        (Step.raw("{"), None),
        (Step.error(404), None),
        (Step.cut(), None),
    ],
)
async def test_a_models_size_is_known_only_from_a_server_that_states_it(step: Step, size: float | None) -> None:
    async with ScriptedModel(listing=step) as server, endpoint(server.base_url) as model:
        assert await model.billions("draft") == size


async def test_the_size_behind_a_server_that_is_down_is_unknown_and_no_error() -> None:
    async with ScriptedModel() as server:
        pass
    async with endpoint(server.base_url) as model:
        assert await model.billions("draft") is None


# ---------------------------------------------------------------- together, and alone


async def test_calls_under_way_together_learn_from_each_other_without_falling_too_far() -> None:
    async with (
        ScriptedModel(lambda body: {"标题": "x"}, levels=("json", "text"), refuses=("temperature",)) as server,
        endpoint(server.base_url, options=RoleOptions(temperature=0.1)) as model,
    ):
        await asyncio.gather(*(model.send(wanting_json(purpose=str(n))) for n in range(6)))
        assert model.level == "json"
        before = len(server.requests)
        await model.send(wanting_json())
    assert len(server.requests) == before + 1


async def test_a_cancelled_call_leaves_the_endpoint_usable() -> None:
    async with ScriptedModel(lambda body: "好。") as server, endpoint(server.base_url) as model:
        server.enqueue(Step.hang())
        task = asyncio.create_task(model.send(request()))
        await server.arrived(1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await model.send(request())).text == "好。"


def test_the_sdk_is_imported_by_one_module_and_only_at_the_first_call() -> None:
    code = "import sys, newsbot.edges.llm as llm; print(sorted({'openai', 'httpx2'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
    importers = set()
    for path in (Path(newsbot.__file__).parent / "edges" / "llm").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            importers |= {path.name for name in names if name.split(".")[0] in ("openai", "httpx2")}
    assert importers == {"wire.py"}
