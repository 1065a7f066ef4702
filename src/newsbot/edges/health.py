"""What a supervisor and a monitoring server ask of a daemon: whether it lives, whether it can work, and figures.

    GET /healthz   200 while the process answers
    GET /readyz    200 when the database answers, else 503 with the reason
    GET /metrics   Prometheus text: gauges are read from the database as they are asked for, counters count events

On loopback only: nothing here asks who is asking.
"""

from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import Self

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from newsbot.errors import NewsbotError, SettingsError
from newsbot.news import Noun
from newsbot.newsroom import Standings

HOST = "127.0.0.1"
SECONDS = (0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800)  # of a stage
US_DOLLARS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)  # of an article


class Figures(Noun):
    """What the gauges show. Money and tokens are those of the newsroom's calendar day."""

    standings: tuple[Standings, ...]
    feeds: int
    feeds_failing: int
    usd_today: float
    tokens_today: int
    workers: int


class Health:
    """The small server of one daemon, and the counters of what it did. `figures` raises `StoreError`."""

    def __init__(self, port: int, figures: Callable[[], Awaitable[Figures]]) -> None:
        self._port = port
        self._figures = figures
        self._runner: web.AppRunner | None = None
        self._registry = CollectorRegistry()
        self._stories = self._gauge("newsbot_stories", "Stories at each stage.", "stage", "parked")
        self._feeds = self._gauge("newsbot_feeds", "Feeds that are followed.")
        self._failing = self._gauge("newsbot_feeds_failing", "Followed feeds whose last polls failed.")
        self._usd = self._gauge("newsbot_spent_usd_today", "US dollars spent on models today.")
        self._tokens = self._gauge("newsbot_tokens_today", "Tokens used today, prompts and replies.")
        self._workers = self._gauge("newsbot_workers", "Daemons and workers that live.")
        self._events = self._counter("newsbot_events", "What happened, by name.", "event")
        self._verdicts = self._counter("newsbot_verdicts", "Articles by the gate's verdict.", "verdict")
        self._findings = self._counter("newsbot_findings", "Findings left in articles, by rule.", "rule")
        self._seconds = Histogram(
            "newsbot_stage_seconds",
            "Seconds a story took to the stage it reached.",
            ("stage",),
            registry=self._registry,
            buckets=SECONDS,
        )
        self._article_usd = Histogram(
            "newsbot_article_usd",
            "US dollars that articles cost, all their stages together.",
            registry=self._registry,
            buckets=US_DOLLARS,
        )

    def _gauge(self, name: str, what: str, *labels: str) -> Gauge:
        return Gauge(name, what, labels, registry=self._registry)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(name, what, labels, registry=self._registry)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/healthz", self._alive)
        app.router.add_get("/readyz", self._ready)
        app.router.add_get("/metrics", self._metrics)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, HOST, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise SettingsError(
                f"daemon.health_port {self._port} cannot be used ({error.strerror}); name another one, or 0 for none"
            ) from error
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def count(self, event: str, about: Mapping[str, object]) -> None:
        """Count what happened. Fulfils `daemon.Told`."""
        self._events.labels(event).inc()
        if isinstance(seconds := about.get("seconds"), float):
            self._seconds.labels(str(about.get("stage"))).observe(seconds)
        if isinstance(usd := about.get("usd"), float):
            self._article_usd.observe(usd)
        if "verdict" in about:
            self._verdicts.labels(str(about["verdict"])).inc()
            rules = about.get("rules")
            for rule in rules if isinstance(rules, tuple) else ():
                self._findings.labels(str(rule)).inc()

    async def _alive(self, _: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _ready(self, _: web.Request) -> web.Response:
        try:
            await self._figures()
        except NewsbotError as error:
            return web.Response(status=503, text=f"{error}\n")
        return web.Response(text="ok\n")

    async def _metrics(self, _: web.Request) -> web.Response:
        try:
            figures = await self._figures()
        except NewsbotError as error:
            return web.Response(status=503, text=f"{error}\n")
        self._stories.clear()
        for each in figures.standings:
            self._stories.labels(each.stage, str(each.parked).lower()).set(each.stories)
        self._feeds.set(figures.feeds)
        self._failing.set(figures.feeds_failing)
        self._usd.set(figures.usd_today)
        self._tokens.set(figures.tokens_today)
        self._workers.set(figures.workers)
        body = generate_latest(self._registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})
