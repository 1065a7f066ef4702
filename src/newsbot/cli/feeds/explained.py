"""What `newsbot feeds check` says of a feed: an object for programs, a page for people, or one line of many."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from typing import Any, get_args

from newsbot import polling
from newsbot.chinese import one_line
from newsbot.cli.screen import counted, short, stamp, with_rule
from newsbot.news import Entry, Hints
from newsbot.subscriptions import Explained, News, Weighed, shown

ENTRIES_SHOWN = 10
CACHING = ("cache-control", "expires", "age", "retry-after")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
KINDS: tuple[News, ...] = get_args(News)


def report(explained: Explained, *, entries: bool) -> dict[str, Any]:
    """For programs: instants in UTC, durations in seconds. `error` is null when all is well."""
    fetched, parsed, after = explained.fetched, explained.parsed, explained.after
    headers = fetched.headers if fetched else {}
    error = {"message": with_rule(explained.error, explained.rule), "rule": explained.rule}
    said = {
        "url": after.feed.url,
        "followed": explained.followed,
        "asked": explained.before.where,
        "status": explained.status,
        "redirects": [hop.model_dump() for hop in fetched.hops] if fetched else [],
        "final_url": fetched.final_url if fetched else None,
        "content_type": headers.get("content-type", ""),
        "bytes": explained.size,
        "etag": headers.get("etag", ""),
        "last_modified": headers.get("last-modified", ""),
        "caching": {name: headers[name] for name in CACHING if name in headers},
        "hints": parsed.hints.model_dump(mode="json") if parsed else None,
        "encoding": parsed.encoding if parsed else None,
        "decoded_by": parsed.decoded_by if parsed else None,
        "format": parsed.format if parsed else None,
        "title": parsed.title if parsed else "",
        "language": parsed.language if parsed else "",
        "site": parsed.site if parsed else "",
        "total": parsed.total if parsed else 0,
        "counts": _counts(explained),
        "result": after.result,
        "due": stamp(after.due),
        "due_without_hints": stamp(explained.own),
        "paused": after.paused,
        "error": error if explained.error else None,
    }
    return {**said, "entries": [_entry(each) for each in explained.entries]} if entries else said


def _entry(weighed: Weighed) -> dict[str, Any]:
    entry = weighed.entry
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "news": weighed.news,
        "published": stamp(entry.published),
        "date": entry.dated.model_dump() if entry.dated else None,
    }


def _counts(explained: Explained) -> dict[str, int]:
    number = Counter(each.news for each in explained.entries)
    return {kind: number[kind] for kind in KINDS}


# ---------------------------------------------------------------- one line


def summary(explained: Explained) -> str:
    """A feed in one line, with what is wrong with it."""
    feed = explained.after
    name = one_line(feed.feed.title or feed.title or shown(feed.feed.url))[:80]
    if explained.error:
        return f"✗ {name}: {with_rule(explained.error, explained.rule)}"
    assert explained.parsed is not None
    counts = _counts(explained)
    said = [
        counted(explained.parsed.total, "entry", "entries"),
        *(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind]),
    ]
    return f"✓ {name}: {'; '.join([', '.join(said), *_oddities(explained)])}"


def _oddities(explained: Explained) -> Iterator[str]:
    """What is not wrong, and yet worth a look."""
    entries = [each.entry for each in explained.entries]
    unreadable = sum(entry.dated is not None and entry.published is None for entry in entries)
    undated = sum(entry.dated is None for entry in entries)
    if unreadable:
        yield f"{counted(unreadable, 'date', 'dates')} not readable"
    if undated:
        yield f"{undated} without a date"
    if explained.fetched and explained.fetched.hops:
        yield f"redirects to {one_line(explained.fetched.final_url)[:200]}"
    if explained.before.paused:
        yield f"paused ({explained.before.paused})"


# ---------------------------------------------------------------- a page


def text(explained: Explained, zone: tzinfo, now: datetime) -> str:
    """All that is known, for people: what came, how it was read, what a poll would make of it."""
    rows = [*_answer(explained), *_reading(explained)]
    entries = [line for each in explained.entries[:ENTRIES_SHOWN] for line in _lines(each, zone)]
    if len(explained.entries) > ENTRIES_SHOWN:
        entries.append(f"  … and {len(explained.entries) - ENTRIES_SHOWN} more; --json has all")
    rows_after = list(_outlook(explained, zone, now))
    return "\n".join([one_line(explained.before.where), *_aligned(rows), *entries, *_aligned(rows_after)])


def _aligned(rows: list[tuple[str, str]]) -> list[str]:
    return [f"  {name:<12}{one_line(said[:2_000])[:500]}" for name, said in rows]


def _answer(explained: Explained) -> Iterator[tuple[str, str]]:
    fetched = explained.fetched
    if fetched is None:
        if explained.status:
            yield "answer", str(explained.status)
        return
    for hop in fetched.hops:
        yield "redirect", f"{hop.status} {hop.url} → {hop.to}"
    headers = fetched.headers
    kind = f"{fetched.status}, {headers.get('content-type', 'no content type')}"
    if 200 <= fetched.status < 300:
        yield "answer", f"{kind}, {explained.size:,} bytes"
        named = [f"{name}: {headers[name.lower()]}" for name in ("ETag", "Last-Modified") if name.lower() in headers]
        yield "validators", "; ".join(named) or "none: every poll gets the whole feed"
    else:  # an error, whose body is not read
        yield "answer", f"{kind}, from {fetched.final_url}"
    yield "caching", "; ".join(f"{name.title()}: {headers[name]}" for name in CACHING if name in headers) or "none"


def _reading(explained: Explained) -> Iterator[tuple[str, str]]:
    parsed = explained.parsed
    if parsed is None:
        return
    yield "its hints", _hinted(parsed.hints) or "none"
    yield "encoding", f"{parsed.encoding} ({parsed.decoded_by})" if parsed.decoded_by else parsed.encoding
    yield "format", parsed.format
    yield "title", parsed.title or "none"
    if parsed.language:
        yield "language", parsed.language
    if parsed.site:
        yield "site", parsed.site
    counts = _counts(explained)
    said = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind])
    yield "entries", f"{parsed.total}: {said}" if said else str(parsed.total)


def _hinted(hints: Hints) -> str:
    said = []
    if hints.ttl is not None:
        said.append(f"ttl {_long(timedelta(seconds=hints.ttl))}")
    if hints.period is not None:
        said.append(f"updated every {_long(timedelta(seconds=hints.period))}")
    if hints.skip_hours:
        said.append(f"not in the hours {', '.join(map(str, hints.skip_hours))} (UTC)")
    if hints.skip_days:
        said.append(f"not on {', '.join(DAYS[day] for day in hints.skip_days)}")
    return "; ".join(said)


def _lines(weighed: Weighed, zone: tzinfo) -> Iterator[str]:
    entry = weighed.entry
    yield f"  - [{weighed.news}] {one_line(entry.title[:2_000])[:200] or 'no title'}"
    yield f"      link  {one_line(entry.url[:2_000])[:300] or 'none'}"
    if entry.id != entry.url:
        yield f"      id    {one_line(entry.id[:2_000])[:300]}"
    yield f"      date  {_dated(entry, zone)}"


def _dated(entry: Entry, zone: tzinfo) -> str:
    if entry.dated is None:
        return "none"
    raw = one_line(entry.dated.raw[:500])[:100]
    if entry.published is None:
        return f"“{raw}” cannot be read, and is not guessed"
    local = entry.published.astimezone(zone)
    return f"“{raw}” → {local:%Y-%m-%d %H:%M:%S %Z} ({entry.dated.how}, {entry.dated.confidence})"


def _outlook(explained: Explained, zone: tzinfo, now: datetime) -> Iterator[tuple[str, str]]:
    """What a poll would have made of this answer, and when the next one would come."""
    after = explained.after
    if explained.error and not explained.followed:
        return
    if not explained.error:
        yield "a poll says", after.result
    if after.moving:
        polls, days = counted(after.moving_polls, "poll", "polls"), polling.MOVED_FOR.days
        seen = f"seen on {polls}; believed after {polling.MOVED_POLLS} over {days} days"
        yield "moves to", f"{after.moving.split()[-1]}, {seen}"
    if after.address != explained.before.address:
        yield "moved to", after.address or after.feed.url
    if after.paused:
        yield "next poll", f"none: {after.paused}"
    elif after.due is not None:
        yield "next poll", f"{short(after.due, zone, now)}, {_long(after.due - now)} from now: {_why(explained, now)}"


def _why(explained: Explained, now: datetime) -> str:
    after = explained.after
    if explained.error:
        return counted(after.failures, "failure", "failures in a row")
    posts = f"about {polling.weekly(after, now):.1f} entries a week"
    if explained.own is None or after.due is None or after.due - explained.own <= timedelta(minutes=1):
        return posts
    return f"the feed or its server wants that; {posts} would make it {_long(explained.own - now)}"


def _long(span: timedelta) -> str:
    """A duration in words that fit its size."""
    minutes = max(0, round(span.total_seconds() / 60))
    if minutes < 60:
        return f"{minutes} min" if minutes else f"{max(0, round(span.total_seconds()))} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
