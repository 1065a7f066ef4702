"""OpenTelemetry spans, where the extra is installed and wanted: a story's stages, model calls, fetches, feed rounds.

A span says what was done, how long it took and what came of it. No prompt, answer, page or key stands in one, and of
an address only the host. Where they go OpenTelemetry's own variables say (`OTEL_EXPORTER_OTLP_ENDPOINT` …).
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from urllib.parse import urlsplit

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Span, StatusCode

from newsbot import __version__
from newsbot.errors import NewsbotError
from newsbot.news import Fetched
from newsbot.newsroom import Endpoint, Fetcher, Lost, Note, Reply, Request, Value
from newsbot.settings import Role

CLOSING = 3.0  # seconds that the last spans get to leave when the process ends
_log = logging.getLogger(__name__)
# They say of each try that a collector is away, as long as it is.
logging.getLogger("opentelemetry.exporter").setLevel(logging.CRITICAL)


class _Once(SpanExporter):
    """An exporter that says once that spans cannot be sent, and once that they can again."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter
        self._failing = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        result = self._exporter.export(spans)
        failed = result is not SpanExportResult.SUCCESS
        if failed != self._failing:
            self._failing = failed
            _log.warning(
                "spans %s", "cannot be sent; they are lost until the collector answers" if failed else "are sent"
            )
        return result

    def shutdown(self) -> None:
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self._exporter.force_flush(timeout_millis)


class Spans:
    """Makes spans. Calling it fulfils `newsroom.Spans`."""

    def __init__(self, exporter: SpanExporter | None = None) -> None:
        """Without an exporter spans go where the variables of OpenTelemetry say."""
        resource = Resource.create({"service.name": "newsbot", "service.version": __version__})
        # Not at the exit of the process, which a collector that hangs would hold up.
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._processor = BatchSpanProcessor(_Once(exporter or OTLPSpanExporter()))
        self._provider.add_span_processor(self._processor)
        self._tracer = self._provider.get_tracer("newsbot")

    @contextmanager
    def __call__(self, name: str, **about: Value) -> Iterator[Note]:
        """A span around the block. An error of the tree is its status, in the error's own words, which hold no key."""
        with self._tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False) as span:
            _note(span, **about)
            try:
                yield lambda **more: _note(span, **more)
            except NewsbotError as error:
                span.set_status(StatusCode.ERROR, type(error).__name__)
                raise
            except BaseException as error:
                span.set_status(StatusCode.ERROR, f"interrupted ({type(error).__name__})")
                raise

    def endpoint(self, endpoint: Endpoint) -> "SpannedEndpoint":
        """The endpoint, with a span for each call."""
        return SpannedEndpoint(endpoint, self)

    def fetcher(self, fetcher: Fetcher) -> "SpannedFetcher":
        """The fetcher, with a span for each request."""
        return SpannedFetcher(fetcher, self)

    def close(self) -> None:
        """Make no more spans."""
        self._provider.shutdown()

    def flush(self) -> None:
        """Send what is still here. A collector that hangs keeps it for as long as the exporter waits."""
        self._processor.force_flush()


def _note(span: Span, **about: Value) -> None:
    for name, value in about.items():
        span.set_attribute(f"newsbot.{name}", value)


@asynccontextmanager
async def telling_spans(exporter: SpanExporter | None = None) -> AsyncIterator[Spans]:
    """Spans until the end of the block; the last ones get a few seconds to leave."""
    spans = Spans(exporter)
    try:
        yield spans
    finally:
        loop, ended = asyncio.get_running_loop(), asyncio.Event()

        def end() -> None:
            spans.flush()
            spans.close()
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(ended.set)

        # A thread that no process waits for.
        threading.Thread(target=end, name="last-spans", daemon=True).start()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSING):
                await ended.wait()


class SpannedEndpoint:
    """A model endpoint whose calls are spans. Fulfils `newsroom.Endpoint`."""

    def __init__(self, endpoint: Endpoint, spans: Spans) -> None:
        self._endpoint = endpoint
        self._spans = spans

    def model(self, role: Role) -> str:
        """The model's name for this role."""
        return self._endpoint.model(role)

    async def send(self, request: Request, lost: Lost) -> Reply:
        """The reply; the span has model, role, purpose, tokens and fault, and nothing of what was said."""
        about = {"model": self.model(request.role), "role": request.role, "purpose": request.purpose}
        with self._spans("model call", **about, ordinal=request.ordinal) as note:
            reply = await self._endpoint.send(request, lost)
            note(prompt_tokens=reply.prompt_tokens, completion_tokens=reply.completion_tokens)
            note(usage_known=reply.usage_known, fault=reply.fault)
            return reply


class SpannedFetcher:
    """A fetcher whose requests are spans. Fulfils `newsroom.Fetcher`."""

    def __init__(self, fetcher: Fetcher, spans: Spans) -> None:
        self._fetcher = fetcher
        self._spans = spans

    async def feed(self, url: str, etag: str = "", modified: str = "") -> Fetched:
        """The bytes of a feed."""
        with self._spans("fetch", what="feed", host=_host(url)) as note:
            return _answered(await self._fetcher.feed(url, etag, modified), note)

    async def page(self, url: str) -> Fetched:
        """The bytes of a page."""
        with self._spans("fetch", what="page", host=_host(url)) as note:
            return _answered(await self._fetcher.page(url), note)


def _answered(fetched: Fetched, note: Note) -> Fetched:
    note(status=fetched.status, bytes=len(fetched.body), redirects=len(fetched.hops))
    return fetched


def _host(url: str) -> str:
    """The host of an address: what follows it may hold a key."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
