"""What the newsroom's people are told, wherever they are: from what happened to a few words, and out to the channels.

    ARTICLE │ REFUSED STEP ──▶ NOTICE ──kept with it──▶ the outbox ──template──▶ words ──▶ each channel

A notice is kept in the transaction of what it tells of and told at least once. A channel that fails costs only its own
copies: they are tried again after 1, 2, 4 … 60 minutes, for a day. Titles and reasons come from models, feeds and
servers, so nothing in them may work as markup, mention or link where they are shown.
"""

import asyncio
import hashlib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import get_args

from newsbot.chinese import one_line
from newsbot.errors import NewsbotError, NoticeError, OutOfBudget, Unauthorised
from newsbot.news import Article, Notice, Occasion, Outcome, Verdict
from newsbot.newsroom import Channels, Row, Spent, Told, World
from newsbot.prompts import Folder, filled

AT_ONCE = 20  # notices of one round
LEASE = timedelta(minutes=15)
"""How long a notice is its taker's; a round over 20 notices and channels that all but time out takes less."""

FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
PATIENCE = timedelta(days=1)
"""How long a channel is tried: what is older is no news."""

TITLE, REASON = 80, 240  # characters shown, at most
SHORT = 8  # digits of a story's id, as lists show it
_VERDICTS: Mapping[Outcome, str] = {
    "pass": "通过，句句有据",
    "review": "待审，没有查出错，但还有没核对的",
    "hold": "扣下，有错没能改好",
}
CAPS: Mapping[str, str] = {
    f"budget.{of}_{what}": f"{whose}的{unit}上限"
    for of, whose in (("daily", "每天"), ("monthly", "每月"), ("story", "一篇稿件"), ("run", "一次运行"))
    for what, unit in (("usd", "花费"), ("tokens", "词元"))
}
"""What the caps of `[budget]` are called."""

# What some channel reads as markup, mention or link, and what looks the same and is read as nothing: Markdown, HTML,
# `@all`, `<!channel>`, `<at user_id>`, entities, templates.
_LOOKS_LIKE = str.maketrans(dict(zip("@<>[]{}*_`#~|&\\^$", "＠＜＞［］｛｝＊＿｀＃～｜＆＼＾＄", strict=True)))
_LINKS = (("://", "：//"), ("www.", "www．"))
MICROS = 1_000_000

Said = Callable[[str, Mapping[str, object]], None]
"""Told what became of notices: a word (`notice`, `channel`, `untold`) and what belongs to it."""


# ---------------------------------------------------------------- what is to be told


def of_draft(written: Article, verdict: Verdict, spent: Spent) -> Notice:
    """That an article waits for its editor, or is held. The same file is told of once."""
    occasion = "held" if verdict.outcome == "hold" else "draft"
    return Notice(
        occasion=occasion,
        key=f"{occasion} {written.story} {written.sha256}",
        story=written.story,
        title=verdict.draft.title.text,
        outcome=verdict.outcome,
        findings=len(verdict.findings),
        usd=spent.micros / MICROS,
        place=written.path,
        reason=verdict.reasons[0] if verdict.reasons else "",
    )


def of_parked(row: Row, error: NewsbotError, spent: Spent, now: datetime) -> Notice:
    """That a story stands still until a person looks at it; of one stage told once a day.

    A refused key or a missing price stops every story: that is told once a day and endpoint or model, whatever else is
    said of it.
    """
    if isinstance(error, Unauthorised | OutOfBudget):  # of a cap the books have told already
        cause = str(error).partition(" (")[0]
        key = f"parked {hashlib.sha256(cause.encode('utf-8')).hexdigest()[:16]} {now:%Y-%m-%d}"
        title = "密钥被拒" if isinstance(error, Unauthorised) else "模型没有标价"
        return Notice(occasion="parked", key=key, title=title, reason=str(error))
    return Notice(
        occasion="parked",
        key=f"parked {row.story.id} {row.stage} {now:%Y-%m-%d}",
        story=row.story.id,
        title=row.story.headline,
        usd=spent.micros / MICROS,
        reason=str(error),
    )


SAMPLE = Notice(
    occasion="draft",
    key="sample",
    story="0" * SHORT,
    title="这是一条测试通知",
    outcome="review",
    findings=2,
    usd=0.0123,
    place="drafts/2026-11-28-ceshi.md",
    reason="收到这一条，说明这个渠道可以用。",
)
"""What is sent to try a channel."""


