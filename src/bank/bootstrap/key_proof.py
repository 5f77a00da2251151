"""Proves, before the bank opens, that its keystore is the one under which its data are sealed."""

from dishka import AsyncContainer
from sqlalchemy.ext.asyncio import AsyncEngine

from bank.application.ports.data_key_ring import wrapping_context
from bank.application.ports.key_service import KeyService, KeyServiceFault, WrappedKeyDamaged
from bank.bootstrap.providers import Book
from bank.infrastructure.sql.data_keys import outermost_data_keys
from bank.infrastructure.sql.unit_of_work import unit_of_work


class KeystoreIsAnother(KeyServiceFault):
    """The database holds data keys that the key service did not wrap."""

    code = "keystore_is_another"


async def prove_keys(container: AsyncContainer) -> None:
    """Unwrap the first and the last data key of the database.

    The first fails where the keystore is another, or was lost and is new; the last where it is an
    old copy. Raises ``KeystoreIsAnother``, ``DatabaseUnavailable``.
    """
    book = await container.get(Book)
    async with unit_of_work(await container.get(AsyncEngine), book, read_only=True) as unit:
        stored = await outermost_data_keys(unit)
    if not stored:
        return
    keys = await container.get(KeyService)
    for each in stored:
        try:
            keys.unwrap(each.wrapped, wrapping_context(book, each.purpose, each.owner))
        except WrappedKeyDamaged:
            raise KeystoreIsAnother(
                "The bank's keys do not open its database: the keystore is missing, or belongs to"
                " another bank or another day. Restore database and keystore from one backup (the"
                " keystore is the folder keys under bank.home); until then nothing is changed."
            ) from None
