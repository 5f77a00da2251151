"""Refresh tokens and used assertions that have expired are forgotten."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bank.application.identity.sessions.refresh_tokens import RefreshTokens
from bank.application.identity.tokens.client_assertions import UsedAssertions
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case

CLOCKS_DIFFER = timedelta(hours=1)
"""More than the clocks of server processes may be apart: what looks over to one may not be yet."""


@dataclass(frozen=True, slots=True)
class TokenRound:
    """All that have expired."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many were forgotten; ``id`` is the act's own."""

    id: UUID
    number: int


@use_case(action="token.forget", kind=UseCaseKind.COMMAND)
class ForgetTokens:
    """Open to the bank's own workers. Refuses nothing. Records nothing but that it was done."""

    def __init__(self, tokens: RefreshTokens, used: UsedAssertions) -> None:
        """Take both stores."""
        self._tokens = tokens
        self._used = used

    async def __call__(self, command: TokenRound, act: Act) -> Forgotten:
        """Forget what has expired."""
        del command
        over = act.now - CLOCKS_DIFFER
        number = await self._tokens.forget_before(over)
        return Forgotten(act.audit_event, number + await self._used.forget_before(over))

    async def recall(self, act_id: UUID, _act: Act) -> Forgotten:
        """Say that it was done."""
        return Forgotten(act_id, 0)
