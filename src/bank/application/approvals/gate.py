"""The gate: asks the rules, keeps what has to wait, counts what may go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any
from uuid import UUID

from bank.application.approvals.amounts import moved_by
from bank.application.approvals.approval_people import ApprovalPeople
from bank.application.approvals.approval_tally import ApprovalTally
from bank.application.approvals.command_codec import CommandCodec
from bank.application.approvals.day_sums import DaySums, WhoseDay
from bank.application.approvals.rules_in_force import ApprovalRulesInForce
from bank.application.approvals.stored_approvals import Approvals, Intent
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.approval_gate import ApprovalGate
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.pipeline.jobs import key_of
from bank.application.pipeline.known_keys import restored
from bank.application.pipeline.recording import Recorder, commit
from bank.application.pipeline.scopes import Scope, Scopes
from bank.application.ports.idempotency import IdempotencyRecords, RequestKey
from bank.application.ports.ids import Ids
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.unit_of_work import (
    DatabaseUnavailable,
    TransientFault,
    UnitOfWork,
)
from bank.domain.approval_rules import Amounts, ApprovalRule, demanded
from bank.domain.approvals import ApprovalRequest, PendingApproval
from bank.domain.ledger.refusals import IdempotencyKeyReused
from bank.domain.principals import CUSTOMER
from bank.domain.refusals import Refusal

REQUESTED = "bank.approval.requested.v1"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What has to wait: by which rules, and what it would have moved."""

    rules: Sequence[ApprovalRule]
    case: Any
    command: Any
    amounts: Amounts