# ---------------------------------------------------------------- in words


def words(notice: Notice, templates: Folder) -> tuple[str, str]:
    """The notice's title and text, by its template. Raises `SettingsError` for a template that cannot be used."""
    name = f"notices/{notice.occasion}.j2"
    text = filled(
        name,
        templates.text(name),
        story=notice.story[:SHORT],
        title=CAPS.get(notice.title) or harmless(notice.title, TITLE) or "（无题）",
        verdict=_VERDICTS[notice.outcome] if notice.outcome else "",
        findings=notice.findings,
        cost=f"{notice.usd:.4f}".rstrip("0").rstrip(".") if notice.usd else "",
        place=one_line(notice.place),
        reason=harmless(notice.reason, REASON),
    )
    title, _, body = text.strip().partition("\n")
    return title.strip(), body.strip() or title.strip()


def try_templates(templates: Folder) -> None:
    """Fill in each template with a sample. Raises `SettingsError` for one that cannot be used."""
    for occasion in get_args(Occasion):
        words(SAMPLE.model_copy(update={"occasion": occasion}), templates)


def harmless(text: str, most: int) -> str:
    """The text on one line of at most so many characters, in which nothing is markup, mention or link any more.

    Characters that are not seen (zero width, turning the direction of writing) are left out.
    """
    text = one_line(text[: 4 * most])
    text = "".join(each for each in text if unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    text = text.translate(_LOOKS_LIKE)
    for link, broken in _LINKS:
        text = text.replace(link, broken)
    return text if len(text) <= most else f"{text[: most - 1]}…"


# ---------------------------------------------------------------- out to the channels


class Teller:
    """Tells what is due. Remembers which channels fail, so that each failure is said once, and its end."""

    def __init__(self, world: World, said: Said) -> None:
        self._world = world
        self._said = said
        self._failing: set[str] = set()

    async def round(self) -> None:
        """Tell the notices that are due, the oldest first. Raises `StoreError`."""
        world = self._world
        archive, channels, now = world.archive, world.channels, world.now()
        down: set[str] = set()  # in this round: a channel that failed is not asked for each notice again
        for told in await archive.notices(now, now + LEASE, AT_ONCE):
            key = told.notice.key
            if channels is None or told.notice.occasion not in channels.occasions:
                await archive.served(key, told.served, None)
                continue
            served = (*told.served, *await self._send(told, channels, down))
            left = [name for name in channels.names if name not in served]
            due = _again(told, now) if left else None
            await archive.served(key, served, due)
            if left and due is None:
                self._said("untold", {"notice": told.notice.occasion, "title": told.notice.title, "channels": left})

    async def _send(self, told: Told, channels: Channels, down: set[str]) -> Sequence[str]:
        """Send it to the channels that do not have it yet, all at once; those that took it."""
        try:
            title, text = words(told.notice, self._world.templates)
        except NewsbotError as error:
            self._failed(f"template {told.notice.occasion}", str(error))
            return ()
        names = [name for name in channels.names if name not in told.served and name not in down]
        outcomes = await asyncio.gather(*(tried(channels, name, title, text) for name in names))
        for name, fault in zip(names, outcomes, strict=True):
            if fault:
                down.add(name)
                self._failed(name, fault)
            elif name in self._failing:
                self._failing.discard(name)
                self._said("channel", {"channel": name, "works": True})
        took = [name for name in names if name not in down]
        if took:
            self._said("notice", {"notice": told.notice.occasion, "title": told.notice.title, "channels": took})
        return took

    def _failed(self, name: str, fault: str) -> None:
        if name not in self._failing:
            self._failing.add(name)
            self._said("channel", {"channel": name, "works": False, "why": fault})


async def tried(channels: Channels, name: str, title: str, text: str) -> str:
    """Send to one channel; why it did not take it, empty when it did."""
    try:
        await channels.send(name, title, text)
    except NoticeError as error:
        return str(error)
    return ""


def _again(told: Told, now: datetime) -> datetime | None:
    """When the channels left are tried again; None when it is no news any more."""
    due = now + min(LONGEST, FIRST * 2 ** min(told.attempts, 10))
    return due if due - told.made <= PATIENCE else None
