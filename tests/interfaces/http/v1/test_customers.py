import pytest
from tests.interfaces.http.scene import House, fields, problem

ADA = {"kind": "person", "full_name": "Ada Lovelace", "email": "ada@example.com"}


async def test_a_customer_is_taken_in_and_read_again(house: House) -> None:
    created = await house.call("POST", "/v1/customers", ADA | {"phone": "+49 30 123456"})
    assert created.status_code == 201
    body = created.json()
    assert created.headers["location"] == f"/v1/customers/{body['id']}"
    assert created.headers["etag"] == '"1"'
    assert body["full_name"] == "Ada Lovelace"
    assert body["branch"] == "main"
    assert body["version"] == 1
    assert body["created_at"] == "2026-11-24T09:30:00Z"
    read = await house.call("GET", created.headers["location"])
    assert (read.status_code, read.json(), read.headers["etag"]) == (200, body, '"1"')


async def test_replaying_a_key_takes_a_customer_in_once(house: House) -> None:
    first = await house.call("POST", "/v1/customers", ADA, key="k")
    turned = dict(reversed(ADA.items()))
    again = await house.call("POST", "/v1/customers", turned, key="k")
    assert again.status_code == 201
    assert again.json() == first.json()
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"


async def test_a_key_does_not_stand_for_another_body(house: House) -> None:
    await house.call("POST", "/v1/customers", ADA, key="k")
    other = await house.call("POST", "/v1/customers", ADA | {"full_name": "Ada King"}, key="k")
    problem(other, 422, "idempotency_key_reused")


async def test_a_change_names_the_version_that_was_read(house: House) -> None:
    at = (await house.call("POST", "/v1/customers", ADA)).headers["location"]
    changed = await house.call(
        "PATCH", at, {"email": "king@example.com"}, headers={"if-match": '"1"'}
    )
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert changed.json()["email"] == "king@example.com"
    assert changed.json()["full_name"] == "Ada Lovelace"
    stale = await house.call("PATCH", at, {"phone": "+49 1"}, headers={"if-match": '"1"'})
    problem(stale, 412, "stale_version")
    for loose in ({}, {"if-match": "*"}):
        overwriting = await house.call("PATCH", at, {"phone": "+49 1"}, headers=loose)
        problem(overwriting, 400, "if_match_missing")
    both = {"phone": "+49 1", "email": "ada@example.com"}
    kept = await house.call("PATCH", at, both, headers={"if-match": '"2"'})
    assert (kept.json() | both, kept.json()["version"]) == (kept.json(), 3)


async def test_a_name_is_changed_alone_and_by_the_version_that_was_read(house: House) -> None:
    at = (await house.call("POST", "/v1/customers", ADA)).headers["location"]
    name = {"full_name": "Ada King"}
    renamed = await house.call("POST", f"{at}/rename", name, headers={"if-match": '"1"'})
    assert (renamed.status_code, renamed.headers["etag"]) == (200, '"2"')
    assert renamed.json()["full_name"] == "Ada King"
    stale = await house.call("POST", f"{at}/rename", name, headers={"if-match": '"1"'})
    problem(stale, 412, "stale_version")
    problem(await house.call("PATCH", at, name), 400, "invalid_request")
    problem(await house.call("POST", f"{at}/rename", name), 400, "if_match_missing")
    both = name | {"phone": "+49 1"}
    problem(await house.call("POST", f"{at}/rename", both), 400, "invalid_request")
    problem(await house.call("POST", f"{at}/rename", {}), 400, "invalid_request")


@pytest.mark.parametrize("header", ["1", 'W/"1"', '"1", "2"', '"abc"', ""])
async def test_if_match_is_one_version(house: House, header: str) -> None:
    at = (await house.call("POST", "/v1/customers", ADA)).headers["location"]
    refused = await house.call("PATCH", at, {"phone": "+49 1"}, headers={"if-match": header})
    problem(refused, 400, "invalid_if_match")


async def test_a_change_changes_something(house: House) -> None:
    at = (await house.call("POST", "/v1/customers", ADA)).headers["location"]
    read = {"if-match": '"1"'}
    problem(await house.call("PATCH", at, {}, headers=read), 400, "invalid_request")
    nothing = await house.call("PATCH", at, {"phone": None}, headers=read)
    null = problem(nothing, 400, "invalid_request")
    assert fields(null) == ["/phone"]


async def test_customers_are_found_by_their_data_in_a_body(house: House) -> None:
    await house.call("POST", "/v1/customers", ADA)
    criteria = {"full_name": "ada  LOVELACE", "limit": 10}
    found = await house.call("POST", "/v1/customers/search", criteria)
    assert found.status_code == 200
    assert [each["full_name"] for each in found.json()["items"]] == ["Ada Lovelace"]
    assert found.json()["next_cursor"] is None
    nobody = await house.call("POST", "/v1/customers/search", {"email": "x@example.com"})
    assert nobody.json()["items"] == []
    problem(await house.call("POST", "/v1/customers/search", {}), 400, "invalid_request")


async def test_a_customer_who_is_not_there_is_not_found(house: House) -> None:
    at = (await house.call("POST", "/v1/customers", ADA)).headers["location"]
    other = at.rpartition("/")[0] + "/00000000-0000-7000-8000-000000000001"
    problem(await house.call("GET", other), 404, "customer_not_found")
    problem(await house.call("GET", "/v1/customers/17"), 404, "route_not_found")


async def test_a_customer_reads_themselves_and_nobody_else(house: House) -> None:
    one, other = [(await house.call("POST", "/v1/customers", ADA)).json()["id"] for _ in range(2)]
    own = await house.call("GET", f"/v1/customers/{one}", role="customer", subject=one)
    assert own.status_code == 200
    foreign = await house.call("GET", f"/v1/customers/{other}", role="customer", subject=one)
    problem(foreign, 404, "customer_not_found")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "robot"),
        ("full_name", ""),
        ("full_name", "a\nb"),
        ("full_name", "a\n"),
        ("full_name", "   "),
        ("full_name", "x\u200b\u202e"),
        ("email", "a@b.c\n"),
        ("email", "a\u202e@b.c"),
        ("phone", "+49 30 123\n"),
        ("branch", "main\n"),
        ("full_name", 7),
        ("email", "nobody"),
        ("email", "a b@c"),
        ("phone", "call me"),
        ("branch", "a b"),
    ],
)
async def test_customers_data_has_a_form(house: House, field: str, value: object) -> None:
    body = problem(
        await house.call("POST", "/v1/customers", ADA | {field: value}), 400, "invalid_request"
    )
    assert fields(body) == [f"/{field}"]
    assert "robot" not in str(body)
    assert "call me" not in str(body)


async def test_an_unknown_branch_is_refused(house: House) -> None:
    refused = await house.call("POST", "/v1/customers", ADA | {"branch": "moon"})
    problem(refused, 400, "branch_not_found")


async def test_all_that_is_wrong_is_named_at_once(house: House) -> None:
    body = {"kind": "person", "full_name": 1, "nickname": "Ada"}
    found = problem(await house.call("POST", "/v1/customers", body), 400, "invalid_request")
    assert sorted(fields(found)) == ["/email", "/full_name", "/nickname"]
