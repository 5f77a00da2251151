"""The balances that an account ended closed days with, in the versions that became known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bank.application.accounts.known_account import by_name
from bank.application.accounts.read_balances import SIGN
from bank.application.accounts.restatements import Restatement, Restatements
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.account_directory import AccountDirectory, held_by
from bank.application.ports.authorizer import Resource
from bank.application.ports.closed_days import ClosedDays
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.application.ports.positions import Positions
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.positions import BusinessDayNotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What the bank said that an account ended a day with; minor units on its normal side.

    The first as it was frozen when the day was closed, any other with what restated it.
    ``sequence`` is the account's last posting that it knows of.
    """

    number: int
    sequence: int
    balance_minor: int
    closed_at: datetime | None = None
    restatement: Restatement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionsOfDay:
    """Which versions: of an account, of a closed day, after one of them, how many."""

    account: str
    day: date
    after: Version | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class EndOfDay:
    """Some versions in their order; ``following`` is the one after which to go on, if any."""

    account: CustomerAccount
    versions: Sequence[Version]
    following: Version | None


@use_case(action="account.read_end_of_day", kind=UseCaseKind.QUERY)
class GetEndOfDay:
    """Open to staff, to integrating systems and to the account's holders.

    Refuses, in this order: an unknown account; a day that is not closed; one that was none of the
    bank's.
    """

    def __init__(
        self,
        accounts: CustomerAccounts,
        days: ClosedDays,
        positions: Positions,
        restatements: Restatements,
        directory: AccountDirectory,
    ) -> None:
        """Take the stores and the directory of names."""
        self._accounts = accounts
        self._days = days
        self._positions = positions
        self._restatements = restatements
        self._directory = directory

    async def resource(self, command: VersionsOfDay) -> Resource:
        """Say who holds the account."""
        return await held_by(self._directory, command.account)

    async def __call__(self, command: VersionsOfDay, _act: Act) -> EndOfDay:
        """Give the versions."""
        account = await by_name(self._directory, self._accounts, command.account)
        (await self._positions.tip()).refuse_unless_closed(command.day)
        closed = await self._days.find(command.day)
        if closed is None:
            raise BusinessDayNotFound
        versions: list[Version] = []
        last = command.after
        if last is None:
            (frozen,) = await self._positions.of_account(account.row, [closed.last_entry])
            last = Version(
                number=1,
                sequence=frozen.sequence,
                balance_minor=SIGN * frozen.balance_minor,
                closed_at=closed.closed_at,
            )
            versions.append(last)
        page = await self._restatements.listed(
            account.row, command.day, after=last.sequence, limit=command.limit - len(versions)
        )
        for restatement in page.restatements:
            last = _restated(last, restatement)
            versions.append(last)
        if page.next_after is None:
            return EndOfDay(account, versions, None)
        following = Version(
            number=last.number, sequence=page.next_after, balance_minor=last.balance_minor
        )
        return EndOfDay(account, versions, following)


def _restated(before: Version, by: Restatement) -> Version:
    return Version(
        number=before.number + 1,
        sequence=by.sequence,
        balance_minor=before.balance_minor + SIGN * by.amount_minor,
        restatement=by,
    )
