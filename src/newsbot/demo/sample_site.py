"""A small news site on loopback: eight invented outlets, eight feeds in four forms, four stories.

The copy lies in `sample/` as TOML, in UTF-8; each outlet has a port, a form of feed and an
encoding of its own, and both its feed and its pages are made when the site starts, since the
links in them hold the port. Everything that is told there is invented.
"""

import functools
import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime
from email.utils import format_datetime
from importlib import resources
from types import TracebackType
from typing import Any, Literal, NamedTuple

from aiohttp import web
from jinja2 import DictLoader, Environment, StrictUndefined

from newsbot.news import Noun

SAMPLE = resources.files("newsbot.demo") / "sample"
FEED_TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "rdf": "application/rdf+xml",
    "json": "application/feed+json",
}


class Outlet(Noun):
    """An invented publisher. `encoding` is what its feed and pages are served in."""

    id: str
    name: str
    language: Literal["zh-CN", "zh-Hant", "en"]
    form: Literal["rss", "atom", "rdf", "json"]
    encoding: Literal["utf-8", "gb18030"]

    @property
    def feed_path(self) -> str:
        """Where its feed lies below its origin."""
        return "/feed.json" if self.form == "json" else "/feed.xml"


class SamplePage(Noun):
    """One report. `missing`: it stands in the feed, but its address answers 404.

    `subscribers`: readers get no more of it than the feed's excerpt. `text` holds a sentence a
    line, an empty line between paragraphs.
    """

    outlet: str
    slug: str
    headline: str
    author: str
    published: datetime
    missing: bool = False
    subscribers: bool = False
    text: str

    @property
    def path(self) -> str:
        """Where it lies below its outlet's origin."""
        return f"/{self.published:%Y/%m/%d}/{self.slug}.html"

    def paragraphs(self, language: str) -> tuple[str, ...]:
        """The text as readers see it, sentences joined as the language joins them."""
        joint = " " if language == "en" else ""
        return tuple(joint.join(block.splitlines()) for block in self.text.strip().split("\n\n"))


class SampleStory(Noun):
    """What several outlets report. `letter` and `headline` are empty where the pages share no event."""

    letter: str = ""
    headline: str = ""
    happened: date | None = None
    pages: tuple[SamplePage, ...]


class Sample(Noun):
    """The whole copy: outlets in the order of the file, stories by letter, unrelated pages last."""

    outlets: tuple[Outlet, ...]
    labels: dict[str, dict[str, str]]
    stories: tuple[SampleStory, ...]

    def by(self, outlet: Outlet) -> tuple[SamplePage, ...]:
        """The outlet's pages, newest first, those included whose address answers 404."""
        pages = [page for story in self.stories for page in story.pages if page.outlet == outlet.id]
        return tuple(sorted(pages, key=lambda page: page.published, reverse=True))


def read_sample() -> Sample:
    """The copy as it lies in the package."""
    outlets = tomllib.loads((SAMPLE / "outlets.toml").read_text(encoding="utf-8"))
    files = sorted((SAMPLE / "stories").iterdir(), key=lambda file: file.name)
    stories = [tomllib.loads(file.read_text(encoding="utf-8")) for file in files if file.name.endswith(".toml")]
    return Sample.model_validate({**outlets, "stories": stories})


class Document(NamedTuple):
    """What one address answers with."""

    content_type: str
    body: bytes
    modified: datetime

    @property
    def etag(self) -> str:
        """The hash of the body, without quotation marks."""
        return hashlib.sha256(self.body).hexdigest()[:32]


