"""When each feed is asked next, and what is remembered of asking it: from its state and an answer to its new state.

The next poll is at the latest of what the server asks for (`Cache-Control`, `Expires`, `ttl`,
`sy:updatePeriod`) and of our own interval, between `SHORTEST` and `LONGEST` from now, moved out of the
hours and days the feed wants to be left alone in, and then put up to `JITTER` later. A poll is never
earlier than the server asked for, up to `LONGEST`.

**Our own interval.** Feeds post λᵢ entries a day and are asked fᵢ times a day: an entry waits 1/2fᵢ on
average, so all entries of a day wait Σ λᵢ/2fᵢ. For a given number Σ fᵢ of requests that is least where
fᵢ ∝ √λᵢ (λᵢ/2fᵢ², what one request more would save, is then the same for all). A feed of weight w is one
whose entries count w times, hence √(wλ). λ changes over the day too, so the poll is where
∫√(w λ(t)) dt, from now, reaches `EFFORT`, the one constant that says how many requests are made in all. With
5 h·√(entries a day) and a flat day: 24 entries a day are asked for every 61 minutes, one a day every
5 h, one a week every 13 h, one in 19 days or fewer at the longest interval. Jitter adds 5 % on average.

**Clocks.** Only differences of instants count. `reclocked` mends a feed after the clock was put back;
a clock that jumps ahead makes each feed due once.
"""

import hashlib
import math
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from newsbot.chinese import one_line
from newsbot.news import Entry, Fetched, Followed, Hints, Notice, ParsedFeed, Wait

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=24)
JITTER = 0.1
EFFORT = 5.0  # hours × √(entries a day)
# Intervals of our own end early enough for jitter: feeds first asked in one round must not stay together for ever.
_LONGEST_OWN = LONGEST / (1 + JITTER)

MEMORY = timedelta(days=14)  # time constant: an entry of two weeks ago counts 1/e of one of now
FLAT = 24.0  # entries, one for each hour, with which every profile of the day begins
# What is taken for granted of a feed before anything is known: a quarter of an entry in a quarter of a day.
_PRIOR_DAYS = 0.25
_UNWATCHED = timedelta(days=60)  # two polls so far apart: nobody was there, or the clock jumped

FIRST_BACKOFF = timedelta(minutes=15)
DEAD = 5  # failures in a row, the last about four hours after the first, and people are told
LONGEST_WAIT = timedelta(days=30)  # that a host may ask for: no answer stops a feed for good
SHRINKABLE = 4  # entries; of fewer, half is nothing to go by
SHRUNK_ANSWERS = 3  # in a row, and the new size is the true one
MOVED_POLLS = 3
MOVED_FOR = timedelta(days=2)
ADDRESS_FAILURES = 3  # in a row at the address a feed moved to, and its first one is asked again

_MAX_VALIDATOR = 1_000  # characters; a longer one is not sent back
_MAX_CHAIN = 8_192  # characters of a redirect's addresses together
_TOUCHED = frozenset({"polled", "answered", "due", "failures", "result"})  # what `Archive.touch_feeds` keeps
_NOT_MOVING: Mapping[str, object] = {"moving": "", "moving_polls": 0, "moving_since": None}

# ---------------------------------------------------------------- what is asked of this module


def is_due(feed: Followed, now: datetime) -> bool:
    """Whether it is time to ask the feed. One never asked is due until somebody is about to, a paused one never."""
    return not feed.paused and (feed.due is None or feed.due <= now)


def reclocked(feed: Followed, now: datetime) -> Followed:
    """The feed as it is to be read after the clock was put back behind its last poll; else the same object.

    All its instants move with the clock: what was left until its next poll counts from now. So it neither
    waits until the old time comes again nor is asked at once. The caller keeps the result, or the feed
    moves along with `now` for ever.
    """
    if feed.polled is None or now >= feed.polled:
        return feed
    back = now - feed.polled
    instants = ("polled", "answered", "due", "rated", "moving_since")
    kept = {name: getattr(feed, name) for name in instants}
    return feed.model_copy(update={name: at and _later(at, back) for name, at in kept.items()})


def unchanged(feed: Followed, fetched: Fetched, now: datetime) -> Followed:
    """The feed after a 304, or after the same bytes as last time; as a rule `touched_only` holds then.

    A 304 leaves the validators, which have just proved good. The same bytes under new validators bring
    those, or every later answer would be sent whole.
    """
    changed = {"polled": now, "answered": now, "failures": 0, "result": "unchanged"}
    changed["due"] = _due(feed, now, fetched.headers)
    if feed.shrunk:
        changed["shrunk"] = 0
    if fetched.status != 304:
        changed |= _validators(fetched)
    return feed.model_copy(update={**changed, **_moved(feed, fetched, now), **_unwatched(feed, now)})