class RuledGate(ApprovalGate):
    """Demands approval by the bank's rules."""

    def __init__(
        self,
        rules: ApprovalRulesInForce,
        scopes: Scopes,
        ids: Ids,
        digests: KeyedDigests,
        zone: tzinfo,
    ) -> None:
        """Take the rules, what opens units, and the zone in which days begin."""
        self._rules = rules
        self._scopes = scopes
        self._ids = ids
        self._digests = digests
        self._zone = zone
        self._recorder = Recorder(ids, digests)

    def guards(self, action: str) -> bool:
        """Look the action up."""
        return self._rules.now.names(action)

    async def admit(self, scope: Scope, case: Any, command: Any, act: Act) -> None:
        """Let a command go on."""
        if self._rules.now.names(act.action):
            await self._admitted(scope, case, command, act)

    async def posted(self, case: Any, command: Any, act: Act) -> Any:
        """Run a posting that may go on; one that is only tried is decided first."""
        if act.dry_run:
            result = await case(command, act)
            async with self._scopes.open(UseCaseKind.COMMAND) as scope:
                await self.admit(scope, case, command, act)
            return result
        was_counted = False
        async with self._scopes.open(UseCaseKind.COMMAND) as scope:
            if not await _is_known(scope, act):
                was_counted = await self._admitted(scope, case, command, act)
                await commit(scope, act)
        try:
            return await case(command, act)
        except Refusal as refusal:
            # Only what the ledger has recorded stays refused, whoever repeats it under its key.
            if was_counted and refusal.recorded and not refusal.replayed:
                await self._give_back(act)
            raise

    async def _admitted(self, scope: Scope, case: Any, command: Any, act: Act) -> bool:
        """Let it go on, and tell whether it was counted now; raises what it has to wait for."""
        amounts = await moved_by(case, command)
        rules, was_counted = await self._demanding(scope, act, amounts)
        if not rules:
            return was_counted
        if act.dry_run:
            raise PendingApproval
        asked = _Asked(rules, case, command, amounts or {})
        raise await self._kept(scope, asked, act)

    async def _demanding(
        self, scope: Scope, act: Act, amounts: Amounts | None
    ) -> tuple[Sequence[ApprovalRule], bool]:
        """Give the rules by which an act has to wait; count what one moves that may go on."""
        rules = self._rules.now.of(act.action, act.actor.roles)
        tally = await scope.get(ApprovalTally)
        sums = DaySums(tally, self._day_of(act))
        exceeded = await sums.met(rules, amounts)
        judged = self._rules.now.judged(act.action, amounts)
        met = [rule for rule in rules if rule.demands(judged) or rule in exceeded]
        left = [] if act.approved else await self._left_of(scope, act, met)
        if not sums.counts or act.key is None:
            return left, False
        counted_as = self._counted_as(act.key)
        if await tally.is_counted(counted_as):
            return [], False
        if not left:
            await sums.count(counted_as)
        return left, not left

    @staticmethod
    async def _left_of(
        scope: Scope, act: Act, met: Sequence[ApprovalRule]
    ) -> Sequence[ApprovalRule]:
        """Give the rules that are met, as far as they are not waived now.

        Whom an external issuer knows is never taken to be alone: the bank does not know who else it
        has let in.
        """
        waivable = [] if act.actor.is_external else [r for r in met if r.waived_while_alone]
        others: dict[ApprovalRule, int] = {}
        if waivable:
            people = await scope.get(ApprovalPeople)
            found = await people.others(act.actor, [rule.roles for rule in waivable])
            others = dict(zip(waivable, found, strict=True))
        stay = [rule.left_to(others[rule]) if rule in others else rule for rule in met]
        left = [rule for rule in stay if rule is not None]
        act.waived = bool(met) and not left
        return left

    async def _kept(self, scope: Scope, asked: _Asked, act: Act) -> PendingApproval:
        """Keep an act until others have approved it: request, notices, key, audit event, event."""
        codec = await scope.get(CommandCodec)
        rules, amounts = asked.rules, asked.amounts
        text, holders = codec.encode(asked.command), await _holders(asked)
        currency, amount_minor = next(iter(amounts.items())) if len(amounts) == 1 else (None, None)
        request = ApprovalRequest(
            id=self._ids.new(),
            action=act.action,
            maker=act.actor.pseudonym,
            demands=demanded(rules),
            holders=frozenset(map(self._digests.pseudonym, holders)),
            created_at=act.now,
            expires_at=act.now + min(rule.expires_after for rule in rules),
            audit_event=act.audit_event,
            branch=act.actor.branch,
            currency=currency,
            amount_minor=amount_minor,
        )
        intent = codec.encode(Intent(maker=act.actor, command=text))
        await (await scope.get(Approvals)).add(request, intent)
        await (await scope.get(ApprovalPeople)).ask(request, act.actor, holders)
        waits = PendingApproval(approval=request.id, expires_at=request.expires_at.isoformat())
        act.changed(
            Change(object_kind="approval", object_id=request.id, event=REQUESTED, after=text)
        )
        await self._recorder.record_waiting(scope, act, waits)
        await commit(scope, act)
        waits.recorded = True
        return waits

    async def _give_back(self, act: Act) -> None:
        key = key_of(act)
        try:
            async with self._scopes.open(UseCaseKind.COMMAND) as scope:
                await (await scope.get(ApprovalTally)).give_back(self._counted_as(key))
                await (await scope.get(UnitOfWork)).commit()
        except (TransientFault, DatabaseUnavailable):
            # Too much stays counted, which errs on the side of asking others.
            return

    def _counted_as(self, key: RequestKey) -> UUID:
        """Name what is counted by key and request: a smaller one under its key is another."""
        return UUID(bytes=self._digests.digest("counted", key.key.bytes, key.digest)[:16])

    def _day_of(self, act: Act) -> WhoseDay:
        day = act.now.astimezone(self._zone).date()
        return WhoseDay(maker=act.actor.pseudonym, action=act.action, day=day)


async def _holders(asked: _Asked) -> frozenset[str]:
    """Give the subjects of those who hold the object, where customers may approve."""
    customers_may = any(CUSTOMER in rule.roles for rule in asked.rules)
    if not customers_may or not hasattr(asked.case, "resource"):
        return frozenset()
    resource = await asked.case.resource(asked.command)
    return frozenset(resource.holders)


async def _is_known(scope: Scope, act: Act) -> bool:
    """Tell whether a posting was decided before; raises what it was told if it waits."""
    key = key_of(act)
    record = await (await scope.get(IdempotencyRecords)).find(key.key)
    if record is not None and record.code == PendingApproval.code:
        if record.digest != key.digest:
            raise IdempotencyKeyReused
        raise restored(record)
    return record is not None
