"""Builds the edges from settings and joins them to the Protocols: mypy proves here that they fit."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from newsbot import checks, glossary, judging, kinds, publishing
from newsbot.edges import hugo
from newsbot.edges.alone import alone
from newsbot.edges.cards import Cards
from newsbot.edges.content import ContentFolder
from newsbot.edges.courier.embedded import Embedded
from newsbot.edges.embeddings import Embedder as EmbeddingsEndpoint
from newsbot.edges.fetch import GuardedFetcher
from newsbot.edges.files import LocalFiles, kept_text
from newsbot.edges.llm import Level, OpenAIEndpoint, prompt_bound
from newsbot.edges.local_embeddings import LocalEmbedder
from newsbot.edges.local_model import file_name, serving
from newsbot.edges.sandbox import Sandbox
from newsbot.edges.search.api import Patience
from newsbot.edges.search.brave import BraveSearch
from newsbot.edges.search.rss import RssSearch
from newsbot.edges.search.searxng import SearxngSearch
from newsbot.edges.search.tavily import TavilySearch
from newsbot.edges.site import DraftFolder
from newsbot.edges.store import Store
from newsbot.errors import ModelError, OutOfBudget, ParseError, RateLimited, SettingsError, Unavailable
from newsbot.evidence import Limits
from newsbot.gathering import Policy
from newsbot.ledger import Calendar, LedgeredEmbedder, LedgeredModel, Money
from newsbot.news import Embargo, Feed, Kind, Noun, Writer
from newsbot.newsroom import Channels, Embedder, Endpoint, Hire, Now, Progress, Request, Searcher, World, unseen
from newsbot.prompts import Folder, packaged
from newsbot.settings import LOCAL, Interests, Kinds, Price, Role, RoleOptions, Settings, period
from newsbot.stages import House, Rules
from newsbot.wording import Term, rows

if TYPE_CHECKING:
    from newsbot.edges.telemetry import Spans

# Models below this many billion parameters write sentence by sentence: measured with 1.5 billion, where
# one structured call for a whole article repeated one vague sentence six times.
SMALL = 14.0
_SIZE_IN_NAME = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)b(?![a-z])", re.IGNORECASE)
PROBE_STORY = "probe"
# The prompts whose own sentences must never stand in an article.
INSTRUCTIONS = ("draft", "rewrite", "sentence", "title", "tldr", "headings", "edition")


class Facts(Noun):
    """What is known of an endpoint and model, kept between runs: `doctor` learns it, `auto` picks by it."""

    level: Level | Literal[""] = ""
    judge: judging.Probe | None = None
    billions: float | None = None

    @property
    def small(self) -> bool:
        return self.billions is not None and self.billions < SMALL


@dataclass(frozen=True)
class Newsroom:
    """An open newsroom: the world, the rules, and the edges that only the faces need by name."""

    settings: Settings
    world: World
    rules: Rules
    store: Store
    endpoint: OpenAIEndpoint | None
    publisher: publishing.Publisher


def utc_now() -> datetime:
    """The clock that everything is passed."""
    return datetime.now(UTC)


def folders(settings: Settings) -> tuple[Folder, Folder]:
    """The prompts and the templates: a user's own folder first."""
    return (
        Folder("prompt", (settings.prompts_dir, packaged("prompts"))),
        Folder("template", (settings.templates_dir, packaged("templates"))),
    )


def kinds_of(prompts: Folder) -> dict[str, Kind]:
    """The kinds of article there are, by name. Raises `SettingsError` for a declaration that is no use."""
    return kinds.known(prompts.declared(kinds.FILE))


@contextmanager
def sole(settings: Settings) -> Iterator[None]:
    """Be the only daemon of an SQLite database; on PostgreSQL any number may run. Raises `StoreError`."""
    if shared(settings):
        yield
        return
    with alone(settings.database_url.partition("///")[2].partition("?")[0]):
        yield


def shared(settings: Settings) -> bool:
    """Whether several processes may carry stories: on PostgreSQL."""
    return not settings.database_url.startswith("sqlite")


