"""`newsbot eval`: what the rules decide about rows of a file, and how often they are right."""

import click

from newsbot.cli.eval import claims, pairs, reports


@click.group("eval")
def command() -> None:
    """Measure what newsbot's rules decide, on rows of your own."""


command.add_command(pairs.command)
command.add_command(claims.command)
command.add_command(reports.command)
