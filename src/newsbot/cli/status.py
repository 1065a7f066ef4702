"""`newsbot status`: where everything stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

import click

from newsbot.chinese import one_line
from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.recheck import told as told_of
from newsbot.cli.screen import counted, short, stamp
from newsbot.cli.stories.told import SHORT

if TYPE_CHECKING:
    from newsbot.news import Followed
    from newsbot.newsroom import Objection, Recheck, Row, Spent, Standings, Worker
    from newsbot.settings import Settings
    from newsbot.wiring import Newsroom

ALIVE = timedelta(seconds=60)
"""A daemon or worker says every ten seconds that it lives; one not heard of for this long is taken for dead."""

SILENT = timedelta(seconds=15)
"""Who was not heard of for longer than this has missed a sign of life: then it is said when the last one came."""

MOST = 20  # lines of one sort that people are shown; programs get all
ALL = 10_000
RECENT = timedelta(days=7)
TROUBLE = 3  # polls in a row that failed
GONE = "gone (404)"
"""What a feed that never answered says when it is not there: nobody has to wait for more polls (410 pauses it)."""


@click.command("status")
@json_option
def command(as_json: bool) -> int:
    """Show stages and counts, what is parked or was refused and why, feeds in trouble, what was chosen
    and spent today, and who works."""
    return run(as_json, _status)


@dataclass(frozen=True)
class _Found:
    """What stands in the database, and what the settings have to say of it."""

    now: datetime
    settings: "Settings"
    standings: "tuple[Standings, ...]"
    parked: "tuple[Row, ...]"
    refused: "tuple[Row, ...]"
    trouble: "list[Followed]"
    today: "Spent"
    chosen: int
    by_hand: int
    living: "tuple[Worker, ...]"
    paused: str | None
    findings: "tuple[Recheck, ...]"
    objections: "tuple[Objection, ...]"
    judge: str
    month: dict[str, Any]


async def _status(newsroom: "Newsroom") -> Said:
    found = await _found(newsroom)
    return Said(_report(found), "\n".join(_lines(found)))


async def _found(newsroom: "Newsroom") -> _Found:
    from newsbot import wiring

    store, settings, now = newsroom.store, newsroom.settings, newsroom.world.now()
    midnight = wiring.start_of_day(settings)(now)
    return _Found(
        now=now,
        settings=settings,
        standings=await store.standings(),
        parked=await store.parked(ALL),
        refused=await store.refused(now - RECENT, ALL),
        trouble=[feed for feed in await store.followed() if _in_trouble(feed)],
        today=await store.spent_since(midnight),
        chosen=await store.begun_since(midnight),
        by_hand=await store.begun_since(midnight, by_hand=True),
        living=await store.workers(now - ALIVE),
        paused=await store.paused(),
        findings=await store.open_findings("", ALL),
        objections=await store.open_objections("", ALL),
        judge=await _judge(newsroom),
        month=await _month(newsroom),
    )


def _report(found: _Found) -> dict[str, Any]:
    """All of it, for programs."""
    settings = found.settings
    return {
        "stages": [each.model_dump() for each in found.standings],
        "parked": [_parked(row) for row in found.parked],
        "refused": [
            {"id": row.story.id, "headline": row.story.headline, "reason": row.reason} for row in found.refused
        ],
        "chosen_today": {"by_score": found.chosen, "most": settings.daemon.daily, "by_hand": found.by_hand},
        "corrections": [told_of(each) for each in found.findings],
        "objections": [{**each.model_dump(exclude={"at"}), "at": stamp(each.at)} for each in found.objections],
        "judge": found.judge,
        "publishing": {
            "mode": settings.publish.mode,
            "paused": found.paused is not None,
            "reason": found.paused or "",
        },
        "feeds": [{"url": feed.feed.url, "failures": feed.failures, "result": feed.result} for feed in found.trouble],
        "today": _today(found),
        "workers": [
            {**each.model_dump(), "started": stamp(each.started), "seen": stamp(each.seen)} for each in found.living
        ],
        **({"month": found.month} if found.month else {}),
    }


def _today(found: _Found) -> dict[str, Any]:
    """What was spent on this calendar day against its caps."""
    from newsbot.ledger import DEFAULT_DAILY_USD, MICROS

    budget, spent = found.settings.budget, found.today
    return {
        "usd": spent.micros / MICROS,
        "usd_cap": DEFAULT_DAILY_USD if budget.daily_usd is None else budget.daily_usd,
        "tokens": spent.prompt_tokens + spent.completion_tokens,
        "tokens_cap": budget.daily_tokens,
        "calls": spent.calls,
    }


def _lines(found: _Found) -> list[str]:
    """The same for people, of each sort the first `MOST`."""
    zone, now, today = found.settings.zone, found.now, _today(found)
    return [
        *_stages(found.standings),
        _working(found.living, zone, now),
        f"judge: {found.judge}",
        f"today {today['usd']:.2f} of {today['usd_cap']:.2f} US dollars, "
        f"{today['tokens']} of {today['tokens_cap']} tokens",
        f"chosen today {found.chosen} of {found.settings.daemon.daily}, and {found.by_hand} by hand",
        *_monthly(found.month),
        *_paused(found.paused),
        *_wrong(found.findings, found.objections),
        *_feeds(found.trouble),
        *_cut([_line(row, zone, now) for row in found.parked], "parked: "),
        *_cut([_refused(row) for row in found.refused], "refused: "),
    ]


async def _month(newsroom: "Newsroom") -> dict[str, Any]:
    """What was spent this calendar month against its caps; empty where none is set."""
    from newsbot import wiring
    from newsbot.ledger import MICROS

    budget, zone = newsroom.settings.budget, newsroom.settings.zone
    if budget.monthly_usd is None and budget.monthly_tokens is None:
        return {}
    spent = await newsroom.store.spent_since(wiring.calendar(newsroom.world.now(), zone).month[0])
    return {
        "usd": spent.micros / MICROS,
        "usd_cap": budget.monthly_usd,
        "tokens": spent.prompt_tokens + spent.completion_tokens,
        "tokens_cap": budget.monthly_tokens,
    }


def _monthly(month: dict[str, Any]) -> list[str]:
    if not month:
        return []
    dollars = "" if month["usd_cap"] is None else f" of {month['usd_cap']:.2f}"
    tokens = "" if month["tokens_cap"] is None else f" of {month['tokens_cap']}"
    return [f"this month {month['usd']:.2f}{dollars} US dollars, {month['tokens']}{tokens} tokens"]


async def _judge(newsroom: "Newsroom") -> str:
    """Whether there is a judge, and what its probe showed."""
    from newsbot import wiring

    model = newsroom.settings.llm.judge_model
    if not model:
        return "none set, so drafts are for review at best"
    probe = (await wiring.facts(newsroom.settings, newsroom.store, model)).judge
    if probe is None:
        return f"{model}, not probed yet: it is before the next draft is judged"
    told = f"{model} told {probe.accuracy:.0%} of {probe.pairs} known pairs apart"
    return f"{told} and may judge" if probe.passed else f"off, because {told}"


def _stages(standings: "tuple[Standings, ...]") -> list[str]:
    if not standings:
        return ["no stories yet"]
    return [f"{each.stage:<9} {each.stories:>6}{'  parked' if each.parked else ''}" for each in standings]


def _wrong(findings: "tuple[Recheck, ...]", objections: "tuple[Objection, ...]") -> list[str]:
    """Articles of which a source changed, or which something else stands against."""
    if not findings and not objections:
        return []
    stories = {each.story for each in findings} | {each.story for each in objections}
    first = f"{counted(len(stories), 'article', 'articles')} may need a correction"
    each = [
        f"  {found.story[:SHORT]} [{found.source}] {one_line(found.title)[:60]}: {found.kind}" for found in findings
    ]
    each += [f"  {one.story[:SHORT]} {one.kind}: {one_line(one.text)[:80]}" for one in objections]
    return [f"{first}: `newsbot recheck` shows both versions", *_cut(each, "  ")]


def _paused(reason: str | None) -> list[str]:
    if reason is None:
        return []
    return [f"publishing is paused{': ' + reason if reason else ''}; `newsbot publish --resume` lets it go on"]


def _working(living: "tuple[Worker, ...]", zone: tzinfo, now: datetime) -> str:
    if not living:
        return "nobody works: `newsbot run` starts the daemon"
    return "; ".join(_at_work(each, zone, now) for each in living)


def _at_work(each: "Worker", zone: tzinfo, now: datetime) -> str:
    silent = now - each.seen
    heard = f", last heard of {silent.total_seconds():.0f} s ago" if silent > SILENT else ""
    return f"{each.kind} {each.pid} on {each.host} since {short(each.started, zone, now)}{heard}"


def _in_trouble(feed: "Followed") -> bool:
    gone = feed.answered is None and GONE in feed.result
    return feed.failures >= TROUBLE or bool(feed.failures and (feed.paused or gone))


def _feeds(trouble: "list[Followed]") -> list[str]:
    if not trouble:
        return []
    shown = [
        f"  {one_line(feed.name)[:60]}: {feed.failures} failures, {one_line(feed.result)[:160]}" for feed in trouble
    ]
    return [f"{counted(len(trouble), 'feed', 'feeds')} in trouble", *_cut(shown, "  ")]


def _cut(lines: list[str], before: str) -> list[str]:
    """The first lines, and how many more there are."""
    more = len(lines) - MOST
    return lines if more <= 0 else [*lines[:MOST], f"{before}and {more} more: `newsbot status --json` has all"]


def _parked(row: "Row") -> dict[str, Any]:
    return {
        "id": row.story.id,
        "headline": row.story.headline,
        "stage": row.stage,
        "reason": row.reason,
        "failures": row.failures,
        "outages": row.outages,
        "due": stamp(row.due),
    }


def _line(row: "Row", zone: tzinfo, now: datetime) -> str:
    when = f"tried again {short(row.due, zone, now)}" if row.due else "waits for `newsbot retry`"
    headline = one_line(row.story.headline)[:40]
    return f"parked {row.story.id[:SHORT]} at {row.stage}, {when}: {headline}: {one_line(row.reason)[:200]}"


def _refused(row: "Row") -> str:
    headline = one_line(row.story.headline)[:40]
    return f"refused {row.story.id[:SHORT]}: {headline}: {one_line(row.reason)[:200]}"
