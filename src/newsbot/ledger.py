"""The ledger: every model call goes reserve → call → settle, and a settled call is never paid again.

The key is the hash of (story, role, purpose, ordinal, model, exact request): a rerun after a crash asks
the same thing and gets the stored answer; a deliberate second try has another ordinal. A cap stops
the call before it is made. Takes the books and the endpoint as Protocols; holds no connection.
"""

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from newsbot.errors import EmptyReply, ModelError, OutOfBudget, RateLimited, Refused, Truncated, Unavailable
from newsbot.news import Noun
from newsbot.newsroom import ORDINALS_A_TRY, Books, Call, Cap, Caps, Embedder, Endpoint, Lost, Now, Reply, Request
from newsbot.settings import Price, Role

MICROS = 1_000_000  # money is counted in millionths of a US dollar
DEFAULT_DAILY_USD = 5.0
# With no cap set and no price known a call counts at the dearest list price of November 2026 that
# we know of (US dollars for a million tokens), so that the default cap stops a runaway all the same.
ASSUMED = Price(input=30.0, output=180.0)

_AWAY = (Unavailable, RateLimited)
"""What says that nobody answers there, for now: people are told when it lasts."""


class Money(Noun):
    """The caps and prices of the settings. `daily_usd` None: the default cap, unknown prices assumed; None elsewhere:
    no such cap."""

    daily_usd: float | None
    daily_tokens: int
    prices: Mapping[str, Price]
    monthly_usd: float | None = None
    monthly_tokens: int | None = None
    story_usd: float | None = None
    story_tokens: int | None = None
    run_usd: float | None = None
    run_tokens: int | None = None
    minute_tokens: int | None = None

    @property
    def capped(self) -> bool:
        """Whether money is capped by the settings: then every model needs a price."""
        return any(cap is not None for cap in (self.daily_usd, self.monthly_usd, self.story_usd, self.run_usd))

    def price(self, model: str) -> Price:
        """Raises `OutOfBudget` for a model without a price while a money cap is set."""
        known = self.prices.get(model)
        if known is not None:
            return known
        if self.capped:
            raise OutOfBudget(
                f"model {model!r} has no price, and a money cap is set: add it under [llm.prices] in newsbot.toml "
                f'("{model}" = {{ input = 0.0, output = 0.0 }} declares it free); no call was made'
            )
        return ASSUMED


class Calendar(Noun):
    """The calendar day and month that an instant lies in: where each begins and where the next begins, in UTC."""

    day: tuple[datetime, datetime]
    month: tuple[datetime, datetime]


def _micros(usd: float | None) -> int | None:
    return None if usd is None else int(usd * MICROS)


