from dataclasses import replace
from decimal import Decimal

import pytest
from tests.application.scene import AUDITOR, Desk, cash

from bank.application.ledger.books import CheckStep
from bank.application.ledger.read_ledger import (
    CheckLedger,
    EntryById,
    GetEntry,
    GetTrialBalance,
    InternalAccountsPage,
    LedgerCheck,
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


async def test_a_sound_ledger_has_no_findings_and_tells_its_steps(desk: Desk) -> None:
    await desk.account(balance_minor=100)
    told: list[CheckStep] = []
    assert (await desk.ask(CheckLedger, LedgerCheck(told.append), AUDITOR)).result == []
    assert len(told) >= 4


@pytest.mark.parametrize("damage", ["balance", "posting", "missing"])
async def test_what_does_not_hold_is_found(desk: Desk, damage: str) -> None:
    account = await desk.account(balance_minor=100)
    tables = desk.bank.store.committed
    place = (account.row, 1)
    entry, posting = tables.postings[place]
    if damage == "balance":
        before = tables.ledger_accounts[account.row]
        tables.ledger_accounts[account.row] = replace(before, balance_minor=-99)
    elif damage == "posting":
        tables.postings[place] = (entry, posting._replace(amount_minor=-99))
    else:
        del tables.postings[place]
    findings = (await desk.ask(CheckLedger, LedgerCheck(), AUDITOR)).result
    assert findings
    assert str(account.row) in {finding.offender.split("/")[0] for finding in findings}
