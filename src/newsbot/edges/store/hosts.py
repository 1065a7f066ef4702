"""The hosts that asked to be left alone. Plain functions of a connection."""

from sqlalchemy import Connection, delete, select

from newsbot.edges.store.tables import hosts, insert
from newsbot.news import Wait


def waits(connection: Connection) -> dict[str, Wait]:
    """Each host with its newest wait."""
    return {row.host: Wait(asked=row.asked, until=row.until) for row in connection.execute(select(hosts))}


def wait(connection: Connection, host: str, wait: Wait) -> None:
    """Keep that a host asked to be left alone. Waits that were over when it did are dropped."""
    connection.execute(delete(hosts).where(hosts.c.until < wait.asked))
    values = {"asked": wait.asked, "until": wait.until}
    statement = insert(connection, hosts).values(host=host, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["host"], set_=values))
