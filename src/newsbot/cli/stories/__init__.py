"""`newsbot stories`: what there is to write about, and which entries are which story."""

import click

from newsbot.cli.feeds.ended import json_option, run
from newsbot.cli.stories.choosing import choose
from newsbot.cli.stories.listing import aside, listed
from newsbot.cli.stories.ruling import merge, split
from newsbot.cli.stories.show import show
from newsbot.cli.stories.wishing import follow, ignore


@click.group("stories", invoke_without_command=True)
@click.option(
    "--since",
    default="2d",
    show_default=True,
    metavar="TIME",
    help="90m, 6h, 2d, 1w ago, an ISO date, or visit: since you looked before.",
)
@click.option(
    "--limit", type=click.IntRange(0), default=20, show_default=True, metavar="N", help="So many at most; 0 for all."
)
@click.option("--ignored", is_flag=True, help="Those that were put aside with `ignore`, whenever that was.")
@json_option
@click.pass_context
def command(context: click.Context, since: str, limit: int, ignored: bool, as_json: bool) -> int | None:
    """List the stories that were heard of since TIME, by score, with the reasons for it.

    What came in meanwhile is put into stories first. A story already written comes up again only when it has news:
    有更新 (new facts) or 有进展 (what happened after). Those that are followed stand first.
    """
    if context.invoked_subcommand is not None:
        return None
    return run(as_json, lambda newsroom: aside(newsroom, limit) if ignored else listed(newsroom, since, limit))


for each in (choose, follow, ignore, merge, show, split):
    command.add_command(each)
