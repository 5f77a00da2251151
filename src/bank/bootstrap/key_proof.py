"""Proves, before the bank opens, that its keystore is the one under which its data are sealed."""

from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from bank.application.ports.data_key_ring import wrapping_context
from bank.application.ports.key_service import KeyService, KeyServiceFault, WrappedKeyDamaged
from bank.infrastructure.sql.data_keys import has_data_keys, outermost_data_keys
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.migrating import is_migrated
from bank.infrastructure.sql.unit_of_work import unit_of_work


class KeystoreIsAnother(KeyServiceFault):
    """The database holds data keys that the key service did not wrap."""

    code = "keystore_is_another"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "The bank's keys do not open its database: the keystore is missing, or belongs to"
            " another bank or another day. Restore database and keystore from one backup (the"
            " keystore is the folder keys under bank.home); until then nothing is changed."
        )


async def prove_keys(keys: KeyService, engine: AsyncEngine, book: int) -> None:
    """Unwrap the first and the last data key of the database.

    The first fails where the keystore is another, the last where it is an old copy. Raises
    ``KeystoreIsAnother``, ``DatabaseUnavailable``.
    """
    async with unit_of_work(engine, book, read_only=True) as unit:
        stored = await outermost_data_keys(unit)
    for each in stored:
        try:
            keys.unwrap(each.wrapped, wrapping_context(book, each.purpose, each.owner))
        except WrappedKeyDamaged:
            raise KeystoreIsAnother from None


def refuse_if_sealed(engine: Engine, book: int) -> None:
    """Refuse to make a keystore for a database that holds data keys of one that was lost.

    A new one would stand in the way of its backup. Raises ``KeystoreIsAnother``,
    ``DatabaseUnavailable``.
    """
    try:
        with translated(), engine.connect() as connection:
            if is_migrated(connection) and has_data_keys(connection, book):
                raise KeystoreIsAnother
    finally:
        engine.dispose()
