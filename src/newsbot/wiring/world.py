"""The edges by which a newsroom meets the world, each as the Protocol that the work below knows."""

from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING

from newsbot.edges.fetch import GuardedFetcher
from newsbot.edges.files import LocalFiles
from newsbot.edges.llm import OpenAIEndpoint
from newsbot.edges.sandbox import Sandbox
from newsbot.edges.search.api import Patience
from newsbot.edges.search.brave import BraveSearch
from newsbot.edges.search.rss import RssSearch
from newsbot.edges.search.searxng import SearxngSearch
from newsbot.edges.search.tavily import TavilySearch
from newsbot.edges.site import DraftFolder
from newsbot.edges.store import Store
from newsbot.errors import SettingsError
from newsbot.newsroom import Channels, Now, Progress, Searcher, World, unseen
from newsbot.settings import Settings
from newsbot.wiring.books import embedder, model_for
from newsbot.wiring.folders import folders

if TYPE_CHECKING:
    from newsbot.edges.telemetry import Spans


async def world_of(
    settings: Settings,
    store: Store,
    endpoint: OpenAIEndpoint | None,
    progress: Progress,
    now: Now,
    stack: AsyncExitStack,
    origins: tuple[str, ...],
) -> World:
    """The edges by which the newsroom meets the world, open until the stack closes; nobody is told anything."""
    fetcher = await stack.enter_async_context(
        GuardedFetcher(
            now=now,
            allow_origins=(*settings.fetch.allow_origins, *origins),
            contact=settings.fetch.contact,
            deadline=settings.fetch.deadline,
        )
    )
    parser = await stack.enter_async_context(Sandbox())
    prompts, templates = folders(settings)
    spans = await _spans(settings, stack)
    asked = spans.endpoint(endpoint) if spans and endpoint else endpoint
    return World(
        archive=store,
        fetcher=spans.fetcher(fetcher) if spans else fetcher,
        parser=parser,
        files=LocalFiles(),
        searchers=searchers(settings, fetcher, parser),
        desk=DraftFolder(settings.site.drafts),
        model=partial(model_for, settings, store, asked, now),
        prompts=prompts,
        templates=templates,
        now=now,
        progress=progress,
        embedder=await embedder(settings, store, now, stack),
        spans=spans or unseen,
    )


async def _spans(settings: Settings, stack: AsyncExitStack) -> "Spans | None":
    """What makes spans until the newsroom closes; None where nobody looks at them. Raises `SettingsError`."""
    if not settings.telemetry:
        return None
    try:
        from newsbot.edges.telemetry import telling_spans
    except ModuleNotFoundError as error:
        raise SettingsError("telemetry needs the extra: install newsbot[otel]") from error
    return await stack.enter_async_context(telling_spans())


def channels(settings: Settings) -> Channels | None:
    """The channels by which people are told things; None where none is set. Raises `SettingsError`."""
    notify = settings.notify
    if not notify.urls:
        return None
    try:
        from newsbot.edges.notify import AppriseChannels
    except ModuleNotFoundError as error:
        raise SettingsError("notify.urls needs the extra: install newsbot[notices]") from error
    return AppriseChannels(notify.urls, notify.events, notify.timeout)


def searchers(settings: Settings, fetcher: GuardedFetcher, parser: Sandbox) -> tuple[Searcher, ...]:
    """The searches that are set, those that need no key first. Raises `SettingsError` for an unusable one."""
    search = settings.search
    patience = Patience(search.timeout, search.deadline)
    found: list[Searcher] = [RssSearch(template, fetcher, parser) for template in search.rss]
    if search.searxng:
        found.append(SearxngSearch(search.searxng, patience))
    if search.tavily_key.get_secret_value():
        found.append(TavilySearch(search.tavily_key, patience))
    if search.brave_key.get_secret_value():
        found.append(BraveSearch(search.brave_key, patience))
    return tuple(found)
