import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from tests.application.scene import a_bank, an_authorizer
from tests.interfaces.http.scene import RULES, House, euros, fields, problem
from tests.signing import token_ports

from bank.bootstrap.bank_configuration import packaged_folder
from bank.infrastructure.casbin_policies.casbin_authorizer import CasbinAuthorizer
from bank.infrastructure.in_memory.policies import InMemoryPolicyDirectory
from bank.infrastructure.keystore.local_key_service import LocalKeyService
from bank.interfaces.workers.policy_watch import PolicyWatch

MODEL = packaged_folder() / "authorization-model.conf"
ROOT = Path(__file__).parents[4]
NO_DEPOSITS = {"change": "withdraw", "role": "teller", "action": "deposit.post"}
SMALL_DEPOSITS = {
    "change": "allow",
    "role": "teller",
    "action": "deposit.post",
    "condition": "under_the_limit",
}


@pytest.fixture
async def house(keys: LocalKeyService) -> AsyncIterator[House]:
    """A bank whose policy is its own, so that no other test meets what is changed of it."""
    async with a_bank(authorizer=an_authorizer()).open() as bank:
        yield House(bank, keys)


async def _changed(house: House, body: dict[str, Any], **given: Any) -> Any:
    answer = await house.call("POST", "/v1/policies", body, role="administrator", **given)
    directory = InMemoryPolicyDirectory(house.bank.store)
    authorizer: Any = house.bank.authorizer
    await PolicyWatch(directory, authorizer, house.bank.approval_rules.adopt).once()
    return answer


async def _deposit(house: House, account: Any, amount: str) -> int:
    body = {"account_id": str(account.id), "amount": euros(amount)}
    return (await house.call("POST", "/v1/deposits", body, role="teller")).status_code


async def test_a_change_is_made_counts_and_is_read(house: House) -> None:
    account = await house.account()
    body = {
        "if_version": 0,
        "changes": [NO_DEPOSITS, SMALL_DEPOSITS],
        "limits": [{"role": "teller", "amount": euros("10.00")}],
    }
    answer = await _changed(house, body)
    assert (answer.status_code, answer.headers["location"]) == (201, "/v1/policies/1")
    assert await _deposit(house, account, "10.00") == 201
    assert await _deposit(house, account, "10.01") == 403
    current = (await house.call("GET", "/v1/policies/current", role="auditor")).json()
    assert current == answer.json()
    assert current["version"] == 1
    assert current["changes"] == [{**NO_DEPOSITS, "condition": "always"}, SMALL_DEPOSITS]
    assert current["limits"] == body["limits"]
    of_tellers = [rule for rule in current["rules"] if rule["action"] == "deposit.post"]
    assert {
        "role": "teller",
        "action": "deposit.post",
        "everything_but": None,
        "condition": "under_the_limit",
        "effect": "allow",
        "origin": "bank",
    } in of_tellers
    assert not [
        rule for rule in of_tellers if (rule["role"], rule["condition"]) == ("teller", "always")
    ]
    roles = (await house.call("GET", "/v1/roles", role="administrator")).json()["items"]
    assert {
        "name": "teller",
        "description": "staff at a counter",
        "limits": [euros("10.00")],
    } in roles


async def test_the_guides_change_is_one(house: House) -> None:
    guide = (ROOT / "docs" / "guides" / "change-who-may-do-what.md").read_text(encoding="utf-8")
    body = json.loads(guide[guide.index("{\n") : guide.index("\n}\n```") + 2])
    answer = await _changed(house, body)
    assert answer.status_code == 201, answer.text
    assert len(answer.json()["changes"]) == len(body["changes"])
    assert {change["change"] for change in body["changes"]} <= set(re.findall(r"`(\w+)`", guide))


async def test_versions_are_listed_and_an_older_one_can_be_put_back(house: House) -> None:
    for version, changes in enumerate(([NO_DEPOSITS], [], [SMALL_DEPOSITS])):
        await _changed(house, {"if_version": version, "changes": changes})
    page = (await house.call("GET", "/v1/policies?limit=2", role="administrator")).json()
    assert [each["version"] for each in page["items"]] == [3, 2]
    path = f"/v1/policies?cursor={page['next_cursor']}"
    (first,) = (await house.call("GET", path, role="administrator")).json()["items"]
    assert (first["version"], first["changes"][0]["change"]) == (1, "withdraw")
    older = (await house.call("GET", "/v1/policies/1", role="administrator")).json()
    assert older["changes"] == first["changes"]
    again = await _changed(house, {"if_version": 3, "changes": older["changes"]})
    assert again.json()["version"] == 4
    shipped = (await house.call("GET", "/v1/policies/0", role="administrator")).json()
    assert (shipped["made_by"], shipped["changes"]) == (None, [])
    answer = await house.call("GET", "/v1/policies/9", role="administrator")
    problem(answer, 404, "policy_version_not_found")


async def test_a_dry_run_shows_what_the_policy_would_be(house: House) -> None:
    body = {"if_version": 0, "changes": [NO_DEPOSITS]}
    answer = await house.call("POST", "/v1/policies?dry_run=true", body, role="administrator")
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    current = (await house.call("GET", "/v1/policies/current", role="administrator")).json()
    assert current["version"] == 0


