"""Staff post an entry of their own making."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.pipeline.jobs import (
    BACKDATE,
    PostingReceipt,
    keyed,
    receipt,
    refuse_reserved,
    refuse_unless_positive,
    single,
)
from bank.application.ports.account_directory import (
    AccountDirectory,
    AccountRef,
    moved_between,
)
from bank.application.ports.authorizer import Fact, Resource
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.ledger import Ledger
from bank.domain.identifiers import RowId
from bank.domain.ledger.entries import EntryKind, balanced
from bank.domain.ledger.refusals import AccountNotFound, EntryNotBalanced
from bank.domain.ledger.requests import Leg, PostingRequest


@dataclass(frozen=True, slots=True)
class ManualPosting:
    """One leg: an account by id, number or external reference, minor units of a currency."""

    account: str
    debit: bool
    amount_minor: int
    currency: str

    @property
    def signed_minor(self) -> int:
        """The amount, debit positive."""
        return self.amount_minor if self.debit else -self.amount_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualEntry:
    """An entry of two legs or more, in one currency or several."""

    postings: Sequence[ManualPosting]
    reference: str | None = None
    value_date: date | None = None
    id: UUID | None = None

    def money_moved(self) -> dict[str, int]:
        """Give what is debited, minor units by currency."""
        moved: dict[str, int] = {}
        for posting in self.postings:
            if posting.debit:
                so_far = moved.get(posting.currency, 0)
                moved[posting.currency] = so_far + max(posting.amount_minor, 0)
        return moved


@use_case(action="entry.post", kind=UseCaseKind.POSTING)
class PostEntry:
    """Open to branch managers and integrating systems.

    Any accounts, the bank's own as well as customers'. Nobody's limits stop it, because it is not
    the customer's doing; what their accounts do not cover does. Refuses, in this order: an amount
    that is not positive; an id of the bank's own form; debits and credits that differ in some
    currency; then as the ledger's decision does. Records the entry, through the posting queue.
    """

    def __init__(self, ledger: Ledger, directory: AccountDirectory, digests: KeyedDigests) -> None:
        """Take the ledger, the directory of names and the maker of digests."""
        self._ledger = ledger
        self._directory = directory
        self._digests = digests

    @shows(Fact.BRANCH, Fact.AMOUNT)
    async def resource(self, command: ManualEntry) -> Resource:
        """Say what is moved, and the branch, where it has but one; it is nobody's own."""
        refs = await self._directory.resolve([each.account for each in command.postings])
        known = [ref for ref in refs if ref is not None]
        return await moved_between(
            self._directory, known, command.money_moved(), hidden_by=AccountNotFound
        )

    async def __call__(self, command: ManualEntry, act: Act) -> PostingReceipt:
        """Post the entry."""
        for posting in command.postings:
            refuse_unless_positive(posting.amount_minor)
        if command.id is not None:
            refuse_reserved(command.id)
        if not balanced((each.currency, each.signed_minor) for each in command.postings):
            raise EntryNotBalanced
        refs = await self._directory.resolve([each.account for each in command.postings])
        legs = tuple(
            Leg(*(ref or _nowhere(number)), each.signed_minor, each.currency)
            for number, (ref, each) in enumerate(zip(refs, command.postings, strict=True))
        )
        request = self._request(command, act, legs)
        outcomes = await self._ledger.post(single(act, request))
        return receipt(outcomes, reference=command.reference, dry_run=act.dry_run)

    def _request(self, command: ManualEntry, act: Act, legs: tuple[Leg, ...]) -> PostingRequest:
        may_backdate = act.may(BACKDATE)
        if command.id is None:
            request = keyed(act, EntryKind.MANUAL, legs, reference=command.reference)
            return request._replace(value_date=command.value_date, may_backdate=may_backdate)
        written = self._digests.digest("named-entry", act.actor.subject, *_written(command))
        return PostingRequest(
            key=command.id,
            key_is_id=True,
            digest=written[:16],
            kind=EntryKind.MANUAL,
            legs=legs,
            value_date=command.value_date,
            reference=command.reference,
            may_backdate=may_backdate,
        )


def _nowhere(number: int) -> AccountRef:
    """Give what a name that leads nowhere is taken for: each its own, so that none is met twice."""
    return AccountRef(RowId(-1 - number), -1)


def _written(command: ManualEntry) -> tuple[str, ...]:
    """Give the entry as it was written: the same before and after an account of a name exists."""
    postings = [f"{each.account} {each.signed_minor} {each.currency}" for each in command.postings]
    return (str(command.value_date), command.reference or "", *postings)
