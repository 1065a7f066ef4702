"""Embeddings from any OpenAI-compatible endpoint: texts in, vectors out, in their order.

The wire is that of `edges/llm`: the SDK sends what we say and nothing else, its own retries off. tenacity retries here
as it does there.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from pydantic import SecretStr

from newsbot.edges.llm.connection import OPENAI_URL, Connection, retrying
from newsbot.edges.llm.refusals import Again, Answer, complaint, is_page, parsed, retry_after
from newsbot.errors import Malformed, ModelError, RateLimited, Rejected, Unauthorised, Unavailable
from newsbot.newsroom import Now

BATCH = 64
"""Texts of one request; servers commonly take from 32 (those on one's own machine) to 2,048 (OpenAI's)."""

MOST_CHARACTERS = 2_000
"""Of a text that are sent. The smaller embedders read 512 tokens, and the event stands in the first paragraphs."""

MOST_NUMBERS = 16_384
"""Numbers of one vector; the longest in use have 4,096."""

_PASSING = frozenset({408, 409, 429})


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Embedder:
    """The embeddings of one model. Close it, or use it as a context manager.

    `timeout` is the seconds of one attempt, `deadline` those of one request with all retries. `sleep`, `clock`
    (monotonic seconds), `now` and `jitter` (0 to 1; shortens waits by up to a half) are for tests.
    """

    def __init__(
        self,
        api_key: SecretStr,
        base_url: str,
        model: str,
        *,
        timeout: float,
        deadline: float,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
        now: Now = _utc_now,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._model = model
        self._place = base_url or OPENAI_URL
        self._connection = Connection(self._place, SecretStr(api_key.get_secret_value().strip()))
        self._timeout = timeout
        self._deadline = deadline
        self._sleep = sleep
        self._clock = clock
        self._now = now
        self._jitter = jitter

    def __repr__(self) -> str:
        return f"Embedder({self.model!r} at {self._place!r})"

    @property
    def model(self) -> str:
        """The model's name."""
        return self._model

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections. Calls under way must have ended."""
        await self._connection.close()

    async def embed(self, texts: Sequence[str]) -> tuple[tuple[float, ...], ...]:
        """A vector for each text, in their order, all of one length. Raises `ModelError`.

        Only the first `MOST_CHARACTERS` of a text count; an empty one is embedded as one space, since servers refuse
        nothing at all.
        """
        found: list[tuple[float, ...]] = []
        for start in range(0, len(texts), BATCH):
            found += await self._batch([_sendable(text) for text in texts[start : start + BATCH]])
        if len({len(vector) for vector in found}) > 1:
            raise Malformed(f"{self.model} at {self._place} gives vectors of different lengths; name another model")
        return tuple(found)

    async def _batch(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        started = self._clock()

        def too_late(wait: float) -> bool:
            return self._clock() - started + wait >= self._deadline

        try:
            async with asyncio.timeout(self._deadline):
                return await retrying(self._sleep, self._jitter, too_late)(self._attempt, texts)
        except Again as error:
            limited = f"the embeddings endpoint {self._place} limits its calls ({error}); run again later"
            if error.limited:
                raise RateLimited(limited, error.wait) from error
            raise Unavailable(
                f"the embeddings endpoint {self._place} cannot be used now ({error}); check that it runs and that "
                "NEWSBOT_LLM__EMBED_BASE_URL is right, then run again"
            ) from error
        except TimeoutError as error:
            raise Unavailable(
                f"the embeddings endpoint {self._place} gave no answer within {self._deadline:g} s; try again later, "
                "or raise NEWSBOT_LLM__DEADLINE"
            ) from error

    async def _attempt(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        body = {"model": self.model, "input": list(texts), "encoding_format": "float"}
        wire = await self._connection.wire()
        try:
            async with asyncio.timeout(self._timeout):
                answer = await wire.embeddings(body)
        except TimeoutError as error:
            raise Again(f"no answer within {self._timeout:g} s") from error
        if answer.status >= 300:
            raise self._judged(answer) from answer.cause
        return list(self._vectors(answer, len(texts)))

    def _judged(self, answer: Answer) -> ModelError | Again:
        """What an error status means. A server's own words are repeated without the key, bounded, in one line."""
        page = is_page(answer)
        said = f"HTTP {answer.status}" + ("" if page else f": {self._connection.scrub(complaint(answer))}")
        if answer.status in (401, 403):
            return Unauthorised(
                f"the embeddings endpoint {self._place} refuses the key ({said}); check NEWSBOT_LLM__EMBED_API_KEY"
            )
        if answer.status in _PASSING or answer.status >= 500:
            return Again(said, limited=answer.status == 429, wait=retry_after(answer.headers, self._now))
        return Rejected(
            f"the embeddings endpoint {self._place} does not accept the request for model {self.model} ({said}); "
            "see NEWSBOT_LLM__EMBED_MODEL and NEWSBOT_LLM__EMBED_BASE_URL, which usually ends in /v1"
        )

    def _vectors(self, answer: Answer, count: int) -> Iterator[tuple[float, ...]]:
        """The vectors of an answer by their `index`: servers that embed in parallel may mix them up."""
        rows: dict[int, list[Any]] = {}
        try:
            value = parsed(answer.body)
        except ValueError:
            value = None
        data = value.get("data") if isinstance(value, dict) else None
        for place, row in enumerate(data if isinstance(data, list) else []):
            match row:
                case {"embedding": [_, *_] as vector, "index": int() as index}:
                    rows[index] = vector
                case {"embedding": [_, *_] as vector}:
                    rows[place] = vector
        for index in range(count):
            vector = rows.get(index, [])
            if not 0 < len(vector) <= MOST_NUMBERS or not all(map(_is_number, vector)):
                raise Malformed(
                    f"{self.model} at {self._place} sent no vector for text {index + 1} of {count}; is it a model that "
                    "embeds? See NEWSBOT_LLM__EMBED_MODEL"
                )
            yield tuple(map(float, vector))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -1e30 < value < 1e30


def _sendable(text: str) -> str:
    return text[:MOST_CHARACTERS].encode("utf-8", "replace").decode().strip() or " "
