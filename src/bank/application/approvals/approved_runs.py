"""What was approved is run, once, as its maker."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from bank.application.approvals.acts import command_shape, use_case_of
from bank.application.approvals.approval_people import ApprovalPeople
from bank.application.approvals.command_codec import CommandCodec
from bank.application.approvals.intents import Intents
from bank.application.approvals.stored_approvals import Approvals, Intent
from bank.application.pipeline.act import Caller
from bank.application.pipeline.beginning import request_key
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.pipeline.pipeline import Pipeline
from bank.application.pipeline.recording import state_digest
from bank.application.pipeline.scopes import Scopes
from bank.application.ports.authorizer import ActionForbidden
from bank.application.ports.idempotency import IdempotencyRecords
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.unit_of_work import DatabaseUnavailable, TransientFault, UnitOfWork
from bank.domain.approvals import (
    ApprovalRequest,
    ApprovalState,
    ApprovedActUnreadable,
    MakerLetGo,
)
from bank.domain.audit import Actor
from bank.domain.principals import Principal, PrincipalKind
from bank.domain.refusals import Kind, Refusal

AT_ONCE = 100


class ApprovedRuns:
    """Runs approved acts through the pipeline and writes down how they ended.

    The key of a run is the approval's own: whoever runs it again, after a crash or at the same
    moment, gets the first answer. No client's key can be like it. The maker's roles and branch are
    those that they have now, where they are a principal of the bank; of others the bank knows no
    more than when they asked. What roles permit is decided by the policy of the moment, which does
    not undo what was done before.
    """

    def __init__(self, scopes: Scopes, pipeline: Pipeline, codec: CommandCodec) -> None:
        """Take the way to the store and to the use cases."""
        self._scopes = scopes
        self._pipeline = pipeline
        self._codec = codec

    async def waiting(self) -> Sequence[ApprovalRequest]:
        """Give what is approved and has not been run, as a crash leaves it, oldest first."""
        async with self._scopes.open(UseCaseKind.QUERY) as scope:
            return await (await scope.get(Approvals)).approved(AT_ONCE)

    async def finish(self, request: ApprovalRequest) -> ApprovalRequest:
        """Run what is approved and give it as it then stands; anything else is given back as it is.

        What cannot be run at the moment stays approved, for the next who comes by.
        """
        if request.state is not ApprovalState.APPROVED:
            return request
        try:
            object_id = await self._run(request)
        except Refusal as refusal:
            if refusal.retryable or refusal.kind is Kind.UNAVAILABLE:
                return request
            no = refusal
            return await self._settled(request, lambda found: found.failed(no))
        return await self._settled(request, lambda found: found.done(object_id))

    async def _run(self, request: ApprovalRequest) -> UUID | None:
        caller, intent = await self._caller(request)
        try:
            use_case = use_case_of(request.action)
            command = self._codec.decode(intent.command, command_shape(use_case))
        except (KeyError, ValueError):
            raise ApprovedActUnreadable from None
        try:
            done = await self._pipeline.run(use_case, command, caller)
        except ActionForbidden:
            # Refused and audited like any other; what it comes from is told more clearly.
            raise (ActionForbidden if caller.actor.roles else MakerLetGo) from None
        # Every command has one; of postings an exchange has two things to show and none of its own.
        found: UUID | None = getattr(done.result, "id", None)
        return found

    async def _caller(self, request: ApprovalRequest) -> tuple[Caller, Intent]:
        """Give the maker as whoever asks for it now, and what they asked for.

        What was run before is answered to whom it was answered then, whatever they are now.
        """
        async with self._scopes.open(UseCaseKind.QUERY) as scope:
            intent = await (await scope.get(Intents)).of(request)
            digests = await scope.get(KeyedDigests)
            key = f"\0approval {request.id}"
            asked = Caller(
                actor=intent.maker,
                idempotency_key=key,
                fingerprint=intent.command.encode(),
                approved=replace(request.approval, intent=state_digest(digests, intent.command)),
            )
            now = await (await scope.get(ApprovalPeople)).known(intent.maker)
            if now is None or _is_like(intent.maker, now):
                return asked, intent
            records = await scope.get(IdempotencyRecords)
            if await records.find(request_key(digests, request.action, asked, key).key):
                return asked, intent
        return replace(asked, actor=_as_of_now(intent.maker, now)), intent

    async def _settled(
        self, request: ApprovalRequest, how: Callable[[ApprovalRequest], ApprovalRequest]
    ) -> ApprovalRequest:
        try:
            async with self._scopes.open(UseCaseKind.COMMAND) as scope:
                approvals = await scope.get(Approvals)
                found = await approvals.find(request.id, lock=True)
                if found is None or found.state is not ApprovalState.APPROVED:
                    return found or request
                settled = how(found)
                await approvals.save(settled)
                await (await scope.get(Intents)).tell_maker(settled)
                await (await scope.get(UnitOfWork)).commit()
                return settled
        except (TransientFault, DatabaseUnavailable):
            # It was done: the next who comes by finds the answer under its key.
            return request


def _is_like(maker: Actor, now: Principal) -> bool:
    return now.is_let_in and (set(maker.roles), maker.branch) == (
        set(_roles(maker, now)),
        now.branch,
    )


def _as_of_now(maker: Actor, now: Principal) -> Actor:
    """Give a maker with the roles and the branch of now, without any who is let in no more."""
    return replace(maker, roles=_roles(maker, now) if now.is_let_in else (), branch=now.branch)


def _roles(maker: Actor, now: Principal) -> tuple[str, ...]:
    """Give the roles of now; of a system those that its token had, for it may want less."""
    if now.kind is not PrincipalKind.SERVICE:
        return tuple(now.roles)
    return tuple(role for role in now.roles if role in maker.roles)
