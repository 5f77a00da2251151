"""``bank ledger check`` finds what was tampered with, behind the bank's back, and names it."""

import pytest
from sqlalchemy import text
from tests.system.assembly import OpenBank

TAMPERING = {
    "entries balance": "UPDATE posting SET amount_minor = amount_minor + 1 WHERE entry = 2"
    " AND amount_minor > 0",
    "entries have two postings or more, and postings an entry": "DELETE FROM posting"
    " WHERE entry = 3 AND amount_minor < 0",
    "running balances are continuous": "UPDATE posting SET balance_minor = balance_minor + 1"
    " WHERE entry = 1",
    "stored balances equal the sums of postings": "UPDATE ledger_account"
    " SET balance_minor = balance_minor + 1 WHERE position = 'cash/main' AND currency = 'EUR'",
    "no account is overdrawn beyond its limit": "UPDATE ledger_account SET held_minor = 1000000"
    " WHERE position IS NULL",
    "the head is at the last entry": "UPDATE ledger_head SET last_entry = 1",
    "times and booking dates never fall": "UPDATE journal_entry"
    " SET recorded_at = recorded_at + interval '1 hour' WHERE id = 1",
    "entries name their own postings": "UPDATE journal_entry SET legs ="
    " (SELECT legs FROM journal_entry WHERE id = 1) WHERE id = 3",
    "no value date is after its booking date": "UPDATE journal_entry"
    " SET value_date = booking_date + 1 WHERE id = 2",
    "every entry has its audit event": "DELETE FROM audit_event WHERE action = 'transfer.post'",
}


async def _busy(bank: OpenBank) -> None:
    payer, payee = await bank.account(funds_minor=1000), await bank.account(funds_minor=500)
    await bank.transfer(payer, payee, 100)


async def test_an_honest_ledger_holds(bank: OpenBank) -> None:
    await _busy(bank)
    assert not await bank.findings()


@pytest.mark.parametrize("check", TAMPERING)
async def test_tampering_is_found_and_named(bank: OpenBank, check: str) -> None:
    await _busy(bank)
    engine = bank.database.migration_engine()
    with engine.begin() as connection:
        assert connection.execute(text(TAMPERING[check])).rowcount > 0
    engine.dispose()
    found = {finding.check: finding for finding in await bank.findings()}
    assert found[check].count > 0
    assert found[check].offender
