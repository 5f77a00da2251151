"""The second way into the ledger: postings that stand and fall with a command's other rows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest
from tests.application.posting.batches import Batches
from tests.application.scene import AUTHORIZER, TODAY, Desk

from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.jobs import PostingReceipt, keyed, receipt, single
from bank.application.ports.account_directory import AccountDirectory
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.application.ports.entries import Entries, EntryNotFound, EntryView
from bank.application.ports.ledger import LedgerInUnit
from bank.domain.audit import Outcome
from bank.domain.customer_accounts import AccountNotEmpty
from bank.domain.ledger.accounts import AccountStatus
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.holds import HoldStatus
from bank.domain.ledger.refusals import AccountNotFound, InsufficientFunds
from bank.domain.ledger.requests import Leg
from bank.domain.policies import UNCHANGED, Rule, RuleChange
from bank.domain.refusals import Refusal

ACTION = "tests.pay_out_and_close"


@dataclass(frozen=True)
class PayOut:
    account: str
    amount_minor: int


@use_case(action=ACTION, kind=UseCaseKind.COMMAND_THAT_POSTS)
class PayOutAndClose:
    """Pays an amount out over the till, and closes the account in the same unit."""

    def __init__(
        self,
        ledger: LedgerInUnit,
        accounts: CustomerAccounts,
        directory: AccountDirectory,
        entries: Entries,
    ) -> None:
        self._ledger = ledger
        self._accounts = accounts
        self._directory = directory
        self._entries = entries

    async def __call__(self, command: PayOut, act: Act) -> PostingReceipt:
        (ref,) = await self._directory.resolve([command.account])
        till = await self._directory.till("main", "EUR")
        if ref is None or till is None:
            raise AccountNotFound
        legs = (
            Leg(*ref, command.amount_minor, "EUR"),
            Leg(*till, -command.amount_minor, "EUR"),
        )
        outcomes = await self._ledger.post(single(act, keyed(act, EntryKind.WITHDRAWAL, legs)))
        paid = receipt(outcomes, reference=None, dry_run=act.dry_run)
        account = await self._accounts.find(ref, lock=True)
        if account is None:
            raise AccountNotFound
        await self._accounts.save(account.closed(), act.now)
        act.changed(Change(object_kind="account", object_id=account.id, event="tests.closed.v1"))
        return paid

    async def recall(self, entry: UUID, _act: Act) -> EntryView:
        found = await self._entries.find(entry)
        if found is None:
            raise EntryNotFound
        return found


@pytest.fixture(autouse=True)
def _permitted() -> Iterator[None]:
    permitted = RuleChange(Rule("service_account", ACTION, "always"))
    AUTHORIZER.adopt(replace(UNCHANGED, changes=(permitted,)))
    yield
    AUTHORIZER.adopt(UNCHANGED)


async def test_postings_and_other_rows_are_committed_together(desk: Desk) -> None:
    account = await desk.account(balance_minor=100)
    done = await desk.ask(PayOutAndClose, PayOut(str(account.id), 100))
    tables = desk.bank.store.committed
    assert desk.balance_minor(account) == 0
    assert tables.ledger_accounts[account.row].status is AccountStatus.CLOSED
    assert done.result.entry.postings[0].sequence == 2
    assert tables.head[None].last_entry == done.result.entry.row == 2


async def test_the_pipeline_writes_the_one_audit_event_key_and_domain_event(desk: Desk) -> None:
    account = await desk.account(balance_minor=100)
    records = set(desk.bank.store.committed.records)
    done = await desk.ask(PayOutAndClose, PayOut(str(account.id), 100))
    tables = desk.bank.store.committed
    (event,) = desk.events(ACTION)
    (key,) = set(tables.records) - records
    assert (event.outcome, event.object_kind) == (Outcome.DONE, "account")
    assert tables.records[key].object_id == done.result.id
    assert tables.entries[done.result.entry.row].audit_event == event.id
    assert list(tables.outbox.values())[-1].type == "tests.closed.v1"


async def test_a_replay_finds_the_entry_and_pays_once(desk: Desk) -> None:
    account = await desk.account(balance_minor=100)
    first = await desk.ask(PayOutAndClose, PayOut(str(account.id), 100), key="k")
    again = await desk.ask(PayOutAndClose, PayOut(str(account.id), 100), key="k")
    assert again.replayed
    assert again.result.id == first.result.id
    assert len(desk.events(ACTION)) == 1


@pytest.mark.parametrize(
    ("amount_minor", "refusal"), [(101, InsufficientFunds), (99, AccountNotEmpty)]
)
async def test_a_refusal_leaves_neither_postings_nor_rows_but_is_recorded(
    desk: Desk, amount_minor: int, refusal: type[Refusal]
) -> None:
    account = await desk.account(balance_minor=100)
    for replayed in (False, True):
        with pytest.raises(refusal) as caught:
            await desk.ask(PayOutAndClose, PayOut(str(account.id), amount_minor), key="k")
        assert caught.value.replayed is replayed
    tables = desk.bank.store.committed
    assert desk.balance_minor(account) == 100
    assert tables.ledger_accounts[account.row].status is AccountStatus.OPEN
    assert tables.head[None].last_entry == 1
    (event,) = desk.events(ACTION)
    assert (event.outcome, event.code) == (Outcome.REFUSED, refusal.code)


async def test_a_dry_run_leaves_nothing(desk: Desk) -> None:
    account = await desk.account(balance_minor=100)
    with pytest.raises(AccountNotEmpty):
        # The trial moves nothing, so that what comes after it in the unit sees the old balance.
        await desk.ask(PayOutAndClose, PayOut(str(account.id), 100), dry_run=True)
    assert desk.balance_minor(account) == 100
    assert desk.events(ACTION) == []


async def test_what_time_has_brought_about_is_recorded_with_it_as_no_act_of_it(
    desk: Desk,
) -> None:
    account = await desk.account(balance_minor=100)
    batches = Batches(desk)
    hold = await batches.placed("h", account, 60)
    desk.bank.clock.move(timedelta(days=1))
    done = await desk.ask(PayOutAndClose, PayOut(str(account.id), 100), key="k")
    assert done.result.entry.booking_date == TODAY + timedelta(days=1)
    assert batches.hold(hold).status is HoldStatus.EXPIRED
    assert set(desk.bank.store.committed.closed_days) == {TODAY}
    for action in (ACTION, "hold.expire", "business_day.close"):
        assert batches.event(action).outcome is Outcome.DONE
    assert batches.messages()[-2:] == ["bank.business-day.closed.v1", "bank.hold.expired.v1"]


async def test_a_refusal_undoes_what_time_had_brought_about_until_the_next_batch(
    desk: Desk,
) -> None:
    account = await desk.account(balance_minor=100)
    batches = Batches(desk)
    hold = await batches.placed("h", account, 60)
    desk.bank.clock.move(timedelta(days=1))
    with pytest.raises(AccountNotEmpty):
        await desk.ask(PayOutAndClose, PayOut(str(account.id), 99))
    assert batches.hold(hold).status is HoldStatus.ACTIVE
    assert desk.events("hold.expire") == []
