"""The two lists of the desk: what may be written about, and the drafts that wait. Nothing here changes a story."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from newsbot import chinese, editing, tracking
from newsbot.desk.room import Room
from newsbot.news import Kind, Outcome, Story
from newsbot.newsroom import Group, OnDesk
from newsbot.tracking import Overview

ROWS = 50
"""Rows of one page."""

SPANS = {"2d": timedelta(days=2), "1w": timedelta(days=7)}
FIRST = SPANS["2d"]  # what somebody who was never here is shown
LONGEST = timedelta(days=14)  # whoever was away for longer is shown this
MOST_IGNORED = 1_000
ALIVE = timedelta(seconds=60)  # a daemon or worker that was not heard of for longer is taken for dead
OUTCOMES: tuple[Outcome, ...] = ("hold", "pass", "review")
WHOSE: tuple[Literal["mine", "free"], ...] = ("mine", "free")

T = TypeVar("T")
Asked = Mapping[str, str]
"""What the address asks for."""


class Rows(NamedTuple):
    """One page of a list: its number, how many there are, and how many rows stand on all of them."""

    number: int
    pages: int
    total: int


# ---------------------------------------------------------------- stories


class Told(NamedTuple):
    """A story as the list shows it.

    `stands` says how far it is: `new` for nothing done, `chosen`, `under way`, `parked`, or its stage. `at` is where
    the article about it can be read, empty where nowhere; `can_write` is whether it can be had written now.
    """

    each: Overview
    stands: str
    at: str
    can_write: bool

    @property
    def story(self) -> Story:
        return self.each.group.row.story

    @property
    def entries(self) -> tuple[tuple[str, str, str, str, datetime, bool], ...]:
        """Of each entry its id, outlet, title, address where it is one of the web, date, and whether it is a copy."""
        return tuple(
            (
                member.entry.id,
                member.entry.publisher or member.entry.feed,
                chinese.one_line(member.entry.title[:1_000]),
                of_web(member.entry.url),
                member.dated,
                member.is_copy,
            )
            for member in self.each.group.members
        )


async def stories(room: Room, request: Request, editor: str) -> Response:
    """选题: what was heard of since this editor's last visit, what is followed first, then by score."""
    return await stories_page(room, dict(request.query_params), editor)


async def stories_page(room: Room, asked: Asked, editor: str, *, status: int = 200, problem: str = "") -> Response:
    """The list of stories as the address asks for it, with what went wrong above it."""
    newsroom, now = room.newsroom, room.newsroom.world.now()
    archive = newsroom.world.archive
    last = await archive.visit(editor)
    show = asked.get("show", "") if asked.get("show") in (*SPANS, "ignored") else ""
    since = now - SPANS[show] if show in SPANS else max(last or now - FIRST, now - LONGEST)
    if show == "ignored":
        outlets, interests = newsroom.settings.sources.outlets, newsroom.rules.interests
        aside = await archive.ignored(MOST_IGNORED)
        found: Sequence[Overview] = [tracking.overview(each, now, interests, outlets) for each in aside]
    else:
        found = _ranked(room, await archive.groups(since), now)
    rows, shown = _page(found, asked)
    marked = await archive.group(asked["merge"]) if asked.get("merge") else None
    done = await archive.row(asked["of"]) if asked.get("of") and asked.get("done") in DONE else None
    return room.page(
        "stories",
        "stories",
        status=status,
        editor=editor,
        problem=problem,
        stories=[_told(each) for each in shown],
        rows=rows,
        show=show,
        since=since,
        is_first=last is None,
        marked=marked.row.story if marked else None,
        done=asked["done"] if done else "",
        of=done.story if done else None,
        kinds=_kinds(room),
        working=bool(await newsroom.store.workers(now - ALIVE)),
        link=linker("/", asked, without=("done", "of")),
        view=urlencode({key: asked[key] for key in ("show", "page") if asked.get(key)}),
    )


DONE = frozenset({"ignore", "write", "merge", "split"})
"""Acts of which the page says afterwards that they were done."""


