"""What callers order, and how an order becomes a request to the ledger."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from bank.application.pipeline.act import Act
from bank.application.pipeline.jobs import BACKDATE, refuse_reserved
from bank.application.ports.account_directory import NO_CREDIT, NO_DEBIT, AccountRef
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.requests import Leg, PostingRequest

_TRANSFER = EntryKind.TRANSFER


class TransferOrder(NamedTuple):
    """A transfer as it is ordered.

    Accounts by id, number or external reference, minor units of a currency.
    """

    debit: str
    credit: str
    amount_minor: int
    currency: str
    reference: str | None = None
    value_date: date | None = None
    id: UUID | None = None


class Namer:
    """Makes requests that are known by the ids that a client chose, singly or in bulk alike."""

    def __init__(self, act: Act, digests: KeyedDigests) -> None:
        """Take whose requests they are."""
        self._may_backdate = act.may(BACKDATE)
        self._digest = digests.digester("named-transfer", act.actor.subject)

    def request(
        self,
        order: TransferOrder,
        chosen: UUID,
        debit: AccountRef | None,
        credit: AccountRef | None,
    ) -> PostingRequest:
        """Give the request; refuses an id that could be the bank's own.

        The digest is over the order as it was written, so that it is the same before and after an
        account of that name exists.
        """
        refuse_reserved(chosen)
        debit_name, credit_name, amount, currency, reference, value_date, _ = order
        said = f"{amount} {currency} {value_date}"
        digest = self._digest(debit_name, credit_name, said, reference or "")
        debit_row, debit_ms = debit or NO_DEBIT
        credit_row, credit_ms = credit or NO_CREDIT
        # Legs are made of tuples, in half of the time: this runs once a transfer of a bulk.
        return PostingRequest(
            chosen,
            True,  # noqa: FBT003 - by position: names cost
            digest[:16],
            _TRANSFER,
            (
                tuple.__new__(Leg, (debit_row, debit_ms, amount, currency)),
                tuple.__new__(Leg, (credit_row, credit_ms, -amount, currency)),
            ),
            value_date,
            reference,
            self._may_backdate,
        )
