"""Who acts for a customer, and who is shut out, over HTTP."""

from typing import Any

import httpx
import pytest
from tests.interfaces.http.oauth2.scene import refused, sent
from tests.interfaces.http.scene import House, problem
from tests.interfaces.http.v1.identity_scene import PASSWORD, Door

from bank.application.identity.notices.notices import NoticeKind

STOLEN = {"reason": "credentials_stolen"}


@pytest.fixture
def door(house: House) -> Door:
    return Door(house)


async def _do(
    door: Door, customer: Any, what: str, body: Any = None, role: str = "branch_manager"
) -> httpx.Response:
    return await door.house.call("POST", f"/v1/customers/{customer}/{what}", body, role=role)


async def _reset(door: Door, email: str = "ada@example.com") -> httpx.Response:
    begun = await door.ask("/v1/password-resets", {"email": email})
    assert begun.status_code == 202, begun.text
    codes = [each.code for each in door.sent() if each.code is not None]
    body = {"code": codes[-1], "password": "another horse battery"}
    return await door.ask(f"/v1/password-resets/{begun.json()['id']}/code", body)


async def test_who_is_locked_gets_the_answer_of_a_wrong_password(door: Door) -> None:
    ada = await door.registered()
    assert (await door.sign_in()).status_code == 201
    locked = await _do(door, ada, "lock", STOLEN, role="compliance_officer")
    assert locked.json() == {
        "subject": ada,
        "state": "locked",
        "lock_reason": "credentials_stolen",
        "version": 2,
    }
    wrong, right = await door.sign_in(password="something else"), await door.sign_in()
    problem(right, 401, "sign_in_failed")
    told = {"instance", "request_id", "trace_id"}
    assert {k: v for k, v in right.json().items() if k not in told} == {
        k: v for k, v in wrong.json().items() if k not in told
    }
    assert right.headers.keys() == wrong.headers.keys()
    assert NoticeKind.LOCKED in door.kinds()
    problem(await _do(door, ada, "lock", STOLEN), 409, "principal_locked")
    unlocked = await _do(door, ada, "unlock", {})
    assert (unlocked.json()["state"], unlocked.json()["lock_reason"]) == ("active", None)
    assert (await door.sign_in()).status_code == 201
    problem(await _do(door, ada, "unlock", {}), 409, "principal_not_locked")


async def test_who_is_locked_sets_no_other_password_and_nobody_learns_why(door: Door) -> None:
    ada = await door.registered()
    begun = await door.ask("/v1/password-resets", {"email": "ada@example.com"})
    code = door.last_code()
    await _do(door, ada, "lock", STOLEN)
    body = {"code": code, "password": "another horse battery"}
    earlier = await door.ask(f"/v1/password-resets/{begun.json()['id']}/code", body)
    problem(earlier, 422, "code_invalid")
    problem(await _reset(door), 422, "code_invalid")
    await _do(door, ada, "unlock", {})
    assert (await door.sign_in(password=PASSWORD)).status_code == 201


async def test_an_app_of_who_is_locked_gets_no_new_tokens(door: Door) -> None:
    ada = await door.registered()
    signed_in = await door.ask(
        "/v1/sessions",
        {"name": "ada@example.com", "password": PASSWORD, "session": "app"},
    )
    refresh = signed_in.json()["refresh_token"]
    await _do(door, ada, "lock", STOLEN)
    form = {"grant_type": "refresh_token", "refresh_token": refresh}
    refused(await sent(door.house, "/oauth2/token", form), 400, "invalid_grant")


async def test_users_are_listed_and_removed(door: Door) -> None:
    firm = (await door.house.desk.customer()).id
    ada = await door.registered()
    await _do(door, firm, "users", {"subject": ada})
    at = f"/v1/customers/{firm}/users"
    listed = (await door.house.call("GET", at, role="teller")).json()
    assert listed["next_cursor"] is None
    assert [each["subject"] for each in listed["items"]] == [str(firm), ada]
    shown = listed["items"][1]
    assert (shown["email"], shown["phone"]) == ("ada@example.com", None)
    me = (await door.as_customer(ada, "GET", "/v1/me")).json()
    assert shown["pseudonym"] == me["pseudonym"] == door.house.bank.digests.pseudonym(ada)
    assert (shown["state"], shown["lock_reason"]) == ("active", None)
    own = await door.as_customer(ada, "GET", f"/v1/customers/{firm}")
    assert own.status_code == 200
    removed = await door.house.call("DELETE", f"{at}/{ada}", role="branch_manager")
    assert removed.status_code == 204
    problem(await door.as_customer(ada, "GET", f"/v1/customers/{firm}"), 404, "customer_not_found")
    again = await door.house.call("DELETE", f"{at}/{ada}", role="branch_manager")
    problem(again, 404, "principal_not_found")
    first = await door.house.call("DELETE", f"{at}/{firm}", role="branch_manager")
    problem(first, 409, "user_is_the_customer")


async def test_one_user_of_several_is_locked(door: Door) -> None:
    firm = (await door.house.desk.customer()).id
    ada = await door.registered()
    await _do(door, firm, "users", {"subject": ada})
    locked = await _do(door, firm, "lock", {**STOLEN, "user": ada})
    assert (locked.json()["subject"], locked.json()["state"]) == (ada, "locked")
    states = await door.house.call("GET", f"/v1/customers/{firm}/users")
    assert [each["state"] for each in states.json()["items"]] == ["active", "locked"]
    problem(await _do(door, firm, "lock", {"reason": "because"}), 400, "invalid_request")


async def test_a_dry_run_locks_nobody(door: Door) -> None:
    ada = await door.registered()
    would = await _do(door, ada, "lock?dry_run=true", STOLEN)
    assert (would.status_code, would.json()["state"]) == (200, "locked")
    assert (await door.sign_in()).status_code == 201


async def test_a_customers_sessions_are_ended_and_everybodys(door: Door) -> None:
    ada = await door.registered()
    for _ in range(2):
        assert (await door.sign_in()).status_code == 201
    at = f"/v1/customers/{ada}/sessions"
    ended = await door.house.call("DELETE", at, role="administrator")
    assert (ended.status_code, ended.json()) == (200, {"ended": 2})
    everybody = await door.house.call("DELETE", "/v1/sessions/all", role="administrator")
    assert everybody.status_code == 200
    now = door.house.bank.clock.now()
    assert everybody.json() == {"ended_until": now.isoformat().replace("+00:00", "Z")}
    assert door.house.bank.store.committed.session_cutoff[None] == now


async def test_who_acted_for_a_customer_alone_leaves_with_them(door: Door) -> None:
    firm, ada = (await door.house.desk.customer()).id, await door.registered()
    clerk = (await _do(door, firm, "users", {"email": "clerk@engines.example"})).json()["subject"]
    await _do(door, firm, "users", {"subject": ada})
    assert (await _do(door, firm, "deactivate")).status_code == 200
    users = (await door.house.call("GET", f"/v1/customers/{firm}/users")).json()["items"]
    assert {each["subject"]: each["state"] for each in users} == {
        str(firm): "deactivated",
        clerk: "deactivated",
        ada: "active",
    }
