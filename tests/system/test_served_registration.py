"""Registering with the bank as an operator runs it: codes are on its console, or in a mailbox.

Or nowhere, as long as nobody has said where.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.infrastructure.embedded_postgresql.scene import eventually
from tests.smtp_server import LetterBox, free_port, smtp_server
from tests.system.served_bank import ServedBank

pytestmark = pytest.mark.slow

PASSWORD = "a ship in the harbour"
_CODE = re.compile(r"Your code is (\d{6})")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedBank]:
    with ServedBank(tmp_path_factory.mktemp("served") / "home", "--bank.server.workers=2") as bank:
        yield bank


ON_THE_CONSOLE = "--bank.notices.channel=console"
_WARNINGS = ("codes go to standard output", "codes and notices are not sent")


def _registered(url: str, email: str) -> str:
    body = {"full_name": "Ada Lovelace", "email": email, "password": PASSWORD}
    begun = httpx.post(f"{url}/v1/registrations", json=body)
    assert begun.status_code == 202, begun.text
    number: str = begun.json()["id"]
    return number


def _comes_in(url: str, number: str, code: str, email: str) -> None:
    proved = httpx.post(f"{url}/v1/registrations/{number}/code", json={"code": code})
    assert proved.status_code == 201, proved.text
    signed_in = httpx.post(f"{url}/v1/sessions", json={"name": email, "password": PASSWORD})
    assert signed_in.status_code == 201, signed_in.text
    token = signed_in.json()["access_token"]
    headers = {"authorization": f"Bearer {token}"}
    missing = httpx.get(f"{url}/v1/me/due-diligence", headers=headers)
    assert missing.json()["state"] == "pending"


def test_a_code_is_on_the_console_and_lets_somebody_in(served: ServedBank) -> None:
    with served.also(ON_THE_CONSOLE):
        served.have_running()
        assert _WARNINGS[0] in served.said
        number = _registered(served.url, "ada@example.com")
        assert eventually(lambda: _CODE.search(served.said) is not None)
        (code,) = _CODE.findall(served.said)
        _comes_in(served.url, number, code, "ada@example.com")


def test_where_no_channel_is_named_nothing_is_printed_and_a_code_waits(served: ServedBank) -> None:
    """Scenario: somebody registers at a bank that was told nothing about e-mail.

    Outcome: neither code nor address is in what it prints, and it warns; once a channel is named
    the code goes out.
    """
    served.have_running()
    assert _WARNINGS[1] in served.said
    number = _registered(served.url, "linus@example.com")
    assert eventually(lambda: "a notice waits" in served.said)
    assert _CODE.search(served.said) is None
    assert "linus@" not in served.said
    with served.client() as client:
        parts = client.get("/actuator/health").json()["components"]
    assert parts["notices"] == {"status": "UNKNOWN", "details": {"email": "none", "phone": "none"}}
    served.stop()
    with served.also(ON_THE_CONSOLE):
        served.start()
        served.wait_until(lambda: _CODE.search(served.said) is not None)
        (code,) = _CODE.findall(served.said)
        _comes_in(served.url, number, code, "linus@example.com")


def test_a_code_comes_by_mail_and_is_nowhere_else(served: ServedBank, tmp_path: Path) -> None:
    box, port = LetterBox(), free_port()
    settings = [
        "--bank.notices.channel=smtp",
        "--bank.notices.smtp.security=none",
        f"--bank.notices.smtp.port={port}",
    ]
    served.stop()
    with smtp_server(box, port), served.also(*settings):
        served.have_running()
        number = _registered(served.url, "grace@example.com")
        assert eventually(lambda: "grace@example.com" in [each["To"] for each in box.letters])
        (letter,) = [each for each in box.letters if each["To"] == "grace@example.com"]
        (code,) = _CODE.findall(letter.get_content())
        _comes_in(served.url, number, code, "grace@example.com")
        assert code not in served.said
        assert not any(each in served.said for each in _WARNINGS)
        assert "grace@example.com" not in served.said
