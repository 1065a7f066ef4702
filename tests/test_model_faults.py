"""A model endpoint that fails in every way, over real HTTP: what is waited, what becomes of the story, what is kept.

The whole daemon stands on a clock that only its own waits move. Nothing that a failing model said becomes a draft, and
the key, which the server says back wherever it can, is in no file, no line and no traceback.
"""

import json
import logging
import socket
import struct
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from pydantic import SecretStr

from databases import ready
from newsbot import checks, chinese, ledger, prompts, wiring
from newsbot.daemon import Daemon
from newsbot.demo.scripted_model import ScriptedModel, Step
from newsbot.edges.courier.embedded import Embedded
from newsbot.edges.files import LocalFiles
from newsbot.edges.llm import OpenAIEndpoint, prompt_bound
from newsbot.edges.site import DraftFolder
from newsbot.edges.store import Store
from newsbot.evidence import Limits
from newsbot.gathering import Policy
from newsbot.news import Draft, Story, Writer
from newsbot.newsroom import Row, World
from newsbot.patience import MOST_FAILURES
from newsbot.settings import Daemon as Schedule
from newsbot.settings import Interests, Price
from newsbot.stages import House, Rules
from scripted_writer import ScriptedWriter
from story_cases import sample_evidence

pytestmark = pytest.mark.deep

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
KEY = "sk-canary-3f9a1c77d0b24e6e"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Clock:
    """Wall clock and monotonic clock in one, moved by our own waits; `waits` holds them, in seconds."""

    def __init__(self) -> None:
        self.at = NOON
        self.waits: list[float] = []

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return (self.at - NOON).total_seconds()

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.at += timedelta(seconds=seconds)


class Newsroom:
    """A daemon over a real database and a real endpoint; one story has its evidence and waits to be written."""

    def __init__(self, folder: Path, store: Store, endpoint: OpenAIEndpoint, clock: Clock, ways: tuple[Writer, ...]):
        self.store = store
        self.clock = clock
        self.told: list[tuple[str, Mapping[str, object]]] = []
        self.story = Story(id="c" * 32, kind="news", headline="北辰实验室公开模型权重", created=NOON)
        # Attempts without an answer count at their most: the day has room for some of them.
        money = ledger.Money(daily_usd=None, daily_tokens=1_000_000, prices={"scripted": Price(input=0.1, output=0.4)})
        calendar = lambda moment: wiring.calendar(moment, SHANGHAI)  # noqa: E731
        folder_of_prompts = prompts.Folder("prompt", (prompts.packaged("prompts"),))
        world = World(
            archive=store,
            fetcher=None,  # type: ignore[arg-type]  # nothing is fetched
            parser=None,  # type: ignore[arg-type]
            files=LocalFiles(),
            searchers=(),
            desk=DraftFolder(folder / "drafts"),
            model=lambda story, tries: ledger.LedgeredModel(
                story, endpoint, store, money, 2, calendar, clock.now, prompt_bound, tries
            ),
            prompts=folder_of_prompts,
            templates=prompts.Folder("template", (prompts.packaged("templates"),)),
            now=clock.now,
            progress=lambda stage, what: self.told.append((stage, {"what": what})),
        )
        house = House("AI News Assistant", ("AI News",), SHANGHAI, True, True, "本文由人工智能生成。", "newsbot")
        self.rules = Rules(
            ways=ways,
            feeds=(),
            judge=False,
            limits=Limits(tokens=6000, minimum=200),
            house=house,
            minimum=600,
            maximum=1500,
            results=6,
            policy=Policy((), False, 6),
            interests=Interests(),
            concurrency=2,
            standards=checks.HOUSE,
        )

        async def prune() -> int:
            return 0

        self.daemon = Daemon(
            world,
            self.rules,
            Schedule(),
            SHANGHAI,
            prune,
            lambda what, about: self.told.append((what, about)),
            clock.monotonic,
            Embedded,
        )

    async def begin(self) -> None:
        chosen = sample_evidence("A").model_copy(update={"story": self.story.id})
        await self.store.add_story(self.story)
        await self.store.choose([self.story.id])
        await self.store.finish(self.story.id, "new", "gathered", chosen.model_dump_json())

    async def row(self) -> Row:
        """Where the story stands after the daemon took it as far as it goes now."""
        await self.daemon.tick("carry")
        await self.daemon.idle()
        found = await self.store.row(self.story.id)
        assert found is not None
        return found


