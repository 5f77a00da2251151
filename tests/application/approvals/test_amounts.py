"""What acts move, alone and summed over a maker's day."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.application.approvals.checkers import ANNA, Checked, a_rule, checked
from tests.application.scene import EUR, SERVICE, a_bank, actor, cash, transfer

from bank.application.accounts.change_account import AccountClosing, CloseAccount
from bank.application.approvals.amounts import amounts_of
from bank.application.corrections.post_entry import ManualEntry, ManualPosting, PostEntry
from bank.application.corrections.reverse_entry import ReversalOrder
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.exchange.post_exchange import ExchangeOrder
from bank.application.exchange.quote_exchange import QuoteOrder
from bank.application.holds.end_hold import CaptureOrder
from bank.application.holds.place_hold import HoldOrder
from bank.application.pipeline.declaration import UseCaseKind, declaration_of, declared_use_cases
from bank.application.pipeline.scopes import Scopes
from bank.application.ports.ledger import LedgerBusy
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_bulk import BulkOrder, PostBulk
from bank.application.transfers.post_cash import CashOrder, PostDeposit
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.approval_rules import ApprovalRule
from bank.domain.approvals import ApprovalState, PendingApproval
from bank.domain.ledger.refusals import IdempotencyKeyReused, InsufficientFunds
from bank.domain.money import Money
from bank.domain.parties import CustomerKind
from bank.domain.refusals import Refusal

ID = UUID(int=1)
DAY = timedelta(days=1)
ORDER = TransferOrder("a", "b", 5, "EUR")


def postings(*legs: tuple[bool, int, str]) -> list[ManualPosting]:
    return [ManualPosting("a", debit, minor, code) for debit, minor, code in legs]


SAYS: dict[str, list[tuple[Any, dict[str, int] | None]]] = {
    "account.close": [(AccountClosing("a"), None)],
    "business_day.close": [],
    "deposit.post": [(CashOrder(account="a", amount_minor=5, currency="EUR"), {"EUR": 5})],
    "entry.post": [
        (
            ManualEntry(
                postings=postings(
                    (True, 5, "EUR"), (True, 7, "JPY"), (False, 5, "EUR"), (True, -9, "JPY")
                )
            ),
            {"EUR": 5, "JPY": 7},
        )
    ],
    "entry.reverse": [
        (ReversalOrder(entry=ID, amount_minor=5, currency="EUR"), {"EUR": 5}),
        (ReversalOrder(entry=ID), None),
    ],
    "exchange.post": [(ExchangeOrder(quote=ID), None)],
    "exchange.quote": [(QuoteOrder(debit="a", credit="b", amount=Money(5, EUR)), {"EUR": 5})],
    "hold.capture": [
        (CaptureOrder(hold=ID, credit="a", amount_minor=5, currency="EUR"), {"EUR": 5}),
        (CaptureOrder(hold=ID, credit="a"), None),
    ],
    "hold.place": [
        (
            HoldOrder(account="a", amount_minor=5, currency="EUR", expires_at=None),  # type: ignore[arg-type]
            {"EUR": 5},
        )
    ],
    "hold.release": [],
    "hold.tidy": [],
    "transfer.post": [(ORDER, {"EUR": 5})],
    "transfer.post_bulk": [
        (
            BulkOrder(
                [ORDER, ORDER._replace(amount_minor=-9), Refusal(), ORDER._replace(currency="JPY")]
            ),
            {"EUR": 5, "JPY": 5},
        )
    ],
    "withdrawal.post": [(CashOrder(account="a", amount_minor=5, currency="EUR"), {"EUR": 5})],
}
"""What the commands say that they move; of those without any there is nothing to say."""


def test_every_posting_is_here_with_what_it_says() -> None:
    kinds = {UseCaseKind.POSTING, UseCaseKind.COMMAND_THAT_POSTS}
    declared = {
        action
        for action, cls in declared_use_cases().items()
        if declaration_of(cls).kind in kinds and cls.__module__.startswith("bank.application.")
    }
    assert declared <= SAYS.keys(), "say here what its commands move"


@pytest.mark.parametrize("action", sorted(SAYS))
def test_commands_say_what_they_move(action: str) -> None:
    for command, moved in SAYS[action]:
        assert amounts_of(command) == moved


def euros(action: str = "transfer.post", **given: Any) -> ApprovalRule:
    return a_rule(action, currency="EUR", **given)


class NotedScopes(Scopes):
    """Notes of which kinds scopes were opened."""

    def __init__(self, scopes: Scopes) -> None:
        self._scopes = scopes
        self.opened: list[UseCaseKind] = []

    def open(self, kind: UseCaseKind) -> Any:
        self.opened.append(kind)
        return self._scopes.open(kind)


async def test_a_posting_that_no_rule_names_opens_no_unit_for_it() -> None:
    noted: list[NotedScopes] = []

    def between(scopes: Scopes) -> Scopes:
        noted.append(NotedScopes(scopes))
        return noted[0]

    rule = euros("deposit.post", above_minor=500)
    async with a_bank(approvals=[rule], scopes=between).open() as bank:
        desk = Checked(bank)
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        noted[0].opened.clear()
        await desk.ask(PostTransfer, transfer(payer, payee, 50))
        assert noted[0].opened == [UseCaseKind.POSTING]


async def test_only_what_is_above_the_amount_waits() -> None:
    of_yen = a_rule("transfer.post", currency="JPY", above_minor=9000)
    async with checked(euros(above_minor=50), of_yen) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        await desk.ask(PostTransfer, transfer(payer, payee, 50))
        await desk.waits(PostTransfer, transfer(payer, payee, 51))
        yen = transfer(payer, payee, 5000)._replace(currency="JPY")
        with pytest.raises(Refusal) as refused:
            await desk.ask(PostTransfer, yen)
        assert not isinstance(refused.value, PendingApproval)


async def test_a_currency_of_which_no_rule_says_how_much_is_much_waits() -> None:
    async with checked(euros(above_minor=50)) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()
        await desk.waits(PostTransfer, transfer(payer, payee, 1)._replace(currency="JPY"))


async def test_an_act_that_does_not_tell_its_amount_waits() -> None:
    async with checked(euros("account.close", above_minor=50)) as desk:
        account = await desk.account()
        await desk.waits(CloseAccount, AccountClosing(str(account.id)))


async def test_splitting_does_not_evade_the_sum_of_a_day() -> None:
    async with checked(euros(above_minor_a_day=100)) as desk:
        payer, payee = await desk.account(balance_minor=1000), await desk.account()
        for _ in range(3):
            await desk.ask(PostTransfer, transfer(payer, payee, 30))
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 30))
        await desk.ask(PostTransfer, transfer(payer, payee, 10))
        await desk.waits(PostTransfer, transfer(payer, payee, 1))
        await desk.ask(PostTransfer, transfer(payer, payee, 30), ANNA)  # whose own day it is
        assert (await desk.approve(approval)).state is ApprovalState.DONE
        desk.bank.clock.move(DAY)
        await desk.ask(PostTransfer, transfer(payer, payee, 100))


async def test_a_bulk_counts_with_all_of_its_transfers() -> None:
    async with checked(euros("transfer.post_bulk", above_minor_a_day=100)) as desk:
        payer, payee = await desk.account(balance_minor=1000), await desk.account()

        def bulk(*amounts: int) -> BulkOrder:
            orders = [transfer(payer, payee, each) for each in amounts]
            return BulkOrder([each._replace(id=desk.bank.ids.new()) for each in orders])

        await desk.ask(PostBulk, bulk(40, 40))
        await desk.waits(PostBulk, bulk(20, 1))
        await desk.ask(PostBulk, bulk(20))


async def test_racing_acts_do_not_pass_the_sum_together() -> None:
    async with checked(euros(above_minor_a_day=100)) as desk:
        payer, payee = await desk.account(balance_minor=1000), await desk.account()
        results = await asyncio.gather(
            *[desk.ask(PostTransfer, transfer(payer, payee, 30)) for _ in range(8)],
            return_exceptions=True,
        )
        assert [type(each) for each in results].count(PendingApproval) == 5
        assert desk.balance_minor(payee) == 90


async def test_what_is_refused_is_given_back_and_what_is_repeated_counts_once() -> None:
    async with checked(euros(above_minor_a_day=100)) as desk:
        payer, payee = await desk.account(balance_minor=60), await desk.account()
        for _ in range(2):
            with pytest.raises(InsufficientFunds):
                await desk.ask(PostTransfer, transfer(payer, payee, 100), key="too much")
        for _ in range(3):
            done = await desk.ask(PostTransfer, transfer(payer, payee, 60), key="once")
            assert done.result.entry.postings
        assert desk.balance_minor(payee) == 60
        (total,) = desk.bank.store.committed.approval_tallies.values()
        assert total == 60
        await desk.ask(PostDeposit, cash(payer, 100))
        await desk.ask(PostTransfer, transfer(payer, payee, 40))
        await desk.waits(PostTransfer, transfer(payer, payee, 1))


async def test_another_request_under_a_counted_key_gives_nothing_back() -> None:
    async with checked(euros(above_minor_a_day=100)) as desk:
        payer, payee = await desk.account(balance_minor=1000), await desk.account()
        await desk.ask(PostTransfer, transfer(payer, payee, 100), key="one")
        for body in ("another", "a third"):
            with pytest.raises(IdempotencyKeyReused):
                await desk.ask(PostTransfer, transfer(payer, payee, 1), key="one", body=body)
        await desk.waits(PostTransfer, transfer(payer, payee, 1))


async def test_what_was_not_decided_stays_counted() -> None:
    async with checked(euros(above_minor_a_day=100)) as desk:
        payer, payee = await desk.account(balance_minor=1000), await desk.account()
        desk.bank.queue.close()
        for _ in range(2):
            with pytest.raises(LedgerBusy):
                await desk.ask(PostTransfer, transfer(payer, payee, 60), key="one")
        (total,) = desk.bank.store.committed.approval_tallies.values()
        assert total == 60


async def test_a_key_that_was_counted_lets_no_other_request_through() -> None:
    """Scenario: a little is counted under a key and comes to nothing, then much is sent under it.

    Outcome: much waits, as it would have under a key of its own.
    """
    async with checked(euros(above_minor=50, above_minor_a_day=100)) as desk:
        payer, payee = await desk.account(balance_minor=1000), await desk.account()
        desk.bank.queue.close()
        with pytest.raises(LedgerBusy):
            await desk.ask(PostTransfer, transfer(payer, payee, 1), key="one")
        with pytest.raises(PendingApproval):
            await desk.ask(PostTransfer, transfer(payer, payee, 900), key="one")


async def test_a_posting_that_was_done_is_answered_and_not_asked_about_again() -> None:
    """Whoever repeats what was posted just below the day's sum gets its outcome."""
    async with checked(euros(above_minor_a_day=100)) as desk:
        payer, payee = await desk.account(balance_minor=200), await desk.account()
        first = await desk.ask(PostTransfer, transfer(payer, payee, 60), key="one")
        again = await desk.ask(PostTransfer, transfer(payer, payee, 60), key="one")
        assert (again.replayed, again.result.id) == (True, first.result.id)


