"""An access token is issued, for a script or a service."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.authenticator import TokenIssuer
from bank.application.ports.authorizer import Authorizer
from bank.application.ports.issuing_moments import IssuingMoments
from bank.application.ports.watch_told import WatchNews, WatchTold
from bank.domain.policies import RoleNotFound
from bank.domain.principals import Assurance
from bank.domain.refusals import Kind, Refusal
from bank.domain.staff import STAFF_ROLES


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

    Refuses, in this order: an unknown role; whoever is locked, was let go or is shut out; to show a
    token twice. Records who got one; one with a role of staff is told to the watch, for it is as
    good as breaking the glass.
    """

    def __init__(
        self, issuer: TokenIssuer, authorizer: Authorizer, moments: IssuingMoments, watch: WatchTold
    ) -> None:
        """Take who signs, who knows the roles, when tokens are good, and what tells the watch."""
        self._issuer = issuer
        self._authorizer = authorizer
        self._moments = moments
        self._watch = watch

    async def __call__(self, command: TokenOrder, act: Act) -> TokenReceipt:
        """Issue the token."""
        known = self._authorizer.roles()
        if not known.issuperset(command.roles):
            raise RoleNotFound(f"The roles are: {', '.join(sorted(known))}.")
        issued = self._issuer.issue(
            command.subject,
            command.roles,
            await self._moments.first_moment(command.subject, act.now),
            command.lifetime,
            assurance=command.factors,
            proved_at=act.now,
        )
        if not STAFF_ROLES.isdisjoint(command.roles):
            await self._watch.hear(WatchNews.STAFF_TOKEN_ISSUED)
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
