"""The challenges of my payments over HTTP: `/v1/challenges`."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from bank.application.identity.challenges.confirm_challenge import (
    ChallengeById,
    Confirmation,
    ConfirmChallenge,
    ShowChallenge,
    ShownChallenge,
)
from bank.domain.challenges import ChallengeFailed, ChallengeNotFound, ChallengeOver
from bank.domain.factors import FactorKind
from bank.domain.sign_in_guard import SignInThrottled
from bank.interfaces.http.amounts import Money, money_of
from bank.interfaces.http.calls import Asked, answered, ask
from bank.interfaces.http.documentation import keyless


class ChallengeView(Struct, frozen=True):
    """A payment that waits for you to confirm it: show amount and payee before you ask for a proof.

    The payee is named as you named them.
    """

    id: UUID
    action: Annotated[
        str,
        Meta(
            description="What is ordered: `transfer.post`, `exchange.post`, `withdrawal.post`,"
            " `hold.place`, `hold.capture`."
        ),
    ]
    amount: Money
    payee: Annotated[str | None, Meta(description="None of cash, nor of what is only set aside.")]
    expires_at: datetime
    factors: Annotated[
        dict[str, dict[str, Any]],
        Meta(
            description="Any one of these will do. For a passkey: what"
            " `PublicKeyCredential.parseRequestOptionsFromJSON` takes, anew each time."
        ),
    ]


class PaymentProof(Struct, frozen=True, forbid_unknown_fields=True):
    """The proof of one factor; recovery codes confirm no payments."""

    kind: Literal["passkey", "totp"]
    proof: Annotated[
        dict[str, Any],
        Meta(
            description='For `totp` `{"code": "…"}`; for `passkey` what `credential.toJSON()` gave,'
            " as it is."
        ),
    ]


class ConfirmedView(Struct, frozen=True):
    """The payment is confirmed: send it again, under its key, until then."""

    id: UUID
    status: Literal["confirmed"]
    expires_at: datetime


@get(
    "/{challenge_id:uuid}",
    operation_id="getChallenge",
    summary="Read a challenge",
    responses=keyless(ChallengeNotFound, ChallengeOver),
)
async def get_challenge(request: Asked, challenge_id: FromPath[UUID]) -> Response[ChallengeView]:
    """Read what you are to confirm, and by what."""
    done = await ask(request, ShowChallenge, ChallengeById(challenge_id))
    answer = answered(_view(done.result), done)
    answer.set_header("cache-control", "no-store")
    return answer


@post(
    "/{challenge_id:uuid}/factor",
    operation_id="confirmChallenge",
    summary="Confirm a payment",
    status_code=200,
    responses=keyless(ChallengeNotFound, ChallengeOver, ChallengeFailed, SignInThrottled),
)
async def confirm_challenge(
    request: Asked, challenge_id: FromPath[UUID], data: JSONBody[PaymentProof]
) -> Response[ConfirmedView]:
    """Prove a second factor for this payment, and for no other.

    Then send the payment again, as it was and under its key. Another amount or another payee under
    that key voids the proof.
    """
    command = Confirmation(challenge=challenge_id, kind=FactorKind(data.kind), proof=data.proof)
    done = await ask(request, ConfirmChallenge, command)
    view = ConfirmedView(done.result.id, "confirmed", done.result.expires_at)
    return answered(view, done)


def _view(shown: ShownChallenge) -> ChallengeView:
    challenge = shown.challenge
    return ChallengeView(
        id=challenge.id,
        action=challenge.action,
        amount=money_of(challenge.ordered.amount_minor, challenge.ordered.currency),
        payee=challenge.ordered.payee,
        expires_at=challenge.expires_at,
        factors={kind.value: dict(options) for kind, options in shown.options.items()},
    )


challenges = Router(
    "/challenges", route_handlers=[get_challenge, confirm_challenge], tags=["Transfers"]
)
