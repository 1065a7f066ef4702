"""Which daemons and workers there are. Plain functions of a connection."""

import os
import socket
from datetime import datetime

from sqlalchemy import Connection, delete, select

from newsbot.edges.store import owner
from newsbot.edges.store.tables import insert, workers
from newsbot.newsroom import Worker


def this(kind: str) -> str:
    """The id of this process as a worker: what it is, on which machine, and its process."""
    return f"{kind}:{socket.gethostname()[:60]}:{owner.this_process()}"


def beat(connection: Connection, kind: str, at: datetime) -> None:
    """Remember that this process lives."""
    values = {"id": this(kind), "kind": kind, "host": socket.gethostname()[:60], "pid": os.getpid()}
    statement = insert(connection, workers).values(**values, started=at, seen=at)
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_={"seen": at}))


def gone(connection: Connection, kind: str, before: datetime) -> None:
    """Forget this process, which ends, and those not heard of since then."""
    connection.execute(delete(workers).where((workers.c.id == this(kind)) | (workers.c.seen < before)))


def kinds(connection: Connection, process: str, since: datetime) -> set[str]:
    """What this process (`owner.this_process`) is at work as, by what was heard of it since then."""
    known = connection.execute(select(workers.c.id, workers.c.kind).where(workers.c.seen >= since))
    return {row.kind for row in known if row.id.endswith(f":{process}")}


def living(connection: Connection, since: datetime) -> tuple[Worker, ...]:
    """Those heard of since then, by kind and start."""
    found = connection.execute(
        select(workers).where(workers.c.seen >= since).order_by(workers.c.kind, workers.c.started)
    )
    return tuple(Worker(kind=row.kind, host=row.host, pid=row.pid, started=row.started, seen=row.seen) for row in found)
