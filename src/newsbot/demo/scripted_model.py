"""An OpenAI-compatible server on loopback that answers by script: no model, real HTTP.

The demo, the tests and the benchmarks start it where a model would stand. It checks what real
servers check (key, model name, structured-output level, refused parameters), answers or fails
as the script says, keeps what it was sent and a bill of what it delivered.
"""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Literal, Self

from aiohttp import web

MOST_BYTES = 64 * 1024 * 1024
Kind = Literal["answer", "raw", "hang", "cut"]


@dataclass(frozen=True)
class Step:
    """What the server does with one request. Made by the class methods; `delay` is in seconds.

    `usage` false leaves the token counts out of the answer (the bill has them all the same).
    """

    kind: Kind
    message: Mapping[str, Any] = field(default_factory=dict)
    finish: str = "stop"
    usage: bool = True
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    delay: float = 0.0

    @classmethod
    def text(cls, text: str, *, finish: str = "stop", usage: bool = True, delay: float = 0.0) -> Self:
        """An answer of plain text."""
        return cls("answer", {"role": "assistant", "content": text}, finish=finish, usage=usage, delay=delay)

    @classmethod
    def json(cls, value: Any, *, fenced: bool = False, thoughts: str = "", usage: bool = True) -> Self:
        """An answer that is JSON, if wanted in a code fence and after a `<think>` block."""
        text = json.dumps(value, ensure_ascii=False)
        text = f"```json\n{text}\n```" if fenced else text
        return cls.text(f"<think>\n{thoughts}\n</think>\n\n{text}" if thoughts else text, usage=usage)

    @classmethod
    def truncated(cls, text: str) -> Self:
        """An answer that ended at the token limit."""
        return cls.text(text, finish="length")

    @classmethod
    def refusal(cls, reason: str) -> Self:
        """The model declines."""
        return cls("answer", {"role": "assistant", "content": None, "refusal": reason})

    @classmethod
    def error(
        cls, status: int, message: str = "", headers: Mapping[str, str] | None = None, code: str | None = None
    ) -> Self:
        """An HTTP error with a body as OpenAI's; `headers` may ask to come back (`Retry-After`)."""
        said = {
            "error": {"message": message or f"scripted error {status}", "type": "error", "param": None, "code": code}
        }
        return cls.raw(json.dumps(said), status=status, headers=headers)

    @classmethod
    def raw(
        cls,
        body: str | bytes,
        *,
        status: int = 200,
        content_type: str = "application/json",
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """These very bytes: malformed JSON, a page of HTML, a completion with wrong types."""
        data = body.encode() if isinstance(body, str) else body
        return cls("raw", status=status, headers={"Content-Type": content_type, **(headers or {})}, body=data)

    @classmethod
    def html(cls, status: int = 200) -> Self:
        """A web page where an API was expected."""
        return cls.raw("<!DOCTYPE html><html><body>Welcome</body></html>", status=status, content_type="text/html")

    @classmethod
    def hang(cls) -> Self:
        """Nothing is answered until the server stops."""
        return cls("hang")

    @classmethod
    def cut(cls, text: str = "half an answer") -> Self:
        """The connection is cut in the middle of the answer's body."""
        return cls("cut", {"role": "assistant", "content": text})

    def delayed(self, seconds: float) -> "Step":
        """The same step, begun this many seconds after the request."""
        return replace(self, delay=seconds)


@dataclass(frozen=True)
class Received:
    """One chat request as it arrived. Header names in lower case."""

    headers: Mapping[str, str]
    body: dict[str, Any]
    raw: bytes


@dataclass(frozen=True)
class Billed:
    """One answer that was delivered whole, and its tokens."""

    model: str
    prompt_tokens: int
    completion_tokens: int


Script = Callable[[dict[str, Any]], "Step | str | dict[str, Any]"]


class ScriptedModel:
    """The server, as an async context manager. Queued steps come first, then `script` decides.

    `levels`: the structured-output levels it has. `strict`: whether it takes `strict: true`.
    `refuses`: names of parameters it answers with 400. `key`: the only key it takes; None takes
    any. `models`: the names it knows; empty knows all. `listing`: what `/v1/models` answers instead of
    those names. A request that nothing is scripted for is
    answered with 400, which no client tries again.
    """

    def __init__(
        self,
        script: Script | None = None,
        *,
        levels: Collection[str] = ("schema", "json", "text"),
        strict: bool = True,
        refuses: Collection[str] = (),
        key: str | None = None,
        models: Collection[str] = (),
        listing: Step | None = None,
    ) -> None:
        self._script = script
        self._levels = frozenset(levels)
        self._strict = strict
        self._refuses = tuple(refuses)
        self._key = key
        self._models = tuple(models)
        self._listing = listing
        self._queue: deque[Step] = deque()
        self._closing = asyncio.Event()
        self._arrival = asyncio.Condition()
        self._runner: web.AppRunner | None = None
        self.base_url = ""
        self.requests: list[Received] = []
        self.bill: list[Billed] = []

    def enqueue(self, *steps: Step | str | dict[str, Any]) -> None:
        """Answer the next requests with these, in this order. Requests refused by a check use up none."""
        self._queue.extend(_step(step) for step in steps)

    async def arrived(self, count: int) -> None:
        """Wait until this many requests have arrived in all."""
        async with self._arrival:
            await self._arrival.wait_for(lambda: len(self.requests) >= count)

    @property
    def paid(self) -> int:
        """All tokens of the bill."""
        return sum(each.prompt_tokens + each.completion_tokens for each in self.bill)

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_post("/v1/chat/completions", self._chat)
        app.router.add_get("/v1/models", self._list)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop at once; requests that hang are cut."""
        self._closing.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # ------------------------------------------------------------ the routes

    async def _list(self, request: web.Request) -> web.StreamResponse:
        step = self._wrong_key(request) or self._listing
        if step is not None:
            return await self._deliver(request, step, {})
        listed = [{"id": name, "object": "model", "created": 0, "owned_by": "script"} for name in self._models]
        return web.json_response({"object": "list", "data": listed})

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        try:
            body = json.loads(raw)
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return await self._deliver(request, Step.error(400, "the body is no JSON object"), {})
        headers = {name.lower(): value for name, value in request.headers.items()}
        async with self._arrival:
            self.requests.append(Received(headers=headers, body=body, raw=raw))
            self._arrival.notify_all()
        step = self._wrong_key(request) or self._refused(body) or self._next(body)
        return await self._deliver(request, step, body)

    def _wrong_key(self, request: web.Request) -> Step | None:
        sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if self._key is None or sent == self._key:
            return None
        return Step.error(401, f"Incorrect API key provided: {sent}.", code="invalid_api_key")

    def _refused(self, body: dict[str, Any]) -> Step | None:
        model = body.get("model")
        if self._models and model not in self._models:
            return Step.error(404, f"The model `{model}` does not exist", code="model_not_found")
        for name in self._refuses:
            if name in body:
                return Step.error(400, f"Unsupported parameter: '{name}' is not supported with this model.")
        form = body.get("response_format") or {}
        level = {"json_schema": "schema", "json_object": "json"}.get(form.get("type", ""), "text")
        if level not in self._levels:
            return Step.error(
                400, f"Invalid parameter: 'response_format' of type '{form.get('type')}' is not supported."
            )
        if not self._strict and form.get("json_schema", {}).get("strict"):
            return Step.error(400, "response_format.json_schema.strict: extra fields not permitted")
        return None

    def _next(self, body: dict[str, Any]) -> Step:
        if self._queue:
            return self._queue.popleft()
        if self._script is None:
            return Step.error(400, "nothing is scripted for this request")
        return _step(self._script(body))

    # ------------------------------------------------------------ answers

    async def _deliver(self, request: web.Request, step: Step, body: dict[str, Any]) -> web.StreamResponse:
        if step.kind == "hang" or step.delay:
            await self._pause(None if step.kind == "hang" else step.delay)
        if step.kind == "raw":
            return web.Response(status=step.status, headers=dict(step.headers), body=step.body)
        billed = Billed(str(body.get("model", "")), *_tokens(body, step))
        data = json.dumps(_completion(step, billed), ensure_ascii=False).encode()
        response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(data))})
        if self._closing.is_set():
            _cut(request)
            return response
        await response.prepare(request)
        if step.kind == "cut":
            await response.write(data[: len(data) // 2])
            _cut(request)
            return response
        await response.write(data)
        await response.write_eof()
        self.bill.append(billed)
        return response

    async def _pause(self, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._closing.wait()
        except TimeoutError:
            return


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.close()


def _step(step: Step | str | dict[str, Any]) -> Step:
    if isinstance(step, Step):
        return step
    return Step.text(step) if isinstance(step, str) else Step.json(step)


def _tokens(body: dict[str, Any], step: Step) -> tuple[int, int]:
    """A third of the UTF-8 bytes, rounded up: near what tokenizers make of Chinese, and the same on every run."""
    messages = body.get("messages") or ()
    prompt = sum(len(str(each.get("content") or "").encode()) for each in messages)
    reply = len(str(step.message.get("content") or step.message.get("refusal") or "").encode())
    return (prompt + 2) // 3, (reply + 2) // 3


def _completion(step: Step, billed: Billed) -> dict[str, Any]:
    completion: dict[str, Any] = {
        "id": "chatcmpl-scripted",
        "object": "chat.completion",
        "created": 0,
        "model": billed.model,
        "choices": [{"index": 0, "message": dict(step.message), "finish_reason": step.finish, "logprobs": None}],
    }
    if step.usage:
        completion["usage"] = {
            "prompt_tokens": billed.prompt_tokens,
            "completion_tokens": billed.completion_tokens,
            "total_tokens": billed.prompt_tokens + billed.completion_tokens,
        }
    return completion
