"""The feeds a person follows: found from an address, called by a name, and explained.

It polls nothing and keeps nothing. What is remembered of a feed is changed by `rounds`; `explain` says what
a poll would make of the feed now, by the same rules.
"""

import difflib
import hashlib
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from newsbot import discovery, novelty, polling
from newsbot.chinese import one_line
from newsbot.errors import Blocked, FetchError, HttpStatus, ParseError, UsageError
from newsbot.news import Entry, Feed, FeedLinks, Fetched, Followed, Hints, Hop, Noun, ParsedFeed, Reading
from newsbot.newsroom import World

LINKS_TRIED = 8  # of the feeds that a page names; a blog names one or two, a portal its hundred sections
ASKS_TO_WAIT = (429, 503)
GONE = 410

News = Literal["new", "update", "known", "off-topic"]
"""What a poll would make of an entry. `off-topic` is new or changed, would be kept, and not announced."""


class Found(Noun):
    """A feed that was found. `how`: at the address that was given, named by the page there, or guessed.

    `others` are feeds that the page names beside it, unread.
    """

    url: str
    how: Literal["address", "link", "guess"]
    parsed: ParsedFeed
    others: tuple[str, ...] = ()


class Weighed(Noun):
    """An entry beside what a poll would make of it."""

    entry: Entry
    news: News


class Explained(Noun):
    """What a feed answered now, and what a poll would make of it.

    `fetched` is the last answer, without its body of `size` bytes, and `parsed` what it says, its entries in
    `entries`; None where it did not come so far. The body of an error's answer is not read. `after` is what a
    poll would remember, `due` and `result` among it, and `own` what `due` would be if nobody asked for more than
    the feed's own posting calls for.
    `status` is 0 where no answer came. `error` is one line, empty when all is well; `rule` names our rule
    that blocked the address.
    """

    before: Followed
    after: Followed
    followed: bool
    status: int = 0
    fetched: Fetched | None = None
    size: int = 0
    parsed: ParsedFeed | None = None
    entries: tuple[Weighed, ...] = ()
    own: datetime | None = None
    error: str = ""
    rule: str = ""


# ---------------------------------------------------------------- found


def address(given: str) -> str:
    """What a person gave as an address, trimmed and made whole: without a scheme it gets https.

    `feed:` in front, as links to feeds have it, is taken off, as is a fragment behind. Raises `UsageError`
    when nothing is left.
    """
    text = re.sub(r"^feed:(//)?(?=\S)", "", given.strip(), flags=re.IGNORECASE).partition("#")[0]
    if not text:
        raise UsageError("the address is empty; give the address of a feed or of a site")
    return text if re.match(r"[A-Za-z][\w+.-]*://", text) else f"https://{text}"


async def discover(given: str, world: World, encoding: str = "") -> Found:
    """The feed at an address a person gave, or else the first that its page names or that lies where feeds lie.

    The address that is kept is the one that was given or found, not where it redirects to: moves are
    the polling rules' to believe. `encoding` is the owner's. Raises `UsageError` for no address, `FetchError`
    when it cannot be read, `ParseError` when no feed is found.
    """
    url = address(given)
    if left_alone := await _left_alone(url, world):
        raise FetchError(url, left_alone)
    world.progress("look", shown(url))
    fetched = await world.fetcher.feed(url)
    try:
        return Found(url=url, how="address", parsed=await _read(Feed(url=url, encoding=encoding), fetched, world))
    except ParseError as error:
        no_feed = error
    named = (await _links(fetched, world)).urls
    guesses = [guess for guess in discovery.guesses(fetched.final_url) if guess not in named and guess != url]
    for candidate in (*named[:LINKS_TRIED], *guesses):
        try:
            world.progress("look", shown(candidate))
            answer = await world.fetcher.feed(candidate)
            parsed = await _read(Feed(url=candidate, encoding=encoding), answer, world)
        except (FetchError, ParseError):  # of the page's own feeds and the guesses one that is a feed will do
            continue
        others = tuple(other for other in named if other != candidate)
        return Found(url=candidate, how="link" if candidate in named else "guess", parsed=parsed, others=others)
    reason = str(no_feed).partition(";")[0]  # the rest advises what was just tried
    links = f"the {len(named)} feeds it names cannot be read" if named else "it names none"
    places = f"{len(guesses)} usual places from {urlsplit(guesses[0]).path} on" if guesses else "usual places"
    raise ParseError(f"{reason}; {links}, and none is at {places}; look for RSS on the site and give that address")


