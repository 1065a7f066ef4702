"""The schema's revisions, applied by `upgrade` when the store is opened."""

from pathlib import Path

from sqlalchemy import Connection, text

from newsbot.errors import StoreError

LOCK = 0x6E657773  # PostgreSQL's advisory lock while upgrading: "news" in ASCII


def upgrade(connection: Connection, name: str) -> None:
    """Bring the database to this program's schema, inside the caller's transaction.

    Raises `StoreError` when it was written by a newer program.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    if current == scripts.get_current_head():
        return
    if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
        raise StoreError(
            f"database {name} was written by a newer newsbot (schema {current}); "
            "update newsbot, or name another database in database_url"
        )
    command.upgrade(config, "head")
