"""The glass is broken: an administrator's token for whoever stands at the machine, and bells."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from bank.application.identity.sessions.token_endings import EndedTokens
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.authenticator import IssuedToken, TokenIssuer
from bank.application.ports.watch_told import WatchNews, WatchTold
from bank.domain.principals import Assurance
from bank.domain.refusals import Kind, Refusal
from bank.domain.staff import ADMINISTRATOR, BREAK_GLASS, BROKE_THE_GLASS

LASTS: Final = timedelta(minutes=30)
REASON_LENGTH_MIN: Final = 10


class ReasonMissing(Refusal):
    """The audit trail must say why."""

    code = "reason_missing"
    title = f"Say why, in {REASON_LENGTH_MIN} characters or more: the audit trail keeps it."
    kind = Kind.INVALID


class GlassBroken(Refusal):
    """What came out was shown once."""

    code = "glass_broken"
    title = "The token was shown before; break the glass again if need be."
    kind = Kind.CONFLICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """Why nobody else can do it."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenGlass:
    """The token, and how many people were told."""

    id: UUID
    token: IssuedToken
    told: int


@use_case(action="staff.break_glass", kind=UseCaseKind.COMMAND)
class BreakGlass:
    """Open to whoever runs commands on the machine.

    Refuses to do it without a reason. Records it with the digest of the reason, and tells every
    administrator, compliance officer and auditor. The token is good however shortly before
    everybody's sessions were ended.
    """

    def __init__(self, issuer: TokenIssuer, tokens: EndedTokens, watch: WatchTold) -> None:
        """Take who signs, from when on new tokens are good, and what tells the watch."""
        self._issuer = issuer
        self._tokens = tokens
        self._watch = watch

    async def __call__(self, command: Emergency, act: Act) -> BrokenGlass:
        """Give the token and ring the bells."""
        reason = command.reason.strip()
        if len(reason) < REASON_LENGTH_MIN:
            raise ReasonMissing
        told = await self._watch.hear(WatchNews.BREAK_GLASS)
        subject = f"{BROKE_THE_GLASS}{act.actor.pseudonym}"
        token = self._issuer.issue(
            subject,
            (ADMINISTRATOR, BREAK_GLASS),
            await self._tokens.first_moment(subject, act.now),
            LASTS,
            assurance=Assurance.TWO_FACTORS,
            proved_at=act.now,
        )
        act.changed(
            Change(
                object_kind="token",
                object_id=UUID(token.token_id),
                event="bank.glass.broken.v1",
                after=reason,
            )
        )
        return BrokenGlass(id=UUID(token.token_id), token=token, told=told)

    async def recall(self, _token: UUID, _act: Act) -> BrokenGlass:
        """Refuse: the token was not kept."""
        raise GlassBroken
