from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bank.application.ports.data_key_ring import DataKeyRing, OpenDataKeys, wrapping_context
from bank.application.ports.data_keys import DataKeys, StoredDataKey
from bank.application.ports.key_service import WrappedKeyDamaged
from bank.infrastructure.keystore.local_key_service import LocalKeyService

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass
class Database:
    """Committed rows, and the number that the next row gets even if its unit rolls back."""

    rows: dict[tuple[str, str], StoredDataKey] = field(default_factory=dict)
    next_id: int = 1
    finds: int = 0


class RowsOfOneUnit(DataKeys):
    """Sees what was committed and what itself did; ``commit`` publishes, dropping it rolls back."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows = dict(database.rows)

    async def find(self, purpose: str, owner: str) -> StoredDataKey | None:
        self._database.finds += 1
        return self._rows.get((purpose, owner))

    async def add(
        self, *, purpose: str, owner: str, wrapped: bytes, created_at: datetime
    ) -> StoredDataKey:
        first = self._database.rows.get((purpose, owner))
        if first is None:
            first = StoredDataKey(self._database.next_id, purpose, owner, wrapped, created_at)
            self._database.next_id += 1
        self._rows[purpose, owner] = first
        return first

    async def destroy(self, purpose: str, owner: str) -> bool:
        return self._rows.pop((purpose, owner), None) is not None

    async def destroy_months(self, purpose: str, *, over_at: datetime) -> int:
        raise NotImplementedError

    def commit(self) -> None:
        self._database.rows = self._rows


@dataclass
class Bank:
    keys: LocalKeyService
    database: Database
    cache: OpenDataKeys

    def unit(self) -> tuple[DataKeyRing, RowsOfOneUnit]:
        rows = RowsOfOneUnit(self.database)
        return DataKeyRing(self.keys, rows, self.cache), rows


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    keys = LocalKeyService.open_or_create(tmp_path / "keys", NOW)
    return Bank(keys, Database(), OpenDataKeys(size_max=3, kept_for=5 * MINUTE))


async def _committed(bank: Bank, owner: str) -> bytes:
    ring, rows = bank.unit()
    created = await ring.open_key("customer", owner, NOW)
    rows.commit()
    return created.plaintext


async def test_a_missing_key_is_created_once_and_used_through_the_unit(bank: Bank) -> None:
    ring, rows = bank.unit()
    created = await ring.open_key("customer", "a", NOW)
    assert await ring.open_key("customer", "a", NOW) is created
    assert await ring.existing_key("customer", "a", NOW) is created
    rows.commit()
    assert bank.database.rows["customer", "a"].id == created.id
    later, _ = bank.unit()
    assert (await later.open_key("customer", "a", NOW)).plaintext == created.plaintext


async def test_a_key_created_in_a_unit_that_rolls_back_is_used_by_no_other(bank: Bank) -> None:
    """Scenario: a unit creates and uses a key, more than once, and then rolls back.

    Outcome: the next unit creates a key of its own, which is the one that is stored.
    """
    rolled_back, _ = bank.unit()
    lost = await rolled_back.open_key("customer", "a", NOW)
    await rolled_back.existing_key("customer", "a", NOW)
    ring, rows = bank.unit()
    assert await ring.existing_key("customer", "a", NOW) is None
    kept = await ring.open_key("customer", "a", NOW)
    rows.commit()
    assert kept.plaintext != lost.plaintext
    assert kept.id != lost.id
    wrapped = bank.database.rows["customer", "a"].wrapped
    assert bank.keys.unwrap(wrapped, wrapping_context(1, "customer", "a")) == kept.plaintext


async def test_of_two_units_that_create_at_once_both_use_the_key_that_was_stored(
    bank: Bank,
) -> None:
    slow, slow_rows = bank.unit()
    assert await slow.existing_key("reference", "2026-11", NOW) is None
    fast, fast_rows = bank.unit()
    winner = await fast.open_key("reference", "2026-11", NOW)
    fast_rows.commit()
    second = await slow.open_key("reference", "2026-11", NOW)
    slow_rows.commit()
    assert (second.id, second.plaintext) == (winner.id, winner.plaintext)


async def test_a_committed_key_is_read_once_and_then_cached_until_its_time(bank: Bank) -> None:
    await _committed(bank, "a")
    before = bank.database.finds
    for minutes in (0, 1, 4):
        ring, _ = bank.unit()
        await ring.open_key("customer", "a", NOW + minutes * MINUTE)
    assert bank.database.finds == before + 1
    for late in (NOW + 5 * MINUTE, NOW - MINUTE):
        ring, _ = bank.unit()
        await ring.open_key("customer", "a", late)
    assert bank.database.finds == before + 3


async def test_the_cache_drops_the_least_recently_used(bank: Bank) -> None:
    for owner in "abcd":
        await _committed(bank, owner)
    ring, _ = bank.unit()
    for owner in ("a", "b", "c", "a", "d"):
        await ring.open_key("customer", owner, NOW)
    before = bank.database.finds
    for owner in "acd":
        await ring.open_key("customer", owner, NOW)
    assert bank.database.finds == before
    await ring.open_key("customer", "b", NOW)
    assert bank.database.finds == before + 1


async def test_a_destroyed_key_opens_nothing_and_is_not_made_anew_by_reading(bank: Bank) -> None:
    await _committed(bank, "a")
    ring, rows = bank.unit()
    assert await ring.existing_key("customer", "a", NOW) is not None
    assert await ring.destroy("customer", "a")
    rows.commit()
    later, _ = bank.unit()
    assert await later.existing_key("customer", "a", NOW) is None
    assert not await later.destroy("customer", "a")


async def test_a_key_created_and_destroyed_in_one_unit_is_gone(bank: Bank) -> None:
    ring, _ = bank.unit()
    await ring.open_key("customer", "a", NOW)
    assert await ring.destroy("customer", "a")
    assert await ring.existing_key("customer", "a", NOW) is None


async def test_owners_and_purposes_have_keys_of_their_own(bank: Bank) -> None:
    ring, _ = bank.unit()
    opened = [
        await ring.open_key(purpose, owner, NOW)
        for purpose in ("customer", "reference")
        for owner in ("a", "b")
    ]
    assert len({key.id for key in opened}) == len({key.plaintext for key in opened}) == 4


async def test_a_wrapped_key_put_into_another_owners_row_is_refused(bank: Bank) -> None:
    await _committed(bank, "a")
    stolen = bank.database.rows["customer", "a"]
    bank.database.rows["customer", "b"] = StoredDataKey(
        2, "customer", "b", stolen.wrapped, stolen.created_at
    )
    ring, _ = bank.unit()
    with pytest.raises(WrappedKeyDamaged):
        await ring.existing_key("customer", "b", NOW)


@pytest.mark.parametrize(("purpose", "owner"), [("a|b", "c"), ("a", "b|c"), ("", "a"), ("a", "")])
def test_a_context_that_could_be_read_in_two_ways_is_refused(purpose: str, owner: str) -> None:
    with pytest.raises(ValueError, match="contain no"):
        wrapping_context(1, purpose, owner)
