"""This installation's secret, and what it knows of endpoints. Plain functions of a connection."""

import secrets
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, select

from newsbot.edges.store.tables import endpoints, insert, installation

SECRET = "secret"  # noqa: S105 - the row's name


def secret(connection: Connection) -> str:
    """The installation's secret, 64 hex digits. Whoever asks first makes it; everyone gets the same."""
    made = insert(connection, installation).values(key=SECRET, value=secrets.token_hex(32))
    connection.execute(made.on_conflict_do_nothing())
    kept = select(installation.c.value).where(installation.c.key == SECRET)
    return cast(str, connection.execute(kept).scalar_one())


def endpoint(connection: Connection, base_url: str, model: str) -> str | None:
    """What was last remembered of the endpoint."""
    known = select(endpoints.c.probe).where(endpoints.c.base_url == base_url, endpoints.c.model == model)
    return cast(str | None, connection.execute(known).scalar_one_or_none())


def remember_endpoint(connection: Connection, base_url: str, model: str, facts: str, at: datetime) -> None:
    """Keep the facts in place of earlier ones."""
    values = {"probe": facts, "checked": at}
    statement = insert(connection, endpoints).values(base_url=base_url, model=model, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["base_url", "model"], set_=values))
