"""What an editor is shown of a story: how much it is worth, from whom, since when, and whether there is news of it."""

import functools
import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from newsbot import chinese, ranking, sources
from newsbot.kinds import Told
from newsbot.news import Entry, Followed, Noun, Standing
from newsbot.newsroom import Group, News, Rated
from newsbot.settings import Interests, Outlet

READ = 20_000  # characters of a story's entries that are weighed
MOST_DATES = 100


class Overview(Noun):
    """A story in numbers.

    `outlets` are all that carry it, `sources` how many of them have a text of their own and may be used. `first` is
    when the first entry was seen, `newest` when the newest that is no duplicate appeared; None without entries.
    `news` is the most that came in since it was written. `standings` are those of its entries. `rated` is what is to be
    kept of the score.

    What only those that are shown need is worked out when it is asked for: a list ranks all and shows a page of them.
    """

    group: Group
    score: ranking.Score
    rated: Rated
    sources: int
    outlets: tuple[str, ...]
    standings: tuple[Standing, ...]
    first: datetime | None
    newest: datetime | None
    news: News

    @property
    def languages(self) -> tuple[str, ...]:
        """Of its entries."""
        said = (chinese.language(_said(member.entry)) for member in self.group.members)
        return tuple(sorted({language for language in said if language}))

    @property
    def rumour(self) -> bool:
        """Whether nothing but hearsay is told of it."""
        titles = [member.entry.title for member in self.group.members]
        return bool(titles) and all(map(sources.is_hearsay, self.standings, titles))

    @property
    def is_followed(self) -> bool:
        """Whether an editor wants to know what comes of it."""
        return self.group.wish is not None and self.group.wish.kind == "follow"


def overview(group: Group, now: datetime, interests: Interests, listed: Sequence[Outlet]) -> Overview:
    """The story in numbers, as of now.

    The factors are those that were kept with the story, with its age as it is now. They are worked out anew where its
    entries or the settings have changed since; what a model said of it stays.
    """
    entries = [member.entry for member in group.members]
    whose = {(entry.publisher, entry.url): _standing(entry, listed) for entry in entries}
    standings = [whose[entry.publisher, entry.url] for entry in entries]
    usable = [
        (_outlet(member.entry, standing), standing)
        for member, standing in zip(group.members, standings, strict=True)
        if standing.use != "never" and not member.is_copy
    ]
    outlets = dict.fromkeys(_outlet(entry, standing) for entry, standing in zip(entries, standings, strict=True))
    independent = len({outlet for outlet, _ in usable})
    fresh = [member.dated for member in group.members if member.news != "duplicate"]
    dates, basis, before = sorted(fresh)[-MOST_DATES:], _basis(group, interests, listed), group.rated
    if before is not None and before.basis == basis:
        score = ranking.aged(before.score, dates, now, interests)
    else:
        score = ranking.score(
            group.row.story.headline,
            _text(entries),
            independent,
            dates,
            now,
            weights=[standing.weight for _, standing in usable],
            outlets=len(outlets),
            primary=any(standing.kind == "primary" for _, standing in usable),
            model=before.model / 100 if before is not None and before.model is not None else None,
            interests=interests,
        )
    kept = before or Rated(story=group.row.story.id, score=score, basis=basis)
    now_known = {"score": score, "basis": basis, "under": under(interests, listed), "newest": max(fresh, default=None)}
    return Overview(
        group=group,
        score=score,
        rated=kept.model_copy(update=now_known),
        sources=independent,
        outlets=tuple(outlets),
        standings=tuple(standings),
        first=min((member.seen for member in group.members), default=None),
        newest=max(fresh, default=None),
        news=_news({member.news for member in group.members}),
    )


def told(found: Overview, followed: Iterable[Followed]) -> Told:
    """What is known of the story when its kind is decided; `followed` are the feeds."""
    entries = [member.entry for member in found.group.members]
    kinds = {each.feed.url: each.feed.kind for each in followed}
    wished = dict.fromkeys(kinds.get(entry.feed, "") for entry in entries)
    return Told(
        titles=(found.group.row.story.headline, *(entry.title for entry in entries)),
        feeds=tuple(dict.fromkeys(entry.feed for entry in entries)),
        wished=tuple(filter(None, wished)),
        outlets=found.sources,
        score=found.score.total,
    )


def ranked(
    groups: Iterable[Group], now: datetime, interests: Interests, listed: Sequence[Outlet]
) -> tuple[Overview, ...]:
    """The stories by score, of equal ones the newest first; those that are followed before all others."""
    return best(overview(group, now, interests, listed) for group in groups)


def best(found: Iterable[Overview]) -> tuple[Overview, ...]:
    """These by score, of equal ones the newest first; those that are followed before all others."""
    return tuple(sorted(found, key=order))


def order(each: Overview) -> tuple[bool, float, float, str]:
    """What the better of two stories has less of."""
    return not each.is_followed, -each.score.total, -_at(each).timestamp(), each.group.row.story.id


def under(interests: Interests, listed: Sequence[Outlet]) -> str:
    """A digest of the settings that a score is worked out under; how fast it ages is none of them."""
    return _digest(_settings(interests, tuple(listed)))


@functools.lru_cache(8)
def _digest(settings: str) -> str:
    return hashlib.sha256(settings.encode()).hexdigest()


def _basis(group: Group, interests: Interests, listed: Sequence[Outlet]) -> str:
    """A digest of what a score is worked out from, the age aside."""
    own = [(member.entry.feed, member.entry.key, member.entry.title, member.is_copy) for member in group.members]
    return hashlib.sha256(
        f"{_settings(interests, tuple(listed))}\n{group.row.story.headline}\n{own}".encode()
    ).hexdigest()


@functools.lru_cache(8)
def _settings(interests: Interests, listed: tuple[Outlet, ...]) -> str:
    return repr((interests.keywords, interests.topics, listed))


def _at(each: Overview) -> datetime:
    return each.newest or each.group.row.story.created


def _news(came: set[News]) -> News:
    """The most of what came."""
    most: tuple[News, ...] = ("development", "update")
    return next((each for each in most if each in came), "")


def _standing(entry: Entry, listed: Sequence[Outlet]) -> Standing:
    return sources.of_address(entry.url, entry.publisher, listed)


def _outlet(entry: Entry, standing: Standing) -> str:
    """Who brings the entry: the outlet's name, else the host of its address or feed."""
    if standing.outlet:
        return standing.outlet
    try:
        return urlsplit(entry.url or entry.feed).netloc.lower().removeprefix("www.") or entry.feed
    except ValueError:
        return entry.feed


def _said(entry: Entry) -> str:
    return f"{entry.title[:300]}\n{(entry.summary or entry.text)[:1_000]}"


def _text(entries: Iterable[Entry]) -> str:
    text = ""
    for entry in entries:
        text += f"{_said(entry)}\n"
        if len(text) >= READ:
            break
    return text[:READ]
