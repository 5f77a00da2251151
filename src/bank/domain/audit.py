"""Who did what: actors and audit events. Nothing in them is personal in the clear."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

SCHEMA_VERSION = 2
EXTERNAL = "|"
"""What stands between the name of an external issuer and whom it knows; in no other subject."""

APPROVAL_WAIVED = "approval_waived"
"""The code of what was done without the approval that it needed: nobody else could give it."""


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
    proved, ``proved_at`` is when that was last, where it is known; ``branch`` is where staff
    belong.
    """

    kind: str
    subject: str
    pseudonym: str
    roles: tuple[str, ...]
    session: str | None = None
    branch: str | None = None
    assurance: int = 1
    proved_at: datetime | None = None

    @property
    def is_external(self) -> bool:
        """Whether an external issuer knows them, whose name stands before their subject."""
        return EXTERNAL in self.subject


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """One thing that somebody did or was refused. Events are only ever inserted.

    ``before`` and ``after`` are keyed digests of the object's state, hex; for a bulk ``after`` is
    the digest of its ordered outcomes. ``object_kind`` and ``object_id`` name what was acted on,
    where it is known; ``code`` is a refusal's, or ``APPROVAL_WAIVED``. What others approved names
    their ``approval``, in ``approved_by`` their pseudonyms, and in ``intent`` the keyed digest of
    what the maker asked for: the ``after`` of the event by which it was asked for.
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
    intent: str | None = None
    schema_version: int = SCHEMA_VERSION
