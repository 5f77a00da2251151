"""How surely and how lately it is known who acts: two factors for staff, fresh proofs for some."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest
from tests.application.scene import AUTHORIZER, OPENED_AT, TELLER, Desk, actor

from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.pipeline.act import Act, Caller
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.pipeline import Pipeline
from bank.application.ports.authorizer import (
    ActionForbidden,
    Authorizer,
    Resource,
    Verdict,
)
from bank.domain.approvals import Approved
from bank.domain.audit import Actor, Outcome
from bank.domain.factors import SecondFactorNeeded
from bank.domain.parties import CustomerKind
from bank.domain.sessions import FreshProofNeeded

ADA = NewCustomer(kind=CustomerKind.PERSON, full_name="Ada", email="a@example.com")
STAFF = ("teller", "branch_manager", "compliance_officer", "auditor", "administrator")
ENROLLING = {
    "factor.confirm_passkey",
    "factor.confirm_totp",
    "factor.enrol_passkey",
    "factor.enrol_totp",
    "factor.list",
    "factor.renew_recovery_codes",
    "me.read",
    "session.end",
    "session.end_others",
    "session.list",
    "session.prove",
    "session.show_proof",
    "session.sign_out",
}
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("role", STAFF)
def test_staff_of_one_factor_enrol_another_and_do_nothing_else(role: str) -> None:
    alone = replace(actor(role), assurance=1)
    may = {
        each for each in AUTHORIZER.actions() if AUTHORIZER.decide(alone, each) != Verdict.DENIED
    }
    assert may == ENROLLING


@pytest.mark.parametrize("role", STAFF)
def test_another_role_beside_opens_nothing_to_staff_of_one_factor(role: str) -> None:
    alone = replace(actor(role), roles=(role, "customer", "service_account"), assurance=1)
    may = {
        each for each in AUTHORIZER.actions() if AUTHORIZER.decide(alone, each) != Verdict.DENIED
    }
    assert may == ENROLLING


async def test_staff_are_told_to_sign_in_with_two_factors_and_may_ask_again(desk: Desk) -> None:
    for _ in range(2):
        with pytest.raises(SecondFactorNeeded, match="/v1/me/factors"):
            await desk.ask(CreateCustomer, ADA, replace(TELLER, assurance=1), key="k")
    refused = [(each.outcome, each.code) for each in desk.events("customer.create")]
    assert refused == [(Outcome.REFUSED, "second_factor_needed")] * 2
    # They sign in with two, and the same request under the same key is done.
    assert (await desk.ask(CreateCustomer, ADA, TELLER, key="k")).result


async def test_what_two_factors_would_not_open_is_forbidden_as_ever(desk: Desk) -> None:
    with pytest.raises(ActionForbidden):
        await desk.ask(CreateCustomer, ADA, replace(actor("auditor"), assurance=1))


@dataclass(frozen=True)
class _Lit:
    id: UUID


@use_case(action="lamp.light", kind=UseCaseKind.COMMAND, fresh_proof=True)
class _LightLamp:
    async def __call__(self, command: str, act: Act) -> _Lit:
        del command
        return _Lit(act.audit_event)

    async def recall(self, object_id: UUID, _act: Act) -> _Lit:
        return _Lit(object_id)


@use_case(action="lamp.dim", kind=UseCaseKind.COMMAND, fresh_proof=True)
class _DimLamp(_LightLamp):
    async def is_sensitive(self, command: str, _act: Act) -> bool:
        return command == "out"


class _EveryLamp(Authorizer):
    def decide(self, actor: Actor, action: str, resource: Resource | None = None) -> Verdict:
        del actor, action, resource
        return Verdict.ALLOWED

    def roles(self) -> frozenset[str]:
        return frozenset()

    def actions(self) -> frozenset[str]:
        return frozenset()


Light = Callable[..., Awaitable[object]]


@pytest.fixture
def lit(desk: Desk) -> Light:
    """Give what lights a lamp, as somebody who proved some while ago who they are."""
    bank = desk.bank
    given = (bank.scopes, _EveryLamp(), bank.clock, bank.ids, bank.digests, bank.tracer)
    pipeline = Pipeline(*given, fresh_for=2 * MINUTE)

    async def asked(
        ago: timedelta | None,
        lamp: type[_LightLamp] = _LightLamp,
        command: str = "",
        approved: Approved | None = None,
    ) -> object:
        proved_at = None if ago is None else OPENED_AT - ago
        caller = Caller(
            actor=replace(actor("customer"), proved_at=proved_at),
            idempotency_key="k",
            fingerprint=command.encode(),
            approved=approved,
        )
        return (await pipeline.run(lamp, command, caller)).result

    return asked


async def test_a_fresh_proof_opens_what_needs_one(lit: Light) -> None:
    assert await lit(2 * MINUTE - timedelta(microseconds=1))


@pytest.mark.parametrize("ago", [2 * MINUTE, timedelta(hours=1), None])
async def test_an_old_proof_does_not_and_is_asked_for_anew(
    desk: Desk, lit: Light, ago: timedelta | None
) -> None:
    with pytest.raises(FreshProofNeeded, match="/v1/sessions/current/proof"):
        await lit(ago)
    (event,) = desk.events("lamp.light")
    assert (event.outcome, event.code) == (Outcome.REFUSED, "fresh_proof_needed")
    # Once it is proved, the same request under the same key is done.
    assert await lit(MINUTE)


async def test_what_the_use_case_calls_harmless_needs_none(lit: Light) -> None:
    assert await lit(None, _DimLamp, "a little")


async def test_what_the_use_case_calls_sensitive_does(lit: Light) -> None:
    with pytest.raises(FreshProofNeeded):
        await lit(None, _DimLamp, "out")


async def test_what_others_approved_was_proved_when_it_was_asked_for(lit: Light) -> None:
    assert await lit(timedelta(hours=1), approved=Approved(id=UUID(int=7), by=("somebody",)))
