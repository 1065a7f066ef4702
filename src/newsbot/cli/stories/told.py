"""How the subcommands of `stories` name a story, say what there is of it, and understand what a person names."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from newsbot.chinese import one_line
from newsbot.cli.screen import stamp
from newsbot.errors import UsageError
from newsbot.newsroom import Archive, Group, Member, News, Row

if TYPE_CHECKING:
    from newsbot.tracking import Overview
    from newsbot.wiring import Newsroom

SHORT = 12  # digits of an id that are shown; any beginning that only one story has will do
NEAR = 3
LIKE = 3  # characters that a mistyped id has in common with the one that was meant, at least
MARKS: dict[News, str] = {"": "", "duplicate": "重复", "update": "有更新", "development": "有进展"}

_AGO = re.compile(r"([0-9]{1,6})([mhdw])")
_MINUTES = {"m": 1, "h": 60, "d": 1_440, "w": 10_080}


def moment(text: str, zone: tzinfo, option: str) -> datetime:
    """The instant that a date and time, in this zone where it names none, means, in UTC. Raises `UsageError`."""
    try:
        at = datetime.fromisoformat(text.strip())
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(f"{option} {one_line(text)[:50]}: write it like '2026-11-20 09:00'") from None


def instant(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The instant that `90m`, `6h`, `2d`, `1w` (ago) or an ISO date, in this zone where it names none, means, in UTC.

    Raises `UsageError`.
    """
    ago = _AGO.fullmatch(text.strip())
    try:
        if ago:
            return now - timedelta(minutes=int(ago[1]) * _MINUTES[ago[2]])
        at = datetime.fromisoformat(text.strip())
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        asked = one_line(text)[:50]
        raise UsageError(f"--since {asked}: write 90m, 6h, 2d or 1w, or a date like 2026-11-20") from None


async def deserved(newsroom: "Newsroom", story: str) -> str:
    """The kind of article that a story deserves after the settings."""
    from newsbot import tracking

    group, rules = await newsroom.world.archive.group(story), newsroom.rules
    assert group is not None, "a story that was just found"
    found = tracking.overview(group, newsroom.world.now(), rules.interests, rules.policy.outlets)
    return rules.deserves(tracking.told(found, await newsroom.world.archive.followed()))


async def named(archive: Archive, given: str) -> Row:
    """The story whose id begins as given. Raises `UsageError` that names near ones when none or several do."""
    prefix = one_line(given).lower()[:128]
    if not prefix:
        raise UsageError("the story's id is empty; `newsbot stories` lists them")
    found = await archive.stories_named(prefix, NEAR + 1)
    exact = [story for story in found if story.id == prefix] or found
    if len(exact) == 1:
        row = await archive.row(exact[0].id)
        assert row is not None, "a story that was just found"
        return row
    if found:
        near = "; ".join(f"{story.id[: len(prefix) + 6]} {one_line(story.headline)[:40]}" for story in found[:NEAR])
        raise UsageError(f"several stories begin with {prefix}: {near}; give more of the id")
    if near := await _near(archive, prefix):
        hint = f"did you mean {near}?"
    elif await archive.stories_named("", 1):
        hint = "`newsbot stories` lists them"
    else:
        hint = "there are none yet, `newsbot poll` reads the feeds"
    raise UsageError(f"there is no story {prefix}; {hint}")


async def _near(archive: Archive, prefix: str) -> str:
    """The newest stories whose ids have the longest beginning in common with this one; empty where it is a mere letter
    or two, which says nothing."""
    for length in range(min(len(prefix), SHORT) - 1, LIKE - 1, -1):
        if found := await archive.stories_named(prefix[:length], NEAR):
            return ", ".join(f"{story.id[:SHORT]} ({one_line(story.headline)[:40]})" for story in found)
    return ""


async def seen(newsroom: "Newsroom", story: str) -> "Overview":
    """The story as an editor sees it."""
    from newsbot import tracking

    group = await newsroom.world.archive.group(story)
    assert group is not None, "a story that was named"
    interests, outlets = newsroom.rules.interests, newsroom.settings.sources.outlets
    return tracking.overview(group, newsroom.world.now(), interests, outlets)


def state(group: Group) -> str:
    """Where a story stands: its stage, or that it is parked there."""
    return "parked" if group.row.parked else group.row.stage


def flags(each: "Overview") -> list[str]:
    """What else is to be said of a story: that it is followed or ignored, has news, and rests on little."""
    wish = each.group.wish
    wished = {"ignore": "不再看", "follow": "关注"}[wish.kind] if wish else ""
    few = "单一来源" if each.sources == 1 else ""
    return [flag for flag in (wished, MARKS[each.news], few, "传闻" if each.rumour else "") if flag]


def report(each: "Overview") -> dict[str, Any]:
    """A story for programs; instants in UTC."""
    row = each.group.row
    return {
        "id": row.story.id,
        "headline": row.story.headline,
        "score": each.score.total,
        "why": each.score.why,
        "factors": [factor.model_dump() for factor in each.score.factors],
        "model_score": each.rated.model,
        "sources": each.sources,
        "outlets": list(each.outlets),
        "languages": list(each.languages),
        "first_seen": stamp(each.first),
        "newest": stamp(each.newest),
        "state": state(each.group),
        "stage": row.stage,
        "reason": row.reason,
        "news": each.news,
        "wish": each.group.wish.kind if each.group.wish else "",
        "single_source": each.sources == 1,
        "rumour": each.rumour,
        "follows": row.story.follows,
        "entries": [_entry(member) for member in each.group.members],
    }


def _entry(member: Member) -> dict[str, Any]:
    entry = member.entry
    return {
        "feed": entry.feed,
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "publisher": entry.publisher,
        "published": stamp(entry.published),
        "seen": stamp(member.seen),
        "copy": member.is_copy,
        "by_hand": member.by_hand,
        "why": member.why,
        "news": member.news,
        "facts": list(member.facts),
    }
