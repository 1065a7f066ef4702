"""What stands against published articles besides their sources: readers' complaints and news of the same story.

Plain functions of a connection.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Connection, and_, delete, func, select, update

from newsbot.edges.store import outbox, seen
from newsbot.edges.store.tables import artifacts, document, entries, insert, members, objections, rechecks, stories
from newsbot.news import Article, Notice, Published
from newsbot.newsroom import Brought, Objection, OnSite


def put(connection: Connection, given: Objection, notices: Sequence[Notice], at: datetime) -> bool:
    """Keep an objection to an article on the site, and the notices; False when it is known already."""
    values = {"id": given.id, "story_id": given.story, "document": document(given), "at": given.at}
    kept = insert(connection, objections).values(values).on_conflict_do_nothing().returning(objections.c.id)
    if connection.execute(kept).one_or_none() is None:
        return False
    outbox.keep(connection, notices, at, due=at)
    return True


def open_(connection: Connection, story: str, limit: int) -> tuple[Objection, ...]:
    """What nobody has settled, of one story or of all, the newest first."""
    which: ColumnElement[bool] = objections.c.settled.is_(None)
    if story:
        which = and_(which, objections.c.story_id == story)
    found = select(objections.c.document).where(which).order_by(objections.c.at.desc(), objections.c.id)
    return tuple(Objection.model_validate_json(each) for each in connection.scalars(found.limit(limit)))


def settle(connection: Connection, story: str, why: str, only: str = "") -> int:
    """Take the story's objections, or the one of this id, off the list; how many there were. They stay kept."""
    left = and_(objections.c.story_id == story, objections.c.settled.is_(None))
    if only:
        left = and_(left, objections.c.id == only)
    return connection.execute(update(objections).where(left).values(settled=why)).rowcount


def forget(connection: Connection, story: str) -> None:
    """The article was never on the site."""
    connection.execute(delete(objections).where(objections.c.story_id == story))


def brought(connection: Connection, since: datetime, limit: int) -> tuple[Brought, ...]:
    """The entries that brought new facts to stories after these were published, put there since then."""
    first = select(artifacts.c.story_id, func.min(artifacts.c.created).label("at"))
    first_published = first.where(artifacts.c.stage == "published").group_by(artifacts.c.story_id).subquery()
    found = (
        select(members.c.story_id, members.c.facts, members.c.added, entries.c.document)
        .join(stories, stories.c.id == members.c.story_id)
        .join(first_published, first_published.c.story_id == members.c.story_id)
        .join(entries, and_(entries.c.feed == members.c.feed, entries.c.key == members.c.key))
        .where(
            stories.c.stage == "published",
            members.c.news == "update",
            members.c.facts != "",
            members.c.added >= since,
            members.c.added >= first_published.c.at,
        )
        .order_by(members.c.added, members.c.feed, members.c.key)
    )
    return tuple(
        Brought(story=row.story_id, entry=seen.entry(row.document), facts=tuple(row.facts.split("\n")), at=row.added)
        for row in connection.execute(found.limit(limit))
    )


def on_site(connection: Connection, limit: int) -> tuple[OnSite, ...]:
    """The articles on the site, those with something open first, then the newest; how much is open at each."""
    newest = (
        select(artifacts.c.story_id, artifacts.c.stage, func.max(artifacts.c.version).label("version"))
        .where(artifacts.c.stage.in_(("published", "review")))
        .group_by(artifacts.c.story_id, artifacts.c.stage)
        .subquery()
    )
    this = and_(
        artifacts.c.story_id == newest.c.story_id,
        artifacts.c.stage == newest.c.stage,
        artifacts.c.version == newest.c.version,
    )
    wrong = _counts(connection, objections.c.story_id, objections.c.settled.is_(None))
    changed = _counts(
        connection, rechecks.c.story_id, and_(rechecks.c.finding.is_not(None), rechecks.c.settled.is_(None))
    )
    waiting = set(wrong) | set(changed)
    there = select(stories.c.id).where(stories.c.stage == "published")
    last = there.order_by(stories.c.updated.desc(), stories.c.id).limit(limit)
    chosen = [*connection.scalars(there.where(stories.c.id.in_(waiting))), *connection.scalars(last)]
    wanted = list(dict.fromkeys(chosen))[:limit]
    rows = select(artifacts.c.story_id, artifacts.c.stage, artifacts.c.document).join(newest, this)
    kept = {
        (row.story_id, row.stage): row.document
        for row in connection.execute(rows.where(artifacts.c.story_id.in_(wanted)))
    }
    return tuple(
        OnSite(
            published=Published.model_validate_json(kept[story, "published"]),
            title=Article.model_validate_json(kept[story, "review"]).title,
            open=wrong.get(story, 0) + changed.get(story, 0),
        )
        for story in wanted
    )


def _counts(connection: Connection, story: Column[str], which: ColumnElement[bool]) -> dict[str, int]:
    found = select(story, func.count()).where(which).group_by(story)
    return {row[0]: row[1] for row in connection.execute(found)}
