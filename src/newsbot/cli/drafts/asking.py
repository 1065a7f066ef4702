"""`newsbot drafts regenerate`: a part of a draft worded anew by the model."""

import asyncio
import json

import click

from newsbot.cli import OK
from newsbot.cli.drafts.told import one_draft, report, taken_up
from newsbot.cli.feeds.ended import json_option
from newsbot.cli.screen import Screen, failing
from newsbot.cli.whose import editor
from newsbot.settings import load


@click.command("regenerate", short_help="Have a part worded anew by the model.")
@one_draft
@click.argument("part", metavar="PART")
@click.option(
    "--instruction", required=True, metavar="TEXT", help="What is to be different; it is kept in the history."
)
@json_option
def regenerate(story: str, part: str, instruction: str, as_json: bool) -> int:
    """Have a PART of the draft (title, heading, tldr, introduction, sections/0, …) worded anew as you ask.

    It rests on the passages it had; every other part keeps its bytes. The model is paid as always.
    """

    async def work() -> None:
        from newsbot import editing, wiring

        async with wiring.opened(load(), screen) as newsroom:
            on = await taken_up(newsroom, story)
            by = editor(newsroom.settings)
            after = await editing.regenerate(on, part, instruction, by, newsroom.world, newsroom.rules)
        if as_json:
            click.echo(json.dumps(report(after), ensure_ascii=False))
        else:
            click.echo(f"{after.article.path}: {after.article.open or 'nothing'} open", err=True)

    with failing(as_json), Screen() as screen:
        asyncio.run(work())
    return OK
