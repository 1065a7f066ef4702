"""The schema's revisions, applied by `upgrade` when the store is opened."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from newsbot.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

LOCK = 0x6E657773  # PostgreSQL's advisory lock while upgrading: "news" in ASCII


def revisions(connection: Connection) -> tuple[str, str]:
    """The revision that the database has, empty when none, and the newest this program knows."""
    from alembic.runtime.migration import MigrationContext

    current = MigrationContext.configure(connection).get_current_revision()
    return current or "", newest()


def newest() -> str:
    """The newest revision this program knows."""
    return _scripts()[1].get_current_head() or ""


def require_newest(connection: Connection, name: str) -> None:
    """Raise `StoreError` where the database has another schema than this program's."""
    current, needed = revisions(connection)
    if current != needed:
        raise StoreError(
            f"database {name} has schema {current or 'none'}, this newsbot needs {needed}; run `newsbot db upgrade`, "
            "with the newest newsbot that works on it"
        )


def _scripts() -> "tuple[Config, ScriptDirectory]":
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config, ScriptDirectory.from_config(config)


def upgrade(connection: Connection, name: str) -> None:
    """Bring the database to this program's schema, inside the caller's transaction.

    Raises `StoreError` when it was written by a newer program, or rows were left that point at nothing.
    """
    from alembic import command
    from alembic.runtime.migration import MigrationContext

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    config, scripts = _scripts()
    config.attributes["connection"] = connection
    current = MigrationContext.configure(connection).get_current_revision()
    if current == scripts.get_current_head():
        return
    if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
        raise StoreError(
            f"database {name} was written by a newer newsbot (schema {current}); "
            "update newsbot, or name another database in database_url"
        )
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite":  # which looked after nothing meanwhile
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if lost is not None:
            raise StoreError(
                f"database {name} cannot be upgraded: a row of {lost[0]} points at one of {lost[2]} that is not there; "
                "it is left as it was, restore a backup or report this as a bug"
            )
