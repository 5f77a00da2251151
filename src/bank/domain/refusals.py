"""What the bank says no to: every refusal is a class named as a sentence, with a stable code.

A refusal is an answer, not a fault: it is stored under the caller's idempotency key and audited.
The core knows no HTTP; the interfaces map ``code`` and ``kind`` to their own language, and a test
proves that mapping total.
"""

from enum import StrEnum
from typing import Any, ClassVar


class Severity(StrEnum):
    """How loudly a refusal is recorded."""

    INFO = "info"
    WARNING = "warning"
    ALERT = "alert"


class Kind(StrEnum):
    """What sort of no it is; an interface turns it into a status of its own."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    STALE = "stale"
    UNPROCESSABLE = "unprocessable"
    UNAVAILABLE = "unavailable"
    WAITING = "waiting"
    """No no at all: not yet, because something is to happen first."""


class Refusal(Exception):
    """The root of all refusals.

    ``detail`` says in one sentence what was refused and what to do; it carries no personal datum
    and no account number. ``context`` holds machine-readable facts (public ids, amounts in minor
    units) of the same restraint.
    """

    code: ClassVar[str] = "refused"
    title: ClassVar[str] = "The request was refused."
    kind: ClassVar[Kind] = Kind.UNPROCESSABLE
    severity: ClassVar[Severity] = Severity.INFO
    retryable: ClassVar[bool] = False
    leaves_traces: ClassVar[bool] = False
    """Whether what a keyless command wrote before it refused stays: a failed attempt is counted."""
    settles_key: ClassVar[bool] = True
    """Whether it is the answer under its idempotency key: what whoever asks mends by proving
    themselves once more is not, and the same request may come again."""

    def __init__(self, detail: str = "", **context: Any) -> None:
        """Take the sentence for this occurrence; without one the title speaks."""
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.context = context
        self.recorded = False
        """Whether the ledger already wrote its key and audit event."""
        self.replayed = False
        """Whether it is an answer given before."""


def every_refusal(root: type[Refusal] = Refusal) -> dict[str, type[Refusal]]:
    """Give every refusal class that is loaded, by its code."""
    found: dict[str, type[Refusal]] = {}
    for refusal in root.__subclasses__():
        if "code" in vars(refusal):
            found[refusal.code] = refusal
        found |= every_refusal(refusal)
    return found
