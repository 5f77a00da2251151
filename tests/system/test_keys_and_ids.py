"""Keys and ids stand for one request, however it comes back."""

from uuid import UUID, uuid5

import pytest
from tests.system.assembly import OpenBank

from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.pipeline.jobs import IdReserved
from bank.application.ports.ledger import Posted, Refused
from bank.application.posting.batch import GUESS_FROM
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_bulk import BulkOrder, PostBulk
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.refusals import AccountNotFound, IdempotencyKeyReused, InsufficientFunds
from bank.domain.parties import CustomerKind
from bank.domain.refusals import Refusal

CHOSEN = UUID("6ba7b814-9dad-41d1-80b4-00c04fd430c8")
NEW = NewCustomer(kind=CustomerKind.PERSON, full_name="Ida", email="ida@example.com")


async def _pair(bank: OpenBank) -> tuple[CustomerAccount, CustomerAccount]:
    return await bank.account(funds_minor=100), await bank.account()


async def test_a_key_of_a_posting_cannot_be_used_for_a_command(bank: OpenBank) -> None:
    await bank.transfer(*await _pair(bank), 1, key="k")
    with pytest.raises(IdempotencyKeyReused):
        await bank.run(CreateCustomer, NEW, key="k")


async def test_a_key_of_a_command_cannot_be_used_for_a_posting(bank: OpenBank) -> None:
    payer, payee = await _pair(bank)
    await bank.run(CreateCustomer, NEW, key="k")
    with pytest.raises(IdempotencyKeyReused):
        await bank.transfer(payer, payee, 1, key="k")
    assert await bank.balance(payer) == 100


async def test_a_transfer_named_by_its_client_is_the_same_singly_and_in_bulk(
    bank: OpenBank,
) -> None:
    payer, payee = await _pair(bank)
    order = TransferOrder(str(payer.id), str(payee.id), 10, "EUR", "rent", id=CHOSEN)
    first = await bank.run(PostTransfer, order)
    again = await bank.run(PostTransfer, order)
    (in_bulk,) = (await bank.run(PostBulk, BulkOrder([order]))).result.outcomes
    assert first.result.id == again.result.id == in_bulk.id == CHOSEN
    assert (first.replayed, again.replayed, in_bulk.replayed) == (False, True, True)
    assert await bank.balance(payer) == 90


async def test_another_transfer_under_a_used_id_is_refused(bank: OpenBank) -> None:
    payer, payee = await _pair(bank)
    order = TransferOrder(str(payer.id), str(payee.id), 10, "EUR", id=CHOSEN)
    await bank.run(PostTransfer, order)
    for other in (order._replace(amount_minor=11), order._replace(reference="other")):
        with pytest.raises(IdempotencyKeyReused):
            await bank.run(PostTransfer, other)
    with pytest.raises(IdempotencyKeyReused):
        await bank.run(PostTransfer, order, subject="somebody else")
    assert await bank.balance(payer) == 90


async def test_an_id_of_the_banks_own_form_cannot_be_chosen(bank: OpenBank) -> None:
    payer, payee = await _pair(bank)
    posted = await bank.transfer(payer, payee, 10)
    order = TransferOrder(str(payer.id), str(payee.id), 10, "EUR", id=posted.result.id)
    with pytest.raises(IdReserved):
        await bank.run(PostTransfer, order)


async def test_what_was_refused_stays_refused_under_its_key_and_its_id(bank: OpenBank) -> None:
    payer = await bank.account(funds_minor=100)
    order = TransferOrder(str(payer.id), "later", 10, "EUR", id=CHOSEN)
    bulk = BulkOrder([order, order._replace(id=uuid5(CHOSEN, "other"))])
    first = await bank.run(PostBulk, bulk, key="k")
    await bank.account(external_reference="later")
    again = await bank.run(PostBulk, bulk, key="k")
    assert again.replayed
    for outcome in (*first.result.outcomes, *again.result.outcomes):
        assert isinstance(outcome.refusal, AccountNotFound)
    with pytest.raises(AccountNotFound) as refused:
        await bank.run(PostTransfer, order)
    assert refused.value.replayed
    await bank.run(PostTransfer, order._replace(id=uuid5(CHOSEN, "new")))
    assert await bank.balance(payer) == 90


def _orders(
    payer: CustomerAccount, payee: CustomerAccount, numbers: range
) -> list[TransferOrder | Refusal]:
    return [
        TransferOrder(str(payer.id), str(payee.id), 1, "EUR", id=uuid5(CHOSEN, str(number)))
        for number in numbers
    ]


async def test_ids_of_a_large_bulk_are_known_whatever_comes_with_them(bank: OpenBank) -> None:
    """Scenario: a bulk so large that its ids are taken for new comes again under another key.

    By then the payer has nothing left. Once more it comes with one transfer that is new.

    Outcome: everything is posted once; the second time all is answered as before; the third time
    the new one alone is refused, for the money.
    """
    payer, payee = await bank.account(funds_minor=GUESS_FROM), await bank.account()
    orders = _orders(payer, payee, range(GUESS_FROM))
    first = (await bank.run(PostBulk, BulkOrder(orders))).result.outcomes
    again = (await bank.run(PostBulk, BulkOrder(orders))).result.outcomes
    assert [each.replayed for each in (*first, *again)] == [False] * len(first) + [True] * len(
        first
    )
    assert [each.entry for each in again if isinstance(each, Posted)] == [
        each.entry for each in first if isinstance(each, Posted)
    ]
    late = [*_orders(payer, payee, range(GUESS_FROM, GUESS_FROM + 1)), *orders]
    refused, *known = (await bank.run(PostBulk, BulkOrder(late))).result.outcomes
    assert isinstance(refused, Refused)
    assert type(refused.refusal) is InsufficientFunds
    assert all(isinstance(each, Posted) and each.replayed for each in known)
    assert await bank.balance(payee) == GUESS_FROM


async def test_a_wrong_guess_is_found_by_the_books_themselves(bank: OpenBank) -> None:
    """Scenario: a large bulk one of whose ids was posted before, and the money is there twice.

    Outcome: that one is answered as before and moves nothing; the others are posted.
    """
    payer, payee = await bank.account(funds_minor=2 * GUESS_FROM), await bank.account()
    orders = _orders(payer, payee, range(GUESS_FROM))
    await bank.run(PostBulk, BulkOrder(orders[:1]))
    outcomes = (await bank.run(PostBulk, BulkOrder(orders))).result.outcomes
    assert [each.replayed for each in outcomes] == [True] + [False] * (GUESS_FROM - 1)
    assert await bank.balance(payee) == GUESS_FROM
