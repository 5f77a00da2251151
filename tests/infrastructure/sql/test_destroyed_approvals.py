"""What waited for approval names nobody any more once the key of its month is destroyed."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from tests.contracts import postgresql_backend
from tests.contracts.backend import NOW, named
from tests.contracts.postgresql_backend import PostgresqlBackend

from bank.application.ports.data_keys import DataKeyPurpose
from bank.application.upkeep.destroy_passing_keys import KEPT_AFTER_THE_MONTH
from bank.domain.approvals import ApprovalDecision, ApprovalRequest
from bank.domain.demands import Demand

RETENTION = timedelta(days=3653)
REQUEST = ApprovalRequest(
    id=UUID(int=1 << 64),
    action="customer.rename",
    maker="a" * 32,
    demands=(Demand(roles=frozenset({"branch_manager"})),),
    holders=frozenset(),
    created_at=NOW,
    expires_at=NOW + timedelta(hours=1),
    audit_event=named("asked"),
)
NO = ApprovalDecision(
    checker="b" * 32, approved=False, at=NOW, audit_event=named("no"), reason="Ida is no Winter"
)


async def test_neither_act_nor_reason_can_be_read_by_when_its_customer_may_be_erased(
    tmp_path: Path,
) -> None:
    """Scenario: a new name is asked for and rejected, on the day on which the customer leaves."""
    async with postgresql_backend.opened(tmp_path) as backend:
        async with backend.unit() as unit:
            await unit.approvals.add(REQUEST, "Ida Winter")
            await unit.approvals.save(REQUEST, NO)
            await unit.work.commit()
        for over, text, reason in (
            (NOW + RETENTION / 2, "Ida Winter", NO.reason),
            (NOW + RETENTION, None, "(erased)"),
        ):
            assert isinstance(backend, PostgresqlBackend)
            backend.clock.set(over)
            async with backend.unit() as unit:
                last = over - (RETENTION - KEPT_AFTER_THE_MONTH)
                await unit.data_keys.destroy_months(DataKeyPurpose.APPROVAL, over_at=last)
                await unit.work.commit()
            async with backend.unit(read_only=True) as unit:
                found = await unit.approvals.find(REQUEST.id)
                assert found is not None
                assert await unit.approvals.intent_of(found) == text
                assert [each.reason for each in found.decisions] == [reason]
