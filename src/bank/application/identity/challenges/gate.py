"""The gate of payments: who has too few factors pays nothing, and what is unusual is confirmed."""

from typing import Any

from bank.application.identity.challenges.challenges import Challenges, KnownPayees, OwnThresholds
from bank.application.identity.challenges.payment_terms import PaymentScreening, StepUpTerms
from bank.application.identity.factors.every_factor import EveryFactor
from bank.application.identity.principals import Principals
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.approval_gate import ApprovalGate
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.pipeline.jobs import key_of
from bank.application.pipeline.payments import PAYING, WITHOUT_CHALLENGE, Payment
from bank.application.pipeline.recording import Recorder
from bank.application.pipeline.scopes import Scope, Scopes
from bank.application.ports.account_directory import AccountDirectory, AccountRef
from bank.application.ports.idempotency import IdempotencyRecords
from bank.application.ports.ids import Ids
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.unit_of_work import DatabaseUnavailable, TransientFault, UnitOfWork
from bank.domain.audit import Outcome
from bank.domain.challenges import (
    LIFETIME,
    Challenge,
    ChallengePending,
    MoreFactorsNeeded,
    Ordered,
)
from bank.domain.factors import may_move_money
from bank.domain.ledger.refusals import IdempotencyKeyReused
from bank.domain.principals import Principal