def hire(newsroom: Newsroom) -> Hire:
    """The courier of this database. Raises `SettingsError` where its library is not installed."""
    if not shared(newsroom.settings):
        return Embedded
    try:
        from newsbot.edges.courier.queue import Queue
    except ModuleNotFoundError as error:
        raise SettingsError(_NO_QUEUE) from error
    return partial(Queue, newsroom.settings.database_url, newsroom.store.name)


async def prepare_queue(newsroom: Newsroom) -> None:
    """Bring the queue's tables up to date; SQLite has none. Raises `StoreError`, `SettingsError`."""
    if shared(newsroom.settings):
        await _schema().upgrade(newsroom.settings.database_url, newsroom.store.name)


async def queue_revisions(settings: Settings, name: str) -> tuple[str, str] | None:
    """The revision of the queue's tables and the newest there is; None on SQLite, which has none.

    `name` is what the database is called to people. Raises `StoreError`, `SettingsError`.
    """
    if not shared(settings):
        return None
    found: tuple[str, str] = await _schema().revisions(settings.database_url, name)
    return found


_NO_QUEUE = "several machines share stories through a library that is not installed; install newsbot[postgres]"


def _schema() -> ModuleType:
    try:
        from newsbot.edges.courier import schema
    except ModuleNotFoundError as error:
        raise SettingsError(_NO_QUEUE) from error
    return schema


def calendar(moment: datetime, zone: ZoneInfo) -> Calendar:
    """The calendar day and month of an instant in the zone."""
    day = moment.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    month = day.replace(day=1)
    following = (month + timedelta(days=32)).replace(day=1)
    return Calendar(
        day=(day.astimezone(UTC), (day + timedelta(days=1)).astimezone(UTC)),
        month=(month.astimezone(UTC), following.astimezone(UTC)),
    )


def own_names(settings: Settings) -> tuple[glossary.Entry, ...]:
    """The newsroom's own rows of names; none where its file is missing. Raises `SettingsError` with file and line."""
    return glossary.rows(kept_text(settings.names_file), str(settings.names_file))


def start_of_day(settings: Settings) -> Callable[[datetime], datetime]:
    """The start of an instant's calendar day in the configured zone, in UTC."""
    return lambda moment: calendar(moment, settings.zone).day[0]


LOCAL_TIMEOUT = 900.0
"""Seconds: a prompt of 2,000 tokens took 30 on two idle cores, and thirty times as long beside other work."""


def on_this_machine(settings: Settings) -> Settings:
    """The settings where the model runs on this machine: it costs nothing, and answers one question after the other.

    It is waited for longer than a server, unless the settings say how long: other programs may have the processor.
    """
    llm = settings.llm
    if llm.base_url != LOCAL:
        return settings
    names = filter(None, (llm.draft_model, llm.judge_model, llm.rank_model))
    free = dict.fromkeys(names, Price(input=0, output=0))
    patient = {"timeout": LOCAL_TIMEOUT, "deadline": 2 * LOCAL_TIMEOUT}
    waits = {name: seconds for name, seconds in patient.items() if name not in llm.model_fields_set}
    values = {"prices": free | llm.prices, "concurrency": 1, **waits}
    return settings.model_copy(update={"llm": llm.model_copy(update=values)})


def endpoint_of(settings: Settings, known: Facts, address: str = "") -> OpenAIEndpoint | None:
    """The model endpoint; None when no draft model is set or wanted. Raises `SettingsError` for an unusable address.

    `address` is where a model of this machine answers.
    """
    llm = settings.llm
    if not llm.draft_model or settings.writer == "extract":
        return None
    return OpenAIEndpoint(
        SecretStr("") if address else llm.api_key,
        address or llm.base_url,
        {"draft": llm.draft_model, "judge": llm.judge_model, "rank": llm.rank_model or llm.draft_model},
        _options(settings),
        timeout=llm.timeout,
        deadline=llm.deadline,
        level=known.level or None,
    )


