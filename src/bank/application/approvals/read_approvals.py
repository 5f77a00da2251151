"""Approvals are read: one with what it is about, and lists of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from bank.application.approvals.acts import command_shape, use_case_of
from bank.application.approvals.command_codec import CommandCodec
from bank.application.approvals.known_approval import (
    READ_ANY,
    ApprovalById,
    known,
    resource_of,
)
from bank.application.approvals.stored_approvals import ApprovalFilter, Approvals, Intent
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.ports.authorizer import ActionForbidden, Fact, Resource
from bank.domain.approvals import ApprovalRequest, ApprovalState


class Whose(StrEnum):
    """Which approvals: those that the caller asked for, that wait for their yes or no, or all."""

    MINE = "mine"
    TO_DECIDE = "to_decide"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalsWanted:
    """Which approvals, from which on, how many."""

    whose: Whose = Whose.MINE
    state: ApprovalState | None = None
    before: UUID | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalShown:
    """An approval with its act as its maker asked for it, which is nothing once it is unreadable.

    ``maker_roles`` are those that the maker had when they asked.
    """

    request: ApprovalRequest
    command: Mapping[str, Any] | None
    maker_roles: tuple[str, ...] = ()


@use_case(action="approval.read", kind=UseCaseKind.QUERY, audited=True)
class GetApproval:
    """Open to the maker, to whoever may decide, and to those who may know of any.

    Refuses an approval that the caller may not know of. Records that it was read: it shows what
    was asked for.
    """

    def __init__(self, approvals: Approvals, codec: CommandCodec) -> None:
        """Take the store, and what reads commands."""
        self._approvals = approvals
        self._codec = codec

    @shows(Fact.BRANCH, Fact.MAKER, Fact.AMOUNT)
    async def resource(self, command: ApprovalById) -> Resource:
        """Say who asked for it, and what it moves."""
        return await resource_of(self._approvals, command.id)

    async def __call__(self, command: ApprovalById, act: Act) -> ApprovalShown:
        """Give it as it stands now."""
        request = await known(self._approvals, command.id, act)
        act.looked_at("approval", request.id)
        text = await self._approvals.intent_of(request)
        stands = request.at(act.now)
        if text is None:
            return ApprovalShown(request=stands, command=None)
        try:
            intent = self._codec.decode(text, Intent)
            shape = command_shape(use_case_of(request.action))
            shown = self._codec.shown(intent.command, shape)
        except (KeyError, ValueError):
            return ApprovalShown(request=stands, command=None)
        return ApprovalShown(request=stands, command=shown, maker_roles=intent.maker.roles)


@use_case(action="approval.list", kind=UseCaseKind.QUERY)
class ListApprovals:
    """Open to everybody: their own, and those that they may decide; all to whoever may know of any.

    Refuses all to others.
    """

    def __init__(self, approvals: Approvals) -> None:
        """Take the store."""
        self._approvals = approvals

    async def __call__(self, command: ApprovalsWanted, act: Act) -> Sequence[ApprovalRequest]:
        """Give them as they stand now, newest first."""
        if command.whose is Whose.ALL and not act.may(READ_ANY):
            raise ActionForbidden
        wanted = ApprovalFilter(
            at=act.now,
            maker=act.actor.pseudonym if command.whose is Whose.MINE else None,
            to_decide_by=act.actor if command.whose is Whose.TO_DECIDE else None,
            state=command.state,
        )
        page = await self._approvals.page(wanted, before=command.before, limit=command.limit)
        return [request.at(act.now) for request in page]
