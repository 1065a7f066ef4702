"""Stories and what their stages left behind. Plain functions of a connection."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, func, select, update

from newsbot.edges.store.tables import artifacts, document, insert, stories
from newsbot.news import Stage, Story
from newsbot.newsroom import Row


def add(connection: Connection, story: Story, at: datetime) -> bool:
    """Keep a new story; False when its id is known."""
    statement = insert(connection, stories).values(
        id=story.id,
        kind=story.kind,
        headline=story.headline,
        document=document(story),
        stage="new",
        parked=False,
        reason="",
        tries=0,
        created=story.created,
        updated=at,
    )
    kept = connection.execute(statement.on_conflict_do_nothing().returning(stories.c.id))
    return kept.one_or_none() is not None


def row(connection: Connection, story: str) -> Row | None:
    """The story and where it stands."""
    return rows(connection, [story]).get(story)


def rows(connection: Connection, ids: Sequence[str]) -> dict[str, Row]:
    """The stories of these ids, and where they stand, by id."""
    columns = (stories.c.document, stories.c.stage, stories.c.parked, stories.c.reason, stories.c.tries)
    found = connection.execute(select(stories.c.id, *columns).where(stories.c.id.in_(list(ids))))
    return {
        each.id: Row(
            story=Story.model_validate_json(each.document),
            stage=each.stage,
            parked=each.parked,
            reason=each.reason,
            tries=each.tries,
        )
        for each in found
    }


def artifact(connection: Connection, story: str, stage: Stage) -> str | None:
    """The newest artifact of a stage."""
    newest = (
        select(artifacts.c.document)
        .where(artifacts.c.story_id == story, artifacts.c.stage == stage)
        .order_by(artifacts.c.version.desc())
        .limit(1)
    )
    return cast(str | None, connection.execute(newest).scalar_one_or_none())


def finish(connection: Connection, story: str, old: Stage, new: Stage, left: str, *, reason: str, at: datetime) -> bool:
    """Move the story from `old` to `new` and keep what the stage left; False when it stands elsewhere.

    The UPDATE comes first: its row lock makes versions rise one by one on PostgreSQL too.
    """
    moved = connection.execute(
        update(stories)
        .where(stories.c.id == story, stories.c.stage == old)
        .values(stage=new, parked=False, reason=reason, updated=at)
    )
    if moved.rowcount != 1:
        return False
    latest = connection.execute(
        select(func.max(artifacts.c.version)).where(artifacts.c.story_id == story, artifacts.c.stage == new)
    ).scalar_one()
    connection.execute(
        artifacts.insert().values(story_id=story, stage=new, version=(latest or 0) + 1, document=left, created=at)
    )
    return True


def park(connection: Connection, story: str, stage: Stage, reason: str, *, anew: bool, at: datetime) -> bool:
    """Leave the story at `stage` with a reason; False when it stands elsewhere. `anew` counts a try."""
    parked = connection.execute(
        update(stories)
        .where(stories.c.id == story, stories.c.stage == stage)
        .values(parked=True, reason=reason, tries=stories.c.tries + int(anew), updated=at)
    )
    return parked.rowcount == 1
