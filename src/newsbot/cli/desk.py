"""`newsbot desk`: the page on which editors judge drafts."""

import asyncio
from collections.abc import Callable

import click

from newsbot.cli import OK
from newsbot.cli.screen import Screen
from newsbot.cli.whose import editor
from newsbot.settings import load


@click.command("desk")
@click.option(
    "--port", default=8321, show_default=True, type=click.IntRange(0, 65535), metavar="N", help="0 takes any free one."
)
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
def command(port: int, no_open: bool) -> int:
    """Open the desk: drafts beside their sources, on this machine only.

    Prints the address with a token that lets one browser in, once. It ends with Ctrl-C.
    """

    def told(address: str) -> None:
        click.echo(address)
        if not no_open:
            click.launch(address)

    asyncio.run(_desk(port, told))
    return OK


async def _desk(port: int, told: Callable[[str], None]) -> None:
    from newsbot import wiring
    from newsbot.desk.server import serve

    settings = load()
    with Screen() as screen:
        async with wiring.opened(settings, screen) as newsroom:
            await serve(newsroom, editor(settings), port, settings.desk.language, told)
