"""What editors want of stories, and when they last looked at them. Plain functions of a connection."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, delete, select, update

from newsbot.edges.store.tables import indexed, insert, stories, visits, wishes
from newsbot.newsroom import Wish

VISIT = timedelta(minutes=30)
"""Looks that are no further apart are one visit."""


def wish(
    connection: Connection, ids: Sequence[str], kind: Literal["ignore", "follow", ""], editor: str, at: datetime
) -> None:
    """Keep what an editor wants of these stories; what is ignored and not begun is chosen no longer."""
    for story in ids:
        if not kind:
            connection.execute(delete(wishes).where(wishes.c.story_id == story))
            continue
        _keep(connection, story, Wish(kind=kind, editor=editor, at=at))
        if kind == "ignore":
            waits = (stories.c.id == story, stories.c.stage == "new")
            connection.execute(update(stories).where(*waits).values(chosen=None))


def wished(connection: Connection, ids: Sequence[str]) -> Mapping[str, Wish]:
    """What is wanted of these stories, by their ids; those of which nothing is are left out."""
    found = connection.execute(select(wishes).where(wishes.c.story_id.in_(list(ids))))
    return {row.story_id: Wish(kind=row.kind, editor=row.editor, at=row.at) for row in found}


def ignored(connection: Connection, limit: int | None = None) -> list[str]:
    """The ids of the stories that are ignored, the last ignored first."""
    found = select(wishes.c.story_id).where(wishes.c.kind == "ignore")
    return list(connection.scalars(found.order_by(wishes.c.at.desc(), wishes.c.story_id).limit(limit)))


def handed_on(connection: Connection, story: str, to: str) -> None:
    """What goes on in another story is followed there, unless something is wanted of that already."""
    found = wished(connection, [story, to])
    if story in found and found[story].kind == "follow" and to not in found:
        _keep(connection, to, found[story])


def _keep(connection: Connection, story: str, wanted: Wish) -> None:
    values = {"kind": wanted.kind, "editor": wanted.editor, "at": wanted.at}
    statement = insert(connection, wishes).values(story_id=story, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["story_id"], set_=values))


def visit(connection: Connection, editor: str, now: datetime) -> datetime | None:
    """Note that an editor looks at the stories now; the last time of their visit before, None for none."""
    mine = visits.c.editor == indexed(editor)
    last = connection.execute(select(visits.c.seen, visits.c.before).where(mine)).one_or_none()
    before = None if last is None else last.before if now - last.seen < VISIT else last.seen
    values = {"seen": now, "before": before}
    statement = insert(connection, visits).values(editor=indexed(editor), **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["editor"], set_=values))
    return before
