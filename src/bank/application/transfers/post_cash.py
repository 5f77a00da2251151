"""Cash goes over a till: deposits and withdrawals."""

from dataclasses import dataclass

from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.pipeline.jobs import (
    PostingReceipt,
    keyed,
    receipt,
    refuse_unless_positive,
    single,
)
from bank.application.pipeline.payments import Paying, Payment
from bank.application.ports.account_directory import (
    NO_CREDIT,
    AccountDirectory,
    AccountRef,
    held_by,
)
from bank.application.ports.authorizer import Fact, Resource
from bank.application.ports.ledger import Ledger
from bank.domain.chart_of_accounts import TillNotFound
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.requests import Leg


@dataclass(frozen=True, slots=True, kw_only=True)
class CashOrder:
    """Cash over a till, to or from an account; minor units of a currency."""

    account: str
    amount_minor: int
    currency: str
    reference: str | None = None
    till: str = "main"


@use_case(action="deposit.post", kind=UseCaseKind.POSTING)
class PostDeposit:
    """Open to tellers, branch managers and integrating systems.

    Refuses, in this order: an amount that is not positive; an unknown till; then as the ledger's
    decision does. Records the entry, through the posting queue.
    """

    def __init__(self, ledger: Ledger, directory: AccountDirectory) -> None:
        """Take the ledger and the directory of names."""
        self._ledger = ledger
        self._directory = directory

    @shows(Fact.HOLDERS, Fact.ROLES, Fact.BRANCH, Fact.AMOUNT)
    async def resource(self, command: CashOrder) -> Resource:
        """Say whose account it goes to, and how much."""
        return await _paid(self._directory, command)

    async def __call__(self, command: CashOrder, act: Act) -> PostingReceipt:
        """Post the deposit: the till is debited, the account credited."""
        till, account = await _sides(self._directory, command)
        legs = _legs(command, debit=till, credit=account)
        return await _posted(self._ledger, act, EntryKind.DEPOSIT, legs, command)


@use_case(action="withdrawal.post", kind=UseCaseKind.POSTING)
class PostWithdrawal(Paying):
    """Open to tellers, branch managers and integrating systems.

    Refuses, in this order: an amount that is not positive; an unknown till; then as the ledger's
    decision does. Records the entry, through the posting queue.
    """

    def __init__(self, ledger: Ledger, directory: AccountDirectory) -> None:
        """Take the ledger and the directory of names."""
        self._ledger = ledger
        self._directory = directory

    @shows(Fact.HOLDERS, Fact.ROLES, Fact.BRANCH, Fact.AMOUNT)
    async def resource(self, command: CashOrder) -> Resource:
        """Say whose account it comes from, and how much."""
        return await _paid(self._directory, command)

    async def payment(self, command: CashOrder) -> Payment:
        """Say what is handed out; refuses an amount that is not positive, and an unknown till."""
        till, account = await _sides(self._directory, command)
        return Payment(
            debit=account,
            credit=till,
            amount_minor=command.amount_minor,
            currency=command.currency,
            payee=None,
        )

    async def __call__(self, command: CashOrder, act: Act) -> PostingReceipt:
        """Post the withdrawal: the account is debited, the till credited."""
        till, account = await _sides(self._directory, command)
        legs = _legs(command, debit=account, credit=till)
        return await _posted(self._ledger, act, EntryKind.WITHDRAWAL, legs, command)


async def _paid(directory: AccountDirectory, command: CashOrder) -> Resource:
    amount = (command.amount_minor, command.currency)
    return await held_by(directory, command.account, amount=amount)


async def _sides(directory: AccountDirectory, command: CashOrder) -> tuple[AccountRef, AccountRef]:
    refuse_unless_positive(command.amount_minor)
    till = await directory.till(command.till, command.currency)
    if till is None:
        raise TillNotFound
    (account,) = await directory.resolve([command.account])
    return till, account or NO_CREDIT


def _legs(command: CashOrder, *, debit: AccountRef, credit: AccountRef) -> tuple[Leg, Leg]:
    return (
        Leg(*debit, command.amount_minor, command.currency),
        Leg(*credit, -command.amount_minor, command.currency),
    )


async def _posted(
    ledger: Ledger, act: Act, kind: EntryKind, legs: tuple[Leg, Leg], command: CashOrder
) -> PostingReceipt:
    request = keyed(act, kind, legs, reference=command.reference)
    outcomes = await ledger.post(single(act, request))
    return receipt(outcomes, reference=command.reference, dry_run=act.dry_run)
