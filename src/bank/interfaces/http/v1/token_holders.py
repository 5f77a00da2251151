"""Whom tokens speak for who is no principal of the bank, over HTTP: `/v1/token-holders`."""

from typing import Annotated

from litestar import Response, Router, post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from bank.application.identity.tokens.shut_out import (
    KnownToTheBank,
    LetIn,
    ShutOut,
    TokenHolder,
)
from bank.interfaces.http.calls import Asked, ask, changed
from bank.interfaces.http.documentation import command
from bank.interfaces.http.v1.cash import DryRun


class TokenHolderToName(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom tokens speak for."""

    subject: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=500,
            description="Of another issuer `name|subject`, its name as in `bank.tokens.external`;"
            " a script's as it was issued.",
        ),
    ]


class TokenHolderView(Struct, frozen=True):
    """Whether tokens that speak for somebody are good."""

    subject: str
    shut_out: bool


@post(
    "/shut-out",
    operation_id="shutOutTokenHolder",
    summary="Shut out somebody of another issuer",
    status_code=200,
    responses=command(KnownToTheBank),
)
async def shut_out_token_holder(
    request: Asked,
    data: JSONBody[TokenHolderToName],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[TokenHolderView]:
    """Take no token of somebody whom another issuer vouches for, or of a script.

    Within a second nobody gets in by one, whichever they get next, until they are let in. People
    and systems of the bank are locked, let go or deactivated as what they are.
    """
    done = await ask(request, ShutOut, TokenHolder(data.subject), dry_run=dry_run)
    return changed(TokenHolderView(data.subject, shut_out=True), done, dry_run=dry_run)


@post(
    "/let-in",
    operation_id="letInTokenHolder",
    summary="Let in somebody of another issuer again",
    status_code=200,
    responses=command(KnownToTheBank),
)
async def let_in_token_holder(
    request: Asked,
    data: JSONBody[TokenHolderToName],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[TokenHolderView]:
    """Take new tokens of somebody again; those of before stay refused."""
    done = await ask(request, LetIn, TokenHolder(data.subject), dry_run=dry_run)
    return changed(TokenHolderView(data.subject, shut_out=False), done, dry_run=dry_run)


token_holders = Router(
    "/token-holders",
    route_handlers=[shut_out_token_holder, let_in_token_holder],
    tags=["Staff"],
)
