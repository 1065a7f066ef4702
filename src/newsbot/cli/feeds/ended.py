"""How every subcommand of `feeds` begins and ends: an open newsroom, then one object or a few lines."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from rich.table import Table

from newsbot.cli import OK
from newsbot.cli.screen import Screen, failing, tabled
from newsbot.errors import SettingsError
from newsbot.news import Followed
from newsbot.settings import TOML_FILE, load

if TYPE_CHECKING:
    from newsbot.wiring import Newsroom

NONE_FOLLOWED = "no feed is followed; `newsbot feeds add` follows one, `newsbot feeds import` those of another reader"

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
one_feed = click.argument("address", metavar="URL")


class Said(NamedTuple):
    """How a command ends: its object for `--json`, else what goes to stdout; then what is told on stderr."""

    report: dict[str, Any]
    text: str | Table
    told: Sequence[str] = ()
    code: int = OK


def run(as_json: bool, work: Callable[["Newsroom"], Awaitable[Said]], *, writing: bool = False) -> int:
    """Do the work in an open newsroom that follows what the settings declare, and say how it ended.

    With `writing` it has the models that write and judge.
    """

    async def opened() -> Said:
        from newsbot import wiring

        async with wiring.opened(load(), screen, writing=writing) as newsroom:
            await newsroom.world.archive.declare(newsroom.rules.feeds)
            return await work(newsroom)

    with failing(as_json):
        with Screen() as screen:
            said = asyncio.run(opened())
        return ended(as_json, said)


def ended(as_json: bool, said: Said) -> int:
    """Print how a command ended; its exit code."""
    if as_json:
        click.echo(json.dumps(said.report, ensure_ascii=False))
    elif isinstance(said.text, Table):
        tabled(said.text)
    elif said.text:
        click.echo(said.text)
    for line in said.told:
        click.echo(line, err=True)
    return said.code


async def named(newsroom: "Newsroom", given: str) -> Followed:
    """The followed feed a person means. Raises `UsageError` that names the nearest."""
    from newsbot import subscriptions

    return subscriptions.named(await newsroom.world.archive.followed(), given)


def refuse_declared(feed: Followed) -> None:
    """Raise `SettingsError` for a feed that the settings own."""
    from newsbot import subscriptions

    if feed.declared:
        raise SettingsError(f"{subscriptions.shown(feed.feed.url)} is declared in {TOML_FILE}; change it there")
