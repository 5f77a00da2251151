"""A command that is done for each use case of approvals."""

from datetime import timedelta
from typing import Any

from tests.application.scene import SERVICE, Desk

from bank.application.approvals.decide_approval import Rejection
from bank.application.approvals.expire_approvals import OverdueApprovals
from bank.application.approvals.known_approval import ApprovalById
from bank.domain.approvals import ApprovalRequest
from bank.domain.demands import Demand


def of_approvals(desk: Desk) -> dict[str, Any]:
    """Give them, each of a request of its own that a branch manager may decide."""
    pending = [ApprovalById(_asked(desk).id) for _ in range(4)]
    return {
        "approval.approve": pending[0],
        "approval.expire": OverdueApprovals(),
        "approval.read": pending[1],
        "approval.reject": Rejection(id=pending[2].id, reason="No."),
        "approval.withdraw": pending[3],
    }


def _asked(desk: Desk) -> ApprovalRequest:
    now = desk.bank.clock.now()
    request = ApprovalRequest(
        id=desk.bank.ids.new(),
        action="transfer.post",
        maker=SERVICE.pseudonym,
        demands=(Demand(roles=frozenset({"branch_manager"})),),
        holders=frozenset(),
        created_at=now,
        expires_at=now + timedelta(days=1),
        audit_event=desk.bank.ids.new(),
    )
    desk.bank.store.committed.approvals[request.id] = (request, "not readable")
    return request
