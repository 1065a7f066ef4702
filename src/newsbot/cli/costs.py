"""`newsbot costs`: what was spent on models."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import click
from rich.markup import escape
from rich.table import Table

from newsbot.chinese import one_line
from newsbot.cli.feeds.ended import Said, json_option, run

if TYPE_CHECKING:
    from newsbot.wiring import Newsroom

By = Literal["day", "model", "story", "stage"]


@click.command("costs")
@click.option(
    "--by",
    type=click.Choice(["day", "model", "story", "stage"]),
    default="day",
    show_default=True,
    metavar="WHAT",
    help="One row a day, model, story or stage.",
)
@click.option("--days", type=click.IntRange(1), default=30, show_default=True, metavar="N", help="Of the last N days.")
@json_option
def command(by: By, days: int, as_json: bool) -> int:
    """Show calls, tokens and US dollars. Attempts that brought nothing count with the most they may have cost."""
    return run(as_json, lambda newsroom: _costs(newsroom, by, days))


async def _costs(newsroom: "Newsroom", by: By, days: int) -> Said:
    from newsbot import wiring
    from newsbot.ledger import MICROS

    settings = newsroom.settings
    since = wiring.start_of_day(settings)(newsroom.world.now()) - timedelta(days=days - 1)
    found = await newsroom.store.accounts(by, since, settings.zone)
    headlines = await _headlines(newsroom, [each.name for each in found]) if by == "story" else {}
    table = Table(box=None, pad_edge=False)
    for name in (by, "calls", "prompt", "completion", "US dollars"):
        table.add_column(name, justify="left" if name == by else "right")
    if headlines:
        table.add_column("headline")
    for each in found:
        cells = (each.calls, each.prompt_tokens, each.completion_tokens)
        headline = escape(one_line(headlines.get(each.name, ""))[:40])
        table.add_row(each.name, *map(str, cells), f"{each.micros / MICROS:.4f}", *([headline] if headlines else []))
    rows = [
        {
            by: each.name,
            **({"headline": headlines.get(each.name, "")} if by == "story" else {}),
            "calls": each.calls,
            "prompt_tokens": each.prompt_tokens,
            "completion_tokens": each.completion_tokens,
            "usd": each.micros / MICROS,
        }
        for each in found
    ]
    return Said({"costs": rows}, table if found else "", () if found else ["no model was called since then"])


async def _headlines(newsroom: "Newsroom", stories: Sequence[str]) -> dict[str, str]:
    """The headlines of those that are stories: some calls belong to none."""
    rows = [await newsroom.store.row(story) for story in stories]
    return {row.story.id: row.story.headline for row in rows if row is not None}
