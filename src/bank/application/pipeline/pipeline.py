"""Runs every use case.

Span, key, authorisation, unit of work, audit, outbox, commit, bounded retries.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar

import stamina

from bank.application.pipeline.act import Act, Caller
from bank.application.pipeline.approval_gate import ApprovalGate, OpenGate
from bank.application.pipeline.beginning import Beginning
from bank.application.pipeline.declaration import Declaration, UseCaseKind, declaration_of
from bank.application.pipeline.doorkeeper import Doorkeeper
from bank.application.pipeline.known_keys import is_only_noted, known_under
from bank.application.pipeline.recording import Recorder, commit
from bank.application.pipeline.scopes import Scope, Scopes
from bank.application.ports.authorizer import Authorizer
from bank.application.ports.clock import Clock
from bank.application.ports.idempotency import (
    IdempotencyKeyMissing,
    IdempotencyRecord,
    RequestInFlight,
)
from bank.application.ports.ids import Ids
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.tracer import Tracer
from bank.application.ports.unit_of_work import (
    DatabaseUnavailable,
    OutcomeUnknown,
    TransientFault,
    UnitOfWork,
)
from bank.domain.audit import Outcome
from bank.domain.refusals import Kind, Refusal
from bank.domain.sessions import PROOFS_ARE_FRESH

Result = TypeVar("Result")
ATTEMPTS = 5
_NOBODY_ELSE = OpenGate()


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """What a use case answered, and whether it was answered before."""

    result: Result
    replayed: bool = False


_Way = Callable[[type[Any], Declaration, Any, Act], Awaitable[Done[Any]]]


class Pipeline:
    """The one way to run a use case. The use case never commits; this does."""

    def __init__(
        self,
        scopes: Scopes,
        authorizer: Authorizer,
        clock: Clock,
        ids: Ids,
        digests: KeyedDigests,
        tracer: Tracer,
        *,
        gate: ApprovalGate = _NOBODY_ELSE,
        fresh_for: timedelta = PROOFS_ARE_FRESH,
    ) -> None:
        """Take the ports that are the same for every run, and for how long a proof is fresh."""
        self._scopes = scopes
        self._door = Doorkeeper(authorizer, fresh_for)
        self._tracer = tracer
        self._gate = gate
        self._beginning = Beginning(authorizer, clock, ids, digests)
        self._recorder = Recorder(ids, digests)
        self._ways: dict[UseCaseKind, _Way] = {
            UseCaseKind.QUERY: self._query,
            UseCaseKind.POSTING: self._posting,
            UseCaseKind.COMMAND: self._command,
            UseCaseKind.COMMAND_THAT_POSTS: self._command,
        }

    async def run(self, use_case: type[Any], command: Any, caller: Caller) -> Done[Any]:
        """Run a use case for a caller.

        Raises the refusals of the use case, of the ``Doorkeeper``, those of the key, and
        ``DatabaseUnavailable`` once the attempts are used up, or ``OutcomeUnknown`` where a commit
        among them may have been made.
        """
        declaration = declaration_of(use_case)
        with self._tracer.span(declaration.action) as span:
            act = self._beginning.act(declaration, caller, span)
            try:
                done = await self._repeated(use_case, declaration, command, act)
            except Refusal as refusal:
                waits = refusal.kind is Kind.WAITING
                span.note("bank.outcome", "pending" if waits else "refused")
                span.note("bank.refusal", refusal.code)
                self._tracer.count("bank.refusals", code=refusal.code, action=act.action)
                await self._keep_refusal(declaration, act, refusal)
                raise
            span.note("bank.outcome", "replayed" if done.replayed else "done")
            if act.idle:
                span.forget()
            return done

    async def _repeated(
        self, use_case: type[Any], declaration: Declaration, command: Any, act: Act
    ) -> Done[Any]:
        run = self._ways[declaration.kind]
        try:
            try:
                return await run(use_case, declaration, command, act)
            except TransientFault:
                # Only now is there something to repeat; what counts attempts is not made before.
                return await self._again(run, use_case, declaration, command, act)
        except (TransientFault, DatabaseUnavailable) as fault:
            raise (OutcomeUnknown if act.in_doubt else DatabaseUnavailable) from fault

    @staticmethod
    async def _again(
        run: _Way, use_case: type[Any], declaration: Declaration, command: Any, act: Act
    ) -> Done[Any]:
        async for attempt in stamina.retry_context(
            on=TransientFault,
            attempts=ATTEMPTS - 1,
            timeout=10.0,
            wait_initial=0.005,
            wait_max=0.2,
            wait_jitter=0.01,
        ):
            with attempt:
                return await run(use_case, declaration, command, act)
        raise AssertionError  # pragma: no cover - the last attempt returns or raises

    async def _query(
        self, use_case: type[Any], declaration: Declaration, command: Any, act: Act
    ) -> Done[Any]:
        kind = UseCaseKind.COMMAND if declaration.audited else UseCaseKind.QUERY
        async with self._scopes.open(kind) as scope:
            case = await scope.get(use_case)
            await self._door.admit(declaration, case, command, act)
            result = await case(command, act)
            if declaration.audited:
                await self._recorder.audit(scope, act, Outcome.DONE)
                await (await scope.get(UnitOfWork)).commit()
            return Done(result)

    async def _posting(
        self, use_case: type[Any], declaration: Declaration, command: Any, act: Act
    ) -> Done[Any]:
        if not act.dry_run and act.key is None:
            raise IdempotencyKeyMissing
        async with self._scopes.open(UseCaseKind.POSTING) as scope:
            case = await scope.get(use_case)
            if not await is_only_noted(self._scopes, act):
                await self._door.admit(declaration, case, command, act)
            if self._gate.guards(act.action):
                result = await self._gate.posted(case, command, act)
            else:
                result = await case(command, act)
            return Done(result, replayed=result.replayed)

    async def _command(
        self, use_case: type[Any], declaration: Declaration, command: Any, act: Act
    ) -> Done[Any]:
        key = act.key
        if key is None and not act.dry_run and not declaration.keyless:
            raise IdempotencyKeyMissing
        async with self._scopes.open(declaration.kind) as scope:
            case = await scope.get(use_case)
            known = None if key is None else await known_under(scope, key)
            if known is None or act.approved is None:
                await self._door.admit(declaration, case, command, act)
            if known is not None:
                return await self._replayed(scope, case, known, act)
            if act.dry_run:
                # Only tried: without a claim, and the scope rolls all of it back.
                result = await case(command, act)
                await self._gate.admit(scope, case, command, act)
                return Done(result)
            await self._gate.admit(scope, case, command, act)
            if key is not None:
                await self._recorder.claim(scope, act, key)
            result = await self._tried(scope, case, command, act)
            if act.idle:
                return Done(result)  # the scope rolls its key back
            await self._recorder.record(scope, act, key, result)
            await commit(scope, act)
            return Done(result)

    async def _tried(self, scope: Scope, case: Any, command: Any, act: Act) -> Any:
        """Run the use case; what it wrote stays where its refusal says so, and is committed."""
        try:
            return await case(command, act)
        except Refusal as refusal:
            if refusal.leaves_traces and act.key is None:
                await self._recorder.record_refusal(scope, act, refusal)
                await commit(scope, act)
                refusal.recorded = True
            raise

    async def _replayed(
        self, scope: Scope, case: Any, known: IdempotencyRecord, act: Act
    ) -> Done[Any]:
        """Answer with what the object is like now, which is a read, and audited as one.

        A dry run learns the same and leaves no audit event.
        """
        object_id = known.object_id or act.audit_event
        result = await case.recall(object_id, act)
        if act.dry_run:
            return Done(result, replayed=True)
        if known.audit_event == act.audit_event:
            # This very act, found again after its commit's answer was lost.
            return Done(result)
        act.looked_at("outcome", object_id)
        await self._recorder.audit(scope, act, Outcome.REPLAYED)
        await (await scope.get(UnitOfWork)).commit()
        return Done(result, replayed=True)

    async def _keep_refusal(self, declaration: Declaration, act: Act, refusal: Refusal) -> None:
        if not self._recorder.keeps(declaration, act, refusal):
            return
        try:
            async with self._scopes.open(UseCaseKind.COMMAND) as scope:
                await self._recorder.record_refusal(scope, act, refusal)
                await (await scope.get(UnitOfWork)).commit()
        except RequestInFlight:
            # Another request has the key now, and may be done: this no must not be the last word.
            raise
        except (TransientFault, Refusal):
            # The answer stands without its record: the same request will meet the same refusal.
            self._tracer.count("bank.refusals.unrecorded", code=refusal.code)
            if act.approved:
                # But another run of what was approved may not: how it ended is noted later.
                raise RequestInFlight from None
