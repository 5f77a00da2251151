"""How Alembic runs migrations: on the connection that the caller holds the lock on.

Each commits alone, so that its locks are gone before the next begins; after a run that was killed,
the next goes on with the one that it was in.
"""

from alembic import context

from bank.infrastructure.sql.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    transaction_per_migration=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