@asynccontextmanager
async def newsroom(
    folder: Path, server: ScriptedModel, ways: tuple[Writer, ...], *, patience: float = 30.0
) -> AsyncIterator[Newsroom]:
    clock = Clock()
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(await Store.open(ready(folder / "n.db"), clock.now))
        endpoint = await stack.enter_async_context(
            OpenAIEndpoint(
                SecretStr(KEY),
                server.base_url,
                {"draft": "scripted"},
                {},
                timeout=patience,
                deadline=300,
                sleep=clock.sleep,
                clock=clock.monotonic,
                now=clock.now,
                jitter=lambda: 0.0,
            )
        )
        made = Newsroom(folder, store, endpoint, clock, ways)
        await made.begin()
        yield made


RESET = Step.raw(b"", status=444)


class Server(ScriptedModel):
    """One that also resets connections: instead of the answer `RESET`."""

    async def _deliver(self, request: web.Request, step: Step, body: dict[str, Any]) -> web.StreamResponse:
        if step == RESET and request.transport is not None:
            at_once = struct.pack("ii", 1, 0)  # closing with this linger sends a reset
            request.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            request.transport.abort()
        return await super()._deliver(request, step, body)


def writing(body: dict[str, Any]) -> Step:
    """The scripted writer, which is no less able when it is shown its fault."""
    return ScriptedWriter()({**body, "messages": body["messages"][:2]})


def error(status: int, said: str = "", **headers: str) -> Step:
    return Step.error(status, f"{said} (key {KEY})", {name.replace("_", "-"): value for name, value in headers.items()})


def date(**ahead: float) -> str:
    return format_datetime(NOON + timedelta(**ahead), usegmt=True)


ENGLISH = {
    "text": "The laboratory said on Tuesday that it publishes the weights of its model for everybody to use freely.",
    "passages": ["1.1"],
    "quotes": [],
}
IN_ENGLISH = {
    "title": ENGLISH,
    "heading": ENGLISH,
    "tldr": [ENGLISH],
    "introduction": [{"type": "paragraph", "sentences": [ENGLISH] * 4, "items": []}],
    "sections": [{"title": ENGLISH, "blocks": [{"type": "paragraph", "sentences": [ENGLISH] * 8, "items": []}]}],
    "conclusion": [ENGLISH],
    "keywords": [],
}


@dataclass(frozen=True)
class Fault:
    """What the server does, what is waited within the call (seconds), why the story is parked and how long (None: for a
    person), and how many requests that took."""

    step: Step
    waits: tuple[float, ...]
    why: str
    parked: timedelta | None
    requests: int
    timeout: float = 30.0


FAULTS = {
    "429 for two seconds": Fault(
        error(429, Retry_After="2"), (2, 2, 2), "limits its calls and asks to wait 2 s", MINUTE, 4
    ),
    "429 for an hour": Fault(error(429, Retry_After="3600"), (), "limits its calls and asks to wait 3600 s", HOUR, 1),
    "429 until a date": Fault(error(429, Retry_After=date(hours=2)), (), "asks to wait 7200 s", 2 * HOUR, 1),
    "500": Fault(error(500, "broken"), (0.5, 1, 2), "cannot be used now (HTTP 500: broken", MINUTE, 4),
    "503": Fault(error(503), (0.5, 1, 2), "cannot be used now (HTTP 503", MINUTE, 4),
    "503 for an hour": Fault(error(503, Retry_After="3600"), (), "asks to wait 3600 s", HOUR, 1),
    "silence": Fault(Step.hang(), (0.5, 1, 2), "no answer within 0.2 s; 4 attempts", MINUTE, 4, timeout=0.2),
    "a reset": Fault(RESET, (0.5, 1, 2), "no whole answer", MINUTE, 4),
    "a cut stream": Fault(Step.cut(), (0.5, 1, 2), "no whole answer", MINUTE, 4),
    "JSON cut off": Fault(Step.text('{"title": {"text": "北辰实'), (), "not valid JSON", MINUTE, 2),
    "the token limit": Fault(Step.truncated('{"title": {"text": "北'), (), "ended at its token limit", MINUTE, 1),
    "a refusal": Fault(Step.refusal(f"I cannot help with {KEY}"), (), "declined (draft): I cannot help", MINUTE, 1),
    "nothing": Fault(Step.text(""), (), "holds nothing", MINUTE, 1),
    "English": Fault(Step.json(IN_ENGLISH), (), "not Chinese", MINUTE, 2),
    "too long a prompt": Fault(
        error(400, "This model's maximum context length is 8192 tokens"),
        (),
        "lower NEWSBOT_EVIDENCE__TOKENS",
        MINUTE,
        1,
    ),
    "a refused key": Fault(error(401, "Incorrect API key"), (), "refuses the key (HTTP 401", None, 1),
}


