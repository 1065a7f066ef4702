"""`newsbot doctor`: what works, what does not, and what to do about it."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
from rich.console import Console
from rich.markup import escape

from newsbot.errors import NewsbotError, StoreError
from newsbot.news import NEWS
from newsbot.settings import ENV_FILE, TOML_FILE, Settings, load

if TYPE_CHECKING:
    from newsbot.news import Kind
    from newsbot.prompts import Folder
    from newsbot.wiring import Newsroom

PROMPTS = (
    "draft",
    "rewrite",
    "judge",
    "query",
    "sentence",
    "headings",
    "tldr",
    "title",
    "headlines",
    "same-event",
    "newsworthy",
)


class Check(NamedTuple):
    """One line of the report: what was looked at, whether it will do, and what was seen or is to be done."""

    name: str
    good: bool
    said: str


@click.command("doctor")
def command() -> int:
    """Check settings, folders, database, prompts and the model endpoint.

    The model is asked one tiny structured question; what it supports is kept, so that later runs
    begin right. No key is ever printed. Exit code 1 when something must be mended.
    """
    try:
        settings = load()
    except NewsbotError as error:
        _print(Check("settings", False, str(error)))
        return 1
    return asyncio.run(_report(settings))


async def _report(settings: Settings) -> int:
    failed = 0
    async for check in _checks(settings):
        failed += not check.good
        _print(check)
    return 1 if failed else 0


def _print(check: Check) -> None:
    mark = "[green]✓[/green]" if check.good else "[red]✗[/red]"
    Console(file=sys.stdout, highlight=False, soft_wrap=True).print(f"{mark} {check.name}: {escape(check.said)}")


async def _checks(settings: Settings) -> AsyncIterator[Check]:
    read = [name for name in (TOML_FILE, ENV_FILE) if Path(name).is_file()]
    yield Check("settings", True, f"read from {', '.join(read) or 'the environment and the defaults'}")
    for check in _folders(settings):
        yield check
    yield _schedule(settings)
    yield _texts(settings)
    yield _names(settings)
    if settings.notify.urls:
        yield _channels(settings)
    async for check in _inside(settings):
        yield check


def _folders(settings: Settings) -> Iterator[Check]:
    from newsbot.edges.files import writable

    for name, folder in (("drafts", settings.site.drafts), ("site", settings.site.dir)):
        try:
            writable(folder)
            yield Check(f"folder {name}", True, str(folder))
        except NewsbotError as error:
            yield Check(f"folder {name}", False, str(error))


def _schedule(settings: Settings) -> Check:
    from newsbot import daemon

    try:
        daemon.try_schedule(settings.daemon, settings.zone)
    except NewsbotError as error:
        return Check("schedule", False, str(error))
    return Check("schedule", True, f"when the daemon does what can be read; hours are those of {settings.zone}")


def _texts(settings: Settings) -> Check:
    from newsbot import article, judging, wiring

    prompts, templates = wiring.folders(settings)
    try:
        for name in PROMPTS:
            prompts.prompt(f"news/{name}")
        kinds = wiring.kinds_of(prompts)
        names = [name for kind in kinds.values() for name in _prompts(kind, prompts)]
        laid_out = {kind.template for kind in kinds.values()}
        for template in laid_out:
            article.try_template(templates.text(template), template)
        judging.pairs(prompts)
    except NewsbotError as error:
        return Check("prompts and templates", False, str(error))
    said = f"{len(kinds)} kinds of article, {len(names)} prompts, {len(laid_out)} templates"
    return Check("prompts and templates", True, said)


def _prompts(kind: "Kind", prompts: "Folder") -> Iterator[str]:
    """The prompts that lie in the kind's folder. Raises `SettingsError` for one that could not be asked with."""
    from newsbot.errors import SettingsError
    from newsbot.prompts import Folder, packaged

    shipped = Folder("prompt", (packaged("prompts"),))
    asked_as = (("report", kind.layout == "chaptered"), ("translation", kind.faithful), ("commentary", kind.opinion))
    places = (kind.name, kind.like, *(each for each, so in asked_as if so), NEWS.name)
    for name in prompts.below(kind.name):
        mine, role = prompts.prompt(name), name.partition("/")[2]
        # What newsbot fills in is what its own prompt of this role declares.
        own = next((f"{each}/{role}" for each in places if each and shipped.has(f"{each}/{role}.md")), "")
        if own and set(mine.variables) != set(shipped.prompt(own).variables):
            odd = ", ".join(sorted(set(mine.variables) ^ set(shipped.prompt(own).variables)))
            raise SettingsError(
                f"prompt {name}: other variables than those of {own}: {odd}; keep those of the packaged one"
            )
        yield name


