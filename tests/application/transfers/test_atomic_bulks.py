from uuid import UUID

from tests.application.scene import Desk, transfer

from bank.application.ports.ledger import Posted, PostingOutcome, Refused
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_bulk import BulkOrder, BulkReceipt, PostBulk
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.money import InvalidAmount
from bank.domain.refusals import Refusal


def numbered(
    number: int, payer: CustomerAccount, payee: CustomerAccount, amount_minor: int
) -> TransferOrder:
    return transfer(payer, payee, amount_minor, id=UUID(int=number))


def said(outcomes: list[PostingOutcome]) -> list[str]:
    return ["posted" if isinstance(each, Posted) else each.refusal.code for each in outcomes]


async def sent(desk: Desk, *orders: TransferOrder | Refusal, dry_run: bool = False) -> list[str]:
    done = await desk.ask(PostBulk, BulkOrder(orders, atomic=True), dry_run=dry_run)
    receipt: BulkReceipt = done.result
    return said(list(receipt.outcomes))


async def test_all_are_posted_where_none_is_refused(desk: Desk) -> None:
    one, two = await desk.account(balance_minor=100), await desk.account()
    assert await sent(desk, numbered(1, one, two, 100), numbered(2, two, one, 40)) == [
        "posted",
        "posted",
    ]
    assert (desk.balance_minor(one), desk.balance_minor(two)) == (40, 60)


async def test_none_is_posted_where_one_is_refused_and_it_says_which(desk: Desk) -> None:
    one, two = await desk.account(balance_minor=100), await desk.account()
    orders = (numbered(1, one, two, 60), numbered(2, one, two, 60), numbered(3, two, one, 1))
    for dry_run in (True, False, False):
        assert await sent(desk, *orders, dry_run=dry_run) == [
            "linked_request_refused",
            "insufficient_funds",
            "linked_request_refused",
        ]
    assert (desk.balance_minor(one), desk.balance_minor(two)) == (100, 0)
    assert len(desk.bank.store.committed.entries) == 1


async def test_a_line_that_no_ledger_can_read_refuses_the_others_for_ever(desk: Desk) -> None:
    one, two = await desk.account(balance_minor=100), await desk.account()
    fine, zero = numbered(1, one, two, 60), numbered(2, one, two, 0)
    assert await sent(desk, fine, zero, InvalidAmount(), numbered(3, one, two, 101)) == [
        "linked_request_refused",
        "amount_not_positive",
        "invalid_amount",
        "insufficient_funds",
    ]
    assert desk.balance_minor(two) == 0
    assert await sent(desk, fine) == ["linked_request_refused"]


async def test_what_was_posted_before_stays_posted(desk: Desk) -> None:
    one, two = await desk.account(balance_minor=100), await desk.account()
    first = numbered(1, one, two, 60)
    await desk.ask(PostTransfer, first)
    assert await sent(desk, first, numbered(2, one, two, 60)) == ["posted", "insufficient_funds"]
    assert await sent(desk, first, numbered(3, one, two, 40)) == ["posted", "posted"]
    assert desk.balance_minor(two) == 100


async def test_a_bulk_that_is_not_atomic_is_as_it_was(desk: Desk) -> None:
    one, two = await desk.account(balance_minor=100), await desk.account()
    orders = (numbered(1, one, two, 60), numbered(2, one, two, 60), InvalidAmount())
    receipt: BulkReceipt = (await desk.ask(PostBulk, BulkOrder(orders))).result
    assert said(list(receipt.outcomes)) == ["posted", "insufficient_funds", "invalid_amount"]
    assert isinstance(receipt.outcomes[2], Refused)
