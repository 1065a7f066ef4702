"""`newsbot feeds import` and `export`: lists of feeds as files, for other readers and from them."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsbot.chinese import one_line
from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.screen import counted
from newsbot.errors import UsageError

if TYPE_CHECKING:
    from newsbot.wiring import Newsroom


@click.command("import", short_help="Follow every feed of an OPML file.")
@click.argument("file", metavar="FILE.opml")
@json_option
def import_(file: str, as_json: bool) -> int:
    """Follow every feed of an OPML file, as other readers export it. Prints the addresses that are new."""

    async def work(newsroom: "Newsroom") -> Said:
        from newsbot import subscriptions

        world = newsroom.world
        listed = await world.parser.feed_list(file, await world.files.read(file))
        new = await world.archive.follow(subscriptions.unknown(await world.archive.followed(), listed.feeds))
        known = len(listed.feeds) - len(new)
        problems = [one_line(problem)[:300] for problem in listed.problems]
        told = [*problems, f"{len(new)} new, {known} followed already, {counted(len(problems), 'problem', 'problems')}"]
        return Said({"new": list(new), "known": known, "problems": problems}, "\n".join(new), told)

    return run(as_json, work)


@click.command("export", short_help="Write the followed feeds as OPML.")
@click.argument("file", metavar="[FILE]", required=False)
@json_option
def export(file: str | None, as_json: bool) -> int:
    """Write every followed feed as OPML, which other readers import, to FILE or to stdout."""

    async def work(newsroom: "Newsroom") -> Said:
        from newsbot import opml
        from newsbot.edges.files import write_new

        if file is not None and Path(file).exists():
            raise UsageError(f"{file} is there already; name another file, or remove it first")
        # Where a feed has moved for good, others should ask it there.
        followed = await newsroom.world.archive.followed()
        feeds = [
            each.feed.model_copy(update={"url": each.where, "title": each.feed.title or each.title})
            for each in followed
        ]
        text = opml.render("newsbot", feeds, newsroom.world.now())
        if file is None:
            return Said({"path": None, "feeds": len(feeds), "opml": text}, text.rstrip("\n"))
        write_new(file, text, secret=False)
        return Said({"path": file, "feeds": len(feeds)}, file, [counted(len(feeds), "feed", "feeds")])

    return run(as_json, work)
