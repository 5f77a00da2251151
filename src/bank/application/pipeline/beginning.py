"""How an act begins: at one moment, under one audit event, known by one key."""

from uuid import UUID

from bank.application.pipeline.act import Act, Caller
from bank.application.pipeline.declaration import Declaration, UseCaseKind
from bank.application.ports.authorizer import Authorizer
from bank.application.ports.clock import Clock
from bank.application.ports.idempotency import RequestKey
from bank.application.ports.ids import Ids
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.tracer import Span


class Beginning:
    """Makes the act of a caller's request, and describes it in its span."""

    def __init__(
        self, authorizer: Authorizer, clock: Clock, ids: Ids, digests: KeyedDigests
    ) -> None:
        """Take what acts are made with."""
        self._authorizer = authorizer
        self._clock = clock
        self._ids = ids
        self._digests = digests

    def act(self, declaration: Declaration, caller: Caller, span: Span) -> Act:
        """Make an act."""
        act = Act(
            action=declaration.action,
            actor=caller.actor,
            now=self._clock.now(),
            audit_event=self._ids.new(),
            request_id=caller.request_id,
            trace_id=span.trace_id,
            traceparent=span.traceparent,
            key=self._request_key(declaration, caller),
            dry_run=caller.dry_run,
            authorizer=self._authorizer,
            approved=caller.approved,
        )
        span.note("bank.action", act.action)
        span.note("bank.actor", act.actor.pseudonym)
        span.note("bank.actor.kind", act.actor.kind)
        span.note("bank.audit_event", str(act.audit_event))
        return act

    def _request_key(self, declaration: Declaration, caller: Caller) -> RequestKey | None:
        keyless = declaration.keyless or declaration.kind is UseCaseKind.QUERY
        if keyless or caller.idempotency_key is None:
            return None
        return request_key(self._digests, declaration.action, caller, caller.idempotency_key)


def request_key(digests: KeyedDigests, action: str, caller: Caller, key: str) -> RequestKey:
    """Give what a caller's request for an action is known by under a key of theirs."""
    subject = caller.actor.subject
    named = digests.digest("idempotency-key", subject, key)
    digest = digests.digest("request", subject, action, caller.fingerprint)
    return RequestKey(UUID(bytes=named[:16]), digest[:16])
