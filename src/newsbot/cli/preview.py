"""`newsbot preview`: a draft in the site's own theme."""

import asyncio
from collections.abc import Callable

import click

from newsbot.cli import OK
from newsbot.cli.screen import Screen
from newsbot.settings import load


@click.command("preview")
@click.argument("story", metavar="ID")
@click.option(
    "--port", default=0, show_default=True, type=click.IntRange(0, 65535), metavar="N", help="0 takes any free one."
)
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
def command(story: str, port: int, no_open: bool) -> int:
    """Show the draft of the story ID as it will look: your Hugo site is built on a copy with the draft in it and served
    on this machine only. Prints the address of the article's page; ends with Ctrl-C. Nothing lands in the site."""

    def told(address: str) -> None:
        click.echo(address)
        if not no_open:
            click.launch(address)

    asyncio.run(_preview(story, port, told))
    return OK


async def _preview(given: str, port: int, told: Callable[[str], None]) -> None:
    from newsbot import wiring
    from newsbot.cli.stories.told import named
    from newsbot.desk import preview

    with Screen() as screen:
        async with wiring.opened(load(), screen, writing=False) as newsroom:
            row = await named(newsroom.world.archive, given)
            await preview.serve(newsroom, row.story.id, port, told)
