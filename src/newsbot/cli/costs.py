"""`newsbot costs`: what was spent on models."""

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import click
from rich.table import Table

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
    table = Table(box=None, pad_edge=False)
    for name in (by, "calls", "prompt", "completion", "US dollars"):
        table.add_column(name, justify="left" if name == by else "right")
    for each in found:
        cells = (each.calls, each.prompt_tokens, each.completion_tokens)
        table.add_row(each.name, *map(str, cells), f"{each.micros / MICROS:.4f}")
    rows = [
        {
            by: each.name,
            "calls": each.calls,
            "prompt_tokens": each.prompt_tokens,
            "completion_tokens": each.completion_tokens,
            "usd": each.micros / MICROS,
        }
        for each in found
    ]
    return Said({"costs": rows}, table if found else "", () if found else ["no model was called since then"])
