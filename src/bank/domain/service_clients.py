"""Service clients: systems that are let in because they prove that they hold a key of theirs."""

import re
from dataclasses import dataclass, replace
from uuid import UUID

from bank.domain.identifiers import public_id
from bank.domain.principals import Principal, PrincipalState
from bank.domain.refusals import Kind, Refusal

KEPT_TO_THE_BANK = frozenset(
    {
        "administrator",
        "anonymous",
        "branch_manager",
        "compliance_officer",
        "customer",
        "operator",
        "teller",
        "worker",
    }
)
"""Roles of strangers, of people, of the machine's own commands and of the bank's workers.

Whoever registers clients must not be the second person of an approval by one of their own.
"""

_CLIENT_ID = re.compile(r"[a-z][a-z0-9-]{2,62}")


class ClientNotFound(Refusal):
    """No such client, or not the caller's to know of."""

    code = "client_not_found"
    title = "There is no such client."
    kind = Kind.NOT_FOUND


class ClientIdUnfit(Refusal):
    """A client id that could be taken for a person, or that not everybody can type."""

    code = "client_id_unfit"
    title = "A client id has 3 to 63 small letters, digits and hyphens, and begins with a letter."
    kind = Kind.INVALID


class ClientIdTaken(Refusal):
    """Somebody has this name already; it would be the subject of both."""

    code = "client_id_taken"
    title = "Another client or person has this client id."
    kind = Kind.CONFLICT


class ClientDeactivated(Refusal):
    """A client that was deactivated stays so: another one is registered instead."""

    code = "client_deactivated"
    title = "The client has been deactivated; register another one."
    kind = Kind.CONFLICT


class ClientRoleUnfit(Refusal):
    """A role that the policy does not know, or that is not for services."""

    code = "client_role_unfit"
    title = "A client cannot have this role."
    kind = Kind.INVALID


class ClientKeysUnusable(Refusal):
    """The keys of a client are not the public keys that the bank needs."""

    code = "client_keys_unusable"
    title = (
        "Send a JSON Web Key Set of 1 to 8 public keys, each with its own kid: EC on P-256, or RSA"
        " of 2048 bits or more."
    )
    kind = Kind.INVALID


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceClient:
    """A system, its public keys as a JSON Web Key Set, and what all of its tokens stand on.

    ``session`` is in each token of the client: a new one makes the tokens of before void.
    """

    principal: Principal
    keys: str
    session: UUID

    @property
    def id(self) -> UUID:
        """The public id."""
        return public_id(self.principal.created_at, self.principal.row)

    @property
    def client_id(self) -> str:
        """What the client calls itself, and the subject of its tokens."""
        return self.principal.subject

    def with_keys(self, keys: str, session: UUID) -> "ServiceClient":
        """Give the client with other keys; refuses one that was deactivated."""
        self._refuse_unless_let_in()
        return replace(self, keys=keys, session=session, principal=self.principal.changed())

    def deactivated(self) -> "ServiceClient":
        """Give the client as it is let in no more; refuses one that was deactivated."""
        self._refuse_unless_let_in()
        return replace(self, principal=self.principal.changed(state=PrincipalState.DEACTIVATED))

    def _refuse_unless_let_in(self) -> None:
        if not self.principal.is_let_in:
            raise ClientDeactivated


def is_client_id(text: str) -> bool:
    """Whether a client may call itself so."""
    return _CLIENT_ID.fullmatch(text) is not None
