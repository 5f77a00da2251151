"""Whom staff take in is pending until the law's data are complete, over HTTP."""

from typing import Any

import httpx
import pytest
from tests.interfaces.http.scene import House, problem
from tests.known_people import KNOWN_SENT

from bank.application.identity.notices.notices import NoticeKind

IDA = {"kind": "person", "full_name": "Ida Sommer", "email": "ida@example.com"}
HOME = KNOWN_SENT["address"] | {"postal_code": None}
ALL = KNOWN_SENT | {"address": HOME}
HERE: dict[str, Any] = {"role": "teller", "branch": "main"}


async def _taken_in(house: House, **given: Any) -> Any:
    created = await house.call("POST", "/v1/customers", IDA | given, **HERE)
    assert created.status_code == 201, created.text
    return created.json()


async def _give(house: House, person: str, given: Any, **other: Any) -> httpx.Response:
    at = f"/v1/customers/{person}/due-diligence"
    return await house.call("PATCH", at, given, **HERE | other)


async def _change(
    house: House, person: str, given: Any, version: int | None, **other: Any
) -> httpx.Response:
    at = f"/v1/customers/{person}/due-diligence/change"
    headers = {} if version is None else {"if-match": f'"{version}"'}
    return await house.call("POST", at, given, headers=headers, **HERE | other)


async def _see(house: House, person: str, **other: Any) -> httpx.Response:
    return await house.call("GET", f"/v1/customers/{person}/due-diligence", **HERE | other)


async def _opened(house: House, person: str) -> httpx.Response:
    order = {"customer_id": person, "product": "current", "currency": "EUR"}
    return await house.call("POST", "/v1/accounts", order, **HERE)


async def test_whoever_is_taken_in_by_name_alone_holds_no_account_yet(house: House) -> None:
    ida = await _taken_in(house)
    assert ida["state"] == "pending"
    seen = (await _see(house, ida["id"])).json()
    assert (seen["state"], seen["missing"]) == ("pending", list(ALL))
    problem(await _opened(house, ida["id"]), 409, "customer_pending")
    some = await _give(house, ida["id"], KNOWN_SENT | {"tax_residence": None})
    assert (some.json()["state"], some.json()["missing"]) == ("pending", ["tax_residence"])
    problem(await _opened(house, ida["id"]), 409, "customer_pending")
    done = await _give(house, ida["id"], {"tax_residence": "GB"})
    assert done.json() == {"state": "active", "missing": [], **ALL}
    assert (await _opened(house, ida["id"])).status_code == 201
    shown = await house.call("GET", f"/v1/customers/{ida['id']}")
    assert (shown.json()["state"], shown.json()["version"]) == ("active", 3)


async def test_whoever_is_taken_in_with_everything_is_active_at_once(house: House) -> None:
    ida = await _taken_in(house, due_diligence=KNOWN_SENT)
    assert (ida["state"], ida["version"]) == ("active", 1)
    assert (await _see(house, ida["id"])).json() == {"state": "active", "missing": [], **ALL}
    assert (await _opened(house, ida["id"])).status_code == 201


async def test_what_is_given_at_first_is_added_to(house: House) -> None:
    ida = await _taken_in(house, due_diligence={"nationality": "GB"})
    given = {name: value for name, value in KNOWN_SENT.items() if name != "nationality"}
    assert (await _give(house, ida["id"], given)).json()["state"] == "active"


async def test_it_is_the_same_that_the_customer_sees_and_completes(house: House) -> None:
    ida = await _taken_in(house, due_diligence={"nationality": "GB"})
    own: dict[str, Any] = {"role": "customer", "subject": ida["id"]}
    seen = (await house.call("GET", "/v1/me/due-diligence", **own)).json()
    assert (seen["nationality"], seen["state"]) == ("GB", "pending")
    await house.call("PATCH", "/v1/me/due-diligence", {"address": HOME}, **own)
    assert (await _see(house, ida["id"])).json()["address"] == HOME


async def test_a_key_gives_it_once(house: House) -> None:
    ida = await _taken_in(house)
    first = await _give(house, ida["id"], {"nationality": "GB"}, key="k")
    await _give(house, ida["id"], {"tax_residence": "FR"})
    again = await _give(house, ida["id"], {"nationality": "GB"}, key="k")
    assert again.headers["idempotency-replayed"] == "true"
    assert first.json()["tax_residence"] is None
    assert again.json()["tax_residence"] == "FR"
    problem(
        await _give(house, ida["id"], {"nationality": "DE"}, key="k"), 422, "idempotency_key_reused"
    )


async def test_who_gave_and_who_looked_is_audited(house: House) -> None:
    ida = await _taken_in(house)
    await _give(house, ida["id"], {"nationality": "GB"})
    await _see(house, ida["id"])
    for action in ("due_diligence.give_for_customer", "due_diligence.read_of_customer"):
        (event,) = house.desk.events(action)
        assert (event.object_kind, event.object_id) == ("customer", ida["id"])
    types = [event.type for event in house.bank.store.committed.outbox.values()]
    assert types.count("bank.customer.due-diligence-given.v1") == 1


