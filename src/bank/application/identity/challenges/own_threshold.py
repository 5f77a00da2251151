"""Payers look at the amounts above which they confirm payments, and set their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.challenges.challenges import OwnThresholds
from bank.application.identity.challenges.payment_terms import StepUpTerms
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.principals import Principals
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.jobs import refuse_unless_positive
from bank.domain.factors import SecondFactorNeeded
from bank.domain.principals import Assurance, Principal, PrincipalNotFound


@dataclass(frozen=True, slots=True)
class MyThresholds:
    """There is nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewThreshold:
    """Above which amount of a currency payments to known payees are to be confirmed."""

    currency: str
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdsInForce:
    """The amounts by currency, minor units: the bank's, or lower ones; ``id`` is the act's own."""

    id: UUID
    above_minor: Mapping[str, int]


class _Thresholds:
    def __init__(
        self, principals: Principals, thresholds: OwnThresholds, terms: StepUpTerms
    ) -> None:
        """Take who there is, what they set, and what the bank did."""
        self._principals = principals
        self._thresholds = thresholds
        self._terms = terms

    async def _payer(self, act: Act, *, lock: bool = False) -> Principal:
        found = await self._principals.find(act.actor.subject, lock=lock)
        if found is None:
            raise PrincipalNotFound
        return found

    async def _in_force(self, payer: Principal) -> Mapping[str, int]:
        return self._terms.in_force(await self._thresholds.of(payer.row))


@use_case(action="payment_threshold.read", kind=UseCaseKind.QUERY)
class ReadThresholds(_Thresholds):
    """Open to whoever signs in, for themselves. Refuses whoever is no principal."""

    async def __call__(self, command: MyThresholds, act: Act) -> ThresholdsInForce:
        """Read them."""
        del command
        above_minor = await self._in_force(await self._payer(act))
        return ThresholdsInForce(id=act.audit_event, above_minor=above_minor)


@use_case(action="payment_threshold.set", kind=UseCaseKind.COMMAND, fresh_proof=True)
class SetThreshold(_Thresholds):
    """Open to whoever signs in, for themselves; it is raised by a fresh proof alone.

    Refuses, in this order: an amount that is not positive; whoever is no principal; raising it
    without having signed in by a second factor. Records the amount; above the bank's own it changes
    nothing. A raised one is told to its owner.
    """

    def __init__(
        self,
        principals: Principals,
        thresholds: OwnThresholds,
        terms: StepUpTerms,
        notices: Notices,
    ) -> None:
        """Take also what tells the owner."""
        super().__init__(principals, thresholds, terms)
        self._notices = notices

    async def is_sensitive(self, command: NewThreshold, act: Act) -> bool:
        """Whether more could be paid without a confirmation than before."""
        own = await self._thresholds.of((await self._payer(act, lock=True)).row)
        before, after = self._around(own, command)
        return after > before

    async def __call__(self, command: NewThreshold, act: Act) -> ThresholdsInForce:
        """Set it."""
        refuse_unless_positive(command.amount_minor)
        payer = await self._payer(act, lock=True)
        own, code = await self._thresholds.of(payer.row), command.currency
        before_minor, after_minor = self._around(own, command)
        raised = after_minor > before_minor
        if raised and act.actor.assurance < Assurance.TWO_FACTORS:
            raise SecondFactorNeeded
        await self._thresholds.put(payer.row, code, command.amount_minor)
        if raised:
            told = Notice(kind=NoticeKind.PAYMENT_THRESHOLD_RAISED, principal=payer.row)
            await self._notices.tell(told)
        act.changed(
            Change(
                object_kind="payment_threshold",
                object_id=act.audit_event,
                before=f"{before_minor} {code}",
                after=f"{after_minor} {code}",
            )
        )
        return ThresholdsInForce(id=act.audit_event, above_minor=await self._in_force(payer))

    def _around(self, own: Mapping[str, int], command: NewThreshold) -> tuple[int, int]:
        """Give the amount of the currency that is in force before the command, and after it."""
        code = command.currency
        after = self._terms.in_force({**own, code: command.amount_minor})
        return self._terms.in_force(own).get(code, 0), after.get(code, 0)

    async def recall(self, act_before: UUID, act: Act) -> ThresholdsInForce:
        """Give them as they are now."""
        above_minor = await self._in_force(await self._payer(act))
        return ThresholdsInForce(id=act_before, above_minor=above_minor)
