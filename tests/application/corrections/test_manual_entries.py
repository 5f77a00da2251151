from uuid import UUID

import pytest
from tests.application.scene import MANAGER, TELLER, Desk

from bank.application.corrections.post_entry import ManualEntry, ManualPosting, PostEntry
from bank.application.limits.set_limits import LimitsOfAccount, SetLimits
from bank.application.pipeline.jobs import IdReserved
from bank.application.ports.authorizer import ActionForbidden
from bank.domain.identifiers import public_id_at
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.limits import LimitKind
from bank.domain.ledger.refusals import (
    AccountNotFound,
    AmountNotPositive,
    EntryNotBalanced,
    IdempotencyKeyReused,
    InsufficientFunds,
    SameAccount,
)


def debit(account: object, amount_minor: int, currency: str = "EUR") -> ManualPosting:
    return ManualPosting(str(account), True, amount_minor, currency)


def credit(account: object, amount_minor: int, currency: str = "EUR") -> ManualPosting:
    return ManualPosting(str(account), False, amount_minor, currency)


def own(desk: Desk, position: str, currency: str) -> UUID:
    """Give the public id of one of the bank's own accounts."""
    rows = [each for each in desk.internal_accounts(currency) if each.position == position]
    return public_id_at(rows[0].opened_ms, rows[0].row)


async def test_an_entry_of_several_currencies_moves_customers_and_the_banks_own(
    desk: Desk,
) -> None:
    account = await desk.account(external_reference="rent")
    main, second = "cash/main", "cash/2"
    postings = [
        debit(own(desk, main, "EUR"), 30),
        credit("rent", 30),
        debit(own(desk, main, "JPY"), 500, "JPY"),
        credit(own(desk, second, "JPY"), 500, "JPY"),
    ]
    done = await desk.ask(PostEntry, ManualEntry(postings=postings, reference="found"), MANAGER)
    assert done.result.entry.kind is EntryKind.MANUAL
    assert [each.balance_minor for each in done.result.entry.postings] == [30, -30, 500, -500]
    assert desk.balance_minor(account) == 30


async def test_manual_entries_are_refused_in_their_order(desk: Desk) -> None:
    account, other = (await desk.account()).id, (await desk.account()).id
    reserved = desk.last_entry() if desk.bank.store.committed.entries else account
    for postings, chosen, refusal in (
        ([debit(account, 0), credit(account, 1)], reserved, AmountNotPositive),
        ([debit(account, 2), credit(account, 1)], reserved, IdReserved),
        ([debit(account, 2), credit(account, 1)], None, EntryNotBalanced),
        ([debit(account, 1, "JPY"), credit(account, 1)], None, EntryNotBalanced),
        ([debit(account, 1)], None, EntryNotBalanced),
        ([debit(account, 1), credit(account, 1)], None, SameAccount),
        ([debit("nobody", 1), credit("none", 1)], None, AccountNotFound),
        ([debit(account, 1), credit(other, 1)], None, InsufficientFunds),
    ):
        with pytest.raises(refusal):
            await desk.ask(PostEntry, ManualEntry(postings=postings, id=chosen))


async def test_limits_are_the_customers_own_and_tellers_post_no_entries(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    amounts = {LimitKind.DAILY_OUT: 1}
    await desk.ask(SetLimits, LimitsOfAccount(account=str(payer.id), amounts=amounts))
    entry = ManualEntry(postings=[debit(payer.id, 50), credit(payee.id, 50)])
    with pytest.raises(ActionForbidden):
        await desk.ask(PostEntry, entry, TELLER)
    await desk.ask(PostEntry, entry, dry_run=True)
    assert desk.balance_minor(payee) == 0
    await desk.ask(PostEntry, entry)
    assert desk.balance_minor(payee) == 50


async def test_an_entry_is_known_by_the_id_that_was_chosen(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    chosen = UUID(int=7)
    entry = ManualEntry(postings=[debit(payer.id, 5), credit(payee.id, 5)], id=chosen)
    first = await desk.ask(PostEntry, entry)
    again = await desk.ask(PostEntry, entry)
    assert (first.result.id, again.result.id, again.replayed) == (chosen, chosen, True)
    assert desk.balance_minor(payee) == 5
    other = ManualEntry(postings=[debit(payer.id, 6), credit(payee.id, 6)], id=chosen)
    with pytest.raises(IdempotencyKeyReused):
        await desk.ask(PostEntry, other)
