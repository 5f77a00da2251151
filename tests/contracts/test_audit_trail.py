"""What every audit trail does."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from tests.contracts.backend import NOW, Backend
from tests.contracts.postings import event

from bank.application.ports.audit_trail import AuditFilter
from bank.domain.audit import AuditEvent

SECOND = timedelta(seconds=1)
EVENTS = (
    event("1", at=NOW, actor="a" * 32, action="customer.create", object_id="one"),
    event("2", at=NOW + SECOND, actor="b" * 32, action="customer.create", object_id="two"),
    event(
        "3",
        at=NOW + 2 * SECOND,
        actor="a" * 32,
        action="customer.change_contact",
        code="stale_version",
    ),
    event(
        "4", at=NOW + 3 * SECOND, actor="b" * 32, action="customer.change_contact", object_id="one"
    ),
)


async def _page(backend: Backend, wanted: AuditFilter) -> set[AuditEvent]:
    async with backend.unit() as unit:
        for each in EVENTS:
            await unit.trail.append(each)
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        return set(await unit.trail.page(wanted, after=None, limit=50))


async def test_events_come_back_as_they_were_appended(backend: Backend) -> None:
    full = event("5", before="00" * 32, after="11" * 32, object_kind="customer", object_id="one")
    async with backend.unit() as unit:
        await unit.trail.append(full)
        assert await unit.trail.page(AuditFilter(), after=None, limit=50) == [full]
    assert await _page(backend, AuditFilter()) == set(EVENTS)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"action": "customer.create"}, {0, 1}),
        ({"actor": "b" * 32}, {1, 3}),
        ({"object_id": "one"}, {0, 3}),
        ({"outcome": "refused"}, {2}),
        ({"since": NOW + SECOND}, {1, 2, 3}),
        ({"until": NOW + SECOND}, {0}),
        ({"since": NOW + SECOND, "until": NOW + 2 * SECOND}, {1}),
        ({"action": "customer.change_contact", "actor": "b" * 32}, {3}),
        ({"action": "no.such"}, set()),
    ],
    ids=str,
)
async def test_a_filter_keeps_what_matches_all_its_fields(
    backend: Backend, wanted: Mapping[str, Any], found: set[int]
) -> None:
    assert await _page(backend, AuditFilter(**wanted)) == {EVENTS[number] for number in found}


async def test_pages_follow_one_another_in_the_order_of_ids(backend: Backend) -> None:
    await _page(backend, AuditFilter())
    seen: list[AuditEvent] = []
    async with backend.unit(read_only=True) as unit:
        while True:
            after = seen[-1].id if seen else None
            page = await unit.trail.page(AuditFilter(), after=after, limit=3)
            if not page:
                break
            seen += page
    assert seen == sorted(EVENTS, key=lambda each: each.id)
