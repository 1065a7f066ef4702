"""`newsbot stories choose`: what a person wants written, which the daemon then does."""

from typing import TYPE_CHECKING

import click

from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.stories.told import named
from newsbot.news import WRITTEN

if TYPE_CHECKING:
    from newsbot.wiring import Newsroom


@click.command("choose", short_help="Have the daemon write stories.")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@json_option
def choose(ids: tuple[str, ...], as_json: bool) -> int:
    """Have the daemon (`newsbot run`) write these stories, whatever their score and the day's number.

    Of a story that is written already, what goes on with it, where news has come in.
    """
    return run(as_json, lambda newsroom: _choose(newsroom, ids))


async def _choose(newsroom: "Newsroom", given: tuple[str, ...]) -> Said:
    from newsbot import tracking

    archive = newsroom.world.archive
    rows = [await named(archive, each) for each in given]
    stories = [
        await tracking.follow_up(row.story, newsroom.world) if row.stage in WRITTEN else row.story for row in rows
    ]
    chosen = await archive.choose([story.id for story in stories])
    told = [f"{story.id} is chosen already, or begun" for story in stories if story.id not in chosen]
    return Said({"chosen": list(chosen)}, "\n".join(chosen), told)
