"""`newsbot stories choose`: what a person wants written, which the daemon then does."""

from typing import TYPE_CHECKING

import click

from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.stories.told import deserved, named
from newsbot.cli.whose import allowed

if TYPE_CHECKING:
    from newsbot.wiring import Newsroom


@click.command("choose", short_help="Have the daemon write stories.")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--kind", default="", metavar="KIND", help="What to write of them; else what kinds.rules say, or news.")
@json_option
def choose(ids: tuple[str, ...], kind: str, as_json: bool) -> int:
    """Have the daemon (`newsbot run`) write these stories, whatever their score and the day's number.

    Of a story that is written already, what goes on with it, where news has come in. One that was refused is tried
    again.
    """
    return run(as_json, lambda newsroom: _choose(newsroom, ids, kind))


async def _choose(newsroom: "Newsroom", given: tuple[str, ...], kind: str) -> Said:
    from newsbot import tracking

    await allowed(newsroom, "choose")
    stories = [(await named(newsroom.world.archive, each)).story.id for each in given]
    if kind:
        newsroom.rules.kind(kind)
    chosen: list[str] = []
    told: list[str] = []
    for story in stories:
        found = await tracking.choose([story], newsroom.world, kind or await deserved(newsroom, story))
        chosen += found
        told += [] if found else [f"{story} is chosen already, or begun"]
    return Said({"chosen": chosen}, "\n".join(chosen), told)
