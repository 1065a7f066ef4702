"""The ledger over the real store: a paid answer is paid once, and a cap stops a call before it is made."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from databases import ready
from golden import ROOT
from newsbot.demo.scripted_model import ScriptedModel, Step
from newsbot.edges.llm import OpenAIEndpoint, prompt_bound
from newsbot.edges.store import Store
from newsbot.errors import EmptyReply, ModelError, OutOfBudget, Refused, Truncated, Unavailable
from newsbot.ledger import ASSUMED, MICROS, Calendar, LedgeredModel, Money, key, micros
from newsbot.newsroom import Endpoint, Lost, Model, Reply, Request
from newsbot.settings import Price, Role
from newsbot.wiring import calendar

AT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
PRICES = {"m": Price(input=1.0, output=2.0), "free": Price(input=0.0, output=0.0)}
REQUEST = Request(role="draft", purpose="draft", system="你是编辑。", user="写一句。", max_tokens=100)


def midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def in_utc(moment: datetime) -> Calendar:
    return calendar(moment, ZoneInfo("UTC"))


class Counting:
    """Fulfils `newsroom.Endpoint` in memory: counts calls; a call waits while `gate` is closed."""

    def __init__(self, *answers: Reply | Exception, name: str = "m") -> None:
        self._answers = list(answers)
        self._name = name
        self.calls = 0
        self.under_way = 0
        self.most_under_way = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.arrivals: asyncio.Queue[str] = asyncio.Queue()

    def model(self, role: Role) -> str:
        return self._name

    async def arrival(self) -> None:
        """Wait for the next call to arrive; one that never does fails the test instead of hanging it."""
        await asyncio.wait_for(self.arrivals.get(), 10)

    async def send(self, request: Request, lost: Lost) -> Reply:
        self.calls += 1
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        self.arrivals.put_nowait(request.purpose)
        try:
            await self.gate.wait()
        finally:
            self.under_way -= 1
        answer = self._answers.pop(0) if self._answers else paid(f"第{self.calls}个回答")
        if isinstance(answer, Exception):
            raise answer
        return answer


def paid(text: str = "一句话。", **more: Any) -> Reply:
    return Reply.model_validate({"text": text, "model": "m", "prompt_tokens": 1000, "completion_tokens": 500} | more)


def ledgered(
    store: Store,
    endpoint: Endpoint,
    story: str = "s1",
    *,
    tries: int = 0,
    daily_usd: float | None = None,
    daily_tokens: int = 1_000_000,
    prices: Mapping[str, Price] = PRICES,
    concurrency: int = 4,
    now: datetime = AT,
) -> Model:
    money = Money(daily_usd=daily_usd, daily_tokens=daily_tokens, prices=prices)
    return LedgeredModel(story, endpoint, store, money, concurrency, in_utc, lambda: now, prompt_bound, tries)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await Store.open(ready(tmp_path / "newsbot.db"), lambda: AT) as opened:
        yield opened


# ---------------------------------------------------------------- paid once


async def test_a_settled_call_is_answered_from_the_books_and_never_paid_again(store: Store) -> None:
    endpoint = Counting()
    first = await ledgered(store, endpoint).ask(REQUEST)
    assert await ledgered(store, endpoint).ask(REQUEST) == first
    assert endpoint.calls == 1
    spent = await store.spent("s1")
    assert (spent.calls, spent.micros) == (1, 2000)


async def test_over_real_http_a_second_process_gets_the_kept_answer_without_a_request(tmp_path: Path) -> None:
    """The store is closed and opened between the two, as when a crashed run is started again."""
    url = f"sqlite:///{tmp_path / 'newsbot.db'}"
    replies = []
    async with ScriptedModel() as server:
        server.enqueue("北辰实验室公开了权重。")
        for _ in range(2):
            endpoint = OpenAIEndpoint(SecretStr("k"), server.base_url, {"draft": "m"}, {}, timeout=5, deadline=5)
            async with await Store.open(url, lambda: AT) as store, endpoint:
                replies.append(await ledgered(store, endpoint).ask(REQUEST))
                spent = await store.spent("s1")
    assert replies[0] == replies[1] and replies[0].text == "北辰实验室公开了权重。"
    assert len(server.requests) == len(server.bill) == 1
    assert (spent.calls, spent.prompt_tokens + spent.completion_tokens) == (1, server.paid)


@pytest.mark.parametrize(
    "change",
    [
        {"ordinal": 1},
        {"purpose": "other"},
        {"role": "judge"},
        {"user": "写两句。"},
        {"max_tokens": 101},
        {"earlier": (("assistant", "x"), ("user", "y"))},
        {"reply_schema": {"type": "object"}},
        {"temperature": 0.2},
    ],
    ids=lambda change: next(iter(change)),
)
async def test_another_request_is_another_call(change: dict[str, Any], store: Store) -> None:
    endpoint = Counting()
    model = ledgered(store, endpoint)
    await model.ask(REQUEST)
    await model.ask(REQUEST.model_copy(update=change))
    assert endpoint.calls == 2


async def test_a_storys_next_try_asks_anew_and_keeps_what_its_last_one_paid_for(store: Store) -> None:
    """No ordinal of one try is one of another: a repair of the first is not taken for the second's first answer."""
    endpoint = Counting()
    repair = REQUEST.model_copy(update={"ordinal": 1})
    replies = [
        (await ledgered(store, endpoint, tries=tries).ask(request)).text
        for _ in range(2)
        for tries in (0, 1, 2)
        for request in (REQUEST, repair)
    ]
    assert endpoint.calls == 6
    assert replies[:6] == replies[6:] and len(set(replies)) == 6


