"""What is answered where something has to happen first: 202, and where to look for it."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response
from litestar.openapi.datastructures import ResponseSpec
from msgspec import Struct

from bank.domain.approvals import PendingApproval
from bank.domain.challenges import ChallengePending
from bank.domain.refusals import Refusal

ACCEPTED = 202


class PendingView(Struct, frozen=True, omit_defaults=True):
    """What you asked for waits: for others, or for a proof of yours; `Location` says where.

    Take a `status` that you do not know for pending. A dry run would have to wait, and has nothing
    to look at. A payment that was challenged is sent again, under its key, once it is confirmed.
    """

    status: Literal["pending_approval", "would_need_approval", "challenge", "would_need_challenge"]
    approval_id: UUID | None = None
    challenge_id: UUID | None = None
    expires_at: datetime | None = None


def may_wait(*reasons: type[Refusal]) -> dict[int, ResponseSpec]:
    """Document for what an operation may have to wait."""
    lines = [f"- `{each.code}`: {each.title}" for each in reasons]
    return {
        ACCEPTED: ResponseSpec(PendingView, generate_examples=False, description="\n".join(lines))
    }


MAY_WAIT = may_wait(PendingApproval)
"""The answer that any command may get, by the rules of the bank."""

MAY_BE_CHALLENGED = may_wait(PendingApproval, ChallengePending)
"""The answer that payments may get besides."""


def answer_pending(_request: Request[Any, Any, Any], waits: Refusal) -> Response[PendingView]:
    """Answer what waits; asked again under its key, it is answered so again."""
    if isinstance(waits, ChallengePending):
        challenge = waits.context.get("challenge")
        if challenge is None:
            return _only_tried(PendingView("would_need_challenge"))
        view = PendingView("challenge", None, UUID(str(challenge)), _expiry(waits))
        return _waiting(view, f"/v1/challenges/{challenge}", waits)
    approval = waits.context.get("approval")
    if approval is None:
        return _only_tried(PendingView("would_need_approval"))
    view = PendingView("pending_approval", UUID(str(approval)), None, _expiry(waits))
    return _waiting(view, f"/v1/approvals/{approval}", waits)


def _expiry(waits: Refusal) -> datetime:
    return datetime.fromisoformat(waits.context["expires_at"])


def _only_tried(view: PendingView) -> Response[PendingView]:
    return Response(view, status_code=ACCEPTED, headers={"bank-dry-run": "true"})


def _waiting(view: PendingView, at: str, waits: Refusal) -> Response[PendingView]:
    headers = {"location": at}
    if waits.replayed:
        headers["idempotency-replayed"] = "true"
    return Response(view, status_code=ACCEPTED, headers=headers)
