"""Run by Alembic for `upgrade`, which hands over the connection and its transaction."""

from alembic import context

from newsbot.edges.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
