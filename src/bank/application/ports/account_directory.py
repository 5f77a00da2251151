"""Finding accounts by the names that clients give them."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from bank.application.ports.authorizer import Resource
from bank.domain.identifiers import RowId
from bank.domain.ledger.refusals import AccountNotFound


class AccountRef(NamedTuple):
    """An account as the ledger addresses it.

    Its row, and the millisecond that its public id carries.
    """

    row: RowId
    opened_ms: int


class Holding(NamedTuple):
    """The subjects who may act on an account, and its branch; ``None`` for no account."""

    holders: frozenset[str] = frozenset()
    branch: str | None = None


NO_DEBIT = AccountRef(RowId(-1), -1)
NO_CREDIT = AccountRef(RowId(-2), -1)
"""What a name that leads nowhere is taken for: the ledger finds no account there, and says so.

The refusal is then recorded like any other, under the key and the id of its request.
"""


class AccountDirectory(Protocol):
    """Resolves names outside any unit of work.

    A public id needs no look-up and is not proved to exist.
    """

    @abstractmethod
    async def resolve(self, names: Sequence[str]) -> Sequence[AccountRef | None]:
        """Give the account of each name: public id, else account number, else external reference.

        Numbers may differ in case, character width and spaces; references stand as they are given.
        ``None`` for no such name, and for what could be none (``bank.domain.account_names``), such
        as an empty text; never an error.
        """

    @abstractmethod
    async def till(self, till: str, currency: str) -> AccountRef | None:
        """Give the cash position of a till in a currency."""

    @abstractmethod
    async def position(
        self, position: str, currency: str, *, spread_by: int = 0
    ) -> AccountRef | None:
        """Give one of the bank's own accounts, by the chart's name for it, in a currency.

        Of a position with stripes it is one or another by ``spread_by``, such as a row: always the
        same for the same number.
        """

    @abstractmethod
    async def holding(self, account: AccountRef, *, owning: bool = False) -> Holding:
        """Give the subjects who may act on an account: as its owner, joint or not, or by mandate.

        Of those who own it alone, with ``owning``: a mandate does not dispose of the account.

        Never a beneficial owner, nor anybody whose role has ended. With it comes the branch.
        """


async def held_by(
    directory: AccountDirectory,
    name: str,
    *,
    owning: bool = False,
    amount: tuple[int | None, str | None] = (None, None),
) -> Resource:
    """Say who holds, or owns, the account of a name, for conditions; nobody without one.

    ``amount`` is what is to be moved: minor units of a currency.
    """
    (ref,) = await directory.resolve([name])
    held = Holding() if ref is None else await directory.holding(ref, owning=owning)
    minor, currency = amount
    return Resource(
        holders=held.holders,
        hidden_by=AccountNotFound,
        branch=held.branch,
        amount_minor=minor,
        currency=currency,
    )
