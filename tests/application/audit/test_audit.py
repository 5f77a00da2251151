from tests.application.scene import AUDITOR, Desk

from bank.application.audit.read_audit_trail import AuditPage, ListAuditEvents
from bank.application.ports.audit_trail import AuditFilter


async def test_an_auditor_reads_the_trail_and_is_on_it_afterwards(desk: Desk) -> None:
    await desk.account(balance_minor=100)
    page = AuditPage(wanted=AuditFilter())
    events = (await desk.ask(ListAuditEvents, page, AUDITOR)).result
    assert [event.action for event in events] == ["customer.create", "account.open", "deposit.post"]
    (again,) = (
        await desk.ask(ListAuditEvents, AuditPage(wanted=AuditFilter(action="audit.read")), AUDITOR)
    ).result
    assert again.actor == AUDITOR.pseudonym


async def test_the_trail_is_read_in_pages(desk: Desk) -> None:
    for _ in range(3):
        await desk.customer()
    wanted = AuditFilter(action="customer.create")
    first = (await desk.ask(ListAuditEvents, AuditPage(wanted=wanted, limit=2), AUDITOR)).result
    after = AuditPage(wanted=wanted, after=first[-1].id)
    rest = (await desk.ask(ListAuditEvents, after, AUDITOR)).result
    assert [*first, *rest] == desk.events("customer.create")