def answered(feed: Followed, fetched: Fetched, parsed: ParsedFeed, fresh: Sequence[Entry], now: datetime) -> Followed:
    """The feed after a full answer; `fresh` are the entries in it that were not remembered.

    An answer without the entries there were, or with less than half of at least `SHRINKABLE`, is not
    accepted: validators, bytes, size and hints stay, so that the next poll reads it again. The third such
    answer in a row is.
    """
    changed = {"polled": now, "failures": 0, **_posted(feed, parsed, fresh, now)}
    shrunk = 2 * parsed.total < feed.size if feed.size >= SHRINKABLE else parsed.total < min(feed.size, 1)
    if shrunk and feed.shrunk + 1 < SHRUNK_ANSWERS:
        changed["shrunk"] = feed.shrunk + 1
        changed["result"] = f"{parsed.total} entries where there were {feed.size}: not accepted yet; {len(fresh)} new"
    else:
        changed |= {
            "answered": now,
            "title": parsed.title or feed.title,
            "site": parsed.site or feed.site,
            "body": hashlib.sha256(fetched.body).hexdigest(),
            "hints": parsed.hints,
            "size": parsed.total,
            "shrunk": 0,
            "result": f"{parsed.total} {'entry' if parsed.total == 1 else 'entries'}, {len(fresh)} new",
            **_validators(fetched),
            **_moved(feed, fetched, now),
        }
    after = feed.model_copy(update=changed)
    return after.model_copy(update={"due": _due(after, now, fetched.headers)})


def failed(feed: Followed, now: datetime, reason: str, wait: float | None = None) -> Followed:
    """The feed after a poll that brought nothing, for this reason.

    It is asked again after 15 minutes, then 30, an hour and so on to a day, each time with jitter. A host that
    names its own wait (seconds, more than 0) is obeyed to the second, sooner or later, up to `LONGEST_WAIT`.
    """
    failures = feed.failures + 1
    changed = {"polled": now, "failures": failures, "result": one_line(reason[:2_000])[:300], **_unwatched(feed, now)}
    if wait is not None and wait > 0:
        changed["due"] = _later(now, timedelta(seconds=min(wait, LONGEST_WAIT.total_seconds())))
        return feed.model_copy(update=changed)  # its address stays: a busy host says nothing against it
    changed["due"] = _spread(feed, now, min(FIRST_BACKOFF * 2 ** min(failures - 1, 10), _LONGEST_OWN).total_seconds())
    if feed.address and failures >= ADDRESS_FAILURES:
        changed |= {"address": "", **_NOT_MOVING}
    return feed.model_copy(update=changed)


def gone(feed: Followed, now: datetime) -> Followed:
    """The feed after a 410: paused. Resumed, it is due at once, at its first address."""
    paused = f"its server says it is gone for good (410); to ask it again: newsbot feeds resume {feed.feed.url}"
    changed = {"polled": now, "due": None, "failures": feed.failures + 1, "result": "gone for good (410)"}
    return feed.model_copy(update={**changed, "paused": paused, "address": "", **_NOT_MOVING})


def death(before: Followed, after: Followed) -> tuple[Notice, ...]:
    """What people are told of a feed that failed: that it is gone, or has failed `DEAD` times in a row.

    Told once until it has answered again. Queries of its addresses, which may hold a key, are left out.
    """
    gone = bool(after.paused) and not before.paused
    if not gone and not before.failures < DEAD <= after.failures:
        return ()
    shown, where = (url.partition("?")[0] for url in (after.feed.url, after.where))
    reason = after.result.replace(after.where, where).replace(after.feed.url, shown)
    working = after.answered or after.added
    return (
        Notice(
            occasion="feed",
            key=f"feed {after.feed.url} {working.isoformat()}",
            title=shown if after.name == after.feed.url else after.name,
            place=shown,
            reason=reason if gone else f"连续{after.failures}次没有读到：{reason}",
        ),
    )


def patience(wait: Wait, now: datetime) -> timedelta:
    """How long the host is still to be left alone; zero or less: it may be asked.

    A clock put back by more than the wait itself, or by more than a day, ends it. How much of it is over nobody
    can tell then, and one request too many is better than years of silence.
    """
    asked = min(wait.until - wait.asked, LONGEST_WAIT)
    if wait.asked - now > min(asked, LONGEST):
        return timedelta()
    return asked - (now - wait.asked)


