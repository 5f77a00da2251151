"""A served bank lets strangers in so often, by where its proxy says that they come from."""

from collections.abc import Iterator

import httpx
import pytest
from tests.system.served_bank import ServedBank

pytestmark = pytest.mark.slow

LIMIT = 3
DOORS = [
    "/v1/sessions",
    "/v1/sessions/passkey",
    "/v1/registrations",
    "/v1/password-resets",
    "/oauth2/token",
]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedBank]:
    settings = (
        f"--bank.rate-limit.strangers={LIMIT}",
        "--bank.rate-limit.window=1h",
        "--bank.server.trusted-proxies=127.0.0.1",
    )
    with ServedBank(tmp_path_factory.mktemp("strangers") / "home", *settings) as bank:
        bank.start()
        yield bank


def _knock(served: ServedBank, door: str, *hops: str) -> httpx.Response:
    headers = [("X-Forwarded-For", hop) for hop in hops]
    return httpx.post(f"{served.url}{door}", json=[], headers=headers)


@pytest.mark.parametrize("number", range(len(DOORS)))
def test_every_door_is_closed_to_whoever_knocks_too_often(served: ServedBank, number: int) -> None:
    """Scenario: somebody behind the proxy knocks at a door, and invents where they come from.

    Outcome: after so many requests they wait, at all doors; the rest of the world does not.
    """
    door, them = DOORS[number], f"203.0.113.{number}"
    for turn in range(LIMIT):
        answer = _knock(served, door, f"198.51.100.{turn}, {them}")
        assert answer.status_code in {400, 415, 422}, answer.text
        assert answer.headers["ratelimit-remaining"] == str(LIMIT - 1 - turn)
    over = _knock(served, door, "198.51.100.7", them)
    assert over.status_code == httpx.codes.TOO_MANY_REQUESTS
    assert over.json().get("code", over.json().get("error")) in {
        "too_many_requests",
        "temporarily_unavailable",
    }
    assert 1 <= int(over.headers["retry-after"]) <= 3600
    for other in DOORS:
        assert _knock(served, other, them).status_code == httpx.codes.TOO_MANY_REQUESTS
    assert _knock(served, door, f"192.0.2.{number}").status_code != httpx.codes.TOO_MANY_REQUESTS
