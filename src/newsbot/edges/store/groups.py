"""Which entries are which story, and what was ruled of stories. Plain functions of a connection.

An entry is in one story at most: its row in `members` is its place. Where a story was merged into another, or another
goes on with it, what is meant for the one is put into the other.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, delete, func, or_, select, text, update

from newsbot.edges.store import doubts, heard, index, seen, stories, wishes, worth
from newsbot.edges.store.among import among
from newsbot.edges.store.tables import artifacts, entries, indexed, insert, members, rulings, waiting
from newsbot.edges.store.tables import stories as begun
from newsbot.news import Entry, Story
from newsbot.newsroom import Group, Kept, Member, Placing, Ruling

CHUNK = 200  # terms or stories asked for in one statement
PLACES = 50  # entries; every feed is looked for with every key
TEXT_SHOWN = 1_000  # characters of an entry's text, where a whole story is read

_SAME = and_(entries.c.feed == members.c.feed, entries.c.key == members.c.key)
_PLACE = tuple(members.c[name] for name in ("story_id", "seen", "by_hand", "is_copy", "why", "news", "facts"))


# ---------------------------------------------------------------- entries and their stories


def ungrouped(connection: Connection, since: datetime, limit: int) -> tuple[Member, ...]:
    """The entries first seen then or later that are in no story, the first seen first."""
    rows = connection.execute(_UNGROUPED, {"since": since, "limit": limit})
    return tuple(Member(entry=seen.entry(row.document), seen=row.first_seen) for row in rows)


_UNGROUPED = (
    select(entries.c.document, waiting.c.first_seen)
    .join(entries, and_(entries.c.feed == waiting.c.feed, entries.c.key == waiting.c.key))
    .where(waiting.c.first_seen >= bindparam("since"))
    .order_by(waiting.c.first_seen, waiting.c.feed, waiting.c.key)
    .limit(bindparam("limit"))
)


def of(connection: Connection, given: Sequence[Entry]) -> tuple[Member, ...]:
    """Those of these entries that are in stories, in their order."""
    found: dict[tuple[str, str], Row[Any]] = {}
    for some in _chunks([_place(entry) for entry in given], PLACES):
        found |= {(row.feed, row.key): row for row in connection.execute(_PLACED, _feeds_and_keys(some))}
    places = ((entry, found.get(_place(entry))) for entry in given)
    return tuple(_member(entry, row) for entry, row in places if row is not None)


def at(connection: Connection, addresses: Sequence[str], limit: int) -> tuple[Member, ...]:
    """Entries in stories that have one of these addresses, the last put there first."""
    asked = [indexed(address) for address in dict.fromkeys(addresses) if address]
    if not asked:
        return ()
    rows = connection.execute(_AT, {"addresses": asked, "limit": limit})
    return tuple(_member(seen.entry(row.document), row) for row in rows)


def at_places(connection: Connection, places: Sequence[tuple[str, str]]) -> tuple[Member, ...]:
    """The entries with these feeds and keys that are in stories, in that order."""
    asked = [(indexed(feed), indexed(key)) for feed, key in dict.fromkeys(places)]
    found: dict[tuple[str, str], Member] = {}
    for some in _chunks(asked, PLACES):
        wanted = set(some)
        rows = (row for row in connection.execute(_NAMED, _feeds_and_keys(some)) if (row.feed, row.key) in wanted)
        found |= {(row.feed, row.key): _member(seen.entry(row.document), row) for row in rows}
    return tuple(found[place] for place in asked if place in found)


def frequencies(connection: Connection, terms: Sequence[str]) -> tuple[int, dict[str, int]]:
    """How many texts the index holds, and how many of them hold each of these terms."""
    counted: dict[str, int] = {}
    for some in _chunks(list(terms)):
        counted |= index.counted(connection, some)
    return index.size(connection).pieces, counted


def place(connection: Connection, placings: Sequence[Placing], now: datetime) -> tuple[Member, ...]:
    """Put entries into stories, together; those that were put. One that is in a story already stays there."""
    _alone(connection)
    there = {_place(member.entry) for member in of(connection, [placing.member.entry for placing in placings])}
    if placings:
        places = [_place(placing.member.entry) for placing in placings]
        connection.execute(_NO_LONGER_WAITING, [{"of": feed, "this": key} for feed, key in places])
    put: list[Member] = []
    for placing in placings:
        feed, key = _place(placing.member.entry)
        if (feed, key) in there:
            continue
        there.add((feed, key))
        if placing.begins is not None:
            stories.add(connection, placing.begins, now)
        member = placing.member.model_copy(update={"story": standing(connection, placing.member.story)})
        row = {
            "feed": feed,
            "key": key,
            "story_id": member.story,
            "address": indexed(placing.address),
            "seen": member.seen,
            "added": now,
            "by_hand": member.by_hand,
            "is_copy": member.is_copy,
            "why": member.why,
            "news": member.news,
            "facts": "\n".join(member.facts),
        }
        connection.execute(members.insert(), row)
        if placing.may:
            doubts.leave_open(connection, feed, key, placing.may, now)
        put.append(member)
    if put:
        changed = sorted({member.story for member in put})
        stories.begin_anew(connection, changed, now)
        worth.outdate(connection, changed)
    return tuple(put)


def weigh(connection: Connection, given: Sequence[Member]) -> None:
    """Keep `news` and `facts` of these entries."""
    changed: set[str] = set()
    for member in given:
        feed, key = _place(member.entry)
        values = {"news": member.news, "facts": "\n".join(member.facts)}
        this = update(members).where(members.c.feed == feed, members.c.key == key).values(values)
        changed |= set(connection.scalars(this.returning(members.c.story_id)))
    worth.outdate(connection, changed)


# ---------------------------------------------------------------- stories and their entries


def all_named(connection: Connection, ids: Sequence[str]) -> tuple[Group, ...]:
    """Those of these stories that there are, with their entries."""
    return tuple(group for some in _chunks(sorted(set(ids))) for group in _groups(connection, some))


def ignored(connection: Connection, limit: int) -> tuple[Group, ...]:
    """The stories that editors ignore, the last ignored first."""
    ids = wishes.ignored(connection, limit)
    found = {each.row.story.id: each for each in all_named(connection, ids)}
    return tuple(found[id] for id in ids)


def group(connection: Connection, story: str) -> Group | None:
    """The story with its entries."""
    return next(iter(_groups(connection, [story])), None)


def _groups(connection: Connection, ids: Sequence[str]) -> list[Group]:
    found: dict[str, list[Member]] = {id: [] for id in ids}
    of_them = _members().where(members.c.story_id.in_(list(ids)))
    for row in connection.execute(of_them.order_by(members.c.seen, members.c.feed, members.c.key)):
        entry = seen.entry(row.document)
        short = entry.model_copy(update={"text": entry.text[:TEXT_SHOWN]})
        found[row.story_id].append(_member(short, row))
    rows, rated, wished = stories.rows(connection, ids), worth.rated(connection, ids), wishes.wished(connection, ids)
    return [
        Group(row=rows[id], members=tuple(found[id]), rated=rated.get(id), wish=wished.get(id))
        for id in ids
        if id in rows
    ]


def named(connection: Connection, prefix: str, limit: int) -> tuple[Story, ...]:
    """The stories whose id begins like this, the newest first."""
    begins = func.substr(begun.c.id, 1, len(prefix)) == prefix
    newest = select(begun.c.document).where(begins).order_by(begun.c.created.desc(), begun.c.id).limit(limit)
    return tuple(map(Story.model_validate_json, connection.scalars(newest)))


def ruled(connection: Connection, story: str) -> tuple[Ruling, ...]:
    """What was ruled of this story and others, the newest first."""
    either = or_(rulings.c.story_id == story, and_(rulings.c.other_id == story, rulings.c.kind != "apart"))
    found = connection.execute(select(rulings).where(either).order_by(rulings.c.at.desc(), rulings.c.other_id))
    return tuple(Ruling(kind=row.kind, story=row.story_id, other=row.other_id, at=row.at) for row in found)


def kept(connection: Connection, story: str) -> tuple[Kept, ...]:
    """The artifacts a story has, in the order they were made."""
    newest = (
        select(
            artifacts.c.stage, func.max(artifacts.c.version).label("version"), func.max(artifacts.c.created).label("at")
        )
        .where(artifacts.c.story_id == story)
        .group_by(artifacts.c.stage)
    )
    found = [Kept(stage=row.stage, version=row.version, at=row.at) for row in connection.execute(newest)]
    return tuple(sorted(found, key=lambda each: each.at))


def standing(connection: Connection, story: str) -> str:
    """The story that takes what is meant for this one: where it was merged into, and what goes on with that."""
    passed: set[str] = set()
    while story not in passed:
        passed.add(story)
        story = connection.scalars(_GOES_ON, {"story": story}).one_or_none() or story
    return story


_GOES_ON = (
    select(rulings.c.other_id)
    .where(rulings.c.story_id == bindparam("story"), rulings.c.kind.in_(("merged", "followed")))
    .order_by(rulings.c.at.desc())
    .limit(1)
)


# ---------------------------------------------------------------- rulings


def merge(connection: Connection, into: str, other: str, now: datetime, *, by_hand: bool = True) -> bool:
    """Put the entries of `other` into `into`, and remember it; False where they are one already."""
    _alone(connection)
    if into == other or standing(connection, other) == into:
        return False
    apart = set(connection.scalars(_ruled(other, "apart").with_only_columns(rulings.c.other_id)))
    connection.execute(
        delete(rulings).where(
            or_(
                and_(rulings.c.kind == "apart", or_(rulings.c.story_id == other, rulings.c.other_id == other)),
                and_(rulings.c.story_id == into, rulings.c.other_id == other),
            )
        )
    )
    for third in apart - {into}:  # what is not one with a part of it is not one with it
        _apart(connection, into, third, now)
    _rule(connection, Ruling(kind="merged", story=other, other=into, at=now))
    moved: dict[str, object] = {"story_id": into} | (
        {"by_hand": True} if by_hand else {"why": "same event: a model says so"}
    )
    connection.execute(update(members).where(members.c.story_id == other).values(moved))
    wishes.handed_on(connection, other, into)
    wishes.wish(connection, [other], "", "", now)
    stories.begin_anew(connection, [into], now)
    worth.outdate(connection, [into, other])
    return True


def split(connection: Connection, story: str, new: Story, given: Sequence[Entry], now: datetime) -> None:
    """Take these entries of a story out of it into a new one, and remember that the two are apart."""
    _alone(connection)
    stories.add(connection, new, now)
    for feed, key in map(_place, given):
        this = and_(members.c.feed == feed, members.c.key == key, members.c.story_id == story)
        connection.execute(
            update(members).where(this).values(story_id=new.id, by_hand=True, why="", is_copy=False, news="", facts="")
        )
    _apart(connection, story, new.id, now)
    worth.outdate(connection, [story, new.id])


def go_on(connection: Connection, story: str, new: Story, now: datetime) -> bool:
    """Begin `new` as what goes on with a story, with what was news of that; False when another does already."""
    _alone(connection)
    if connection.execute(_ruled(story, "followed")).first() is not None or not stories.add(connection, new, now):
        return False
    _rule(connection, Ruling(kind="followed", story=story, other=new.id, at=now))
    fresh = and_(members.c.story_id == story, members.c.news.in_(heard.NEWS))
    connection.execute(update(members).where(fresh).values(story_id=new.id, news=""))
    wishes.handed_on(connection, story, new.id)
    worth.outdate(connection, [story, new.id])
    return True


def _ruled(story: str, kind: str) -> Select[Any]:
    return select(rulings).where(rulings.c.story_id == story, rulings.c.kind == kind)


def _apart(connection: Connection, one: str, other: str, now: datetime) -> None:
    for a, b in ((one, other), (other, one)):
        _rule(connection, Ruling(kind="apart", story=a, other=b, at=now))


def _rule(connection: Connection, ruling: Ruling) -> None:
    """Keep a ruling in place of an earlier one of the two."""
    values = {"kind": ruling.kind, "at": ruling.at}
    statement = insert(connection, rulings).values(story_id=ruling.story, other_id=ruling.other, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["story_id", "other_id"], set_=values))


def _alone(connection: Connection) -> None:
    """Whoever puts entries into stories has the table alone: what was looked at still stands when it is written."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE members IN SHARE ROW EXCLUSIVE MODE"))


