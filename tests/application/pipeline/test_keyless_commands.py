"""Commands that take no key: each run is anew, and a refusal may leave traces."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from tests.application.scene import OPENED_AT, STRANGER, Desk

from bank.application.identity.principals import Principals
from bank.application.pipeline.act import Act, Caller, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.pipeline import Done, Pipeline
from bank.application.ports.authorizer import ActionForbidden, Authorizer, Resource, Verdict
from bank.application.ports.unit_of_work import TransientFault
from bank.domain.audit import Actor, Outcome
from bank.domain.principals import Principal, PrincipalKind, PrincipalState
from bank.domain.refusals import Kind, Refusal


class _Counted(Refusal):
    code = "tests_counted"
    kind = Kind.UNAUTHENTICATED
    leaves_traces = True


class _Forgotten(Refusal):
    code = "tests_forgotten"
    kind = Kind.CONFLICT


@dataclass(frozen=True, slots=True)
class _Knocked:
    id: UUID


class _Knocks:
    """Leaves somebody behind for each knock, and then refuses, where there is something to say."""

    def __init__(self, principals: Principals) -> None:
        self._principals = principals

    async def resource(self, command: Exception | None) -> Resource:
        raise AssertionError(command)

    async def __call__(self, command: Exception | None, act: Act) -> _Knocked:
        row = await self._principals.next_row()
        somebody = Principal(
            row=row,
            subject=f"somebody {row}",
            kind=PrincipalKind.SERVICE,
            state=PrincipalState.ACTIVE,
            roles=(),
            created_at=act.now,
        )
        await self._principals.add(somebody)
        if isinstance(command, Refusal) and "about" in command.context:
            act.looked_at("door", command.context["about"])
        if command is not None:
            raise command
        act.changed(Change(object_kind="door", object_id=act.audit_event))
        return _Knocked(act.audit_event)

    async def recall(self, object_id: UUID, act: Act) -> _Knocked:
        raise AssertionError(object_id, act)


@use_case(action="door.knock", kind=UseCaseKind.COMMAND, keyless=True)
class Knock(_Knocks):
    pass


@use_case(action="door.open", kind=UseCaseKind.COMMAND)
class OpenDoor(_Knocks):
    pass


class _EveryDoor(Authorizer):
    """Lets everybody do whatever is called after a door."""

    def decide(self, actor: Actor, action: str, resource: Resource | None = None) -> Verdict:
        del actor, resource
        return Verdict.ALLOWED if action.startswith("door.") else Verdict.DENIED

    def roles(self) -> frozenset[str]:
        return frozenset({"anonymous"})

    def actions(self) -> frozenset[str]:
        return frozenset()


def _pipeline(desk: Desk) -> Pipeline:
    bank = desk.bank
    return Pipeline(bank.scopes, _EveryDoor(), bank.clock, bank.ids, bank.digests, bank.tracer)


async def _ask(
    desk: Desk,
    use_case: type[_Knocks] = Knock,
    command: Exception | None = None,
    key: str | None = None,
) -> Done[_Knocked]:
    caller = Caller(actor=STRANGER, idempotency_key=key, fingerprint=b"a secret")
    return await _pipeline(desk).run(use_case, command, caller)


def _left(desk: Desk) -> int:
    return len(desk.bank.store.committed.principals)


async def test_a_keyless_command_is_done_anew_under_the_same_key(desk: Desk) -> None:
    first, again = await _ask(desk, key="k"), await _ask(desk, key="k")
    assert not again.replayed
    assert first.result.id != again.result.id
    assert _left(desk) == 2
    assert not desk.bank.store.committed.records
    assert [each.outcome for each in desk.events("door.knock")] == [Outcome.DONE] * 2


async def test_a_keyless_command_needs_no_key(desk: Desk) -> None:
    await _ask(desk)
    (event,) = desk.events("door.knock")
    assert (event.actor_kind, event.actor, event.at) == ("anonymous", STRANGER.pseudonym, OPENED_AT)


async def test_a_refusal_that_leaves_traces_keeps_what_was_written(desk: Desk) -> None:
    with pytest.raises(_Counted) as refused:
        await _ask(desk, command=_Counted())
    assert _left(desk) == 1
    (event,) = desk.events("door.knock")
    assert (event.outcome, event.code, event.object_id) == (Outcome.REFUSED, "tests_counted", None)
    assert refused.value.recorded
    assert not desk.bank.store.committed.records


async def test_any_other_refusal_leaves_its_audit_event_alone(desk: Desk) -> None:
    with pytest.raises(_Forgotten):
        await _ask(desk, command=_Forgotten())
    assert _left(desk) == 0
    (event,) = desk.events("door.knock")
    assert event.code == "tests_forgotten"


async def test_what_a_refusal_that_leaves_traces_was_about_is_audited(desk: Desk) -> None:
    about = desk.bank.ids.new()
    for refusal, object_id in (
        (_Counted(about=about), str(about)),
        (_Forgotten(about=about), None),
    ):
        with pytest.raises(type(refusal)):
            await _ask(desk, command=refusal)
        assert desk.events("door.knock")[-1].object_id == object_id


async def test_what_breaks_leaves_nothing(desk: Desk) -> None:
    with pytest.raises(ZeroDivisionError):
        await _ask(desk, command=ZeroDivisionError())
    assert _left(desk) == 0
    assert not desk.events("door.knock")


async def test_under_a_key_no_refusal_leaves_traces(desk: Desk) -> None:
    with pytest.raises(_Counted):
        await _ask(desk, OpenDoor, _Counted(), key="k")
    assert _left(desk) == 0


async def test_traces_are_left_once_where_a_lost_race_is_run_again(desk: Desk) -> None:
    """Scenario: the first run loses a race, the second refuses.

    Outcome: the traces and the audit event are of the second alone.
    """
    outcomes: list[Exception] = [_Counted(), TransientFault("lost")]

    class OneByOne(_Knocks):
        async def __call__(self, command: Exception | None, act: Act) -> _Knocked:
            del command
            return await super().__call__(outcomes.pop(), act)

    use_case(action="door.race", kind=UseCaseKind.COMMAND, keyless=True)(OneByOne)
    with pytest.raises(_Counted):
        await _pipeline(desk).run(OneByOne, None, Caller(actor=STRANGER))
    assert (_left(desk), len(desk.events("door.race"))) == (1, 1)


async def test_strangers_do_nothing_that_the_policy_does_not_say(desk: Desk) -> None:
    with pytest.raises(ActionForbidden):
        await desk.bank.pipeline.run(Knock, None, Caller(actor=STRANGER))
    assert _left(desk) == 0