async def test_what_was_approved_counts_towards_the_day_as_well() -> None:
    async with checked(euros(above_minor=50, above_minor_a_day=100)) as desk:
        payer, payee = await desk.account(balance_minor=1000), await desk.account()
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 90))
        await desk.ask(PostTransfer, transfer(payer, payee, 10))
        await desk.approve(approval)
        await desk.waits(PostTransfer, transfer(payer, payee, 1))


async def test_exempt_makers_neither_wait_nor_count() -> None:
    exempt = frozenset({"service_account"})
    async with checked(euros(above_minor_a_day=100, exempt=exempt)) as desk:
        payer, payee = await desk.account(balance_minor=1000), await desk.account()
        await desk.ask(PostTransfer, transfer(payer, payee, 101))
        assert not desk.bank.store.committed.approval_tallies
        await desk.waits(PostTransfer, transfer(payer, payee, 101), ANNA)


async def test_commands_without_money_are_not_counted() -> None:
    async with checked(euros("customer.create", above_minor_a_day=100)) as desk:
        ada = NewCustomer(kind=CustomerKind.PERSON, full_name="Ada", email="a@example.com")
        await desk.waits(CreateCustomer, ada)
        assert not desk.bank.store.committed.approval_tallies


async def test_entries_by_hand_are_counted_by_what_they_debit() -> None:
    async with checked(euros("entry.post", above_minor=50)) as desk:
        payer, payee = await desk.account(balance_minor=100), await desk.account()

        def entry(amount_minor: int) -> ManualEntry:
            return ManualEntry(
                postings=[
                    ManualPosting(str(payer.id), True, amount_minor, "EUR"),
                    ManualPosting(str(payee.id), False, amount_minor, "EUR"),
                ]
            )

        await desk.ask(PostEntry, entry(50), SERVICE)
        await desk.waits(PostEntry, entry(51), actor("branch_manager", "emil"))
