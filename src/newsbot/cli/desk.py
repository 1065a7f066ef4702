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
@click.option("--host", default="", metavar="ADDRESS", help="Beyond this machine: the address of it to listen at.")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
def command(port: int, host: str, no_open: bool) -> int:
    """Open the desk: drafts beside their sources, on this machine only unless --host (or desk.host) says otherwise.

    Prints the address with a token that lets one browser in, once. Beyond this machine there is no token: editors come
    in by name and password (`newsbot editor`). It ends with Ctrl-C.
    """

    def told(address: str, in_clear: bool) -> None:
        click.echo(address)
        if in_clear:
            click.echo("passwords travel unencrypted here; docs/desk.md says how to put TLS in front", err=True)
        if not no_open:
            click.launch(address)

    asyncio.run(_desk(port, host, told))
    return OK


async def _desk(port: int, host: str, told: Callable[[str, bool], None]) -> None:
    from newsbot import wiring
    from newsbot.desk.server import Place, serve

    settings = load()
    desk = settings.desk
    with Screen() as screen:
        async with wiring.opened(settings, screen) as newsroom:
            await serve(newsroom, editor(settings), Place(port, host or desk.host, desk.url), desk.language, told)
