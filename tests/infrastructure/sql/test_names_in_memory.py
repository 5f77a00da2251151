"""What clients call accounts does not fill the server's memory."""

from sqlalchemy.ext.asyncio import create_async_engine

from bank.infrastructure.field_encryption.hkdf_keyed_digests import HkdfKeyedDigests
from bank.infrastructure.sql import account_directory


async def test_what_is_too_long_for_a_name_is_not_remembered() -> None:
    """Scenario: long texts in the place of account names, as a bulk may bring them.

    Outcome: each is no name, nothing is asked of the database, and nothing is kept.
    """
    engine = create_async_engine("postgresql+psycopg://nowhere.invalid/bank")
    directory = account_directory.SqlAccountDirectory(engine, 1, HkdfKeyedDigests(bytes(32)))
    before = account_directory._from_id.cache_info().currsize
    assert await directory.resolve([f"{number:09}" * 100 for number in range(50)]) == [None] * 50
    assert account_directory._from_id.cache_info().currsize == before
