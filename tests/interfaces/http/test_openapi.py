import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.interfaces.http.scene import House

from bank.interfaces.http.openapi import document

COMMITTED = Path(__file__).parents[3] / "docs" / "reference" / "openapi.json"
REMEDY = (
    "The interface changed. Look at the difference, then write it with"
    " .venv/bin/python -m bank.interfaces.http.openapi docs/reference/openapi.json"
)

KEYLESS = {
    "beginContactChange",
    "changeContact",
    "changePassword",
    "confirmChallenge",
    "endMyOtherSessions",
    "endMySession",
    "enrolPasskey",
    "enrolTotp",
    "renewRecoveryCodes",
    "searchCustomers",
    "signOut",
}
"""What answers anew each time that it is asked."""

FORMS = {"/oauth2/revoke", "/oauth2/token"}
"""What speaks OAuth 2: forms come in, and errors of that standard go out."""


@pytest.fixture(scope="module")
def described() -> Any:
    return json.loads(document())


def operations(described: Any) -> list[tuple[str, str, Any]]:
    return [
        (path, method, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_committed_description_is_the_interfaces() -> None:
    assert COMMITTED.read_bytes() == document(), REMEDY


async def test_the_description_is_served_to_everybody(house: House) -> None:
    answer = await house.call("GET", "/openapi.json", role=None)
    assert answer.headers["content-type"] == "application/json"
    assert answer.content == document()


def test_it_is_openapi_31_with_nothing_dangling(described: Any) -> None:
    assert described["openapi"].startswith("3.1")
    for kind, name in re.findall(r'"#/components/(\w+)/([^"]+)"', document().decode()):
        assert name in described["components"][kind], name


def test_every_operation_has_a_name_of_its_own_a_tag_and_its_answers(described: Any) -> None:
    names = [operation["operationId"] for _, _, operation in operations(described)]
    assert len(names) == len(set(names))
    for path, method, operation in operations(described):
        assert operation["tags"], path
        assert operation["summary"], path
        assert operation["description"], path
        assert all(each["description"] for each in operation["responses"].values()), path
        if path.startswith("/v1/"):
            public = operation.get("security") == [{}]
            needed = {"400", "403", "429", "500", "503"} | (set() if public else {"401"})
            assert needed <= operation["responses"].keys()
            has_key = {"$ref": "#/components/parameters/IdempotencyKey"} in operation["parameters"]
            keyless = public or operation["operationId"] in KEYLESS
            assert has_key == (method != "get" and not keyless)


def test_problems_are_documented_as_problems(described: Any) -> None:
    for path, _, operation in operations(described):
        for status, answer in operation["responses"].items():
            if path in FORMS and status >= "400":
                error = {"$ref": "#/components/schemas/OAuthError"}
                assert answer["content"] == {"application/json": {"schema": error}}, (path, status)
            elif status >= "400" and "readiness" not in path and path != "/actuator/health":
                assert answer["content"].keys() == {"application/problem+json"}, (path, status)


def test_bodies_refuse_unknown_fields_and_amounts_have_a_pattern(described: Any) -> None:
    schemas = described["components"]["schemas"]
    for path, _, operation in operations(described):
        if "requestBody" in operation:
            kind = "application/x-www-form-urlencoded" if path in FORMS else "application/json"
            content = operation["requestBody"]["content"][kind]["schema"]
            name = content["$ref"].rpartition("/")[2]
            # RFC 6749 has unknown parameters passed over.
            assert path in FORMS or schemas[name]["additionalProperties"] is False, name
    amount = re.compile(schemas["Money"]["properties"]["amount"]["pattern"])
    assert amount.match("12.34")
    assert not amount.match("1e3")
    assert not amount.match("")


def test_only_what_trusts_nobody_is_public(described: Any) -> None:
    public = {p for p, _, operation in operations(described) if operation.get("security") == [{}]}
    assert public == {
        "/.well-known/openid-configuration",
        "/actuator/health/liveness",
        "/actuator/health/readiness",
        "/oauth2/jwks",
        "/oauth2/revoke",
        "/oauth2/token",
        "/problems/{code}",
        "/v1/password-resets",
        "/v1/password-resets/{reset_id}/code",
        "/v1/registrations",
        "/v1/registrations/invited",
        "/v1/registrations/invited/passkey",
        "/v1/registrations/invited/passkey/confirm",
        "/v1/registrations/{registration_id}/code",
        "/v1/sessions",
        "/v1/sessions/passkey",
        "/v1/sessions/{attempt_id}/factor",
    }