async def test_another_story_or_model_is_another_call(store: Store) -> None:
    endpoint, other = Counting(), Counting(name="free")
    await ledgered(store, endpoint, "s1").ask(REQUEST)
    await ledgered(store, endpoint, "s2").ask(REQUEST)
    await ledgered(store, other, "s1").ask(REQUEST)
    assert (endpoint.calls, other.calls) == (2, 1)


KEY = """
import sys
sys.path.insert(0, sys.argv[1])
from newsbot.ledger import key
from newsbot.newsroom import Request
request = Request.model_validate_json(sys.argv[2])
schema = {"properties": {word: {"type": "string"} for word in "zyxab"}, "required": ["z"]}
print(key("s1", "m", request), key("s1", "m", request.model_copy(update={"reply_schema": schema})))
"""


def test_an_equal_request_has_an_equal_key_in_another_process() -> None:
    outputs = []
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", KEY, str(ROOT / "src"), REQUEST.model_dump_json()],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        outputs.append(run.stdout.split())
    assert outputs[0] == outputs[1] and outputs[0][0] == key("s1", "m", REQUEST)


async def test_two_equal_asks_at_once_make_one_call_and_get_the_same_answer(store: Store) -> None:
    endpoint = Counting()
    endpoint.gate.clear()
    model = ledgered(store, endpoint)
    asks = [asyncio.ensure_future(model.ask(REQUEST)) for _ in range(3)]
    await endpoint.arrival()
    endpoint.gate.set()
    replies = await asyncio.gather(*asks)
    assert replies[0] == replies[1] == replies[2]
    assert endpoint.calls == 1


async def test_no_more_calls_are_under_way_at_once_than_allowed(store: Store) -> None:
    endpoint = Counting()
    endpoint.gate.clear()
    model = ledgered(store, endpoint, concurrency=2)
    requests = [REQUEST.model_copy(update={"purpose": f"p{n}"}) for n in range(6)]
    asks = [asyncio.ensure_future(model.ask(request)) for request in requests]
    for _ in range(2):
        await endpoint.arrival()
    endpoint.gate.set()
    await asyncio.gather(*asks)
    assert (endpoint.calls, endpoint.most_under_way) == (6, 2)


