"""Runs migrations on the connection that `hunkwise.store.database.migrate` hands in."""

from alembic import context

from hunkwise.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
