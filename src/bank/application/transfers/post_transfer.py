"""Money moves from one customer's account to another."""

from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.account_directory import AccountDirectory
from bank.application.ports.authorizer import Resource
from bank.application.ports.ledger import Ledger
from bank.application.transfers.orders import (
    PostingReceipt,
    TransferOrder,
    receipt,
    refuse_unless_positive,
    single,
)
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.refusals import AccountNotFound
from bank.domain.ledger.requests import Leg


@use_case(action="transfer.post", kind=UseCaseKind.POSTING)
class PostTransfer:
    """Open to tellers, to integrating systems and to the holders of the account that pays.

    Refuses, in this order: an amount that is not positive; an unknown account; then as the ledger's
    decision does. Records the entry, through the posting queue.
    """

    def __init__(self, ledger: Ledger, directory: AccountDirectory) -> None:
        """Take the ledger and the directory of names."""
        self._ledger = ledger
        self._directory = directory

    async def resource(self, command: TransferOrder) -> Resource:
        """Say who holds the account that pays."""
        (debit,) = await self._directory.resolve([command.debit])
        holders = await self._directory.holders(debit) if debit else frozenset[str]()
        return Resource(holders=holders, hidden_by=AccountNotFound)

    async def __call__(self, command: TransferOrder, act: Act) -> PostingReceipt:
        """Post the transfer."""
        refuse_unless_positive(command.amount_minor)
        debit, credit = await self._directory.resolve([command.debit, command.credit])
        if debit is None or credit is None:
            raise AccountNotFound
        job = single(
            act,
            EntryKind.TRANSFER,
            (
                Leg(*debit, command.amount_minor, command.currency),
                Leg(*credit, -command.amount_minor, command.currency),
            ),
            reference=command.reference,
            value_date=command.value_date,
            chosen_id=command.id,
        )
        outcomes = await self._ledger.post(job)
        return receipt(outcomes, reference=command.reference, dry_run=act.dry_run)
