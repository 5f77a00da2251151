"""Whom the bank has no principal of is shut out, and let in again."""

import pytest
from tests.application.identity.sessions.scene import Lobby
from tests.application.scene import OPERATOR, Desk, actor

from bank.application.identity.tokens.shut_out import KnownToTheBank, LetIn, ShutOut, TokenHolder
from bank.application.ports.authenticator import TokenEnding
from bank.application.ports.authorizer import ActionForbidden
from bank.domain.staff import BROKE_THE_GLASS

OUTSIDER = TokenHolder("sso|f3a1")


def _kept(desk: Desk) -> TokenEnding:
    (row,) = desk.bank.store.committed.token_endings.values()
    return row.ending


async def test_who_is_shut_out_is_until_they_are_let_in(desk: Desk) -> None:
    await desk.ask(ShutOut, OUTSIDER, OPERATOR)
    out = _kept(desk)
    assert (out.holder, out.shut_out) == (desk.bank.digests.pseudonym("sso|f3a1"), True)
    assert out.until is None
    await desk.ask(LetIn, OUTSIDER, OPERATOR)
    assert not _kept(desk).shut_out
    assert _kept(desk).at > out.at
    for action in ("token.shut_out", "token.let_in"):
        assert len(desk.events(action)) == 1
    assert "f3a1" not in repr(desk.bank.store.committed.token_endings)


async def test_who_is_a_principal_is_locked_as_what_they_are(desk: Desk) -> None:
    await Lobby(desk.bank).principal("ada")
    for use_case in (ShutOut, LetIn):
        with pytest.raises(KnownToTheBank):
            await desk.ask(use_case, TokenHolder("ada"), OPERATOR)
    assert not desk.bank.store.committed.token_endings


async def test_an_administrator_does_not_end_an_emergency(desk: Desk) -> None:
    glass = TokenHolder(f"{BROKE_THE_GLASS}3f9c")
    for use_case in (ShutOut, LetIn):
        with pytest.raises(KnownToTheBank):
            await desk.ask(use_case, glass, actor("administrator"))
        await desk.ask(use_case, glass, OPERATOR)


async def test_administrators_and_the_operator_alone_shut_out_and_let_in(desk: Desk) -> None:
    for use_case in (ShutOut, LetIn):
        await desk.ask(use_case, OUTSIDER, actor("administrator"))
        for role in ("branch_manager", "compliance_officer", "service_account"):
            with pytest.raises(ActionForbidden):
                await desk.ask(use_case, OUTSIDER, actor(role))
