"""Keeping and finding quotes: within a unit of work, and outside of any."""

from abc import abstractmethod
from typing import Protocol
from uuid import UUID

from bank.application.ports.account_directory import AccountDirectory, AccountRef, Holding
from bank.application.ports.authorizer import Resource
from bank.domain.exchange import POSITION, Quote, QuoteNotFound, RateNotAvailable


class Quotes(Protocol):
    """The quotes of the current unit of work; none is ever changed."""

    @abstractmethod
    async def add(self, quote: Quote) -> None:
        """Write a quote."""

    @abstractmethod
    async def find(self, quote: UUID) -> Quote | None:
        """Give the quote of an id, expired or not."""


class QuoteDirectory(Protocol):
    """Finds quotes outside any unit of work, as the last commit left them."""

    @abstractmethod
    async def find(self, quote: UUID) -> Quote | None:
        """Give the quote of an id, expired or not."""


async def payer_of(directory: AccountDirectory, quote: Quote | None) -> Resource:
    """Say who holds the account that a quote debits, and how much; nobody, where there is none."""
    if quote is None:
        return Holding().resource(QuoteNotFound)
    held = await directory.holding(AccountRef(quote.debit_account, quote.debit_opened_ms))
    amount = (quote.debit.amount_minor, quote.debit.currency.code)
    return held.resource(QuoteNotFound, amount=amount)


async def position_in(
    directory: AccountDirectory, currency: str, *, spread_by: int = 0
) -> AccountRef:
    """Give the bank's own account through which a currency is exchanged, one stripe or another.

    Refuses with ``RateNotAvailable`` where the chart of accounts has none.
    """
    position = await directory.position(POSITION, currency, spread_by=spread_by)
    if position is None:
        raise RateNotAvailable
    return position
