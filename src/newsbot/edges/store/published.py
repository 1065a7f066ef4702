"""What the database knows of publishing: the kill switch, whose turn it is, what waits and what was done.

Plain functions of a connection.
"""

import json
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Subquery, and_, delete, func, or_, select

from newsbot.edges.store import owner
from newsbot.edges.store.tables import artifacts, insert, installation, stories
from newsbot.news import Published

PAUSED = "publish.paused"


def pause(connection: Connection, reason: str) -> None:
    """Let nothing be published from now on."""
    statement = insert(connection, installation).values(key=PAUSED, value=reason)
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": reason}))


def resume(connection: Connection) -> bool:
    """Let it go on; False when it was not paused."""
    return connection.execute(delete(installation).where(installation.c.key == PAUSED)).rowcount == 1


def paused(connection: Connection) -> str | None:
    """Why nothing is published, which may be empty; None when it is."""
    found = connection.execute(select(installation.c.value).where(installation.c.key == PAUSED)).scalar_one_or_none()
    return None if found is None else str(found)


def take_turn(connection: Connection, what: str, now: datetime, until: datetime) -> bool:
    """Be the one process that does this until then; False while another does."""
    key = f"turn.{what}"
    value = json.dumps([owner.this_process(), until.timestamp()])
    made = insert(connection, installation).values(key=key, value=value).on_conflict_do_nothing()
    if connection.execute(made.returning(installation.c.key)).one_or_none() is not None:
        return True
    locked = select(installation.c.value).where(installation.c.key == key).with_for_update()
    held = connection.execute(locked).scalar_one_or_none()
    if held is not None:
        holder, lasts = json.loads(held)
        if lasts > now.timestamp() and owner.alive(holder) is not False:
            return False
    again = installation.update().where(installation.c.key == key, installation.c.value == held).values(value=value)
    return connection.execute(again).rowcount == 1


def end_turn(connection: Connection, what: str) -> None:
    """Let others do it, if it is this process's turn."""
    mine = installation.c.value.startswith(f'["{owner.this_process()}"', autoescape=True)
    connection.execute(delete(installation).where(installation.c.key == f"turn.{what}", mine))


def published_since(connection: Connection, since: datetime) -> int:
    """How many articles were published by nobody in particular, unattended, at or after this instant."""
    first = and_(artifacts.c.stage == "published", artifacts.c.version == 1, artifacts.c.created >= since)
    unattended = artifacts.c.document.contains('"editor":""', autoescape=True)
    return int(connection.scalar(select(func.count()).where(first, unattended)) or 0)


def lately(connection: Connection, since: datetime) -> tuple[Published, ...]:
    """The articles on the site that were written at or after this instant, as they now stand, the oldest first."""
    this = and_(artifacts.c.story_id == stories.c.id, artifacts.c.stage == "published")
    here = and_(stories.c.stage == "published", artifacts.c.created >= since)
    found = select(artifacts.c.story_id, artifacts.c.document).join(stories, this).where(here)
    newest = {row.story_id: row.document for row in connection.execute(found.order_by(artifacts.c.version))}
    return tuple(sorted(map(Published.model_validate_json, newest.values()), key=lambda each: (each.at, each.story)))


def passed(connection: Connection, now: datetime, since: datetime, until: datetime, limit: int) -> tuple[str, ...]:
    """The stories in review, not parked, whose article passed and was made between these, the oldest first."""
    newest, this = _newest("review")
    waits = and_(
        stories.c.stage == "review",
        or_(~stories.c.parked, stories.c.due <= now),
        artifacts.c.created >= since,
        artifacts.c.created <= until,
        artifacts.c.document.contains('"outcome":"pass"', autoescape=True),
    )
    found = select(stories.c.id).join(artifacts, artifacts.c.story_id == stories.c.id).join(newest, this).where(waits)
    return tuple(connection.scalars(found.order_by(artifacts.c.created, stories.c.id).limit(limit)))


def articles(connection: Connection, url: str, limit: int) -> tuple[str, ...]:
    """The ids of published stories whose article has this address or file name, the newest first."""
    newest, this = _newest("published")
    named = artifacts.c.document.contains(json.dumps(url, ensure_ascii=False), autoescape=True)
    found = select(artifacts.c.story_id).join(newest, this).where(named).order_by(artifacts.c.created.desc())
    return tuple(connection.scalars(found.limit(limit)))


def _newest(stage: str) -> tuple[Subquery, ColumnElement[bool]]:
    """The newest version of each story's artifact of this stage, and what joins `artifacts` to it."""
    newest = (
        select(artifacts.c.story_id, func.max(artifacts.c.version).label("version"))
        .where(artifacts.c.stage == stage)
        .group_by(artifacts.c.story_id)
        .subquery()
    )
    this = and_(
        artifacts.c.story_id == newest.c.story_id,
        artifacts.c.stage == stage,
        artifacts.c.version == newest.c.version,
    )
    return newest, this
