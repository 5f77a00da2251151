"""Staff and the resets of lost factors over HTTP."""

from uuid import UUID

import pytest
from tests.interfaces.http.scene import House, problem

STAFF = "/v1/staff"
JOAN = {"email": "joan@bank.example", "roles": ["teller"]}


async def registered(house: House) -> str:
    answer = await house.call("POST", STAFF, JOAN, role="administrator")
    assert answer.status_code == 201, answer.text
    member: str = answer.json()["id"]
    assert answer.headers["location"] == f"{STAFF}/{member}"
    return member


async def test_a_member_of_staff_joins_and_has_no_address_before_they_prove_it(
    house: House,
) -> None:
    member = await registered(house)
    read = await house.call("GET", f"{STAFF}/{member}", role="auditor")
    view = read.json()
    assert (view["roles"], view["branch"], view["state"]) == (["teller"], "main", "active")
    assert (read.headers["etag"], view["version"]) == ('"1"', 1)
    assert "joan@" not in read.text
    assert view["email"] is None
    listed = (await house.call("GET", STAFF, role="administrator")).json()
    assert [each["id"] for each in listed["items"]] == [member]


async def test_what_they_do_changes_against_its_version(house: House) -> None:
    at = f"{STAFF}/{await registered(house)}"
    changed = await house.call(
        "PATCH", at, {"roles": ["auditor"]}, role="administrator", headers={"if-match": '"1"'}
    )
    assert (changed.json()["roles"], changed.headers["etag"]) == (["auditor"], '"2"')
    again = await house.call(
        "PATCH", at, {"active": False}, role="administrator", headers={"if-match": '"1"'}
    )
    problem(again, 412, "stale_version")
    gone = await house.call("PATCH", at, {"active": False}, role="administrator")
    assert gone.json()["state"] == "deactivated"
    problem(await house.call("PATCH", at, {}, role="administrator"), 400, "invalid_request")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"roles": ["customer"]}, 400, "staff_role_unfit"),
        ({"roles": []}, 400, "invalid_request"),
        ({"branch": "nowhere"}, 400, "branch_not_found"),
        ({"email": "no address"}, 400, "invalid_request"),
    ],
)
async def test_who_cannot_join(
    house: House, body: dict[str, object], status: int, code: str
) -> None:
    answer = await house.call("POST", STAFF, JOAN | body, role="administrator")
    problem(answer, status, code)


async def test_lost_factors_take_two_people(house: House) -> None:
    owner = str((await house.account()).owner_id)
    at = "/v1/factor-resets"
    asked = await house.call("POST", at, {"subject": owner}, role="teller", subject="t")
    assert (asked.status_code, asked.json()["state"]) == (201, "requested")
    one = f"{at}/{asked.json()['id']}"
    second = await house.call("POST", at, {"subject": owner}, role="teller", subject="u")
    problem(second, 409, "factor_reset_under_way")
    same = await house.call("POST", f"{one}/confirmation", role="branch_manager", subject="t")
    problem(same, 403, "second_person_needed")
    done = await house.call("POST", f"{one}/confirmation", role="branch_manager", subject="m")
    assert done.json()["state"] == "waiting"
    open_ones = await house.call("GET", f"{at}?open=true&subject={owner}", role="teller")
    assert open_ones.json() == {"items": [done.json()], "next_cursor": None}
    over = await house.call("GET", f"{at}?open=false", role="branch_manager", subject="m")
    assert over.json()["items"] == []
    assert (await house.call("GET", one, role="customer", subject=owner)).json() == done.json()
    factors = await house.call("GET", "/v1/me/factors", role="customer", subject=owner)
    assert factors.json()["reset"] == done.json()
    eve = await house.call("POST", f"{one}/stop", role="customer", subject="eve")
    problem(eve, 404, "factor_reset_not_found")
    stopped = await house.call("POST", f"{one}/stop", role="customer", subject=owner)
    assert stopped.json()["state"] == "stopped"
    unknown = await house.call("POST", at, {"subject": str(UUID(int=1))}, role="teller")
    problem(unknown, 404, "principal_not_found")
