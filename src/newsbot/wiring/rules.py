"""The rules of a newsroom: what its settings and its own files ask of every story."""

import re
from collections.abc import Mapping

from newsbot import checks
from newsbot.edges.llm import OpenAIEndpoint
from newsbot.edges.store import Store
from newsbot.errors import SettingsError
from newsbot.evidence import Limits
from newsbot.gathering import Policy
from newsbot.news import Feed, Kind, Writer
from newsbot.newsroom import World
from newsbot.settings import Interests, Kinds, Settings
from newsbot.stages import House, Rules
from newsbot.wiring.folders import kinds_of, own_names, terms_of
from newsbot.wiring.learned import facts, remember
from newsbot.wiring.probing import judge_at_start

_SIZE_IN_NAME = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)b(?![a-z])", re.IGNORECASE)
# The prompts whose own sentences must never stand in an article.
INSTRUCTIONS = ("draft", "rewrite", "sentence", "title", "tldr", "headings", "edition")


async def rules_of(settings: Settings, world: World, store: Store, endpoint: OpenAIEndpoint | None) -> Rules:
    """What the settings ask of every story; the judge is probed. Raises `SettingsError` for a file that is no use."""
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
    judge, probe = await judge_at_start(settings, world, store)
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
            terms=await terms_of(settings, world),
            spaced=settings.article.spacing == "either",
        ),
    )


def interests_of(settings: Settings) -> Interests:
    """What readers want, with whether the rank model is asked decided: `auto` is where one is named."""
    asked = settings.ranking.ask_model
    decided = bool(settings.llm.rank_model) if asked == "auto" else asked
    return settings.ranking.model_copy(update={"ask_model": decided})


async def _ways(settings: Settings, store: Store, endpoint: OpenAIEndpoint | None) -> tuple[Writer, ...]:
    """Which ways to write, in the order to try them."""
    if endpoint is None:
        return ("extract",)
    if settings.writer == "whole":
        return ("whole", "chapters")
    if settings.writer == "stepwise":
        return ("stepwise",)
    known = await facts(settings, store, settings.llm.draft_model)
    if known.billions is None:
        named = _SIZE_IN_NAME.search(settings.llm.draft_model)
        billions = float(named[1]) if named else await endpoint.billions("draft")
        known = known.model_copy(update={"billions": billions})
        await remember(settings, store, settings.llm.draft_model, known)
    return ("stepwise",) if known.small else ("whole", "chapters", "stepwise")


def _deserving(settings: Settings, known: Mapping[str, Kind]) -> Kinds:
    """Which stories get which kind. Raises `SettingsError` for a kind that there is not."""
    for key, name in (
        ("kinds.default", settings.kinds.default),
        *((f"kinds.rules, number {n},", rule.kind) for n, rule in enumerate(settings.kinds.rules, 1)),
        *((f"kind of feeds, number {n},", feed.kind) for n, feed in enumerate(settings.feeds, 1) if feed.kind),
    ):
        if name not in known:
            raise SettingsError(f"{key} names {name[:40]!r}, which is no kind; known are {', '.join(known)}")
        if known[name].composed:
            raise SettingsError(f"{key} names {name!r}, which is made of articles that are published (daemon.digest)")
    return settings.kinds


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
