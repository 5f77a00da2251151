"""Who may look at and change the books, the days, the policy and the service itself."""

from collections.abc import Mapping
from typing import Any

from tests.access.access import BOOKS, MANAGERS, READERS, Access
from tests.access.world import Things
from tests.interfaces.http.scene import House, euros

WATCHED = "administrator auditor service_account"
OF_ACTUATOR = "role_missing"
POLICY_READERS = "administrator auditor compliance_officer"


def _entry(_house: House, things: Things) -> Any:
    return {
        "postings": [
            {"account_id": things["account"], "side": "debit", "amount": euros("1.00")},
            {"account_id": things["payee"], "side": "credit", "amount": euros("1.00")},
        ]
    }


TABLE: Mapping[str, Access] = {
    "listInternalAccounts": Access(to=BOOKS),
    "listLedgerEntries": Access(to=BOOKS),
    "exportLedgerEntries": Access(to=BOOKS),
    "getLedgerEntry": Access(to=BOOKS, path={"entry_id": "transfer"}),
    "getTrialBalance": Access(to=BOOKS),
    "postLedgerEntry": Access(to=MANAGERS, body=_entry),
    "reverseEntry": Access(
        spends=True, to=MANAGERS, path={"entry_id": "transfer"}, body=lambda *_: {}
    ),
    "listBusinessDays": Access(to=f"{READERS} administrator operator"),
    "getBusinessDay": Access(to=f"{READERS} administrator operator", path={"day": "=2026-11-24"}),
    "closeBusinessDay": Access(
        spends=True,
        to=f"{MANAGERS} administrator operator",
        body=lambda *_: {},
    ),
    "listAuditEvents": Access(to="auditor compliance_officer"),
    "getPolicy": Access(to=POLICY_READERS),
    "getPolicyVersion": Access(to=POLICY_READERS, path={"version": "=0"}),
    "listPolicyVersions": Access(to=POLICY_READERS),
    "changePolicy": Access(
        to="administrator", body=lambda *_: {"if_version": 1}, let_in="stale_version"
    ),
    "listRoles": Access(to=POLICY_READERS),
    "getActuator": Access(to=WATCHED, missing=OF_ACTUATOR),
    "getHealth": Access(to=WATCHED, missing=OF_ACTUATOR),
    "getInfo": Access(to=WATCHED, missing=OF_ACTUATOR),
    "listLoggers": Access(to=WATCHED, missing=OF_ACTUATOR),
    "getLogger": Access(to=WATCHED, missing=OF_ACTUATOR, path={"name": "=ROOT"}),
    "setLogger": Access(
        to="administrator", missing=OF_ACTUATOR, path={"name": "=ROOT"}, body=lambda *_: {}
    ),
    "listMetrics": Access(to=WATCHED, missing=OF_ACTUATOR),
    "getMetric": Access(
        to=WATCHED, missing=OF_ACTUATOR, path={"name": "=nothing"}, let_in="not_found"
    ),
    "getPrometheus": Access(to=WATCHED, missing=OF_ACTUATOR),
    "getLiveness": Access(public=True),
    "getReadiness": Access(public=True),
    "getDiscovery": Access(public=True),
    "getJwks": Access(public=True),
    "getProblemKind": Access(public=True, path={"code": "=account_not_found"}),
}