async def test_somebody_elses_change_is_not_lost(house: House) -> None:
    await _changed(house, {"if_version": 0, "changes": [NO_DEPOSITS]})
    problem(await _changed(house, {"if_version": 0}), 412, "stale_version")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"changes": [{**NO_DEPOSITS, "role": "queen", "change": "deny"}]}, "role_not_found"),
        ({"changes": [{**SMALL_DEPOSITS, "action": "gold.mint"}]}, "action_not_found"),
        ({"changes": [{**SMALL_DEPOSITS, "condition": "lucky"}]}, "condition_not_found"),
        ({"changes": [{**SMALL_DEPOSITS, "action": "audit.read"}]}, "condition_not_applicable"),
        ({"changes": [SMALL_DEPOSITS, SMALL_DEPOSITS]}, "rule_named_twice"),
        ({"changes": [{**NO_DEPOSITS, "change": "withdraw_denial"}]}, "rule_not_shipped"),
        ({"changes": [{**NO_DEPOSITS, "change": "perhaps"}]}, "invalid_request"),
        ({"changes": "all"}, "invalid_request"),
    ],
)
async def test_what_means_nothing_is_refused(house: House, body: Any, code: str) -> None:
    answer = await _changed(house, {"if_version": 0, **body})
    problem(answer, 400, code)


async def test_a_change_that_locks_everybody_out_is_refused(house: House) -> None:
    out = {"change": "deny", "role": "administrator", "action": "policy.change"}
    answer = await _changed(house, {"if_version": 0, "changes": [out]})
    problem(answer, 422, "policy_would_lock_everybody_out")


async def test_an_amount_that_is_none_names_its_field(house: House) -> None:
    wrong = {"role": "teller", "amount": {"currency": "EUR", "amount": "1.234"}}
    answer = await _changed(house, {"if_version": 0, "limits": [wrong]})
    assert fields(problem(answer, 400, "invalid_amount")) == ["/limits/0/amount/amount"]


async def test_a_process_that_does_not_know_the_policy_yet_answers_nobody(
    keys: LocalKeyService,
) -> None:
    unread = CasbinAuthorizer(MODEL, an_authorizer().shipped())
    async with a_bank(authorizer=unread, ports=token_ports(keys, RULES)).open() as bank:
        answer = await House(bank, keys).call("GET", "/v1/business-days", role="auditor")
    problem(answer, 503, "database_unavailable")
    assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize("role", ["customer", "teller", "branch_manager", "service_account"])
async def test_others_neither_read_nor_change_it(house: House, role: str) -> None:
    for path in ("/v1/policies/current", "/v1/policies", "/v1/policies/0", "/v1/roles"):
        problem(await house.call("GET", path, role=role), 403, "action_forbidden")
    answer = await house.call("POST", "/v1/policies", {"if_version": 0}, role=role)
    problem(answer, 403, "action_forbidden")


OF_TRANSFERS = {
    "actions": ["transfer.post", "withdrawal.post"],
    "roles": ["branch_manager"],
    "approvers": 2,
    "expires_after_hours": 24,
    "above": euros("50.00"),
    "above_a_day": euros("100.00"),
    "exempt": ["service_account"],
    "waived_while_alone": False,
}
OF_POLICY = {
    "actions": ["policy.change", "staff.register", "staff.change"],
    "roles": ["administrator"],
    "approvers": 1,
    "expires_after_hours": 168,
    "above": None,
    "above_a_day": None,
    "exempt": ["break_glass"],
    "waived_while_alone": True,
}


async def test_rules_about_approvals_are_set_and_read(house: House) -> None:
    shipped = (await house.call("GET", "/v1/policies/current", role="auditor")).json()
    assert (shipped["approvals"], shipped["approval_rules"]) == (None, [])
    short = {"actions": ["entry.post"], "roles": ["compliance_officer"]}
    body = {"if_version": 0, "approvals": [OF_TRANSFERS, short, OF_POLICY]}
    answer = await _changed(house, body)
    assert answer.status_code == 201, answer.text
    whole = {
        **short,
        "approvers": 1,
        "expires_after_hours": 168,
        "above": None,
        "above_a_day": None,
        "exempt": [],
        "waived_while_alone": False,
    }
    assert answer.json()["approvals"] == [OF_TRANSFERS, whole, OF_POLICY]
    assert answer.json()["approval_rules"] == [OF_TRANSFERS, whole, OF_POLICY]
    (listed,) = (await house.call("GET", "/v1/policies", role="auditor")).json()["items"]
    assert listed["approvals"] == [OF_TRANSFERS, whole, OF_POLICY]
    account = await house.account(100_00)
    body = {"account_id": str(account.id), "amount": euros("50.01")}
    waits = await house.call("POST", "/v1/withdrawals", body, role="teller")
    assert (waits.status_code, waits.json()["status"]) == (202, "pending_approval")
    none = await _changed(house, {"if_version": 1, "approvals": [OF_POLICY]})
    assert (none.json()["approvals"], none.json()["approval_rules"]) == ([OF_POLICY], [OF_POLICY])
    assert (await house.call("POST", "/v1/withdrawals", body, role="teller")).status_code == 201


@pytest.mark.parametrize("approvals", [[], [OF_TRANSFERS]])
async def test_a_list_that_lets_one_alone_change_the_policy_is_refused(
    house: House, approvals: list[dict[str, Any]]
) -> None:
    answer = await _changed(house, {"if_version": 0, "approvals": approvals})
    problem(answer, 422, "policy_changed_by_one_alone")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"actions": []}, "invalid_request"),
        ({"approvers": 0}, "invalid_request"),
        ({"above": None, "above_a_day": euros("1.001")}, "invalid_amount"),
        ({"above": {"currency": "JPY", "amount": "5"}}, "approval_rule_unfit"),
        ({"actions": ["account.read"]}, "approval_rule_unfit"),
        ({"roles": ["king"]}, "role_not_found"),
    ],
)
async def test_rules_about_approvals_that_are_none(
    house: House, changes: dict[str, Any], code: str
) -> None:
    body = {"if_version": 0, "approvals": [OF_TRANSFERS | changes]}
    problem(await _changed(house, body), 400, code)