async def _links(fetched: Fetched, world: World) -> FeedLinks:
    """The feeds a page names; none when it is no page."""
    try:
        return await world.parser.feed_links(fetched.final_url, _content_type(fetched), fetched.body)
    except ParseError:
        return FeedLinks(urls=())


async def _read(feed: Feed, fetched: Fetched, world: World) -> ParsedFeed:
    """All that the answer says, known entries too. Raises `ParseError` when it is no feed."""
    reading = Reading(
        feed=feed.url,
        url=fetched.final_url,
        content_type=_content_type(fetched),
        encoding=feed.encoding,
        language=feed.language,
        timezone=feed.timezone,
        seen=fetched.fetched,
    )
    return await world.parser.feed(reading, fetched.body)


def _content_type(fetched: Fetched) -> str:
    return fetched.headers.get("content-type", "")


# ---------------------------------------------------------------- called by a name


def known(feeds: Sequence[Followed], url: str) -> Followed | None:
    """The followed feed at this address, or that has moved there; http and https are one place."""
    exact = (feed for feed in feeds if feed.feed.url == url)
    return next(exact, next((feed for feed in feeds if _place(url) in _places(feed)), None))


def unknown(feeds: Sequence[Followed], listed: Sequence[Feed]) -> tuple[Feed, ...]:
    """Those of the listed feeds that are not followed yet, in their order, each once."""
    followed = {place for feed in feeds for place in _places(feed)}
    new: dict[str, Feed] = {}
    for feed in listed:
        new.setdefault(_place(feed.url), feed)
    return tuple(feed for place, feed in new.items() if place not in followed)


def _places(feed: Followed) -> tuple[str, str]:
    return _place(feed.feed.url), _place(feed.where)


def _place(url: str) -> str:
    """An address as addresses are compared: scheme, capitals of the host and a slash at the end do not count."""
    host, _, path = url.partition("://")[2].partition("/")
    return f"{host.lower()}/{path.rstrip('/')}"


def named(feeds: Sequence[Followed], given: str) -> Followed:
    """The followed feed a person means, by its address or by a title that only one has.

    Raises `UsageError` that names the nearest address when there is none.
    """
    url = address(given)
    titled = [feed for feed in feeds if feed.name.casefold() == given.strip().casefold()]
    found = known(feeds, url) or (titled[0] if len(titled) == 1 else None)
    if found is not None:
        return found
    near = difflib.get_close_matches(url, [feed.feed.url for feed in feeds], n=1, cutoff=0.0)
    hint = f"did you mean {shown(near[0])}?" if near else "no feed is followed yet, `newsbot feeds add` follows one"
    raise UsageError(f"{shown(given)} is not followed; {hint}")


def shown(url: str) -> str:
    """An address in a line for people, at most 300 characters: without its parts that may hold a key."""
    return re.sub(r"(?<=//)[^/?#]*@", "", re.sub(r"[?#].*", "?…", one_line(url)))[:300]


# ---------------------------------------------------------------- explained


async def explain(feed: Followed | Feed, world: World) -> Explained:
    """Ask for the feed now, whole, and say all there is to say of it. Nothing is kept.

    What goes wrong is in the answer, in the words of a poll, and never raised. A host that asked to be left
    alone is not asked.
    """
    followed = isinstance(feed, Followed)
    before = feed if isinstance(feed, Followed) else Followed(feed=feed, added=world.now())
    explained = Explained(before=before, after=before, followed=followed)
    if left_alone := await _left_alone(before.where, world):
        return explained.model_copy(update={"error": left_alone})
    try:
        world.progress("look", shown(before.where))
        fetched = await world.fetcher.feed(before.where)
    except FetchError as error:
        return _refused(explained, error, world.now())
    except ParseError as error:  # an empty answer
        after = polling.failed(before, world.now(), str(error))
        return explained.model_copy(update={"after": after, "error": str(error)})
    came = {"status": fetched.status, "size": len(fetched.body), "fetched": fetched.model_copy(update={"body": b""})}
    try:
        parsed = await _read(before.feed, fetched, world)
    except ParseError as error:
        after = polling.failed(before, world.now(), str(error))
        return explained.model_copy(update={**came, "after": after, "error": str(error)})
    return (await _weighed(explained, fetched, parsed, world)).model_copy(update=came)


