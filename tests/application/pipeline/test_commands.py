"""Commands: effect, key, audit event and outbox event stand or fall together."""

from dataclasses import replace
from uuid import UUID

import pytest
from tests.application.scene import OPENED_AT, SERVICE, TELLER, Desk, actor

from bank.application.accounts.change_account import (
    AccountClosing,
    AccountRenaming,
    CloseAccount,
    RenameAccount,
)
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.pipeline.act import Caller
from bank.application.ports.authorizer import ActionForbidden
from bank.application.ports.idempotency import (
    IdempotencyKeyMissing,
    IdempotencyRecord,
    RequestInFlight,
)
from bank.domain.audit import Outcome
from bank.domain.customer_accounts import AccountNotEmpty
from bank.domain.ledger.refusals import AccountNotFound, IdempotencyKeyReused
from bank.domain.parties import BranchNotFound, CustomerKind
from bank.infrastructure.in_memory.records import InMemoryIdempotencyRecords
from bank.infrastructure.in_memory.unit_of_work import unit_of_work

ADA = NewCustomer(kind=CustomerKind.PERSON, full_name="Ada Lovelace", email="ada@example.com")


async def test_a_command_leaves_its_effect_key_audit_event_and_domain_event(desk: Desk) -> None:
    done = await desk.ask(CreateCustomer, ADA, TELLER, key="k")
    tables = desk.bank.store.committed
    assert not done.replayed
    assert list(tables.customers.values()) == [done.result]
    (record,) = tables.records.values()
    (event,) = desk.events("customer.create")
    (told,) = tables.outbox.values()
    assert (record.outcome, record.object_id) == (Outcome.DONE, done.result.id)
    assert record.audit_event == event.id
    assert (event.outcome, event.code, event.at) == (Outcome.DONE, None, OPENED_AT)
    assert (event.actor_kind, event.actor) == ("token", "pseudonym of teller")
    assert (event.object_kind, event.object_id) == ("customer", str(done.result.id))
    assert event.request_id == "request-1"
    assert (told.type, told.subject) == ("bank.customer.created.v1", done.result.id)
    (span,) = [each for each in desk.bank.tracer.spans if each.name == "customer.create"]
    assert event.trace_id == span.trace_id
    assert told.traceparent == span.traceparent
    assert span.notes["bank.audit_event"] == str(event.id)
    assert span.notes["bank.outcome"] == "done"


async def test_an_audit_event_has_digests_and_nothing_personal(desk: Desk) -> None:
    await desk.ask(CreateCustomer, ADA, TELLER)
    (event,) = desk.events("customer.create")
    assert event.before is None
    assert event.after is not None
    assert len(event.after) == 64
    spans = [each.notes for each in desk.bank.tracer.spans]
    for personal in ("Ada", "ada@example.com", "teller "):
        assert personal not in repr(event)
        assert personal not in repr(spans)


async def test_replaying_a_key_does_it_once(desk: Desk) -> None:
    first = await desk.ask(CreateCustomer, ADA, key="k")
    again = await desk.ask(CreateCustomer, ADA, key="k")
    assert again.replayed
    assert again.result == first.result
    assert len(desk.bank.store.committed.customers) == 1
    assert len(desk.events("customer.create")) == 1


async def test_the_same_key_of_somebody_else_is_another_key(desk: Desk) -> None:
    for number in range(2):
        await desk.ask(CreateCustomer, ADA, actor("teller", f"teller {number}"), key="k")
    assert len(desk.bank.store.committed.customers) == 2


async def test_a_key_with_another_body_is_refused_and_leaves_nothing(desk: Desk) -> None:
    await desk.ask(CreateCustomer, ADA, key="k")
    with pytest.raises(IdempotencyKeyReused):
        await desk.ask(CreateCustomer, replace(ADA, full_name="Grace Hopper"), key="k")
    assert len(desk.bank.store.committed.records) == 1
    assert len(desk.events("customer.create")) == 1


async def test_a_key_with_another_action_is_refused(desk: Desk) -> None:
    opened = await desk.account()
    await desk.ask(RenameAccount, AccountRenaming(account=str(opened.id), name="A"), key="k")
    with pytest.raises(IdempotencyKeyReused):
        await desk.ask(CloseAccount, AccountClosing(str(opened.id)), key="k")


