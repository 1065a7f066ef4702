"""`newsbot park`: stop a story where it stands."""

from typing import TYPE_CHECKING

import click

from newsbot.chinese import one_line
from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.stories.told import named
from newsbot.errors import UsageError

if TYPE_CHECKING:
    from newsbot.wiring import Newsroom


@click.command("park")
@click.argument("story", metavar="ID")
@click.option("--reason", default="parked by hand", show_default=True, metavar="TEXT", help="Why; it is shown with it.")
@json_option
def command(story: str, reason: str, as_json: bool) -> int:
    """Leave the story ID where it stands; the daemon neither goes on with it nor publishes it until `newsbot retry`."""
    return run(as_json, lambda newsroom: _park(newsroom, story, reason))


async def _park(newsroom: "Newsroom", given: str, reason: str) -> Said:
    from newsbot import pipeline

    row = await named(newsroom.world.archive, given)
    if row.stage not in pipeline.WORKING and row.stage != "review":
        raise UsageError(f"story {row.story.id} stands at {row.stage} and goes no further by itself")
    if not await newsroom.world.archive.park(row.story.id, row.stage, one_line(reason)[:500]):
        raise UsageError(f"story {row.story.id} has just gone on from {row.stage}; try again")
    return Said({"parked": row.story.id, "stage": row.stage}, row.story.id)
