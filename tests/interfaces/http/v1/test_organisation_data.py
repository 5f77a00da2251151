"""Organisations are pending until their data are complete, over HTTP."""

from typing import Any

import httpx
from tests.interfaces.http.scene import House, problem

from bank.application.identity.notices.notices import NoticeKind

FIRM = {"kind": "organisation", "full_name": "Engines Ltd", "email": "office@engines.example"}
HOME = {"street": "1 Dorset Street", "city": "London", "country": "GB", "postal_code": None}
OWNER = {"full_name": "Ada Lovelace", "date_of_birth": "1985-12-10", "nationality": "GB"}
ALL = {
    "legal_name": "Engines Limited",
    "registration_number": "01234567",
    "country": "GB",
    "address": HOME,
    "beneficial_owners": [OWNER],
}


async def _firm(house: House) -> str:
    created = await house.call("POST", "/v1/customers", FIRM, role="teller")
    assert (created.status_code, created.json()["state"]) == (201, "pending")
    firm: str = created.json()["id"]
    return firm


async def _give(house: House, firm: str, given: Any, **other: Any) -> httpx.Response:
    at = f"/v1/customers/{firm}/organisation-data"
    return await house.call("PATCH", at, given, **{"role": "teller", **other})


async def test_an_organisation_holds_no_account_before_its_data_are_complete(house: House) -> None:
    firm = await _firm(house)
    seen = await house.call("GET", f"/v1/customers/{firm}/organisation-data", role="auditor")
    assert seen.json()["missing"] == list(ALL)
    order = {"customer_id": firm, "product": "current", "currency": "EUR"}
    problem(await house.call("POST", "/v1/accounts", order), 409, "customer_pending")
    some = await _give(house, firm, {**ALL, "beneficial_owners": None})
    assert (some.json()["state"], some.json()["missing"]) == ("pending", ["beneficial_owners"])
    problem(await house.call("POST", "/v1/accounts", order), 409, "customer_pending")
    done = await _give(house, firm, {"beneficial_owners": [OWNER]})
    assert done.json() == {"state": "active", "missing": [], **ALL}
    assert (await house.call("POST", "/v1/accounts", order)).status_code == 201


async def _change(house: House, firm: str, given: Any, version: int) -> httpx.Response:
    at, read = f"/v1/customers/{firm}/organisation-data/change", {"if-match": f'"{version}"'}
    return await house.call("POST", at, given, role="teller", headers=read)


async def test_what_is_known_is_changed_by_an_act_of_its_own(house: House) -> None:
    firm, other = await _firm(house), {"registration_number": "89"}
    given = await _give(house, firm, ALL)
    assert given.headers["etag"] == '"2"'
    assert (await _give(house, firm, ALL)).headers["etag"] == '"2"'
    problem(await _give(house, firm, other), 409, "already_known")
    problem(await _change(house, firm, other, 1), 412, "stale_version")
    assert not house.bank.store.committed.notices
    changed = await _change(house, firm, other, 2)
    assert (changed.json()["registration_number"], changed.json()["country"]) == ("89", "GB")
    assert (changed.json()["state"], changed.headers["etag"]) == ("active", '"3"')
    (notice,) = house.bank.store.committed.notices.values()
    assert notice.kind is NoticeKind.ORGANISATION_DATA_CHANGED


async def test_a_dry_run_gives_nothing(house: House) -> None:
    firm = await _firm(house)
    at = f"/v1/customers/{firm}/organisation-data"
    would = await house.call("PATCH", f"{at}?dry_run=true", ALL)
    assert (would.json()["state"], would.headers["bank-dry-run"]) == ("active", "true")
    assert (await house.call("GET", at)).json()["state"] == "pending"


async def test_people_and_nonsense_are_refused(house: House) -> None:
    person, firm = str((await house.desk.customer()).id), await _firm(house)
    problem(await _give(house, person, ALL), 409, "not_an_organisation")
    problem(await _change(house, person, ALL, 1), 409, "not_an_organisation")
    problem(await _give(house, firm, {}), 400, "invalid_request")
    problem(await _give(house, firm, {"beneficial_owners": []}), 400, "invalid_request")
    unborn = {**OWNER, "date_of_birth": "2999-01-01"}
    born = await _give(house, firm, {"beneficial_owners": [unborn]})
    problem(born, 400, "invalid_due_diligence")
    born = await _change(house, firm, {"beneficial_owners": [unborn]}, 1)
    problem(born, 400, "invalid_due_diligence")
    problem(await _give(house, firm, ALL, role="compliance_officer"), 403, "action_forbidden")
