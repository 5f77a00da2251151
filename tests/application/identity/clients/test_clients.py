"""Clients are registered, given other keys, deactivated and looked at."""

import json
from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey
from tests.application.identity.sessions.scene import Lobby
from tests.application.scene import AUDITOR, MANAGER, Desk, actor
from tests.signing import Client

from bank.application.identity.clients.change_client import (
    ChangeClientKeys,
    ClientDeactivation,
    ClientKeysChange,
    DeactivateClient,
)
from bank.application.identity.clients.read_clients import (
    ClientById,
    ClientPage,
    GetClient,
    ListClients,
)
from bank.application.identity.clients.register_client import NewClient, RegisterClient
from bank.application.ports.authorizer import ActionForbidden
from bank.domain.audit import Outcome
from bank.domain.identifiers import RowId
from bank.domain.principals import PrincipalKind
from bank.domain.service_clients import (
    KEPT_TO_THE_BANK,
    ClientDeactivated,
    ClientIdTaken,
    ClientIdUnfit,
    ClientKeysUnusable,
    ClientNotFound,
    ClientRoleUnfit,
    ServiceClient,
)

ADMINISTRATOR = actor("administrator")


def _new(client: Client | None = None, **other: Any) -> NewClient:
    client = client or Client()
    given = {"client_id": client.client_id, "roles": ("auditor",), "keys": client.keys, **other}
    return NewClient(**given)


async def _registered(desk: Desk, client_id: str = "payments") -> ServiceClient:
    done = await desk.ask(RegisterClient, _new(Client(client_id)), ADMINISTRATOR)
    registered: ServiceClient = done.result
    return registered


async def test_a_client_is_registered_as_a_principal_of_its_own(desk: Desk) -> None:
    registered = await _registered(desk)
    principal = registered.principal
    assert (principal.subject, principal.kind) == ("payments", PrincipalKind.SERVICE)
    assert principal.roles == ("auditor",)
    read = (await desk.ask(GetClient, ClientById(registered.id), AUDITOR)).result
    assert read == registered
    (event,) = desk.events("client.register")
    assert (event.outcome, event.object_id) == (Outcome.DONE, str(registered.id))


async def test_registering_again_under_the_same_key_registers_once(desk: Desk) -> None:
    new = _new()
    done = [await desk.ask(RegisterClient, new, ADMINISTRATOR, key="k") for _ in range(2)]
    assert done[1].replayed
    assert done[0].result == done[1].result


async def test_two_cannot_have_one_client_id_nor_the_subject_of_a_person(desk: Desk) -> None:
    await _registered(desk)
    with pytest.raises(ClientIdTaken):
        await _registered(desk)
    await Lobby(desk.bank).principal("ada-lovelace")
    with pytest.raises(ClientIdTaken):
        await _registered(desk, "ada-lovelace")


@pytest.mark.parametrize("name", ["", "ab", "A-client", "1-client", "a b c", "sso|ada", "a" * 64])
async def test_a_client_has_a_name_of_the_form_that_names_have(desk: Desk, name: str) -> None:
    with pytest.raises(ClientIdUnfit):
        await _registered(desk, name)


@pytest.mark.parametrize("role", [*sorted(KEPT_TO_THE_BANK), "owner_of_all"])
async def test_a_client_has_no_role_of_people_or_of_the_bank_itself(desk: Desk, role: str) -> None:
    with pytest.raises(ClientRoleUnfit):
        await desk.ask(RegisterClient, _new(roles=("auditor", role)), ADMINISTRATOR)