async def test_a_dry_run_gives_nothing(house: House) -> None:
    ida = await _taken_in(house)
    at = f"/v1/customers/{ida['id']}/due-diligence?dry_run=true"
    would = await house.call("PATCH", at, KNOWN_SENT, **HERE)
    assert (would.json()["state"], would.headers["bank-dry-run"]) == ("active", "true")
    assert (await _see(house, ida["id"])).json()["state"] == "pending"


async def test_whose_data_become_others_is_told(house: House) -> None:
    ida = await _taken_in(house)
    for _ in range(2):
        await _give(house, ida["id"], {"nationality": "GB"})
    unchanged = await _change(house, ida["id"], {"nationality": "GB"}, 2)
    assert (unchanged.status_code, unchanged.headers["etag"]) == (200, '"2"')
    assert not house.bank.store.committed.notices
    await _change(house, ida["id"], {"nationality": "FR"}, 2)
    (notice,) = house.bank.store.committed.notices.values()
    assert (notice.kind, str(notice.to)) == (
        NoticeKind.PERSONS_DATA_CHANGED,
        "email:ida@example.com",
    )


async def test_what_is_known_is_changed_by_an_act_of_its_own(house: House) -> None:
    ida = await _taken_in(house, due_diligence={"nationality": "GB", "address": HOME})
    both = {"address": HOME | {"street": "1 Dorset Street"}, "tax_residence": "FR"}
    problem(await _give(house, ida["id"], both), 409, "already_known")
    seen = await _see(house, ida["id"])
    assert (seen.json()["address"], seen.json()["tax_residence"]) == (HOME, None)
    assert seen.headers["etag"] == '"1"'
    changed = await _change(house, ida["id"], both, 1)
    assert (changed.json() | both, changed.headers["etag"]) == (changed.json(), '"2"')
    (event,) = house.desk.events("due_diligence.change_for_customer")
    assert (event.object_kind, event.object_id) == ("customer", ida["id"])


async def test_a_change_overwrites_only_what_was_read(house: House) -> None:
    ida = await _taken_in(house, due_diligence=KNOWN_SENT)
    own: dict[str, Any] = {"role": "customer", "subject": ida["id"]}
    moved = HOME | {"street": "1 Dorset Street"}
    for loose in ({}, {"headers": {"if-match": "*"}}):
        at = f"/v1/customers/{ida['id']}/due-diligence/change"
        answer = await house.call("POST", at, {"address": HOME}, **HERE | loose)
        problem(answer, 400, "if_match_missing")
    assert (await house.call("PATCH", "/v1/me/due-diligence", {"address": moved}, **own)).is_success
    stale = await _change(house, ida["id"], {"address": HOME}, 1)
    problem(stale, 412, "stale_version")
    assert (await _see(house, ida["id"])).json()["address"] == moved
    assert (await _change(house, ida["id"], {"address": HOME}, 2)).headers["etag"] == '"3"'


async def test_to_another_branch_the_customer_is_not_there(house: House) -> None:
    ida = await _taken_in(house)
    nobody = str(house.bank.ids.new())
    for person in (ida["id"], nobody):
        for other in ({"branch": "harbour"}, {"branch": None}, {"role": "branch_manager"}):
            away = {"branch": "harbour"} | other
            problem(await _see(house, person, **away), 404, "customer_not_found")
            problem(await _give(house, person, ALL, **away), 404, "customer_not_found")
            problem(await _change(house, person, ALL, 1, **away), 404, "customer_not_found")
    read = await _see(house, ida["id"], role="auditor", branch=None)
    assert read.status_code == 200
    problem(await _give(house, ida["id"], ALL, role="auditor"), 403, "action_forbidden")
    problem(
        await _see(house, ida["id"], role="customer", subject=ida["id"]), 403, "action_forbidden"
    )


async def test_organisations_those_who_left_and_nonsense_are_refused(house: House) -> None:
    firm = await _taken_in(house, kind="organisation")
    problem(await _see(house, firm["id"]), 409, "not_a_person")
    problem(await _give(house, firm["id"], ALL), 409, "not_a_person")
    problem(await _change(house, firm["id"], ALL, 1), 409, "not_a_person")
    body = IDA | {"kind": "organisation", "due_diligence": KNOWN_SENT}
    problem(await house.call("POST", "/v1/customers", body, **HERE), 409, "not_a_person")
    ida = await _taken_in(house)
    problem(await _give(house, ida["id"], {}), 400, "invalid_request")
    problem(await _give(house, ida["id"], {"nationality": "gb"}), 400, "invalid_request")
    problem(await _change(house, ida["id"], {}, 1), 400, "invalid_request")
    await house.call("POST", f"/v1/customers/{ida['id']}/deactivate", role="branch_manager")
    problem(await _give(house, ida["id"], ALL), 409, "customer_deactivated")
    problem(await _change(house, ida["id"], ALL, 2), 409, "customer_deactivated")


@pytest.mark.parametrize("born", ["2999-01-01", "1066-10-14"])
async def test_nobody_was_born_on_such_a_day(house: House, born: str) -> None:
    given = {"date_of_birth": born}
    taken_in = await house.call("POST", "/v1/customers", IDA | {"due_diligence": given}, **HERE)
    problem(taken_in, 400, "invalid_due_diligence")
    ida = await _taken_in(house)
    problem(await _give(house, ida["id"], given), 400, "invalid_due_diligence")
    problem(await _change(house, ida["id"], given, 1), 400, "invalid_due_diligence")
