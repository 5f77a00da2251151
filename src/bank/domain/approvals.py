"""Approvals: acts that need more people than the one who asks for them."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from bank.domain.audit import Actor
from bank.domain.refusals import Kind, Refusal, Severity

CUSTOMER = "customer"
"""The role of which approvers must besides hold the object that the act is about."""


class PendingApproval(Refusal):
    """Not done, and not refused: others are to approve it first.

    ``context`` has the ``approval``'s id and until when it waits (``expires_at``); both are missing
    where the act was only tried.
    """

    code = "pending_approval"
    title = "Somebody else has to approve this before it is done."
    kind = Kind.WAITING


class ApprovalNotFound(Refusal):
    """No such approval, or not the caller's to know of."""

    code = "approval_not_found"
    title = "There is no such approval."
    kind = Kind.NOT_FOUND


class ApprovalNotPending(Refusal):
    """It was decided, withdrawn or run before."""

    code = "approval_not_pending"
    title = "This approval has been decided already."
    kind = Kind.CONFLICT


class ApprovalExpired(Refusal):
    """Nobody decided in time."""

    code = "approval_expired"
    title = "The time for this approval is over; the act has to be asked for again."
    kind = Kind.CONFLICT


class MakerMayNotApprove(Refusal):
    """Whoever asks for an act never approves it, whatever their roles."""

    code = "maker_may_not_approve"
    title = "You asked for this yourself: somebody else has to decide."
    kind = Kind.FORBIDDEN
    severity = Severity.WARNING


class ApproverLacksRole(Refusal):
    """The rule names others."""

    code = "approver_lacks_role"
    title = "None of your roles may decide about this."
    kind = Kind.FORBIDDEN


class ApprovalGivenAlready(Refusal):
    """One person counts once."""

    code = "approval_given_already"
    title = "You have approved this already; somebody else has to as well."
    kind = Kind.CONFLICT


class OnlyTheMakerWithdraws(Refusal):
    """Others reject."""

    code = "only_the_maker_withdraws"
    title = "Only whoever asked for this can withdraw it; you may reject it."
    kind = Kind.FORBIDDEN


class ApprovedActUnreadable(Refusal):
    """Its key was destroyed with its month's, or a release changed the shape of such acts."""

    code = "approved_act_unreadable"
    title = "What was asked for cannot be read any more; it has to be asked for again."
    kind = Kind.CONFLICT


class MakerLetGo(Refusal):
    """Whoever asked for it is not let in any more; the bank does nothing in their name."""

    code = "maker_let_go"
    title = "Whoever asked for this is not let in any more; somebody else has to ask for it."
    kind = Kind.FORBIDDEN


class ApprovalState(StrEnum):
    """How a request for approval stands."""

    PENDING = "pending"
    APPROVED = "approved"
    """By as many as it needs; it is run at once, or as soon as the bank can."""

    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    DONE = "done"
    FAILED = "failed"
    """Approved and run, and then refused: ``code`` says why."""


@dataclass(frozen=True, slots=True)
class Approved:
    """By which approval an act is done, and who gave it, by their pseudonyms."""

    id: UUID
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalDecision:
    """What one checker, known by pseudonym, decided."""

    checker: str
    approved: bool
    at: datetime
    audit_event: UUID
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRequest:
    """An act that waits, or waited, for others.

    ``maker`` and ``holders`` (who hold the object, where customers may approve) are pseudonyms;
    ``branch`` is the maker's, where they are staff.
    ``amount_minor`` is what it moves of ``currency``, where that is known and in one currency.
    ``code`` and ``detail`` are those of the refusal that a run met, ``object_id`` what it brought
    about. The act itself is kept sealed beside this.
    """

    id: UUID
    action: str
    maker: str
    roles: frozenset[str]
    holders: frozenset[str]
    needed: int
    created_at: datetime
    expires_at: datetime
    audit_event: UUID
    branch: str | None = None
    currency: str | None = None
    amount_minor: int | None = None
    state: ApprovalState = ApprovalState.PENDING
    version: int = 1
    decisions: tuple[ApprovalDecision, ...] = ()
    code: str | None = None
    detail: str | None = None
    object_id: UUID | None = None

    @property
    def approval(self) -> Approved:
        """Who has approved so far."""
        return Approved(self.id, tuple(each.checker for each in self.decisions if each.approved))

    def at(self, now: datetime) -> "ApprovalRequest":
        """Give it as it stands at a moment: nobody has to write down that it is over."""
        return replace(self, state=ApprovalState.EXPIRED) if self.is_overdue(now) else self

    def is_overdue(self, now: datetime) -> bool:
        """Whether its time is over and nobody decided."""
        return self.state is ApprovalState.PENDING and self.expires_at <= now

    def is_for(self, actor: Actor) -> bool:
        """Whether an actor's roles may decide: a customer's only about what they hold."""
        roles = self.roles.intersection(actor.roles)
        return bool(roles - {CUSTOMER}) or (CUSTOMER in roles and actor.pseudonym in self.holders)

    def decided(self, decision: ApprovalDecision, by: Actor) -> "ApprovalRequest":
        """Count a decision: one no is enough, the last yes that it needs makes it approved.

        Refuses, in this order: whoever asked for the act; other roles than the rule's; what is
        decided already; what is over; a second yes of one person.
        """
        if by.pseudonym == self.maker:
            raise MakerMayNotApprove
        if not self.is_for(by):
            raise ApproverLacksRole
        self._refuse_unless_pending(decision.at)
        if decision.approved and by.pseudonym in self.approval.by:
            raise ApprovalGivenAlready
        decisions = (*self.decisions, decision)
        counted = replace(self, decisions=decisions, version=self.version + 1)
        if not decision.approved:
            return replace(counted, state=ApprovalState.REJECTED)
        if len(counted.approval.by) < self.needed:
            return counted
        return replace(counted, state=ApprovalState.APPROVED)

    def withdrawn(self, by: Actor, now: datetime) -> "ApprovalRequest":
        """Take it back. Refuses anybody but the maker, what is decided, what is over."""
        if by.pseudonym != self.maker:
            raise OnlyTheMakerWithdraws
        self._refuse_unless_pending(now)
        return self._moved(ApprovalState.WITHDRAWN)

    def expired(self) -> "ApprovalRequest":
        """Write down that it is over."""
        return self._moved(ApprovalState.EXPIRED)

    def done(self, object_id: UUID | None) -> "ApprovalRequest":
        """Say what the approved act brought about."""
        return replace(self._moved(ApprovalState.DONE), object_id=object_id)

    def failed(self, refusal: Refusal) -> "ApprovalRequest":
        """Say what the approved act was refused for."""
        failed = self._moved(ApprovalState.FAILED)
        return replace(failed, code=refusal.code, detail=refusal.detail)

    def _moved(self, state: ApprovalState) -> "ApprovalRequest":
        return replace(self, state=state, version=self.version + 1)

    def _refuse_unless_pending(self, now: datetime) -> None:
        state = self.at(now).state
        if state is ApprovalState.EXPIRED:
            raise ApprovalExpired
        if state is not ApprovalState.PENDING:
            raise ApprovalNotPending
