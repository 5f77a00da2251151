"""The amounts above which I confirm my payments, over HTTP: `/v1/me/payment-threshold`."""

from typing import Annotated, Any

from litestar import Response, Router, get, patch
from litestar.params import JSONBody
from msgspec import Meta, Struct

from bank.application.identity.challenges.own_threshold import (
    MyThresholds,
    NewThreshold,
    ReadThresholds,
    SetThreshold,
)
from bank.application.pipeline.pipeline import Done
from bank.domain.ledger.refusals import AmountNotPositive
from bank.domain.principals import PrincipalNotFound
from bank.domain.sessions import FreshProofNeeded
from bank.interfaces.http.amounts import Money, money_of
from bank.interfaces.http.calls import Asked, answered, ask
from bank.interfaces.http.documentation import WITH_MONEY, command, query
from bank.interfaces.http.v1.money import minor_of


class ThresholdsView(Struct, frozen=True):
    """Above which amounts you confirm payments to payees whom you have paid before."""

    items: Annotated[
        list[Money],
        Meta(description="One of each currency; in any other every payment is confirmed."),
    ]


@get(
    operation_id="getPaymentThreshold",
    summary="Read above which amounts I confirm payments",
    responses=query(PrincipalNotFound),
)
async def get_threshold(request: Asked) -> Response[ThresholdsView]:
    """Read the amounts: the bank's, or lower ones of your own."""
    return _told(await ask(request, ReadThresholds, MyThresholds()))


@patch(
    operation_id="setPaymentThreshold",
    summary="Set above which amount I confirm payments",
    responses=command(*WITH_MONEY, AmountNotPositive, PrincipalNotFound, FreshProofNeeded),
)
async def set_threshold(request: Asked, data: JSONBody[Money]) -> Response[ThresholdsView]:
    """Set the amount of one currency; above the bank's own it changes nothing.

    To raise it you must have signed in by a second factor.
    """
    amount_minor, currency = minor_of(data, "")
    threshold = NewThreshold(currency=currency.code, amount_minor=amount_minor)
    return _told(await ask(request, SetThreshold, threshold))


def _told(done: Done[Any]) -> Response[ThresholdsView]:
    amounts = sorted(done.result.above_minor.items())
    return answered(ThresholdsView([money_of(minor, code) for code, minor in amounts]), done)


payment_threshold = Router(
    "/me/payment-threshold", route_handlers=[get_threshold, set_threshold], tags=["Me"]
)
