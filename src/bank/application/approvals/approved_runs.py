"""What was approved is run, once, as its maker."""

from collections.abc import Callable, Sequence
from uuid import UUID

from bank.application.approvals.acts import command_shape, use_case_of
from bank.application.approvals.command_codec import CommandCodec
from bank.application.approvals.stored_approvals import Approvals, Intent
from bank.application.pipeline.act import Caller
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.pipeline.pipeline import Pipeline
from bank.application.pipeline.scopes import Scopes
from bank.application.ports.unit_of_work import DatabaseUnavailable, TransientFault, UnitOfWork
from bank.domain.approvals import ApprovalRequest, ApprovalState, ApprovedActUnreadable
from bank.domain.refusals import Kind, Refusal

AT_ONCE = 100


class ApprovedRuns:
    """Runs approved acts through the pipeline and writes down how they ended.

    The key of a run is the approval's own: whoever runs it again, after a crash or at the same
    moment, gets the first answer. No client's key can be like it. The maker's roles are those that
    they had when they asked; what these permit is decided by the policy of the moment.
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
        intent = await self._intent(request)
        try:
            use_case = use_case_of(request.action)
            command = self._codec.decode(intent.command, command_shape(use_case))
        except (KeyError, ValueError):
            raise ApprovedActUnreadable from None
        caller = Caller(
            actor=intent.maker,
            idempotency_key=f"\0approval {request.id}",
            fingerprint=intent.command.encode(),
            approved=request.approval,
        )
        done = await self._pipeline.run(use_case, command, caller)
        # Every command has one; of postings an exchange has two things to show and none of its own.
        found: UUID | None = getattr(done.result, "id", None)
        return found

    async def _intent(self, request: ApprovalRequest) -> Intent:
        async with self._scopes.open(UseCaseKind.QUERY) as scope:
            text = await (await scope.get(Approvals)).intent_of(request)
        if text is None:
            raise ApprovedActUnreadable
        try:
            return self._codec.decode(text, Intent)
        except ValueError:
            raise ApprovedActUnreadable from None

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
                await (await scope.get(UnitOfWork)).commit()
                return settled
        except (TransientFault, DatabaseUnavailable):
            # It was done: the next who comes by finds the answer under its key.
            return request
