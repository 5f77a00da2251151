from typing import Any

from tests.interfaces.http.oauth2.scene import client_form, refused, sent
from tests.interfaces.http.scene import House, fields, problem
from tests.signing import Client


def _body(client: Client, **other: Any) -> dict[str, Any]:
    return {"client_id": client.client_id, "roles": ["auditor"], "jwks": client.jwks, **other}


async def test_a_client_is_registered_read_given_other_keys_and_deactivated(house: House) -> None:
    client, renewed = Client(), Client()
    made = await house.call("POST", "/v1/clients", _body(client), role="administrator")
    assert made.status_code == 201, made.text
    at = made.headers["location"]
    read = await house.call("GET", at, role="auditor")
    assert read.json() == made.json()
    assert (read.json()["client_id"], read.json()["state"]) == ("payments", "active")
    assert (await sent(house, "/oauth2/token", client_form(house, client))).status_code == 200

    keys = {"jwks": renewed.jwks}
    changed = await house.call("POST", f"{at}/keys", keys, role="administrator")
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    refused(await sent(house, "/oauth2/token", client_form(house, client)), 401, "invalid_client")
    assert (await sent(house, "/oauth2/token", client_form(house, renewed))).status_code == 200

    off = await house.call("POST", f"{at}/deactivation", role="administrator")
    assert (off.status_code, off.json()["state"]) == (200, "deactivated")
    refused(await sent(house, "/oauth2/token", client_form(house, renewed)), 401, "invalid_client")
    again = await house.call("POST", f"{at}/deactivation", role="administrator")
    problem(again, 409, "client_deactivated")


async def test_a_dry_run_registers_nobody(house: House) -> None:
    path = "/v1/clients?dry_run=true"
    tried = await house.call("POST", path, _body(Client()), role="administrator")
    assert (tried.status_code, tried.headers["bank-dry-run"]) == (200, "true")
    listed = await house.call("GET", "/v1/clients", role="administrator")
    assert listed.json() == {"items": [], "next_cursor": None}


async def test_clients_are_listed_page_by_page(house: House) -> None:
    for name in ("one-client", "two-client", "three-client"):
        await house.call("POST", "/v1/clients", _body(Client(name)), role="administrator")
    first = (await house.call("GET", "/v1/clients?limit=2", role="auditor")).json()
    path = f"/v1/clients?limit=2&cursor={first['next_cursor']}"
    rest = (await house.call("GET", path, role="auditor")).json()
    names = [each["client_id"] for each in first["items"] + rest["items"]]
    assert names == ["one-client", "two-client", "three-client"]
    assert rest["next_cursor"] is None


async def test_what_is_wrong_with_a_client_is_said(house: House) -> None:
    client = Client()
    cases: list[tuple[dict[str, Any], int, str]] = [
        (_body(client, roles=["customer"]), 400, "client_role_unfit"),
        (_body(client, jwks={"keys": [dict(client.key.as_dict(private=True))]}), 400, _UNUSABLE),
    ]
    for body, status, code in cases:
        answer = await house.call("POST", "/v1/clients", body, role="administrator")
        problem(answer, status, code)
    changes: list[dict[str, Any]] = [
        {"client_id": "A"},
        {"client_id": "a|b"},
        {"roles": []},
        {"jwks": {"keys": []}},
    ]
    for change in changes:
        answer = await house.call(
            "POST", "/v1/clients", _body(client, **change), role="administrator"
        )
        assert fields(problem(answer, 400, "invalid_request"))
    await house.call("POST", "/v1/clients", _body(client), role="administrator")
    again = await house.call("POST", "/v1/clients", _body(client), role="administrator")
    problem(again, 409, "client_id_taken")
    path = f"/v1/clients/{house.bank.ids.new()}"
    problem(await house.call("GET", path, role="administrator"), 404, "client_not_found")
    problem(await house.call("GET", "/v1/clients", role="teller"), 403, "action_forbidden")


_UNUSABLE = "client_keys_unusable"
