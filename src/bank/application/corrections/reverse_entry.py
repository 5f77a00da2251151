"""An entry is reversed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bank.application.corrections.entry_directory import EntryDirectory
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
from bank.application.ports.account_directory import (
    AccountDirectory,
    AccountRef,
    moved_between,
)
from bank.application.ports.authorizer import Fact, Resource
from bank.application.ports.entries import EntryNotFound
from bank.application.ports.ledger import Ledger
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.requests import Leg, Reversed
from bank.domain.ledger.reversals import EntryToReverse, PartialReversalNotAllowed
from bank.domain.products import Products

FORCE = "entry.reverse_by_force"
"""The permission to reverse against the state of the accounts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReversalOrder:
    """What to reverse; without an amount (minor units of ``currency``) all of it."""

    entry: UUID
    amount_minor: int | None = None
    currency: str | None = None
    reference: str | None = None
    value_date: date | None = None


@use_case(action="entry.reverse", kind=UseCaseKind.POSTING)
class ReverseEntry:
    """Open to branch managers and integrating systems.

    A reversal is an entry of its own, once for each entry. A part goes back only of an entry
    between two accounts, where the product of every customer's account in it allows that. Nobody's
    limits stop it; an account that has since been closed, blocked or emptied does, but for whoever
    may force it. Refuses, in this order: an amount that is not positive; an unknown entry; a part
    of an entry of more than two postings; another currency; more than the entry's amount; a part
    that a product does not allow; then as the ledger's decision does. Records the entry and its
    link, through the posting queue.
    """

    def __init__(
        self,
        ledger: Ledger,
        entries: EntryDirectory,
        products: Products,
        directory: AccountDirectory,
    ) -> None:
        """Take the ledger, the directories of entries and of accounts, and the products."""
        self._ledger = ledger
        self._entries = entries
        self._products = products
        self._directory = directory

    @shows(Fact.BRANCH, Fact.MAKER, Fact.AMOUNT)
    async def resource(self, command: ReversalOrder) -> Resource:
        """Say who posted the entry, what goes back, and the branch, where it has but one.

        It is nobody's own: it has two sides.
        """
        entry = await self._entries.find(command.entry)
        if entry is None:
            return Resource(holders=frozenset(), hidden_by=EntryNotFound)
        moved = entry.moved()
        if command.amount_minor is not None and command.currency is not None:
            moved = {command.currency: command.amount_minor}
        return await moved_between(
            self._directory,
            [AccountRef(leg.account, leg.opened_ms) for leg in entry.legs],
            moved,
            hidden_by=EntryNotFound,
            maker=await self._entries.maker_of(entry),
        )

    async def money_moved(self, command: ReversalOrder) -> dict[str, int]:
        """Give what goes back of a whole entry: what was debited, which is what was credited.

        Refuses an unknown entry.
        """
        entry = await self._entries.find(command.entry)
        if entry is None:
            raise EntryNotFound
        return entry.moved()

    async def __call__(self, command: ReversalOrder, act: Act) -> PostingReceipt:
        """Reverse the entry."""
        if command.amount_minor is not None:
            refuse_unless_positive(command.amount_minor)
        entry = await self._entries.find(command.entry)
        if entry is None:
            raise EntryNotFound
        legs = self._legs(command, entry)
        request = keyed(act, EntryKind.REVERSAL, legs, reference=command.reference)._replace(
            value_date=command.value_date,
            may_backdate=act.may(BACKDATE),
            reverses=Reversed(entry.row, act.may(FORCE)),
        )
        outcomes = await self._ledger.post(single(act, request))
        return receipt(outcomes, reference=command.reference, dry_run=act.dry_run)

    def _legs(self, command: ReversalOrder, entry: EntryToReverse) -> tuple[Leg, ...]:
        amount_minor, currency = command.amount_minor, command.currency
        if amount_minor is None or currency is None or entry.is_whole(amount_minor, currency):
            return entry.mirrored()
        legs = entry.mirrored_part(amount_minor, currency)
        terms = [self._products.under(*each) for each in entry.terms]
        if not all(each.partial_reversal for each in terms):
            raise PartialReversalNotAllowed
        return legs
