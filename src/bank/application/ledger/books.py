"""What the books are asked by auditors."""

from abc import abstractmethod
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from bank.application.ledger.proofs import Proof
from bank.domain.ledger.accounts import AccountKind


@dataclass(frozen=True, slots=True, kw_only=True)
class InternalAccountView:
    """One of the bank's own ledger accounts; the balance in minor units on its normal side."""

    id: UUID
    gl_code: str
    kind: AccountKind
    position: str
    currency: str
    branch: str
    balance_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialBalanceLine:
    """The sum of all accounts under one general-ledger code in one currency.

    ``balance_minor`` is signed, debit positive; ``accounts`` is how many there are.
    """

    gl_code: str
    kind: AccountKind
    currency: str
    accounts: int
    balance_minor: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A proof that failed: which, the first offender by its row or day, and how many there are."""

    check: Proof
    offender: str
    count: int


@dataclass(frozen=True, slots=True)
class CheckStep:
    """A proof that ended: which, how many rows were looked at for it, and what it found.

    Those that read the same rows end together.
    """

    check: Proof
    looked_at: int
    finding: Finding | None


class Books(Protocol):
    """The whole ledger, inside the current read snapshot; locks nothing."""

    @abstractmethod
    async def internal_accounts(
        self, *, after: str | None, limit: int
    ) -> Sequence[InternalAccountView]:
        """Give the bank's own accounts in the order of position and currency.

        ``after`` is those two of the last account seen, as ``position~currency``.
        """

    @abstractmethod
    async def trial_balance(self) -> Sequence[TrialBalanceLine]:
        """Give the sums by code and currency."""

    @abstractmethod
    def check(self) -> AsyncIterator[CheckStep]:
        """Run every ``Proof`` over one snapshot, and give each as it ends."""
