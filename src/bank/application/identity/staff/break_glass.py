"""The glass is broken: an administrator's token for whoever stands at the machine, and bells."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.staff.staff_book import StaffBook
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.authenticator import IssuedToken, TokenIssuer
from bank.domain.principals import Assurance
from bank.domain.refusals import Kind, Refusal
from bank.domain.staff import ADMINISTRATOR, BREAK_GLASS

LASTS: Final = timedelta(minutes=30)
_BELLS: Final = frozenset({ADMINISTRATOR, "compliance_officer", "auditor"})
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
    administrator, compliance officer and auditor.
    """

    def __init__(self, issuer: TokenIssuer, book: StaffBook, notices: Notices) -> None:
        """Take who signs, and who is told."""
        self._issuer = issuer
        self._book = book
        self._notices = notices

    async def __call__(self, command: Emergency, act: Act) -> BrokenGlass:
        """Give the token and ring the bells."""
        reason = command.reason.strip()
        if len(reason) < REASON_LENGTH_MIN:
            raise ReasonMissing
        told = 0
        async for each in self._book.everyone():
            if each.is_let_in and not _BELLS.isdisjoint(each.roles):
                await self._notices.tell(Notice(kind=NoticeKind.BREAK_GLASS, principal=each.row))
                told += 1
        token = self._issuer.issue(
            f"break-glass:{act.actor.pseudonym}",
            (ADMINISTRATOR, BREAK_GLASS),
            act.now,
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
