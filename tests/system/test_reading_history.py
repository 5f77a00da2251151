"""What an assembled bank says of its past."""

from datetime import timedelta

from tests.system.assembly import AUDITOR, OpenBank

from bank.application.accounts.read_balances import (
    BalanceQuestion,
    GetBalance,
    GetTurnover,
    TurnoverQuestion,
)
from bank.application.accounts.read_end_of_day import GetEndOfDay, VersionsOfDay
from bank.application.accounts.read_entries import (
    AccountExport,
    EntriesOfAccount,
    ExportAccountEntries,
    ExportedStretch,
    ListAccountEntries,
    ReadExportedEntries,
)
from bank.application.business_days.close_day import CloseBusinessDay, DayToClose
from bank.application.business_days.read_days import (
    DayByDate,
    DaysPage,
    GetBusinessDay,
    ListBusinessDays,
)
from bank.application.ledger.read_entries import (
    EntryNumbers,
    ExportLedgerEntries,
    LedgerEntries,
    LedgerExport,
    ListLedgerEntries,
    ReadExportedLedger,
)
from bank.application.pipeline.entry_search import EntrySearch
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.ledger.positions import Axis


async def test_a_day_is_closed_and_told_again_when_an_entry_is_backdated_to_it(
    bank: OpenBank,
) -> None:
    account, other = await bank.account(funds_minor=1000), await bank.account(funds_minor=1000)
    name = str(account.id)
    closed = (await bank.run(CloseBusinessDay, DayToClose())).result.closed
    backdated = TransferOrder(str(other.id), name, 500, "EUR", value_date=closed.day)
    await bank.run(PostTransfer, backdated)
    for axis, told in ((Axis.BOOKING, (1000, None)), (Axis.VALUE, (1500, 2))):
        question = BalanceQuestion(account=name, at=closed.day, axis=axis)
        answer = (await bank.run(GetBalance, question)).result
        assert (answer.balance_minor, answer.version) == told
    question = BalanceQuestion(account=name, at=closed.closed_at, axis=Axis.RECORDED)
    assert (await bank.run(GetBalance, question)).result.balance_minor == 1000
    end = (await bank.run(GetEndOfDay, VersionsOfDay(account=name, day=closed.day))).result
    assert [each.balance_minor for each in end.versions] == [1000, 1500]
    turnover = (await bank.run(GetTurnover, TurnoverQuestion(account=name))).result
    assert [each.in_minor for each in turnover.periods][-2:] in ([1000, 500], [500])
    days = (await bank.run(ListBusinessDays, DaysPage(limit=2))).result
    assert [each.day for each in days] == [closed.day + timedelta(days=1), closed.day]
    totals = (await bank.run(GetBusinessDay, DayByDate(closed.day))).result.totals
    assert sum(each.balance_minor for each in totals) == 0


async def test_entries_are_listed_and_taken_away(bank: OpenBank) -> None:
    account, other = await bank.account(funds_minor=1000), await bank.account(funds_minor=1000)
    for _ in range(3):
        await bank.transfer(account, other, 1)
    with_other = EntrySearch(counterparty=str(other.id), amount_to="0.01")
    order = EntriesOfAccount(account=str(account.id), wanted=with_other)
    found = (await bank.run(ListAccountEntries, order)).result.page
    assert [sequence for sequence, _ in found.entries] == [4, 3, 2]
    export = (await bank.run(ExportAccountEntries, AccountExport(account=str(account.id)))).result
    stretch = ExportedStretch(export.account, export.after, export.through)
    read = (await bank.run(ReadExportedEntries, stretch)).result
    assert [sequence for sequence, _ in read] == [1, 2, 3, 4]
    numbers: EntryNumbers = (
        await bank.run(ExportLedgerEntries, LedgerExport(), roles=AUDITOR)
    ).result
    assert numbers == EntryNumbers(0, 5)
    whole = (await bank.run(ReadExportedLedger, numbers, roles=AUDITOR)).result
    listed = (await bank.run(ListLedgerEntries, LedgerEntries(), roles=AUDITOR)).result
    assert list(listed.entries) == list(whole)[::-1]
    assert listed.next_before is None