def nowhere(folder: Path, *texts: str) -> None:
    """The key is in none of the files below the folder, and in none of these texts."""
    for path in folder.rglob("*"):
        assert path.is_dir() or KEY.encode() not in path.read_bytes(), path
    assert [text for text in texts if KEY in text] == []


@pytest.mark.parametrize("name", FAULTS)
async def test_a_fault_is_waited_out_exactly_leaves_no_draft_and_parks_the_story_with_the_reason(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    fault = FAULTS[name]
    script: list[Callable[[Any], Step]] = [lambda body: fault.step]
    async with (
        Server(lambda body: script[-1](body)) as server,  # noqa: PLW0108 (the last one changes)
        newsroom(tmp_path, server, ("whole",), patience=fault.timeout) as run,
    ):
        row = await run.row()
        assert (row.stage, row.parked, row.failures + row.outages) == ("gathered", True, 1)
        assert fault.why in row.reason and KEY not in row.reason
        assert run.clock.waits == list(fault.waits)
        assert len(server.requests) == fault.requests
        assert await run.store.artifact(run.story.id, "drafted") is None
        parked_at = run.clock.at
        if fault.parked is None:
            assert row.due is None
        else:  # as long as the server asks; else a minute and up to a quarter more
            assert row.due is not None
            waited = row.due - parked_at
            assert waited == fault.parked if fault.parked > MINUTE else MINUTE <= waited <= 1.25 * MINUTE
        again = await run.row()  # not due: nothing is asked
        assert (again, len(server.requests)) == (row, fault.requests)
        script.append(writing)
        if row.due is None:
            await run.store.retry(run.story.id)
        else:
            run.clock.at = row.due
        assert (await run.row()).stage == "review"
        told = json.dumps([about for _, about in run.told], default=str)
    out, err = capfd.readouterr()
    nowhere(tmp_path, caplog.text, out, err, told)


MARKS = str.maketrans("", "", "“”‘’「」『』")


@pytest.mark.parametrize("name", ["JSON cut off", "the token limit", "a refusal", "nothing", "English"])
async def test_no_way_of_writing_makes_a_draft_of_a_fault(name: str, tmp_path: Path) -> None:
    """Where the model says nothing usable at all, what is written stepwise is made of quotations alone."""
    fault = FAULTS[name]
    async with (
        Server(lambda body: fault.step) as server,
        newsroom(tmp_path, server, ("whole", "stepwise"), patience=fault.timeout) as run,
    ):
        for _ in range(MOST_FAILURES):
            row = await run.row()
            if row.due is None:
                break
            run.clock.at = row.due
        document = await run.store.artifact(run.story.id, "drafted")
        if document is None:
            assert row.stage in ("gathered", "refused") and row.reason
        else:
            told = "\n".join(passage.text for passage in sample_evidence("A").passages)
            told = chinese.simplified(told).translate(MARKS)
            body = [sentence.text for _, sentence in Draft.model_validate_json(document).body()]
            quoted = [part.partition("”")[0].translate(MARKS) for text in body for part in text.split("“")[1:]]
            assert quoted
            assert [part for part in quoted if part not in told] == []
            assert [text for text in body if "{" in text or "laboratory" in text or "cannot" in text] == []
    nowhere(tmp_path)


@pytest.mark.parametrize(
    ("steps", "waits"),
    [
        ((error(429, Retry_After="2"),), (2.0,)),
        ((error(429, Retry_After=date(seconds=30)),), (30.0,)),
        ((error(500), error(500), error(500)), (0.5, 1.0, 2.0)),
        ((error(503), RESET, Step.cut()), (0.5, 1.0, 2.0)),
        ((Step.json(IN_ENGLISH),), ()),
        ((Step.text('{"title": {"te'),), ()),
    ],
    ids=[
        "429",
        "429 until a date",
        "500 three times",
        "503, a reset, a cut",
        "English, then Chinese",
        "half, then whole",
    ],
)
async def test_what_passes_in_time_costs_its_waits_and_nothing_else(
    steps: Sequence[Step], waits: Sequence[float], tmp_path: Path
) -> None:
    async with Server(writing) as server, newsroom(tmp_path, server, ("whole",)) as run:
        server.enqueue(*steps)
        row = await run.row()
        assert (row.stage, row.failures) == ("review", 0)
        assert run.clock.waits == list(waits)
        draft = Draft.model_validate_json(await run.store.artifact(run.story.id, "drafted") or "")
        assert draft.title.text == ScriptedWriter().title
    nowhere(tmp_path)
