"""Money moves from one customer's account to another."""

from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.pipeline.jobs import (
    BACKDATE,
    PostingReceipt,
    keyed,
    receipt,
    refuse_unless_positive,
    single,
)
from bank.application.pipeline.payees import shown_to_payer
from bank.application.pipeline.payments import Paying, Payment
from bank.application.ports.account_directory import (
    NO_CREDIT,
    NO_DEBIT,
    AccountDirectory,
    AccountRef,
    held_by,
)
from bank.application.ports.authorizer import Fact, Resource
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.ledger import Ledger
from bank.application.transfers.orders import Namer, TransferOrder
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.requests import Leg, PostingRequest
from bank.domain.refusals import Refusal


@use_case(action="transfer.post", kind=UseCaseKind.POSTING)
class PostTransfer(Paying):
    """Open to tellers, branch managers, integrating systems and the holders of the paying account.

    Refuses, in this order: an amount that is not positive; an id of the bank's own form; then as
    the ledger's decision does, but whatever is the matter with the payee's account is one and the
    same refusal to whoever may not read it. Records the entry, through the posting queue.
    """

    def __init__(self, ledger: Ledger, directory: AccountDirectory, digests: KeyedDigests) -> None:
        """Take the ledger, the directory of names and the maker of digests."""
        self._ledger = ledger
        self._directory = directory
        self._digests = digests

    @shows(Fact.HOLDERS, Fact.ROLES, Fact.BRANCH, Fact.AMOUNT)
    async def resource(self, command: TransferOrder) -> Resource:
        """Say who holds the account that pays, and how much."""
        amount = (command.amount_minor, command.currency)
        return await held_by(self._directory, command.debit, amount=amount)

    async def payment(self, command: TransferOrder) -> Payment:
        """Say what is to be paid; refuses an amount that is not positive."""
        refuse_unless_positive(command.amount_minor)
        debit, credit = await self._directory.resolve([command.debit, command.credit])
        return Payment(
            debit=debit or NO_DEBIT,
            credit=credit or NO_CREDIT,
            amount_minor=command.amount_minor,
            currency=command.currency,
            payee=command.credit,
        )

    async def __call__(self, command: TransferOrder, act: Act) -> PostingReceipt:
        """Post the transfer."""
        refuse_unless_positive(command.amount_minor)
        debit, credit = await self._directory.resolve([command.debit, command.credit])
        request = self._request(command, act, debit, credit)
        outcomes = await self._ledger.post(single(act, request))
        try:
            return receipt(outcomes, reference=command.reference, dry_run=act.dry_run)
        except Refusal as refusal:
            raise shown_to_payer(refusal, request.legs[1].account, act) from None

    def _request(
        self,
        command: TransferOrder,
        act: Act,
        debit: AccountRef | None,
        credit: AccountRef | None,
    ) -> PostingRequest:
        if command.id is not None:
            return Namer(act, self._digests).request(command, command.id, debit, credit)
        legs = (
            Leg(*(debit or NO_DEBIT), command.amount_minor, command.currency),
            Leg(*(credit or NO_CREDIT), -command.amount_minor, command.currency),
        )
        request = keyed(act, EntryKind.TRANSFER, legs, reference=command.reference)
        if command.value_date is None:
            return request
        return request._replace(value_date=command.value_date, may_backdate=act.may(BACKDATE))
