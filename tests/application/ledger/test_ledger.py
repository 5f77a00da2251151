from decimal import Decimal

import pytest
from tests.application.scene import AUDITOR, Desk, cash

from bank.application.ledger.read_ledger import (
    EntryById,
    GetEntry,
    GetTrialBalance,
    InternalAccountsPage,
    ListInternalAccounts,
    WholeLedger,
)
from bank.application.ports.entries import EntryNotFound
from bank.application.transfers.post_cash import PostDeposit
from bank.domain.ledger.entries import EntryKind


async def test_an_auditor_reads_an_entry(desk: Desk) -> None:
    account = await desk.account()
    posted = (await desk.ask(PostDeposit, cash(account, 5))).result
    view = (await desk.ask(GetEntry, EntryById(posted.id), AUDITOR)).result
    assert (view.id, view.kind, view.postings) == (
        posted.id,
        EntryKind.DEPOSIT,
        posted.entry.postings,
    )
    with pytest.raises(EntryNotFound):
        await desk.ask(GetEntry, EntryById(desk.bank.ids.new()), AUDITOR)


async def test_an_auditor_pages_through_the_banks_own_accounts(desk: Desk) -> None:
    await desk.account(balance_minor=100)
    first = (await desk.ask(ListInternalAccounts, InternalAccountsPage(limit=3), AUDITOR)).result
    last = first[-1]
    after = InternalAccountsPage(after=f"{last.position}~{last.currency}")
    rest = (await desk.ask(ListInternalAccounts, after, AUDITOR)).result
    positions = [(each.position, each.currency) for each in [*first, *rest]]
    assert positions == sorted(set(positions))
    balances = {(each.position, each.currency): each.balance_minor for each in [*first, *rest]}
    assert balances["cash/main", "EUR"] == 100


async def test_the_trial_balance_of_every_currency_is_nothing(desk: Desk) -> None:
    await desk.account(balance_minor=100)
    lines = (await desk.ask(GetTrialBalance, WholeLedger(), AUDITOR)).result
    found = {(line.gl_code, line.currency): line.balance_minor for line in lines}
    assert (found["1010", "EUR"], found["2100", "EUR"]) == (100, -100)
    assert sum(Decimal(line.balance_minor) for line in lines) == 0
