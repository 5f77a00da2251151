"""Who I am to the bank, over HTTP: `/v1/me`."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get
from msgspec import Meta, Struct

from bank.application.identity.sign_in.read_me import GetMe, Me, WhoAmI
from bank.domain.principals import PrincipalKind, PrincipalNotFound
from bank.interfaces.http.calls import Asked, answered, ask
from bank.interfaces.http.documentation import query


class MeView(Struct, frozen=True):
    """You, as the bank knows you; `pseudonym` is how audit events and approvals name you."""

    subject: str
    pseudonym: str
    kind: PrincipalKind
    roles: list[str]
    branch: str | None
    customer_ids: Annotated[list[UUID], Meta(description="The customers whom you act for.")]
    factors: Annotated[
        dict[str, int], Meta(description="How many second factors of each kind you have.")
    ]
    assurance: Annotated[int, Meta(description="How many factors you signed in with.")]
    session_id: str | None
    created_at: datetime


@get(operation_id="getMe", summary="Read who I am", responses=query(PrincipalNotFound))
async def get_me(request: Asked) -> Response[MeView]:
    """Read who signed in, whom you act for, and what you can prove yourself by."""
    done = await ask(request, GetMe, WhoAmI())
    return answered(_view(done.result), done)


def _view(me: Me) -> MeView:
    principal = me.principal
    return MeView(
        subject=principal.subject,
        pseudonym=me.pseudonym,
        kind=principal.kind,
        roles=list(principal.roles),
        branch=principal.branch,
        customer_ids=list(me.customers),
        factors={kind.value: number for kind, number in me.factors.items()},
        assurance=me.assurance,
        session_id=me.session,
        created_at=principal.created_at,
    )


me = Router("/me", route_handlers=[get_me], tags=["Me"])