class SampleSite:
    """The sample site, served on 127.0.0.1 for as long as the context is open.

    Every outlet has a free port of its own. Answers carry ETag and Last-Modified, and a
    conditional request for something unchanged gets 304. The attributes that hold URLs are
    empty outside the context.
    """

    def __init__(self) -> None:
        self.sample = read_sample()
        self.origins: tuple[str, ...] = ()
        """One origin an outlet, as `fetch.allow_origins` wants them."""
        self.feeds: tuple[str, ...] = ()
        """The URLs of the feeds, one an outlet."""
        self._at: dict[str, str] = {}
        self._running = AsyncExitStack()

    @property
    def headlines(self) -> dict[str, str]:
        """What a user would type for each story, by its letter, A to D."""
        return {story.letter: story.headline for story in self.sample.stories if story.letter}

    def pages(self, letter: str) -> tuple[str, ...]:
        """The URLs of the pages about a story that exist, in the order of its file."""
        pages = (page for story in self.sample.stories if story.letter == letter for page in story.pages)
        return tuple(self._at[page.outlet] + page.path for page in pages if not page.missing)

    async def __aenter__(self) -> "SampleSite":
        async with AsyncExitStack() as running:
            for outlet in self.sample.outlets:
                self._at[outlet.id] = await self._open(outlet, running)
            self._running = running.pop_all()
        self.origins = tuple(self._at.values())
        self.feeds = tuple(self._at[outlet.id] + outlet.feed_path for outlet in self.sample.outlets)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.origins, self.feeds = (), ()
        self._at.clear()
        await self._running.aclose()

    async def _open(self, outlet: Outlet, running: AsyncExitStack) -> str:
        """Serve the outlet on a free port; its origin."""
        documents: dict[str, Document] = {}

        async def answer(request: web.Request) -> web.Response:
            return _answer(request, documents.get(request.path))

        app = web.Application()
        app.router.add_get("/{path:.*}", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        running.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
        documents.update(_documents(self.sample, outlet, origin))
        return origin


def _answer(request: web.Request, document: Document | None) -> web.Response:
    if document is None:
        return web.Response(status=404, text="404 Not Found")
    headers = {
        "Content-Type": document.content_type,
        "ETag": f'"{document.etag}"',
        "Last-Modified": format_datetime(document.modified.astimezone(UTC), usegmt=True),
    }
    tags = request.if_none_match
    since = request.if_modified_since
    if tags is not None:
        unchanged = any(tag.value in (document.etag, "*") for tag in tags)
    else:
        unchanged = since is not None and document.modified <= since
    if unchanged:
        return web.Response(status=304, headers=headers)
    return web.Response(body=document.body, headers=headers)


def _documents(sample: Sample, outlet: Outlet, origin: str) -> Iterator[tuple[str, Document]]:
    """Every address of the outlet with what it answers."""
    pages = sample.by(outlet)
    newest = pages[0].published
    shared: dict[str, Any] = {
        "outlet": outlet,
        "origin": origin,
        "labels": sample.labels[outlet.language],
        "feed_path": outlet.feed_path,
        "feed_type": FEED_TYPES[outlet.form],
        "pages": pages,
        "newest": newest,
    }
    html = f"text/html; charset={outlet.encoding}"
    yield "/", Document(html, _encoded("index.html", outlet, shared), newest)
    if outlet.form == "json":
        feed = json.dumps(_json_feed(outlet, origin, pages), ensure_ascii=False, indent=1)
        yield outlet.feed_path, Document(FEED_TYPES["json"], feed.encode(), newest)
    else:
        kind = f"{FEED_TYPES[outlet.form]}; charset={outlet.encoding}"
        yield outlet.feed_path, Document(kind, _encoded(f"{outlet.form}.xml", outlet, shared), newest)
    for page in pages:
        if page.missing:
            continue
        about = {
            "page": page,
            "paragraphs": page.paragraphs(outlet.language),
            "others": [other for other in pages if other is not page],
            "linked_data": _linked_data(outlet, origin, page),
        }
        yield page.path, Document(html, _encoded("page.html", outlet, {**shared, **about}), page.published)


def _encoded(template: str, outlet: Outlet, values: Mapping[str, Any]) -> bytes:
    return _templates().get_template(f"{template}.j2").render(values).encode(outlet.encoding)


def _json_feed(outlet: Outlet, origin: str, pages: tuple[SamplePage, ...]) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": f"{origin}/",
        "feed_url": origin + outlet.feed_path,
        "language": outlet.language,
        "items": [
            {
                "id": origin + page.path,
                "url": origin + page.path,
                "title": page.headline,
                "content_text": page.paragraphs(outlet.language)[0],
                "date_published": page.published.isoformat(),
                "authors": [{"name": page.author}],
            }
            for page in pages
        ],
    }


def _linked_data(outlet: Outlet, origin: str, page: SamplePage) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.headline,
        "datePublished": page.published.isoformat(),
        "inLanguage": outlet.language,
        "url": origin + page.path,
        "isAccessibleForFree": not page.subscribers,
        "author": {"@type": "Person", "name": page.author},
        "publisher": {"@type": "Organization", "name": outlet.name, "url": f"{origin}/"},
    }


@functools.cache
def _templates() -> Environment:
    # Read as package resources, so that they are found inside a wheel too.
    files = (SAMPLE / "templates").iterdir()
    sources = {file.name: file.read_text(encoding="utf-8") for file in files if file.name.endswith(".j2")}
    environment = Environment(
        loader=DictLoader(sources), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["rfc822"] = format_datetime
    return environment