class StepUpGate(ApprovalGate):
    """Asks whoever pays for a second factor, and lets through to the next gate.

    Nothing is asked of acts that were approved, of actors who may pay without a challenge, and of
    what was done before under its key, however long ago. Of everybody else, with a session or
    without, in this order: that the bank knows factors of theirs that suffice (refuses with
    ``MoreFactorsNeeded``); nothing more for money that stays theirs; a proof for this very payment
    where it is above the threshold, to a new payee or one who is not known yet, or flagged (leaves
    by ``ChallengePending``). The till that hands out cash is a payee like another.
    """

    def __init__(
        self,
        terms: StepUpTerms,
        scopes: Scopes,
        ids: Ids,
        digests: KeyedDigests,
        *,
        then: ApprovalGate,
    ) -> None:
        """Take the terms, what opens units, what names and digests, and the gate behind."""
        self._terms = terms
        self._scopes = scopes
        self._ids = ids
        self._digests = digests
        self._recorder = Recorder(ids, digests)
        self._then = then

    def guards(self, action: str) -> bool:
        """Look the action up."""
        return action in PAYING or self._then.guards(action)

    async def admit(self, scope: Scope, case: Any, command: Any, act: Act) -> None:
        """Leave it to the gate behind: whatever pays is a posting."""
        await self._then.admit(scope, case, command, act)

    async def posted(self, case: Any, command: Any, act: Act) -> Any:
        """Run a posting that may go on; a payee who was confirmed is known from then on."""
        confirmed: Challenge | None = None
        payment: Payment | None = None
        if self._asks(act):
            payment = await case.payment(command)
            confirmed = await self._let_through(payment, act)
        result = await self._behind(case, command, act)
        if confirmed is not None and payment is not None and payment.credit is not None:
            await self._remember(confirmed, payment.credit)
        return result

    def _asks(self, act: Act) -> bool:
        if act.action not in PAYING or act.approved is not None:
            return False
        return not act.may(WITHOUT_CHALLENGE)

    async def _behind(self, case: Any, command: Any, act: Act) -> Any:
        if self._then.guards(act.action):
            return await self._then.posted(case, command, act)
        return await case(command, act)

    async def _let_through(self, payment: Payment, act: Act) -> Challenge | None:
        """Let a payment go on, and give the challenge by which it was confirmed."""
        async with self._scopes.open(UseCaseKind.COMMAND) as scope:
            if act.key is not None and await _is_decided(scope, act):
                return None
            payer = await _payer(scope, act)
            if not act.dry_run and (known := await self._known(scope, payer, payment, act)):
                return known
            if not await self._demands(scope, payer, payment, act):
                return None
            if act.dry_run:
                raise ChallengePending
            raise await self._challenged(scope, payer, payment, act)

    async def _known(
        self, scope: Scope, payer: Principal, payment: Payment, act: Act
    ) -> Challenge | None:
        """Give the challenge of the request if it was proved; nothing if there is none in force.

        It is spent by that, and stays so for the same request. Another payment under its key voids
        it.
        """
        challenges = await scope.get(Challenges)
        known = await challenges.of_request(payer.row, key_of(act).key)
        if known is None or known.is_over(act.now):
            return None
        if known.bound != self._bound(payment, act):
            await challenges.save(known.voided(act.now))
            await (await scope.get(UnitOfWork)).commit()
            raise IdempotencyKeyReused
        if not known.is_proved:
            raise _pending(known)
        await challenges.save(known.spent(act.now))
        await (await scope.get(UnitOfWork)).commit()
        return known

    async def _demands(self, scope: Scope, payer: Principal, payment: Payment, act: Act) -> bool:
        if payment.credit is None:
            return True
        directory = await scope.get(AccountDirectory)
        held = await directory.holding(payment.credit)
        if act.actor.subject in held.owners:
            return False
        own = await (await scope.get(OwnThresholds)).of(payer.row)
        if self._terms.demand(payment, own):
            return True
        if not await (await scope.get(KnownPayees)).knows(payer.row, payment.credit.row):
            return True
        return await (await scope.get(PaymentScreening)).flags(payment, act)

    async def _challenged(
        self, scope: Scope, payer: Principal, payment: Payment, act: Act
    ) -> ChallengePending:
        """Keep a challenge with its audit event; the key stays free for the request."""
        challenge = Challenge(
            id=self._ids.new(),
            principal=payer.row,
            action=act.action,
            key=key_of(act).key,
            bound=self._bound(payment, act),
            ordered=Ordered(
                amount_minor=payment.amount_minor,
                currency=payment.currency,
                payee=payment.payee,
            ),
            created_at=act.now,
            expires_at=act.now + LIFETIME,
        )
        await (await scope.get(Challenges)).put(challenge)
        waits = _pending(challenge)
        act.changed(Change(object_kind="challenge", object_id=challenge.id))
        await self._recorder.audit(scope, act, Outcome.PENDING, waits.code)
        await (await scope.get(UnitOfWork)).commit()
        return waits

    async def _remember(self, confirmed: Challenge, payee: AccountRef) -> None:
        try:
            async with self._scopes.open(UseCaseKind.COMMAND) as scope:
                await (await scope.get(Principals)).find(confirmed.principal, lock=True)
                payees = await scope.get(KnownPayees)
                await payees.add(confirmed.principal, payee.row)
                await (await scope.get(UnitOfWork)).commit()
        except (TransientFault, DatabaseUnavailable):
            # The money has moved. The payee stays new, and the next payment to them is confirmed.
            return

    def _bound(self, payment: Payment, act: Act) -> bytes:
        """Digest what a proof is for: accounts as they were found, so that no name can be moved."""
        debit, credit = payment.debit, payment.credit
        accounts = f"{debit.row} {debit.opened_ms}"
        if credit is not None:
            accounts += f" {credit.row} {credit.opened_ms}"
        amount = f"{payment.amount_minor} {payment.currency}"
        return self._digests.digest("challenge", act.action, accounts, amount)


async def _is_decided(scope: Scope, act: Act) -> bool:
    """Whether the ledger, or the gate behind, has answered under the key: then it does again.

    Refuses with ``IdempotencyKeyReused`` what is not the request that it answered.
    """
    key = key_of(act)
    record = await (await scope.get(IdempotencyRecords)).find(key.key)
    if record is not None and record.digest != key.digest:
        raise IdempotencyKeyReused
    return record is not None


async def _payer(scope: Scope, act: Act) -> Principal:
    """Give who pays, locked, so that their payments are asked about one after the other.

    Refuses with ``MoreFactorsNeeded`` whom the bank does not know, such as another issuer's people,
    and who has too few factors.
    """
    payer = await (await scope.get(Principals)).find(act.actor.subject, lock=True)
    if payer is None:
        raise MoreFactorsNeeded
    enrolled = await (await scope.get(EveryFactor)).enrolled(payer.row)
    if not may_move_money(enrolled):
        raise MoreFactorsNeeded
    return payer


def _pending(challenge: Challenge) -> ChallengePending:
    waits = ChallengePending(challenge=challenge.id, expires_at=challenge.expires_at.isoformat())
    waits.recorded = True
    return waits
