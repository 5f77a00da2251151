"""Money is exchanged at a rate that was quoted."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.exchange.stored_quotes import QuoteDirectory, payer_of, position_in
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.pipeline.jobs import PostingReceipt, receipt, single
from bank.application.pipeline.payees import shown_to_payer
from bank.application.pipeline.payments import Paying, Payment
from bank.application.ports.account_directory import AccountDirectory, AccountRef
from bank.application.ports.authorizer import Fact, Resource
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.ledger import Ledger
from bank.domain.exchange import Quote, QuoteNotFound
from bank.domain.identifiers import public_id_at
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.requests import PostingRequest
from bank.domain.refusals import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeOrder:
    """Which quote to take."""

    quote: UUID
    reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeReceipt:
    """The posting of an exchange, and the quote that it took."""

    posting: PostingReceipt
    quote: Quote

    @property
    def replayed(self) -> bool:
        """Whether the quote was taken before."""
        return self.posting.replayed


@use_case(action="exchange.post", kind=UseCaseKind.POSTING)
class PostExchange(Paying):
    """Open to tellers, branch managers, integrating systems and the holders of the paying account.

    Refuses, in this order: an unknown quote; then as the ledger's decision does, a quote that has
    expired among it; but whatever is the matter with the payee's account is one and the same
    refusal to whoever may not read it. Records the entry, through the posting queue, under the
    quote's id: a quote is taken once, and once refused by the ledger it stays refused.
    """

    def __init__(
        self,
        ledger: Ledger,
        directory: AccountDirectory,
        quotes: QuoteDirectory,
        digests: KeyedDigests,
    ) -> None:
        """Take the ledger, the directories of names and of quotes, and the maker of digests."""
        self._ledger = ledger
        self._directory = directory
        self._quotes = quotes
        self._digests = digests

    @shows(Fact.HOLDERS, Fact.ROLES, Fact.BRANCH, Fact.AMOUNT)
    async def resource(self, command: ExchangeOrder) -> Resource:
        """Say who holds the account that pays."""
        return await payer_of(self._directory, await self._quotes.find(command.quote))

    async def payment(self, command: ExchangeOrder) -> Payment:
        """Say what the quote debits; refuses an unknown quote."""
        quote = await self._quotes.find(command.quote)
        if quote is None:
            raise QuoteNotFound
        credit = AccountRef(quote.credit_account, quote.credit_opened_ms)
        return Payment(
            debit=AccountRef(quote.debit_account, quote.debit_opened_ms),
            credit=credit,
            amount_minor=quote.debit.amount_minor,
            currency=quote.debit.currency.code,
            payee=str(public_id_at(credit.opened_ms, credit.row)),
        )

    async def money_moved(self, command: ExchangeOrder) -> dict[str, int]:
        """Give what the payer is debited; refuses an unknown quote."""
        paid = await self.payment(command)
        return {paid.currency: paid.amount_minor}

    async def __call__(self, command: ExchangeOrder, act: Act) -> ExchangeReceipt:
        """Exchange the money."""
        quote = await self._quotes.find(command.quote)
        if quote is None:
            raise QuoteNotFound
        request = await self._request(command, quote)
        outcomes = await self._ledger.post(single(act, request))
        try:
            posting = receipt(outcomes, reference=command.reference, dry_run=act.dry_run)
        except Refusal as refusal:
            raise shown_to_payer(refusal, quote.credit_account, act) from None
        return ExchangeReceipt(posting=posting, quote=quote)

    async def _request(self, command: ExchangeOrder, quote: Quote) -> PostingRequest:
        payer = quote.debit_account
        debited = await position_in(self._directory, quote.debit.currency.code, spread_by=payer)
        credited = await position_in(self._directory, quote.credit.currency.code, spread_by=payer)
        reference = command.reference
        digest = self._digests.digest("exchange", quote.id.bytes, reference or "")
        return PostingRequest(
            key=quote.id,
            key_is_id=True,
            digest=digest[:16],
            kind=EntryKind.EXCHANGE,
            legs=quote.legs(debited, credited),
            reference=reference,
            not_after=quote.expires_at,
        )
