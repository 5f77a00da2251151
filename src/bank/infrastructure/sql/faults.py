"""What the database says, in the bank's words.

Lost races, a database that is away, and refusals by constraint.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors
from psycopg_pool import PoolTimeout
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from bank.application.identity.tokens.client_assertions import ClientAssertionReplayed
from bank.application.ports.idempotency import RequestInFlight
from bank.application.ports.unit_of_work import DatabaseUnavailable, TransientFault
from bank.domain.approvals import ApprovalGivenAlready, MakerMayNotApprove
from bank.domain.customer_accounts import ExternalReferenceTaken
from bank.domain.parties import BranchNotFound
from bank.domain.passkeys import PasskeyAlreadyRegistered
from bank.domain.principals import SignInNameTaken
from bank.domain.refusals import Refusal

_BY_CONSTRAINT: dict[str, type[Refusal]] = {
    "uq_customer_account_book_external_reference": ExternalReferenceTaken,
    "fk_customer_book_branch": BranchNotFound,
    "fk_principal_book_branch": BranchNotFound,
    "pk_client_assertion": ClientAssertionReplayed,
    "ck_approval_decision_checker_is_not_the_maker": MakerMayNotApprove,
    "pk_approval_decision": ApprovalGivenAlready,
    "pk_idempotency_record": RequestInFlight,
    "uq_passkey_book_credential": PasskeyAlreadyRegistered,
    "pk_sign_in_name": SignInNameTaken,
}

_LOST_RACES = (
    errors.SerializationFailure,
    errors.DeadlockDetected,
    errors.UniqueViolation,
    errors.LockNotAvailable,
    errors.IdleInTransactionSessionTimeout,
)
"""What another attempt may mend. The last: this process stood still, and lost its transaction."""

_OUTDATED_PLAN = "RevalidateCachedQuery"
"""Where PostgreSQL finds that a prepared statement would give columns of other types by now."""

_AWAY = ("08", "53", "57", "58")
"""SQLSTATE classes.

Connection, resources (disk full, too many connections), intervention, system.
"""


def said(fault: psycopg.Error) -> Exception:
    """Give what a driver's error means.

    A refusal, a transient fault, or itself where it is our own mistake.
    """
    constraint = fault.diag.constraint_name
    if constraint in _BY_CONSTRAINT:
        return _BY_CONSTRAINT[constraint]()
    if isinstance(fault, _LOST_RACES) or is_outdated_plan(fault):
        return TransientFault(type(fault).__name__)
    away = fault.sqlstate is not None and fault.sqlstate[:2] in _AWAY
    if away or (fault.sqlstate is None and isinstance(fault, psycopg.OperationalError)):
        return DatabaseUnavailable()
    return fault


def is_outdated_plan(fault: BaseException | None) -> bool:
    """Whether a statement was prepared before a migration changed the types of what it gives."""
    return (
        isinstance(fault, errors.FeatureNotSupported)
        and fault.diag.source_function == _OUTDATED_PLAN
    )


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's errors into the bank's. The cause is dropped: it may quote the row."""
    try:
        yield
    except DBAPIError as fault:
        if not isinstance(fault.orig, psycopg.Error):
            raise
        if fault.connection_invalidated:
            # Lost in mid-unit, or in mid-commit: the repetition looks the key up.
            raise TransientFault from None
        raise said(fault.orig) from None
    except psycopg.Error as fault:
        raise said(fault) from None
    except (PoolTimeout, PoolExhausted):
        raise DatabaseUnavailable from None
