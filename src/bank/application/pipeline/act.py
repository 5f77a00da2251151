"""One act: who asks for what, when, under which names; and what the use case says it changed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from bank.application.ports.authorizer import Authorizer, Resource, Verdict
from bank.application.ports.idempotency import RequestKey
from bank.application.ports.ledger import PostingAct
from bank.domain.approvals import Approved
from bank.domain.audit import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """What an interface knows of a request.

    The actor, and the raw key with the canonical bytes of the request. ``approved`` is set where
    others approved it, by what runs approved acts alone.
    """

    actor: Actor
    request_id: str | None = None
    idempotency_key: str | None = None
    fingerprint: bytes = b""
    dry_run: bool = False
    approved: Approved | None = None


class Identified(Protocol):
    """What a command changes and answers: its public id is how a replay finds it again."""

    @property
    def id(self) -> UUID:
        """The public id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a use case changed.

    The state before and after as text, for their keyed digests, and the event's type. What changed
    many things at once tells one event of each of its ``subjects``; without any, of the object.
    """

    object_kind: str
    object_id: UUID
    event: str | None = None
    before: str | None = None
    after: str | None = None
    subjects: tuple[UUID, ...] = ()

    @classmethod
    def between(
        cls, object_kind: str, event: str, before: Identified, after: Identified
    ) -> "Change":
        """Say that an object became another: its whole state before and after."""
        return cls(
            object_kind=object_kind,
            object_id=after.id,
            event=event,
            before=repr(before),
            after=repr(after),
        )


@dataclass(slots=True, kw_only=True)
class Act:
    """One run of one use case. ``now`` is the single moment of all that it records.

    ``claimed`` says that its key was its own once: what it was refused after that, was decided;
    ``in_doubt``, that the connection was lost in a commit of it; ``waived``, that it needed
    approval and nobody was there to give it; ``idle``, that a worker ``found_nothing``.
    """

    action: str
    actor: Actor
    now: datetime
    audit_event: UUID
    request_id: str | None
    trace_id: str | None
    traceparent: str | None
    key: RequestKey | None
    dry_run: bool
    authorizer: Authorizer
    approved: Approved | None = None
    change: Change | None = field(default=None)
    claimed: bool = False
    in_doubt: bool = False
    waived: bool = False
    idle: bool = False

    def may(self, action: str) -> bool:
        """Whether the actor may do something more than the action itself, unconditionally."""
        return self.authorizer.decide(self.actor, action) is Verdict.ALLOWED

    def changed(self, change: Change) -> None:
        """Say what was changed; the pipeline audits it and tells the outbox."""
        self.change = change

    def found_nothing(self) -> None:
        """Say that a round of the bank's own worker had nothing to do, and wrote nothing.

        It leaves nothing behind: no audit event, no key, no span. What anybody else asks for does.
        """
        self.idle = self.actor.kind == "worker"

    def looked_at(self, object_kind: str, object_id: UUID) -> None:
        """Say what was read, for the audit event of a read that is audited."""
        self.change = Change(object_kind=object_kind, object_id=object_id)

    def for_posting(self) -> PostingAct:
        """Give what the ledger's recorder writes of this act."""
        return PostingAct(
            audit_event=self.audit_event,
            actor=self.actor,
            action=self.action,
            request_id=self.request_id,
            trace_id=self.trace_id,
            traceparent=self.traceparent,
            approved=self.approved,
        )


Command = TypeVar("Command", contravariant=True)
Result = TypeVar("Result", covariant=True)


class UseCase(Protocol[Command, Result]):
    """The shape of a use case. ``resource`` is asked only where the policy sets a condition."""

    async def resource(self, command: Command) -> Resource:
        """Load what conditions look at."""

    async def __call__(self, command: Command, act: Act) -> Result:
        """Fetch, decide, record."""
