"""`newsbot write`: one headline in, one checked article out."""

import asyncio
import hashlib
import itertools
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsbot import story as stories
from newsbot.cli import HELD, OK, TOO_THIN
from newsbot.cli.screen import Screen, Stopwatch
from newsbot.errors import UsageError
from newsbot.kinds import Told
from newsbot.news import WRITTEN, Article, Kind, Story, Verdict
from newsbot.newsroom import Row
from newsbot.settings import Settings, load

if TYPE_CHECKING:
    from newsbot.wiring import Newsroom

FINISHED = (*WRITTEN, "refused")
DOING = {"new": "gather", "gathered": "write", "drafted": "judge", "judged": "render"}


@click.command("write")
@click.argument("headline", default="")
@click.option("--story", "story", metavar="ID", help="A story of `newsbot stories` instead of a headline.")
@click.option("--url", "urls", multiple=True, metavar="URL", help="A page to read first. May be given again.")
@click.option("--source-file", "files", multiple=True, metavar="PATH", help="A document to use. May be given again.")
@click.option("--kind", default="", help="What to write (`newsbot kinds`); else what kinds.rules say, or news.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Where the draft goes instead of drafts/.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the path.")
def command(
    headline: str,
    story: str | None,
    urls: tuple[str, ...],
    files: tuple[str, ...],
    kind: str,
    out: Path | None,
    as_json: bool,
) -> int:
    """Write one article about HEADLINE, or about a story that is followed; of a translation it may be an address.

    The headline is a query: sources are gathered for it, and the article's own title is written
    from what they say. With --story the story's own entries come first; where it is written already and
    news of it has come in, the article goes on with the first one. Prints the path of the draft.

    Exit codes: 0 written, 1 error, 2 usage,
    3 too little to write from, or a topic that is blocked, 6 written but held by the gate.
    """
    if story is not None and (headline or urls or files):
        raise UsageError("--story takes its headline and sources from the story; leave out what else is named")
    query = stories.headline(headline) if story is None else ""
    urls = tuple(map(stories.address, urls))
    settings = load()
    if kind and _known(settings, kind).faithful:
        if stories.is_address(query):
            urls = (stories.address(query), *urls)
        if len(urls) + len(files) > 1:
            raise UsageError(f"a {kind} is of one page, and several are named; name the one to translate")
    elif stories.is_address(query):
        raise UsageError(
            "an address is no headline; say in a few words what it is about and name the page with --url "
            "(--kind translation takes an address alone)"
        )
    with Screen() as screen:
        return asyncio.run(_write(settings, screen, query, story, urls, files, kind, out, as_json))


def _known(settings: Settings, kind: str) -> Kind:
    """The kind. Raises `UsageError` for no such kind, and for one that needs a model where there is none."""
    from newsbot import wiring
    from newsbot.kinds import named

    known = named(wiring.kinds_of(wiring.folders(settings)[0]), kind)
    writers = known.writers
    if known.composed:
        raise UsageError(f"a {kind} is made of articles that are published; `newsbot digest` makes one")
    if "extract" not in writers and (settings.writer == "extract" or not settings.llm.draft_model):
        raise UsageError(f"a {kind} is written by a model; set one (NEWSBOT_LLM__DRAFT_MODEL, `newsbot doctor` helps)")
    return known


async def _write(
    settings: Settings,
    screen: Screen,
    query: str,
    named: str | None,
    urls: tuple[str, ...],
    files: tuple[str, ...],
    kind: str,
    out: Path | None,
    as_json: bool,
) -> int:
    from newsbot import pipeline, wiring

    watch = Stopwatch()
    async with wiring.opened(settings, screen, drafts=out) as newsroom:
        if newsroom.endpoint is None and settings.writer != "extract":
            screen("problem", "no model is set (NEWSBOT_LLM__DRAFT_MODEL): the article is excerpted, not written")
        if named is None:
            wanted = kind or newsroom.rules.deserves(Told(titles=(query,)))
            story = await _story(newsroom, query, urls, files, wanted)
        else:
            story = await _as_kind(newsroom, await _followed(newsroom, named), kind)
        await newsroom.world.archive.add_story(story)
        row = await newsroom.world.archive.row(story.id)
        assert row is not None
        watch.lap("open")
        while row.stage not in FINISHED:
            stage = row.stage
            row = await pipeline.advance(row, newsroom.world, newsroom.rules)
            watch.lap(DOING[stage])
        report = await _report(newsroom, row, watch)
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False))
    elif report["path"]:
        click.echo(report["path"])
    return _told(screen, row, report)


