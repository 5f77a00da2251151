"""A bulk on its way to the ledger."""

from collections.abc import Sequence

from bank.application.pipeline.jobs import refuse_unless_positive
from bank.application.ports.account_directory import AccountRef
from bank.application.ports.ledger import PostingOutcome, Refused
from bank.application.transfers.orders import Namer, TransferOrder
from bank.domain.ledger.requests import PostingRequest
from bank.domain.refusals import Refusal


class Bulk:
    """The orders that can be asked of the ledger, and the refusals of those that cannot."""

    def __init__(self, namer: Namer) -> None:
        """Take who makes the requests."""
        self._namer = namer
        self._answers: list[Refusal | None] = []
        self.requests: list[PostingRequest] = []

    def add(
        self, order: TransferOrder, debit: AccountRef | None, credit: AccountRef | None
    ) -> None:
        """Take an order; its id is known to be there."""
        assert order.id is not None  # noqa: S101 - the schema demands it of every order in a bulk
        try:
            refuse_unless_positive(order.amount_minor)
            self.requests.append(self._namer.request(order, order.id, debit, credit))
        except Refusal as refusal:
            self.bar(refusal)
        else:
            self._answers.append(None)

    def bar(self, refusal: Refusal) -> None:
        """Take an order that was refused before it reached the ledger."""
        self._answers.append(refusal)

    @property
    def spoilt(self) -> bool:
        """Whether some order cannot be asked of the ledger."""
        return any(answer is not None for answer in self._answers)

    def merged(self, outcomes: Sequence[PostingOutcome]) -> list[PostingOutcome]:
        """Give the outcomes of all orders, in the order they were given."""
        if not self.spoilt:
            return list(outcomes)
        decided = iter(outcomes)
        return [next(decided) if a is None else Refused(a) for a in self._answers]
