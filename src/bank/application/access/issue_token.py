"""An access token is issued, for a script or a service."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.authenticator import TokenIssuer
from bank.application.ports.authorizer import Authorizer
from bank.application.ports.customers import Customers
from bank.application.ports.issuing_moments import IssuingMoments
from bank.application.ports.watch_told import WatchNews, WatchTold
from bank.domain.parties import BranchNotFound
from bank.domain.policies import RoleNotFound
from bank.domain.principals import CUSTOMER, Assurance
from bank.domain.refusals import Kind, Refusal
from bank.domain.staff import OPERATOR, STAFF_ROLES, lifetime_in

_TOLD = STAFF_ROLES | {OPERATOR}


class TokenShownOnce(Refusal):
    """A token is shown when it is issued and never again."""

    code = "token_shown_once"
    title = "The token was issued and shown before; issue another one."
    kind = Kind.CONFLICT


class CustomersSignIn(Refusal):
    """What is a customer's is seen and moved by who signed in by their factors, and nobody else."""

    code = "customers_sign_in"
    title = "Customers sign in themselves: tokens for them are issued in a demo bank alone."
    kind = Kind.FORBIDDEN


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenOrder:
    """For whom, in which roles, for how long: one with a role of staff for eight hours at most.

    ``factors`` is what whoever orders it vouches for: by how many it is known who will use it.
    ``branch`` is where staff belong, for rules that look at it. ``demo`` says that the bank's
    people are invented, so that anybody may act as a customer.
    """

    subject: str
    roles: tuple[str, ...]
    lifetime: timedelta
    factors: int = Assurance.ONE_FACTOR
    branch: str | None = None
    demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenReceipt:
    """The token. Its text is a secret: it is never stored."""

    id: UUID
    text: str
    expires_at: datetime


@use_case(action="token.issue", kind=UseCaseKind.COMMAND)
class IssueToken:
    """Open to whoever runs commands on the bank's machine, who vouch for whom it is for.

    Refuses, in this order: an unknown role; a customer's, but in a demo bank; an unknown branch;
    whoever is locked, was let go or is shut out; to show a token twice. Records who got one; one
    with a role of staff, or of whoever runs the machine, is told to the watch, for it is as good as
    breaking the glass, and one in the name of somebody whom the bank knows to them.
    """

    def __init__(
        self,
        issuer: TokenIssuer,
        authorizer: Authorizer,
        branches: Customers,
        moments: IssuingMoments,
        watch: WatchTold,
    ) -> None:
        """Take who signs, who knows roles and branches, when tokens are good, and who is told."""
        self._issuer = issuer
        self._authorizer = authorizer
        self._branches = branches
        self._moments = moments
        self._watch = watch

    async def __call__(self, command: TokenOrder, act: Act) -> TokenReceipt:
        """Issue the token."""
        known = self._authorizer.roles()
        if not known.issuperset(command.roles):
            raise RoleNotFound(f"The roles are: {', '.join(sorted(known))}.")
        if CUSTOMER in command.roles and not command.demo:
            raise CustomersSignIn
        if command.branch is not None and not await self._branches.has_branch(command.branch):
            raise BranchNotFound
        issued = self._issuer.issue(
            command.subject,
            command.roles,
            await self._moments.first_moment(command.subject, act.now),
            lifetime_in(command.roles, command.lifetime),
            assurance=command.factors,
            proved_at=act.now,
            branch=command.branch,
        )
        await self._tell(command)
        token = UUID(issued.token_id)
        act.changed(
            Change(
                object_kind="token",
                object_id=token,
                after=f"{command.subject} {','.join(command.roles)} {issued.expires_at}"
                f" {command.factors}" + (f" {command.branch}" if command.branch else ""),
            )
        )
        return TokenReceipt(id=token, text=issued.text, expires_at=issued.expires_at)

    async def _tell(self, command: TokenOrder) -> None:
        if not _TOLD.isdisjoint(command.roles):
            await self._watch.hear(WatchNews.STAFF_TOKEN_ISSUED)
        await self._watch.warn(command.subject, WatchNews.TOKEN_IN_YOUR_NAME)

    async def recall(self, _token: UUID, _act: Act) -> TokenReceipt:
        """Refuse: the text was not kept."""
        raise TokenShownOnce
