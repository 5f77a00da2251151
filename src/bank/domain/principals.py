"""Principals: who signs in. A customer is no principal; one may act for several customers."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bank.domain.identifiers import RowId
from bank.domain.refusals import Kind, Refusal


class PrincipalNotFound(Refusal):
    """No such principal, or not the caller's to know of."""

    code = "principal_not_found"
    title = "There is no such person or service."
    kind = Kind.NOT_FOUND


class SignInNameTaken(Refusal):
    """Somebody signs in by this name already."""

    code = "sign_in_name_taken"
    title = "This name for signing in is taken."
    kind = Kind.CONFLICT


CUSTOMER = "customer"
"""The role of whoever acts for customers."""


class AlreadySignsIn(Refusal):
    """Whoever has a password, a proved address or any factor needs no invitation.

    What they forgot or lost is reset: an invitation goes to an address that staff wrote down.
    """

    code = "already_signs_in"
    title = "They sign in already; what was forgotten or lost is reset."
    kind = Kind.CONFLICT


class PrincipalDeactivated(Refusal):
    """Whoever was let go is shut out already, and for good."""

    code = "principal_deactivated"
    title = "They are let in no more as it is."
    kind = Kind.CONFLICT


class PrincipalLocked(Refusal):
    """Nobody is locked twice: whoever would give another reason unlocks them first."""

    code = "principal_locked"
    title = "They are locked already."
    kind = Kind.CONFLICT


class PrincipalNotLocked(Refusal):
    """Only who is locked can be unlocked."""

    code = "principal_not_locked"
    title = "They are not locked."
    kind = Kind.CONFLICT


class UserIsTheCustomer(Refusal):
    """A customer's own principal stays theirs: it is the one that can be invited."""

    code = "user_is_the_customer"
    title = "This is the customer themselves: lock them, or let the customer go."
    kind = Kind.CONFLICT


class LockReason(StrEnum):
    """Why somebody is shut out for a while; for staff alone."""

    CREDENTIALS_STOLEN = "credentials_stolen"
    DEVICE_LOST = "device_lost"
    SUSPECTED_FRAUD = "suspected_fraud"
    CUSTOMER_REQUEST = "customer_request"
    DECEASED = "deceased"
    OTHER = "other"


class PrincipalKind(StrEnum):
    """What a principal is."""

    CUSTOMER = "customer"
    STAFF = "staff"
    SERVICE = "service"


class PrincipalState(StrEnum):
    """Whether a principal is let in.

    ``LOCKED`` is for a while, whatever is theirs at the bank; ``DEACTIVATED`` is who was let go.
    """

    INVITED = "invited"
    ACTIVE = "active"
    LOCKED = "locked"
    DEACTIVATED = "deactivated"


class Assurance:
    """How surely it is known who acts: the number of factors that were proved (``acr``)."""

    ONE_FACTOR = 1
    TWO_FACTORS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who signs in. ``subject`` is what access tokens name; ``branch`` is where staff belong.

    ``version`` counts the changes from 1. ``lock_reason`` is there while they are locked.
    """

    row: RowId
    subject: str
    kind: PrincipalKind
    state: PrincipalState
    roles: tuple[str, ...]
    created_at: datetime
    branch: str | None = None
    version: int = 1
    lock_reason: LockReason | None = None

    @property
    def is_let_in(self) -> bool:
        """Whether they may sign in and act."""
        return self.state is PrincipalState.ACTIVE

    @property
    def is_shut_out(self) -> bool:
        """Whether nothing that speaks for them counts: they are locked, or were let go."""
        return self.state in {PrincipalState.LOCKED, PrincipalState.DEACTIVATED}

    def locked(self, reason: LockReason) -> "Principal":
        """Give the principal shut out for a while.

        Refuses who is locked already, then who was let go.
        """
        if self.state is PrincipalState.LOCKED:
            raise PrincipalLocked
        if self.state is PrincipalState.DEACTIVATED:
            raise PrincipalDeactivated
        shut_out = replace(self, state=PrincipalState.LOCKED, lock_reason=reason)
        return replace(shut_out, version=self.version + 1)

    def unlocked(self) -> "Principal":
        """Give the principal let in again. Refuses who is not locked."""
        if self.state is not PrincipalState.LOCKED:
            raise PrincipalNotLocked
        return self.changed(state=PrincipalState.ACTIVE)

    def changed(
        self,
        *,
        state: PrincipalState | None = None,
        roles: tuple[str, ...] | None = None,
        branch: str | None = None,
    ) -> "Principal":
        """Give the principal with the changes that are not ``None``; another state ends a lock."""
        return replace(
            self,
            state=state or self.state,
            lock_reason=self.lock_reason if state is None else None,
            roles=self.roles if roles is None else roles,
            branch=branch or self.branch,
            version=self.version + 1,
        )