# ---------------------------------------------------------------- faults, failures and cancelling


@pytest.mark.parametrize(("fault", "error"), [("truncated", Truncated), ("refused", Refused), ("empty", EmptyReply)])
async def test_an_unusable_answer_is_billed_once_and_raises_the_same_on_replay(
    fault: str, error: type[Exception], store: Store
) -> None:
    endpoint = Counting(paid("原因", fault=fault))
    for _ in range(2):
        with pytest.raises(error, match="原因"):
            await ledgered(store, endpoint).ask(REQUEST)
    assert endpoint.calls == 1
    assert (await store.spent("s1")).micros == 2000


async def test_a_truncated_answer_over_real_http_is_billed_once_and_truncated_on_replay(store: Store) -> None:
    async with ScriptedModel() as server:
        server.enqueue(Step.truncated("北辰实验室公开了"))
        async with OpenAIEndpoint(
            SecretStr("k"), server.base_url, {"draft": "m"}, {}, timeout=5, deadline=5
        ) as endpoint:
            for _ in range(2):
                with pytest.raises(Truncated):
                    await ledgered(store, endpoint).ask(REQUEST)
    assert len(server.bill) == 1
    assert (await store.spent("s1")).calls == 1


async def test_a_call_that_brought_nothing_costs_nothing_and_can_be_made_again(store: Store) -> None:
    endpoint = Counting(Unavailable("the endpoint is down"))
    with pytest.raises(Unavailable):
        await ledgered(store, endpoint).ask(REQUEST)
    assert (await store.spent_since(midnight(AT))).micros == 0
    assert (await ledgered(store, endpoint).ask(REQUEST)).text == "第2个回答"


async def test_a_cancelled_call_gives_its_place_back(store: Store) -> None:
    endpoint = Counting()
    endpoint.gate.clear()
    model = ledgered(store, endpoint, concurrency=1)
    asking = asyncio.ensure_future(model.ask(REQUEST))
    await endpoint.arrival()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    endpoint.gate.set()
    assert (await model.ask(REQUEST)).text == "第2个回答"
    assert (await store.spent("s1")).calls == 1


async def test_a_bug_in_the_endpoint_is_raised_as_it_is_and_gives_the_place_back(store: Store) -> None:
    endpoint = Counting(ZeroDivisionError("a bug"))
    model = ledgered(store, endpoint, concurrency=1)
    with pytest.raises(ZeroDivisionError):
        await model.ask(REQUEST)
    assert (await model.ask(REQUEST)).text == "第2个回答"


# ---------------------------------------------------------------- money


async def test_a_money_cap_stops_the_call_before_it_is_made(store: Store) -> None:
    endpoint = Counting(paid(prompt_tokens=0, completion_tokens=500_000))
    model = ledgered(store, endpoint, daily_usd=1.0)
    await model.ask(REQUEST)
    with pytest.raises(OutOfBudget):
        await model.ask(REQUEST.model_copy(update={"ordinal": 1}))
    assert endpoint.calls == 1
    assert (await model.ask(REQUEST)).completion_tokens == 500_000


async def test_a_call_that_could_cost_more_than_is_left_is_not_made(store: Store) -> None:
    most = micros(PRICES["m"], prompt_bound(REQUEST), REQUEST.max_tokens) / MICROS
    endpoint = Counting()
    with pytest.raises(OutOfBudget):
        await ledgered(store, endpoint, daily_usd=most * 0.99).ask(REQUEST)
    assert endpoint.calls == 0
    await ledgered(store, endpoint, daily_usd=most * 1.01).ask(REQUEST)
    assert endpoint.calls == 1


async def test_a_token_cap_stops_the_call_before_it_is_made(store: Store) -> None:
    endpoint = Counting()
    with pytest.raises(OutOfBudget):
        await ledgered(store, endpoint, daily_tokens=REQUEST.max_tokens).ask(REQUEST)
    assert endpoint.calls == 0


