"""A rate is promised for a while, and the promise is looked at."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.exchange.exchange_rates import ExchangeRates, QuoteTerms
from bank.application.exchange.stored_quotes import Quotes, payer_of, position_in
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.pipeline.jobs import refuse_unless_positive
from bank.application.pipeline.payees import PayeeCannotReceive, may_know
from bank.application.ports.account_directory import (
    NO_CREDIT,
    NO_DEBIT,
    AccountDirectory,
    held_by,
)
from bank.application.ports.authorizer import Fact, Resource
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.exchange import Quote, QuoteNotFound, SameCurrency, agreed_rate, exchanged
from bank.domain.identifiers import milliseconds
from bank.domain.ledger.refusals import AccountNotFound, CurrencyMismatch
from bank.domain.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteOrder:
    """Between which accounts, and how much: of the one currency or of the other."""

    debit: str
    credit: str
    amount: Money


@dataclass(frozen=True, slots=True)
class QuoteById:
    """Which quote."""

    id: UUID


@use_case(action="exchange.quote", kind=UseCaseKind.COMMAND)
class QuoteExchange:
    """Open to tellers, branch managers, integrating systems and the holders of the paying account.

    Refuses, in this order: an amount that is not positive; an unknown account that pays; to whoever
    may not read it, whatever account is paid, known or not, by one and the same refusal; an unknown
    one that is paid; accounts of one currency; an amount in neither's; currencies without a rate;
    an amount that is worth nothing or too much in the other. So customers exchange between accounts
    that they hold: a quote would tell them the currency of any other. Records the quote, which says
    nothing about whether the accounts can give and take.
    """

    def __init__(
        self,
        accounts: CustomerAccounts,
        quotes: Quotes,
        directory: AccountDirectory,
        rates: ExchangeRates,
        terms: QuoteTerms,
        digests: KeyedDigests,
    ) -> None:
        """Take the stores, the directory of names, the rates and the maker of ids."""
        self._accounts = accounts
        self._quotes = quotes
        self._directory = directory
        self._rates = rates
        self._lifetime = terms.lifetime
        self._digests = digests

    @shows(Fact.HOLDERS, Fact.ROLES, Fact.BRANCH, Fact.AMOUNT)
    async def resource(self, command: QuoteOrder) -> Resource:
        """Say who holds the account that pays, and how much of either currency is asked for."""
        amount = (command.amount.amount_minor, command.amount.currency.code)
        return await held_by(self._directory, command.debit, amount=amount)

    async def __call__(self, command: QuoteOrder, act: Act) -> Quote:
        """Quote."""
        refuse_unless_positive(command.amount.amount_minor)
        debit, credit = await self._sides(command, act)
        refuse_currencies(command.amount, debit, credit)
        for account in (debit, credit):
            await position_in(self._directory, account.currency.code)
        rate = agreed_rate(self._rates.rate(debit.currency, credit.currency))
        agreed = exchanged(command.amount, debit.currency, credit.currency, rate)
        quote = Quote(
            id=self._new_id(act),
            created_at=act.now,
            expires_at=act.now + self._lifetime,
            debit_account=debit.row,
            debit_opened_ms=milliseconds(debit.opened_at),
            credit_account=credit.row,
            credit_opened_ms=milliseconds(credit.opened_at),
            debit=agreed.debit,
            credit=agreed.credit,
            rate=agreed.rate,
        )
        await self._quotes.add(quote)
        act.changed(Change(object_kind="exchange_quote", object_id=quote.id, after=repr(quote)))
        return quote

    async def recall(self, quote: UUID, _act: Act) -> Quote:
        """Give the quote that an earlier request with the key was given."""
        return await _known(self._quotes, quote)

    async def _sides(
        self, command: QuoteOrder, act: Act
    ) -> tuple[CustomerAccount, CustomerAccount]:
        names = [command.debit, command.credit]
        debit_ref, credit_ref = await self._directory.resolve(names)
        # Locked, so that no close that has looked for quotes already meets this one half-way.
        debit = await self._accounts.find(debit_ref or NO_DEBIT, lock=True)
        if debit is None:
            raise AccountNotFound
        if not may_know(await self._directory.holding(credit_ref or NO_CREDIT), act):
            raise PayeeCannotReceive
        credit = await self._accounts.find(credit_ref or NO_CREDIT)
        if credit is None:
            raise AccountNotFound
        return debit, credit

    def _new_id(self, act: Act) -> UUID:
        """Give an id that is never read as one of a row: it becomes that of the entry."""
        digest = self._digests.digest("exchange-quote", act.audit_event.bytes)
        return UUID(bytes=digest[:16], version=4)


@use_case(action="exchange.read_quote", kind=UseCaseKind.QUERY)
class GetQuote:
    """Open to staff, to integrating systems and to the holders of the account that pays.

    Refuses what is no quote, or not the caller's to know of. Quotes that expired or were used are
    found as well.
    """

    def __init__(self, quotes: Quotes, directory: AccountDirectory) -> None:
        """Take the quotes and the directory of holders."""
        self._quotes = quotes
        self._directory = directory

    @shows(Fact.HOLDERS, Fact.ROLES, Fact.BRANCH, Fact.AMOUNT)
    async def resource(self, command: QuoteById) -> Resource:
        """Say who holds the account that pays."""
        return await payer_of(self._directory, await self._quotes.find(command.id))

    async def __call__(self, command: QuoteById, _act: Act) -> Quote:
        """Give the quote."""
        return await _known(self._quotes, command.id)


def refuse_currencies(amount: Money, debit: CustomerAccount, credit: CustomerAccount) -> None:
    """Refuse accounts of one currency, then an amount that is in neither's."""
    if debit.currency == credit.currency:
        raise SameCurrency
    if amount.currency not in {debit.currency, credit.currency}:
        raise CurrencyMismatch(row=credit.row)


async def _known(quotes: Quotes, quote: UUID) -> Quote:
    found = await quotes.find(quote)
    if found is None:
        raise QuoteNotFound
    return found
