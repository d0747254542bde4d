"""Alembic's entry: runs the migrations on the connection that `storage.database.migrate` has begun."""

from alembic import context
from sqlmodel import SQLModel

import storage.rows  # noqa: F401  (fills the metadata)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
