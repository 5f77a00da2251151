"""The rows of the tables in memory."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.notices.stored_notices import WaitingNotice
from bank.application.ports.authenticator import TokenEnding
from bank.domain.account_holders import AccountHolder
from bank.domain.contacts import Contact
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.devices import Device
from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import BEFORE_ALL, AccountKind, AccountStatus, Block, LedgerAccount
from bank.domain.ledger.days import LedgerHead
from bank.domain.ledger.holds import Hold
from bank.domain.ledger.limits import LimitRule
from bank.domain.sessions import Session

MOVING = (
    "balance_minor",
    "held_minor",
    "sequence",
    "debits_minor",
    "counted_on",
    "day_debits_minor",
    "day_balance_minor",
    "month_debits_minor",
    "month_balance_minor",
    "active_on",
    "holds_expire_at",
)
"""What batches change of a ledger account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRow:
    """A hold with its free text in the clear."""

    hold: Hold
    reference: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRow:
    """A limit of a product or of an account in a currency; one of the two is named."""

    account: RowId | None
    product: str | None
    currency: str
    rule: LimitRule
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """A ledger account as it is kept; ``position`` names one of the bank's own."""

    row: RowId
    opened_ms: int
    kind: AccountKind
    gl_code: str
    branch: str
    position: str | None
    currency: str
    status: AccountStatus = AccountStatus.OPEN
    overdraft_minor: int | None = None
    balance_minor: int = 0
    held_minor: int = 0
    sequence: int = 0
    debits_minor: int = 0
    counted_on: date = BEFORE_ALL
    day_debits_minor: int = 0
    day_balance_minor: int = 0
    month_debits_minor: int = 0
    month_balance_minor: int = 0
    blocked: Block = Block.NONE
    product: str | None = None
    active_on: date | None = None
    holds_expire_at: datetime | None = None

    @property
    def shown_minor(self) -> int:
        """The balance on the account's normal side."""
        return self.kind.normal_sign * self.balance_minor

    def account(self) -> LedgerAccount:
        """Give the account that a batch decides over."""
        return LedgerAccount(
            row=self.row,
            opened_ms=self.opened_ms,
            sign=self.kind.normal_sign,
            status=self.status,
            currency=self.currency,
            overdraft_minor=self.overdraft_minor,
            **{name: getattr(self, name) for name in MOVING},
            blocked=self.blocked,
            product=self.product,
        )

    def moved(self, account: LedgerAccount) -> "LedgerRow":
        """Give the row as a batch left its account."""
        return replace(self, **{name: getattr(account, name) for name in MOVING})


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A customer's account with those who hold it; its balance is the ledger row's."""

    account: CustomerAccount
    holders: tuple[AccountHolder, ...]


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session, and the digest by which a browser's is found."""

    session: Session
    cookie_digest: bytes | None


@dataclass(frozen=True, slots=True)
class RevocationRow:
    """When a session or a token was ended, and until when there may be tokens of it."""

    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class TokenEndingRow:
    """An ending, and when it was written."""

    ending: TokenEnding
    written_at: datetime


@dataclass(frozen=True, slots=True)
class HeadRow:
    """The book's tip as it is kept."""

    last_entry: int
    last_recorded_at: datetime
    booking_date: date
    last_hold: int = 0
    limits_version: int = 0

    def head(self) -> LedgerHead:
        """Give the head that a batch moves."""
        return LedgerHead(
            self.last_entry,
            self.last_recorded_at,
            self.booking_date,
            self.last_hold,
            self.limits_version,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """A notice; only what waits has ``next_at``, an address, a code and what it is about."""

    row: RowId
    kind: NoticeKind
    principal: RowId | None
    created_at: datetime
    next_at: datetime | None
    to: Contact | None
    code: str | None
    about: str | None = None
    attempts: int = 0
    sent_at: datetime | None = None
    given_up_at: datetime | None = None

    def waiting(self) -> WaitingNotice:
        """Give the notice as the worker sees it."""
        assert self.to is not None  # noqa: S101 - what waits has an address
        return WaitingNotice(
            row=self.row,
            kind=self.kind,
            to=self.to,
            code=self.code,
            created_at=self.created_at,
            attempts=self.attempts,
            about=self.about,
        )


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device and the digest of its secret."""

    device: Device
    secret_digest: bytes
