"""`newsbot feeds add`: follow a feed, or change how a followed one is read."""

from typing import TYPE_CHECKING, Any

import click

from newsbot.chinese import one_line
from newsbot.cli.feeds.ended import Said, json_option, refuse_declared, run
from newsbot.cli.screen import counted
from newsbot.errors import UsageError
from newsbot.news import Feed, Followed, Kind

if TYPE_CHECKING:
    from newsbot.subscriptions import Found
    from newsbot.wiring import Newsroom

OTHERS_SHOWN = 5
HOW = {"address": "", "link": ", named by that page", "guess": ", at a usual place of that site"}


@click.command("add", short_help="Follow a feed, or the feed of a site.")
@click.argument("address", metavar="URL|SITE")
@click.option("--title", metavar="TEXT", help="What to call it, instead of its own title.")
@click.option("--language", metavar="CODE", help="Its language, such as zh or en, where it does not say.")
@click.option("--timezone", metavar="ZONE", help="The zone of its dates that name none, such as Asia/Shanghai.")
@click.option("--encoding", metavar="NAME", help="How its bytes are to be read, whatever it says, such as gb18030.")
@click.option(
    "--topic", "topics", multiple=True, metavar="WORD", help='Announce only entries with one of these; "" for all.'
)
@click.option("--weight", type=float, metavar="NUMBER", help="Poll it as one that posts NUMBER times as much.")
@click.option("--kind", metavar="KIND", help='Write what comes by it as this kind of article; "" for the house\'s.')
@json_option
def add(address: str, as_json: bool, **options: Any) -> int:
    """Follow the feed at URL, or the one that SITE names or that lies at a usual place there.

    For a feed that is followed already the options change how it is read. Prints the feed's address.
    """
    wanted = {name: value for name, value in options.items() if value not in (None, ())}
    if wanted.get("topics") == ("",):
        wanted["topics"] = ()
    return run(as_json, lambda newsroom: _add(newsroom, address, wanted))


def _of_feeds(kind: Kind) -> None:
    """Raises `UsageError` for a kind that is made of no feed's entries."""
    if kind.composed:
        raise UsageError(f"a {kind.name} is made of articles that are published, not of a feed; see daemon.digest")


async def _add(newsroom: "Newsroom", given: str, wanted: dict[str, Any]) -> Said:
    from newsbot import subscriptions

    archive = newsroom.world.archive
    url = subscriptions.address(given)
    if wanted.get("kind"):
        _of_feeds(newsroom.rules.kind(wanted["kind"]))
    wish = _wish(Feed(url=url), wanted)
    followed = await archive.followed()
    known = subscriptions.known(followed, url)
    if known is not None:
        return await _change(newsroom, known, wanted)
    found = await subscriptions.discover(given, newsroom.world, wish.encoding)
    known = subscriptions.known(followed, found.url)
    if known is not None:
        return await _change(newsroom, known, wanted)
    await _follow(newsroom, wish.model_copy(update={"url": found.url}), found)
    title = wish.title or one_line(found.parsed.title)[:300]
    report = {
        "url": found.url,
        "title": title,
        "new": True,
        "changed": False,
        "how": found.how,
        "format": found.parsed.format,
        "entries": found.parsed.total,
        "others": list(found.others),
    }
    return Said(report, found.url, _found(found, title))


async def _follow(newsroom: "Newsroom", feed: Feed, found: "Found") -> None:
    """Follow the feed, under its own title until a poll brings the rest."""
    archive, now = newsroom.world.archive, newsroom.world.now()
    await archive.follow([feed])
    await archive.keep_feed(Followed(feed=feed, added=now, title=found.parsed.title, site=found.parsed.site))


async def _change(newsroom: "Newsroom", known: Followed, wanted: dict[str, Any]) -> Said:
    """A feed that is followed, with the options changed that were given."""
    feed = _wish(known.feed, wanted)
    changed = feed != known.feed
    if changed:
        refuse_declared(known)
        update: dict[str, Any] = {"feed": feed}
        if feed.encoding != known.feed.encoding:  # the same bytes say something else now, so they must come again
            update |= {"etag": "", "modified": "", "body": ""}
        await newsroom.world.archive.keep_feed(known.model_copy(update=update))
    report = {"url": feed.url, "title": feed.title or known.title, "new": False, "changed": changed}
    return Said(report, feed.url, ["followed already; changed as you say" if changed else "followed already"])


def _wish(feed: Feed, wanted: dict[str, Any]) -> Feed:
    """The feed as its owner wants it read. Raises `UsageError` for what the settings would not take either."""
    from pydantic import ValidationError

    from newsbot.settings import FeedSettings

    anywhere = "https://example.org/"  # whether the address will do is the fetcher's to say
    try:
        options = FeedSettings(url=anywhere, **wanted)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = "topic" if first["loc"][0] == "topics" else first["loc"][0]
        raise UsageError(f"--{name}: {first['msg'].removeprefix('Value error, ')}") from None
    return feed.model_copy(update={name: getattr(options, name) for name in wanted})


def _found(found: "Found", title: str) -> list[str]:
    """What a person wants to know of a feed just added."""
    from newsbot import subscriptions

    parsed = found.parsed
    entries = counted(parsed.total, "entry", "entries")
    decoded = f" in {parsed.encoding}" if parsed.encoding else ""
    lines = [
        f"following {title or subscriptions.shown(found.url)}: {parsed.format}{decoded}, {entries}{HOW[found.how]}"
    ]
    lines += [f"the page names another feed: {one_line(other)[:300]}" for other in found.others[:OTHERS_SHOWN]]
    if len(found.others) > OTHERS_SHOWN:
        lines.append(f"and {len(found.others) - OTHERS_SHOWN} more")
    return lines
