"""A bank in memory over the configuration that is shipped, and people who ask things of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.known_people import KNOWN
from tests.people_who_pay import let_pay

from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.approvals.command_codec import CommandCodec
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.exchange.exchange_rates import ExchangeRates, QuoteTerms
from bank.application.identity.challenges.payment_terms import StepUpTerms
from bank.application.identity.factors.one_time_codes import OneTimeCodes
from bank.application.identity.factors.passkey_ceremonies import PasskeyCeremonies
from bank.application.identity.registration.leave import LeavingTerms
from bank.application.identity.registration.taking_in import RegistrationTerms
from bank.application.pipeline.act import Caller
from bank.application.pipeline.declaration import UseCaseKind, declaration_of
from bank.application.pipeline.pipeline import Done
from bank.application.policies.policy_book import PolicyInForce
from bank.application.ports.authenticator import TokenIssuer
from bank.application.posting.journal import Screening
from bank.application.posting.queue import QueueLimits
from bank.application.posting.screening import NoScreening
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_cash import CashOrder, PostDeposit
from bank.bootstrap.bank_configuration import packaged_folder
from bank.bootstrap.permissions_file import read_permissions
from bank.bootstrap.reference_files import read_chart, read_products
from bank.domain.approval_rules import ApprovalRule, ApprovalRules
from bank.domain.audit import Actor, AuditEvent, Outcome
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.due_diligence import DueDiligence
from bank.domain.money import currency
from bank.domain.parties import Customer, CustomerKind
from bank.domain.policies import UNCHANGED, ShippedPolicy
from bank.domain.staff import STAFF_ROLES
from bank.infrastructure.casbin_policies.casbin_authorizer import CasbinAuthorizer
from bank.infrastructure.command_codec.msgspec_command_codec import MsgspecCommandCodec
from bank.infrastructure.exchange_rates.configured_rates import ConfiguredRates
from bank.infrastructure.field_encryption.hkdf_keyed_digests import HkdfKeyedDigests
from bank.infrastructure.in_memory.bank import InMemoryBank, Terms
from bank.infrastructure.in_memory.rows import LedgerRow
from bank.infrastructure.in_memory.store import Store
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.one_time_codes.pyotp_one_time_codes import PyotpOneTimeCodes
from bank.infrastructure.passkeys.webauthn_ceremonies import RelyingParty, WebauthnCeremonies

OPENED_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TODAY = OPENED_AT.date()
EUR = currency("EUR")
_CONFIG = packaged_folder()
_CHART = read_chart(_CONFIG / "chart-of-accounts.yaml")
_PRODUCTS = read_products(_CONFIG / "products.yaml", _CHART.chart, ("EUR", "JPY"))
SHIPPED = read_permissions(_CONFIG / "permissions.yaml")
RATES = ConfiguredRates({"EUR": Decimal(1), "JPY": Decimal("163.20")}, 50, {})
PARTY = RelyingParty(id="bank.example", name="Bank", origins=("https://bank.example",))
QUOTES = QuoteTerms(timedelta(seconds=30))
STEP_UP = StepUpTerms({"EUR": 1_000_000_00, "JPY": 1_000_000})
"""Above what is paid in tests that are not about it: there a payee who is known is paid at once."""


def an_authorizer(shipped: ShippedPolicy | None = None) -> CasbinAuthorizer:
    """Make an authoriser over what is shipped, or over something else, that nobody changed yet."""
    model = _CONFIG / "authorization-model.conf"
    made = CasbinAuthorizer(model, shipped or SHIPPED)
    made.adopt(UNCHANGED)
    return made


AUTHORIZER = an_authorizer()


def factors_of(roles: Iterable[str]) -> int:
    """By how many factors somebody in some roles signs in, if it is not said: staff by two."""
    return 1 if STAFF_ROLES.isdisjoint(roles) else 2


def actor(role: str, subject: str | None = None) -> Actor:
    """Give somebody who has just proved who they are; staff by two factors."""
    who = subject or role
    return Actor(
        kind="token",
        subject=who,
        pseudonym=f"pseudonym of {who}",
        roles=(role,),
        assurance=factors_of([role]),
        proved_at=OPENED_AT,
    )


TELLER = actor("teller")
SERVICE = actor("service_account")
MANAGER = actor("branch_manager")
AUDITOR = actor("auditor")
OPERATOR = actor("operator")
WORKER = replace(actor("worker"), kind="worker")
STRANGER = replace(actor("anonymous"), kind="anonymous")


def holder_of(account: CustomerAccount) -> Actor:
    """Give the customer who owns an account, signed in."""
    return actor("customer", str(account.owner_id))


def a_bank(
    *,
    limits: QueueLimits | None = None,
    screening: Screening | None = None,
    issuer: TokenIssuer | None = None,
    ports: Mapping[type[Any], Any] | None = None,
    authorizer: CasbinAuthorizer = AUTHORIZER,
    approvals: Iterable[ApprovalRule] = (),
    step_up: StepUpTerms | None = None,
    **seams: Any,
) -> InMemoryBank:
    """Make a bank; ``ports`` are of no unit; ``seams`` make parts of ``InMemoryBank`` fail."""
    terms = Terms(
        authorizer=authorizer,
        digests=HkdfKeyedDigests(b"a secret of the tests' own......"),
        screening=screening or NoScreening(),
        products=_PRODUCTS,
        zone=UTC,
        limits=limits or QueueLimits(),
        further={
            PolicyInForce: authorizer,
            ExchangeRates: RATES,
            QuoteTerms: QUOTES,
            RegistrationTerms: RegistrationTerms("main"),
            LeavingTerms: LeavingTerms(timedelta(days=3653)),
            PasskeyCeremonies: WebauthnCeremonies(PARTY),
            OneTimeCodes: PyotpOneTimeCodes("Bank"),
        }
        | {CommandCodec: MsgspecCommandCodec()}
        | dict(ports or {})
        | ({TokenIssuer: issuer} if issuer else {}),
        approvals=ApprovalRules(approvals),
        step_up=step_up or STEP_UP,
    )
    branches = [code for code, _ in _CHART.branches]
    store = Store(_CHART.chart, [EUR, currency("JPY")], branches, OPENED_AT)
    return InMemoryBank(store, SettableClock(OPENED_AT), terms, **seams)


@dataclass
class Desk:
    """Where people come with requests; each gets a key of its own unless they bring one."""

    bank: InMemoryBank
    _keys: int = field(default=0)

    async def ask(
        self,
        use_case: type[Any],
        command: Any,
        who: Actor = SERVICE,
        *,
        key: str | None = None,
        body: str = "",
        dry_run: bool = False,
    ) -> Done[Any]:
        """Run a use case; ``body`` stands for the canonical bytes of the request."""
        if key is None and declaration_of(use_case).kind is not UseCaseKind.QUERY:
            self._keys += 1
            key = f"key {self._keys}"
        return await self.bank.pipeline.run(
            use_case,
            command,
            Caller(
                actor=who,
                request_id="request-1",
                idempotency_key=key,
                fingerprint=(body or repr(command)).encode(),
                dry_run=dry_run,
            ),
        )

    async def customer(
        self, full_name: str = "Ada Lovelace", known: DueDiligence | None = KNOWN
    ) -> Customer:
        """Take a customer in, of whom everything is known unless it says otherwise."""
        done = await self.ask(
            CreateCustomer,
            NewCustomer(
                kind=CustomerKind.PERSON,
                full_name=full_name,
                email="ada@example.com",
                due_diligence=known,
            ),
        )
        created: Customer = done.result
        return created

    async def account(
        self,
        *,
        balance_minor: int = 0,
        overdraft_minor: int = 0,
        external_reference: str | None = None,
        owner: UUID | None = None,
    ) -> CustomerAccount:
        """Open a current account in euros and pay its balance in."""
        done = await self.ask(
            OpenAccount,
            NewAccount(
                customer_id=owner or (await self.customer()).id,
                product="current",
                currency=EUR,
                overdraft_minor=overdraft_minor,
                external_reference=external_reference,
            ),
        )
        opened: CustomerAccount = done.result
        if balance_minor:
            await self.ask(PostDeposit, cash(opened, balance_minor))
        return opened

    async def paying(self, account: CustomerAccount, *payees: CustomerAccount) -> Actor:
        """Give the customer who owns an account, by two factors, who has paid the payees before."""
        owner = holder_of(account)
        await self.let_pay(owner, *payees)
        return owner

    async def let_pay(self, who: Actor, *payees: CustomerAccount) -> None:
        """Give a customer two factors, and payees whom they have paid before."""
        rows = [payee.row for payee in payees]
        await let_pay(self.bank.scopes, self.bank.clock.now(), who.subject, *rows)

    def balance_minor(self, account: CustomerAccount) -> int:
        """Give what the books say, on the account's normal side."""
        return self.bank.store.committed.ledger_accounts[account.row].shown_minor

    def last_entry(self) -> UUID:
        """Give the id of the entry that was posted last."""
        entries = self.bank.store.committed.entries
        return entries[max(entries)].entry.id

    def internal_accounts(self, code: str) -> list[LedgerRow]:
        """Give the bank's own accounts in a currency."""
        rows = self.bank.store.committed.ledger_accounts.values()
        return [each for each in rows if each.position is not None and each.currency == code]

    def events(self, action: str) -> list[AuditEvent]:
        """Give the audit events of what was done or refused under an action, oldest first."""
        events = self.bank.store.committed.audit_events
        found = [
            each
            for each in events.values()
            if each.action == action and each.outcome is not Outcome.REPLAYED
        ]
        return sorted(found, key=lambda event: event.id)


def cash(account: CustomerAccount, amount_minor: int, *, till: str = "main") -> CashOrder:
    return CashOrder(account=str(account.id), amount_minor=amount_minor, currency="EUR", till=till)


def transfer(
    debit: CustomerAccount, credit: CustomerAccount, amount_minor: int, **given: Any
) -> TransferOrder:
    return TransferOrder(str(debit.id), str(credit.id), amount_minor, "EUR", **given)