EC = ECKey.generate_key("P-256", {"kid": "1"})
PUBLIC: dict[str, Any] = dict(EC.as_dict(private=False))
UNUSABLE: dict[str, Any] = {
    "no JSON": "{",
    "no object": "[]",
    "no keys": "{}",
    "an empty set": {"keys": []},
    "too many": {"keys": [PUBLIC | {"kid": str(number)} for number in range(9)]},
    "no kid": {"keys": [{k: v for k, v in PUBLIC.items() if k != "kid"}]},
    "an empty kid": {"keys": [PUBLIC | {"kid": ""}]},
    "a number for a kid": {"keys": [PUBLIC | {"kid": 1}]},
    "two of one kid": {"keys": [PUBLIC, PUBLIC]},
    "a private key": {"keys": [dict(EC.as_dict(private=True))]},
    "a shared secret": {"keys": [dict(OctKey.generate_key(256, {"kid": "1"}).as_dict())]},
    "another curve": {
        "keys": [dict(ECKey.generate_key("P-384", {"kid": "1"}).as_dict(private=False))]
    },
    "a curve that is not that of its numbers": {"keys": [PUBLIC | {"crv": "P-384"}]},
    "a point beside the curve": {"keys": [PUBLIC | {"x": PUBLIC["y"]}]},
    "no point": {"keys": [{k: v for k, v in PUBLIC.items() if k != "y"}]},
    "for encryption": {"keys": [PUBLIC | {"use": "enc"}]},
    "another algorithm": {"keys": [PUBLIC | {"alg": "RS256"}]},
    "none": {"keys": [PUBLIC | {"alg": "none"}]},
    "an algorithm that is a list": {"keys": [PUBLIC | {"alg": ["ES256"]}]},
    "an RSA key of too few bits": {"keys": [{"kty": "RSA", "kid": "1", "n": "AQAB", "e": "AQAB"}]},
    "a kind that is a list": {"keys": [PUBLIC | {"kty": ["EC"]}]},
    "a key that is a text": {"keys": ["EC"]},
}


@pytest.mark.parametrize("case", UNUSABLE)
async def test_keys_that_cannot_be_used_are_refused(desk: Desk, case: str) -> None:
    given = UNUSABLE[case]
    keys = given if isinstance(given, str) else json.dumps(given)
    registered = await _registered(desk)
    with pytest.raises(ClientKeysUnusable) as refused:
        await desk.ask(RegisterClient, _new(client_id="other", keys=keys), ADMINISTRATOR)
    assert PUBLIC["x"] not in refused.value.detail
    change = ClientKeysChange(client=registered.id, keys=keys)
    with pytest.raises(ClientKeysUnusable):
        await desk.ask(ChangeClientKeys, change, ADMINISTRATOR)


async def test_public_keys_of_both_kinds_are_kept_without_anything_else(desk: Desk) -> None:
    rsa = RSAKey.generate_key(2048, {"kid": "2", "alg": "PS256", "use": "sig"})
    keys = {"keys": [PUBLIC | {"x5c": ["AAAA"]}, dict(rsa.as_dict(private=False))]}
    done = await desk.ask(RegisterClient, _new(keys=json.dumps(keys)), ADMINISTRATOR)
    ec, kept_rsa = json.loads(done.result.keys)["keys"]
    assert ec == PUBLIC | {"use": "sig", "alg": "ES256"}
    assert kept_rsa.keys() == {"kty", "n", "e", "kid", "use", "alg"}


async def test_a_deactivated_client_stays_so(desk: Desk) -> None:
    registered = await _registered(desk)
    off = ClientDeactivation(client=registered.id)
    await desk.ask(DeactivateClient, off, ADMINISTRATOR)
    with pytest.raises(ClientDeactivated):
        await desk.ask(DeactivateClient, off, ADMINISTRATOR)
    change = ClientKeysChange(client=registered.id, keys=Client().keys)
    with pytest.raises(ClientDeactivated):
        await desk.ask(ChangeClientKeys, change, ADMINISTRATOR)


async def test_an_unknown_client_is_refused(desk: Desk) -> None:
    nobody = desk.bank.ids.new()
    for use_case, command in (
        (GetClient, ClientById(nobody)),
        (DeactivateClient, ClientDeactivation(client=nobody)),
        (ChangeClientKeys, ClientKeysChange(client=nobody, keys=Client().keys)),
    ):
        with pytest.raises(ClientNotFound):
            await desk.ask(use_case, command, ADMINISTRATOR)


async def test_clients_are_listed(desk: Desk) -> None:
    registered = [await _registered(desk, name) for name in ("a-client", "b-client")]
    done = await desk.ask(ListClients, ClientPage(after=RowId(0), limit=5), AUDITOR)
    assert list(done.result) == registered


async def test_only_administrators_register_clients(desk: Desk) -> None:
    for who in (AUDITOR, MANAGER, actor("service_account"), actor("customer")):
        with pytest.raises(ActionForbidden):
            await desk.ask(RegisterClient, _new(), who)
