"""What is pruned when it is old enough, and what stays for ever. Plain functions of a connection.

A pruned answer leaves its row, which says that it was paid and what it cost. Of a stage's artifacts the newest stays.
"""

from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, select, update

from newsbot.edges.store import outbox
from newsbot.edges.store.tables import artifacts, calls, stories
from newsbot.news import WRITTEN

FINISHED = (*WRITTEN, "refused")


def prune(connection: Connection, answers_before: datetime, versions_before: datetime) -> int:
    """Prune answers settled, older versions of artifacts and notices made before these instants; how many rows."""
    pruned = _answers(connection, answers_before) + _versions(connection, versions_before)
    return pruned + outbox.prune(connection, versions_before)


def _answers(connection: Connection, before: datetime) -> int:
    """Answers of stories that are finished, or are no stories (the probes of an endpoint)."""
    going_on = select(stories.c.id).where(stories.c.stage.not_in(FINISHED))
    old = and_(calls.c.state == "settled", calls.c.settled_at < before, calls.c.reply.is_not(None))
    pruned = connection.execute(update(calls).where(old, calls.c.story.not_in(going_on)).values(reply=None))
    return pruned.rowcount


def _versions(connection: Connection, before: datetime) -> int:
    newest = (
        select(artifacts.c.story_id, artifacts.c.stage, func.max(artifacts.c.version).label("version"))
        .group_by(artifacts.c.story_id, artifacts.c.stage)
        .subquery()
    )
    kept = and_(
        newest.c.story_id == artifacts.c.story_id,
        newest.c.stage == artifacts.c.stage,
        newest.c.version == artifacts.c.version,
    )
    old = artifacts.c.created < before
    return connection.execute(delete(artifacts).where(old, ~select(newest.c.version).where(kept).exists())).rowcount
