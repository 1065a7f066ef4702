"""`newsbot search`: what the archive holds about a query."""

import asyncio
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from newsbot.chinese import one_line
from newsbot.cli import OK, TOO_THIN
from newsbot.cli.screen import failing, stamp
from newsbot.errors import UsageError
from newsbot.settings import load

if TYPE_CHECKING:
    from newsbot.newsroom import Found

MOST = 100


@click.command("search")
@click.argument("query")
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(1, MOST),
    default=10,
    show_default=True,
    help="How many results at most.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the list.")
def command(query: str, limit: int, as_json: bool) -> int:
    """Search everything that was ever read, pages and feed entries alike; Chinese and English.

    Best first, then newest, each with its date and the passage that fits best. Exit code 3 when
    there is nothing about it.
    """
    with failing(as_json):
        if not one_line(query):
            raise UsageError("the query is empty; say what to look for, like `newsbot search 数据中心`")
        return asyncio.run(_search(query, limit, as_json))


async def _search(query: str, limit: int, as_json: bool) -> int:
    from newsbot import wiring

    async with wiring.opened(load(), lambda _stage, _what: None, writing=False) as newsroom:
        found = await newsroom.world.archive.search(query, limit)
        if as_json:
            click.echo(json.dumps({"results": [_result(each) for each in found]}, ensure_ascii=False))
        else:
            _say(found)
    if not found:
        click.echo(f"nothing in the archive about {one_line(query)[:100]}; try fewer or other words", err=True)
        return TOO_THIN
    return OK


def _result(found: "Found") -> dict[str, Any]:
    """A result for programs. `published` is as the source has it, ISO; `seen` is when we read it, in UTC."""
    return {**found.model_dump(mode="json"), "seen": stamp(found.seen)}


def _say(results: Sequence["Found"]) -> None:
    for number, found in enumerate(results, start=1):
        date = found.published[:10] or f"seen {found.seen:%Y-%m-%d}"
        known = [date, one_line(found.publisher)[:60], "" if found.access == "full" else found.access]
        click.echo(f"{number:>2}. {one_line(found.title)[:120] or '(no title)'}")
        click.echo(f"    {' · '.join(filter(None, known))}")
        if found.snippet != one_line(found.title):
            click.echo(f"    {found.snippet}")
        if found.url:
            click.echo(f"    {one_line(found.url)[:500]}")
