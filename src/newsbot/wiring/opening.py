"""Opens a newsroom: everything that its settings name, joined, until it closes."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from newsbot.edges.site import DraftFolder
from newsbot.edges.store import Store
from newsbot.newsroom import Now, Progress
from newsbot.settings import Settings
from newsbot.wiring.endpoint import endpoint_of, on_this_machine, served
from newsbot.wiring.learned import facts, remember
from newsbot.wiring.newsroom import Newsroom
from newsbot.wiring.rules import interests_of, rules_of
from newsbot.wiring.site import publisher_of
from newsbot.wiring.world import channels, world_of


def utc_now() -> datetime:
    """The clock that everything is passed."""
    return datetime.now(UTC)


@asynccontextmanager
async def opened(
    settings: Settings,
    progress: Progress,
    *,
    drafts: Path | None = None,
    origins: tuple[str, ...] = (),
    writing: bool = True,
    upgrade: bool = True,
    telling: bool = False,
    now: Now = utc_now,
) -> AsyncIterator[Newsroom]:
    """The newsroom of these settings. `drafts` overrides where drafts lie; `origins` are exempt beside the settings'.

    Without `writing` only a model that ranks is looked for: enough to read feeds. Without `upgrade` the database must
    be up to date. With `telling` it has the channels by which people are told things. `now` is its clock. Raises
    `StoreError` when the database cannot be used.
    """
    settings = on_this_machine(settings)
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(await Store.open(settings.database_url, now, upgrade=upgrade))
        known = await facts(settings, store, settings.llm.draft_model)
        asking = writing or interests_of(settings).ask_model
        endpoint = endpoint_of(settings, known, await served(settings, stack)) if asking else None
        if endpoint is not None:
            await stack.enter_async_context(endpoint)
        world = await world_of(settings, store, endpoint, progress, now, stack, origins)
        if drafts is not None:
            world = replace(world, desk=DraftFolder(drafts))
        if telling:
            world = replace(world, channels=channels(settings))
        rules = await rules_of(settings, world, store, endpoint)
        yield Newsroom(settings, world, rules, store, endpoint, publisher_of(settings, world, rules))
        if endpoint is not None and endpoint.level not in (None, known.level):
            latest = await facts(settings, store, settings.llm.draft_model)
            await remember(
                settings, store, settings.llm.draft_model, latest.model_copy(update={"level": endpoint.level})
            )