def host(url: str) -> str:
    """The server of an address: what is asked one request at a time, and may ask to be left alone. Empty for none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    usual = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    return parts.netloc.rpartition("@")[2].lower().removesuffix(usual)


def weekly(feed: Followed, now: datetime) -> float:
    """Entries a week, as far as is known."""
    return 7 * feed.rate * _faded(feed, now)


def touched_only(before: Followed, after: Followed) -> bool:
    """Whether nothing changed but what `Archive.touch_feeds` keeps."""
    old = vars(before)
    return all(value is old[name] or name in _TOUCHED or value == old[name] for name, value in vars(after).items())


# ---------------------------------------------------------------- the next poll


def _due(feed: Followed, now: datetime, headers: Mapping[str, str]) -> datetime:
    own = min(_own(feed, now), _LONGEST_OWN.total_seconds())
    return _spread(feed, now, max(own, feed.hints.ttl or 0, feed.hints.period or 0, _fresh_for(headers, now)))


def _own(feed: Followed, now: datetime) -> float:
    """Seconds until the entries to be expected are worth a request (see the module's words)."""
    fade = _faded(feed, now)
    rate = feed.rate * fade * feed.feed.weight
    if not rate > 0:
        return LONGEST.total_seconds()
    if not feed.hours:
        return 3600 * EFFORT / math.sqrt(rate)
    # Entries a day at the rate of each hour, over what that hour has seen: √ turns it into worth an hour.
    share = 24 * rate / (FLAT + fade * sum(feed.hours))
    worth, passed = EFFORT, 0.0
    hour, left = now.hour, 1 - (60 * now.minute + now.second) / 3600
    while passed < 24:
        speed = math.sqrt(share * (FLAT / 24 + fade * feed.hours[hour]))
        if speed * left >= worth:
            return 3600 * (passed + worth / speed)
        worth -= speed * left
        passed += left
        hour, left = (hour + 1) % 24, 1.0
    return LONGEST.total_seconds()


def _spread(feed: Followed, now: datetime, seconds: float) -> datetime:
    """The instant so many seconds from now, within bounds, at an hour when the feed may be asked, and up to
    `JITTER` later. No chance enters a step: which part of the jitter follows from the feed and the poll."""
    delay = min(max(seconds, SHORTEST.total_seconds()), LONGEST.total_seconds())
    first, end = _later(now, timedelta(seconds=delay)), _later(now, LONGEST)
    if feed.hints.skip_hours or feed.hints.skip_days:
        first = next((at for at in _full_hours(first, end) if not _skipped(feed.hints, at)), end)
        end = next((at for at in _full_hours(first, end) if at > first and _skipped(feed.hints, at)), end)
    last = min(_later(first, JITTER * (first - now)), end)
    chance = zlib.crc32(f"{feed.feed.url} {now.timestamp()}".encode(errors="replace"))
    return first + chance / 2**32 * (last - first)


def _full_hours(start: datetime, end: datetime) -> Iterator[datetime]:
    """`start` and every full hour after it, before `end`."""
    at = start
    while at < end:
        yield at
        at = _later(at.replace(minute=0, second=0, microsecond=0), timedelta(hours=1))


def _skipped(hints: Hints, at: datetime) -> bool:
    """Whether the feed wants to be left alone then. To skip all hours, or all days, is nonsense and means nothing."""
    by_hour = at.hour in hints.skip_hours and len(set(hints.skip_hours)) < 24
    return by_hour or (at.weekday() in hints.skip_days and len(set(hints.skip_days)) < 7)


def _fresh_for(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds that the answer's headers say it stays fresh; 0 when they do not (RFC 9111, 4.2.1).

    Its age in caches is not taken off: this is how often its server wants to be asked.
    """
    for directive in headers.get("cache-control", "")[:1_000].lower().split(","):
        name, _, value = directive.partition("=")
        value = value.strip().strip('"')
        if name.strip() in ("no-store", "no-cache"):
            return 0
        if name.strip() == "max-age" and value.isascii() and value.isdigit():
            return float(value)
    expires = _http_date(headers.get("expires", ""))
    return (expires - (_http_date(headers.get("date", "")) or now)).total_seconds() if expires else 0


def _http_date(raw: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(raw[:64]) if raw else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at.replace(tzinfo=UTC) if at and at.tzinfo is None else at


def _later(at: datetime, by: timedelta) -> datetime:
    """`at + by`, which a mad clock must not make an error."""
    try:
        return at + by
    except OverflowError:
        return (datetime.max if by > timedelta() else datetime.min).replace(tzinfo=UTC)


# ---------------------------------------------------------------- how much it posts, and when


def _faded(feed: Followed, now: datetime) -> float:
    """What is left of the rate as of `rated`: it fades with the time constant `MEMORY` while nothing is posted."""
    if feed.rated is None:
        return 1.0
    rated = _unwatched(feed, now).get("rated", feed.rated)
    return _weight(rated, now)


def _weight(at: datetime, now: datetime) -> float:
    """What an entry of then counts now; one dated into the future counts as of now."""
    return math.exp(min(0.0, (at - now) / MEMORY))


def _unwatched(feed: Followed, now: datetime) -> dict[str, datetime]:
    """`rated` moved along where nobody asked for `_UNWATCHED`: when a clock jumps ahead, years were not silent."""
    if feed.rated is None or feed.polled is None or now - feed.polled <= _UNWATCHED:
        return {}
    return {"rated": _later(feed.rated, now - feed.polled)}


def _posted(feed: Followed, parsed: ParsedFeed, fresh: Sequence[Entry], now: datetime) -> dict[str, object]:
    """Rate and profile with what this answer brought; nothing new in it: they go on fading."""
    if feed.rated is None:
        return {"rate": _first_rate(parsed.entries, now), "hours": _profile(feed, parsed.entries, now), "rated": now}
    if not fresh:
        return dict(_unwatched(feed, now))
    # Σ e^(-age/τ)/τ over all entries ever seen: its mean is the rate. Entries that are new to us but old count little.
    brought = sum(_weight(entry.published or now, now) for entry in fresh) / _days(MEMORY)
    return {"rate": feed.rate * _faded(feed, now) + brought, "hours": _profile(feed, fresh, now), "rated": now}


def _first_rate(entries: Sequence[Entry], now: datetime) -> float:
    """Entries a day, from the dates of a first answer: the same fading count, over the time the answer covers.

    Entries of one minute count once, so that one date on all of them says nothing, and the oldest only says
    where the time begins. Without dates it is one a day, until what is posted says more.
    """
    dates = {entry.published.replace(second=0, microsecond=0) for entry in entries if entry.published}
    past = sorted(at for at in dates if at <= now)
    if not past:
        return 1.0
    count = sum(_weight(at, now) for at in past[1:])
    covered = _days(MEMORY) * (1 - _weight(past[0], now))
    return (count + _PRIOR_DAYS) / (covered + _PRIOR_DAYS)


def _profile(feed: Followed, entries: Sequence[Entry], now: datetime) -> tuple[float, ...]:
    """The fading count of entries by hour of the day (UTC), these ones among it.

    An entry counts half for the hour it is dated at and a quarter for each beside it. One without such an
    hour came at some time since the last answer: it counts for all those hours alike, for counted at
    the hour of the poll it would draw the next poll to it, and the entries after that.
    """
    fade = _faded(feed, now)
    hours = [fade * count for count in feed.hours] or [0.0] * 24
    undated = 0
    for entry in entries:
        if entry.published is None or entry.published > now or not _has_hour(entry):
            undated += 1
            continue
        weight, hour = _weight(entry.published, now), entry.published.hour
        hours[hour] += weight / 2
        hours[hour - 1] += weight / 4
        hours[(hour + 1) % 24] += weight / 4
    if undated and feed.answered is not None:
        since = min(24, 1 + int(max(now - feed.answered, timedelta()) / timedelta(hours=1)))
        for back in range(since):
            hours[(now.hour - back) % 24] += undated / since
    return tuple(round(count, 4) for count in hours)


def _has_hour(entry: Entry) -> bool:
    """Whether its date says an hour. Midnight to the second is how a day alone is written in a form that has hours."""
    return entry.dated is None or (entry.dated.confidence != "day only" and "00:00:00" not in entry.dated.raw)


def _days(span: timedelta) -> float:
    return span / timedelta(days=1)


# ---------------------------------------------------------------- where it is, and what proves it unchanged


def _validators(fetched: Fetched) -> dict[str, str]:
    found = {"etag": fetched.headers.get("etag", ""), "modified": fetched.headers.get("last-modified", "")}
    return {name: value if len(value) <= _MAX_VALIDATOR else "" for name, value in found.items()}


def _moved(feed: Followed, fetched: Fetched, now: datetime) -> Mapping[str, object]:
    """What a redirect means for where the feed is: it moves after the same permanent ones on `MOVED_POLLS` polls,
    the first at least `MOVED_FOR` before the last. Polls beyond that number are not counted any more."""
    chain = " ".join((*(hop.url for hop in fetched.hops), fetched.final_url))
    permanent = bool(fetched.hops) and all(hop.status in (301, 308) for hop in fetched.hops)
    if not permanent or fetched.final_url == feed.where or len(chain) > _MAX_CHAIN:
        return _NOT_MOVING if feed.moving else {}
    if chain != feed.moving or feed.moving_since is None:
        return {"moving": chain, "moving_polls": 1, "moving_since": now}
    polls = min(feed.moving_polls + 1, MOVED_POLLS)
    if polls < MOVED_POLLS or now - feed.moving_since < MOVED_FOR:
        return {"moving_polls": polls}
    return {**_NOT_MOVING, "address": "" if fetched.final_url == feed.feed.url else fetched.final_url}
