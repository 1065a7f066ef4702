"""Which stories something was heard of lately, and of which of these an article may be begun."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, or_, select, union

from newsbot.edges.store.tables import members, rulings, scores, stories, wishes
from newsbot.news import WRITTEN
from newsbot.newsroom import Candidate

NEWS = ("update", "development")


def heard(connection: Connection, since: datetime) -> tuple[str, ...]:
    """The ids of the stories that heard of something then or later, and of those begun since by a person.

    Duplicates are nothing to hear of. What editors ignore is left out.
    """
    return tuple(connection.scalars(_heard(since, stories.c.id).order_by(stories.c.id)))


def candidates(connection: Connection, since: datetime) -> tuple[Candidate, ...]:
    """Those of them of which an article may be begun, with what they are held to be worth."""
    columns = (stories.c.id, wishes.c.kind, scores.c.under, scores.c.lasting, scores.c.newest)
    found = _heard(since, *columns).outerjoin(scores, scores.c.story_id == stories.c.id).where(_may_begin())
    return tuple(
        Candidate(row.id, row.kind == "follow", row.under or "", row.lasting or 0.0, row.newest)
        for row in connection.execute(found)
    )


def _heard(since: datetime, *columns: ColumnElement[Any]) -> Select[Any]:
    of_entries = select(members.c.story_id).where(members.c.seen >= since, members.c.news != "duplicate")
    merged = exists().where(rulings.c.story_id == stories.c.id, rulings.c.kind == "merged")
    empty = ~exists().where(members.c.story_id == stories.c.id)
    by_person = select(stories.c.id).where(stories.c.created >= since, empty, ~merged)
    wanted = or_(wishes.c.kind.is_(None), wishes.c.kind != "ignore")
    all_of_them = select(*columns).select_from(stories).outerjoin(wishes, wishes.c.story_id == stories.c.id)
    return all_of_them.where(stories.c.id.in_(union(of_entries, by_person)), wanted)


def _may_begin() -> ColumnElement[bool]:
    news = exists().where(members.c.story_id == stories.c.id, members.c.news.in_(NEWS))
    unwritten = and_(stories.c.stage == "new", stories.c.chosen.is_(None))
    return or_(unwritten, and_(stories.c.stage.in_(WRITTEN), news))
