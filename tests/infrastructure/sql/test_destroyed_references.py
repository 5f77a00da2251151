"""What somebody wrote on an entry can be read by nobody once the key of its month is destroyed."""

from datetime import timedelta
from pathlib import Path

from tests.contracts import postgresql_backend
from tests.contracts.accounts import committed_account, ref, till
from tests.contracts.backend import NOW
from tests.contracts.postgresql_backend import PostgresqlBackend
from tests.contracts.postings import post, request

from bank.application.upkeep.destroy_passing_keys import PassingKeyRetention

RETENTION = timedelta(days=3653)
MONTH = timedelta(days=31)


async def test_free_text_goes_when_its_retention_is_over_and_the_entry_stays(
    tmp_path: Path,
) -> None:
    """Scenario: an entry with free text, and one of a later month; ten years pass, and a month."""
    async with postgresql_backend.opened(tmp_path) as backend:
        assert isinstance(backend, PostgresqlBackend)
        account = await committed_account(backend)
        cash = await till(backend)
        written = request("early", cash, ref(account), reference="Rent, Ida Winter")
        (early,) = await post(backend, written)
        written = request("late", cash, ref(account), reference="Rent, Ida Summer")
        (late,) = await post(backend, written, now=NOW + MONTH)
        for over, texts in (
            (NOW + RETENTION - MONTH, ["Rent, Ida Winter", "Rent, Ida Summer"]),
            (NOW + RETENTION + MONTH, [None, "Rent, Ida Summer"]),
        ):
            backend.clock.set(over)
            async with backend.unit() as unit:
                for purpose, kept in PassingKeyRetention(references=RETENTION).by_purpose():
                    await unit.data_keys.destroy_months(purpose, over_at=over - kept)
                await unit.work.commit()
            async with backend.unit(read_only=True) as unit:
                found = [await unit.entries.find(each.entry.id) for each in (early, late)]
            assert [each and each.reference for each in found] == texts
            assert [each and each.postings[1].amount_minor for each in found] == [-1000, -1000]