def interests_of(settings: Settings) -> Interests:
    """What readers want, with whether the rank model is asked decided: `auto` is where one is named."""
    asked = settings.ranking.ask_model
    decided = bool(settings.llm.rank_model) if asked == "auto" else asked
    return settings.ranking.model_copy(update={"ask_model": decided})


def _options(settings: Settings) -> dict[Role, RoleOptions]:
    return {"draft": settings.llm.draft, "judge": settings.llm.judge, "rank": settings.llm.rank}


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
        endpoint = endpoint_of(settings, known, await _served(settings, stack)) if asking else None
        if endpoint is not None:
            await stack.enter_async_context(endpoint)
        world = await _world(settings, store, endpoint, progress, now, stack, origins)
        if drafts is not None:
            world = replace(world, desk=DraftFolder(drafts))
        if telling:
            world = replace(world, channels=channels(settings))
        rules = await _rules(settings, world, store, endpoint)
        yield Newsroom(settings, world, rules, store, endpoint, publisher_of(settings, world, rules))
        if endpoint is not None and endpoint.level not in (None, known.level):
            latest = await facts(settings, store, settings.llm.draft_model)
            await remember(
                settings, store, settings.llm.draft_model, latest.model_copy(update={"level": endpoint.level})
            )


async def _world(
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
        embedder=await _embedder(settings, store, now, stack),
        spans=spans or unseen,
    )


async def _served(settings: Settings, stack: AsyncExitStack) -> str:
    """The address of the model of this machine, which answers until the newsroom closes; empty for one elsewhere."""
    llm = settings.llm
    if llm.base_url != LOCAL or not llm.draft_model or settings.writer == "extract":
        return ""
    path = llm.models.expanduser() / file_name(llm.draft_model)
    return (await stack.enter_async_context(serving(path))).base_url


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


STATIC = {"hugo": "static", "hexo": "source", "astro": "public"}
"""The folder whose files each generator shows as they are."""


def publisher_of(settings: Settings, world: World, rules: Rules) -> publishing.Publisher:
    """By which articles get to the site of these settings."""
    publish, label = settings.publish, settings.label
    folder = settings.site.dir / publish.folder
    program, site = hugo.binary() if publish.build == "auto" else None, hugo.site_of(folder)
    builder = hugo.Hugo(program, site, publish.build_timeout) if program and site else None
    policy = publishing.Policy(
        zone=settings.zone,
        checks_of=rules.checks_of,
        standards=rules.standards,
        require_editor=publish.require_editor,
        label_explicit=label.explicit,
        label_implicit=label.implicit,
        label_approved=label.approved,
        embargoes=tuple(Embargo(words=each.words, until=each.until) for each in publish.embargoes),
        unattended=publish.mode == "pass",
        delay=_length(publish.delay),
        daily=publish.daily,
        quiet=publish.quiet,
        undo=_length(publish.undo),
        git=publish.git,
        message=publish.message,
        profile=publish.profile,
        kinds=rules.kinds,
    )
    static = settings.site.dir / STATIC[publish.profile]
    content = ContentFolder(folder, bundle=publish.bundle, hugo=builder, static=static)
    return publishing.Publisher(world, content, policy, cards_of(settings) if publish.card else None)


def cards_of(settings: Settings) -> Cards:
    """What draws title cards."""
    return Cards(settings.article.author, settings.label.producer, settings.publish.card_font)


def site_to_preview(settings: Settings, program: str | None) -> ContentFolder:
    """The site with what builds it, also where publishing does not try it; `program` is Hugo's, None without one.

    Raises `SettingsError` for what lacks.
    """
    folder = settings.site.dir / settings.publish.folder
    site = hugo.site_of(folder)
    if program is None:
        raise SettingsError("a preview is built with Hugo, and there is none: install Hugo, or newsbot[site]")
    if site is None:
        raise SettingsError(f"there is no Hugo site above {folder}; set site.dir to yours (publish.folder lies in it)")
    builder = hugo.Hugo(program, site, settings.publish.build_timeout)
    return ContentFolder(folder, bundle=settings.publish.bundle, hugo=builder)


