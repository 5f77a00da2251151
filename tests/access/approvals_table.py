"""Who may look at acts that need others, and decide about them."""

from collections.abc import Mapping

from tests.access.access import Access
from tests.access.world import Things, customers_pay
from tests.interfaces.http.scene import House, euros

READERS = "branch_manager compliance_officer auditor administrator"
MAKERS = "customer teller service_account"
OF_MAKER = {f"{role} own": "maker_may_not_approve" for role in f"{READERS} {MAKERS}".split()}
OF_OTHERS = {
    f"{role} foreign": "approver_lacks_role"
    for role in ("compliance_officer", "auditor", "administrator")
}


async def _waiting(house: House, things: Things) -> None:
    """Have the customer ask for a transfer that a branch manager has to approve."""
    await customers_pay(house, things)
    order = {
        "debit_account_id": things["account"],
        "credit_account_id": things["payee"],
        "amount": euros("60.00"),
    }
    asked = await house.call(
        "POST", "/v1/transfers", order, role="customer", subject=things.subject
    )
    things.names["approval_id"] = asked.json()["approval_id"]


TABLE: Mapping[str, Access] = {
    "listApprovals": Access(to=f"{READERS} {MAKERS}"),
    "getApproval": Access(to=READERS, own=MAKERS, hidden="approval_not_found", prepare=_waiting),
    "approveAct": Access(
        to=READERS,
        own=MAKERS,
        hidden="approval_not_found",
        prepare=_waiting,
        besides={**OF_MAKER, **OF_OTHERS},
    ),
    "rejectAct": Access(
        to=READERS,
        own=MAKERS,
        hidden="approval_not_found",
        prepare=_waiting,
        body=lambda *_: {"reason": "Known under another name."},
        besides={**OF_MAKER, **OF_OTHERS},
    ),
    "withdrawAct": Access(
        spends=True,
        to=READERS,
        own=MAKERS,
        hidden="approval_not_found",
        prepare=_waiting,
        besides={f"{role} foreign": "only_the_maker_withdraws" for role in READERS.split()},
    ),
}
