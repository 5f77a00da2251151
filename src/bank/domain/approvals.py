"""Approvals: acts that need more people than the one who asks for them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from bank.domain.audit import Actor
from bank.domain.demands import Demand
from bank.domain.refusals import Kind, Refusal, Severity


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
    """The rules name others."""

    code = "approver_lacks_role"
    title = "None of your roles may decide about this."
    kind = Kind.FORBIDDEN


class ApprovalGivenAlready(Refusal):
    """One person counts once."""

    code = "approval_given_already"
    title = "You have approved this already; somebody else has to as well."
    kind = Kind.CONFLICT


class OthersHaveToApprove(Refusal):
    """Enough people with the roles of whoever approves have done so; those of others are missing.

    They may still reject. ``detail`` says who is missing.
    """

    code = "others_have_to_approve"
    title = "Enough people with your roles have approved this; others have to as well."
    kind = Kind.CONFLICT

    @classmethod
    def than(cls, missing: Mapping[Demand, int]) -> "OthersHaveToApprove":
        """Say how many of which roles are missing."""
        still = "; ".join(
            f"{count} with the role {' or '.join(sorted(demand.roles))}"
            for demand, count in missing.items()
        )
        return cls(f"{cls.title} Still missing: {still}.")


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
    """By all whom it needs; it is run at once, or as soon as the bank can."""

    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    DONE = "done"
    FAILED = "failed"
    """Approved and run, and then refused: ``code`` says why."""


@dataclass(frozen=True, slots=True)
class Approved:
    """By which approval an act is done, and who gave it, by their pseudonyms.

    ``intent`` is the keyed digest of what its maker asked for, hex.
    """

    id: UUID
    by: tuple[str, ...]
    intent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalDecision:
    """What one checker, known by pseudonym, decided.

    A yes ``serves`` those demands of whose roles the checker had one then, whatever they are later.
    """

    checker: str
    approved: bool
    at: datetime
    audit_event: UUID
    reason: str | None = None
    serves: frozenset[Demand] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRequest:
    """An act that waits, or waited, for others.

    It is approved when each of its ``demands`` is met. ``maker`` and ``holders`` (who hold the
    object, where customers may approve) are pseudonyms; ``branch`` is the maker's, where they are
    staff.
    ``amount_minor`` is what it moves of ``currency``, where that is known and in one currency.
    ``code`` and ``detail`` are those of the refusal that a run met, ``object_id`` what it brought
    about. The act itself is kept sealed beside this.
    """

    id: UUID
    action: str
    maker: str
    demands: tuple[Demand, ...]
    holders: frozenset[str]
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

    @property
    def missing(self) -> Mapping[Demand, int]:
        """How many people each demand still needs, without those that are met."""
        yes = [each for each in self.decisions if each.approved]
        left = {
            demand: demand.needed - sum(demand in each.serves for each in yes)
            for demand in self.demands
        }
        return {demand: count for demand, count in left.items() if count > 0}

    def at(self, now: datetime) -> "ApprovalRequest":
        """Give it as it stands at a moment: nobody has to write down that it is over."""
        return replace(self, state=ApprovalState.EXPIRED) if self.is_overdue(now) else self

    def is_overdue(self, now: datetime) -> bool:
        """Whether its time is over and nobody decided."""
        return self.state is ApprovalState.PENDING and self.expires_at <= now

    def served_by(self, actor: Actor) -> frozenset[Demand]:
        """Give the demands that an actor's roles serve: a customer's only about what they hold."""
        holds = actor.pseudonym in self.holders
        return frozenset(
            each for each in self.demands if each.is_served_by(actor.roles, holds=holds)
        )

    def is_for(self, actor: Actor) -> bool:
        """Whether an actor's roles may decide."""
        return bool(self.served_by(actor))

    def decided(self, decision: ApprovalDecision, by: Actor) -> "ApprovalRequest":
        """Count a decision: one no is enough, the yes that meets the last demand makes it approved.

        A yes counts once for each demand that it serves. Refuses, in this order: whoever asked for
        the act; other roles than those demanded; what is decided already; what is over; a second
        yes of one person; a yes that serves only what is met. Whoever gives that may still reject.
        """
        if by.pseudonym == self.maker:
            raise MakerMayNotApprove
        serves = self.served_by(by)
        if not serves:
            raise ApproverLacksRole
        self._refuse_unless_pending(decision.at)
        if not decision.approved:
            return replace(self._with(decision), state=ApprovalState.REJECTED)
        if by.pseudonym in self.approval.by:
            raise ApprovalGivenAlready
        if serves.isdisjoint(self.missing):
            raise OthersHaveToApprove.than(self.missing)
        counted = self._with(replace(decision, serves=serves))
        return counted if counted.missing else replace(counted, state=ApprovalState.APPROVED)

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

    def _with(self, decision: ApprovalDecision) -> "ApprovalRequest":
        return replace(self, decisions=(*self.decisions, decision), version=self.version + 1)

    def _moved(self, state: ApprovalState) -> "ApprovalRequest":
        return replace(self, state=state, version=self.version + 1)

    def _refuse_unless_pending(self, now: datetime) -> None:
        state = self.at(now).state
        if state is ApprovalState.EXPIRED:
            raise ApprovalExpired
        if state is not ApprovalState.PENDING:
            raise ApprovalNotPending
