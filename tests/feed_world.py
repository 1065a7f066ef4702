"""A newsroom that only reads feeds, over the real edges: database, fetcher and sandbox, on a clock the test turns."""

from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from databases import ready
from newsbot.edges.fetch import GuardedFetcher
from newsbot.edges.files import LocalFiles
from newsbot.edges.sandbox import Sandbox
from newsbot.edges.site import DraftFolder
from newsbot.edges.store import Store
from newsbot.newsroom import World
from newsbot.prompts import Folder


@dataclass
class Clock:
    """The time as the newsroom sees it; the test turns it."""

    at: datetime = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def turn(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class FeedWorld:
    """The open world, its store and clock, and what was told to people."""

    world: World
    store: Store
    clock: Clock
    told: list[tuple[str, str]] = field(default_factory=list)


@asynccontextmanager
async def feed_world(
    folder: Path, origins: Iterable[str], clock: Clock | None = None, *, deadline: float = 20.0
) -> AsyncIterator[FeedWorld]:
    """The world of an installation in `folder`; opened again it goes on where it stood."""
    clock = clock or Clock()
    told: list[tuple[str, str]] = []
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(await Store.open(ready(folder / "feeds.db"), clock))
        fetcher = await stack.enter_async_context(GuardedFetcher(now=clock, allow_origins=origins, deadline=deadline))
        parser = await stack.enter_async_context(Sandbox())
        world = World(
            archive=store,
            fetcher=fetcher,
            parser=parser,
            files=LocalFiles(),
            searchers=(),
            desk=DraftFolder(folder / "drafts"),
            model=lambda story, tries: None,
            prompts=Folder("prompt", ()),
            templates=Folder("template", ()),
            now=clock,
            progress=lambda stage, what: told.append((stage, what)),
        )
        yield FeedWorld(world, store, clock, told)
