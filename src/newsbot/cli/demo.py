"""`newsbot demo`: see the whole path work, on this machine alone."""

import asyncio
import sys
from pathlib import Path

import click
from rich.console import Console

from newsbot.cli.screen import Screen
from newsbot.settings import load


@click.command("demo")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo-site"),
    show_default=True,
    metavar="DIR",
    help="Where the articles go: DIR/content/posts/.",
)
def command(out: Path) -> int:
    """Poll, gather, write, check and render over a sample site served on this machine.

    Needs no key and no network. The articles are excerpted without a model, or written by the
    model that is configured. Then a scripted model, said to be one, shows what the gate does with
    faults planted in its draft.
    """
    from newsbot.demo import show

    with Screen() as screen:
        return asyncio.run(show.run(load(), out, Console(file=sys.stdout, highlight=False, soft_wrap=True), screen))
