"""One daemon at a time on one SQLite file: a lock beside it, which the system frees when the process ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsbot.edges.store.owner import this_process
from newsbot.errors import StoreError


@contextmanager
def alone(database: str) -> Iterator[None]:
    """Hold the lock of the SQLite file of this name. Raises `StoreError` that says who holds it."""
    path = Path(f"{database}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StoreError(f"{path} cannot be made ({error.strerror}); make its folder writable") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(descriptor, 100).decode("ascii", "replace").partition(":")[0].strip() or "unknown"
            raise StoreError(
                f"another `newsbot run` works on database {database} (process {holder}); stop that one first, "
                "or let several work together on PostgreSQL (database_url)"
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, this_process().encode(), 0)
        yield
    finally:
        os.close(descriptor)
