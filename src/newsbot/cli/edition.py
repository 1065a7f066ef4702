"""`newsbot edition`: a published article in Traditional characters or in English."""

from typing import TYPE_CHECKING

import click

from newsbot.cli import HELD, OK
from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.stories.told import named

if TYPE_CHECKING:
    from newsbot.news import Language
    from newsbot.wiring import Newsroom


@click.command("edition")
@click.argument("story", metavar="ID")
@click.option(
    "--language",
    required=True,
    type=click.Choice(["zh-Hant", "en"], case_sensitive=False),
    metavar="LANGUAGE",
    help="zh-Hant: Traditional characters, without a model. en: English, written by the model.",
)
@json_option
def command(story: str, language: "Language", as_json: bool) -> int:
    """Make an edition of the published article of story ID in another language, from the same evidence.

    It is a draft like any other: `verify`, `drafts`, the desk and `publish` know it by its own story's id, and its file
    lies beside the original's as NAME.zh-hant.md or NAME.en.md. Asked for again it is the same one; where the original
    was corrected since and the edition is not published, it is made anew.

    Exit codes: 0 made, 1 error, 2 usage (the article is not on the site), 6 made but held by the gate.
    """
    return run(as_json, lambda newsroom: _made(newsroom, story, language), writing=True)


async def _made(newsroom: "Newsroom", given: str, language: "Language") -> Said:
    from newsbot import editions, pipeline
    from newsbot.news import Article

    world, archive = newsroom.world, newsroom.world.archive
    row = await editions.begun(await named(archive, given), language, world)
    if row.stage in pipeline.WORKING:
        row = await pipeline.carry(row.story, world, newsroom.rules)
    written = await archive.artifact(row.story.id, "review")
    article = Article.model_validate_json(written) if written else None
    report = {
        "story": row.story.id,
        "edition_of": row.story.edition_of,
        "language": language,
        "stage": row.stage,
        "path": article.path if article else None,
        "verdict": article.outcome if article else None,
    }
    told = (f"story {row.story.id} stands at {row.stage}", *((f"why: {row.reason}",) if row.reason else ()))
    held = article is not None and article.outcome == "hold" and row.stage == "review"
    return Said(report, article.path if article else "", told, HELD if held else OK)