def _names(settings: Settings) -> Check:
    from newsbot import glossary, wiring

    try:
        own = wiring.own_names(settings)
        return Check("names", True, f"{len(glossary.packaged().entries)}, and {len(own)} of your own")
    except NewsbotError as error:
        return Check("names", False, str(error))


def _channels(settings: Settings) -> Check:
    from newsbot import notices, wiring

    try:
        notices.try_templates(wiring.folders(settings)[1])
        channels = wiring.channels(settings)
        assert channels is not None, "there are addresses"
        return Check("notices", True, f"{', '.join(channels.names)}; `newsbot notify test` sends each a sample")
    except NewsbotError as error:
        return Check("notices", False, str(error))


async def _inside(settings: Settings) -> AsyncIterator[Check]:
    from newsbot import wiring

    said: list[str] = []
    try:
        async with wiring.opened(settings, lambda _, what: said.append(what)) as newsroom:
            yield Check("database", True, newsroom.store.name)
            async for check in _staff(newsroom):
                yield check
            if newsroom.endpoint is None:
                yield Check(
                    "model",
                    True,
                    "none set, so articles are excerpted; to have them written, set "
                    "NEWSBOT_LLM__DRAFT_MODEL, OPENAI_API_KEY and, for another endpoint, OPENAI_BASE_URL",
                )
                return
            yield await _model(newsroom)
            if settings.llm.judge_model:
                good = newsroom.rules.judge
                known = (await wiring.facts(settings, newsroom.store, settings.llm.judge_model)).judge
                told = f"told {known.accuracy:.0%} of {known.pairs} known pairs apart" if known else "probed"
                yield Check("judge", good, f"{told} and may judge" if good else "; ".join(said) or "may not judge")
            else:
                yield Check("judge", True, "none set, so drafts are for review at best (NEWSBOT_LLM__JUDGE_MODEL)")
            rules = newsroom.rules
            ways = [
                way for way in rules.ways if way in rules.kind(NEWS.name).writers
            ]  # other kinds have ways of their own
            yield Check("writer", True, " then ".join(ways))
            yield await _spent(newsroom)
    except NewsbotError as error:
        yield Check("database" if isinstance(error, StoreError) else "settings", False, str(error))


async def _staff(newsroom: "Newsroom") -> AsyncIterator[Check]:
    """Who works here, where anybody has an account; and settings of publishing that leave the daemon nothing to do."""
    from newsbot import staff
    from newsbot.cli.whose import editor

    editors, acting = await newsroom.store.editors(), editor(newsroom.settings)
    if editors:
        post = staff.post_of(editors, acting)
        unknown = "nobody here: acts on the command line are refused until desk.editor names an account"
        yield Check("editors", True, f"{len(editors)} accounts; {acting} is {f'one, {post}' if post else unknown}")
    publish = newsroom.settings.publish
    if publish.mode == "pass" and publish.require_editor:
        told = "publish.mode is pass, but publish.require_editor wants a signature: the daemon publishes nothing"
        yield Check("publishing", False, f"{told}; take one of the two back")


async def _model(newsroom: "Newsroom") -> Check:
    from newsbot import wiring

    try:
        level = await wiring.probe(newsroom)
    except NewsbotError as error:
        return Check("model", False, str(error))
    structured = {"schema": "JSON schema", "json": "JSON mode", "text": "plain text with repair"}[level]
    return Check("model", True, f"{newsroom.settings.llm.draft_model} answers; structured output: {structured}")


async def _spent(newsroom: "Newsroom") -> Check:
    """What today's calls came to, beside the caps that stop further ones."""
    from newsbot import wiring
    from newsbot.ledger import DEFAULT_DAILY_USD, MICROS

    settings = newsroom.settings
    spent = await newsroom.store.spent_since(wiring.start_of_day(settings)(newsroom.world.now()))
    tokens = spent.prompt_tokens + spent.completion_tokens
    cap = DEFAULT_DAILY_USD if settings.budget.daily_usd is None else settings.budget.daily_usd
    left = spent.micros < cap * MICROS and tokens < settings.budget.daily_tokens
    said = f"{spent.micros / MICROS:.2f} of {cap:.2f} US dollars, {tokens} of {settings.budget.daily_tokens} tokens"
    return Check(
        "spent today", left, said if left else f"{said}; raise budget.daily_usd or budget.daily_tokens, or wait"
    )
