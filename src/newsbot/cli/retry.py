"""`newsbot retry`: let a story go on that is parked or was refused."""

from typing import TYPE_CHECKING

import click

from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.stories.told import named
from newsbot.cli.whose import allowed
from newsbot.errors import UsageError

if TYPE_CHECKING:
    from newsbot.wiring import Newsroom

DECIDED = ("review", "refused")
"""Where an editor may have stopped or rejected it: to let it go on is an editor's as well."""


@click.command("retry")
@click.argument("ids", nargs=-1, metavar="ID...")
@click.option("--all", "everything", is_flag=True, help="All parked stories.")
@json_option
def command(ids: tuple[str, ...], everything: bool, as_json: bool) -> int:
    """Let stories go on that are parked, and begin refused ones anew. The daemon takes them up at once."""
    return run(as_json, lambda newsroom: _retry(newsroom, ids, everything))


async def _retry(newsroom: "Newsroom", ids: tuple[str, ...], everything: bool) -> Said:
    archive = newsroom.world.archive
    if everything == bool(ids):
        raise UsageError("name stories, or --all; `newsbot status` lists those that are parked")
    rows = await archive.parked(10_000) if everything else [await named(archive, each) for each in ids]
    if any(row.stage in DECIDED for row in rows):
        await allowed(newsroom, "unpark")
    retried = [row.story.id for row in rows if await archive.retry(row.story.id)]
    told = [
        f"{row.story.id} stands at {row.stage} and is neither parked nor refused; nothing to retry"
        for row in rows
        if row.story.id not in retried
    ]
    return Said({"retried": retried}, "\n".join(retried), told)
