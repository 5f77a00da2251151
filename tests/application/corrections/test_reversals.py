from datetime import timedelta
from uuid import UUID

import pytest
from tests.application.scene import (
    EUR,
    MANAGER,
    SERVICE,
    TELLER,
    TODAY,
    Desk,
    cash,
    holder_of,
    transfer,
)

from bank.application.accounts.change_account import AccountClosing, CloseAccount
from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.corrections.post_entry import ManualEntry, ManualPosting, PostEntry
from bank.application.corrections.reverse_entry import ReversalOrder, ReverseEntry
from bank.application.ledger.read_ledger import EntryById, GetEntry
from bank.application.limits.set_limits import LimitsOfAccount, SetLimits
from bank.application.ports.authorizer import ActionForbidden
from bank.application.ports.entries import EntryNotFound
from bank.application.transfers.post_cash import PostDeposit, PostWithdrawal
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.limits import LimitKind
from bank.domain.ledger.refusals import (
    AmountNotPositive,
    CurrencyMismatch,
    EntryAlreadyReversed,
    ReversalNeedsForce,
)
from bank.domain.ledger.reversals import PartialReversalNotAllowed, ReversalExceedsEntry
from bank.domain.refusals import Refusal


async def paid(desk: Desk, payer: CustomerAccount, payee: CustomerAccount, amount: int) -> UUID:
    entry: UUID = (await desk.ask(PostTransfer, transfer(payer, payee, amount))).result.id
    return entry


def part(entry: UUID, amount_minor: int, currency: str = "EUR") -> ReversalOrder:
    return ReversalOrder(entry=entry, amount_minor=amount_minor, currency=currency)


async def test_a_reversal_gives_all_of_it_back_once_and_is_linked_both_ways(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    entry = await paid(desk, payer, payee, 60)
    done = await desk.ask(ReverseEntry, ReversalOrder(entry=entry, reference="by mistake"), MANAGER)
    assert done.result.entry.kind is EntryKind.REVERSAL
    assert (desk.balance_minor(payer), desk.balance_minor(payee)) == (100, 0)
    with pytest.raises(EntryAlreadyReversed):
        await desk.ask(ReverseEntry, ReversalOrder(entry=entry))
    original = (await desk.ask(GetEntry, EntryById(entry))).result
    reversal = (await desk.ask(GetEntry, EntryById(done.result.id))).result
    assert (original.reversed_by, reversal.reverses) == (reversal.id, original.id)


async def test_a_part_goes_back_where_the_products_allow_it(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    entry = await paid(desk, payer, payee, 60)
    await desk.ask(ReverseEntry, part(entry, 25))
    assert (desk.balance_minor(payer), desk.balance_minor(payee)) == (65, 35)
    with pytest.raises(EntryAlreadyReversed):
        await desk.ask(ReverseEntry, part(entry, 1))


async def test_a_part_is_refused_of_what_a_product_does_not_divide(desk: Desk) -> None:
    payer = await desk.account(balance_minor=100)
    savings = NewAccount(customer_id=payer.owner_id, product="savings", currency=EUR)
    entry = await paid(desk, payer, (await desk.ask(OpenAccount, savings)).result, 60)
    with pytest.raises(PartialReversalNotAllowed):
        await desk.ask(ReverseEntry, part(entry, 25))
    await desk.ask(ReverseEntry, part(entry, 60))
    assert desk.balance_minor(payer) == 100


@pytest.mark.parametrize(
    ("amount_minor", "currency", "refusal"),
    [
        (0, "EUR", AmountNotPositive),
        (61, "JPY", CurrencyMismatch),
        (61, "EUR", ReversalExceedsEntry),
    ],
)
async def test_a_part_is_refused_in_its_order(
    desk: Desk, amount_minor: int, currency: str, refusal: type[Refusal]
) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    entry = await paid(desk, payer, payee, 60)
    with pytest.raises(refusal):
        await desk.ask(ReverseEntry, part(entry, amount_minor, currency))


async def test_only_staff_reverse_and_only_what_is_there(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    entry = await paid(desk, payer, payee, 60)
    for who in (TELLER, holder_of(payer)):
        with pytest.raises(ActionForbidden):
            await desk.ask(ReverseEntry, ReversalOrder(entry=entry), who)
    with pytest.raises(EntryNotFound):
        await desk.ask(ReverseEntry, ReversalOrder(entry=UUID(int=1)))


async def test_an_account_that_was_emptied_is_reversed_by_force_alone(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    entry = await paid(desk, payer, payee, 60)
    await desk.ask(PostWithdrawal, cash(payee, 60))
    await desk.ask(CloseAccount, AccountClosing(str(payee.id)))
    with pytest.raises(ReversalNeedsForce):
        await desk.ask(ReverseEntry, ReversalOrder(entry=entry), SERVICE)
    await desk.ask(ReverseEntry, ReversalOrder(entry=entry), MANAGER)
    assert (desk.balance_minor(payer), desk.balance_minor(payee)) == (100, -60)


async def test_limits_do_not_stop_a_reversal_and_a_dry_run_leaves_nothing(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    entry = await paid(desk, payer, payee, 60)
    amounts = {LimitKind.PER_TRANSFER: 1, LimitKind.DAILY_OUT: 1, LimitKind.DAILY_IN: 1}
    for account in (payer, payee):
        await desk.ask(SetLimits, LimitsOfAccount(account=str(account.id), amounts=amounts))
    tried = await desk.ask(ReverseEntry, ReversalOrder(entry=entry), dry_run=True)
    assert [each.balance_minor for each in tried.result.entry.postings] == [0, -100]
    assert desk.balance_minor(payee) == 60
    await desk.ask(ReverseEntry, ReversalOrder(entry=entry))
    assert desk.balance_minor(payee) == 0


async def test_a_reversal_may_count_from_the_day_of_what_it_reverses(desk: Desk) -> None:
    account = await desk.account()
    entry = (await desk.ask(PostDeposit, cash(account, 60))).result.id
    desk.bank.clock.move(timedelta(days=1))
    order = ReversalOrder(entry=entry, value_date=TODAY)
    done = await desk.ask(ReverseEntry, order, SERVICE)
    assert done.result.entry.backdated


async def test_an_entry_of_many_legs_goes_back_whole_and_in_no_part(desk: Desk) -> None:
    one, two, three = [await desk.account(balance_minor=100) for _ in range(3)]
    postings = [
        ManualPosting(str(one.id), True, 30, "EUR"),
        ManualPosting(str(two.id), False, 10, "EUR"),
        ManualPosting(str(three.id), False, 20, "EUR"),
    ]
    entry = (await desk.ask(PostEntry, ManualEntry(postings=postings))).result.id
    with pytest.raises(PartialReversalNotAllowed):
        await desk.ask(ReverseEntry, part(entry, 10))
    await desk.ask(ReverseEntry, ReversalOrder(entry=entry))
    assert [desk.balance_minor(each) for each in (one, two, three)] == [100, 100, 100]
