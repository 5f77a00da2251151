"""Somebody who is signed in by two factors, and what they can do about themselves, for a while."""

from datetime import timedelta
from typing import Any

import httpx
from tests.hostile.newcomers import (
    DOMAIN,
    ORIGIN,
    OTHER_PASSWORD,
    PASSWORD,
    Doorstep,
    Example,
    Newcomer,
    taking_by_passkey,
)
from tests.hostile.population import Population, euros, made
from tests.people_who_sign_in import code_of
from tests.software_authenticator import SoftwareAuthenticator

from bank.infrastructure.system.clock import SystemClock

PATHS = (
    "^/v1/sessions/current/proof",
    "^/v1/me/factors/totp/",
    "^/v1/(challenges|me|sessions/current$)",
    "^/v1/registrations/invited/passkey",
)
"""What is one's own, in this order: a proof before the password is another, and an authenticator is
confirmed before another is begun. Last what anybody may ask, but for five minutes alone."""

_A_STEP = timedelta(seconds=30)


def insider(
    door: Doorstep, office: httpx.Client, people: Population
) -> tuple[str, dict[str, Example]]:
    """Give the token of somebody's session, and the requests that they succeed with now."""
    mary = door.registers("mary")
    codes = mary.has_recovery_codes()
    _, secret = mary.has_totp("phone")
    door.secrets += codes
    _in_by(mary, codes[0], "laptop")
    elsewhere, _ = mary.signed_in, _in_by(mary, codes[1], "tablet")
    old, here = mary.signed_in, _in_by(mary, codes[2])
    challenge = {"challenge_id": _challenged(mary, office, people)}
    proof = {"code": code_of(secret, SystemClock().now() + _A_STEP)}
    spare_code = {"kind": "recovery_code", "proof": {"code": codes[3]}}
    examples: dict[str, Example] = _factors(mary) | {
        "proveSession": ({}, {"password": PASSWORD, "factor": spare_code}),
        "getChallenge": (challenge, None),
        "confirmChallenge": (challenge, {"kind": "totp", "proof": proof}),
        "changePassword": (
            {},
            {"current_password": PASSWORD, "new_password": OTHER_PASSWORD},
        ),
        "renameDevice": ({"device_id": elsewhere["device"]["id"]}, {"name": "old laptop"}),
        "removeDevice": ({"device_id": old["device"]["id"]}, None),
        "endMySession": ({"session_id": elsewhere["session_id"]}, None),
        "giveDueDiligence": ({}, {"nationality": "FR"}),
        "setPaymentThreshold": ({}, euros("5.00")),
        **_contacts(door, mary),
        **taking_by_passkey(door, office),
    }
    token: str = here["access_token"]
    return token, examples


def _in_by(mary: Newcomer, code: str, device: str | None = None) -> dict[str, Any]:
    """Sign in with a recovery code, perhaps on a new device."""
    attempt = mary.signs_in()["attempt_id"]
    body = {"kind": "recovery_code", "proof": {"code": code}}
    if device is not None:
        body["remember_as"] = device
    mary.takes(made(mary.client, f"/v1/sessions/{attempt}/factor", body))
    return mary.signed_in


def _challenged(mary: Newcomer, office: httpx.Client, people: Population) -> str:
    """Have a payment to somebody new wait for a proof."""
    terms = {"customer_id": mary.customer, "product": "current", "currency": "EUR"}
    account = made(office, "/v1/accounts", terms)
    people.secrets.append(account["number"])
    made(office, "/v1/deposits", {"account_id": account["id"], "amount": euros("100.00")})
    order = {"debit_account_id": account["id"], "credit_account_id": people.accounts[0]}
    waits = made(mary.client, "/v1/transfers", order | {"amount": euros("1.00")})
    challenge: str = waits["challenge_id"]
    return challenge


def _factors(mary: Newcomer) -> dict[str, Example]:
    spare, _ = mary.has_totp("spare phone")
    begun = mary.begins_totp("new phone")
    code = {"code": code_of(begun["secret"], SystemClock().now())}
    passkey = made(mary.client, "/v1/me/factors/passkeys", {"account_name": f"mary@{DOMAIN}"})
    credential = SoftwareAuthenticator(origin=ORIGIN).make(passkey["options"])
    return {
        "enrolPasskey": ({}, {"account_name": f"mary@{DOMAIN}"}),
        "confirmPasskey": (
            {"passkey_id": passkey["id"]},
            {"name": "blue key", "credential": credential},
        ),
        "confirmTotp": ({"factor_id": begun["id"]}, code),
        "enrolTotp": ({}, {"name": "another phone"}),
        "removeFactor": ({"factor_id": spare}, None),
    }


def _contacts(door: Doorstep, mary: Newcomer) -> dict[str, Example]:
    email = door.address("mary-anew")
    change = made(mary.client, "/v1/me/contacts", {"email": email})["id"]
    return {
        "beginContactChange": ({}, {"email": door.address("mary-again")}),
        "changeContact": ({"change_id": change}, {"code": door.code(email)}),
    }
