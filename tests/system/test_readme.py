"""The README's commands, run as they stand, on the bank that it starts."""

import json
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.system.assembly import ROOT
from tests.system.served_bank import BANK, ServedBank, environment, run_bank

from bank.domain.staff import STAFF_ROLES

pytestmark = pytest.mark.slow

_BLOCK = re.compile(r"^```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedBank]:
    """The bank that `make run` starts, in a home of its own."""
    home = tmp_path_factory.mktemp("demo") / "home"
    with ServedBank(home, "--bank.profiles.active=demo") as bank:
        bank.start()
        yield bank


def _commands(bank: ServedBank) -> str:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = _BLOCK.findall(text)
    assert len(blocks) >= 3, "where are the README's commands?"
    commands = "\n".join(["set -euo pipefail", *blocks])
    for said, here in (
        (".venv/bin/bank", str(BANK)),
        ("http://127.0.0.1:${BANK_PORT:-8080}", bank.url),
    ):
        assert said in commands
        commands = commands.replace(said, here)
    return commands


def test_the_commands_lead_from_nothing_to_a_posted_transfer(
    demo: ServedBank, tmp_path: Path
) -> None:
    done = subprocess.run(
        ["bash", "-c", _commands(demo)],
        cwd=tmp_path,
        env=environment() | {"BANK_HOME": str(demo.home), "BANK_PORT": str(demo.port)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers, after = _answers(done.stdout)
    assert [answer["status"] for answer in answers] == ["posted", "posted"]
    balances = [each["balance"]["amount"] for each in answers[-1]["balances"]]
    assert balances == ["87.66", "12.34"]
    assert after.strip() == "The ledger holds."


def _answers(text: str) -> tuple[list[dict[str, Any]], str]:
    """Read the objects of JSON at the beginning of a text, and give what follows them."""
    decoder = json.JSONDecoder()
    answers: list[dict[str, Any]] = []
    while text.startswith("{"):
        answer, end = decoder.raw_decode(text)
        answers.append(answer)
        text = text[end:].lstrip()
    return answers, text


def test_the_bank_says_where_it_is_and_how_to_get_a_token(demo: ServedBank) -> None:
    assert f"The bank is open at {demo.url}" in demo.said
    (command,) = re.findall(r"a token: +(.*)", demo.said)
    issued = subprocess.run(
        ["bash", "-c", command], env=environment(), capture_output=True, timeout=60, check=False
    )
    assert issued.returncode == 0, issued.stderr
    assert issued.stdout.count(b".") == 2


def test_the_demo_says_who_signs_in_and_they_can(demo: ServedBank) -> None:
    demo.wait_until(lambda: "Sign in to the demo" in demo.said)
    (password,) = re.findall(r'with the password "(.*)"', demo.said)
    told = re.findall(r"^    (\S+@\S+)$", demo.said, re.MULTILINE)
    assert len([each for each in told if each.endswith("@bank.example")]) == len(STAFF_ROLES)
    assert len(told) >= len(STAFF_ROLES) + 12
    with httpx.Client(base_url=demo.url, trust_env=False) as client:
        for name in told:
            shown = {"name": name, "password": password}
            answer = client.post("/v1/sessions", json=shown)
            assert answer.status_code == 201, (name, answer.text)


def test_a_second_start_finds_the_demo_data_there(demo: ServedBank) -> None:
    assert demo.end(signal.SIGTERM) == 0
    seconds = demo.start()
    print(f"the second start took {seconds:.1f} s")  # noqa: T201 - a measurement for whoever asks
    assert "filled already" in demo.said


def test_the_demo_does_not_open_as_a_bank_for_real_people(demo: ServedBank) -> None:
    """Scenario: the home of a demo, in which everybody was let in, is served without the profile.

    Outcome: it does not open, and a sentence says what to do.
    """
    demo.stop()
    settings = [each for each in demo.settings if "profiles" not in each]
    refused = run_bank("serve", *settings)
    assert refused.returncode == 2, refused.stderr
    assert "signs in with the password that the demo prints" in refused.stderr
    assert "Traceback" not in refused.stderr
