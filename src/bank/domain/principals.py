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
    """Whoever has a password needs no invitation: a forgotten one is reset."""

    code = "already_signs_in"
    title = "They sign in already; a forgotten password is reset by themselves."
    kind = Kind.CONFLICT


class PrincipalKind(StrEnum):
    """What a principal is."""

    CUSTOMER = "customer"
    STAFF = "staff"
    SERVICE = "service"


class PrincipalState(StrEnum):
    """Whether a principal is let in."""

    INVITED = "invited"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"


class Assurance:
    """How surely it is known who acts: the number of factors that were proved (``acr``)."""

    ONE_FACTOR = 1
    TWO_FACTORS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who signs in. ``subject`` is what access tokens name; ``branch`` is where staff belong.

    ``version`` counts the changes from 1.
    """

    row: RowId
    subject: str
    kind: PrincipalKind
    state: PrincipalState
    roles: tuple[str, ...]
    created_at: datetime
    branch: str | None = None
    version: int = 1

    @property
    def is_let_in(self) -> bool:
        """Whether they may sign in and act."""
        return self.state is PrincipalState.ACTIVE

    def changed(
        self,
        *,
        state: PrincipalState | None = None,
        roles: tuple[str, ...] | None = None,
        branch: str | None = None,
    ) -> "Principal":
        """Give the principal with the changes that are not ``None``."""
        return replace(
            self,
            state=state or self.state,
            roles=self.roles if roles is None else roles,
            branch=branch or self.branch,
            version=self.version + 1,
        )
