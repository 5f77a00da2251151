"""Clients get tokens of their own, each against an assertion that is good once."""

from datetime import timedelta
from typing import Any

import pytest
from tests.application.scene import STRANGER, WORKER, Desk, actor
from tests.signing import Client

from bank.application.identity.clients.change_client import (
    ChangeClientKeys,
    ClientDeactivation,
    ClientKeysChange,
    DeactivateClient,
)
from bank.application.identity.clients.register_client import NewClient, RegisterClient
from bank.application.identity.tokens.client_assertions import ClientAssertionReplayed
from bank.application.identity.tokens.forget_tokens import ForgetTokens, TokenRound
from bank.application.identity.tokens.grants import (
    AudienceUnknown,
    ClientUnproved,
    GrantedTokens,
    ScopeUnfit,
)
from bank.application.identity.tokens.issue_client_token import ClientGrant, IssueClientToken
from bank.application.ports.authenticator import Authenticator
from bank.domain.audit import Outcome
from bank.domain.service_clients import ServiceClient
from bank.infrastructure.in_memory.rows import TokenEndingRow

BANK = "tests"
ADMINISTRATOR = actor("administrator")


async def _registered(desk: Desk, client: Client, *roles: str) -> ServiceClient:
    new = NewClient(
        client_id=client.client_id, roles=roles or ("auditor", "service_account"), keys=client.keys
    )
    registered: ServiceClient = (await desk.ask(RegisterClient, new, ADMINISTRATOR)).result
    return registered


async def _token(desk: Desk, client: Client, **given: Any) -> GrantedTokens:
    changes = given.pop("changes", {})
    shown = client.assertion(BANK, desk.bank.clock.now(), **changes)
    grant = ClientGrant(**{"assertion": shown, **given})
    granted: GrantedTokens = (await desk.ask(IssueClientToken, grant, STRANGER)).result
    return granted


async def test_a_client_gets_a_token_in_its_roles(desk: Desk, authenticator: Authenticator) -> None:
    client = Client()
    registered = await _registered(desk, client)
    granted = await _token(desk, client, client_id="payments")
    shown = authenticator.authenticate(granted.access_token, desk.bank.clock.now())
    assert (shown.subject, shown.roles) == ("payments", ("auditor", "service_account"))
    assert shown.session == str(registered.session)
    assert (granted.scope, granted.refresh_token) == ("auditor service_account", None)
    assert shown.expires_at - desk.bank.clock.now() <= timedelta(minutes=15)
    (event,) = desk.events("token.issue_to_client")
    assert (event.object_kind, event.object_id) == ("client", str(registered.id))
    assert granted.access_token not in repr(granted)


async def test_a_client_may_want_less_than_it_has(desk: Desk, authenticator: Authenticator) -> None:
    client = Client()
    await _registered(desk, client)
    granted = await _token(desk, client, scope=("service_account",))
    shown = authenticator.authenticate(granted.access_token, desk.bank.clock.now())
    assert (shown.roles, granted.scope) == (("service_account",), "service_account")
    with pytest.raises(ScopeUnfit):
        await _token(desk, client, scope=("service_account", "administrator"))


async def test_an_assertion_is_good_once(desk: Desk) -> None:
    client = Client()
    await _registered(desk, client)
    shown = client.assertion(BANK, desk.bank.clock.now())
    await _token(desk, client, assertion=shown)
    with pytest.raises(ClientAssertionReplayed) as refused:
        await _token(desk, client, assertion=shown)
    assert refused.value.detail == ClientUnproved.title
    event = desk.events("token.issue_to_client")[-1]
    assert (event.outcome, event.code) == (Outcome.REFUSED, "client_assertion_replayed")


async def test_an_assertion_that_was_refused_for_something_else_is_not_used_up(desk: Desk) -> None:
    client = Client()
    await _registered(desk, client)
    shown = client.assertion(BANK, desk.bank.clock.now())
    with pytest.raises(AudienceUnknown):
        await _token(desk, client, assertion=shown, audience="elsewhere")
    await _token(desk, client, assertion=shown)


async def test_a_stranger_an_impostor_and_another_client_are_refused_alike(desk: Desk) -> None:
    client, other = Client(), Client("reports")
    await _registered(desk, client)
    await _registered(desk, other)
    stranger, impostor = Client("nobody-knows"), Client("payments")
    for shown, named in (
        (stranger.assertion(BANK, desk.bank.clock.now()), None),
        (impostor.assertion(BANK, desk.bank.clock.now()), None),
        (other.assertion(BANK, desk.bank.clock.now()), "payments"),
        (other.assertion(BANK, desk.bank.clock.now(), sub="payments", iss="payments"), None),
        (client.assertion(BANK, desk.bank.clock.now(), header={"kid": "unknown"}), None),
        (client.assertion(BANK, desk.bank.clock.now())[:-4] + "AAAA", None),
        ("", None),
        ("a.b.c", None),
    ):
        with pytest.raises(ClientUnproved) as refused:
            await _token(desk, client, assertion=shown, client_id=named)
        assert refused.value.detail == ClientUnproved.title


def _endings(desk: Desk) -> list[TokenEndingRow]:
    return list(desk.bank.store.committed.token_endings.values())


async def test_other_keys_make_the_old_ones_and_the_tokens_of_before_void(desk: Desk) -> None:
    client, renewed = Client(), Client()
    registered = await _registered(desk, client)
    change = ClientKeysChange(client=registered.id, keys=renewed.keys)
    changed: ServiceClient = (await desk.ask(ChangeClientKeys, change, ADMINISTRATOR)).result
    assert changed.session != registered.session
    (revoked,) = desk.bank.store.committed.revocations
    assert revoked == registered.session
    assert [row.ending.shut_out for row in _endings(desk)] == [False]
    with pytest.raises(ClientUnproved):
        await _token(desk, client)
    assert (await _token(desk, renewed)).id == changed.session


async def test_a_deactivated_client_gets_no_token_and_loses_those_that_it_has(desk: Desk) -> None:
    client = Client()
    registered = await _registered(desk, client)
    await desk.ask(DeactivateClient, ClientDeactivation(client=registered.id), ADMINISTRATOR)
    assert list(desk.bank.store.committed.revocations) == [registered.session]
    assert [row.ending.shut_out for row in _endings(desk)] == [True]
    with pytest.raises(ClientUnproved):
        await _token(desk, client)


async def test_used_assertions_are_forgotten_once_nobody_could_show_them_again(
    desk: Desk,
) -> None:
    client = Client()
    await _registered(desk, client)
    shown = client.assertion(BANK, desk.bank.clock.now())
    await _token(desk, client, assertion=shown)
    desk.bank.clock.move(timedelta(hours=2))
    await desk.ask(ForgetTokens, TokenRound(), WORKER)
    assert not desk.bank.store.committed.client_assertions
    with pytest.raises(ClientUnproved, match="expired"):
        await _token(desk, client, assertion=shown)