def _length(text: str) -> timedelta:
    length = period(text)
    assert length is not None, "the settings let only lengths of time through"
    return length


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


async def _embedder(settings: Settings, store: Store, now: Now, stack: AsyncExitStack) -> Embedder | None:
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
        {role: options.max_tokens for role, options in _options(settings).items() if options.max_tokens},
    )


def _instructions(world: World, known: Mapping[str, Kind]) -> tuple[str, ...]:
    """The writers' system prompts. One that cannot be read is the writer's error, before it asks."""
    texts: dict[str, None] = {}
    for kind in known.values():
        for name in INSTRUCTIONS:
            try:
                texts[world.prompts.prompt_of(kind, name).system] = None
            except SettingsError:
                continue
    return tuple(texts)


async def _terms(settings: Settings, world: World) -> tuple[Term, ...]:
    """The house's own terms; none where no file is set and none lies in the folder. Raises `SettingsError`."""
    file = settings.terms_file
    if not file.is_file() and "terms_file" not in settings.model_fields_set:
        return ()
    try:
        text = (await world.files.read(str(file))).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file} is not in UTF-8; save it so") from error
    except ParseError as error:
        raise SettingsError(f"terms_file: {error}") from error
    return rows(text, file.name)


def _deserving(settings: Settings, known: Mapping[str, Kind]) -> Kinds:
    """Which stories get which kind. Raises `SettingsError` for a kind that there is not."""
    for key, name in (
        ("kinds.default", settings.kinds.default),
        *((f"kinds.rules.{n}", rule.kind) for n, rule in enumerate(settings.kinds.rules)),
        *((f"feeds.{n}.kind", feed.kind) for n, feed in enumerate(settings.feeds) if feed.kind),
    ):
        if name not in known:
            raise SettingsError(f"{key} names {name[:40]!r}, which is no kind; known are {', '.join(known)}")
    return settings.kinds


async def _rules(settings: Settings, world: World, store: Store, endpoint: OpenAIEndpoint | None) -> Rules:
    house = House(
        author=settings.article.author,
        categories=settings.article.categories,
        zone=settings.zone,
        label_explicit=settings.label.explicit,
        label_implicit=settings.label.implicit,
        label_text=settings.label.text,
        producer=settings.label.producer,
    )
    known = kinds_of(world.prompts)
    judge, probe = await _judge_at_start(settings, world, store)
    return Rules(
        ways=await _ways(settings, store, endpoint),
        feeds=tuple(Feed(**feed.model_dump()) for feed in settings.feeds),
        judge=judge,
        probe=probe,
        limits=Limits(tokens=settings.evidence.tokens, minimum=settings.evidence.minimum),
        house=house,
        minimum=settings.article.minimum,
        maximum=settings.article.maximum,
        results=settings.search.results,
        policy=Policy(settings.sources.outlets, settings.sources.only_listed, settings.search.budget),
        interests=interests_of(settings),
        concurrency=settings.llm.concurrency,
        fallback=settings.fallback == "extract",
        blocked=settings.topics.block,
        kinds=known,
        deserving=_deserving(settings, known),
        digest=settings.digest,
        characters=settings.editions.characters,
        standards=checks.Standards(
            own_names=own_names(settings),
            stale_days=settings.sources.stale_days,
            facts_quote=settings.sources.facts_quote,
            inherit=settings.article.inherit_citations,
            copied_run=settings.originality.run,
            copied_share=settings.originality.share,
            instructions=_instructions(world, known),
            terms=await _terms(settings, world),
            spaced=settings.article.spacing == "either",
        ),
    )


async def _ways(settings: Settings, store: Store, endpoint: OpenAIEndpoint | None) -> tuple[Writer, ...]:
    """Which ways to write, in the order to try them."""
    if endpoint is None:
        return ("extract",)
    if settings.writer in ("whole", "stepwise"):
        return (settings.writer, "chapters")
    known = await facts(settings, store, settings.llm.draft_model)
    if known.billions is None:
        named = _SIZE_IN_NAME.search(settings.llm.draft_model)
        billions = float(named[1]) if named else await endpoint.billions("draft")
        known = known.model_copy(update={"billions": billions})
        await remember(settings, store, settings.llm.draft_model, known)
    return ("stepwise", "chapters") if known.small else ("whole", "stepwise", "chapters")


