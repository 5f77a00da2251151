"""The unit of work: what stands or falls together."""

from abc import abstractmethod
from typing import Protocol

from bank.domain.refusals import Kind, Refusal, Severity


class TransientFault(Exception):
    """The unit lost a race (serialization, deadlock) or its connection before the commit.

    Repeat it whole.
    """


class CommitInDoubt(TransientFault):
    """The connection was lost in mid-commit: what stands under the key tells what became of it."""


class DatabaseUnavailable(Refusal):
    """The database does not answer, or has no room left; nothing of the request was kept."""

    code = "database_unavailable"
    title = (
        "The bank's database is not available at the moment; repeat the request with the same key."
    )
    kind = Kind.UNAVAILABLE
    severity = Severity.ALERT
    retryable = True


class OutcomeUnknown(Refusal):
    """The database was lost in mid-commit and did not come back in time to tell."""

    code = "outcome_unknown"
    title = (
        "Whether it was done is not known yet: repeat the request with the same key to learn it."
    )
    kind = Kind.UNAVAILABLE
    retryable = True


class UnitOfWork(Protocol):
    """One database transaction; begun when it is first asked for, rolled back unless committed.

    Raises ``TransientFault`` for what may be repeated and ``DatabaseUnavailable`` where the
    database is gone.
    """

    @abstractmethod
    async def commit(self) -> None:
        """Make all of it durable.

        Raises ``TransientFault`` if it was rolled back instead, and ``CommitInDoubt`` if nobody
        knows.
        """
