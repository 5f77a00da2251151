"""Finding accounts by the names that clients give them."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from bank.application.ports.authorizer import Resource
from bank.domain.identifiers import RowId
from bank.domain.ledger.refusals import AccountNotFound
from bank.domain.parties import ACTING, OWNING, HolderRole
from bank.domain.refusals import Refusal

Amount = tuple[int | None, str | None]
"""Minor units of a currency."""

NO_AMOUNT: Amount = (None, None)


class AccountRef(NamedTuple):
    """An account as the ledger addresses it.

    Its row, and the millisecond that its public id carries.
    """

    row: RowId
    opened_ms: int


class Holding(NamedTuple):
    """The subjects who may act on an account, and its branch; ``None`` for no account.

    ``holders`` are its owner and joint owners, who are the ``owners``, and those with a mandate,
    which does not dispose of the account. ``beneficiaries`` are beneficial owners, who do not act.
    """

    holders: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    beneficiaries: frozenset[str] = frozenset()
    branch: str | None = None

    @classmethod
    def of(cls, branch: str | None, bonds: Iterable[tuple[HolderRole, str]]) -> "Holding":
        """Sort subjects by the roles that they have now; one may have several."""
        acting: dict[bool, set[str]] = {True: set(), False: set()}
        owning = set()
        for role, subject in bonds:
            acting[role in ACTING].add(subject)
            if role in OWNING:
                owning.add(subject)
        return cls(frozenset(acting[True]), frozenset(owning), frozenset(acting[False]), branch)

    def resource(
        self, hidden_by: type[Refusal], *, amount: Amount = NO_AMOUNT, maker: str | None = None
    ) -> Resource:
        """Give what conditions look at; ``amount`` is what moves, ``maker`` a pseudonym."""
        minor, currency = amount
        return Resource(
            holders=self.holders,
            owners=self.owners,
            beneficiaries=self.beneficiaries,
            branch=self.branch,
            hidden_by=hidden_by,
            maker=maker,
            amount_minor=minor,
            currency=currency,
        )

    @classmethod
    def together(cls, held: Sequence["Holding"]) -> "Holding":
        """Take several accounts as one thing; it belongs to a branch where all of them do."""
        branches = {each.branch for each in held}
        return cls(
            frozenset().union(*[each.holders for each in held]),
            frozenset().union(*[each.owners for each in held]),
            frozenset().union(*[each.beneficiaries for each in held]),
            branches.pop() if len(branches) == 1 else None,
        )


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
    async def holding(self, account: AccountRef) -> Holding:
        """Give the subjects who hold an account, by what they may do to it, and its branch.

        Nobody whose role has ended.
        """


async def held_by(
    directory: AccountDirectory, name: str, *, amount: Amount = NO_AMOUNT
) -> Resource:
    """Say who holds the account of a name, for conditions; nobody without one."""
    (ref,) = await directory.resolve([name])
    held = Holding() if ref is None else await directory.holding(ref)
    return held.resource(AccountNotFound, amount=amount)


async def moved_between(
    directory: AccountDirectory,
    accounts: Sequence[AccountRef],
    moved: Mapping[str, int],
    *,
    hidden_by: type[Refusal],
    maker: str | None = None,
) -> Resource:
    """Say to which branch accounts belong, where they belong to one, and what moves between them.

    ``moved`` is in minor units by currency; an amount is told where it is in one. Nobody holds what
    is between several.
    """
    branches = {(await directory.holding(each)).branch for each in accounts}
    amounts = list(moved.items())
    currency, amount_minor = amounts[0] if len(amounts) == 1 else (None, None)
    return Resource(
        holders=frozenset(),
        hidden_by=hidden_by,
        branch=branches.pop() if len(branches) == 1 else None,
        maker=maker,
        amount_minor=amount_minor,
        currency=currency,
    )
