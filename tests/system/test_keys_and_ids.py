"""Keys and ids stand for one request, however it comes back."""

from uuid import UUID, uuid5

import pytest
from tests.system.assembly import OpenBank

from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.pipeline.jobs import IdReserved
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_bulk import BulkOrder, PostBulk
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.refusals import AccountNotFound, IdempotencyKeyReused
from bank.domain.parties import CustomerKind

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
