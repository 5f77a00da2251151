"""How Alembic runs a migration: on the connection that the caller holds the lock on."""

from alembic import context

from bank.infrastructure.sql.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
