"""Models whose calls go through the books: what each may cost, a day, a month, a story and a run."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from newsbot.edges.embeddings import Embedder as EmbeddingsEndpoint
from newsbot.edges.llm import prompt_bound
from newsbot.edges.local_embeddings import LocalEmbedder
from newsbot.edges.store import Store
from newsbot.errors import SettingsError
from newsbot.ledger import Calendar, LedgeredEmbedder, LedgeredModel, Money
from newsbot.newsroom import Embedder, Endpoint, Now
from newsbot.settings import LOCAL, Settings
from newsbot.wiring.endpoint import options


def calendar(moment: datetime, zone: ZoneInfo) -> Calendar:
    """The calendar day and month of an instant in the zone."""
    day = moment.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    month = day.replace(day=1)
    following = (month + timedelta(days=32)).replace(day=1)
    return Calendar(
        day=(day.astimezone(UTC), (day + timedelta(days=1)).astimezone(UTC)),
        month=(month.astimezone(UTC), following.astimezone(UTC)),
    )


def start_of_day(settings: Settings) -> Callable[[datetime], datetime]:
    """The start of an instant's calendar day in the configured zone, in UTC."""
    return lambda moment: calendar(moment, settings.zone).day[0]


def _money(settings: Settings) -> Money:
    return Money(
        daily_usd=settings.budget.daily_usd,
        daily_tokens=settings.budget.daily_tokens,
        prices=settings.llm.prices,
        monthly_usd=settings.budget.monthly_usd,
        monthly_tokens=settings.budget.monthly_tokens,
        story_usd=settings.budget.story_usd,
        story_tokens=settings.budget.story_tokens,
        run_usd=settings.budget.run_usd,
        run_tokens=settings.budget.run_tokens,
        minute_tokens=settings.budget.minute_tokens,
    )


def model_for(
    settings: Settings, store: Store, endpoint: Endpoint | None, now: Now, story: str, tries: int = 0
) -> LedgeredModel | None:
    """The story's ledgered model; None where no model is set, or the settings do without one."""
    if endpoint is None:
        return None
    return LedgeredModel(
        story,
        endpoint,
        store,
        _money(settings),
        settings.llm.concurrency,
        partial(calendar, zone=settings.zone),
        now,
        prompt_bound,
        tries,
        {role: options.max_tokens for role, options in options(settings).items() if options.max_tokens},
    )


async def embedder(settings: Settings, store: Store, now: Now, stack: AsyncExitStack) -> Embedder | None:
    """What embeds entries, open until the newsroom closes: the local extra, else an endpoint through the books."""
    llm = settings.llm
    if not llm.embed_model:
        return None
    if llm.embed_model == LOCAL:
        return await stack.enter_async_context(LocalEmbedder(deadline=llm.deadline))
    if llm.base_url == LOCAL and not llm.embed_base_url:
        raise SettingsError(
            "llm.embed_model names an endpoint's model, and llm.base_url is local: set llm.embed_base_url, or "
            'embed_model = "local" (extra embed)'
        )
    own = bool(llm.embed_base_url)  # another server's key is not sent there
    endpoint = EmbeddingsEndpoint(
        llm.embed_api_key if own or llm.embed_api_key.get_secret_value() else llm.api_key,
        llm.embed_base_url or llm.base_url,
        llm.embed_model,
        timeout=llm.timeout,
        deadline=llm.deadline,
    )
    await stack.enter_async_context(endpoint)
    return LedgeredEmbedder(
        endpoint, store, _money(settings), llm.concurrency, partial(calendar, zone=settings.zone), now
    )