async def _left_alone(url: str, world: World) -> str:
    """Why the address is not asked now, in a line; empty when it may be."""
    wait, now = (await world.archive.waits()).get(polling.host(url)), world.now()
    left = polling.patience(wait, now) if wait else timedelta()
    if left <= timedelta():
        return ""
    return f"{shown(url)}: not asked, because its host asks to be left alone until {now + left:%Y-%m-%d %H:%M} UTC"


def _refused(explained: Explained, error: FetchError, now: datetime) -> Explained:
    before, status = explained.before, error.status if isinstance(error, HttpStatus) else 0
    wait = error.retry_after if isinstance(error, HttpStatus) and status in ASKS_TO_WAIT else None
    after = polling.gone(before, now) if status == GONE else polling.failed(before, now, str(error), wait)
    rule = error.rule if isinstance(error, Blocked) else ""
    said = {"status": status, "after": after, "error": str(error), "rule": rule}
    return explained.model_copy(update={**said, "fetched": _answer(error, now)})


def _answer(error: FetchError, now: datetime) -> Fetched | None:
    """The answer that an error stands for; None where none came."""
    if not isinstance(error, HttpStatus) or not error.final_url:
        return None
    hops = tuple(Hop(url=url, status=status, to=to) for url, status, to in error.hops)
    return Fetched(
        url=error.url,
        final_url=error.final_url,
        status=error.status,
        hops=hops,
        headers=dict(error.headers),
        body=b"",
        fetched=now,
    )


async def _weighed(explained: Explained, fetched: Fetched, parsed: ParsedFeed, world: World) -> Explained:
    """What a poll would make of an answer."""
    before, now = explained.before, world.now()
    remembered = await world.archive.known(before.feed.url, sorted({entry.id for entry in parsed.entries}))
    decided = novelty.decide(parsed.entries, parsed.shared, remembered)
    news: dict[tuple[str, str, str], Literal["new", "update"]] = {_who(each.entry): "new" for each in decided.new}
    news |= {_who(each.entry): "update" for each in decided.updated}
    entries = tuple(
        Weighed(entry=entry, news=_news(entry, before.feed, news.get(_who(entry)))) for entry in parsed.entries
    )
    fresh = [each.entry for each in decided.new]
    after = _polled(before, fetched, parsed, fresh, now)
    # The same answer without anything that asks for patience.
    bare = fetched.model_copy(update={"headers": {}}), parsed.model_copy(update={"hints": Hints()})
    own = _polled(before.model_copy(update={"hints": Hints()}), *bare, fresh, now).due
    said = parsed.model_copy(update={"entries": ()})
    return explained.model_copy(update={"after": after, "parsed": said, "entries": entries, "own": own})


def _polled(before: Followed, fetched: Fetched, parsed: ParsedFeed, fresh: Sequence[Entry], now: datetime) -> Followed:
    if hashlib.sha256(fetched.body).hexdigest() == before.body:
        return polling.unchanged(before, fetched, now)
    return polling.answered(before, fetched, parsed, fresh, now)


def _news(entry: Entry, feed: Feed, decided: Literal["new", "update"] | None) -> News:
    if decided is None:
        return "known"
    return decided if novelty.wanted(entry, feed.topics) else "off-topic"


def _who(entry: Entry) -> tuple[str, str, str]:
    """What tells an entry of one answer from the others; its key is given only by the decision."""
    return entry.id, entry.url, entry.mark
