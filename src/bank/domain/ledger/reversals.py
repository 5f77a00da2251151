"""What reverses an entry: its legs the other way round, all of them or a part of two."""

from dataclasses import dataclass
from uuid import UUID

from bank.domain.identifiers import RowId
from bank.domain.ledger.refusals import CurrencyMismatch
from bank.domain.ledger.requests import Leg
from bank.domain.refusals import Refusal

_DEBIT_AND_CREDIT = 2


class PartialReversalNotAllowed(Refusal):
    """A part of an entry can go back only where it has two parties whose products allow it."""

    code = "partial_reversal_not_allowed"
    title = "This entry can be reversed only as a whole: leave the amount out."


class ReversalExceedsEntry(Refusal):
    """No more goes back than went."""

    code = "reversal_exceeds_entry"
    title = "The amount is more than the entry's."


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryToReverse:
    """An entry as it was posted, by the act of ``audit_event``.

    ``terms`` are the codes and versions of the products that its customers' accounts are under.
    """

    row: RowId
    legs: tuple[Leg, ...]
    terms: frozenset[tuple[str, int]]
    audit_event: UUID

    def moved(self) -> dict[str, int]:
        """Give what was debited, minor units by currency."""
        moved: dict[str, int] = {}
        for leg in self.legs:
            moved[leg.currency] = moved.get(leg.currency, 0) + max(leg.amount_minor, 0)
        return moved

    def mirrored(self) -> tuple[Leg, ...]:
        """Give all legs the other way round, debits first."""
        legs = [leg._replace(amount_minor=-leg.amount_minor) for leg in self.legs]
        return tuple(sorted(legs, key=lambda leg: leg.amount_minor < 0))

    def is_whole(self, amount_minor: int, currency: str) -> bool:
        """Whether an amount is all that the entry moved, between two accounts."""
        return (
            len(self.legs) == _DEBIT_AND_CREDIT
            and abs(self.legs[0].amount_minor) == amount_minor
            and self.legs[0].currency == currency
        )

    def mirrored_part(self, amount_minor: int, currency: str) -> tuple[Leg, ...]:
        """Give a part of both legs the other way round.

        Refuses, in this order: an entry of more than two legs; another currency; more than the
        entry's amount.
        """
        if len(self.legs) != _DEBIT_AND_CREDIT:
            raise PartialReversalNotAllowed
        debit, credit = self.mirrored()
        if debit.currency != currency:
            raise CurrencyMismatch(f"The entry is in {debit.currency}.")
        if amount_minor > debit.amount_minor:
            raise ReversalExceedsEntry
        return (
            debit._replace(amount_minor=amount_minor),
            credit._replace(amount_minor=-amount_minor),
        )
