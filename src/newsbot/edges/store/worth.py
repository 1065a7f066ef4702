"""What stories are held to be worth, and since when that says nothing more. Plain functions of a connection."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, bindparam, select, update

from newsbot.edges.store.tables import document, insert, scores
from newsbot.newsroom import Rated


def rate(connection: Connection, rated: Sequence[Rated]) -> None:
    """Keep what these stories are worth."""
    for each in sorted(rated, key=lambda rated: rated.story):
        values = {
            "document": document(each, exclude={"under", "newest"}),
            "under": each.under,
            "lasting": each.score.lasting,
            "newest": each.newest,
        }
        statement = insert(connection, scores).values(story_id=each.story, **values)
        connection.execute(statement.on_conflict_do_update(index_elements=["story_id"], set_=values))


def rated(connection: Connection, stories: Sequence[str]) -> Mapping[str, Rated]:
    """What these stories are held to be worth, by their ids; those not rated yet are left out."""
    rows = connection.execute(select(scores).where(scores.c.story_id.in_(list(stories))))
    return {row.story_id: Rated.model_validate_json(row.document) for row in rows}


def outdate(connection: Connection, stories: Collection[str]) -> None:
    """The entries of these stories have changed: what was kept of their worth is no measure any more.

    One after another in their order, as `rate` takes them: two who did so in different orders would wait for each
    other on PostgreSQL.
    """
    if stories:
        connection.execute(_OUTDATED, [{"story": story} for story in sorted(set(stories))])


_OUTDATED = update(scores).where(scores.c.story_id == bindparam("story")).values(under=None)