async def test_a_mutation_without_a_key_is_refused(desk: Desk) -> None:
    with pytest.raises(IdempotencyKeyMissing):
        await desk.bank.pipeline.run(CreateCustomer, ADA, Caller(actor=SERVICE))
    assert not desk.bank.store.committed.audit_events


async def test_a_refusal_leaves_its_key_and_its_audit_event_alone(desk: Desk) -> None:
    opened = await desk.account(balance_minor=100)
    before = dict(desk.bank.store.committed.outbox)
    with pytest.raises(AccountNotEmpty) as first:
        await desk.ask(CloseAccount, AccountClosing(str(opened.id)), key="k")
    (event,) = desk.events("account.close")
    assert (event.outcome, event.code) == (Outcome.REFUSED, "account_not_empty")
    assert (event.object_id, event.after) == (None, None)
    assert desk.bank.store.committed.outbox == before
    with pytest.raises(AccountNotEmpty) as again:
        await desk.ask(CloseAccount, AccountClosing(str(opened.id)), key="k")
    assert (first.value.replayed, again.value.replayed) == (False, True)
    assert again.value.detail == first.value.detail
    assert len(desk.events("account.close")) == 1


async def test_a_refusal_is_counted_by_its_code(desk: Desk) -> None:
    with pytest.raises(AccountNotFound):
        await desk.ask(CloseAccount, AccountClosing("nowhere"))
    labels = (("action", "account.close"), ("code", "account_not_found"))
    assert desk.bank.tracer.counts["bank.refusals", labels] == 1
    span = desk.bank.tracer.spans[-1]
    assert (span.failed_with, span.notes["bank.refusal"]) == (
        "AccountNotFound",
        "account_not_found",
    )


async def test_what_the_input_got_wrong_is_not_recorded(desk: Desk) -> None:
    with pytest.raises(BranchNotFound):
        await desk.ask(CreateCustomer, replace(ADA, branch="moon"), key="k", body="b")
    assert not desk.bank.store.committed.records
    assert not desk.bank.store.committed.audit_events
    assert not (await desk.ask(CreateCustomer, ADA, key="k", body="b")).replayed


async def test_a_request_in_flight_is_refused_and_not_recorded(desk: Desk) -> None:
    """Scenario: a unit has claimed the key and not ended.

    Outcome: the same request is refused meanwhile, and done afterwards.
    """
    digests = desk.bank.digests
    key = digests.digest("idempotency-key", SERVICE.subject, "k")[:16]
    record = IdempotencyRecord(
        key=UUID(bytes=key),
        digest=bytes(16),
        outcome=Outcome.DONE,
        created_at=OPENED_AT,
        audit_event=desk.bank.ids.new(),
    )
    async with unit_of_work(desk.bank.store) as unit:
        await InMemoryIdempotencyRecords(unit).claim(record)
        with pytest.raises(RequestInFlight):
            await desk.ask(CreateCustomer, ADA, key="k")
    assert not desk.bank.store.committed.audit_events
    await desk.ask(CreateCustomer, ADA, key="k")


async def test_a_dry_run_answers_and_leaves_nothing(desk: Desk) -> None:
    tried = await desk.ask(CreateCustomer, ADA, key="k", dry_run=True)
    assert tried.result.full_name == "Ada Lovelace"
    with pytest.raises(AccountNotFound):
        await desk.ask(CloseAccount, AccountClosing("nowhere"), dry_run=True)
    tables = desk.bank.store.committed
    assert not [*tables.customers, *tables.records, *tables.audit_events, *tables.outbox]
    assert not (await desk.ask(CreateCustomer, ADA, key="k")).replayed


async def test_a_replay_is_authorised_and_audited_as_the_read_that_it_is(desk: Desk) -> None:
    first = await desk.ask(CreateCustomer, ADA, key="k")
    await desk.ask(CreateCustomer, ADA, key="k")
    stripped = replace(SERVICE, roles=("administrator",))
    with pytest.raises(ActionForbidden):
        await desk.ask(CreateCustomer, ADA, stripped, key="k")
    events = desk.bank.store.committed.audit_events.values()
    replays = [event for event in events if event.outcome is Outcome.REPLAYED]
    assert [event.object_id for event in replays] == [str(first.result.id)]
    assert [event.code for event in events if event.outcome is Outcome.REFUSED] == [
        ActionForbidden.code
    ]
