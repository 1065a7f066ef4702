"""`newsbot drafts`: the desk in the terminal."""

import click

from newsbot.cli.drafts.acting import (
    approve,
    confirm,
    cut,
    edit,
    keep,
    licence,
    park,
    recite,
    reject,
    rewrite,
    send_back,
    undo,
    unpark,
    waive,
)
from newsbot.cli.drafts.asking import headlines, regenerate
from newsbot.cli.drafts.looking import diff, listed, log, show


@click.group("drafts")
def command() -> None:
    """Judge drafts beside their sources: everything that `newsbot desk` can do, in the terminal.

    PLACE names a sentence as `drafts show` does: title, tldr/0, sections/0/1/2. Acts are kept under the name of the
    setting desk.editor, else your login name.
    """


for each in (
    approve,
    confirm,
    cut,
    diff,
    edit,
    headlines,
    keep,
    licence,
    listed,
    log,
    park,
    recite,
    regenerate,
    reject,
    rewrite,
    send_back,
    show,
    undo,
    unpark,
    waive,
):
    command.add_command(each)