class _Probing:
    """The judge's probe, tried until the endpoint answers; what it showed then holds for this process."""

    def __init__(self, settings: Settings, world: World, store: Store) -> None:
        self._probed = partial(_judge_probed, settings, world, store)
        self._passed: bool | None = None
        self._turn = asyncio.Lock()

    async def __call__(self) -> bool:
        """Whether the judge may judge. Raises `ModelError` where it cannot be asked."""
        async with self._turn:
            if self._passed is None:
                self._passed = await self._probed()
            return self._passed


async def _judge_at_start(
    settings: Settings, world: World, store: Store
) -> tuple[bool, Callable[[], Awaitable[bool]] | None]:
    """Whether the judge may judge, and what probes it later where the endpoint is away or a cap is reached."""
    try:
        return await _judge_probed(settings, world, store), None
    except (Unavailable, RateLimited, OutOfBudget) as error:
        world.progress("problem", f"the judge could not be probed and is probed before the next draft: {error}")
        return False, _Probing(settings, world, store)
    except ModelError as error:
        world.progress("problem", f"the judge could not be probed, so nothing will be judged: {error}")
        return False, None


async def _judge_probed(settings: Settings, world: World, store: Store) -> bool:
    """Whether the judge may judge: probed once for each endpoint and model, and kept. Raises `ModelError`."""
    model = world.model(PROBE_STORY, 0)
    if model is None or not settings.llm.judge_model:
        return False
    known = await facts(settings, store, settings.llm.judge_model)
    if known.judge is None or known.judge.test != judging.test(world.prompts):
        earlier = await store.spent(PROBE_STORY)
        probe = await judging.probe(model, world.prompts, earlier.calls)
        known = known.model_copy(update={"judge": probe})
        await remember(settings, store, settings.llm.judge_model, known)
    assert known.judge is not None
    if not known.judge.passed:
        world.progress(
            "problem",
            f"{settings.llm.judge_model} told {known.judge.accuracy:.0%} of {known.judge.pairs} known pairs apart "
            f"(needed: {judging.LEAST_ACCURACY:.0%}) and may not judge",
        )
    return known.judge.passed


async def facts(settings: Settings, store: Store, model: str) -> Facts:
    """What is kept about this model at the configured endpoint."""
    kept = await store.endpoint(_place(settings), model)
    return Facts.model_validate_json(kept) if kept else Facts()


async def remember(settings: Settings, store: Store, model: str, known: Facts) -> None:
    """Keep what was learned about a model."""
    await store.remember_endpoint(_place(settings), model, known.model_dump_json())


def _place(settings: Settings) -> str:
    """The endpoint's address without anything that may be secret."""
    if settings.llm.base_url == LOCAL:
        return LOCAL
    parts = urlsplit(settings.llm.base_url or "https://api.openai.com/v1")
    return f"{parts.scheme}://{parts.hostname}:{parts.port or ''}{parts.path}"


async def probe(newsroom: Newsroom) -> str:
    """Ask the draft model one tiny structured question; the level it answered at.

    Raises `ModelError`.
    """
    model = newsroom.world.model(PROBE_STORY, 0)
    assert model is not None, "no model is set"
    assert newsroom.endpoint is not None, "a model has its endpoint"
    asked = await newsroom.store.spent(PROBE_STORY)
    request = Request(
        role="draft",
        purpose="doctor",
        ordinal=asked.calls,  # each look at the endpoint is a new call: a stored answer would prove nothing
        system="Answer with one JSON object.",
        user='Fill "city" with the capital of France, in English.',
        schema_name="probe",
        reply_schema={
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
            "additionalProperties": False,
        },
        max_tokens=200,
    )
    await model.ask(request)
    return newsroom.endpoint.level or "text"
