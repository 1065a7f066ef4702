"""`newsbot stories merge` and `split`: which entries are which story, by hand, remembered."""

from typing import TYPE_CHECKING

import click

from newsbot import story as stories
from newsbot.chinese import one_line
from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.screen import counted
from newsbot.cli.stories.told import SHORT, named
from newsbot.cli.whose import allowed
from newsbot.errors import UsageError
from newsbot.news import Entry
from newsbot.newsroom import Group

if TYPE_CHECKING:
    from newsbot.wiring import Newsroom


@click.command("merge", short_help="Make one story of several.")
@click.argument("ids", nargs=-1, required=True, metavar="ID ID...")
@json_option
def merge(ids: tuple[str, ...], as_json: bool) -> int:
    """Put the entries of the other stories into the first. The machine never takes them apart again.

    Later entries like them go into the first as well.
    """
    return run(as_json, lambda newsroom: _merge(newsroom, ids))


async def _merge(newsroom: "Newsroom", given: tuple[str, ...]) -> Said:
    from newsbot import tracking

    await allowed(newsroom, "merge")
    if len(given) < 2:
        raise UsageError("one story is named; name the one to keep and those to put into it")
    into, *others = [(await named(newsroom.world.archive, each)).story.id for each in given]
    group = await tracking.merge(into, others, newsroom.world)
    entries = len(group.members)
    told = (
        f"{counted(len(set(others)), 'story', 'stories')} merged into it; it has {counted(entries, 'entry', 'entries')}"
    )
    return Said({"story": into, "merged": list(dict.fromkeys(others)), "entries": entries}, into, [told])


@click.command("split", short_help="Take entries out of a story into a new one.")
@click.argument("story", metavar="ID")
@click.argument("names", nargs=-1, required=True, metavar="ENTRY...")
@json_option
def split(story: str, names: tuple[str, ...], as_json: bool) -> int:
    """Take entries out of the story ID, by their address or id, into a new story. Prints the new story's id.

    The machine never puts the two together again.
    """
    return run(as_json, lambda newsroom: _split(newsroom, story, names))


async def _split(newsroom: "Newsroom", given: str, names: tuple[str, ...]) -> Said:
    from newsbot import tracking

    await allowed(newsroom, "merge")
    archive = newsroom.world.archive
    group = await archive.group((await named(archive, given)).story.id)
    assert group is not None, "a story that was named"
    taken = list(dict.fromkeys(entry for name in names for entry in _entries(group, name)))
    new = await tracking.split(group.row.story.id, taken, newsroom.world)
    told = (
        f"{counted(len(taken), 'entry', 'entries')} taken out of {group.row.story.id[:SHORT]} into a story of its own"
    )
    return Said({"story": group.row.story.id, "new": new.id, "entries": len(taken)}, new.id, [told])


def _entries(group: Group, name: str) -> list[Entry]:
    """The entries of the story that have this address or id. Raises `UsageError` where none has."""
    wanted, address = name.strip(), stories.canonical(name)
    entries = [member.entry for member in group.members]
    found = [
        entry
        for entry in entries
        if wanted in (entry.id, entry.key) or (entry.url and stories.canonical(entry.url) == address)
    ]
    if not found:
        raise UsageError(
            f"story {group.row.story.id[:SHORT]} has no entry {one_line(name)[:200]}; "
            "`newsbot stories show` lists its entries with their addresses"
        )
    return found