async def test_a_new_day_has_a_new_budget(store: Store) -> None:
    endpoint = Counting(paid(completion_tokens=500_000), name="m")
    await ledgered(store, endpoint, daily_usd=1.0).ask(REQUEST)
    tomorrow = ledgered(store, endpoint, daily_usd=1.0, now=AT + timedelta(days=1))
    assert (await tomorrow.ask(REQUEST.model_copy(update={"ordinal": 1}))).text == "第2个回答"


async def test_a_model_without_a_price_makes_no_call_while_a_money_cap_is_set(store: Store) -> None:
    endpoint = Counting(name="new-model")
    with pytest.raises(OutOfBudget, match="new-model") as refused:
        await ledgered(store, endpoint, daily_usd=100.0).ask(REQUEST)
    assert "llm.prices" in str(refused.value)
    assert endpoint.calls == 0


async def test_without_a_cap_a_model_without_a_price_counts_at_the_dearest_one_known(store: Store) -> None:
    endpoint = Counting(name="new-model")
    model = ledgered(store, endpoint)
    await model.ask(REQUEST)
    assert (await store.spent("s1")).micros == micros(ASSUMED, 1000, 500)
    with pytest.raises(OutOfBudget):
        await model.ask(REQUEST.model_copy(update={"max_tokens": 30_000}))
    assert endpoint.calls == 1


async def test_a_price_of_zero_is_free_whatever_the_cap(store: Store) -> None:
    endpoint = Counting(name="free")
    model = ledgered(store, endpoint, daily_usd=0.0)
    for ordinal in range(3):
        await model.ask(REQUEST.model_copy(update={"ordinal": ordinal}))
    spent = await store.spent("s1")
    assert (endpoint.calls, spent.calls, spent.repairs, spent.micros) == (3, 3, 2, 0)


async def test_unknown_usage_counts_as_the_most_the_call_could_cost(store: Store) -> None:
    await ledgered(store, Counting(paid(prompt_tokens=0, completion_tokens=0, usage_known=False))).ask(REQUEST)
    spent = await store.spent("s1")
    assert spent.micros == micros(PRICES["m"], prompt_bound(REQUEST), REQUEST.max_tokens)


@pytest.mark.parametrize(
    ("price", "prompt", "completion", "cost"),
    [
        (Price(input=1.0, output=2.0), 1000, 500, 2000),
        (Price(input=0.15, output=0.6), 1, 0, 1),
        (Price(input=0.0, output=0.0), 10**9, 10**9, 0),
        (Price(input=30.0, output=180.0), 1_000_000, 1_000_000, 210 * MICROS),
        (Price(input=0.1, output=0.2), 30, 10, 5),
    ],
)
def test_cost_is_counted_in_millionths_of_a_dollar_and_rounded_up(
    price: Price, prompt: int, completion: int, cost: int
) -> None:
    assert micros(price, prompt, completion) == cost


async def test_the_name_of_a_role_is_the_endpoints(store: Store) -> None:
    assert ledgered(store, Counting(name="x")).name("judge") == "x"


def test_days_and_months_begin_and_end_in_the_newsrooms_zone() -> None:
    found = calendar(datetime(2026, 12, 31, 20, 0, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))  # January there
    assert found.day == (datetime(2026, 12, 31, 16, tzinfo=UTC), datetime(2027, 1, 1, 16, tzinfo=UTC))
    assert found.month == (datetime(2026, 12, 31, 16, tzinfo=UTC), datetime(2027, 1, 31, 16, tzinfo=UTC))


