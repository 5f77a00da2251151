from dataclasses import replace
from datetime import timedelta

import pytest
from tests.application.scene import SERVICE, TELLER, TODAY, Desk, cash, holder_of, transfer

from bank.application.ports.entries import EntryNotFound
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_bulk import BulkOrder, PostBulk
from bank.application.transfers.post_cash import CashOrder, PostDeposit, PostWithdrawal
from bank.application.transfers.post_transfer import PostTransfer
from bank.application.transfers.read_transfers import (
    GetTransfer,
    ListTransfers,
    TransferById,
    TransfersOfAccount,
)
from bank.domain.chart_of_accounts import TillNotFound
from bank.domain.identifiers import public_id_at
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.refusals import (
    AccountNotFound,
    AmountNotPositive,
    BackdatingNotPermitted,
    CurrencyMismatch,
    InsufficientFunds,
    InternalAccount,
    SameAccount,
)
from bank.domain.refusals import Refusal


async def test_a_transfer_answers_with_both_resulting_balances(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account(overdraft_minor=7)
    done = await desk.ask(PostTransfer, transfer(payer, payee, 30, reference="rent"))
    receipt = done.result
    assert (receipt.reference, receipt.dry_run, receipt.id) == ("rent", False, receipt.entry.id)
    assert receipt.entry.kind is EntryKind.TRANSFER
    balances = [(each.balance_minor, each.available_minor) for each in receipt.entry.postings]
    assert balances == [(-70, 70), (-30, 37)]


async def test_cash_goes_in_and_out_over_the_till_that_is_named(desk: Desk) -> None:
    account = await desk.account()
    await desk.ask(PostDeposit, cash(account, 100, till="2"), TELLER)
    taken = await desk.ask(PostWithdrawal, cash(account, 40, till="2"), TELLER)
    assert taken.result.entry.kind is EntryKind.WITHDRAWAL
    tills = {each.position: each.shown_minor for each in desk.internal_accounts("EUR")}
    assert (tills["cash/2"], tills["cash/main"]) == (60, 0)
    assert desk.balance_minor(account) == 60


@pytest.mark.parametrize("use_case", [PostDeposit, PostWithdrawal])
async def test_cash_is_refused_in_its_order(desk: Desk, use_case: type[object]) -> None:
    account = await desk.account(balance_minor=100)
    order = replace(cash(account, 0, till="nowhere"), account="nobody")
    steps: list[tuple[type[Refusal], dict[str, object]]] = [
        (AmountNotPositive, {"amount_minor": 5}),
        (TillNotFound, {"till": "main", "currency": "JPY"}),
        (AccountNotFound, {"account": str(account.id)}),
        (CurrencyMismatch, {"currency": "EUR"}),
    ]
    for refusal, mended in steps:
        with pytest.raises(refusal):
            await desk.ask(use_case, order)
        order = replace(order, **mended)  # type: ignore[arg-type]
    await desk.ask(use_case, order)


async def test_more_than_there_is_is_not_handed_out(desk: Desk) -> None:
    account = await desk.account(balance_minor=100)
    with pytest.raises(InsufficientFunds):
        await desk.ask(PostWithdrawal, cash(account, 101))


async def test_transfers_are_refused_in_their_order(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    (till,) = [each for each in desk.internal_accounts("EUR") if each.position == "cash/main"]
    order = TransferOrder("nobody", str(payer.id), 0, "EUR")
    steps: list[tuple[type[Refusal], dict[str, object]]] = [
        (AmountNotPositive, {"amount_minor": 5}),
        (AccountNotFound, {"debit": str(payer.id)}),
        (SameAccount, {"credit": str(public_id_at(till.opened_ms, till.row))}),
        (InternalAccount, {"credit": str(payee.id), "currency": "JPY"}),
        (CurrencyMismatch, {"currency": "EUR"}),
    ]
    for refusal, mended in steps:
        with pytest.raises(refusal):
            await desk.ask(PostTransfer, order)
        order = order._replace(**mended)  # type: ignore[arg-type]
    await desk.ask(PostTransfer, order)


async def test_backdating_needs_its_permission(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    order = transfer(payer, payee, 5, value_date=TODAY - timedelta(days=2))
    with pytest.raises(BackdatingNotPermitted):
        await desk.ask(PostTransfer, order, TELLER)
    done = await desk.ask(PostTransfer, order, SERVICE)
    assert done.result.entry.backdated


async def test_many_transfers_are_posted_at_once(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    orders = [transfer(payer, payee, 1, id=desk.bank.ids.new()) for _ in range(100)]
    done = await desk.ask(PostBulk, BulkOrder(orders))
    assert [each.id for each in done.result.outcomes] == [each.id for each in orders]
    assert (desk.balance_minor(payer), desk.balance_minor(payee)) == (0, 100)


async def test_a_transfer_is_read_by_either_holder_and_by_nobody_else(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    stranger = await desk.account()
    sent = (await desk.ask(PostTransfer, transfer(payer, payee, 30, reference="rent"))).result
    for who in (SERVICE, holder_of(payer), holder_of(payee)):
        view = (await desk.ask(GetTransfer, TransferById(sent.id), who)).result
        assert (view.id, view.reference, view.postings) == (sent.id, "rent", sent.entry.postings)
    for who, wanted in (
        (holder_of(stranger), sent.id),
        (holder_of(payer), desk.bank.ids.new()),
        (SERVICE, desk.bank.ids.new()),
    ):
        with pytest.raises(EntryNotFound):
            await desk.ask(GetTransfer, TransferById(wanted), who)


async def test_the_transfers_of_an_account_are_listed_without_its_cash(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    sent = [(await desk.ask(PostTransfer, transfer(payer, payee, 5))).result for _ in range(3)]
    page = TransfersOfAccount(account=str(payer.id), limit=2)
    first, before = (await desk.ask(ListTransfers, page, holder_of(payer))).result
    rest, end = (await desk.ask(ListTransfers, replace(page, before=before))).result
    assert end is None
    assert [sequence for sequence, _ in [*first, *rest]] == [4, 3, 2]
    assert [view.id for _, view in [*first, *rest]] == [each.id for each in reversed(sent)]
    with pytest.raises(AccountNotFound):
        await desk.ask(ListTransfers, TransfersOfAccount(account="nowhere"))


@pytest.mark.parametrize("use_case", [PostDeposit, PostWithdrawal])
@pytest.mark.parametrize("position", ["fees", "nostro", "equity", "cash/2"])
async def test_cash_moves_over_a_till_and_to_no_other_account_of_the_bank(
    desk: Desk, use_case: type[object], position: str
) -> None:
    (internal,) = [each for each in desk.internal_accounts("EUR") if each.position == position]
    named = str(public_id_at(internal.opened_ms, internal.row))
    order = CashOrder(account=named, amount_minor=5, currency="EUR")
    with pytest.raises(InternalAccount):
        await desk.ask(use_case, order)
