"""The bank's settings, one frozen class for each consumer; defaults stand here and nowhere else."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from bank.bootstrap.backup_settings import BackupSettings
from bank.bootstrap.configuration import ConfigFile, Secret
from bank.bootstrap.credential_settings import OneTimeCodesSettings, PasswordsSettings
from bank.bootstrap.notice_settings import NoticesSettings, RegistrationSettings
from bank.bootstrap.passkey_settings import PasskeysSettings
from bank.bootstrap.payment_settings import PaymentsSettings
from bank.bootstrap.server_settings import CorsSettings, RateLimitSettings, ServerSettings
from bank.bootstrap.session_settings import SessionsSettings
from bank.bootstrap.token_settings import TokensSettings

CurrencyCode = Annotated[str, Meta(pattern="^[A-Z]{3}$")]

_KEYS_KEPT_MOST = timedelta(days=365_000)
"""A thousand years: a moment so long ago can still be said."""


class DatabaseSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """The database; the addresses are secrets because they may hold a password."""

    url: Annotated[
        Secret | None,
        Meta(description="Address of a server, `postgresql://…`; none: the embedded PostgreSQL."),
    ] = None
    migration_url: Annotated[
        Secret | None,
        Meta(description="Address for the role that owns the schema; none: the same as `url`."),
    ] = None
    pool_size: Annotated[
        int,
        Meta(
            ge=2,
            le=1000,
            description=(
                "Most connections for the requests of one server process: half of them for units of"
                " work, half for what is looked up beside one. The posting queue has two more."
            ),
        ),
    ] = 10
    lock_timeout: Annotated[
        timedelta,
        Meta(
            description=(
                "How long a batch waits for a lock, five times over; then its callers get 503 with"
                " Retry-After."
            )
        ),
    ] = timedelta(seconds=3)
    idle_timeout: Annotated[
        timedelta,
        Meta(
            description=(
                "After how long PostgreSQL ends a transaction of ours that does nothing: what a"
                " frozen server process holds is free again."
            )
        ),
    ] = timedelta(seconds=10)
    migrate_at_start: Annotated[
        bool | None,
        Meta(
            description="Whether `bank serve` migrates the schema; none: embedded yes, server no."
        ),
    ] = None


class KeysSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """What opens the local keystore."""

    passphrase: Annotated[
        Secret | None, Meta(description="Opens the keystore instead of the key file.")
    ] = None
    key_file: Annotated[
        Path, Meta(description="Opens the keystore; made on first run, readable by its owner only.")
    ] = Path("${bank.home}/keys/key-file")


class PostingSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """The posting queue of each server process."""

    queue_capacity: Annotated[
        int, Meta(ge=1, description="Transfers that may wait; beyond it, 503 with Retry-After.")
    ] = 50_000
    batch_max: Annotated[
        int, Meta(ge=1, le=8190, description="Most transfers in one batch and in one bulk.")
    ] = 8190


class TelemetrySettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """Traces, metrics and logs."""

    otlp_endpoint: Annotated[
        str | None,
        Meta(description="OTLP over HTTP, `http://collector:4318`; none: nothing leaves."),
    ] = None
    sample_ratio: Annotated[
        float, Meta(ge=0, le=1, description="Share of traces that are kept.")
    ] = 1.0
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"],
        Meta(description="Least level that is logged."),
    ] = "INFO"
    log_format: Annotated[
        Literal["auto", "console", "json"],
        Meta(description="How log lines look; `auto`: `console` on a terminal, else `json`."),
    ] = "auto"


class IdempotencySettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """Idempotency keys."""

    retention: Annotated[
        timedelta,
        Meta(
            description="How long a key's outcome is kept and replayed; a thousand years at most."
        ),
    ] = timedelta(days=30)

    def __post_init__(self) -> None:
        """Refuse what began before there were years to count."""
        if self.retention > _KEYS_KEPT_MOST:
            message = f"retention must be at most {_KEYS_KEPT_MOST.days} days"
            raise ValueError(message)


class AccountNumbersSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """What the numbers of new accounts (IBAN) are made of."""

    country: Annotated[
        str, Meta(pattern="^[A-Z]{2}$", description="ISO 3166 code that IBANs begin with.")
    ] = "DE"
    bank_code: Annotated[
        str, Meta(pattern="^[A-Z0-9]+$", description="The bank's national code within IBANs.")
    ] = "99999999"


class LedgerSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """What the ledger is seeded with, and how its days end."""

    chart_of_accounts: Annotated[
        ConfigFile, Meta(description="Chart of accounts, seeded for each currency.")
    ] = ConfigFile(Path("chart-of-accounts.yaml"))
    day_close: Annotated[
        Literal["automatic", "manual"],
        Meta(
            description="How a business day ends: with the calendar's in `bank.time-zone`, or only"
            " when somebody closes it."
        ),
    ] = "automatic"
    reference_retention: Annotated[
        timedelta,
        Meta(
            description="How long the free text of entries and holds can be read after the month in"
            " which they were recorded; then its key is destroyed. The books themselves stay."
        ),
    ] = timedelta(days=3653)


class AuthorizationSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """Who may do what."""

    permissions: Annotated[ConfigFile, Meta(description="Table of role and action.")] = ConfigFile(
        Path("permissions.yaml")
    )
    model: Annotated[
        ConfigFile, Meta(description="Casbin's model: how rules are found, and what overrides.")
    ] = ConfigFile(Path("authorization-model.conf"))
    approvals: Annotated[
        ConfigFile, Meta(description="Which acts need the approval of others.")
    ] = ConfigFile(Path("approvals.yaml"))


class ProductsSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """What customers may open."""

    file: Annotated[ConfigFile, Meta(description="The products and their versions.")] = ConfigFile(
        Path("products.yaml")
    )


class ExchangeSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """Exchange between currencies."""

    rates: Annotated[
        ConfigFile, Meta(description="Table of exchange rates and the bank's margin.")
    ] = ConfigFile(Path("exchange-rates.yaml"))
    quote_lifetime: Annotated[
        timedelta, Meta(description="How long a quoted rate is kept for the customer.")
    ] = timedelta(seconds=30)


class DemoSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """The demo bank."""

    enabled: Annotated[
        bool, Meta(description="Whether `bank serve` fills an empty bank with invented history.")
    ] = False


class BankSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """Everything under `bank.` but the settings of plugins, which the plugin door binds."""

    home: Annotated[
        Path, Meta(description="Folder of everything the bank keeps: database, keys.")
    ] = Path("var")
    time_zone: Annotated[
        ZoneInfo, Meta(description="Time zone in which the bank's business days begin and end.")
    ] = ZoneInfo("UTC")
    book: Annotated[
        int, Meta(ge=1, le=32767, description="Number of the book that this deployment keeps.")
    ] = 1
    currencies: Annotated[
        tuple[CurrencyCode, ...], Meta(min_length=1, description="Currencies the bank deals in.")
    ] = ("EUR", "USD", "GBP", "JPY", "KWD", "CHF")
    server: ServerSettings = ServerSettings()
    database: DatabaseSettings = DatabaseSettings()
    backup: BackupSettings = BackupSettings()
    keys: KeysSettings = KeysSettings()
    tokens: TokensSettings = TokensSettings()
    sessions: SessionsSettings = SessionsSettings()
    passwords: PasswordsSettings = PasswordsSettings()
    one_time_codes: OneTimeCodesSettings = OneTimeCodesSettings()
    passkeys: PasskeysSettings = PasskeysSettings()
    payments: PaymentsSettings = PaymentsSettings()
    posting: PostingSettings = PostingSettings()
    notices: NoticesSettings = NoticesSettings()
    registration: RegistrationSettings = RegistrationSettings()
    idempotency: IdempotencySettings = IdempotencySettings()
    account_numbers: AccountNumbersSettings = AccountNumbersSettings()
    ledger: LedgerSettings = LedgerSettings()
    authorization: AuthorizationSettings = AuthorizationSettings()
    products: ProductsSettings = ProductsSettings()
    exchange: ExchangeSettings = ExchangeSettings()
    cors: CorsSettings = CorsSettings()
    rate_limit: RateLimitSettings = RateLimitSettings()
    telemetry: TelemetrySettings = TelemetrySettings()
    demo: DemoSettings = DemoSettings()