def micros(price: Price, prompt_tokens: int, completion_tokens: int) -> int:
    """What these tokens cost, in millionths of a US dollar, rounded up."""
    return -(-int(round(price.input * prompt_tokens + price.output * completion_tokens, 3) * 1000) // 1000)


def key(story: str, model: str, request: Request) -> str:
    """The call's identity: equal for equal requests of a story, whatever the time and the process."""
    exact = json.dumps([story, model, request.model_dump(mode="json")], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(exact.encode()).hexdigest()


class LedgeredModel:
    """The model as one story may use it (`newsroom.Model`): through the books, paid once."""

    def __init__(
        self,
        story: str,
        endpoint: Endpoint,
        books: Books,
        money: Money,
        concurrency: int,
        calendar: Callable[[datetime], Calendar],
        now: Now,
        bound: Callable[[Request], int],
        tries: int = 0,
        limits: Mapping[Role, int] | None = None,
    ) -> None:
        """`calendar` gives an instant's day and month, `bound` the most prompt tokens of a request.

        `tries` is the story's count of useless answers. `limits` are the settings' bounds on a role's replies,
        which win over the prompts' own.
        """
        self._story = story
        self._tries = tries
        self._limits = dict(limits or {})
        self._endpoint = endpoint
        self._books = books
        self._money = money
        self._concurrency = concurrency
        self._calendar = calendar
        self._now = now
        self._bound = bound

    def name(self, role: Role) -> str:
        """The model's name for this role; empty when none is set."""
        return self._endpoint.model(role)

    async def ask(self, request: Request) -> Reply:
        """The reply, from the books when this very request was settled before. Raises `ModelError`."""
        model = self._endpoint.model(request.role)
        request = request.model_copy(
            update={
                "ordinal": request.ordinal + ORDINALS_A_TRY * self._tries,
                "max_tokens": self._limits.get(request.role, request.max_tokens),
            }
        )
        price = self._money.price(model)
        most_prompt = self._bound(request)
        call = Call(
            key=key(self._story, model, request),
            story=self._story,
            role=request.role,
            purpose=request.purpose,
            ordinal=request.ordinal,
            model=model,
            most_tokens=most_prompt + request.max_tokens,
            most_micros=micros(price, most_prompt, request.max_tokens),
        )
        stored = await self._books.reserve(call, self._caps())
        return _usable(stored if stored is not None else await self._made(call, request, price))

    def _caps(self) -> Caps:
        return caps_of(self._money, self._calendar(self._now()), self._concurrency)

    async def _made(self, call: Call, request: Request, price: Price) -> Reply:
        reason, away = "interrupted before an answer arrived", False
        reply: Reply | None = None
        lost = Lost()
        try:
            reply = await self._endpoint.send(request, lost)
        except ModelError as error:
            reason, away = str(error), isinstance(error, _AWAY)
            raise
        finally:
            if reply is None:
                await asyncio.shield(self._release(call, reason, lost, away=away))
        # From here on the answer is paid for: it is kept even when this task is being cancelled.
        cost = micros(price, reply.prompt_tokens, reply.completion_tokens)
        await asyncio.shield(self._books.settle(call.key, reply, cost))
        if lost.attempts:
            await asyncio.shield(self._release(call, "", lost))
        return reply

    async def _release(self, call: Call, reason: str, lost: Lost, *, away: bool = False) -> None:
        """Give the call's place back. What nobody knows the cost of counts at the most it may have cost."""
        micros, tokens = lost.attempts * call.most_micros, lost.attempts * call.most_tokens
        await self._books.release(call.key, reason, micros, tokens, away=away)


EMBEDDINGS = "embeddings until"  # what stands in the ledger for a story, with the day that follows
MOST_EMBEDDED = 2_000  # characters of a text that are sent, at most
TOGETHER = 64  # texts of one call


class LedgeredEmbedder:
    """The embedder through the books (`newsroom.Embedder`): the caps and prices are those of the models.

    Vectors are kept by whoever asked, not here: what is asked for again is paid for again. Every call counts at the
    most it can cost, since servers seldom tell what it did: a token for two bytes, and nothing comes out.
    """

    def __init__(
        self,
        embedder: Embedder,
        books: Books,
        money: Money,
        concurrency: int,
        calendar: Callable[[datetime], Calendar],
        now: Now,
    ) -> None:
        self._embedder = embedder
        self._books = books
        self._money = money
        self._concurrency = concurrency
        self._calendar = calendar
        self._now = now

    @property
    def model(self) -> str:
        """The model's name."""
        return self._embedder.model

    async def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """A vector for each text. Raises `ModelError`, `OutOfBudget` before a call that a cap forbids."""
        found: list[Sequence[float]] = []
        for start in range(0, len(texts), TOGETHER):
            found += await self._some([text[:MOST_EMBEDDED] for text in texts[start : start + TOGETHER]])
        return found

    async def _some(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        price = self._money.price(self.model)
        tokens = sum(len(text.encode("utf-8", "replace")) // 2 + 8 for text in texts)
        calendar = self._calendar(self._now())
        story = f"{EMBEDDINGS} {calendar.day[1]:%Y-%m-%d}"  # a day's, so that a cap on one story bounds a day's
        asked = (await self._books.spent(story)).calls
        exact = json.dumps([self.model, story, asked, list(texts)], ensure_ascii=True)
        call = Call(
            key=hashlib.sha256(exact.encode()).hexdigest(),
            story=story,
            role="embed",
            purpose=f"{len(texts)} texts",
            ordinal=asked,
            model=self.model,
            most_tokens=tokens,
            most_micros=micros(price, tokens, 0),
        )
        await self._books.reserve(call, caps_of(self._money, calendar, self._concurrency))
        reason, away = "interrupted before an answer arrived", False
        vectors: Sequence[Sequence[float]] | None = None
        try:
            vectors = await self._embedder.embed(texts)
        except ModelError as error:
            reason, away = str(error), isinstance(error, _AWAY)
            raise
        finally:
            if vectors is None:
                await asyncio.shield(self._books.release(call.key, reason, away=away))
        reply = Reply(text="", model=self.model, prompt_tokens=tokens, completion_tokens=0, usage_known=False)
        await asyncio.shield(self._books.settle(call.key, reply, call.most_micros))
        return vectors


def caps_of(money: Money, calendar: Calendar, concurrency: int) -> Caps:
    """What may be spent by these settings."""
    (day, tomorrow), (month, next_month) = calendar.day, calendar.month
    daily = DEFAULT_DAILY_USD if money.daily_usd is None else money.daily_usd
    caps = [
        Cap(of="day", since=day, until=tomorrow, micros=_micros(daily), tokens=money.daily_tokens),
        Cap(
            of="month",
            since=month,
            until=next_month,
            micros=_micros(money.monthly_usd),
            tokens=money.monthly_tokens,
        ),
        Cap(of="story", micros=_micros(money.story_usd), tokens=money.story_tokens),
        Cap(of="run", micros=_micros(money.run_usd), tokens=money.run_tokens),
    ]
    set_ = tuple(cap for cap in caps if cap.micros is not None or cap.tokens is not None)
    return Caps(caps=set_, concurrency=concurrency, minute_tokens=money.minute_tokens)


_FAULTS = {"refused": Refused, "truncated": Truncated, "empty": EmptyReply}


def _usable(reply: Reply) -> Reply:
    """The reply, or the error its fault stands for: the same from the endpoint and from the books."""
    if reply.fault:
        raise _FAULTS[reply.fault](reply.text)
    return reply
