"""Money on an account is set aside."""

from dataclasses import dataclass
from datetime import datetime

from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.pipeline.jobs import (
    HoldReceipt,
    hold_receipt,
    key_of,
    refuse_unless_positive,
    single,
)
from bank.application.pipeline.payments import Paying, Payment
from bank.application.ports.account_directory import NO_DEBIT, AccountDirectory, held_by
from bank.application.ports.authorizer import Fact, Resource
from bank.application.ports.ledger import Ledger
from bank.domain.ledger.requests import HoldRequest, Leg


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOrder:
    """What to set aside, and until when; minor units of a currency."""

    account: str
    amount_minor: int
    currency: str
    expires_at: datetime
    reference: str | None = None


@use_case(action="hold.place", kind=UseCaseKind.POSTING)
class PlaceHold(Paying):
    """Open to tellers, branch managers and integrating systems.

    Refuses, in this order: an amount that is not positive; then as the ledger's decision does.
    Records the hold, through the posting queue.
    """

    def __init__(self, ledger: Ledger, directory: AccountDirectory) -> None:
        """Take the ledger and the directory of names."""
        self._ledger = ledger
        self._directory = directory

    @shows(Fact.HOLDERS, Fact.ROLES, Fact.BRANCH, Fact.AMOUNT)
    async def resource(self, command: HoldOrder) -> Resource:
        """Say who holds the account, and how much is set aside."""
        amount = (command.amount_minor, command.currency)
        return await held_by(self._directory, command.account, amount=amount)

    async def payment(self, command: HoldOrder) -> Payment:
        """Say what is set aside, for nobody yet; refuses an amount that is not positive."""
        refuse_unless_positive(command.amount_minor)
        (account,) = await self._directory.resolve([command.account])
        return Payment(
            debit=account or NO_DEBIT,
            credit=None,
            amount_minor=command.amount_minor,
            currency=command.currency,
            payee=None,
        )

    async def __call__(self, command: HoldOrder, act: Act) -> HoldReceipt:
        """Place the hold."""
        refuse_unless_positive(command.amount_minor)
        (account,) = await self._directory.resolve([command.account])
        leg = Leg(*(account or NO_DEBIT), command.amount_minor, command.currency)
        key = key_of(act)
        request = HoldRequest(key.key, key.digest, leg, command.expires_at, command.reference)
        outcomes = await self._ledger.post(single(act, request))
        return hold_receipt(outcomes, dry_run=act.dry_run)
