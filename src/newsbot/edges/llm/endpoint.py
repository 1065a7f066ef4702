"""The endpoint: one call with its adaptations, its retries and its deadline."""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from pydantic import SecretStr

from newsbot.edges.llm import asking
from newsbot.edges.llm.answers import billions, reply
from newsbot.edges.llm.asking import Feature, Level
from newsbot.edges.llm.connection import OPENAI_URL, Connection, retrying
from newsbot.edges.llm.refusals import Again, Answer, is_page, judged, retry_after, to_leave_out
from newsbot.errors import ModelError, RateLimited, Rejected, SettingsError, Unavailable
from newsbot.newsroom import Lost, Now, Reply, Request
from newsbot.settings import Role, RoleOptions

LIST_TIMEOUT = 10.0
SHORTEST_UNIQUE = 16
"""From here on a key is no word that an article could hold, and is taken out of replies too."""

log = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class OpenAIEndpoint:
    """Any OpenAI-compatible server; fulfils `newsroom.Endpoint`. Close it, or use it as a context manager.

    `timeout` is the seconds of one attempt, `deadline` those of one call with all retries.
    `level` is the structured-output level if it is known from earlier; `remember` is told when
    one has been proved by a reply. `clock` counts monotonic seconds; `now` is only asked when a
    server names a date to come back at; `jitter` gives numbers from 0 to 1 and shortens waits
    by up to a half. None of these ever enters a request.

    Raises `SettingsError` when key or address cannot be used at all.
    """

    def __init__(
        self,
        api_key: SecretStr,
        base_url: str,
        models: Mapping[Role, str],
        options: Mapping[Role, RoleOptions],
        *,
        timeout: float,
        deadline: float,
        level: Level | None = None,
        remember: Callable[[Level], None] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
        now: Now = _utc_now,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._key = SecretStr(_usable_key(api_key.get_secret_value()))
        self._base_url = base_url or OPENAI_URL
        self._place = _shown(self._base_url)
        self._connection = Connection(self._base_url, self._key)
        self._models = dict(models)
        self._options = dict(options)
        self._timeout = timeout
        self._deadline = deadline
        self._level = level
        self._refused = asking.refusals(level)
        self._remember = remember
        self._sleep = sleep
        self._clock = clock
        self._now = now
        self._jitter = jitter
        official = urlsplit(self._base_url).hostname == "api.openai.com"
        names: tuple[Feature, ...] = ("max_completion_tokens", "max_tokens")
        self._limit_names = names if official else names[::-1]

    def __repr__(self) -> str:
        return f"OpenAIEndpoint({self._place!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections. Calls under way must have ended."""
        await self._connection.close()

    @property
    def level(self) -> Level | None:
        """The structured-output level proved by a reply or passed in; None while it is unknown."""
        return self._level

    def model(self, role: Role) -> str:
        """The model's name for this role; empty when none is set."""
        return self._models.get(role, "")

    async def send(self, request: Request, lost: Lost | None = None) -> Reply:
        """The reply, at the best structured-output level the server has.

        An answer that arrived and cannot be used is a `Reply` with a fault; everything else raises `ModelError`.
        Attempts whose answer never came are counted in `lost`, when the call is cancelled too.
        """
        if not self.model(request.role):
            raise Rejected(
                f"no model is named for the role {request.role}; set NEWSBOT_LLM__{request.role.upper()}_MODEL"
            )
        call = _Call(request, self._refused, lost or Lost(), started=self._clock())

        def too_late(wait: float) -> bool:
            return self._clock() - call.started + wait >= self._deadline

        try:
            async with asyncio.timeout(self._deadline):
                return await retrying(self._sleep, self._jitter, too_late)(self._attempt, call)
        except Again as error:
            raise self._given_up(error, call) from error
        except TimeoutError as error:
            raise Unavailable(
                f"the model endpoint {self._place} gave no reply within {self._deadline:g} s ({request.purpose}); "
                "try again later, or raise NEWSBOT_LLM__DEADLINE"
            ) from error

    async def billions(self, role: Role) -> float | None:
        """How many billion parameters the role's model has, as far as the server's list of models says.

        None where it does not say, and where it cannot be asked: one attempt, of ten seconds at most.
        """
        try:
            async with asyncio.timeout(min(self._timeout, LIST_TIMEOUT)):
                return billions(await (await self._connection.wire()).models(), self.model(role))
        except (Again, ModelError, TimeoutError):
            return None

    # ------------------------------------------------------------ attempts

    async def _attempt(self, call: "_Call") -> Reply:
        """One attempt. What the endpoint refuses is left out at once: that is no retry, and bounded."""
        request = call.request
        model = self.model(request.role)
        call.attempts += 1
        for _ in range(asking.ADAPTATIONS + 1):
            options = self._options.get(request.role, RoleOptions())
            body = asking.body(request, model, options, self._limit_names, call.refused)
            answer = await self._exchange(body, call.lost)
            if answer.status < 300:
                break
            refused = to_leave_out(answer, body)
            if refused is None:
                break
            call.refused |= {refused}
            log.info("model endpoint refuses a feature place=%s feature=%s", self._place, refused)
        if answer.status >= 300:
            wait = retry_after(answer.headers, self._now)
            error = judged(answer, request.role, model, self._place, wait)
            error.args = tuple(self._connection.scrub(arg) if isinstance(arg, str) else arg for arg in error.args)
            call.lost.attempts += isinstance(error, Again) and error.lost
            raise error from answer.cause
        try:
            result = reply(request, model, answer, self._place)
        except (ModelError, Again) as error:
            call.lost.attempts += not is_page(answer)  # the model may have answered, and what came says not what it did
            error.args = (self._connection.scrub(str(error)),)
            raise
        self._learn(call)
        if not result.fault and len(self._key.get_secret_value()) < SHORTEST_UNIQUE:
            return result
        return result.model_copy(
            update={"text": self._connection.scrub(result.text), "model": self._connection.scrub(result.model)}
        )

    async def _exchange(self, body: dict[str, object], lost: Lost) -> Answer:
        wire = await self._connection.wire()
        try:
            async with asyncio.timeout(self._timeout):
                return await wire.post(body)
        except TimeoutError as error:
            lost.attempts += 1
            raise Again(f"no answer within {self._timeout:g} s") from error
        except asyncio.CancelledError:
            lost.attempts += 1
            raise
        except Again as error:
            lost.attempts += error.lost
            raise

    def _learn(self, call: "_Call") -> None:
        """Keep what the endpoint refused, now that leaving it out has brought a reply."""
        self._refused |= call.refused
        proved = asking.level(self._refused)
        if call.request.reply_schema is not None and proved != self._level:
            self._level = proved
            if self._remember is not None:
                self._remember(proved)

    # ------------------------------------------------------------ retries

    def _given_up(self, error: Again, call: "_Call") -> ModelError:
        tried = f"{call.attempts} attempt{'s' if call.attempts > 1 else ''}"
        if error.limited:
            asks = "" if error.wait is None else f" and asks to wait {error.wait:g} s"
            return RateLimited(
                f"the model endpoint {self._place} limits its calls{asks} ({error}; {tried}); "
                "run again later, or lower NEWSBOT_LLM__CONCURRENCY",
                error.wait,
            )
        asks = "" if error.wait is None else f", which asks to wait {error.wait:g} s"
        return Unavailable(
            f"the model endpoint {self._place}{asks} cannot be used now ({error}; {tried}); check that it runs "
            "and that OPENAI_BASE_URL or NEWSBOT_LLM__BASE_URL is right, then run again",
            error.wait,
        )


class _Call:
    """One call while it lasts: what was asked, what its endpoint has refused so far, when it began."""

    def __init__(self, request: Request, refused: frozenset[Feature], lost: Lost, *, started: float) -> None:
        self.request = request
        self.lost = lost
        self.refused = refused
        self.started = started
        self.attempts = 0


def _usable_key(key: str) -> str:
    key = key.strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise SettingsError(
            "the key holds a space, a line break or a character that no key has; "
            "copy it again into OPENAI_API_KEY or NEWSBOT_LLM__API_KEY"
        )
    return key


def _shown(base_url: str) -> str:
    """The address as people may see it, without its query. Raises `SettingsError`."""
    advice = "write it like http://127.0.0.1:8080/v1"
    try:
        parts = urlsplit(base_url)
        port = "" if parts.port is None else f":{parts.port}"
    except ValueError as error:
        raise SettingsError(f"the base URL of the model endpoint is no address; {advice}") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or not base_url.isprintable() or " " in base_url:
        raise SettingsError(f"the base URL of the model endpoint is no address; {advice}")
    if "@" in parts.netloc:
        raise SettingsError(f"the base URL of the model endpoint must hold no name or password; {advice}")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{port}{parts.path}"
