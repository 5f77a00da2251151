"""A hold is captured, or let go."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.holds.stored_holds import HoldDirectory, held_on, ref_of
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.pipeline.jobs import (
    HoldReceipt,
    PostingReceipt,
    hold_receipt,
    key_of,
    keyed,
    receipt,
    refuse_unless_positive,
    single,
)
from bank.application.pipeline.payees import shown_to_payer
from bank.application.pipeline.payments import Paying, Payment
from bank.application.ports.account_directory import NO_CREDIT, AccountDirectory, AccountRef
from bank.application.ports.authorizer import Fact, Resource
from bank.application.ports.ledger import Ledger
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.holds import Hold, HoldNotFound
from bank.domain.ledger.requests import Captured, Leg, ReleaseRequest
from bank.domain.refusals import Refusal

POST_ENTRIES = "entry.post"
"""Who may post entries by hand may also capture to the bank's own accounts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureOrder:
    """What to capture of a hold, and to which account; minor units of the hold's currency.

    Without an amount it is all that is left. What is left after a ``final`` capture is let go;
    unless it is said, a capture is final where it names no amount.
    """

    hold: UUID
    credit: str
    amount_minor: int | None = None
    currency: str | None = None
    final: bool | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class HoldRelease:
    """Which hold to let go."""

    hold: UUID


@use_case(action="hold.capture", kind=UseCaseKind.POSTING)
class CaptureHold(Paying):
    """Open to tellers, branch managers and integrating systems.

    To an account of the bank's own only those capture who may post entries by hand. Refuses, in
    this order: an amount that is not positive; an unknown hold; then as the ledger's decision does.
    Records the entry from the account of the hold, and what is left of it, through the posting
    queue.
    """

    def __init__(self, ledger: Ledger, directory: AccountDirectory, holds: HoldDirectory) -> None:
        """Take the ledger and the directories of names and of holds."""
        self._ledger = ledger
        self._directory = directory
        self._holds = holds

    @shows(Fact.HOLDERS, Fact.ROLES, Fact.BRANCH, Fact.AMOUNT, Fact.MAKER)
    async def resource(self, command: CaptureOrder) -> Resource:
        """Say who holds the account that the hold is on, who placed it, and what is captured."""
        hold = await self._holds.find(command.hold)
        if hold is None:
            return await held_on(self._directory, None)
        amount = (_amount(command, hold), command.currency or hold.currency)
        maker = await self._holds.maker_of(hold)
        return await held_on(self._directory, hold, amount=amount, maker=maker)

    async def money_moved(self, command: CaptureOrder) -> dict[str, int]:
        """Give what is captured: of the rest, what is left now. Refuses an unknown hold."""
        hold = await self._found(command)
        return {command.currency or hold.currency: _amount(command, hold)}

    async def payment(self, command: CaptureOrder) -> Payment:
        """Say what is captured, and for whom.

        Refuses an amount that is not positive, and an unknown hold.
        """
        hold = await self._known(command)
        (credit,) = await self._directory.resolve([command.credit])
        return Payment(
            debit=AccountRef(hold.account, hold.opened_ms),
            credit=credit or NO_CREDIT,
            amount_minor=_amount(command, hold),
            currency=command.currency or hold.currency,
            payee=command.credit,
        )

    async def __call__(self, command: CaptureOrder, act: Act) -> PostingReceipt:
        """Capture the hold, or a part of it."""
        hold = await self._known(command)
        (credit,) = await self._directory.resolve([command.credit])
        credit = credit or NO_CREDIT
        amount_minor = _amount(command, hold)
        currency = command.currency or hold.currency
        legs = (
            Leg(hold.account, hold.opened_ms, amount_minor, currency),
            Leg(*credit, -amount_minor, currency),
        )
        final = command.amount_minor is None if command.final is None else command.final
        request = keyed(act, EntryKind.CAPTURE, legs, reference=command.reference)
        rest, may_pay_bank = command.amount_minor is None, act.may(POST_ENTRIES)
        request = request._replace(captures=Captured(ref_of(hold), final, rest, may_pay_bank))
        outcomes = await self._ledger.post(single(act, request))
        try:
            return receipt(outcomes, reference=command.reference, dry_run=act.dry_run)
        except Refusal as refusal:
            raise shown_to_payer(refusal, credit.row, act) from None

    async def _known(self, command: CaptureOrder) -> Hold:
        if command.amount_minor is not None:
            refuse_unless_positive(command.amount_minor)
        return await self._found(command)

    async def _found(self, command: CaptureOrder) -> Hold:
        hold = await self._holds.find(command.hold)
        if hold is None:
            raise HoldNotFound
        return hold


@use_case(action="hold.release", kind=UseCaseKind.POSTING)
class ReleaseHold:
    """Open to tellers, branch managers and integrating systems.

    Refuses, in this order: an unknown hold; one that is over. Records the hold, through the posting
    queue.
    """

    def __init__(self, ledger: Ledger, directory: AccountDirectory, holds: HoldDirectory) -> None:
        """Take the ledger and the directories of names and of holds."""
        self._ledger = ledger
        self._directory = directory
        self._holds = holds

    @shows(Fact.HOLDERS, Fact.ROLES, Fact.BRANCH, Fact.AMOUNT, Fact.MAKER)
    async def resource(self, command: HoldRelease) -> Resource:
        """Say who holds the account that the hold is on, who placed it, and how much it is."""
        hold = await self._holds.find(command.hold)
        maker = None if hold is None else await self._holds.maker_of(hold)
        return await held_on(self._directory, hold, maker=maker)

    async def __call__(self, command: HoldRelease, act: Act) -> HoldReceipt:
        """Let the hold go."""
        key = key_of(act)
        hold = await self._holds.find(command.hold)
        request = ReleaseRequest(key.key, key.digest, ref_of(hold))
        outcomes = await self._ledger.post(single(act, request))
        return hold_receipt(outcomes, dry_run=act.dry_run)


def _amount(command: CaptureOrder, hold: Hold) -> int:
    """Give what is to be captured; of the rest any amount, which the decision will correct."""
    return command.amount_minor or hold.held_minor or hold.amount_minor
