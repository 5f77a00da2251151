"""Who did what: actors and audit events. Nothing in them is personal in the clear."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

SCHEMA_VERSION = 2


class Outcome(StrEnum):
    """How an action ended."""

    DONE = "done"
    REFUSED = "refused"
    REPLAYED = "replayed"
    PENDING = "pending"
    """Neither: it waits for others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: ``subject`` stays inside the process.

    ``pseudonym`` is what records and traces carry.

    ``kind`` is ``token`` or ``session`` for whoever signed in, ``anonymous`` for whoever has not,
    ``cli`` for whoever runs commands on the machine. ``assurance`` counts the factors that were
    proved; ``branch`` is where staff belong.
    """

    kind: str
    subject: str
    pseudonym: str
    roles: tuple[str, ...]
    session: str | None = None
    branch: str | None = None
    assurance: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """One thing that somebody did or was refused. Events are only ever inserted.

    ``before`` and ``after`` are keyed digests of the object's state, hex; for a bulk ``after`` is
    the digest of its ordered outcomes. ``object_kind`` and ``object_id`` name what was acted on,
    where it is known. What others approved names their ``approval`` and, in ``approved_by``, their
    pseudonyms.
    """

    id: UUID
    at: datetime
    actor_kind: str
    actor: str
    session: str | None
    action: str
    object_kind: str | None
    object_id: str | None
    outcome: Outcome
    code: str | None
    request_id: str | None
    trace_id: str | None
    before: str | None = None
    after: str | None = None
    approval: UUID | None = None
    approved_by: tuple[str, ...] = ()
    schema_version: int = SCHEMA_VERSION