# ---------------------------------------------------------------- rows


def _members() -> Select[Any]:
    return select(entries.c.document, *_PLACE).join(entries, _SAME)


# Asked for every entry that comes: made once, as most of their time would go into making them.
_NAMED_SO = and_(among(members.c.feed, "feeds"), among(members.c.key, "keys"))
_PLACED = select(members.c.feed, members.c.key, *_PLACE).where(_NAMED_SO)
_NAMED = _members().add_columns(entries.c.feed, entries.c.key).where(_NAMED_SO)
_AT = (
    _members()
    .where(among(members.c.address, "addresses"))
    .order_by(members.c.added.desc(), members.c.feed)
    .limit(bindparam("limit"))
)
_NO_LONGER_WAITING = delete(waiting).where(waiting.c.feed == bindparam("of"), waiting.c.key == bindparam("this"))


def _feeds_and_keys(places: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """What is asked for where these places are. Not as pairs, which SQLite looks for in the whole table; the few rows
    too many do not matter."""
    feeds, keys = (sorted(set(names)) for names in zip(*places, strict=True))
    return {"feeds": feeds, "keys": keys}


def _member(entry: Entry, row: Row[Any]) -> Member:
    return Member(
        entry=entry,
        story=row.story_id,
        seen=row.seen,
        by_hand=row.by_hand,
        is_copy=row.is_copy,
        why=row.why,
        news=row.news,
        facts=tuple(row.facts.split("\n")) if row.facts else (),
    )


def _place(entry: Entry) -> tuple[str, str]:
    return indexed(entry.feed), indexed(entry.key)


def _chunks(many: list[Any], size: int = CHUNK) -> Iterable[list[Any]]:
    return (many[start : start + size] for start in range(0, len(many), size))
