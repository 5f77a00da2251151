"""An access token is issued, for a script or a service."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.authenticator import TokenIssuer
from bank.application.ports.authorizer import Authorizer
from bank.domain.policies import RoleNotFound
from bank.domain.principals import Assurance
from bank.domain.refusals import Kind, Refusal


class TokenShownOnce(Refusal):
    """A token is shown when it is issued and never again."""

    code = "token_shown_once"
    title = "The token was issued and shown before; issue another one."
    kind = Kind.CONFLICT


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenOrder:
    """For whom, in which roles, for how long.

    ``factors`` is what whoever orders it vouches for: by how many it is known who will use it.
    """

    subject: str
    roles: tuple[str, ...]
    lifetime: timedelta
    factors: int = Assurance.ONE_FACTOR


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenReceipt:
    """The token. Its text is a secret: it is never stored."""

    id: UUID
    text: str
    expires_at: datetime


@use_case(action="token.issue", kind=UseCaseKind.COMMAND)
class IssueToken:
    """Open to whoever runs commands on the bank's machine, who vouch for whom it is for.

    Refuses to show a token twice. Records who got one.
    """

    def __init__(self, issuer: TokenIssuer, authorizer: Authorizer) -> None:
        """Take who signs, and who knows the roles."""
        self._issuer = issuer
        self._authorizer = authorizer

    async def __call__(self, command: TokenOrder, act: Act) -> TokenReceipt:
        """Issue the token."""
        known = self._authorizer.roles()
        if not known.issuperset(command.roles):
            raise RoleNotFound(f"The roles are: {', '.join(sorted(known))}.")
        issued = self._issuer.issue(
            command.subject,
            command.roles,
            act.now,
            command.lifetime,
            assurance=command.factors,
            proved_at=act.now,
        )
        token = UUID(issued.token_id)
        act.changed(
            Change(
                object_kind="token",
                object_id=token,
                after=f"{command.subject} {','.join(command.roles)} {issued.expires_at}"
                f" {command.factors}",
            )
        )
        return TokenReceipt(id=token, text=issued.text, expires_at=issued.expires_at)

    async def recall(self, _token: UUID, _act: Act) -> TokenReceipt:
        """Refuse: the text was not kept."""
        raise TokenShownOnce
