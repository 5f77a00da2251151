"""Many transfers at once, each on its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.turns import in_turns
from bank.application.ports.account_directory import AccountDirectory
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.ledger import (
    Ledger,
    Posted,
    PostingJob,
    PostingOutcome,
    Refused,
)
from bank.application.transfers.bulk import Bulk
from bank.application.transfers.orders import Namer, TransferOrder
from bank.domain.refusals import Refusal

BULK_MAX = 8190
_DECIDED = (Posted, Refused)


@dataclass(frozen=True, slots=True)
class BulkOrder:
    """The transfers, each an order with an id or the refusal that its text already met.

    ``atomic`` asks for all or none.
    """

    orders: Sequence[TransferOrder | Refusal]
    atomic: bool = False

    def money_moved(self) -> dict[str, int]:
        """Give what all of its orders move, minor units by currency."""
        moved: dict[str, int] = {}
        for order in self.orders:
            if not isinstance(order, Refusal):
                so_far = moved.get(order.currency, 0)
                moved[order.currency] = so_far + max(order.amount_minor, 0)
        return moved


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkReceipt:
    """One outcome for each order, in order."""

    id: UUID
    outcomes: Sequence[PostingOutcome]
    replayed: bool


@use_case(action="transfer.post_bulk", kind=UseCaseKind.POSTING)
class PostBulk:
    """Open to integrating systems.

    A bulk is one act: one key, one audit event over all outcomes.

    Each order is refused alone, in this order: an amount that is not positive; an unknown account;
    then as the ledger's decision does. Of an atomic bulk, whatever is not refused itself is refused
    with the others; what was posted before under its id stays so. Records the entries, or the
    refusals, through the posting queue, in one batch.
    """

    def __init__(self, ledger: Ledger, directory: AccountDirectory, digests: KeyedDigests) -> None:
        """Take the ledger, the directory of names and the maker of digests."""
        self._ledger = ledger
        self._directory = directory
        self._digests = digests

    async def __call__(self, command: BulkOrder, act: Act) -> BulkReceipt:
        """Post the transfers."""
        bulk = await self._resolved(command.orders, act)
        object_id = act.key.key if act.key else act.audit_event
        outcomes = await self._ledger.post(
            PostingJob(
                requests=bulk.requests,
                act=act.for_posting(),
                key=act.key,
                bulk=object_id,
                atomic=command.atomic,
                spoilt=command.atomic and bulk.spoilt,
                dry_run=act.dry_run,
            )
        )
        decided = [each for each in outcomes if isinstance(each, _DECIDED)]
        replayed = bool(decided) and all(outcome.replayed for outcome in decided)
        return BulkReceipt(id=object_id, outcomes=bulk.merged(decided), replayed=replayed)

    async def _resolved(self, orders: Sequence[TransferOrder | Refusal], act: Act) -> Bulk:
        names: list[str] = []
        for order in orders:
            if not isinstance(order, Refusal):
                names += order[:2]
        refs = iter(await self._directory.resolve(names))
        bulk = Bulk(Namer(act, self._digests))
        async for some in in_turns(orders):
            for order in some:
                if isinstance(order, Refusal):
                    bulk.bar(order)
                else:
                    bulk.add(order, next(refs), next(refs))
        return bulk