@pytest.mark.parametrize("cap", ["monthly_usd", "story_usd", "run_usd"])
async def test_with_any_money_cap_a_model_without_a_price_makes_no_call(store: Store, cap: str) -> None:
    endpoint = Counting(name="unknown")
    money = Money.model_validate({"daily_usd": None, "daily_tokens": 10**6, "prices": PRICES, cap: 100.0})
    model = LedgeredModel("s1", endpoint, store, money, 4, in_utc, lambda: AT, prompt_bound)
    with pytest.raises(OutOfBudget, match="has no price"):
        await model.ask(REQUEST)
    assert endpoint.calls == 0


# ---------------------------------------------------------------- what nobody knows the cost of


@pytest.mark.parametrize(
    ("steps", "lost"),
    [
        pytest.param([Step.hang(), Step.hang()], 2, id="silent twice"),
        pytest.param([Step.cut(), Step.cut()], 2, id="cut twice"),
        pytest.param([Step.error(504, "late"), Step.error(504, "late")], 2, id="gave up waiting"),
        pytest.param([Step.raw('{"id": "x"}')], 1, id="an answer that says nothing"),
        pytest.param([Step.error(500, "broken"), Step.error(503, "busy")], 0, id="broken"),
        pytest.param([Step.error(429, "slow down"), Step.error(429, "slow down")], 0, id="limited"),
        pytest.param([Step.error(401, "key")], 0, id="refused key"),
        pytest.param([Step.error(400, "context length")], 0, id="too long"),
        pytest.param([Step.html()], 0, id="a page"),
    ],
)
async def test_an_attempt_whose_answer_never_came_counts_at_the_most_it_may_have_cost(
    steps: list[Step], lost: int, store: Store
) -> None:
    async with ScriptedModel() as server:
        server.enqueue(*steps)
        async with impatient(server.base_url) as endpoint:
            with pytest.raises(ModelError):
                await ledgered(store, endpoint).ask(REQUEST)
    spent = await store.spent_since(midnight(AT))
    assert (spent.micros, spent.prompt_tokens) == (lost * MOST_MICROS, lost * MOST_TOKENS)


async def test_lost_attempts_count_beside_the_answer_that_came_at_last(store: Store) -> None:
    async with ScriptedModel() as server:
        server.enqueue(Step.cut(), Step.text("一句话。"))
        async with impatient(server.base_url) as endpoint:
            await ledgered(store, endpoint).ask(REQUEST)
    assert (await store.spent("s1")).calls == 1
    assert (await store.spent_since(midnight(AT))).micros > MOST_MICROS


async def test_a_call_that_was_sent_and_then_cancelled_counts_at_its_most(store: Store) -> None:
    async with ScriptedModel() as server:
        server.enqueue(Step.hang())
        async with impatient(server.base_url, timeout=60) as endpoint:
            asking = asyncio.ensure_future(ledgered(store, endpoint).ask(REQUEST))
            await server.arrived(1)
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
    assert (await store.spent_since(midnight(AT))).micros == MOST_MICROS


async def test_an_endpoint_that_is_not_there_costs_nothing(store: Store) -> None:
    async with impatient("http://127.0.0.1:9/v1") as endpoint:
        with pytest.raises(Unavailable):
            await ledgered(store, endpoint).ask(REQUEST)
    assert (await store.spent_since(midnight(AT))).micros == 0


MOST_TOKENS = prompt_bound(REQUEST) + REQUEST.max_tokens
MOST_MICROS = micros(PRICES["m"], prompt_bound(REQUEST), REQUEST.max_tokens)


def impatient(address: str, timeout: float = 0.5) -> OpenAIEndpoint:
    """An endpoint that gives up after the second attempt, without waiting between them."""
    ticks: list[int] = []

    async def at_once(_seconds: float) -> None:
        ticks.append(1)

    return OpenAIEndpoint(
        SecretStr("k"),
        address,
        {"draft": "m"},
        {},
        timeout=timeout,
        deadline=60,
        sleep=at_once,
        clock=lambda: 40.0 * len(ticks),  # a second wait is more than the deadline lets pass
    )