def _ranked(room: Room, groups: Sequence[Group], now: datetime) -> Sequence[Overview]:
    return tracking.ranked(groups, now, room.newsroom.rules.interests, room.newsroom.settings.sources.outlets)


def _told(each: Overview) -> Told:
    row = each.group.row
    stands: str = row.stage
    if row.parked:
        stands = "parked"
    elif row.stage in ("gathered", "drafted", "judged"):
        stands = "under way"
    elif row.stage == "new" and row.chosen is not None:
        stands = "chosen"
    at = {"review": f"/drafts/{row.story.id}", "published": f"/published/{row.story.id}"}.get(row.stage, "")
    written = row.stage in ("review", "published", "withdrawn")
    return Told(each, stands, at, can_write=stands in ("new", "refused") or (written and bool(each.news)))


def _kinds(room: Room) -> list[Kind]:
    """The kinds of article that can be written here, news first."""
    rules = room.newsroom.rules
    able = [kind for kind in rules.kinds.values() if set(kind.writers) & set(rules.ways)]
    return sorted(able, key=lambda kind: (kind.name != "news", kind.name))


# ---------------------------------------------------------------- drafts


class Waiting(NamedTuple):
    """A draft in the list, and who reads it."""

    draft: OnDesk
    outcome: Outcome
    readers: tuple[str, ...]


async def drafts(room: Room, request: Request, editor: str) -> Response:
    """待审: drafts that wait, held ones of the news first, then passes, then the rest; each by score and age."""
    asked = dict(request.query_params)
    waiting = await on_desk(room)
    kinds = sorted({each.kind for each in waiting})
    sieve = _sieve(asked, editor)
    chosen = [each for each in waiting if sieve.holds(each, room.readers(each.story))]
    counts = {outcome: sum(each.article.outcome == outcome for each in chosen) for outcome in OUTCOMES}
    verdict = asked.get("verdict", "") if asked.get("verdict") in OUTCOMES else ""
    shown = [each for each in chosen if not verdict or each.article.outcome == verdict]
    rows, page = _page(shown, asked)
    names = {kind.name: kind.title for kind in room.newsroom.rules.kinds.values()}
    return room.page(
        "drafts",
        "drafts",
        editor=editor,
        drafts=[Waiting(each, each.article.outcome, room.readers(each.story)) for each in page],
        counts=counts,
        total=len(chosen),
        waiting=len(waiting),
        rows=rows,
        wanted=verdict,
        kinds=[(name, names.get(name, name)) for name in kinds],
        names=names,
        asked={key: asked.get(key, "") for key in ("kind", "whose", "q")},
        link=linker("/drafts", asked),
    )


async def on_desk(room: Room) -> Sequence[OnDesk]:
    """The drafts that wait, in the order an editor should look at them."""
    return editing.in_order(await room.newsroom.world.archive.on_desk())


def _sieve(asked: Asked, editor: str) -> editing.Sieve:
    """The filters other than the verdict."""
    whose: Literal["mine", "free", ""] = next((each for each in WHOSE if each == asked.get("whose")), "")
    return editing.Sieve(editor, asked.get("kind", ""), whose, asked.get("q", ""))


# ---------------------------------------------------------------- addresses


def linker(path: str, asked: Asked, without: Sequence[str] = ()) -> Callable[..., str]:
    """Makes addresses of this list: as it was asked for, but for what is said; what is empty is left out."""

    def link(**changes: object) -> str:
        kept = {key: value for key, value in asked.items() if key not in ("page", *without)}
        query = urlencode({key: value for key, value in (kept | changes).items() if value not in ("", None)})
        return f"{path}?{query}" if query else path

    return link


def of_web(address: str) -> str:
    """The address where it is one of the web, else nothing: a feed may name any."""
    return address if address.lower().startswith(("https://", "http://")) else ""


def _page(found: Sequence[T], asked: Asked) -> tuple[Rows, Sequence[T]]:
    pages = max(1, -(-len(found) // ROWS))
    given = asked.get("page", "")
    number = min(pages, max(1, int(given) if given.isdecimal() and len(given) < 6 else 1))
    return Rows(number, pages, len(found)), found[(number - 1) * ROWS : number * ROWS]
