"""OpenTelemetry spans: what a story's path leaves behind in them, and what never does."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from feed_world import feed_world
from newsbot import pipeline, prompts
from newsbot.demo.sample_site import SampleSite
from newsbot.edges.telemetry import Spans, telling_spans
from newsbot.errors import Unavailable, Unreachable
from newsbot.news import Feed, Fetched, Story
from newsbot.newsroom import Endpoint, Fetcher, Lost, Reply, Request, unseen
from newsbot.prompts import Folder
from newsroom_run import run
from test_daemon import MORNING, rules

pytestmark = pytest.mark.deep

CANARY = "canary9d2e"


class Answers:
    """An endpoint that answers, or is down."""

    down = False

    def model(self, role: str) -> str:
        return "small-1.5b"

    async def send(self, request: Request, lost: Lost) -> Reply:
        if self.down:
            raise Unavailable(f"down {CANARY}")
        return Reply(text=CANARY, model="small-1.5b", prompt_tokens=12, completion_tokens=7)


class Reads:
    async def feed(self, url: str, etag: str = "", modified: str = "") -> Fetched:
        raise Unreachable(url, f"{url} cannot be reached")

    async def page(self, url: str) -> Fetched:
        raise Unreachable(url, f"{url} cannot be reached")


@pytest.fixture
def kept() -> Iterator[tuple[Spans, InMemorySpanExporter]]:
    exporter = InMemorySpanExporter()
    spans = Spans(exporter)
    yield spans, exporter
    spans.close()


def fits(spans: Spans, endpoint: Endpoint, fetcher: Fetcher) -> tuple[Endpoint, Fetcher]:
    """Type-checked: what is spanned is what was asked for."""
    return spans.endpoint(endpoint), spans.fetcher(fetcher)


def of(span: ReadableSpan) -> dict[str, Any]:
    return {name.removeprefix("newsbot."): value for name, value in (span.attributes or {}).items()}


async def test_a_storys_stages_feed_rounds_and_fetches_are_spans_inside_one_another(
    kept: tuple[Spans, InMemorySpanExporter], tmp_path: Path
) -> None:
    spans, exporter = kept
    async with SampleSite() as site, feed_world(tmp_path, site.origins) as opened:
        opened.clock.at = MORNING
        templates = Folder("template", (prompts.packaged("templates"),))
        world = replace(opened.world, templates=templates, spans=spans, fetcher=spans.fetcher(opened.world.fetcher))
        await opened.store.follow([Feed(url=site.feeds[0])])
        story = Story(id="a" * 32, kind="news", headline="方言", urls=tuple(site.pages("A")), created=MORNING)
        await pipeline.carry(story, world, rules(site))
    spans.flush()
    found = exporter.get_finished_spans()
    stages = {of(span)["stage"]: span for span in found if span.name == "stage"}
    assert list(stages) == ["new", "gathered", "drafted", "judged"]
    assert of(stages["drafted"])["verdict"] == of(stages["judged"])["verdict"] == "review"
    assert of(stages["judged"]) | {"story": "a" * 32, "reached": "review"} == of(stages["judged"])
    (round_,) = (span for span in found if span.name == "feed round")
    fetches = [span for span in found if span.name == "fetch"]
    parents = {span.parent.span_id for span in fetches if span.parent}
    assert parents == {round_.context.span_id, stages["new"].context.span_id}
    assert {of(span)["host"] for span in fetches} == {"127.0.0.1"}
    assert all(of(span)["status"] == 200 for span in fetches)
    assert all(span.end_time and span.start_time and span.end_time >= span.start_time for span in found)


async def test_a_model_call_has_model_purpose_and_tokens_and_nothing_that_was_said(
    kept: tuple[Spans, InMemorySpanExporter],
) -> None:
    spans, exporter = kept
    request = Request(role="draft", purpose="draft", system=CANARY, user=CANARY, max_tokens=100)
    await spans.endpoint(Answers()).send(request, Lost())
    down = Answers()
    down.down = True
    with pytest.raises(Unavailable):
        await spans.endpoint(down).send(request, Lost())
    spans.flush()
    one, two = exporter.get_finished_spans()
    assert of(one) == {
        "model": "small-1.5b",
        "role": "draft",
        "purpose": "draft",
        "ordinal": 0,
        "prompt_tokens": 12,
        "completion_tokens": 7,
        "usage_known": True,
        "fault": "",
    }
    assert (two.status.status_code, two.status.description) == (StatusCode.ERROR, "Unavailable")
    assert CANARY not in one.to_json() + two.to_json()


async def test_of_an_address_only_the_host_is_told(kept: tuple[Spans, InMemorySpanExporter]) -> None:
    spans, exporter = kept
    for url in (f"https://me:{CANARY}@a.test/{CANARY}?key={CANARY}", f"https://[{CANARY}"):
        with pytest.raises(Unreachable):
            await spans.fetcher(Reads()).page(url)
    spans.flush()
    told = "".join(span.to_json() for span in exporter.get_finished_spans())
    assert "a.test" in told
    assert CANARY not in told


async def test_the_last_spans_leave_when_the_block_ends() -> None:
    exporter = InMemorySpanExporter()
    async with telling_spans(exporter) as spans:
        with spans("stage", story="s1") as note:
            note(reached="gathered")
    (span,) = exporter.get_finished_spans()
    assert of(span) == {"story": "s1", "reached": "gathered"}


def test_without_telemetry_spans_are_nothing() -> None:
    with unseen("stage", story="s1") as note:
        assert note(reached="gathered") is None


def test_with_the_setting_the_command_works_and_sends_to_where_the_variables_say(tmp_path: Path) -> None:
    """A collector that is away costs no more than its few seconds."""
    env = {
        "NEWSBOT_TELEMETRY": "true",
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9",
        "OTEL_BSP_EXPORT_TIMEOUT": "1",
    }
    result = run(["status", "--json"], tmp_path, env)
    assert result.code == 0
    assert json.loads(result.out)["workers"] == []


@pytest.mark.parametrize("hangs", [True, False])
def test_a_collector_that_is_away_is_said_once_and_holds_up_no_end(hangs: bool, tmp_path: Path) -> None:
    """It would wait ten minutes; the process does not."""
    program = (
        "import asyncio\n"
        "from newsbot.edges.telemetry import telling_spans\n"
        "async def main():\n"
        "    async with telling_spans() as spans:\n"
        "        for n in range(2):\n"
        "            with spans('stage', story='s1'): pass\n"
        "            await asyncio.to_thread(spans.flush) if {waits} else None\n"
        "asyncio.run(main())\n"
    ).replace("{waits}", str(not hangs))
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        if hangs:
            deaf.listen()
        env = {
            **os.environ,
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{deaf.getsockname()[1]}/{CANARY}",
            "OTEL_EXPORTER_OTLP_HEADERS": f"authorization={CANARY}",
            "OTEL_EXPORTER_OTLP_TIMEOUT": "600" if hangs else "1",
        }
        ended = subprocess.run(
            [sys.executable, "-c", program],
            env=env,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
    assert (ended.returncode, ended.stdout) == (0, "")
    assert ended.stderr.splitlines() == (
        [] if hangs else ["spans cannot be sent; they are lost until the collector answers"]
    )
