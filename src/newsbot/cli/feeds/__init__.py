"""`newsbot feeds`: which feeds are followed, and what there is to know of each. One module a subcommand or three."""

import click

from newsbot.cli.feeds.add import add
from newsbot.cli.feeds.check import check
from newsbot.cli.feeds.listing import list_
from newsbot.cli.feeds.lists import export, import_
from newsbot.cli.feeds.stopping import pause, remove, resume


@click.group("feeds")
def command() -> None:
    """Follow feeds: add, list, pause and remove them, import and export OPML, check what they answer.

    Feeds may also be declared in newsbot.toml; those are changed and removed there.
    """


for each in (add, check, export, import_, list_, pause, remove, resume):
    command.add_command(each)
