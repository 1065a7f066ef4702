"""`newsbot digest`: one article of what was published, a paragraph each."""

import asyncio
import json
from pathlib import Path
from typing import Any

import click

from newsbot.cli import HELD, OK, TOO_THIN
from newsbot.cli.screen import Screen
from newsbot.errors import TooThin
from newsbot.news import WRITTEN, Article
from newsbot.settings import Settings, load


@click.command("digest")
@click.option("--days", type=click.IntRange(1, 31), metavar="N", help="Of the last N days; else as digest.days says.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Where the draft goes instead of drafts/.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the path.")
def command(days: int | None, out: Path | None, as_json: bool) -> int:
    """Make the digest of what was published: the best articles by score, each in a paragraph with a link to the whole.

    No model writes it: its sentences are those of the articles, each on its sources. Asked for again on the same day
    it is the same file, and an article stands in one digest only. The daemon makes one where daemon.digest says when.

    Exit codes: 0 made, 1 error, 2 usage, 3 too few articles, 6 made but held by the gate.
    """
    settings = load()
    if days is not None:
        settings = settings.model_copy(update={"digest": settings.digest.model_copy(update={"days": days})})
    with Screen() as screen:
        return asyncio.run(_digest(settings, screen, out, as_json))


async def _digest(settings: Settings, screen: Screen, out: Path | None, as_json: bool) -> int:
    from newsbot import digesting, pipeline, wiring

    async with wiring.opened(settings, screen, drafts=out) as newsroom:
        world, rules = newsroom.world, newsroom.rules
        try:
            story = await digesting.begun(world, rules.digest, settings.zone)
        except TooThin as error:
            screen.say(f"Nothing written: {error}.")
            return TOO_THIN
        row = await pipeline.carry(story, world, rules)
        written = await world.archive.artifact(story.id, "review") if row.stage in WRITTEN else None
        article = Article.model_validate_json(written) if written else None
    report: dict[str, Any] = {
        "story": story.id,
        "path": article.path if article else None,
        "verdict": article.outcome if article else "refused",
        "of": list(story.of),
    }
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False))
    elif article:
        click.echo(article.path)
    if article is None:
        screen.say(f"Nothing written: {row.reason}.")
        return TOO_THIN
    return HELD if article.outcome == "hold" else OK