async def _story(newsroom: "Newsroom", query: str, urls: tuple[str, ...], files: tuple[str, ...], kind: str) -> Story:
    """The unfinished story of this very request, to go on with; else the next attempt at it."""
    digests = [hashlib.sha256(await newsroom.world.files.read(path)).hexdigest() for path in files]
    for attempt in itertools.count(1):
        id = stories.story_id(kind, query, urls, digests, attempt)
        row = await newsroom.world.archive.row(id)
        if row is None:
            now = newsroom.world.now()
            return Story(id=id, kind=kind, headline=query, urls=urls, files=files, created=now)
        if row.stage not in FINISHED:
            return row.story
    raise AssertionError("attempts are endless")


async def _followed(newsroom: "Newsroom", given: str) -> Story:
    """The followed story whose id begins like this; where it is written, the one that goes on with it.

    One that was refused is tried again. Raises `UsageError` for a written one of which nothing new has come in.
    """
    from newsbot import tracking
    from newsbot.cli.stories.told import named

    row = await named(newsroom.world.archive, given)
    if row.stage == "refused":
        await newsroom.world.archive.finish(row.story.id, "refused", "new", row.story.model_dump_json())
    while row.stage in WRITTEN:
        follows = await tracking.follow_up(row.story, newsroom.world)
        after = await newsroom.world.archive.row(follows.id)
        assert after is not None, "a story that goes on with another is kept"
        row = after
    return row.story


async def _as_kind(newsroom: "Newsroom", story: Story, kind: str) -> Story:
    """The followed story as this kind, or as what it deserves. Raises `UsageError` where it is begun as another."""
    from newsbot.cli.stories.told import deserved

    wanted = kind or await deserved(newsroom, story.id)
    if wanted == story.kind:
        return story
    if await newsroom.world.archive.as_kind(story.id, wanted):
        return story.model_copy(update={"kind": wanted})
    if kind:
        raise UsageError(
            f"story {story.id} is being written as {story.kind} already; leave --kind out to go on with it"
        )
    return story


async def _report(newsroom: "Newsroom", row: Row, watch: Stopwatch) -> dict[str, Any]:
    """What `--json` prints. `cost` is in US dollars, null when the model's price is not known."""
    archive = newsroom.world.archive
    verdict, article = await archive.artifact(row.story.id, "judged"), await archive.artifact(row.story.id, "review")
    spent = await archive.spent(row.story.id)
    refusal = await archive.artifact(row.story.id, "refused")
    gathered = await archive.artifact(row.story.id, "gathered")
    judged = Verdict.model_validate_json(verdict) if verdict else None
    model = judged.draft.model if judged else ""
    llm = newsroom.settings.llm
    asked = {model or llm.draft_model, *([llm.judge_model] if newsroom.rules.judge else [])}
    priced = not spent.calls or asked <= set(llm.prices)
    return {
        "story": row.story.id,
        "follows": row.story.follows,
        "path": Article.model_validate_json(article).path if article else None,
        "verdict": judged.outcome if judged else "refused",
        "reasons": list(judged.reasons) if judged else [row.reason],
        "searched": json.loads(refusal or gathered or "{}").get("searched", []),
        "sentences": dict(Counter(each.support for each in judged.sentences)) if judged else {},
        "findings": [finding.model_dump() for finding in judged.findings] if judged else [],
        "repairs": [repair.model_dump() for repair in judged.repairs] if judged else [],
        "writer": judged.draft.writer if judged else None,
        "model": model or None,
        "prompts": [use.model_dump() for use in judged.draft.prompts] if judged else [],
        "evidence": list(dict.fromkeys(id for _, each in judged.draft.placed() for id in each.passages))
        if judged
        else [],
        "calls": spent.calls,
        "asked_again": spent.repairs,
        "tokens": {"prompt": spent.prompt_tokens, "completion": spent.completion_tokens},
        "cost": spent.micros / 1_000_000 if priced else None,
        "seconds": watch.seconds,
    }


def _told(screen: Screen, row: Row, report: dict[str, Any]) -> int:
    """Say on stderr how it ended and what to do next; the exit code."""
    if row.stage == "refused":
        return _refused(screen, row.reason, report)
    for reason in report["reasons"]:
        screen("problem", reason)
    if report["verdict"] == "hold":
        screen.say("Held by the gate: mend or cut what is named above, or give a better source with --url.")
        return HELD
    if report["verdict"] == "review":
        screen.say("Written, for an editor to review: read it beside its references before it is published.")
    else:
        screen.say("Written; every sentence is supported. Read it once more before it is published.")
    return OK


def _refused(screen: Screen, reason: str, report: dict[str, Any]) -> int:
    screen.say(f"Nothing written: {reason}.")
    if reason.startswith("topics.block") or "translat" in reason:  # it says what to do
        return TOO_THIN
    screen.say(f"Searched: {'; '.join(report['searched']) or 'nothing'}.")
    screen.say(
        "Give a page with --url or a document with --source-file, or set a news search: search.rss in newsbot.toml "
        "(`newsbot init` turns one on)."
    )
    return TOO_THIN
