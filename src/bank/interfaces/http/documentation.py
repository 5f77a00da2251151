"""Which refusals operations document: what all answer, what those with bodies and keys add."""

from typing import Any

from litestar.openapi.datastructures import ResponseSpec

from bank.application.pipeline.jobs import IdReserved
from bank.application.pipeline.payees import PayeeCannotReceive
from bank.application.ports.authenticator import TokenExpired, TokenInvalid, TokenMissing
from bank.application.ports.authorizer import ActionForbidden
from bank.application.ports.idempotency import IdempotencyKeyMissing, RequestInFlight
from bank.application.ports.ledger import LedgerBusy
from bank.application.ports.unit_of_work import DatabaseUnavailable, OutcomeUnknown
from bank.domain.challenges import MoreFactorsNeeded
from bank.domain.factors import SecondFactorNeeded
from bank.domain.ledger.limits import LimitExceeded
from bank.domain.ledger.refusals import (
    AccountBlocked,
    AccountClosed,
    AccountDormant,
    AccountNotFound,
    AmountNotPositive,
    BackdatingNotPermitted,
    BalanceOutOfRange,
    CurrencyMismatch,
    IdempotencyKeyReused,
    InsufficientFunds,
    InternalAccount,
    SameAccount,
    ValueDateInFuture,
)
from bank.domain.money import InvalidAmount, UnknownCurrency
from bank.domain.refusals import Refusal
from bank.domain.sessions import SessionOver
from bank.interfaces.http.pending import MAY_BE_CHALLENGED, MAY_WAIT
from bank.interfaces.http.problems import documented
from bank.interfaces.http.refusals import (
    BodyIncomplete,
    BodyTooLarge,
    BodyTooSlow,
    CsrfRefused,
    InvalidIdempotencyKey,
    InvalidRequest,
    MalformedJson,
    ServerFault,
    TooManyRequests,
    TwoCredentials,
    UnknownParameter,
    UnsupportedMediaType,
)

Codes = tuple[type[Refusal], ...]

EVERYWHERE: Codes = (
    InvalidRequest,
    UnknownParameter,
    TokenMissing,
    TokenInvalid,
    TokenExpired,
    SessionOver,
    TwoCredentials,
    ActionForbidden,
    SecondFactorNeeded,
    TooManyRequests,
    ServerFault,
    DatabaseUnavailable,
)
PUBLIC: Codes = (ServerFault,)
WITH_BODY: Codes = (
    MalformedJson,
    BodyIncomplete,
    BodyTooSlow,
    BodyTooLarge,
    UnsupportedMediaType,
    CsrfRefused,
)
WITH_KEY: Codes = (
    IdempotencyKeyMissing,
    InvalidIdempotencyKey,
    IdempotencyKeyReused,
    RequestInFlight,
    OutcomeUnknown,
)
WITH_MONEY: Codes = (InvalidAmount, UnknownCurrency)
PER_POSTING: Codes = (
    *WITH_MONEY,
    AmountNotPositive,
    AccountNotFound,
    SameAccount,
    AccountClosed,
    AccountDormant,
    AccountBlocked,
    CurrencyMismatch,
    InsufficientFunds,
    LimitExceeded,
    BalanceOutOfRange,
)
PER_TRANSFER: Codes = (
    *PER_POSTING,
    IdReserved,
    InternalAccount,
    ValueDateInFuture,
    BackdatingNotPermitted,
    PayeeCannotReceive,
)
QUEUE: Codes = (LedgerBusy,)


def query(*own: type[Refusal]) -> dict[int, ResponseSpec]:
    """Document a read."""
    return documented((*EVERYWHERE, *own))


def public(*own: type[Refusal]) -> dict[int, ResponseSpec]:
    """Document what strangers may ask in a body: without a token and without a key."""
    signed_in = (
        TokenMissing,
        TokenInvalid,
        TokenExpired,
        SessionOver,
        TwoCredentials,
        SecondFactorNeeded,
    )
    codes = (each for each in (*EVERYWHERE, *WITH_BODY, OutcomeUnknown) if each not in signed_in)
    return documented((*codes, *own))


def search(*own: type[Refusal]) -> dict[int, ResponseSpec]:
    """Document a read that is asked in a body."""
    return documented((*EVERYWHERE, *WITH_BODY, *own))


def command(*own: type[Refusal]) -> dict[int, ResponseSpec]:
    """Document what changes something."""
    return documented((*EVERYWHERE, *WITH_BODY, *WITH_KEY, *own)) | MAY_WAIT


def payment(*own: type[Refusal]) -> dict[int, ResponseSpec]:
    """Document what lets money leave, perhaps by a customer's own hand."""
    return command(MoreFactorsNeeded, *own) | MAY_BE_CHALLENGED


def keyless(*own: type[Refusal]) -> dict[int, ResponseSpec]:
    """Document what changes something and answers anew each time, without a key."""
    return documented((*EVERYWHERE, *WITH_BODY, OutcomeUnknown, *own))


def would_be(view: type[Any], description: str) -> dict[int, ResponseSpec]:
    """Document the answer to a dry run of what else answers 201."""
    return {200: ResponseSpec(view, generate_examples=False, description=description)}
